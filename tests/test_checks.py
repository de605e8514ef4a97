import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import checks
from bot.checks import Check, State, exit_status, table

SOME = (
    Check("Settings", State.GREEN, "Read."),
    Check("Discord", State.AMBER, "No token.", "Set it."),
    Check("Database", State.RED, "Cannot be used.", "Make room."),
)


def test_a_table_says_state_in_words_and_what_to_do_beneath():
    assert table(SOME) == "\n".join(
        [
            "Settings        ok        Read.",
            "Discord         look      No token.",
            "                          > Set it.",
            "Database        TO FIX    Cannot be used.",
            "                          > Make room.",
            "",
            "1 thing to fix before Waymark can start.",
        ]
    )


@pytest.mark.parametrize(
    ("found", "closing"),
    [
        (SOME[:1], "Waymark can start. All is well."),
        (SOME[:2], "Waymark can start. 1 thing to look at."),
        ((SOME[2], SOME[2]), "2 things to fix before Waymark can start."),
    ],
)
def test_the_closing_line_says_whether_it_can_start(found: tuple[Check, ...], closing: str):
    assert table(found).splitlines()[-1] == closing


@pytest.mark.parametrize(("found", "status"), [(SOME, 1), (SOME[:2], 0), ((), 0)])
def test_only_red_fails(found: tuple[Check, ...], status: int):
    """Amber is a hint: a sandbox without a token must pass."""
    assert exit_status(found) == status


@settings(deadline=None)  # two cores, shared
@given(
    st.builds(
        Check,
        name=st.text(max_size=60),
        state=st.sampled_from(State),
        says=st.text(max_size=400),
        do=st.none() | st.text(max_size=400),
    )
)
def test_no_line_is_wider_than_the_terminal(check: Check):
    assert max(len(line) for line in table([check]).split("\n")) <= 100


def test_a_long_path_is_broken_and_nothing_is_lost():
    path = "/srv/" + "folder/" * 30 + "waymark.db"

    lines = table([checks.database_refused(path=path, problem="locked")]).splitlines()

    assert path in "".join(line[26:] for line in lines)


def test_settings_that_were_read_name_their_files():
    files = ["config/clinic.toml", "config/default.toml"]

    read = checks.settings_read(files=files, clinic="New Pathways Clinic", servers=1)

    assert read == Check(
        "Settings",
        State.GREEN,
        "Read from config/clinic.toml and config/default.toml. Clinic: New Pathways Clinic. "
        "1 server to set up.",
    )


def test_settings_without_a_server_say_what_to_copy():
    read = checks.settings_read(files=["config/default.toml"], clinic="Our clinic", servers=0)

    assert read.state is State.AMBER
    assert "0 servers" in read.says
    assert "config/clinic.example.toml" in (read.do or "")


def test_many_problems_are_cut_with_their_number():
    """Fifty lines on one check would push the other checks off the screen."""
    refused = checks.settings_refused([f"problem {n}" for n in range(8)])

    assert refused.state is State.RED
    assert refused.says.splitlines()[-2:] == ["problem 4", "... and 3 more."]
    assert checks.settings_refused(["one"]).says == "one"


@pytest.mark.parametrize(
    ("counts", "state", "says"),
    [
        ((25, 0, 1, 0), State.GREEN, "25 approved answers, 1 draft."),
        (
            (25, 25, 3, 2),
            State.AMBER,
            "25 approved answers, 3 drafts. Not yet signed by a clinician: 25. "
            "Past the review date: 2.",
        ),
        (
            (0, 0, 3, 0),
            State.RED,
            "No approved answers; 3 drafts. /ask can only point to a person.",
        ),
    ],
)
def test_content_says_what_a_clinician_has_still_to_do(
    counts: tuple[int, int, int, int], state: State, says: str
):
    approved, unsigned, drafts, overdue = counts

    read = checks.content_read(approved=approved, unsigned=unsigned, drafts=drafts, overdue=overdue)

    assert (read.state, read.says) == (state, says)
    assert (read.do is None) == (state is State.GREEN)


