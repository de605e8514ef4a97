import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel, ValidationError

from config.problems import keys, table_of
from config.settings import Settings, SettingsError, files, load

CONFIG = Path(__file__).parents[2] / "config"
EXAMPLE = CONFIG / "clinic.example.toml"
NOTHING: Mapping[str, str] = MappingProxyType({})
PASTED = "s3cret-t0ken"


def settings(environ: Mapping[str, str] = NOTHING, clinic: Path = EXAMPLE) -> Settings:
    return load(environ=environ, folder=CONFIG, clinic=clinic)


def fields(
    model: type[BaseModel], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every key with its description; those inside of listed tables as well."""
    for key, field in keys(model).items():
        table = table_of(field)
        yield (*path, key), field.description or ""
        if table is not None:
            yield from fields(table, (*path, key))


def written(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key of a file."""
    for key, value in values.items():
        yield (*path, key)
        for table in cast("list[Any]", value if isinstance(value, list) else [value]):
            if isinstance(table, dict):
                yield from written(cast("dict[str, Any]", table), (*path, key))


def comments(text: str) -> dict[str, str]:
    """Take the comment above each key of a file, its lines joined, by `section.key`."""
    section, above, found = "", list[str](), dict[str, str]()
    for line in text.splitlines():
        if line.startswith("#"):
            above.append(line.removeprefix("#").strip())
            continue
        if line.startswith("["):
            section = line.strip("[]") + "."
        elif match := re.match(r"(\w+) = ", line):
            found[section + match[1]] = " ".join(above)
        above = []
    return found


FIELDS = dict(fields(Settings))


def test_every_field_has_a_description_of_one_sentence():
    for path, description in FIELDS.items():
        assert re.fullmatch(r"[A-Z][^.]*(\.[^. ][^.]*)*\.", description), (path, description)


def test_default_toml_has_every_key_and_no_other():
    """A key inside of a listed table cannot have a default in a file; the example shows those."""
    listed = {("servers",), ("clinic", "contacts")}
    expected = {path for path in FIELDS if not any(path[: len(of)] == of for of in listed)} | listed

    assert set(written(tomllib.loads((CONFIG / "default.toml").read_text("utf-8")))) == expected


def test_default_toml_says_above_each_key_what_the_code_says_of_it():
    """The comment is what an admin reads, the description is what a developer reads: one truth."""
    said = comments((CONFIG / "default.toml").read_text("utf-8"))
    leaves = {path: text for path, text in FIELDS.items() if ".".join(path) in said}

    assert {".".join(path): text for path, text in leaves.items()} == said
    assert ("safety", "dosing_policy") in leaves


def test_the_example_shows_every_key_of_a_server_and_a_contact():
    """They have no line in default.toml, so nobody could learn of them otherwise."""
    shown = set(written(tomllib.loads(EXAMPLE.read_text("utf-8"))))
    inside = {p for p in FIELDS if p[0] in {"servers", "clinic"}}

    assert inside == shown


def test_the_example_needs_no_change_to_load():
    read = settings()

    [server] = read.servers
    assert server.guild_id == 1100000000000000001
    assert (server.rooms.staff, server.rooms.meetings) == ("staff", "evening-circle")
    assert (server.roles.moderator, server.roles.member) == ("moderator", None)
    assert server.zone == ZoneInfo("America/New_York")


def test_the_defaults_alone_are_enough(tmp_path: Path):
    """The sandbox runs on a fresh machine where nobody has filled in anything."""
    (tmp_path / "default.toml").write_bytes((CONFIG / "default.toml").read_bytes())

    read = load(environ={}, folder=tmp_path)

    assert read.discord.token is None
    assert read.servers == ()
    assert read.meetings.lead_times == (
        timedelta(days=1),
        timedelta(hours=1),
        timedelta(minutes=10),
    )
    assert read.safety.moderators_after == timedelta(minutes=3)
    assert read.content.faq == Path("config/content/faq")


def test_settings_cannot_be_changed():
    read = settings()

    with pytest.raises(ValidationError):
        read.log.level = "debug"
    with pytest.raises(ValidationError):
        read.log = read.log


def test_the_environment_wins_over_the_clinics_file_and_that_over_the_defaults(tmp_path: Path):
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('[log]\nlevel = "error"\nformat = "text"\n', "utf-8")

    read = settings({"WAYMARK_LOG__LEVEL": "WARNING"}, clinic)

    assert read.log.level == "warning"
    assert read.log.format == "text"
    assert read.deliveries.side_by_side == 20


def test_clinic_toml_beside_the_defaults_is_found(tmp_path: Path):
    (tmp_path / "default.toml").write_bytes((CONFIG / "default.toml").read_bytes())
    (tmp_path / "clinic.toml").write_text('[clinic]\nname = "Usual"\n', "utf-8")
    (tmp_path / "other.toml").write_text('[clinic]\nname = "Named"\n', "utf-8")
    (tmp_path / "third.toml").write_text('[clinic]\nname = "Handed in"\n', "utf-8")
    named = {"WAYMARK_CONFIG": str(tmp_path / "other.toml")}

    assert list(files(environ={}, folder=tmp_path)) == [
        tmp_path / "clinic.toml",
        tmp_path / "default.toml",
    ]
    assert load(environ={}, folder=tmp_path).clinic.name == "Usual"
    assert load(environ=named, folder=tmp_path).clinic.name == "Named"
    third = load(environ=named, folder=tmp_path, clinic=tmp_path / "third.toml")
    assert third.clinic.name == "Handed in"


def test_every_kind_of_value_can_come_from_the_environment():
    read = settings(
        {
            "WAYMARK_DISCORD__MESSAGE_CONTENT": "false",
            "WAYMARK_DELIVERIES__SIDE_BY_SIDE": "3",
            "WAYMARK_DELIVERIES__LEASE_SECONDS": "7.5",
            "WAYMARK_MEETINGS__LEAD_TIMES_MINUTES": "120, 5",
            "WAYMARK_ANSWERS__FALSE_ANSWER_TARGET": "0.1",
            "WAYMARK_CLINIC__ZONE": "Europe/Berlin",
            "WAYMARK_CLINIC__WEBSITE": "https://clinic.example/",
            "WAYMARK_DATABASE__PATH": "/srv/waymark.db",
        }
    )

    assert read.discord.message_content is False
    assert read.deliveries.side_by_side == 3
    assert read.deliveries.lease == timedelta(seconds=7.5)
    assert read.meetings.lead_times == (timedelta(hours=2), timedelta(minutes=5))
    assert read.answers.false_answer_target == 0.1
    assert read.clinic.zone == ZoneInfo("Europe/Berlin")
    assert read.clinic.website == "https://clinic.example"
    assert read.database.path == Path("/srv/waymark.db")


def test_an_empty_variable_counts_as_not_set():
    """Compose files and shell scripts hand on variables that nobody filled in."""
    read = settings({"WAYMARK_CLINIC__ZONE": " ", "WAYMARK_CONFIG": "", "HOME": "/root"})

    assert read.clinic.zone.key == "America/New_York"


@pytest.mark.parametrize("name", ["WAYMARK_DISCORD_TOKEN", "WAYMARK_DISCORD__TOKEN"])
def test_the_token_comes_by_its_documented_name_and_by_the_general_one(name: str):
    token = settings({name: f"{PASTED}\n"}).discord.token

    assert token is not None
    assert token.get_secret_value() == PASTED


def test_the_documented_name_of_the_token_wins():
    both = {"WAYMARK_DISCORD_TOKEN": PASTED, "WAYMARK_DISCORD__TOKEN": "other"}

    token = settings(both).discord.token

    assert token is not None
    assert token.get_secret_value() == PASTED


def test_a_secret_is_never_shown(caplog: pytest.LogCaptureFixture):
    """Settings end up in logs and crash reports, whatever anybody intends."""
    read = settings({"WAYMARK_DISCORD_TOKEN": PASTED})
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("settings %s %r", read, read)

    shown = [repr(read), str(read), read.model_dump_json(), str(read.model_dump()), caplog.text]
    assert [PASTED in text for text in shown] == [False] * 5
    assert all("**********" in text for text in shown)


def test_rooms_and_roles_are_names_or_ids(tmp_path: Path):
    clinic = tmp_path / "clinic.toml"
    clinic.write_text(
        """
        [[servers]]
        guild_id = "1100000000000000002"
        zone = "America/Chicago"
        language = "ES"
        rooms = { staff = "#staff", questions = 1100000000000000101, welcome = "" }
        roles = { moderator = "@Helpers", admin = "1100000000000000201" }
        """,
        "utf-8",
    )

    [server] = settings(clinic=clinic).servers

    assert server.guild_id == 1100000000000000002
    assert server.language == "es"
    assert (server.rooms.staff, server.rooms.questions) == ("staff", 1100000000000000101)
    assert server.rooms.welcome is None
    assert (server.roles.moderator, server.roles.admin) == ("Helpers", 1100000000000000201)
    assert server.policies.dosing_policy is None


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path):
    """Notepad begins a file with a byte order mark."""
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('[clinic]\nname = "Ñandú"\n', "utf-8-sig", newline="\r\n")

    assert settings(clinic=clinic).clinic.name == "Ñandú"


def test_nothing_global_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WAYMARK_LOG__LEVEL", "error")
    monkeypatch.setenv("LOG", "{}")

    assert settings().log.level == "info"


def test_settings_error_is_one_that_the_caller_can_catch():
    with pytest.raises(SettingsError) as caught:
        settings({"WAYMARK_LOG__LEVEL": "loud", "WAYMARK_LOG__FORMAT": "xml"})

    assert len(caught.value.problems) == 2
    assert str(caught.value).splitlines() == list(caught.value.problems)
    assert caught.value.headline == caught.value.problems[0]
    assert caught.value.__context__ is None
