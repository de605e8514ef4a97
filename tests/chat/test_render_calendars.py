"""Calendar files as an admin and a member see them; the longest ones still fit into Discord."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.render import calendars as render
from bot.chat.render import subscriptions as addresses
from bot.chat.wording.en.calendars import NOTHING_NEW, PROBLEM
from bot.domain.calendar import Problem, ProblemKind
from bot.domain.errors import Trouble
from bot.domain.ids import ChannelId, DraftId, GuildId
from bot.domain.notices import CalendarChanged
from bot.domain.subscriptions import ADDRESSES_MOST, Facts, Subscription, SubscriptionId
from bot.services.calendars import EVERY, ImportDraft, Taken
from bot.services.comparison import Comparison
from tests.domain.calendar.builders import a_series
from tests.house.limits import faults

LONGEST = "*" * 100


def shown(found: Comparison) -> ImportDraft:
    return ImportDraft(draft_id=DraftId(2**63 - 1), room_id=ChannelId(2**63 - 1), comparison=found)


def test_every_problem_has_words():
    assert set(PROBLEM) == set(ProblemKind)


def test_the_longest_calendar_fits_into_one_message():
    series = [a_series(uid=str(number), title=LONGEST) for number in range(50)]
    problems = [Problem(kind, LONGEST, LONGEST[:60]) for kind in ProblemKind]
    found = Comparison(
        new=series, changed=[], unchanged=999, called_off=[], over=999, problems=problems
    )

    assert faults(render.draft(shown(found), every=EVERY)) == []


def test_a_file_that_cannot_be_read_is_not_called_known():
    unread = Comparison(new=[], problems=[Problem(ProblemKind.NOT_A_CALENDAR)])
    [embed] = render.draft(shown(unread), every=EVERY).embeds
    assert NOTHING_NEW not in (embed.description or "")
    [embed] = render.draft(shown(Comparison(new=[])), every=EVERY).embeds
    assert NOTHING_NEW in (embed.description or "")


@pytest.mark.parametrize("problem", [None, *Trouble])
def test_the_longest_list_of_addresses_fits_into_one_message(problem: Trouble | None):
    read = [an_address(number, problem) for number in range(ADDRESSES_MOST)]
    series = [a_series(uid=str(number), title=LONGEST, place=LONGEST) for number in range(50)]
    draft = replace(shown(Comparison(new=series)), source=read[0])

    assert faults(addresses.addresses(read)) == []
    assert faults(render.draft(draft, read, every=EVERY)) == []


def an_address(number: int, problem: Trouble | None) -> Subscription:
    return Subscription(
        id=SubscriptionId(2**63 - 1 - number),
        guild_id=GuildId(1),
        address=f"https://{'x' * 60}.example.org/secret",
        name=LONGEST,
        room_id=ChannelId(12),
        read_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
        problem=problem,
    )


def test_an_address_can_be_saved_where_nothing_else_is_new():
    """From then on it is read again: that is something to save."""
    draft = replace(shown(Comparison(unchanged=3)), source=an_address(1, None))
    said = render.draft(draft, every=timedelta(hours=6))

    assert [button.label for button in said.rows[0]] == ["Save", "Cancel"]
    fields = {field.name: field.value or "" for field in said.embeds[0].fields}
    assert "every 6 hours" in fields["I will read this address again"]
    assert "secret" not in str(fields)


def test_the_place_is_shown_before_it_goes_to_members():
    [field] = (
        render.draft(shown(Comparison(new=[a_series(place="Main Street 7")])), every=EVERY)
        .embeds[0]
        .fields
    )

    assert "Main Street 7" in (field.value or "")


def test_a_change_reads_before_and_after_in_words():
    old = Facts(title="Circle", when=a_series().when, minutes=60, dates=(1,))
    new = replace(old, minutes=90, when=a_series(first="2026-03-03T18:00").when)
    what = CalendarChanged(
        label="Groups",
        subscription_id=1,
        before=(old.dump(),),
        after=(new.dump(),),
        by_hand=(True,),
    )
    [field] = addresses.changed(what, "key").embeds[0].fields

    assert field.name == "Circle"
    for words in ("7 pm", "**", "6 pm", "60 minutes → **90 minutes**", "changed here by hand"):
        assert words in (field.value or "")


@pytest.mark.parametrize(("new", "buttons"), [(0, ["Cancel"]), (1, ["Save", "Cancel"])])
def test_save_is_offered_only_where_there_is_something_to_save(new: int, buttons: list[str]):
    found = Comparison(
        new=[a_series()] * new, changed=[], unchanged=3, called_off=[], over=0, problems=[]
    )
    [row] = render.draft(shown(found), every=EVERY).rows

    assert [button.label for button in row] == buttons


def test_nothing_taken_in_says_so():
    [embed] = render.taken(Taken(new=[], changed=[], called_off=[])).embeds

    assert "nothing to change" in (embed.description or "")


def test_the_file_is_attached_and_an_empty_calendar_is_not():
    assert [file.name for file in render.exported("BEGIN:VCALENDAR").files] == ["meetings.ics"]
    assert render.exported(None).files == ()
