# Thin on purpose: each line is a command a person could type. `make check` is what CI runs.
PYTHON ?= python3
PORT ?= 8421
BIN := .venv/bin

.PHONY: run test check bench lock lint types contracts audit format

run: .venv
	$(BIN)/python run.py sandbox --port $(PORT)

test: .venv
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: lint types contracts audit test

lint: .venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv
	$(BIN)/basedpyright

contracts: .venv
	$(BIN)/lint-imports

audit: .venv
	$(BIN)/python tests/house/audit.py

bench: .venv
	$(BIN)/python -m bench

format: .venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Made again whenever a lock changes; --require-hashes refuses anything the lock does not name.
.venv: requirements/all.txt
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/all.txt
	touch .venv

# The only target that needs uv: run it when pyproject.toml changes, and commit what it writes.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --quiet pyproject.toml
lock:
	$(LOCK) --all-extras --group dev --output-file requirements/all.txt
	$(LOCK) --group dev --output-file requirements/no-extras.txt
	$(LOCK) --output-file requirements/run.txt
