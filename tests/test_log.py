import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.log import OURS, Lines, bind, configure, log_uncaught, person

with warnings.catch_warnings():
    # discord.py's voice imports audioop, which Python 3.11 already calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)

WORDS = "i told nobody this"
MEMBER = 1100000000000000777


@dataclass
class Written:
    """What went to the log."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.lines[-1]


@pytest.fixture
def written() -> Iterator[Written]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in (*OURS, "root")}
    found = Written(io.StringIO())
    configure(level="debug", style="json", stream=found.stream)
    yield found
    for handler in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def log() -> logging.Logger:
    return logging.getLogger("bot.services.rooms")


class Member:
    """Like a discord.Member, it shows a name when it is written out."""

    def __repr__(self) -> str:
        """Show the name."""
        return f"<Member name='{WORDS}'>"


class State(StrEnum):
    SENT = "sent"


def test_a_line_is_one_json_object_with_time_level_event_and_facts(
    written: Written, log: logging.Logger
):
    log.info("delivery closed", extra={"delivery_id": 5, "state": State.SENT})

    time = datetime.fromisoformat(written.last["time"])
    assert time.utcoffset() == timedelta(0)
    assert {key: value for key, value in written.last.items() if key != "time"} == {
        "level": "INFO",
        "event": "delivery closed",
        "logger": "bot.services.rooms",
        "delivery_id": 5,
        "state": "sent",
    }


def test_bound_fields_are_on_every_line_inside_and_on_none_after(
    written: Written, log: logging.Logger
):
    with bind(guild_id=1, cog="safety"):
        with bind(command="ask"):
            log.info("inner", extra={"guild_id": 2})
        log.info("outer")
    log.info("after")

    inner, outer, after = written.lines
    assert (inner["guild_id"], inner["cog"], inner["command"]) == (2, "safety", "ask")
    assert (outer["guild_id"], "command" in outer) == (1, False)
    assert "guild_id" not in after


async def test_tasks_side_by_side_do_not_see_each_others_fields(
    written: Written, log: logging.Logger
):
    async def serve(guild_id: int) -> None:
        with bind(guild_id=guild_id):
            await asyncio.sleep(0)
            log.info("served", extra={"expected": guild_id})

    async with asyncio.TaskGroup() as group:
        for guild_id in range(5):
            group.create_task(serve(guild_id))

    assert [line["guild_id"] for line in written.lines] == [
        line["expected"] for line in written.lines
    ]


@pytest.mark.parametrize(
    "key",
    ["content", "text", "body", "nick", "display_name", "Content", "question", "channel_name"],
)
def test_a_field_that_would_hold_words_or_names_is_refused(
    written: Written, log: logging.Logger, key: str
):
    log.info("message screened", extra={key: WORDS, "kind": "ok"})

    assert written.last["redacted"] == [key]
    assert written.last["kind"] == "ok"
    assert WORDS not in written.text


def test_a_refused_field_is_refused_at_any_depth_and_when_bound(
    written: Written, log: logging.Logger
):
    with bind(display_name=WORDS):
        log.info("seen", extra={"facts": [{"message": {"body": WORDS, "id": 3}}]})

    assert written.last["facts"] == [{"message": {"id": 3, "redacted": ["body"]}}]
    assert written.last["redacted"] == ["display_name"]
    assert WORDS not in written.text


def test_a_user_is_the_same_hash_within_a_process_and_never_an_id(
    written: Written, log: logging.Logger
):
    log.info("warned", extra={"user_id": MEMBER, "by": str(MEMBER), "member_ids": [MEMBER, 8]})
    log.info("warned", extra={"author_id": person(MEMBER), "target_user_id": None})

    first, second = written.lines
    assert first["user_id"] == first["by"] == first["member_ids"][0] == person(MEMBER)
    assert first["member_ids"][1] == person(8) != person(MEMBER)
    assert second["author_id"] == person(MEMBER)
    assert second["target_user_id"] is None
    assert str(MEMBER) not in written.text


def test_plain_values_are_kept_and_objects_are_told_by_type_only(
    written: Written, log: logging.Logger
):
    log.info(
        "facts",
        extra={
            "due_at": datetime(2026, 3, 8, 23, tzinfo=UTC),
            "delay": timedelta(seconds=90),
            "path": Path("var") / "waymark.db",
            "share": float("nan"),
            "ids": (1, 2),
            "member": Member(),
        },
    )

    assert {key: written.last[key] for key in ("due_at", "delay", "path", "share", "ids")} == {
        "due_at": "2026-03-08 23:00:00+00:00",
        "delay": "0:01:30",
        "path": "var/waymark.db",
        "share": "nan",
        "ids": [1, 2],
    }
    assert written.last["member"] == "<Member>"
    assert WORDS not in written.text


def test_tokens_and_mentions_inside_of_a_text_are_masked(written: Written, log: logging.Logger):
    log.info(
        "odd values",
        extra={
            "route": "/webhooks/1100000000000000001/aW50ZXJhY3Rpb246MTIz/messages",
            "given": "MTEwMDAwMDAwMDAwMDAwMDAwMDE.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab",
            "why": f"for <@!{MEMBER}>",
            "long": "x" * 500,
        },
    )

    assert written.last["route"] == "/webhooks/1100000000000000001/.../messages"
    assert written.last["given"] == "..."
    assert written.last["why"] == "for <@...>"
    assert written.last["long"] == "x" * 200 + "..."


def test_a_library_speaks_at_warning_and_above_only(written: Written):
    """discord.py writes every payload at DEBUG, and our own level must not open that door."""
    for name in ("discord.gateway", "discord.http", "aiohttp.access", "apscheduler", "asyncio"):
        logging.getLogger(name).debug("payload %s", WORDS)
        logging.getLogger(name).info("payload %s", WORDS)
    logging.getLogger("bot.app").debug("ready")

    assert [line["event"] for line in written.lines] == ["ready"]


async def test_the_database_driver_does_not_write_rows(written: Written):
    """The driver aiosqlite logs each statement with its parameters at DEBUG."""
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("SELECT :words", {"words": WORDS})

    assert written.text == ""


async def test_a_task_that_nobody_awaited_does_not_show_its_error(written: Written):
    """The loop writes the exception, words and all, into its message."""

    async def fail() -> None:
        raise ValueError(WORDS)

    loop = asyncio.get_running_loop()
    task = loop.create_task(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()

    assert written.last["event"] == "Task exception was never retrieved"
    assert written.last["exception"]["type"] == "ValueError"
    assert WORDS not in written.text


def test_a_line_that_cannot_be_written_is_named_and_not_shown(
    written: Written, log: logging.Logger, capsys: pytest.CaptureFixture[str]
):
    """Python's logging would print the message, its arguments and a traceback."""
    written.stream.close()

    log.info("served", extra={"state": WORDS})

    assert capsys.readouterr().err == "a log line of bot.services.rooms was lost: ValueError\n"


