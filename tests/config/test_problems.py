from collections.abc import Mapping
from pathlib import Path

import pytest

from config.settings import SettingsError, load

CONFIG = Path(__file__).parents[2] / "config"
PASTED = "MTEwMDAwMDAwMDAwMDAwMDAwMDE.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789ab"
SERVER = (
    "[[servers]]\nguild_id = 1100000000000000001\nzone = 'UTC'\nlanguage = 'en'\n"
    "rooms = { staff = 'staff' }\nroles = { moderator = 'm', admin = 'a' }\n"
)


def problems(clinic: Path, *, toml: str = "", environ: Mapping[str, str] | None = None) -> str:
    clinic.write_text(toml, "utf-8")
    with pytest.raises(SettingsError) as caught:
        load(environ=environ or {}, folder=CONFIG, clinic=clinic)
    return str(caught.value).replace(str(clinic), "clinic.toml")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return tmp_path / "clinic.toml"


WRONG_VALUES = {
    "choice": (
        '[safety]\ndosing_policy = "sometimes"',
        '[safety] dosing_policy in clinic.toml is "sometimes"; allowed: watch, nudge or hide',
    ),
    "range": (
        "[deliveries]\nside_by_side = 999",
        "[deliveries] side_by_side in clinic.toml is 999; allowed: a whole number from 1 to 100",
    ),
    "share": (
        "[answers]\nfalse_answer_target = 0.9",
        "[answers] false_answer_target in clinic.toml is 0.9; allowed: a number from 0 to 0.5",
    ),
    "no number": (
        '[deliveries]\nlease_seconds = "soon"',
        '[deliveries] lease_seconds in clinic.toml is "soon"; '
        "allowed: a number of seconds from 5 to 600",
    ),
    "true is no number": (
        "[deliveries]\nlease_seconds = true",
        "[deliveries] lease_seconds in clinic.toml is true; "
        "allowed: a number of seconds from 5 to 600",
    ),
    "endless": (
        "[safety]\nstop_after_hours = inf",
        "[safety] stop_after_hours in clinic.toml is Infinity; "
        "allowed: a number of hours from 1 to 168",
    ),
    "yes or no": (
        '[discord]\nmessage_content = "maybe"',
        '[discord] message_content in clinic.toml is "maybe"; allowed: true or false',
    ),
    "zone": (
        '[clinic]\nzone = "America/NewYork"',
        '[clinic] zone in clinic.toml is "America/NewYork" (did you mean America/New_York?); '
        "allowed: an IANA zone named by a place, such as America/New_York",
    ),
    "zone without summer time": (
        '[clinic]\nzone = "EST"',
        '[clinic] zone in clinic.toml is "EST"; '
        "allowed: an IANA zone named by a place, such as America/New_York",
    ),
    "one of a list": (
        "[meetings]\nlead_times_minutes = [60, 0]",
        "[meetings] lead_times_minutes in clinic.toml is 0; allowed: "
        "up to ten different numbers of minutes from 1 to 40320, such as [1440, 60, 10]",
    ),
    "too many in a list": (
        "[meetings]\nlead_times_minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
        "[meetings] lead_times_minutes in clinic.toml is [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]; "
        "allowed: up to ten different numbers of minutes from 1 to 40320, such as [1440, 60, 10]",
    ),
    "twice in a list": (
        "[meetings]\nlead_times_minutes = [60, 60]",
        "[meetings] lead_times_minutes in clinic.toml is [60, 60]; allowed: each number once",
    ),
    "address": (
        '[clinic]\nwebsite = "clinic.example"',
        '[clinic] website in clinic.toml is "clinic.example"; '
        'allowed: an http:// or https:// address, or "" for none',
    ),
    "text": (
        "[clinic]\nphone = 5550100",
        "[clinic] phone in clinic.toml is 5550100; "
        'allowed: a text of at most 100 characters, or "" for none',
    ),
    "path": (
        '[database]\npath = ""',
        '[database] path in clinic.toml is ""; allowed: the path of a file',
    ),
    "long values are cut": (
        f'[clinic]\nname = "{"x" * 101}"',
        f'[clinic] name in clinic.toml is "{"x" * 59}...; allowed: a text of 1 to 100 characters',
    ),
    "a value where a section belongs": (
        "log = 3",
        "[log] in clinic.toml is not what belongs there; allowed: a table of keys",
    ),
    "rungs out of order": (
        "[safety]\nadmins_after_minutes = 3",
        "[safety] admins_after_minutes in clinic.toml is 3; "
        "allowed: more than moderators_after_minutes",
    ),
    "ladder ends before its last rung": (
        "[safety]\nadmins_after_minutes = 120\nstop_after_hours = 2",
        "[safety] stop_after_hours in clinic.toml is 2; allowed: later than admins_after_minutes",
    ),
    "horizon": (
        "[meetings]\nplanning_horizon_days = 1",
        "[meetings] planning_horizon_days in clinic.toml is 1; "
        "allowed: more than the longest of lead_times_minutes",
    ),
    "same server twice": (
        SERVER + SERVER,
        "[servers] in clinic.toml is not what belongs there; "
        "allowed: each guild_id in one [[servers]] table only",
    ),
    "server id": (
        SERVER.replace("1100000000000000001", "11"),
        "[[servers]] guild_id (number 1) in clinic.toml is 11; "
        "allowed: a Discord id: a number of 15 to 19 digits",
    ),
    "room": (
        SERVER + SERVER.replace("'staff'", "4.5").replace("0001", "0002"),
        "[servers.rooms] staff (number 2) in clinic.toml is 4.5; "
        "allowed: a name of at most 100 characters, or a Discord id",
    ),
    "no staff room": (
        SERVER.replace("staff = 'staff'", ""),
        "[servers.rooms] staff (number 1) is missing in clinic.toml; "
        "allowed: a name of at most 100 characters, or a Discord id",
    ),
    "empty staff room": (
        SERVER.replace("'staff'", "''"),
        '[servers.rooms] staff (number 1) in clinic.toml is ""; '
        "allowed: a name of at most 100 characters, or a Discord id",
    ),
    "name too long": (
        SERVER.replace("'m'", f"'{'m' * 101}'"),
        f'[servers.roles] moderator (number 1) in clinic.toml is "{"m" * 59}...; '
        "allowed: a name of at most 100 characters, or a Discord id",
    ),
    "policy": (
        SERVER + "policies = { dosing_policy = 'ban' }",
        '[servers.policies] dosing_policy (number 1) in clinic.toml is "ban"; '
        "allowed: watch, nudge or hide",
    ),
}


