"""One person is not answered over and over, and nobody is remembered for longer than that."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.helped import Helped
from bot.domain.ids import UserId
from bot.domain.screening import Kind, Level, Topic, Verdict

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LASTS = timedelta(minutes=30)
ANN = UserId(1)
verdicts = st.builds(
    Verdict,
    kind=st.just(Kind.CRISIS),
    level=st.sampled_from([Level.LOW, Level.MEDIUM, Level.HIGH]),
    topic=st.sampled_from(Topic),
)


@given(verdicts)
def test_what_somebody_has_they_have_until_it_is_over(verdict: Verdict) -> None:
    helped = Helped(LASTS)
    assert not helped.has(ANN, verdict, now=NOON)
    helped.remember(ANN, verdict, now=NOON)

    just_before = NOON + LASTS - timedelta(microseconds=1)
    assert helped.has(ANN, verdict, now=just_before)
    assert helped.lately(ANN, now=just_before)
    assert not helped.has(UserId(2), verdict, now=just_before)
    assert not helped.has(ANN, verdict, now=NOON + LASTS)
    assert not helped.lately(ANN, now=NOON + LASTS)


@given(st.lists(st.tuples(st.integers(1, 50), verdicts, st.integers(0, 600)), max_size=60))
def test_nobody_is_remembered_for_longer(said: list[tuple[int, Verdict, int]]) -> None:
    helped, now, kept = Helped(LASTS), NOON, dict[tuple[int, str], datetime]()
    for who, verdict, seconds in said:
        now += timedelta(seconds=seconds)
        helped.remember(UserId(who), verdict, now=now)
        words = "gentle" if verdict.level is Level.LOW else str(verdict.topic)
        kept[who, words] = now
        kept = {each: at for each, at in kept.items() if now - at < LASTS}
        assert len(helped) == len(kept)
