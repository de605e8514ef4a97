"""What is skipped, moved or a holiday changes that occurrence and no other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Plan
from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.meetings import Meeting, held, outlook
from bot.domain.recurrence import Recurrence, place
from bot.domain.reminders import occurrence_key, reminders
from bot.domain.schedule import Held, Override, Overrides, occurrence, schedule

NEW_YORK = ZoneInfo("America/New_York")
# A Monday, the day after clocks went forward there.
MONDAY = datetime(2026, 3, 9, 12, tzinfo=UTC)
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
UNHURRIED = settings(deadline=None, max_examples=200)


def weekly(zone: str = "America/New_York", first: str = "2026-03-10T19:00") -> Recurrence:
    return Recurrence(first=datetime.fromisoformat(first), zone=ZoneInfo(zone), rule="FREQ=WEEKLY")


def a_meeting(when: Recurrence | None = None, *, overrides: Overrides | None = None) -> Meeting:
    return Meeting(
        id=MeetingId(5),
        guild_id=GuildId(1),
        title="Tuesday circle",
        when=when or weekly(),
        minutes=60,
        room_id=ChannelId(12),
        leads=(timedelta(days=1), timedelta(minutes=10)),
        created_by=UserId(7),
        overrides=overrides or {},
    )


def ahead(when: Recurrence, overrides: Overrides | None = None, n: int = 6) -> list[Held]:
    return list(islice(schedule(when, overrides or {}, after=MONDAY), n))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def by_occurrence(plans: Sequence[Plan]) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for plan in plans:
        found.setdefault(":".join(plan.key.split(":")[:3]), []).append(plan.due_at)
    return found


def test_skipped_occurrence_is_not_held() -> None:
    skipped = {wall("2026-03-17T19:00"): Override(is_skipped=True)}
    assert [f"{each.wall:%m-%d}" for each in ahead(weekly(), skipped, 3)] == [
        "03-10",
        "03-24",
        "03-31",
    ]


def test_moved_occurrence_is_held_at_its_new_time_and_in_its_order() -> None:
    moved = {wall("2026-03-10T19:00"): Override(moved_to=wall("2026-03-18T18:30"))}
    found = ahead(weekly(), moved, 3)
    assert [f"{each.wall:%m-%dT%H:%M}" for each in found] == [
        "03-17T19:00",
        "03-18T18:30",
        "03-24T19:00",
    ]
    assert [each.is_moved for each in found] == [False, True, False]
    assert found[1].original_at == place(wall("2026-03-10T19:00"), NEW_YORK)


def test_holiday_takes_away_what_the_rule_gives_and_not_what_was_moved_there() -> None:
    moved = {wall("2026-03-17T19:00"): Override(moved_to=wall("2026-03-24T12:00"))}
    found = schedule(weekly(), moved, {date(2026, 3, 24)}, after=MONDAY)
    assert [f"{each.wall:%m-%dT%H}" for each in islice(found, 3)] == [
        "03-10T19",
        "03-24T12",
        "03-31T19",
    ]


def test_two_at_one_moment_are_one_meeting() -> None:
    moved = {wall("2026-03-10T19:00"): Override(moved_to=wall("2026-03-17T19:00"))}
    assert [f"{each.wall:%m-%d}" for each in ahead(weekly(), moved, 2)] == ["03-17", "03-24"]


def test_substitute_leads_one_time() -> None:
    led = {wall("2026-03-17T19:00"): Override(facilitator_id=UserId(9))}
    assert [each.facilitator_id for each in ahead(weekly(), led, 3)] == [None, UserId(9), None]


def test_move_into_the_hour_that_clocks_leap_over_goes_forward() -> None:
    moved = {wall("2027-03-09T19:00"): Override(moved_to=wall("2027-03-14T02:30"))}
    found = schedule(weekly(), moved, after=datetime(2027, 3, 10, tzinfo=UTC))
    assert next(found).at == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_occurrence_is_known_by_its_original_start() -> None:
    original = wall("2026-03-17T19:00")
    original_at = place(original, NEW_YORK)
    moved = {original: Override(moved_to=wall("2026-03-18T18:00"))}
    found = occurrence(weekly(), moved, original_at=original_at)
    assert found is not None
    assert found.wall == wall("2026-03-18T18:00")
    assert occurrence(weekly(), moved, original_at=original_at + timedelta(hours=1)) is None


def test_outlook_of_a_meeting_shows_what_is_held() -> None:
    skipped = {wall("2026-03-10T19:00"): Override(is_skipped=True)}
    dates = outlook(a_meeting(overrides=skipped), now=MONDAY).dates
    assert [f"{each.wall:%m-%d}" for each in dates][:2] == ["03-17", "03-24"]


@given(
    zone=st.sampled_from(ZONES),
    nth=st.integers(0, 40),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 30]),
)
@UNHURRIED
def test_skip_withdraws_exactly_its_own_reminders(
    zone: str, nth: int, hour: int, minute: int
) -> None:
    """All other reminders stay as they are, on both sides of every change of the clocks."""
    when = weekly(zone, f"2026-03-10T{hour:02}:{minute:02}")
    meeting = a_meeting(when)
    until = MONDAY + timedelta(weeks=45)
    which = next(islice(held(meeting, after=MONDAY), nth, None))
    after = replace(meeting, overrides={which.original: Override(is_skipped=True)}, revision=1)

    before = by_occurrence(reminders(meeting, after=MONDAY, until=until))
    gone = before.pop(occurrence_key(meeting.id, which.original_at))
    assert gone == [which.at - lead for lead in meeting.leads if which.at - lead > MONDAY]
    left = by_occurrence(reminders(after, after=MONDAY, until=until))
    assert {key.partition(".")[0]: due for key, due in left.items()} == before


@given(
    zone=st.sampled_from(ZONES),
    nth=st.integers(1, 40),
    by=st.timedeltas(timedelta(days=-6), timedelta(days=6)),
)
@UNHURRIED
def test_move_changes_only_its_own_reminders(zone: str, nth: int, by: timedelta) -> None:
    when = weekly(zone)
    meeting = a_meeting(when)
    which = next(islice(held(meeting, after=MONDAY), nth, None))
    moved_to = (which.wall + by).replace(second=0, microsecond=0)
    if moved_to == which.wall:
        return
    after = replace(meeting, overrides={which.original: Override(moved_to=moved_to)}, revision=1)
    until = MONDAY + timedelta(weeks=60)

    before = by_occurrence(reminders(meeting, after=MONDAY, until=until))
    left = {
        key.partition(".")[0]: due
        for key, due in by_occurrence(reminders(after, after=MONDAY, until=until)).items()
    }
    key = occurrence_key(meeting.id, which.original_at)
    assert left.pop(key) == [place(moved_to, when.zone) - lead for lead in meeting.leads]
    del before[key]
    assert left == before


@given(st.integers(0, 20), st.integers(1, 5))
@UNHURRIED
def test_keys_after_a_change_are_new_ones(nth: int, revision: int) -> None:
    """The ledger's keys are unique for ever: one that was withdrawn is never said again."""
    meeting = a_meeting()
    until = MONDAY + timedelta(weeks=30)
    keys = {each.key for each in reminders(meeting, after=MONDAY, until=until)}
    changed = replace(meeting, revision=revision)
    assert keys.isdisjoint(each.key for each in reminders(changed, after=MONDAY, until=until))
    which = next(islice(held(meeting, after=MONDAY), nth, None))
    prefix = occurrence_key(meeting.id, which.original_at)
    again = reminders(changed, after=MONDAY, until=until)
    assert len([each for each in again if each.key.startswith(prefix)]) == 2
