"""Entries become meetings, and meetings reminders."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Room
from bot.domain.errors import InvalidInput, NotSetUp
from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.meetings import (
    Entry,
    Meeting,
    Repeat,
    outlook,
    read_entry,
    rhythm,
    weekly,
)
from bot.domain.notices import MeetingReminder
from bot.domain.recurrence import Recurrence, starts
from bot.domain.reminders import next_reminder, reminders
from bot.domain.servers import RoomPurpose, Server

NEW_YORK = ZoneInfo("America/New_York")
# A Monday, the day after clocks went forward there.
MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
SERVER = Server(guild_id=GuildId(1), zone=NEW_YORK, rooms={RoomPurpose.MEETINGS: ChannelId(12)})
TYPED = Entry(
    title="Tuesday circle",
    day="Tuesday",
    time="7 pm",
    zone="",
    minutes="60",
    repeat=Repeat.WEEKLY,
    leads=(1440, 60, 10),
    room_id=None,
)
UNHURRIED = settings(deadline=None)  # a busy machine is no counter-example


def a_meeting(
    *leads: int, first: str = "2026-03-10T19:00", rule: str | None = "FREQ=WEEKLY"
) -> Meeting:
    return Meeting(
        id=MeetingId(5),
        guild_id=GuildId(1),
        title="Tuesday circle",
        when=Recurrence(first=datetime.fromisoformat(first), zone=NEW_YORK, rule=rule),
        minutes=60,
        room_id=ChannelId(12),
        leads=tuple(timedelta(minutes=lead) for lead in leads),
        created_by=UserId(7),
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_entry_is_read_in_the_servers_zone() -> None:
    read = read_entry(replace(TYPED, title="  Tuesday \n circle "), server=SERVER, now=MONDAY)
    assert read.title == "Tuesday circle"
    assert read.when == Recurrence(
        first=datetime.fromisoformat("2026-03-10T19:00"), zone=NEW_YORK, rule="FREQ=WEEKLY"
    )
    assert (read.minutes, read.room_id, read.is_guess) == (60, 12, False)
    assert read.leads == (timedelta(days=1), timedelta(hours=1), timedelta(minutes=10))


def test_entry_may_name_another_zone() -> None:
    read = read_entry(replace(TYPED, zone="pacific"), server=SERVER, now=MONDAY)
    assert read.when.zone == ZoneInfo("America/Los_Angeles")


def test_entry_may_name_another_room() -> None:
    read = read_entry(replace(TYPED, room_id=ChannelId(13)), server=SERVER, now=MONDAY)
    assert read.room_id == 13


def test_entry_without_a_room_needs_the_servers_own() -> None:
    with pytest.raises(NotSetUp) as caught:
        read_entry(TYPED, server=replace(SERVER, rooms={}), now=MONDAY)
    assert caught.value.part == "meetings_room"


def test_bare_seven_is_the_evening_and_a_guess() -> None:
    read = read_entry(replace(TYPED, time="7"), server=SERVER, now=MONDAY)
    assert (read.when.first.hour, read.is_guess) == (19, True)


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        (Repeat.WEEKLY, ["03-10", "03-17", "03-24"]),
        (Repeat.FORTNIGHTLY, ["03-10", "03-24", "04-07"]),
        (Repeat.FORTNIGHTLY_LATER, ["03-17", "03-31", "04-14"]),
        (Repeat.ONCE, ["03-10"]),
    ],
)
def test_choice_of_rhythm_gives_its_dates(repeat: Repeat, expected: list[str]) -> None:
    read = read_entry(replace(TYPED, repeat=repeat), server=SERVER, now=MONDAY)
    ahead = outlook(read.when, now=MONDAY, count=3)
    assert [f"{found.wall:%m-%d}" for found in ahead.dates] == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "Title"),
        ({"title": "x" * 101}, "Title"),
        ({"day": "someday"}, "Day"),
        ({"time": "late"}, "Time"),
        ({"zone": "Narnia"}, "Time zone"),
        ({"minutes": "an hour"}, "Length"),
        ({"minutes": "4"}, "Length"),
        ({"minutes": "721"}, "Length"),
        ({"leads": (0,)}, "Reminders"),
        ({"leads": (60 * 24 * 29,)}, "Reminders"),
    ],
)
def test_what_cannot_be_used_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_entry(replace(TYPED, **change), server=SERVER, now=MONDAY)
    assert caught.value.field == field


def test_first_start_is_today_only_while_it_lies_ahead() -> None:
    at_six, at_seven = utc("2026-03-10T22:00"), utc("2026-03-10T23:00")
    assert weekly(1, time(19), on_or_after=at_six, zone=NEW_YORK).first.day == 10
    assert weekly(1, time(19), on_or_after=at_seven, zone=NEW_YORK).first.day == 17


def test_rhythm_of_a_rule_nobody_chose_is_unknown() -> None:
    assert rhythm(a_meeting().when) is Repeat.WEEKLY
    assert rhythm(a_meeting(rule=None).when) is Repeat.ONCE
    assert rhythm(a_meeting(rule="FREQ=WEEKLY;INTERVAL=2").when) is Repeat.FORTNIGHTLY
    assert rhythm(a_meeting(rule="FREQ=MONTHLY;BYDAY=1TU").when) is None


def test_outlook_shows_what_clocks_will_do() -> None:
    ahead = outlook(a_meeting().when, now=MONDAY)
    assert len(ahead.dates) == 5
    assert [f"{change.on:%m-%d}" for change in ahead.changes] == ["11-01"]
    assert not ahead.moved
    assert not ahead.twice


def test_outlook_names_the_dates_that_clocks_touch() -> None:
    gap = outlook(a_meeting(first="2026-03-01T02:30").when, now=utc("2026-02-20"))
    assert [f"{found.wall:%m-%d}" for found in gap.moved] == ["03-08"]
    overlap = outlook(a_meeting(first="2026-10-25T01:30").when, now=utc("2026-10-20"))
    assert [f"{found.wall:%m-%d}" for found in overlap.twice] == ["11-01"]


def test_outlook_of_a_single_date_leaves_out_later_changes() -> None:
    assert not outlook(a_meeting(rule=None).when, now=MONDAY).changes


def test_outlook_of_what_is_over_is_empty() -> None:
    ahead = outlook(a_meeting(rule=None).when, now=utc("2026-04-01"))
    assert not ahead.dates
    assert not ahead.changes


def test_reminder_holds_what_is_needed_to_say_it() -> None:
    (plan,) = reminders(a_meeting(60), after=MONDAY, until=utc("2026-03-11"))
    start = utc("2026-03-10T23:00")
    assert plan.key == "meeting:5:20260310T230000Z:60"
    assert (plan.guild_id, plan.place) == (1, Room(ChannelId(12)))
    assert plan.notice == MeetingReminder(
        meeting_id=MeetingId(5),
        title="Tuesday circle",
        starts_at=start,
        minutes=60,
        room_id=ChannelId(12),
        original_at=start,
    )
    assert plan.due_at == start - timedelta(hours=1)
    assert plan.late_at == plan.due_at + timedelta(minutes=2)


def test_reminder_is_of_use_until_the_next_one_or_the_start() -> None:
    plans = reminders(a_meeting(1440, 60, 10), after=MONDAY, until=utc("2026-03-11"))
    start = utc("2026-03-10T23:00")
    assert [plan.missed_at for plan in plans] == [
        start - timedelta(hours=1),
        start - timedelta(minutes=10),
        start,
    ]


def test_reminder_is_not_late_after_it_is_missed() -> None:
    (plan,) = reminders(
        a_meeting(10), after=MONDAY, until=utc("2026-03-11"), late_after=timedelta(hours=1)
    )
    assert plan.late_at == plan.missed_at


def test_meeting_made_today_keeps_only_what_lies_ahead() -> None:
    half_past_six = utc("2026-03-10T22:30")
    plans = reminders(a_meeting(1440, 60, 10), after=half_past_six, until=utc("2026-03-11"))
    assert [plan.key.rpartition(":")[2] for plan in plans] == ["10"]


def test_reminder_of_a_start_past_the_window_is_in_it() -> None:
    """The window is one of due times: a lead of a day begins before its start is in sight."""
    plans = reminders(a_meeting(1440), after=MONDAY, until=utc("2026-03-10T01:00"))
    assert [plan.due_at for plan in plans] == [utc("2026-03-09T23:00")]


def test_meeting_without_lead_times_reminds_nobody() -> None:
    assert reminders(a_meeting(), after=MONDAY, until=utc("2027-01-01")) == []


@UNHURRIED
@given(
    leads=st.sets(st.integers(1, 28 * 1440), min_size=1, max_size=5),
    cuts=st.lists(st.integers(1, 60 * 24 * 60), max_size=6, unique=True),
)
def test_windows_side_by_side_plan_each_reminder_once(leads: set[int], cuts: list[int]) -> None:
    """However often the planner runs, and wherever it was cut off."""
    meeting = a_meeting(*sorted(leads, reverse=True))
    end = MONDAY + timedelta(days=60)
    edges = [MONDAY, *sorted(MONDAY + timedelta(minutes=cut) for cut in cuts), end]
    parts = [
        plan.key
        for low, high in pairwise(edges)
        for plan in reminders(meeting, after=low, until=high)
    ]
    whole = [plan.key for plan in reminders(meeting, after=MONDAY, until=end)]
    assert sorted(parts) == sorted(whole)
    assert len(set(whole)) == len(whole)


@UNHURRIED
@given(
    leads=st.sets(st.integers(1, 28 * 1440), min_size=1, max_size=3),
    hours=st.integers(0, 24 * 40),
)
def test_next_reminder_is_the_first_that_is_planned(leads: set[int], hours: int) -> None:
    meeting = a_meeting(*sorted(leads, reverse=True))
    after = MONDAY + timedelta(hours=hours)
    planned = reminders(meeting, after=after, until=after + timedelta(days=36))
    assert next_reminder(meeting, after=after) == min(plan.due_at for plan in planned)


def test_next_reminder_of_a_meeting_without_any_is_none() -> None:
    assert next_reminder(a_meeting(), after=MONDAY) is None
    assert next_reminder(a_meeting(10, rule=None), after=utc("2026-04-01")) is None
    assert next(starts(a_meeting().when, after=MONDAY)) == utc("2026-03-10T23:00")
