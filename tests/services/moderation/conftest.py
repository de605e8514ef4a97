"""A small server as moderation sees it, and the service over a real ledger."""

import pytest

from bot.domain.cases import Standing
from bot.domain.messages import Heard
from bot.services.case_desk import CaseDesk
from bot.services.casework import CaseWork
from bot.services.deliveries import DeliveryService
from bot.services.moderation import ModerationService
from tests.fakes import ManualClock
from tests.services.desk import FakeAuditLog, desk_of
from tests.services.fake_moderator import BOT, FakeModerator
from tests.services.moderation.wishes import GUILD, HEAD, MESSAGE, OWNER, PERSON, ROOM


@pytest.fixture
def discord(clock: ManualClock) -> FakeModerator:
    """A server with an owner, a head of staff, a member, and one message of the member's."""
    return FakeModerator(
        members={
            PERSON: Standing(user_id=PERSON, position=1),
            OWNER: Standing(user_id=OWNER, position=1, is_owner=True),
            HEAD: Standing(user_id=HEAD, position=9),
            BOT: Standing(user_id=BOT, position=50),
        },
        messages={
            MESSAGE: Heard(
                guild_id=GUILD,
                channel_id=ROOM,
                message_id=MESSAGE,
                author_id=PERSON,
                text="his address is 12 Elm Street",
                at=clock(),
            )
        },
    )


@pytest.fixture
def audit_log() -> FakeAuditLog:
    """The server's log of what others did: nothing yet."""
    return FakeAuditLog()


@pytest.fixture
def desk(
    deliveries: DeliveryService,
    discord: FakeModerator,
    audit_log: FakeAuditLog,
    clock: ManualClock,
) -> CaseDesk:
    """Everything about cases, over a real ledger."""
    return desk_of(deliveries, discord, audit_log, clock)


@pytest.fixture
def moderation(desk: CaseDesk) -> ModerationService:
    """What moderators talk to."""
    return desk.moderation


@pytest.fixture
def work(moderation: ModerationService) -> CaseWork:
    """What carries the cases out."""
    return moderation.work
