"""A server whose calendar stands at an address, on a real server of this machine."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.domain.calendar import Series, write
from bot.domain.ids import GuildId, UserId
from bot.domain.meetings import held
from bot.domain.notices import CalendarChanged, SeriesGone
from bot.domain.servers import Actor, Right
from bot.domain.subscriptions import Subscription
from bot.services.calendars import Taken
from bot.services.deliveries import DeliveryService
from bot.services.meetings import MeetingService
from bot.services.servers import Servers
from bot.services.subscriptions import SubscriptionService
from tests.calendar_site import Site
from tests.domain.calendar.builders import a_series
from tests.fakes import FakeMessenger, ManualClock

GUILD = GuildId(1)
ADMIN = Actor(user_id=UserId(7), guild_id=GUILD, rights=frozenset({Right.ADMINISTER}))
LEADER = Actor(user_id=UserId(6), guild_id=GUILD, rights=frozenset({Right.FACILITATE}))
MEMBER = Actor(user_id=UserId(9), guild_id=GUILD)
EVERY = timedelta(hours=6)
LATER = timedelta(hours=7)
CIRCLE, BOOKS = "circle@example.org", "books@example.org"


def circle(**different: object) -> Series:
    """Return the group that meets on Tuesdays."""
    return replace(a_series(uid=CIRCLE), **different)


def books() -> Series:
    """Return the group that meets on Thursdays."""
    return a_series(uid=BOOKS, title="Book group", first="2026-03-05T18:00")


def calendar_of(*series: Series) -> bytes:
    """Return a calendar's file."""
    return write(series, name="Groups", at=datetime(2026, 3, 1, tzinfo=UTC)).encode()


@dataclass
class Clinic:
    """A server whose calendar stands at an address.

    Attributes:
        site: Where the calendar is.
        gone: Servers that the bot has left.
    """

    site: Site
    service: SubscriptionService
    meetings: MeetingService
    deliveries: DeliveryService
    messenger: FakeMessenger
    servers: Servers
    clock: ManualClock
    gone: set[GuildId] = field(default_factory=set[GuildId])

    async def subscribe(self, *series: Series) -> Taken:
        """Take a calendar in from its address."""
        self.site.body = calendar_of(*series)
        draft = await self.service.draft(self.site.address, None, by=ADMIN)
        return await self.service.calendars.save(draft.draft_id, by=ADMIN)

    async def reads(self, *series: Series, after: timedelta = LATER) -> int:
        """Let the address hold other series, time pass, and what is due be read."""
        if series:
            self.site.body = calendar_of(*series)
        self.clock.advance(after)
        looked = await self.service.read_due()
        await self.deliveries.deliver_due()
        return looked

    async def titles(self) -> list[str]:
        """Return what is held."""
        return [each.title for each in await self.meetings.all(GUILD)]

    async def starts(self, count: int = 3) -> list[str]:
        """Return the next starts of the only meeting."""
        [meeting] = await self.meetings.all(GUILD)
        ahead = held(meeting, after=self.clock())
        return [f"{next(ahead).wall:%m-%d %H:%M}" for _ in range(count)]

    async def only(self) -> Subscription:
        """Return the only address."""
        [one] = await self.service.all(by=ADMIN)
        return one

    def cards(self, kind: type) -> list[object]:
        """Return what staff were told of a kind."""
        return [each for each in self.messenger.posted if isinstance(each, kind)]

    def asked(self) -> list[SeriesGone]:
        """Return what staff were asked."""
        return [each for each in self.messenger.posted if isinstance(each, SeriesGone)]

    def changes(self) -> list[CalendarChanged]:
        """Return what staff were told of changes."""
        return [each for each in self.messenger.posted if isinstance(each, CalendarChanged)]
