"""Joining over Discord: the role that opens the rooms, the card, and Discord's own screening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.chat.health import Finding
from bot.chat.messenger import DiscordMessenger, keys, translated
from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import joining as render
from bot.domain.consent import Card, RoleFault, Standing, Terms
from bot.domain.deliveries import Failure, Room, Sent, nonce
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.servers import RolePurpose, RoomPurpose, Server
from bot.services.consents import role_of
from bot.services.ports import MessengerError

# Whoever has one of these can do something to others, or to the server. Rooms that a role opens
# are what it is for, and none of these.
POWERS = discord.Permissions(
    administrator=True,
    ban_members=True,
    bypass_slowmode=True,
    deafen_members=True,
    kick_members=True,
    manage_channels=True,
    manage_events=True,
    manage_expressions=True,
    manage_guild=True,
    manage_messages=True,
    manage_nicknames=True,
    manage_roles=True,
    manage_threads=True,
    manage_webhooks=True,
    mention_everyone=True,
    moderate_members=True,
    move_members=True,
    mute_members=True,
    view_audit_log=True,
    view_guild_insights=True,
)
STAFF = (RolePurpose.ADMIN, RolePurpose.MODERATOR, RolePurpose.FACILITATOR)
# Discord API v10, Guild Features.
SCREENING = "MEMBER_VERIFICATION_GATE_ENABLED"


@dataclass(frozen=True, slots=True)
class DiscordMemberRoles:
    """See `MemberRoles`."""

    client: discord.Client

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return where a person stands, asked of Discord: nobody is kept in memory."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            raise MessengerError("server not shown", failure=Failure.PASSING)
        async with translated():
            try:
                member = await guild.fetch_member(user_id)
            except discord.NotFound:
                return None
        return Standing(
            is_pending=member.pending,
            role_ids=frozenset(RoleId(role.id) for role in member.roles),
            joined_at=member.joined_at,
        )

    def fault(self, server: Server, role_id: RoleId) -> RoleFault | None:
        """Say why a role cannot be given to whoever agrees; None when it can."""
        guild = self.client.get_guild(server.guild_id)
        return None if guild is None else fault(guild, server, role_id)

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Give somebody the role; the service has looked at it just before."""
        async with translated():
            await self.client.http.add_role(guild_id, user_id, role_id, reason=render.REASON)

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Take the role from somebody; fine if they, or the role, are gone."""
        async with translated():
            try:
                await self.client.http.remove_role(guild_id, user_id, role_id, reason=render.REASON)
            except discord.NotFound:
                return


def fault(guild: discord.Guild, server: Server, role_id: RoleId) -> RoleFault | None:
    """Say what is wrong with a role that members are to be given, the worst first."""
    role = guild.get_role(role_id)
    if role is None:
        return RoleFault.GONE
    staff_room = guild.get_channel(server.rooms.get(RoomPurpose.STAFF, 0))
    staff = {each for purpose in STAFF for each in server.roles.get(purpose, ())}
    wrong = {
        RoleFault.EVERYONE: role.is_default(),
        RoleFault.MANAGED: role.managed,
        RoleFault.POWERFUL: bool(role.permissions.value & POWERS.value),
        RoleFault.STAFF: role_id in staff,
        RoleFault.OPENS_STAFF_ROOM: staff_room is not None
        and staff_room.permissions_for(role).view_channel,
        RoleFault.LACKING: not guild.me.guild_permissions.manage_roles,
        RoleFault.TOO_HIGH: role >= guild.me.top_role,
    }
    return next((each for each, is_so in wrong.items() if is_so), None)


@dataclass(frozen=True, slots=True)
class DiscordNoticeboard:
    """See `Noticeboard`."""

    messenger: DiscordMessenger

    async def post(self, card: Card, terms: Terms, *, language: str) -> Sent:
        """Post the card, with its key in the buttons."""
        key = nonce(card.key)
        said = render.card(terms, language=language, key=key)
        return await self.messenger.say(Room(card.channel_id), said, nonce=key)

    async def find(self, card: Card, *, since: datetime) -> Sent | None:
        """Look through the last messages of the room for the card."""
        client, key = self.messenger.client, nonce(card.key)
        me = client.user.id if client.user else 0
        room = client.get_partial_messageable(card.channel_id)
        with sent_as(Urgency.UPKEEP):
            async with translated():
                async for message in room.history(limit=100, after=since, oldest_first=False):
                    if message.author.id == me and key in keys(message):
                        return Sent(MessageId(message.id), ChannelId(message.channel.id))
        return None

    async def stands(self, card: Card) -> bool:
        """Ask Discord for the message."""
        room = self.messenger.client.get_partial_messageable(card.channel_id)
        with sent_as(Urgency.UPKEEP):
            async with translated():
                try:
                    await room.fetch_message(card.message_id or 0)
                except discord.NotFound:
                    return False
        return True

    async def change(self, card: Card, terms: Terms, *, language: str) -> None:
        """Edit the card; one that goes away this moment is posted anew by the next look."""
        if card.message_id is not None:
            said = render.card(terms, language=language, key=nonce(card.key))
            await self.messenger.amend(Sent(card.message_id, card.channel_id), said)

    async def take_down(self, sent: Sent) -> None:
        """Delete a card; fine if it is gone already."""
        room = self.messenger.client.get_partial_messageable(sent.channel_id)
        async with translated():
            try:
                await room.get_partial_message(sent.message_id).delete()
            except discord.NotFound:
                return


async def findings(
    guild: discord.Guild, server: Server, terms: Terms, card: Card | None
) -> Sequence[Finding]:
    """Return what to know about joining: the terms, the card, the role, and ways around it."""
    found = [_terms(guild, terms, card)]
    role_id = role_of(server)
    if role_id is None:
        return [Finding(part=RolePurpose.MEMBER, problem="not_set"), *found]
    role = guild.get_role(role_id)
    mention = None if role is None else role.mention
    wrong = fault(guild, server, role_id)
    found.insert(0, Finding(part=RolePurpose.MEMBER, mention=mention, problem=wrong))
    if SCREENING in guild.features:
        found.append(Finding(part="joining", problem="screening_first"))
    if await _is_given_at_the_door(guild, role_id):
        found.append(Finding(part="joining", mention=mention, problem="onboarding_gives"))
    open_rooms = [
        room.mention
        for purpose in (RoomPurpose.QUESTIONS, RoomPurpose.MEETINGS, RoomPurpose.LOUNGE)
        if (room := guild.get_channel(server.rooms.get(purpose, 0)))
        and room.permissions_for(guild.default_role).view_channel
    ]
    if open_rooms:
        found.append(Finding(part="joining", mention=" ".join(open_rooms), problem="open_to_all"))
    return found


def _terms(guild: discord.Guild, terms: Terms, card: Card | None) -> Finding:
    if terms.published_at is None:
        return Finding(part="joining", problem="rules_draft")
    if card is None or card.is_down:
        return Finding(part="joining", problem="rules_no_card")
    channel = guild.get_channel(card.channel_id)
    if channel is None or card.message_id is None:
        mention = channel.mention if channel else None
        return Finding(part="joining", mention=mention, problem="card_not_up")
    return Finding(part="joining", mention=channel.mention)


async def _is_given_at_the_door(guild: discord.Guild, role_id: RoleId) -> bool:
    """Say whether Discord's own onboarding gives the role to whoever picks an answer."""
    try:
        async with translated():
            asked = await guild.onboarding()
    except MessengerError:
        return False
    given = {
        each for prompt in asked.prompts for option in prompt.options for each in option.role_ids
    }
    return asked.enabled and role_id in given
