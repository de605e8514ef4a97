"""What the shop window does when a date is moved, called off, or taken out by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import (
    Ask,
    Create,
    Edit,
    EventId,
    Forget,
    Live,
    Make,
    Move,
    Showing,
    Shown,
    ShownId,
    State,
    Status,
    plan,
)
from bot.domain.ids import ChannelId, GuildId, MeetingId

NOW = datetime(2026, 3, 9, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SCHEDULED = Live(Status.SCHEDULED, "")


def on(days: int, meeting: int = 1) -> Showing:
    """Return an hour of a meeting, so many days ahead."""
    start = NOW + days * DAY
    return Showing(
        meeting_id=MeetingId(meeting),
        title="Circle",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        room_id=ChannelId(12),
    )


def row(showing: Showing, number: int, state: State = State.SHOWN) -> Shown:
    """Return a row that shows it, with the event of the same number."""
    return Shown(
        id=ShownId(number),
        guild_id=GuildId(1),
        marker=f"wm{number}",
        showing=showing,
        state=state,
        event_id=EventId(number) if state is State.SHOWN else None,
    )


LIVE = {EventId(1): SCHEDULED, EventId(2): SCHEDULED}


def test_a_moved_date_keeps_its_event() -> None:
    first = row(on(1), 1)

    assert plan([on(2), on(8)], [first, row(on(8), 2)], LIVE, NOW) == [Edit(first, on(2))]


def test_a_skipped_date_is_called_off_and_not_moved_by_weeks() -> None:
    """People who wanted to come on Tuesday did not say that they come in two weeks."""
    first = row(on(1), 1)

    assert plan([on(8), on(15)], [first, row(on(8), 2)], LIVE, NOW) == [
        Move(first, Status.CANCELED),
        Create(on(15)),
    ]


def test_an_event_that_somebody_began_early_is_ended_where_it_is_called_off() -> None:
    first = row(on(1), 1)

    assert plan([], [first], {EventId(1): Live(Status.ACTIVE, "")}, NOW) == [
        Move(first, Status.COMPLETED)
    ]


def test_an_event_that_nobody_began_is_begun_and_ended() -> None:
    first = row(on(-1), 1)

    assert plan([], [first], LIVE, NOW) == [
        Move(first, Status.ACTIVE),
        Move(first, Status.COMPLETED),
    ]


def test_staff_are_asked_about_coming_dates_only() -> None:
    coming, past, asked = row(on(1), 1), row(on(-1), 2), row(on(2), 3, State.ASKED)

    assert plan([on(1), on(2)], [past, coming, asked], {}, NOW) == [Forget(past), Ask(coming)]


def test_what_was_never_made_is_made() -> None:
    first = row(on(1), 1, State.WANTED)

    assert plan([on(1)], [first], {}, NOW) == [Make(first)]
    assert plan([], [first], {}, NOW) == [Forget(first)]


DAYS = st.lists(st.integers(1, 20), unique=True, max_size=4).map(sorted)


@given(DAYS, DAYS)
def test_the_window_ends_up_as_it_should_be(shown: list[int], wanted: list[int]) -> None:
    """Whatever stood before, every wanted date has one event and no other has any."""
    have = [row(on(day), number) for number, day in enumerate(shown, start=1)]
    live = {each.event_id: SCHEDULED for each in have if each.event_id}
    after = {each.id: each.showing for each in have}
    for number, act in enumerate(plan([on(day) for day in wanted], have, live, NOW), start=100):
        match act:
            case Create(showing):
                after[ShownId(number)] = showing
            case Edit(each, showing):
                after[each.id] = showing
            case Move(each) | Forget(each):
                del after[each.id]
            case _:
                raise AssertionError(act)

    assert sorted(each.starts_at for each in after.values()) == [NOW + d * DAY for d in wanted]
