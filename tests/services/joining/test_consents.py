"""Whoever agrees has the role, whoever does not any more has it not, whatever happens between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.consent import AWAY_KEPT, LOOK_AGAIN, TROUBLE_AGAIN, Joined, RoleFault, Standing
from bot.domain.deliveries import Failure, Person
from bot.domain.errors import Conflict, NotSetUp
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.services.deliveries import DeliveryService
from bot.services.joining import Joining
from bot.services.ports import MessengerError
from bot.services.terms import Rewritten
from tests.fakes import FakeMessenger, ManualClock
from tests.services.caring import ADMIN, GUILD
from tests.services.fake_joining import GRACE, TEXT, FakeBoard, FakeMemberRoles, joining_of
from tests.services.joining.conftest import ANA, LEO, ROLE

DOWN = MessengerError("500 0", failure=Failure.PASSING)
FORBIDDEN = MessengerError("403 50013", failure=Failure.FORBIDDEN)


async def agree(joining: Joining, user_id: UserId = ANA, version: int = 1) -> Joined:
    return await joining.consents.agree(GUILD, user_id, version=version)


async def rewritten(joining: Joining, version: int) -> Rewritten:
    text = f"{TEXT} This is version {version}."
    draft = await joining.terms.rewrite("en", {"text": text}, by=ADMIN)
    await joining.terms.publish(draft.draft_id, by=ADMIN)
    return draft


def letters(messenger: FakeMessenger) -> list[tuple[UserId, bool]]:
    """Return who was written to, and whether it was to say that it is over."""
    return [
        (each.place.user_id, each.notice.is_over)
        for each in messenger.messages
        if isinstance(each.notice, TermsChanged) and isinstance(each.place, Person)
    ]


async def test_who_agrees_gets_the_role_and_who_withdraws_loses_it_and_the_row(
    joining: Joining, discord: FakeMemberRoles
) -> None:
    assert await agree(joining) is Joined.ROLE_GIVEN
    assert discord.has(ANA, ROLE)
    kept = await joining.consents.of(GUILD, ANA)
    assert kept is not None
    assert kept.version == 1

    assert await joining.consents.withdraw(GUILD, ANA)
    assert not discord.has(ANA, ROLE)
    assert await joining.consents.of(GUILD, ANA) is None
    with pytest.raises(Conflict):
        await joining.consents.withdraw(GUILD, ANA)
    assert await agree(joining) is Joined.ROLE_GIVEN, "and may come back"


async def test_pressing_twice_agrees_once(joining: Joining, discord: FakeMemberRoles) -> None:
    await agree(joining)
    first = await joining.consents.of(GUILD, ANA)
    assert await agree(joining) is Joined.ROLE_GIVEN
    again = await joining.consents.of(GUILD, ANA)
    assert first
    assert again
    assert again.agreed_at == first.agreed_at
    assert discord.log == [("give", ANA, ROLE)]


async def test_what_was_read_is_what_is_agreed_to(joining: Joining) -> None:
    await rewritten(joining, 2)
    with pytest.raises(Conflict):
        await agree(joining, version=1)
    assert await agree(joining, version=2) is Joined.ROLE_GIVEN
    with pytest.raises(NotSetUp):
        await joining.consents.agree(GuildId(99), ANA, version=1)


async def test_nobody_agrees_to_words_that_no_admin_has_put_up(unset: Joining) -> None:
    with pytest.raises(Conflict):
        await agree(unset)


async def test_without_a_role_the_yes_is_kept_all_the_same(
    joining: Joining, discord: FakeMemberRoles
) -> None:
    await joining.terms.choose_role(None, by=ADMIN)
    assert await agree(joining) is Joined.AGREED
    assert discord.log == []
    await joining.terms.choose_role(ROLE, by=ADMIN)
    await joining.settle_due()
    assert discord.has(ANA, ROLE), "a role that is chosen later reaches those who agreed before"


async def test_another_role_takes_the_place_of_the_first(
    joining: Joining, discord: FakeMemberRoles
) -> None:
    await agree(joining)
    await joining.terms.choose_role(RoleId(31), by=ADMIN)
    await joining.settle_due()
    assert discord.members[ANA].role_ids == {31}
    await joining.consents.withdraw(GUILD, ANA)
    assert discord.members[ANA].role_ids == frozenset()


async def test_discord_that_fails_is_asked_again_and_the_yes_stands(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    discord.failures = [DOWN]
    assert await agree(joining) is Joined.LATER
    assert await joining.consents.of(GUILD, ANA) is not None
    clock.advance(timedelta(minutes=1))
    await joining.settle_due()
    assert discord.has(ANA, ROLE)


async def test_a_role_that_cannot_be_given_is_told_to_staff_once(
    joining: Joining,
    discord: FakeMemberRoles,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    discord.faults[ROLE] = RoleFault.TOO_HIGH
    assert await agree(joining) is Joined.LATER
    assert await agree(joining, LEO) is Joined.LATER
    clock.advance(TROUBLE_AGAIN)
    await joining.settle_due()
    discord.faults.clear()
    discord.failures = [FORBIDDEN, FORBIDDEN]
    clock.advance(TROUBLE_AGAIN)
    await joining.settle_due()
    await deliveries.deliver_due()
    troubles = [each for each in messenger.posted if isinstance(each, JoiningTrouble)]
    assert [each.problem for each in troubles] == ["role_too_high", "forbidden"]

    clock.advance(TROUBLE_AGAIN)
    await joining.settle_due()
    assert discord.has(ANA, ROLE)
    assert discord.has(LEO, ROLE)


async def test_whoever_is_before_discords_own_screening_gets_the_role_once_past_it(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    """A role would carry them past it, so it has to wait."""
    discord.members[ANA] = replace(discord.members[ANA], is_pending=True)
    assert await agree(joining) is Joined.PENDING
    clock.advance(timedelta(minutes=5))
    await joining.settle_due()
    assert discord.log == []
    discord.members[ANA] = replace(discord.members[ANA], is_pending=False)
    clock.advance(timedelta(minutes=5))
    await joining.settle_due()
    assert discord.has(ANA, ROLE)


async def test_a_role_that_staff_took_by_hand_is_not_given_back(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    """A human decides about people; a button is no way around that."""
    await agree(joining)
    discord.members[ANA] = replace(discord.members[ANA], role_ids=frozenset())
    clock.advance(LOOK_AGAIN)
    await joining.settle_due()
    assert await agree(joining) is Joined.BY_HAND
    await rewritten(joining, 2)
    assert await agree(joining, version=2) is Joined.BY_HAND
    assert not discord.has(ANA, ROLE)


async def test_who_comes_back_has_still_agreed(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    await agree(joining)
    left = discord.members.pop(ANA)
    clock.advance(LOOK_AGAIN)
    await joining.settle_due()
    discord.members[ANA] = replace(left, role_ids=frozenset(), joined_at=clock())
    await joining.consents.came_back(GUILD, ANA)
    await joining.settle_due()
    assert discord.has(ANA, ROLE)


async def test_who_stays_away_is_forgotten(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    await agree(joining)
    del discord.members[ANA]
    for _ in range(3):
        clock.advance(LOOK_AGAIN)
        await joining.settle_due()
    assert await joining.consents.of(GUILD, ANA) is not None
    clock.advance(AWAY_KEPT)
    await joining.settle_due()
    assert await joining.consents.of(GUILD, ANA) is None


async def test_a_newer_version_asks_once_waits_and_takes_the_role_kindly(
    joining: Joining,
    discord: FakeMemberRoles,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await agree(joining)
    await agree(joining, LEO)
    await rewritten(joining, 2)
    await joining.settle_due()
    assert discord.has(ANA, ROLE), "nothing changes at once"
    await agree(joining, LEO, version=2)

    clock.advance(GRACE / 2)
    await joining.settle_due()
    await deliveries.deliver_due()
    assert letters(messenger) == [(ANA, False)], "whoever has read it is not asked"

    clock.advance(GRACE / 2)
    await joining.settle_due()
    await joining.settle_due()
    await deliveries.deliver_due()
    assert letters(messenger) == [(ANA, False), (ANA, True)]
    assert not discord.has(ANA, ROLE)
    assert await joining.consents.of(GUILD, ANA) is None
    assert discord.has(LEO, ROLE)

    assert await agree(joining, version=2) is Joined.ROLE_GIVEN
    assert discord.has(ANA, ROLE), "agreeing gives it back"


async def test_whoever_was_told_beside_an_answer_gets_no_letter(
    joining: Joining, deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await agree(joining)
    assert await joining.consents.to_tell(GUILD, ANA) is None
    await rewritten(joining, 2)
    assert await joining.consents.to_tell(GUILD, ANA) == clock() + GRACE
    assert await joining.consents.to_tell(GUILD, ANA) is None, "once"
    clock.advance(GRACE / 2)
    await joining.settle_due()
    await deliveries.deliver_due()
    assert letters(messenger) == []


async def test_a_letter_that_waits_is_not_sent_to_whoever_has_agreed_meanwhile(
    joining: Joining, deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await agree(joining)
    await rewritten(joining, 2)
    clock.advance(GRACE / 2)
    await joining.settle_due()
    await agree(joining, version=2)
    await deliveries.deliver_due()
    assert letters(messenger) == []


@pytest.mark.parametrize("taken_before_crash", [True, False])
async def test_a_crash_while_time_runs_out_is_made_up_for_once(
    joining: Joining,
    discord: FakeMemberRoles,
    board: FakeBoard,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    *,
    taken_before_crash: bool,
) -> None:
    """What dies between the act and the record is a power cut: nothing after it runs."""
    await agree(joining)
    await rewritten(joining, 2)
    clock.advance(GRACE)
    (discord.lost if taken_before_crash else discord.failures).append(Dead())
    with pytest.raises(Dead):
        await joining.settle_due()

    reborn = joining_of(deliveries, discord, board)
    await reborn.release_claims()
    await reborn.settle_due()
    await deliveries.deliver_due()
    assert not discord.has(ANA, ROLE)
    assert letters(messenger) == [(ANA, True)]


async def test_a_yes_right_after_a_crash_is_no_role_taken_by_hand(
    joining: Joining, discord: FakeMemberRoles, board: FakeBoard, deliveries: DeliveryService
) -> None:
    await agree(joining)
    discord.lost.append(Dead())
    with pytest.raises(Dead):
        await joining.consents.withdraw(GUILD, ANA)

    reborn = joining_of(deliveries, discord, board)
    await reborn.release_claims()
    assert await agree(reborn) is Joined.ROLE_GIVEN
    assert discord.has(ANA, ROLE)


async def test_a_withdrawal_that_discord_did_not_take_is_made_good(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    await agree(joining)
    discord.failures = [DOWN]
    assert not await joining.consents.withdraw(GUILD, ANA)
    assert await joining.consents.of(GUILD, ANA) is None, "it counts as taken back at once"
    clock.advance(timedelta(minutes=1))
    await joining.settle_due()
    assert not discord.has(ANA, ROLE)
    with pytest.raises(Conflict):
        await joining.consents.withdraw(GUILD, ANA)


async def test_a_crash_between_giving_and_the_record_gives_once(
    joining: Joining, discord: FakeMemberRoles, clock: ManualClock
) -> None:
    discord.members[ANA] = Standing(role_ids=frozenset({ROLE}), joined_at=clock())
    assert await agree(joining) is Joined.ROLE_GIVEN
    assert discord.log == []
    await joining.consents.withdraw(GUILD, ANA)
    assert not discord.has(ANA, ROLE), "a role found there goes with the consent, too"


class Dead(BaseException):
    """The machine lost its power."""
