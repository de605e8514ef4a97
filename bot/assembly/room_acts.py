"""The parts with which moderators act on rooms and on the whole server."""

from functools import cached_property

from bot.assembly.calendar import CalendarParts
from bot.assembly.cases import CaseParts
from bot.assembly.people import PeopleParts
from bot.chat.moderator import DiscordModerator
from bot.chat.warden import DiscordHolder, DiscordSweeper, DiscordWarden
from bot.given import raid_rules
from bot.scheduler import AlarmClock
from bot.services.calming import Calming
from bot.services.holds import HoldService
from bot.services.purges import PurgeService
from bot.services.raids import RaidService
from bot.services.room_acts import RoomActService


class RoomActParts(CalendarParts, PeopleParts, CaseParts):
    """The parts with which moderators act on rooms and on the whole server."""

    @cached_property
    def hold_alarm(self) -> AlarmClock:
        """What rings when slow mode or a closed door is to be kept or put back."""
        return AlarmClock(real=self.real)

    @cached_property
    def holds(self) -> HoldService:
        """What is held for a while."""
        return HoldService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            holder=DiscordHolder(self.client),
            alarm=self.hold_alarm,
            now=self.clock,
            real=self.real,
            lease=self.settings.deliveries.lease,
        )

    @cached_property
    def room_acts(self) -> RoomActService:
        """What moderators do to rooms."""
        return RoomActService(
            database=self.database,
            servers=self.servers,
            rooms=self.rooms,
            holds=self.holds,
            warden=DiscordWarden(self.client),
            now=self.clock,
        )

    @cached_property
    def calming(self) -> Calming:
        """All of them."""
        return Calming(acts=self.room_acts, purges=self.purges, holds=self.holds, raids=self.raids)

    @cached_property
    def raids(self) -> RaidService:
        """What watches for floods."""
        return RaidService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            holds=self.holds,
            moderator=DiscordModerator(self.client),
            work=self.cases.moderation.work,
            is_tender=self.safety.is_tender,
            now=self.clock,
            rules=raid_rules(self.settings),
        )

    @cached_property
    def purges(self) -> PurgeService:
        """What clears a room."""
        return PurgeService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            sweeper=DiscordSweeper(self.client),
            warden=DiscordWarden(self.client),
            moderator=DiscordModerator(self.client),
            now=self.clock,
        )
