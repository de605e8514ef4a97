"""A server whose rules are up, and two people in it."""

import pytest

from bot.domain.consent import Standing
from bot.domain.ids import ChannelId, RoleId, UserId
from bot.services.deliveries import DeliveryService
from bot.services.joining import Joining
from tests.fakes import ManualClock
from tests.services.caring import ADMIN
from tests.services.fake_joining import FakeBoard, FakeMemberRoles, joining_of

ANA, LEO = UserId(7), UserId(8)
ROLE = RoleId(30)
WELCOME = ChannelId(13)


@pytest.fixture
def discord(clock: ManualClock) -> FakeMemberRoles:
    """Two people who came before anything here happens."""
    return FakeMemberRoles({each: Standing(joined_at=clock()) for each in (ANA, LEO)})


@pytest.fixture
def board() -> FakeBoard:
    """Where the card will stand."""
    return FakeBoard()


@pytest.fixture
def unset(deliveries: DeliveryService, discord: FakeMemberRoles, board: FakeBoard) -> Joining:
    """Joining, before an admin has looked at it."""
    return joining_of(deliveries, discord, board)


@pytest.fixture
async def joining(unset: Joining) -> Joining:
    """Joining with a role, and the card put up."""
    await unset.terms.choose_role(ROLE, by=ADMIN)
    await unset.terms.post(WELCOME, version=1, by=ADMIN)
    await unset.settle_due()
    return unset
