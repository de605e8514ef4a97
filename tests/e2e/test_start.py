"""What a machine-minder meets: a start that works, or one line that says why it does not."""

import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Ended, Stage, ended
from tests.e2e.driver import words

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDEwMA.unknown.unknown-token-of-nobody"  # noqa: S105 - nobody's
PORTAL = "https://discord.com/developers/applications"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a bot would make its database."""
    return tmp_path / "rows" / "waymark.db"


async def served(stage: Stage, database: Path, **environ: str) -> Ended:
    """Run a bot at the sandbox that is expected to end by itself."""
    return await ended(
        "serve",
        "--endpoint",
        stage.town.api,
        **{
            "WAYMARK_DISCORD_TOKEN": stage.sandbox.ready["bot_token"],
            "WAYMARK_DATABASE__PATH": str(database),
            **environ,
        },
    )


def only_line(text: str) -> str:
    """Return the one line that was written."""
    [line] = text.splitlines()
    return line


def is_there(path: Path) -> bool:
    """Say whether somebody made a file."""
    return path.exists()


def held(path: Path) -> bytes:
    """Return what is in a file."""
    return path.read_bytes()


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def copied_content(folder: Path) -> Path:
    """Return a copy of the clinic's texts, to be broken."""
    return Path(shutil.copytree(ROOT / "config" / "content", folder / "content"))


async def test_without_a_token_it_says_where_to_get_one(database: Path) -> None:
    told = await ended("serve", WAYMARK_DATABASE__PATH=str(database))

    assert told.status == 2
    assert told.out == ""
    line = only_line(told.err)
    assert "WAYMARK_DISCORD_TOKEN" in line
    assert PORTAL in line
    assert not is_there(database), "nothing was started"


async def test_a_refused_token_says_where_to_click(lone: Stage, database: Path) -> None:
    told = await served(lone, database, WAYMARK_DISCORD_TOKEN=TOKEN)

    assert told.status == 2
    line = only_line(told.err)
    assert "refused the token" in line
    assert "Reset Token" in line
    assert TOKEN not in line


@pytest.mark.parametrize(
    ("refused", "settings", "named", "unnamed"),
    [
        ("message_content", {}, "Message Content Intent", "Server Members Intent"),
        (
            "members",
            {"WAYMARK_DISCORD__MEMBERS_INTENT": "true"},
            "Server Members Intent",
            "Presence Intent",
        ),
    ],
)
async def test_a_refused_intent_is_named_with_where_to_click(
    lone: Stage,
    database: Path,
    refused: str,
    settings: dict[str, str],
    named: str,
    unnamed: str,
) -> None:
    """Discord closes with 4014 and does not say which it was."""
    await lone.town.workshop("POST", "faults", {"refuse_intents": [refused]})
    try:
        told = await served(lone, database, **settings)
    finally:
        await lone.town.workshop("POST", "faults", {"refuse_intents": []})

    assert told.status == 2
    line = only_line(told.err)
    assert named in line
    assert unnamed not in line
    assert "Privileged Gateway Intents" in line


async def test_an_address_where_nobody_listens_is_named(database: Path) -> None:
    api = f"http://127.0.0.1:{free_port()}/api/v10"
    told = await ended(
        "serve",
        "--endpoint",
        api,
        WAYMARK_DISCORD_TOKEN=TOKEN,
        WAYMARK_DATABASE__PATH=str(database),
    )

    assert told.status == 2
    assert api in only_line(told.err)


async def test_a_discord_that_is_down_is_named(lone: Stage, database: Path) -> None:
    """A 503 at login: Discord has an outage; the line must not look like a fault of ours."""
    fail = {"route": "/users/@me", "status": 503}
    await lone.town.workshop("POST", "faults", {"fail": fail})
    told = await served(lone, database)

    assert told.status == 2
    assert lone.town.api in only_line(told.err)
    assert "503" in told.err