@pytest.mark.parametrize(("toml", "expected"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys())
def test_a_wrong_value_names_its_key_its_place_and_what_is_allowed(
    clinic: Path, toml: str, expected: str
):
    assert problems(clinic, toml=toml) == expected


UNKNOWN = {
    "key": (
        "[clinic]\nnam = 'x'",
        "[clinic] nam in clinic.toml: there is no such key; did you mean name?",
    ),
    "key without its unit": (
        "[deliveries]\nlease = 60",
        "[deliveries] lease in clinic.toml: there is no such key; did you mean lease_seconds?",
    ),
    "key like no other": (
        "[log]\nxyz = 60",
        "[log] xyz in clinic.toml: there is no such key; known: level, format",
    ),
    "section": (
        "[discrod]\nendpoint = 'x'",
        "[discrod] in clinic.toml: there is no such section; did you mean [discord]?",
    ),
    "section like no other": (
        "[xyz]\na = 'x'",
        "[xyz] in clinic.toml: there is no such section; known: discord, database, deliveries, "
        "meetings, answers, safety, joining, content, log, clinic, servers",
    ),
    "in a server": (
        SERVER.replace("staff = ", "staf = 'x', staff = "),
        "[servers.rooms] staf (number 1) in clinic.toml: there is no such key; did you mean staff?",
    ),
}


@pytest.mark.parametrize(("toml", "expected"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_misspelt_name_is_refused_with_the_nearest_known_one(
    clinic: Path, toml: str, expected: str
):
    """A setting that is ignored is worse than one that is missing: nobody sees that it is off."""
    assert problems(clinic, toml=toml) == expected


VARIABLES = {
    "WAYMARK_SAFETY__DOSING_POLICY": (
        "sometimes",
        "[safety] dosing_policy in environment variable WAYMARK_SAFETY__DOSING_POLICY "
        'is "sometimes"; allowed: watch, nudge or hide',
    ),
    "WAYMARK_SAFETY__DOSIN_POLICY": (
        "hide",
        "[safety] dosin_policy in environment variable WAYMARK_SAFETY__DOSIN_POLICY: "
        "there is no such setting; did you mean WAYMARK_SAFETY__DOSING_POLICY?",
    ),
    "WAYMARK_DISCORD_TOKN": (
        PASTED,
        "[discord_tokn] in environment variable WAYMARK_DISCORD_TOKN: "
        "there is no such setting; did you mean WAYMARK_DISCORD_TOKEN?",
    ),
    "WAYMARK_XYZ__QQQQ": (
        "1",
        "[xyz] in environment variable WAYMARK_XYZ__QQQQ: "
        "there is no such setting; see config/default.toml for what there is",
    ),
    "WAYMARK_Q": (
        "1",
        "[q] in environment variable WAYMARK_Q: "
        "there is no such setting; see config/default.toml for what there is",
    ),
    "WAYMARK_SERVERS": (
        "x",
        "[servers] in environment variable WAYMARK_SERVERS is not what belongs there; "
        "allowed: [[servers]] tables in a file",
    ),
}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_wrong_variable_is_named(clinic: Path, name: str):
    value, expected = VARIABLES[name]

    assert problems(clinic, environ={name: value}) == expected


MISPLACED: dict[str, tuple[str, dict[str, str]]] = {
    "with a space": ("", {"WAYMARK_DISCORD_TOKEN": f"Bot {PASTED}"}),
    "as a section": ("", {"WAYMARK_DISCORD": PASTED, "WAYMARK_DISCORD__ENDPOINT": "x"}),
    "under another key": ("", {"WAYMARK_DISCORD__ENDPOINT": PASTED}),
    "in an address": ("", {"WAYMARK_DISCORD__ENDPOINT": f"https://bot:{PASTED}@host/api/v10"}),
    "as a list": (f"[discord]\ntoken = ['{PASTED}']", {}),
    "in a misspelt section": (f"[discrod]\ntoken = '{PASTED}'", {}),
    "under a misspelt key": (f"[discord]\ntokn = '{PASTED}'", {}),
    "in a broken file": (f"[discord]\ntoken = '{PASTED}", {}),
}


@pytest.mark.parametrize(("toml", "environ"), MISPLACED.values(), ids=MISPLACED.keys())
def test_no_problem_shows_a_secret(clinic: Path, toml: str, environ: dict[str, str]):
    said = problems(clinic, toml=toml, environ=environ)

    assert PASTED not in said
    assert "discord" in said or "not valid TOML" in said


def test_a_wrong_token_says_so_without_showing_it(clinic: Path):
    assert problems(clinic, environ={"WAYMARK_DISCORD_TOKEN": "two words"}) == (
        "[discord] token in environment variable WAYMARK_DISCORD_TOKEN is not usable (a secret, "
        "not shown); allowed: the bot's token as the Discord Developer Portal shows it, "
        "without spaces"
    )


def test_a_broken_file_is_named_with_line_and_column(clinic: Path):
    said = problems(clinic, toml="[log]\nlevel = loud\n")

    assert said == "clinic.toml, line 2, column 9: not valid TOML: Invalid value"
    assert problems(clinic, toml="[log]\nlevel =") == (
        "clinic.toml, at its end: not valid TOML: Invalid value"
    )


def test_a_file_that_is_no_text_is_named(clinic: Path):
    clinic.write_bytes(b'[clinic]\nname = "\xff"')

    with pytest.raises(SettingsError, match=r"clinic\.toml is no text in UTF-8"):
        load(environ={}, folder=CONFIG, clinic=clinic)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path):
    """Starting on the defaults instead would open the wrong rooms."""
    missing = tmp_path / "nowhere.toml"

    with pytest.raises(SettingsError, match=r"nowhere\.toml: there is no such settings file"):
        load(environ={"WAYMARK_CONFIG": str(missing)}, folder=CONFIG)
    with pytest.raises(SettingsError, match=r"nowhere\.toml: there is no such settings file"):
        load(environ={}, folder=CONFIG, clinic=missing)
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(environ={"WAYMARK_CONFIG": str(tmp_path)}, folder=CONFIG)


def test_several_problems_are_one_line_each(clinic: Path):
    said = problems(clinic, toml='[log]\nlevel = "loud"\nformat = "xml"\n[clinic]\nnam = 3')

    assert [line.split(" in ")[0] for line in said.splitlines()] == [
        "[log] level",
        "[log] format",
        "[clinic] nam",
    ]


def test_a_server_outside_of_discords_numbers_is_refused(clinic: Path):
    said = problems(clinic, toml=SERVER.replace("1100000000000000001", "'99999999999999999999'"))

    assert "allowed: a Discord id" in said


def test_a_server_that_is_no_table_is_numbered(clinic: Path):
    assert problems(clinic, toml="servers = [3]") == (
        "[servers] (number 1) in clinic.toml is not what belongs there; "
        "allowed: [[servers]] tables in a file"
    )


def test_defaults_that_lack_a_section_are_named(tmp_path: Path):
    """A default file that was edited or half copied must not start on guesses."""
    whole = (CONFIG / "default.toml").read_text("utf-8")
    (tmp_path / "default.toml").write_text(whole.split("[clinic]")[0], "utf-8")

    with pytest.raises(SettingsError) as caught:
        load(environ={}, folder=tmp_path)

    assert str(caught.value) == (
        f"[clinic] is missing in {tmp_path / 'default.toml'}; allowed: a table of keys"
    )
