from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import cases
from bot.domain.cases import MANNERS, ON_ROOMS, Action, Case, Proposal, Reason, Standing, State
from bot.domain.deliveries import Person, Room
from bot.domain.errors import InvalidInput, OutOfReach, Rank
from bot.domain.ids import CaseNumber, ChannelId, GuildId, UserId
from bot.domain.notices import CaseLetter, CaseLine
from bot.domain.servers import Actor

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
GUILD = GuildId(1)
EVERYTHING = frozenset(manner.needs for manner in MANNERS.values())
BOT = Standing(user_id=UserId(900), position=50, held=EVERYTHING)
MODERATOR = Actor(user_id=UserId(5), guild_id=GUILD, position=30)


def member(**changes: object) -> Standing:
    values: dict[str, object] = {"user_id": UserId(7), "position": 1, **changes}
    return Standing(**values)  # pyright: ignore[reportArgumentType] - a builder's overrides


def a_case(**changes: object) -> Case:
    values: dict[str, object] = {
        "guild_id": GUILD,
        "number": CaseNumber(12),
        "action": Action.WARN,
        "state": State.BEGUN,
        "target_id": UserId(7),
        "moderator_id": UserId(5),
        "reason": Reason.UNKIND,
        "note": "Please be gentle.",
        "note_expires_at": NOON + timedelta(days=180),
        "created_at": NOON,
        **changes,
    }
    return Case(**values)  # pyright: ignore[reportArgumentType] - a builder's overrides


@pytest.mark.parametrize(
    ("target", "action", "why"),
    [
        (None, Action.WARN, Rank.LEFT),
        (None, Action.TIMEOUT, Rank.LEFT),
        (member(user_id=UserId(5)), Action.WARN, Rank.ONESELF),
        (member(user_id=UserId(900)), Action.HIDE, Rank.THE_BOT),
        (member(is_owner=True), Action.WARN, Rank.OWNER),
        (member(position=30), Action.WARN, Rank.HIGHER_ROLE),
        (member(position=31), Action.HIDE, Rank.HIGHER_ROLE),
        (member(is_administrator=True), Action.TIMEOUT, Rank.ABOVE_THE_BOT),
    ],
)
def test_who_is_out_of_reach(target: Standing | None, action: Action, why: Rank) -> None:
    with pytest.raises(OutOfReach) as told:
        cases.check_reach(MODERATOR, target, BOT, action)
    assert told.value.why is why


@pytest.mark.parametrize("position", [50, 51])
def test_a_role_level_with_the_bots_is_out_of_its_reach(position: int) -> None:
    owner = Actor(user_id=UserId(1), guild_id=GUILD, is_owner=True)
    with pytest.raises(OutOfReach) as told:
        cases.check_reach(owner, member(position=position), BOT, Action.TIMEOUT)
    assert told.value.why is Rank.ABOVE_THE_BOT
    # A letter asks nothing of the bot's role.
    cases.check_reach(owner, member(position=position), BOT, Action.WARN)


def test_a_message_of_somebody_who_left_can_be_hidden() -> None:
    cases.check_reach(MODERATOR, None, BOT, Action.HIDE)


@pytest.mark.parametrize("action", sorted(set(Action) - ON_ROOMS))
def test_a_member_below_both_is_within_reach(action: Action) -> None:
    cases.check_reach(MODERATOR, member(position=29), BOT, action)


def test_a_note_is_trimmed() -> None:
    proposal = Proposal(
        guild_id=GUILD, action=Action.WARN, reason=Reason.OTHER, note="  be \n gentle "
    )
    assert cases.check(proposal).note == "be gentle"


@pytest.mark.parametrize(("length", "allowed"), [(200, True), (201, False)])
def test_a_note_has_at_most_200_characters(length: int, *, allowed: bool) -> None:
    proposal = Proposal(guild_id=GUILD, action=Action.WARN, reason=Reason.OTHER, note="x" * length)
    if allowed:
        assert len(cases.check(proposal).note) == length
        return
    with pytest.raises(InvalidInput) as told:
        cases.check(proposal)
    assert (told.value.field, told.value.problem) == ("Note", "too_long")


