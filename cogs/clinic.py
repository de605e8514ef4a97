"""`/clinic setup` and `/clinic status`: a receptionist's first fifteen minutes."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import discord
from discord import Interaction, Role, TextChannel, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat import groups, seeding
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.meeting_options import zone_choices
from bot.chat.options import gathered
from bot.chat.render import clinic as render
from bot.chat.reply import answer
from bot.chat.status import StatusReader
from bot.domain import zones
from bot.domain.errors import InvalidInput, NotSetUp
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.servers import Right, RolePurpose, RoomPurpose, Server, require
from bot.services.servers import Servers


@dataclass(frozen=True, slots=True)
class Home:
    """What a server begins with: the clinic's own zone and language."""

    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupOptions:
    """The options of `/clinic setup`."""

    staff_room: TextChannel | None = None
    moderators: Role | None = None
    admins: Role | None = None
    facilitators: Role | None = None
    questions_room: TextChannel | None = None
    meeting_room: TextChannel | None = None
    zone: str = ""

    def rooms(self) -> dict[RoomPurpose, ChannelId]:
        """Return the rooms that were named."""
        named = {
            RoomPurpose.STAFF: self.staff_room,
            RoomPurpose.QUESTIONS: self.questions_room,
            RoomPurpose.MEETINGS: self.meeting_room,
        }
        return {purpose: ChannelId(room.id) for purpose, room in named.items() if room}

    def roles(self) -> dict[RolePurpose, frozenset[RoleId]]:
        """Return the roles that were named."""
        named = {
            RolePurpose.MODERATOR: self.moderators,
            RolePurpose.ADMIN: self.admins,
            RolePurpose.FACILITATOR: self.facilitators,
        }
        return {purpose: frozenset({RoleId(role.id)}) for purpose, role in named.items() if role}


class Clinic(commands.Cog):
    """Sets a server up and says how it is doing."""

    def __init__(self, servers: Servers, home: Home, status: StatusReader) -> None:
        self.servers = servers
        self.home = home
        self.read_status = status

    @app_commands.command()
    @app_commands.describe(
        staff_room="Where care cards and reports go. It must be private.",
        moderators="The role of those who keep the rooms safe",
        admins="The role of those who set things up",
        facilitators="The role of those who lead meetings",
        questions_room="Where members ask",
        meeting_room="Where meetings are held and announced",
        zone="Your time zone, for example Eastern Time",
    )
    @gathered(SetupOptions)
    async def setup(self, interaction: Interaction, options: SetupOptions) -> None:
        """Set this server up, or change something. What you leave out stays as it is."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        self.servers.let_in(by)
        guild = guild_of(interaction)
        before = self._before(guild)
        server = self._after(guild, before, options)
        require_private(guild, server)
        await self.servers.set_up(server, by=by)
        await self.read_status.automod.look_at(server.guild_id)
        decided = {*before.rooms, *before.roles, *options.rooms(), *options.roles()}
        chosen = {str(part) for part in {*server.rooms, *server.roles} - decided}
        findings = await self.read_status.findings(guild, server, by=by)
        await answer(interaction, render.set_up(server, findings, chosen=chosen))

    @setup.autocomplete("zone")
    async def zones(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer zones by the names people use."""
        del interaction
        return zone_choices(current)

    @app_commands.command()
    async def status(self, interaction: Interaction) -> None:
        """See what works and, where something does not, what to click."""
        await interaction.response.defer(ephemeral=True)
        guild = guild_of(interaction)
        server = self.servers.need(GuildId(guild.id))
        require(actor(interaction), Right.ADMINISTER, server)
        findings = await self.read_status.findings(guild, server, by=actor(interaction))
        weaker = await self.read_status.weaker(server)
        await answer(interaction, render.status(server, findings, weaker=weaker))

    def _before(self, guild: discord.Guild) -> Server:
        return self.servers.get(GuildId(guild.id)) or Server(
            guild_id=GuildId(guild.id), zone=self.home.zone, language=self.home.language
        )

    def _after(self, guild: discord.Guild, before: Server, options: SetupOptions) -> Server:
        """Return what was set, with what is given now, and the rest by its usual name."""
        return replace(
            before,
            rooms={**seeding.suggest_rooms(guild), **before.rooms, **options.rooms()},
            roles={**seeding.suggest_roles(guild), **before.roles, **options.roles()},
            zone=zones.find(options.zone) if options.zone else before.zone,
        )


def guild_of(interaction: Interaction) -> discord.Guild:
    """Return the server a command was used in."""
    if interaction.guild is None:
        raise NotSetUp
    return interaction.guild


def require_private(guild: discord.Guild, server: Server) -> None:
    """Let a server pass whose staff room only staff can read.

    Raises:
        NotSetUp: It has none.
        InvalidInput: Everybody can read it.
    """
    room = guild.get_channel(server.room(RoomPurpose.STAFF))
    if room is None:
        raise NotSetUp("staff_room")
    if not seeding.is_private(room):
        raise InvalidInput("staff_room", "room_public")


async def setup(bot: Waymark) -> None:
    """Put the commands under `/clinic`."""
    services = bot.services
    home = Home(services.home_zone, services.home_language)
    status = StatusReader(
        services.subscriptions,
        services.meetings,
        services.rooms,
        services.calming.holds,
        services.automod,
        bot.intents,
        services.caring,
        services.support,
        services.safety.second_ear,
        services.library,
        services.joining,
        services.reports,
    )
    cog = Clinic(services.servers, home, status)
    await groups.add_under(bot, groups.clinic(bot.tree), cog)
