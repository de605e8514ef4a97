"""The parts that keep the calendar: meetings, rooms, events, reminders."""

from functools import cached_property

from bot.assembly.core import Core
from bot.chat import endpoint
from bot.chat.events import DiscordEvents
from bot.chat.roles import DiscordRoles
from bot.chat.rooms import DiscordRooms
from bot.fetcher import HttpFetcher, is_public, is_public_or_here
from bot.services.calendars import CalendarService
from bot.services.events import EventService
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.rooms import RoomService
from bot.services.rsvp import RsvpService
from bot.services.subscriptions import SubscriptionService
from bot.services.wishes import WishService


class CalendarParts(Core):
    """The parts that keep the calendar: meetings, rooms, events, reminders."""

    @cached_property
    def meetings(self) -> MeetingService:
        """The calendar."""
        return MeetingService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            now=self.clock,
            horizon=self.settings.meetings.planning_horizon,
            late_after=self.settings.deliveries.late_after,
            usual_leads=self.settings.meetings.lead_times,
            followers=(self.rooms, self.events),
        )

    @cached_property
    def fetcher(self) -> HttpFetcher:
        """The way to addresses on the internet."""
        # Beside a sandbox everything is on this machine; beside Discord nothing here is reached.
        is_real = endpoint.is_official(self.settings.discord.endpoint)
        return HttpFetcher(is_public if is_real else is_public_or_here)

    @cached_property
    def subscriptions(self) -> SubscriptionService:
        """Calendars, as files and at addresses."""
        every, alarm = self.settings.meetings.calendar_every, self.calendar_alarm
        return SubscriptionService(
            calendars=CalendarService(meetings=self.meetings, alarm=alarm, every=every),
            fetcher=self.fetcher,
            alarm=alarm,
            is_here=lambda guild_id: self.client.get_guild(guild_id) is not None,
            now=self.clock,
            real=self.real,
        )

    @cached_property
    def rooms(self) -> RoomService:
        """The doors."""
        return RoomService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            rooms=DiscordRooms(self.client),
            alarm=self.room_alarm,
            now=self.clock,
            real=self.real,
            lease=self.settings.deliveries.lease,
        )

    @cached_property
    def events(self) -> EventService:
        """The shop window."""
        return EventService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            events=DiscordEvents(self.client),
            alarm=self.event_alarm,
            now=self.clock,
            real=self.real,
        )

    @cached_property
    def exceptions(self) -> ExceptionService:
        """What differs from the calendar."""
        return ExceptionService(
            database=self.database,
            servers=self.servers,
            planner=self.meetings.planner,
            now=self.clock,
        )

    @cached_property
    def wishes(self) -> WishService:
        """How each member is reminded."""
        return WishService(
            database=self.database,
            planner=self.meetings.planner,
            roles=DiscordRoles(self.client),
            now=self.clock,
        )

    @cached_property
    def rsvp(self) -> RsvpService:
        """How many plan to come."""
        return RsvpService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            now=self.clock,
        )