@pytest.mark.parametrize("arguments", [("serve",), ("check",)])
async def test_a_wrong_setting_names_key_place_and_what_is_allowed(
    arguments: tuple[str, ...], database: Path
) -> None:
    told = await ended(
        *arguments,
        WAYMARK_DISCORD_TOKEN=TOKEN,
        WAYMARK_DATABASE__PATH=str(database),
        WAYMARK_SAFETY__DOSING_POLICY="scold",
    )

    assert told.status == 2
    line = only_line(told.err)
    assert "[safety] dosing_policy" in line
    assert "WAYMARK_SAFETY__DOSING_POLICY" in line
    assert "watch, nudge or hide" in line
    assert not is_there(database), "nothing was started"


@pytest.mark.parametrize(
    "arguments",
    [("fly",), ("serve", "--fly"), ("faq", "fly"), ("sandbox", "--port", "99999"), ()],
)
async def test_what_it_does_not_know_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    told = await ended(*arguments)

    assert told.status == 2
    assert told.out == ""
    assert "usage" in told.err
    assert "Traceback" not in told.err
    if arguments:
        assert arguments[-1] in told.err, "it says what it did not understand"


async def test_a_database_of_a_newer_waymark_is_left_alone(database: Path) -> None:
    made = await ended("migrate", WAYMARK_DATABASE__PATH=str(database))
    assert made.status == 0
    assert str(database) in made.out
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO migrations VALUES (9999, 'tomorrow', 'abc', 0)")
    connection.close()
    before = held(database)
    endpoint = f"http://127.0.0.1:{free_port()}/api/v10"
    environ = {"WAYMARK_DISCORD_TOKEN": TOKEN, "WAYMARK_DATABASE__PATH": str(database)}
    for arguments in (("serve", "--endpoint", endpoint), ("migrate",)):
        told = await ended(*arguments, **environ)
        assert told.status == 2
        line = only_line(told.err)
        assert "newer" in line
        assert "9999" in line
    assert held(database) == before
    checked = await ended("check", WAYMARK_DATABASE__PATH=str(database))
    assert checked.status == 1
    assert "9999" in checked.out


async def test_a_database_that_somebody_holds_is_named_with_what_to_do(tmp_path: Path) -> None:
    database = tmp_path / "waymark.db"
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    told = await ended(
        "migrate",
        WAYMARK_DATABASE__PATH=str(database),
        WAYMARK_DATABASE__BUSY_TIMEOUT_SECONDS="0.2",
    )
    connection.close()

    assert told.status == 2
    line = only_line(told.err)
    assert str(database) in line
    assert "Stop the other program" in line


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    database = tmp_path / "waymark.db"
    diary = b"dear diary\n" * 500
    (tmp_path / "waymark.db").write_bytes(diary)
    told = await ended("migrate", WAYMARK_DATABASE__PATH=str(database))

    assert told.status == 2
    assert str(database) in only_line(told.err)
    assert held(database) == diary


async def test_a_broken_support_text_stops_it_and_is_named(
    lone: Stage, tmp_path: Path, database: Path
) -> None:
    """Half a letter to a person in danger is worse than no start: somebody looks at once."""
    content = copied_content(tmp_path)
    letter = content / "support" / "es" / "self.md"
    letter.write_text(letter.read_text("utf-8").split("## private")[0], "utf-8")
    told = await served(lone, database, WAYMARK_CONTENT__FOLDER=str(content))

    assert told.status == 2
    line = only_line(told.err)
    assert "es/self.md" in line
    assert "private" in line


async def test_a_missing_signal_file_stops_it_and_is_named(
    lone: Stage, tmp_path: Path, database: Path
) -> None:
    content = copied_content(tmp_path)
    (content / "signals" / "crisis.en.toml").write_text("kind = 'crisis\n")
    told = await served(lone, database, WAYMARK_CONTENT__FOLDER=str(content))

    assert told.status == 2
    assert "crisis.en.toml" in only_line(told.err)


