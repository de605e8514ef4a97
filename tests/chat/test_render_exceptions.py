"""Single dates and holidays, as those who keep the calendar read of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.chat.render import exceptions as render
from bot.domain.ids import UserId
from bot.domain.meetings import Meeting, held
from bot.domain.schedule import Held
from bot.services.exceptions import Excepted, Holiday
from tests.chat.test_render_meetings import NOW, a_meeting, presses, text
from tests.house.limits import faults

DAY = date(2026, 12, 25)
LONGEST = "*" * 100


def the_first(meeting: Meeting) -> Held:
    return next(held(meeting, after=NOW))


def excepted(*, hours: int = 0, leader: int | None = None, withdrawn: int = 2) -> Excepted:
    meeting = replace(a_meeting(), title="Circle *one*")
    before = the_first(meeting)
    later = timedelta(hours=hours)
    after = replace(
        before,
        at=before.at + later,
        wall=before.wall + later,
        facilitator_id=UserId(leader) if leader else None,
    )
    return Excepted(meeting=meeting, before=before, after=after, withdrawn=withdrawn)


def stamp(found: Held | None) -> str:
    assert found is not None
    return f"<t:{int(found.at.timestamp())}:F>"


def test_date_in_a_list_reads_by_the_meetings_own_clocks() -> None:
    assert render.in_one_line(the_first(a_meeting())) == "Tuesday, February 24, 7 pm"
    assert render.day(DAY) == "Friday December 25 2026"


def test_skipped_date_is_named_and_can_be_undone() -> None:
    what = replace(excepted(), after=None)
    said = render.skipped(what)
    assert f"**Circle \\*one\\*** on {stamp(what.before)} is not held." in text(said)
    assert "2 reminders that waited" in text(said)
    [undo] = presses(said)
    number = int(what.before.original_at.timestamp())
    assert (undo.label, undo.custom_id("")) == ("Undo", f"group:restore:5:{number}")


def test_moved_date_names_the_old_and_the_new_time() -> None:
    what = excepted(hours=2, withdrawn=1)
    said = text(render.moved(what))
    assert f"{stamp(what.before)} is now held on {stamp(what.after)}" in said
    assert "1 reminder that waited" in said


@pytest.mark.parametrize("after", ["as before", "none"])
def test_date_moved_back_to_its_own_time_reads_as_usual(after: str) -> None:
    what = excepted()
    said = render.moved(what if after == "as before" else replace(what, after=None))
    assert f"is held on {stamp(what.before)}, as usual" in text(said)
    assert presses(said) == []


def test_who_leads_is_named_or_is_the_usual_one() -> None:
    what = excepted(leader=33)
    assert f"on {stamp(what.before)} is led by <@33>." in text(render.led_by(what))
    for usual in (excepted(), replace(what, after=None)):
        assert "The usual facilitator leads it." in text(render.led_by(usual))


def test_holiday_says_which_meetings_it_touches() -> None:
    touched = Holiday(day=DAY, meetings=[a_meeting(title="A"), a_meeting(title="_B_")])
    none = Holiday(day=DAY, meetings=[])
    assert "On Friday December 25 2026 nothing is held. That is: A, \\_B\\_." in text(
        render.holiday(touched)
    )
    assert "are held as usual again. That is: A, \\_B\\_." in text(render.no_holiday(touched))
    assert "No meeting falls on it." in text(render.holiday(none))


def test_holidays_are_listed_and_none_says_so() -> None:
    assert "Friday December 25 2026\nSaturday December 26 2026" in text(
        render.holidays([DAY, DAY + timedelta(days=1)])
    )
    assert "No holidays are kept." in text(render.holidays([]))


def test_the_longest_titles_fit() -> None:
    long = replace(a_meeting(), title=LONGEST)
    many = Holiday(day=DAY, meetings=[long] * 40)
    what = replace(excepted(hours=2, leader=2**62), meeting=long)
    said = [render.holiday(many), render.no_holiday(many), render.moved(what), render.led_by(what)]
    assert [faults(each) for each in said] == [[]] * 4
