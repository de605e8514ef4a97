"""What follows from a verdict under every policy; and never anything from a crisis."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hiding import (
    FloodLimit,
    FloodWatch,
    Follows,
    Mode,
    What,
    Writer,
    after_flood,
    follows,
)
from bot.domain.ids import GuildId, UserId
from bot.domain.screening import Kind, Level, Verdict

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
POLICIES = st.dictionaries(st.sampled_from([each.value for each in What]), st.sampled_from(Mode))
KINDS = [kind for kind in Kind if kind not in {Kind.CRISIS, Kind.OK}]
OTHERS = st.lists(st.sampled_from(KINDS), unique=True)


def verdict(*kinds: Kind) -> Verdict:
    """A verdict of these kinds, the most urgent first."""
    found = tuple(kind for kind in Kind if kind in kinds)
    return Verdict(kind=found[0] if found else Kind.OK, level=Level.MEDIUM, kinds=found)


@given(OTHERS, POLICIES, st.sampled_from(Writer), st.sampled_from(Mode))
def test_nothing_follows_from_a_crisis_under_any_setting(
    others: list[Kind], policies: dict[str, Mode], writer: Writer, dosing: Mode
) -> None:
    heard = verdict(Kind.CRISIS, *others)

    assert follows(heard, writer, policies, dosing=dosing) is None


@given(OTHERS, POLICIES, st.sampled_from(Writer), st.sampled_from(Mode))
def test_a_policy_is_never_exceeded(
    others: list[Kind], policies: dict[str, Mode], writer: Writer, dosing: Mode
) -> None:
    found = follows(verdict(*others), writer, policies, dosing=dosing)
    allowed = [policies.get(kind, dosing if kind is Kind.DOSING else Mode.HIDE) for kind in others]

    most = max(allowed, key=lambda each: each.rank, default=Mode.OFF)
    if found is None:
        assert most is Mode.OFF
    else:
        assert found.mode is (Mode.WATCH if writer is Writer.STAFF else most)


def test_the_strongest_of_what_was_heard_decides() -> None:
    heard = verdict(Kind.DOSING, Kind.CONTACT_INFO)

    assert follows(heard, Writer.MEMBER, {}, dosing=Mode.NUDGE) == Follows(
        What.CONTACT_INFO, Mode.HIDE
    )
    assert follows(heard, Writer.MEMBER, {"contact_info": "off"}, dosing=Mode.NUDGE) == Follows(
        What.DOSING, Mode.NUDGE
    )


def test_a_moderator_who_quotes_a_vendor_is_shown_to_staff_and_not_hidden() -> None:
    heard = verdict(Kind.SOURCING)

    assert follows(heard, Writer.STAFF, {}, dosing=Mode.NUDGE) == Follows(What.SOURCING, Mode.WATCH)
    assert after_flood(Writer.STAFF, {}) == Follows(What.FLOOD, Mode.WATCH)


def test_a_flood_is_what_comes_on_top_within_the_time() -> None:
    watch = FloodWatch(FloodLimit(most=3, within=timedelta(seconds=5)))
    at = [NOON + timedelta(seconds=second) for second in (0, 1, 2, 3, 9, 10)]

    found = [watch.is_one_too_many(GuildId(1), UserId(7), moment) for moment in at]
    assert found == [False, False, False, True, False, False]
    assert not watch.is_one_too_many(GuildId(1), UserId(8), NOON + timedelta(seconds=10))
