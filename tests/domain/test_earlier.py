"""What was written just before is joined; it is little, short, and soon forgotten."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import earlier
from bot.domain.earlier import LENGTH, MESSAGES, WINDOW, Earlier
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def said(text: str, number: int = 1, *, who: int = 7, where: int | None = 11) -> Heard:
    """A message of somebody's."""
    return Heard(
        guild_id=GuildId(1),
        channel_id=None if where is None else ChannelId(where),
        message_id=None if where is None else MessageId(number),
        author_id=UserId(who),
        text=text,
        at=NOON,
    )


def test_a_message_is_joined_to_the_two_before_it() -> None:
    known = Earlier()
    joined = [known.join(said(text, n), now=NOON) for n, text in enumerate("abcd")]
    assert joined == [None, "a\nb", "a\nb\nc", "b\nc\nd"]


def test_another_person_room_or_time_is_another_matter() -> None:
    known = Earlier()
    known.join(said("a"), now=NOON)
    assert known.join(said("b", 2, who=8), now=NOON) is None
    assert known.join(said("b", 3, where=12), now=NOON) is None
    assert known.join(said("b", 4, where=None), now=NOON) is None, "a form is no conversation"
    assert known.join(said("b", 5), now=NOON + WINDOW) is None
    assert known.join(said("c", 6), now=NOON + WINDOW + MINUTE) == "b\nc"


def test_each_message_is_forgotten_in_its_own_time() -> None:
    known = Earlier()
    known.join(said("a", 1), now=NOON)
    known.join(said("b", 2), now=NOON + 4 * MINUTE)
    assert known.join(said("c", 3), now=NOON + 6 * MINUTE) == "b\nc"


def test_an_edit_takes_the_place_of_what_it_changes() -> None:
    known = Earlier()
    known.join(said("a", 1), now=NOON)
    assert known.join(said("b", 1), now=NOON) is None
    assert known.join(said("c", 2), now=NOON) == "b\nc"


def test_what_is_long_or_empty_is_not_kept() -> None:
    known = Earlier()
    known.join(said("x" * (LENGTH + 1), 1), now=NOON)
    known.join(said("", 2), now=NOON)
    assert len(known) == 0
    known.join(said("a", 3), now=NOON)
    assert known.join(said("y" * (LENGTH + 1), 4), now=NOON) == "a\n" + "y" * (LENGTH + 1)


def test_who_has_help_begins_anew() -> None:
    known = Earlier()
    known.join(said("a", 1), now=NOON)
    known.forget(said("b", 2))
    known.forget(said("b", 2, where=None))
    assert known.join(said("c", 3), now=NOON) is None


def test_no_words_stand_in_a_log_or_traceback() -> None:
    known = Earlier()
    known.join(said("zebra"), now=NOON)
    assert "zebra" not in repr(known)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 3), st.integers(0, 200)), max_size=80))
def test_silence_empties_it(writes: list[tuple[int, int, int]]) -> None:
    known, now = Earlier(), NOON
    last: dict[tuple[int, int], datetime] = {}
    for number, (who, where, seconds) in enumerate(writes):
        now += timedelta(seconds=seconds)
        joined = known.join(said(f"{number}", number, who=who, where=where), now=now)
        assert joined is None or len(joined.splitlines()) <= MESSAGES + 1
        last[who, where] = now
        assert len(known) == sum(now - at < WINDOW for at in last.values())
    known.sweep(now=now + WINDOW)
    assert len(known) == 0


def test_it_holds_no_more_people_than_it_should() -> None:
    known = Earlier()
    for who in range(earlier.PEOPLE + 10):
        known.join(said("a", who, who=who), now=NOON)
    assert len(known) == earlier.PEOPLE
    assert known.join(said("b", 1, who=0), now=NOON) is None, "the oldest went first"
