"""What every part of the bot stands on: the client, the ledger, the alarms."""

from dataclasses import dataclass
from functools import cached_property

from bot import embedding
from bot.chat.client import Waymark, intents
from bot.chat.messenger import DiscordMessenger
from bot.chat.voice import DiscordMembership
from bot.domain.ids import GuildId
from bot.scheduler import AlarmClock
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import Encoder, Now
from bot.services.servers import Servers
from bot.storage.sqlite import SqliteDatabase
from cogs import EXTENSIONS
from config.settings import Settings


@dataclass(frozen=True)
class Core:
    """The bot's parts, each made once, out of those it needs.

    Attributes:
        clock: Moved by a sandbox.
        real: The machine's own clock, for leases and alarms.
    """

    settings: Settings
    database: SqliteDatabase
    clock: Now
    real: Now

    @cached_property
    def client(self) -> Waymark:
        """The connection to Discord."""
        asked = intents(
            message_content=self.settings.discord.message_content,
            members=self.settings.discord.members_intent,
        )
        return Waymark(
            asked=asked,
            extensions=EXTENSIONS,
            guild_ready_timeout=self.settings.discord.guild_ready_timeout.total_seconds(),
        )

    def server_name(self, guild_id: GuildId) -> str:
        """Return a server's name; empty while Discord does not show it."""
        guild = self.client.get_guild(guild_id)
        return guild.name if guild else ""

    @cached_property
    def encoder(self) -> Encoder | embedding.Absent:
        """The sentence model, loaded when it is first asked for, or why there is none."""
        return embedding.load()

    @cached_property
    def messenger(self) -> DiscordMessenger:
        """The bot's voice."""
        return DiscordMessenger(self.client)

    @cached_property
    def alarm(self) -> AlarmClock:
        """What rings when the ledger has something to say."""
        return AlarmClock(real=self.real)

    @cached_property
    def room_alarm(self) -> AlarmClock:
        """What rings when a room is to be opened or closed."""
        return AlarmClock(real=self.real)

    @cached_property
    def event_alarm(self) -> AlarmClock:
        """What rings when Discord's event list is to be brought in step."""
        return AlarmClock(real=self.real)

    @cached_property
    def calendar_alarm(self) -> AlarmClock:
        """What rings when a calendar is to be read again from its address."""
        return AlarmClock(real=self.real)

    @cached_property
    def servers(self) -> Servers:
        """What differs from server to server."""
        return Servers(database=self.database, now=self.clock)

    @cached_property
    def homes(self) -> Homes:
        """Whose staff should know."""
        return Homes(self.servers, DiscordMembership(self.client))

    @cached_property
    def deliveries(self) -> DeliveryService:
        """The ledger."""
        return DeliveryService(
            database=self.database,
            messenger=self.messenger,
            servers=self.servers,
            alarm=self.alarm,
            now=self.clock,
            real=self.real,
            lease=self.settings.deliveries.lease,
            side_by_side=self.settings.deliveries.side_by_side,
        )
