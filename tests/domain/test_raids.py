"""Far more than is usual is a surge; what a clinic's lively evening looks like is none."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hiding import FloodLimit
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.raids import (
    JOINS_LEAST,
    JOINS_WITHIN,
    MESSAGES_LEAST,
    MESSAGES_WITHIN,
    NEWCOMER,
    ONE_RAID,
    TIMES,
    Response,
    RoomWatch,
    ServerWatch,
    Surge,
    What,
    holds_newcomers,
    is_newcomer,
    response,
)

START = datetime(2026, 3, 10, 23, tzinfo=UTC)
ROOM = ChannelId(12)
LIMIT = FloodLimit(8, timedelta(seconds=6))
gaps = st.lists(st.floats(min_value=0, max_value=30), max_size=60)


def joins() -> Surge:
    """Return a watch over those who join."""
    return Surge(JOINS_WITHIN, JOINS_LEAST)


@given(gaps)
def test_fewer_than_the_least_are_never_a_surge(between: list[float]) -> None:
    surge, at = joins(), START
    for gap in between:
        at += timedelta(seconds=gap)
        is_surge = surge.add(at)
        assert is_surge is (surge.count >= max(JOINS_LEAST, TIMES * surge.usual))
        assert not (is_surge and surge.count < JOINS_LEAST)


@given(st.integers(min_value=1, max_value=120))
def test_a_steady_stream_becomes_usual_however_strong(per_minute: int) -> None:
    surge, gap = joins(), timedelta(minutes=1) / per_minute
    raised = [surge.add(START + each * gap) for each in range(per_minute * 90)]
    assert not any(raised[per_minute * 60 :])


@given(st.integers(min_value=0, max_value=3), st.integers(min_value=0, max_value=5_000))
def test_far_more_than_usual_is_a_surge_wherever_the_minutes_lie(
    usual: int, offset_ms: int
) -> None:
    surge, at = joins(), START + timedelta(milliseconds=offset_ms)
    for minute in range(60):
        for each in range(usual):
            surge.add(at + timedelta(minutes=minute, seconds=each * 15))
    at += timedelta(hours=2)
    assert any(surge.add(at + timedelta(seconds=each)) for each in range(40))


@given(st.lists(st.floats(min_value=-100, max_value=100), max_size=50))
def test_a_clock_that_is_set_back_breaks_nothing(between: list[float]) -> None:
    surge, watch, at = joins(), RoomWatch(), START
    for gap in between:
        at += timedelta(seconds=gap)
        surge.add(at)
        watch.wrote(UserId(1), at, is_new=True)
        assert surge.usual >= 0


@given(
    st.lists(
        st.tuples(st.integers(0, 29), st.floats(min_value=0, max_value=20)),
        max_size=120,
        unique_by=lambda each: (each[0], int(each[1] // 4)),
    ),
    st.integers(min_value=0, max_value=86_400),
)
def test_thirty_people_who_greet_one_another_are_no_raid(
    said: list[tuple[int, float]], quiet: int
) -> None:
    """A quiet server, a meeting's start: at most one message of each person in four seconds."""
    watch = RoomWatch()
    watch.wrote(UserId(99), START - timedelta(seconds=quiet), is_new=False)
    at_once = sorted((second, who) for who, second in said)
    for second, who in at_once:
        moment = START + timedelta(seconds=second)
        assert not watch.wrote(UserId(who), moment, is_new=False)


def test_thirty_newcomers_who_say_hi_at_their_first_meeting_are_no_raid() -> None:
    watch = RoomWatch()
    at = [START + timedelta(milliseconds=100 * each) for each in range(30)]
    assert not any(watch.wrote(UserId(who), at[who], is_new=True) for who in range(30))


def test_five_newcomers_who_write_without_end_are_one() -> None:
    watch = RoomWatch()
    at = [START + timedelta(milliseconds=200 * each) for each in range(40)]
    assert any(watch.wrote(UserId(each % 5), at[each], is_new=True) for each in range(40))


def test_a_lively_room_of_members_is_no_raid_and_a_flood_of_theirs_is() -> None:
    watch = RoomWatch()
    for second in range(0, 600, 2):
        assert not watch.wrote(UserId(second % 6), START + timedelta(seconds=second), is_new=False)
    later = START + timedelta(hours=1)
    flood = [later + timedelta(milliseconds=100 * each) for each in range(MESSAGES_LEAST + 4)]
    assert any(watch.wrote(UserId(1), at, is_new=False) for at in flood)


def test_one_surge_is_raised_once_and_another_room_of_its_own() -> None:
    watch = ServerWatch(LIMIT)
    assert watch.is_first(What.MESSAGES, ROOM, START)
    assert not watch.is_first(What.MESSAGES, ROOM, START + MESSAGES_WITHIN)
    assert watch.is_first(What.MESSAGES, ChannelId(13), START)
    assert watch.is_first(What.JOINS, None, START)
    assert watch.is_first(What.MESSAGES, ROOM, START + ONE_RAID)
    assert watch.room(ROOM, START) is watch.room(ROOM, START)
    assert not watch.floods.is_one_too_many(GuildId(1), UserId(1), START)


def test_of_threads_that_came_and_went_nothing_is_kept() -> None:
    """Every thread is a room of its own, and a server that never rests has new ones each day."""
    watch = ServerWatch(LIMIT)
    for number in range(50):
        at = START + timedelta(minutes=10 * number)
        watch.room(ChannelId(number), at).wrote(UserId(1), at, is_new=False)
    assert set(watch.rooms) == {ChannelId(number) for number in range(44, 50)}, "the last hour's"


def test_who_is_a_newcomer_and_what_a_server_chose() -> None:
    assert is_newcomer(START, START + NEWCOMER / 2)
    assert not is_newcomer(START, START + NEWCOMER)
    assert not is_newcomer(None, START)
    assert response({}, Response.CALM) is Response.CALM
    assert response({"raid": "card"}, Response.CALM) is Response.CARD
    assert holds_newcomers({}, usual=True)
    assert not holds_newcomers({}, usual=False)
    assert holds_newcomers({"newcomers": "held"}, usual=False)
