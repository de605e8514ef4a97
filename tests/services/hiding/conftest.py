"""Hiding over a real database and ledger; Discord as it sees it is a stand-in."""

import pytest

from bot.domain.hiding import Writer
from bot.domain.ids import ChannelId, MessageId
from bot.domain.messages import Heard
from bot.domain.screening import Kind, Level, Verdict
from bot.services.asides import AsideService
from bot.services.deliveries import DeliveryService
from bot.services.hiding import HidingService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakeWhisper, ManualClock
from tests.services.fake_hider import RULES, FakeHider
from tests.services.hiding.parts import GUILD, MEMBER, Say


@pytest.fixture
def hider() -> FakeHider:
    """Discord, as hiding sees it."""
    return FakeHider()


@pytest.fixture
def whisper() -> FakeWhisper:
    """Everybody's direct messages are open."""
    return FakeWhisper()


@pytest.fixture
def hiding(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    hider: FakeHider,
    whisper: FakeWhisper,
    clock: ManualClock,
) -> HidingService:
    """The service under test."""
    asides = AsideService(database=database, deliveries=deliveries, whisper=whisper, now=clock)
    return HidingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        asides=asides,
        hider=hider,
        now=clock,
        rules=RULES,
        is_spared=lambda author_id, message_id: False,
        hides=lambda message_id: None,
    )


@pytest.fixture
def say(hiding: HidingService, clock: ManualClock) -> Say:
    """Write something that the gate calls `kind`."""

    async def said(kind: Kind, number: int = 1, *, writer: Writer = Writer.MEMBER) -> bool:
        heard = Heard(
            guild_id=GUILD,
            channel_id=ChannelId(12),
            message_id=MessageId(number),
            author_id=MEMBER,
            text=f"zebra {number}",
            at=clock(),
        )
        kinds = () if kind is Kind.OK else (kind,)
        verdict = Verdict(kind=kind, level=Level.MEDIUM, kinds=kinds)
        return await hiding.act(heard, verdict, writer=writer)

    return said
