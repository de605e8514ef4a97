"""Planning from where it stopped misses nothing, and does not look where nothing is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.meetings import Meeting
from bot.domain.recurrence import Recurrence
from bot.domain.reminders import LONGEST_QUIET, ZONES_MAY_MOVE, ahead, reminders
from bot.domain.schedule import Override

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
A_DAY = timedelta(days=1)
HORIZON = timedelta(days=14)
SKIPPED = datetime(2026, 4, 7, 19)  # noqa: DTZ001 - a wall clock
MOVED = datetime(2026, 4, 14, 19)  # noqa: DTZ001 - a wall clock


def meeting(rule: str | None, *leads: int) -> Meeting:
    """A meeting of Tuesday evenings in New York, one of them skipped and one moved by a week."""
    return Meeting(
        id=MeetingId(1),
        guild_id=GuildId(1),
        title="Circle",
        when=Recurrence(
            first=datetime(2026, 3, 3, 19),  # noqa: DTZ001 - a wall clock
            zone=ZoneInfo("America/New_York"),
            rule=rule,
        ),
        minutes=60,
        room_id=ChannelId(12),
        leads=tuple(timedelta(minutes=lead) for lead in leads),
        created_by=UserId(1),
        overrides={
            SKIPPED: Override(is_skipped=True),
            MOVED: Override(moved_to=MOVED + timedelta(days=7)),
        },
    )


@pytest.mark.parametrize("leads", [(1440, 60, 10), (40_320, 10), (30,)])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY",
        "FREQ=WEEKLY;COUNT=4",
        None,
    ],
)
def test_daily_planning_finds_what_planning_at_once_finds(
    rule: str | None, leads: tuple[int, ...]
) -> None:
    kept, days = meeting(rule, *leads), 120
    reached, found = NOW, list[str]()
    looked = 0
    for day in range(days):
        until = NOW + day * A_DAY + HORIZON
        if reached >= until:
            continue
        looked += 1
        step = ahead(kept, after=reached, until=until)
        assert until <= step.planned_to <= until + LONGEST_QUIET
        found += [plan.key for plan in step.plans]
        reached = step.planned_to
    at_once = reminders(kept, after=NOW, until=NOW + (days - 1) * A_DAY + HORIZON)

    assert sorted(found) == sorted(plan.key for plan in at_once)
    assert (looked == days) if rule == "FREQ=DAILY" else (looked < days)


def test_a_meeting_is_left_alone_until_its_next_reminder_is_near() -> None:
    """New zone data may bring that one forward: a day of it is kept back."""
    kept = meeting("FREQ=WEEKLY", 10)
    first = reminders(kept, after=NOW, until=NOW + HORIZON)[0].due_at
    step = ahead(kept, after=NOW, until=first - 3 * A_DAY)

    assert step.plans == []
    assert step.planned_to == first - ZONES_MAY_MOVE


@pytest.mark.parametrize("kept", [meeting(None, 10), meeting("FREQ=WEEKLY")])
def test_a_meeting_with_nothing_ahead_is_looked_at_once_a_week(kept: Meeting) -> None:
    """It may get another rule: a change plans anew only as far as this."""
    after = NOW + timedelta(days=300)

    assert ahead(kept, after=after, until=after + A_DAY).planned_to == after + A_DAY + LONGEST_QUIET