def test_a_file_that_cannot_be_used_is_red_however_many_can():
    read = checks.content_read(
        approved=25, unsigned=0, drafts=0, overdue=0, problems=["rest.md, title: is missing"]
    )

    assert (read.state, read.says) == (State.RED, "rest.md, title: is missing")


@pytest.mark.parametrize(
    ("version", "waiting", "says"),
    [
        (0, 3, "var/waymark.db is not there yet. The first start makes it."),
        (2, 1, "var/waymark.db opens. The next start brings it up to date (1 step)."),
        (3, 0, "var/waymark.db opens and is up to date (version 3)."),
    ],
)
def test_a_database_that_opens_is_green(version: int, waiting: int, says: str):
    found = checks.database_ready(path="var/waymark.db", version=version, waiting=waiting)

    assert found == Check("Database", State.GREEN, says)


@pytest.mark.parametrize(
    "problem", ["locked", "full", "newer_schema", "changed_migration", "unreadable"]
)
def test_a_database_that_does_not_says_what_to_do_and_is_never_to_be_deleted(problem: str):
    """The file holds every open care card and every promise of the bot."""
    found = checks.database_refused(path="var/waymark.db", problem=problem)

    assert found.state is State.RED
    assert problem in found.says
    assert (found.do or "").endswith("Do not delete the file.")


def test_no_token_is_fine():
    found = checks.token_absent()

    assert found.state is State.AMBER
    assert found.says.startswith("No token: fine for the sandbox")
    assert "WAYMARK_DISCORD_TOKEN" in (found.do or "")


@pytest.mark.parametrize(
    "found",
    [
        checks.token_refused(),
        checks.discord_unreachable(endpoint="http://127.0.0.1:1/api/v10"),
        checks.intents(missing=["Message Content Intent", "Server Members Intent"]),
        checks.permissions(server="Evening rooms", missing=["Manage Messages"]),
    ],
)
def test_what_discord_refuses_is_red_with_where_to_click(found: Check):
    assert found.state is State.RED
    assert found.do is not None
    assert any(place in found.do for place in ("discord.com", "In Discord:", "discordstatus.com"))


@pytest.mark.parametrize(
    "found",
    [
        checks.discord_ready(bot="Waymark", servers=1),
        checks.intents(missing=[]),
        checks.permissions(server="Evening rooms", missing=[]),
    ],
)
def test_what_discord_grants_is_green(found: Check):
    assert (found.state, found.do) == (State.GREEN, None)


def test_a_bot_in_no_server_says_how_to_invite_it():
    found = checks.discord_ready(bot="Waymark", servers=0)

    assert found.state is State.AMBER
    assert "invite" in (found.do or "")


@pytest.mark.parametrize(("content", "state"), [(True, State.GREEN), (False, State.AMBER)])
@pytest.mark.parametrize("members", [True, False])
def test_what_is_not_heard_is_said_in_plain_words(content: bool, members: bool, state: State):
    check = checks.hearing(message_content=content, members=members)

    assert check.state is state
    assert ("Manage Server or Administrator is exempt" in check.says) == (not content)
    assert ("who joins" in check.says) == (not members)


@pytest.mark.parametrize(
    ("lacking", "state", "says"),
    [(None, State.GREEN, "what a question means"), ("no numpy", State.AMBER, "alone: no numpy.")],
)
def test_how_answers_are_found_is_said(lacking: str | None, state: State, says: str):
    found = checks.meaning_ready(lacking=lacking)

    assert (found.name, found.state) == ("Answers", state)
    assert says in found.says


@pytest.mark.parametrize(
    ("found", "state", "word"),
    [
        (checks.hearing_ready(is_off=True), State.AMBER, "switched off"),
        (checks.hearing_ready(lacking="no numpy"), State.AMBER, "no numpy"),
        (checks.hearing_ready(is_stale=True), State.AMBER, "changed since"),
        (checks.hearing_ready(), State.GREEN, "by a model"),
    ],
)
def test_how_danger_is_heard_is_said(found: checks.Check, state: State, word: str):
    assert found.state is state
    assert word in found.says