@pytest.mark.parametrize(
    "length", [None, timedelta(0), timedelta(days=365, seconds=1), timedelta(minutes=-1)]
)
def test_a_timeout_needs_a_length_that_can_be_kept(length: timedelta | None) -> None:
    proposal = Proposal(guild_id=GUILD, action=Action.TIMEOUT, reason=Reason.OTHER, length=length)
    with pytest.raises(InvalidInput) as told:
        cases.check(proposal)
    assert told.value.field == "Duration"


@pytest.mark.parametrize("length", cases.LENGTHS)
def test_every_length_offered_is_taken(length: timedelta) -> None:
    proposal = Proposal(guild_id=GUILD, action=Action.TIMEOUT, reason=Reason.OTHER, length=length)
    assert cases.check(proposal).length == length


def test_a_timeout_ends_on_a_whole_second() -> None:
    now = NOON.replace(microsecond=123456)
    assert cases.end_of(timedelta(hours=1), now=now) == NOON + timedelta(hours=1)


def test_the_longest_timeout_stays_within_discords_limit_when_clocks_differ() -> None:
    """Discord measures 28 days by its own clock."""
    assert cases.end_of(cases.LONGEST, now=NOON) == NOON + timedelta(days=28, minutes=-1)


@pytest.mark.parametrize(
    ("target", "is_so"),
    [
        (member(timed_out_until=NOON), True),
        (member(timed_out_until=NOON + timedelta(milliseconds=400)), True),
        (member(timed_out_until=NOON + timedelta(hours=1)), False),
        (member(), False),
        (None, False),
    ],
)
def test_a_timeout_is_known_by_its_end(target: Standing | None, *, is_so: bool) -> None:
    case = a_case(action=Action.TIMEOUT, until=NOON)
    assert cases.is_timed_out_as(case, target) is is_so


def test_a_note_is_shown_until_it_expires() -> None:
    case = a_case(note_expires_at=NOON)
    before = NOON - timedelta(microseconds=1)
    assert cases.without_expired_note(case, now=before).note == "Please be gentle."
    assert cases.without_expired_note(case, now=NOON).note == ""


def test_a_letter_goes_to_the_person_under_the_cases_key() -> None:
    plan = cases.letter(a_case(), server="Evening Circle", kept=True, now=NOON)
    assert (plan.key, plan.place) == ("case:1:12:letter", Person(UserId(7)))
    assert isinstance(plan.notice, CaseLetter)
    assert (plan.notice.action, plan.notice.server) == ("warn", "Evening Circle")


@pytest.mark.parametrize(("kept", "action"), [(True, "hide"), (False, "hide_unkept")])
def test_a_letter_about_a_hidden_message_knows_whether_staff_have_it(
    action: str, *, kept: bool
) -> None:
    case = a_case(action=Action.HIDE, channel_id=ChannelId(3))
    notice = cases.letter(case, server="", kept=kept, now=NOON).notice
    assert isinstance(notice, CaseLetter)
    assert notice.action == action


def test_a_line_goes_to_the_staff_room_and_says_whether_the_person_was_told() -> None:
    plan = cases.line(a_case(told=False), staff_room=ChannelId(10), now=NOON)
    assert (plan.key, plan.place) == ("case:1:12:line", Room(ChannelId(10)))
    assert isinstance(plan.notice, CaseLine)
    assert plan.notice.told is False


def test_a_line_about_a_room_does_not_say_that_nobody_was_told() -> None:
    case = a_case(action=Action.PAUSE, target_id=None, channel_id=ChannelId(3))
    notice = cases.line(case, staff_room=ChannelId(10), now=NOON).notice
    assert isinstance(notice, CaseLine)
    assert (notice.target_id, notice.told) == (None, True)


def test_a_case_about_a_room_is_about_nobody() -> None:
    case = a_case(action=Action.LOCKDOWN, target_id=None)
    with pytest.raises(ValueError, match="lockdown"):
        cases.letter(case, server="", kept=True, now=NOON)


def test_no_reason_on_the_list_punishes_a_crisis() -> None:
    """Principle 1: a person in crisis is never punished."""
    words = " ".join(Reason)
    assert not any(word in words for word in ("crisis", "suicid", "self_harm", "strike"))