def test_text_is_one_friendly_line(log: logging.Logger, written: Written):
    configure(level="info", style="text", stream=written.stream)

    log.info("delivery closed", extra={"delivery_id": 5, "state": "sent", "why": "two words"})
    log.info("odd\n\x1b[2Jline", extra={"why": "a\nb"})
    log.debug("not shown")

    first, second = written.text.splitlines()
    assert first[8:] == (
        'Z INFO     delivery closed  delivery_id=5  state=sent  why="two words"'
        "  (bot.services.rooms)"
    )
    assert second.endswith('Z INFO     odd  why="a\\nb"  (bot.services.rooms)')


def test_configured_again_each_line_is_written_once(log: logging.Logger, written: Written):
    other = io.StringIO()
    configure(level="WARNING", style="json", stream=other)

    log.info("not shown")
    log.warning("shown")

    assert written.text == ""
    assert len(other.getvalue().splitlines()) == 1


def test_stderr_is_where_it_goes(
    written: Written, log: logging.Logger, capsys: pytest.CaptureFixture[str]
):
    """Results go to stdout, and a program that reads them must not find a log line there."""
    configure(level="info", style="json")

    log.info("ready")

    assert json.loads(capsys.readouterr().err)["event"] == "ready"
    assert written.text == ""


def test_an_uncaught_error_is_told_without_its_message(
    written: Written, monkeypatch: pytest.MonkeyPatch
):
    for module, hook in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(module, hook, getattr(module, hook))
    log_uncaught()

    def fail() -> None:
        raise ValueError(WORDS)

    class Careless:
        def __del__(self) -> None:
            raise KeyError(WORDS)

    sys.excepthook(ValueError, ValueError(WORDS), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Careless()
    gc.collect()

    assert [(line["event"], line["exception"]["type"]) for line in written.lines] == [
        ("stopped by an error", "ValueError"),
        ("a thread stopped", "ValueError"),
        ("an error nobody could be told", "KeyError"),
    ]
    assert WORDS not in written.text
