import json
import warnings
from typing import Any

import aiohttp
import aiosqlite
import pytest
from aiohttp import web

from bot import redaction
from bot.domain.errors import StorageError

with warnings.catch_warnings():
    # discord.py's voice imports audioop, which Python 3.11 already calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord

WORDS = "i told nobody this"
MEMBER = 1100000000000000777


def told(error: BaseException) -> dict[str, Any]:
    """Return what is told of an error as JSON has it, after a look that no words are in it."""
    written = json.dumps(redaction.exception(error))
    assert WORDS not in written
    return json.loads(written)


def rethrow(*, cause: bool) -> None:
    """Raise an error that was caused by another one."""
    try:
        int(WORDS)
    except ValueError as error:
        raise StorageError("locked", WORDS) from (error if cause else None)


class Member:
    """Like a discord.Member, it shows a name when it is written out."""

    def __repr__(self) -> str:
        """Show the name."""
        return f"<Member name='{WORDS}'>"


def test_another_process_names_the_same_person_otherwise(monkeypatch: pytest.MonkeyPatch):
    """Logs of two days cannot be joined, and a stolen one cannot be tried against user ids."""
    before = redaction.person(MEMBER)
    monkeypatch.setattr(redaction, "KEY", b"another start")

    assert redaction.person(MEMBER) != before


def test_an_exception_is_told_by_type_place_and_cause_without_its_message():
    """`int("...")` quotes what it was given, and so do half of Python's own errors."""
    with pytest.raises(StorageError) as caught:
        rethrow(cause=True)

    found = told(caught.value)
    assert (found["type"], found["problem"]) == ("bot.domain.errors.StorageError", "locked")
    assert found["cause"]["type"] == "ValueError"
    assert found["trace"][-1].startswith("tests/test_redaction.py:")
    assert found["trace"][-1].endswith(" rethrow")


def test_an_exception_group_tells_its_members():
    found = told(ExceptionGroup(WORDS, [ValueError(WORDS), OSError(28, WORDS)]))

    assert found["members"] == [
        {"type": "ValueError", "trace": []},
        {"type": "OSError", "errno": 28, "trace": []},
    ]


def test_a_circle_of_causes_ends():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    assert told(first)["cause"] == {"type": "KeyError", "trace": []}


def test_a_cause_that_was_left_out_on_purpose_stays_out():
    with pytest.raises(StorageError) as caught:
        rethrow(cause=False)

    assert "cause" not in told(caught.value)


async def test_what_discord_says_of_our_request_is_not_written():
    """Discord repeats values that it does not take, and those may be a member's words."""

    async def refuse(_request: web.Request) -> web.Response:
        wrong = {"_errors": [{"code": "X", "message": f'Value "{WORDS}" is not int.'}]}
        body = {"code": 50035, "message": "Invalid Form Body", "errors": {"content": wrong}}
        return web.json_response(body, status=400)

    app = web.Application()
    app.router.add_post("/", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://{host}:{port}/") as response,
    ):
        error = discord.HTTPException(response, await response.json())
    await runner.cleanup()
    assert WORDS in str(error)

    assert told(error) == {
        "type": "discord.errors.HTTPException",
        "status": 400,
        "code": 50035,
        "trace": [],
    }


async def test_a_librarys_place_and_code_are_told():
    async with aiosqlite.connect(":memory:") as database:
        with pytest.raises(aiosqlite.Error) as caught:
            await database.execute(f"SELECT {WORDS}")

    found = told(caught.value)
    assert found["sqlite_errorname"] == "SQLITE_ERROR"
    assert any(place.startswith("aiosqlite/core.py:") for place in found["trace"])


URL = f"https://discord.com/api/v10/webhooks/{MEMBER}/dG9rZW4/messages?wait={WORDS}"


@pytest.mark.parametrize(
    ("template", "args", "event"),
    [
        (
            "%s %s responded with 429. Retrying in %.2f seconds.",
            ("POST", URL, 1.5),
            "POST https://discord.com/api/v10/webhooks/{id}/.../messages responded with 429. "
            "Retrying in 1.50 seconds.",
        ),
        (
            "Ignoring exception in %s",
            ("on_message",),
            "Ignoring exception in on_message",
        ),
        (
            "autocomplete for %r (Guild: %s, User: %s)",
            ("ask", 5, MEMBER),
            "autocomplete for '...' (Guild: 5, User: ...)",
        ),
        # A number that was left out fits no %d: then the message stays a template.
        ("query %r for guild_id %d", (WORDS, MEMBER), "query %r for guild_id %d"),
        ("job %(job)s at %(count)d", {"job": Member(), "count": 3}, "job ... at 3"),
        ("%s", (Member(),), "..."),
        (f"never retrieved\nfuture: ValueError('{WORDS}')", (), "never retrieved"),
    ],
)
def test_arguments_of_a_librarys_message_are_let_through_by_kind(
    template: str, args: object, event: str
):
    assert redaction.message(template, args) == event