async def test_a_broken_answer_is_left_out_and_named(lone: Stage, tmp_path: Path) -> None:
    content = copied_content(tmp_path)
    broken = content / "faq" / "how-ketamine-works.md"
    assert broken.exists()
    broken.write_text("---\ntitle: [oh\n---\nno\n")
    checked = await ended(
        "check",
        WAYMARK_DATABASE__PATH=str(tmp_path / "none.db"),
        WAYMARK_CONTENT__FOLDER=str(content),
    )
    assert checked.status == 1
    assert "how-ketamine-works.md" in checked.out

    async with lone.waymark(WAYMARK_CONTENT__FOLDER=str(content)):
        member = lone.town.member
        nonce = await member.slash(
            lone.town.at("lounge"), "ask", question="do i need a referral for migraine treatment?"
        )
        assert "referral" in words(await member.answered(nonce))
    assert "how-ketamine-works" in (lone.folder / "bot.log").read_text()


async def test_check_without_a_token_is_no_failure(database: Path) -> None:
    told = await ended("check", WAYMARK_DATABASE__PATH=str(database))

    assert told.status == 0
    assert told.err == ""
    assert "No token" in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 100
    assert not is_there(database), "looking makes nothing"


async def checked(stage: Stage, database: Path, token: str, **environ: str) -> Ended:
    """Run `check` at the sandbox."""
    return await ended(
        "check",
        "--endpoint",
        stage.town.api,
        WAYMARK_DISCORD_TOKEN=token,
        WAYMARK_DATABASE__PATH=str(database),
        **environ,
    )


async def test_check_with_a_token_is_green_where_all_is_well(lone: Stage, database: Path) -> None:
    told = await checked(lone, database, lone.sandbox.ready["bot_token"])

    assert told.status == 0
    assert "TO FIX" not in told.out
    assert "New Pathways support groups: everything that is needed" in told.out


async def test_check_says_what_automod_needs_where_messages_are_not_read(
    lone: Stage, database: Path
) -> None:
    town = lone.town
    path = f"/guilds/{town.guild_id}/roles"
    role = next(r for r in await town.admin.call("GET", path) if r["name"] == "Waymark")
    manage_server = 1 << 5
    less = {"permissions": str(int(role["permissions"]) & ~manage_server)}
    await town.admin.call("PATCH", f"{path}/{role['id']}", less)
    try:
        told = await checked(
            lone,
            database,
            lone.sandbox.ready["bot_token"],
            WAYMARK_DISCORD__MESSAGE_CONTENT="false",
        )
    finally:
        await town.admin.call("PATCH", f"{path}/{role['id']}", {"permissions": role["permissions"]})

    assert told.status == 1
    assert "not allowed are Manage Server" in told.out
    assert "AutoMod stands guard" in told.out


async def test_check_names_a_token_that_is_refused(lone: Stage, database: Path) -> None:
    told = await checked(lone, database, TOKEN)

    assert told.status == 1
    assert "does not accept the token" in told.out
    assert TOKEN not in told.out + told.err


async def test_check_is_red_where_a_permission_is_missing(lone: Stage, database: Path) -> None:
    town = lone.town
    path = f"/guilds/{town.guild_id}/roles"
    role = next(r for r in await town.admin.call("GET", path) if r["name"] == "Waymark")
    manage_messages = 1 << 13
    less = {"permissions": str(int(role["permissions"]) & ~manage_messages)}
    await town.admin.call("PATCH", f"{path}/{role['id']}", less)
    try:
        told = await checked(lone, database, lone.sandbox.ready["bot_token"])
    finally:
        await town.admin.call("PATCH", f"{path}/{role['id']}", {"permissions": role["permissions"]})

    assert told.status == 1
    assert "Manage Messages" in told.out
    assert "Server Settings, Roles" in told.out
