"""Reads the rules and privacy notice that a clinic signs: one Markdown file for each language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import yaml

from bot.domain import consent
from bot.domain.consent import Terms
from bot.domain.errors import InvalidContent, InvalidInput
from bot.services import front_matter

FRONT = "---\n"
KEYS = {"version", "date", "source", "reviewed_by", "status"}
STATUSES = ("approved", "draft")


def load(folder: Path) -> Terms:
    """Read the terms in every language; approved ones count from their date on, drafts do not.

    Raises:
        InvalidContent: A file is missing or cannot be used, or two of them are not one version.
    """
    read = {language: _file(folder / f"{language}.md") for language in consent.LANGUAGES}
    heads = {language: head for language, (head, _) in read.items()}
    first = heads[consent.LANGUAGES[0]]
    for language, head in heads.items():
        for key in ("version", "date", "status", "reviewed_by"):
            if head[key] != first[key]:
                place = f"{folder / language}.md, {key}"
                raise InvalidContent(place, "must be the same in every language")
    reviewed_by, dated = first["reviewed_by"], cast("date", first["date"])
    is_approved = first["status"] == "approved"
    return Terms(
        version=first["version"],
        dated=dated,
        texts={language: text for language, (_, text) in read.items()},
        source=first["source"],
        reviewed_by=None if reviewed_by == "none" else reviewed_by,
        published_at=datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
        if is_approved
        else None,
    )


def _file(path: Path) -> tuple[Mapping[str, Any], str]:
    try:
        whole = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise InvalidContent(str(path), "cannot be read") from error
    _, front, text = whole.split(FRONT, 2) if whole.count(FRONT) >= 2 else ("", "", "")
    try:
        head = front_matter.read(front)
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidContent(str(path), "its front matter is not YAML") from error
    if not isinstance(head, dict) or set(cast("dict[str, Any]", head)) != KEYS:
        raise InvalidContent(str(path), f"its front matter must have {', '.join(sorted(KEYS))}")
    known = cast("dict[str, Any]", head)
    _check(path, known)
    try:
        return known, consent.checked(text)
    except InvalidInput as error:
        raise InvalidContent(str(path), f"{error.problem} {error.allowed}") from error


def _check(path: Path, head: Mapping[str, Any]) -> None:
    version = head["version"]
    if not isinstance(version, int) or version < 1:
        raise InvalidContent(f"{path}, version", "must be a number from 1 on")
    if type(head["date"]) is not date:
        raise InvalidContent(f"{path}, date", "must be a date such as 2026-11-23")
    if head["status"] not in STATUSES:
        raise InvalidContent(f"{path}, status", f"allowed: {', '.join(STATUSES)}")
    for key in ("source", "reviewed_by"):
        if not isinstance(head[key], str) or not head[key].strip():
            raise InvalidContent(f"{path}, {key}", "must be there, as text")
