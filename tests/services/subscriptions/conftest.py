"""The clinic, ready to subscribe."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.ids import GuildId
from bot.fetcher import HttpFetcher, is_public_or_here
from bot.services.calendars import CalendarService
from bot.services.deliveries import DeliveryService
from bot.services.meetings import MeetingService
from bot.services.servers import Servers
from bot.services.subscriptions import SubscriptionService
from bot.storage.database import Database
from tests.calendar_site import open_site
from tests.fakes import FakeAlarm, FakeMessenger, ManualClock
from tests.services.subscriptions.clinic import EVERY, Clinic


@pytest.fixture
async def clinic(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    alarm: FakeAlarm,
    clock: ManualClock,
) -> AsyncIterator[Clinic]:
    """A server and its calendar."""
    meetings = MeetingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        now=clock,
        horizon=timedelta(days=15),
        usual_leads=(timedelta(hours=1),),
    )
    gone = set[GuildId]()
    async with open_site() as site:
        service = SubscriptionService(
            calendars=CalendarService(meetings=meetings, alarm=alarm, every=EVERY),
            fetcher=HttpFetcher(is_public_or_here, total_seconds=2),
            alarm=alarm,
            is_here=lambda guild_id: guild_id not in gone,
            now=clock,
            real=clock,
        )
        yield Clinic(site, service, meetings, deliveries, messenger, servers, clock, gone)
