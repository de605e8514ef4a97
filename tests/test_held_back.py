"""A file that nobody signed, and that does not rest on the clinic's article, answers nobody."""

import logging
from pathlib import Path

import pytest

from bot import checkup
from bot.app import Assembly, Clock, open_database, real_now
from bot.domain.faq.entries import Status
from bot.domain.faq.signature import ARTICLE
from bot.given import CONFIG, EXAMPLE
from config.settings import Settings, load

FILE = """---
title: "Where can I park?"
ask: ["where do i park", "is there parking", "car park", "where to leave my car"]
tags: ["parking"]
source: "{source}"
reviewed_by: {by}
reviewed_on: {on}
review_by: 2099-05-31
status: approved
---
You can park behind the house.
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The example clinic with three answers of its own."""
    found = load(environ={}, folder=CONFIG, clinic=EXAMPLE)
    folder = tmp_path / "faq"
    folder.mkdir()
    for other in ("rules", "signals", "support"):
        (tmp_path / other).symlink_to(CONFIG / "content" / other)
    for name, source, by, on in (
        ("article", ARTICLE, "none", "none"),
        ("signed", "The front desk", "Dr. Lee", "2026-01-05"),
        ("nobodys", "The front desk", "none", "none"),
    ):
        (folder / f"{name}.md").write_text(FILE.format(source=source, by=by, on=on))
    return found.model_copy(
        update={
            "content": found.content.model_copy(update={"folder": tmp_path}),
            "database": found.database.model_copy(update={"path": tmp_path / "waymark.db"}),
        }
    )


async def test_a_file_that_nobody_signed_starts_as_a_draft(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    database = await open_database(settings)
    try:
        with caplog.at_level(logging.WARNING):
            shipped = Assembly(settings, database, Clock(), real_now).shipped
    finally:
        await database.close()

    found = {str(entry.id): entry.status for entry in shipped}
    assert found == {
        "article": Status.APPROVED,
        "nobodys": Status.DRAFT,
        "signed": Status.APPROVED,
    }
    assert [record.message for record in caplog.records].count("answer held back") == 1


def test_the_check_counts_it_as_a_draft(settings: Settings) -> None:
    told = checkup.content(settings, today=real_now().date())

    assert told.says.startswith("2 approved answers, 1 draft.")
