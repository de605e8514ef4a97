"""Set-up and status: a sign, a name, and what to click where something is not well."""

from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import pytest

from bot.chat.health import Finding, hearing, reports, shift
from bot.chat.render import clinic as render
from bot.chat.render.said import Said
from bot.domain.ids import GuildId
from bot.domain.reports import Untaken
from bot.domain.servers import Server
from bot.services.second_ear import Standing

SERVER = Server(guild_id=GuildId(1), zone=ZoneInfo("America/New_York"))
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
WELL = Finding(part="staff", mention="<#10>")


def text(said: Said) -> str:
    """Return the words of a card."""
    [embed] = said.embeds
    return f"{embed.title}\n{embed.description}"


def test_what_is_well_says_so_in_one_line() -> None:
    said = text(render.status(SERVER, [WELL]))
    assert "Everything works." in said
    assert "✓ **Staff room**: <#10>" in said
    assert "✓ **Time zone**: Eastern Time" in said
    assert f"✓ **Time zone rules**: release {version('tzdata').split('.')[0]}" in said


@pytest.mark.parametrize(
    ("finding", "click"),
    [
        (Finding(part="staff", problem="not_set"), "`/clinic setup`"),
        (Finding(part="lockdown", problem="doors_closed"), "`/mod lockdown stop`"),
        (Finding(part="answers", mention="3", problem="overdue"), "`/clinic faq review`"),
        (Finding(part="staff", problem="gone"), "`/clinic setup`"),
        (Finding(part="care", problem="unanswered"), "press Acknowledge"),
        (reports(Untaken(2, AT, is_red=True)), "open the card and press **I will take it**"),
        (Finding(part="contacts", problem="unverified"), "`/clinic contacts verify`"),
        (Finding(part="contacts", problem="due"), "`/clinic contacts verify`"),
        (Finding(part="help_lines", problem="review_due"), "config/content/support"),
        (Finding(part="staff", mention="<#10>", problem="public"), "Private Channel"),
        (Finding(part="moderator", mention="<@&20>", problem="cannot_ring"), "@mention this role"),
        (Finding(part="ping", mention="<@&20>", problem="too_high"), "drag my role above it"),
        (Finding(part="ping", mention="<@&20>", problem="has_rights"), "<@&20> gives rights"),
        (Finding(part="ping", problem="ping_gone"), "`/clinic meeting edit`"),
        (
            Finding(part="ping", problem="missing", missing=("Manage Roles",)),
            "open Server Settings, Roles, and give my role Manage Roles.",
        ),
        (
            Finding(
                part="door", mention="<#9>", problem="missing", missing=("Manage Permissions",)
            ),
            "open <#9>, Edit Channel, Permissions, and give my role Manage Permissions.",
        ),
        (
            Finding(part="staff", mention="<#10>", problem="missing", missing=("Send Messages",)),
            "open <#10>, Edit Channel, Permissions, and give my role Send Messages.",
        ),
        (Finding(part="automod", problem="automod_forbidden"), "give my role Manage Server"),
        (Finding(part="automod", problem="automod_no_room"), "delete one of your own"),
        (Finding(part="automod", problem="automod_refused"), "staff room is still there"),
        (
            Finding(part="server", problem="missing", missing=("Manage Messages",)),
            "Server Settings, Roles, and give my role Manage Messages.",
        ),
    ],
)
def test_what_is_not_well_says_what_to_click(finding: Finding, click: str) -> None:
    said = text(render.status(SERVER, [WELL, finding]))
    [line] = [line for line in said.splitlines() if line.startswith("✗")]
    assert click in line
    assert "Some things need a click" in said


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing.ON, "✓ **Hearing danger**: by the clinic's signals, and a model beside them"),
        (Standing.OFF, "switched off"),
        (Standing.LOADING, "is being loaded"),
        (Standing.ABSENT, "`run.py check` says why"),
    ],
)
def test_whether_a_model_listens_is_said_and_is_no_reason_to_turn_red(
    standing: Standing, says: str
) -> None:
    said = text(render.status(SERVER, [hearing(standing, 0)]))
    assert says in said
    assert "Everything works." in said
    assert "✗" not in said


def test_reports_that_still_may_wait_are_counted_and_no_reason_to_turn_red() -> None:
    said = text(render.status(SERVER, [reports(Untaken(2, AT))]))
    assert (
        f"○ **Reports**: nobody has taken 2, and the oldest came <t:{int(AT.timestamp())}:R>"
        in said
    )
    assert "`/mod reports`" in said
    assert "Everything works." in said
    one = text(render.status(SERVER, [reports(Untaken(1, AT))]))
    assert "nobody has taken one that came" in one
    assert "✓ **Reports**: each one has somebody" in text(
        render.status(SERVER, [reports(Untaken())])
    )


def test_going_live_warns_of_answers_that_nobody_has_signed() -> None:
    unsigned = Finding(part="answers", mention="17", problem="unsigned")
    said = text(render.set_up(SERVER, [WELL, unsigned], chosen=()))
    assert "**Before members come:** 17 of the answers" in said
    assert "`/clinic faq review`" in said
    assert "Before members come" not in text(render.set_up(SERVER, [WELL], chosen=()))


def test_what_the_model_had_no_time_for_is_counted() -> None:
    said = text(render.status(SERVER, [hearing(Standing.ON, 1234)]))
    assert "no time for 1,234 messages" in said
    assert "✗" not in said


def test_what_is_not_used_is_no_reason_to_turn_red() -> None:
    said = text(render.status(SERVER, [WELL, Finding(part="questions", problem="not_set")]))
    assert "Everything works." in said
    assert "○ **Questions room**: not used" in said


def test_set_up_is_not_called_done_while_something_is_red() -> None:
    red = Finding(part="moderator", problem="not_set")
    assert "Waymark is set up here" in text(render.set_up(SERVER, [WELL], chosen=()))
    assert "Waymark is set up here" not in text(render.set_up(SERVER, [WELL, red], chosen=()))


def test_what_the_bot_chose_is_marked_and_the_mark_explained() -> None:
    said = text(render.set_up(SERVER, [WELL], chosen={"staff"}))
    assert "<#10> ★" in said
    assert "please check them" in said
    assert "★" not in text(render.set_up(SERVER, [WELL], chosen=()))


def test_answers_without_a_name_are_no_reason_to_turn_red() -> None:
    """A clinic may rehearse for weeks before anybody signs; members are not in yet."""
    said = text(render.status(SERVER, [Finding(part="answers", mention="95", problem="unsigned")]))

    assert "Everything works." in said
    assert "○ **Answers**: 95 have no clinician's name yet" in said
    assert "✓ **Answers**" in text(render.status(SERVER, [Finding(part="answers")]))


def test_a_shift_that_nobody_has_is_said_and_one_that_somebody_has_is_not() -> None:
    """All moderators are rung instead, so it is no fault of the server's."""
    assert shift(None) == ()

    said = text(render.status(SERVER, [WELL, *shift(AT)]))
    assert "○ **On call**: a shift began <t:1772474400:R>, and nobody has it" in said
    assert "Everything works." in said
