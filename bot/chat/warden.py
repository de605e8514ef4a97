"""The ports over Discord that look at and change a room or the whole server for moderators."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord.http import Route

from bot.chat.health import titled
from bot.chat.messenger import translated
from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import room_acts as render
from bot.chat.rooms import shape_of
from bot.domain.cases import Case
from bot.domain.errors import NotFound
from bot.domain.holds import LEVEL, SECONDS, UNTIL, Hold, HoldKind, Numbers, moment, seconds
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.purges import Seen
from bot.domain.rooms import Shape

# What Discord lets nobody delete: people added to a group, calls, names and icons of groups, the
# four of Server Discovery, the first message of a thread (Discord API v10, Message Types).
STAYS = frozenset({1, 2, 3, 4, 5, 14, 15, 16, 17, 21})
LINK = re.compile(r"https?://|\bwww\.|\bdiscord\.gg/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DiscordWarden:
    """See `Warden`."""

    client: discord.Client

    def lacks(
        self, guild_id: GuildId, channel_id: ChannelId | None, needs: Sequence[str]
    ) -> Sequence[str]:
        """Return those of `needs` that the bot lacks, as Discord's settings name them."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            raise NotFound("server")
        if channel_id is None:
            held = guild.me.guild_permissions
            return [titled(name) for name in needs if not getattr(held, name)]
        channel = guild.get_channel_or_thread(channel_id)
        if channel is None:
            raise NotFound("room")
        held = channel.permissions_for(guild.me)
        # Discord's name for Manage Roles within one room.
        named = {"manage_roles": "manage_permissions"}
        return [titled(named.get(name, name)) for name in needs if not getattr(held, name)]

    def room(self, channel_id: ChannelId) -> ChannelId:
        """Return the room that a thread belongs to; a room itself."""
        channel = self.client.get_channel(channel_id)
        if isinstance(channel, discord.Thread):
            return ChannelId(channel.parent_id)
        return channel_id

    def shape(self, channel_id: ChannelId) -> Shape:
        """Return what sort of room it is; text where it is not known."""
        channel = self.client.get_channel(channel_id)
        is_room = isinstance(channel, discord.abc.GuildChannel)
        return shape_of(channel.type) if is_room else Shape.TEXT


@dataclass(frozen=True, slots=True)
class DiscordHolder:
    """See `Holder`."""

    client: discord.Client

    async def read(self, hold: Hold) -> Numbers:
        """Return what stands at Discord now, never from memory."""
        with sent_as(Urgency.REMINDER):
            async with translated():
                if hold.kind is HoldKind.SLOWMODE:
                    room: Any = await self.client.http.get_channel(hold.channel_id or 0)
                    return {SECONDS: room.get("rate_limit_per_user") or 0}
                guild: Any = await self.client.http.get_guild(hold.guild_id, with_counts=False)
        incidents: dict[str, str | None] = guild.get("incidents_data") or {}
        until = incidents.get("invites_disabled_until")
        return {
            LEVEL: guild["verification_level"],
            UNTIL: seconds(datetime.fromisoformat(until)) if until else None,
        }

    async def write(self, hold: Hold, changes: Numbers, case: Case | None) -> None:
        """Set what is named in `changes`; the case, or what it is for, is audited."""
        why = render.audit_reason(hold.kind, case)
        with sent_as(Urgency.REMINDER):
            async with translated():
                if SECONDS in changes:
                    await self.client.http.edit_channel(
                        hold.channel_id or 0, reason=why, rate_limit_per_user=changes[SECONDS] or 0
                    )
                if UNTIL in changes:
                    await self._pause_invites(hold.guild_id, changes[UNTIL], why)
                if LEVEL in changes:
                    level: Any = {"verification_level": changes[LEVEL]}
                    await self.client.http.edit_guild(hold.guild_id, reason=why, **level)

    async def _pause_invites(self, guild_id: GuildId, until: int | None, why: str) -> None:
        route = Route("PUT", "/guilds/{guild_id}/incident-actions", guild_id=guild_id)
        # discord.py's own call (2.7) gives no reason to the audit log.
        ends = moment(until).isoformat() if until is not None else None
        await self.client.http.request(route, json={"invites_disabled_until": ends}, reason=why)


@dataclass(frozen=True, slots=True)
class DiscordSweeper:
    """See `Sweeper`. Words are looked at for a link, and leave this file in no way."""

    client: discord.Client

    @property
    def reads_words(self) -> bool:
        """Whether the bot may see what messages contain."""
        return self.client.intents.message_content

    async def page(self, room_id: ChannelId, *, before: MessageId | None) -> Sequence[Seen]:
        """Return up to 100 messages of a room, newest first, without their words."""
        async with translated():
            found: Any = await self.client.http.logs_from(room_id, 100, before=before)
        own_id = self.client.user.id if self.client.user else 0
        return [_seen(each, own_id) for each in found]

    async def remove(self, case: Case, message_ids: Sequence[MessageId]) -> None:
        """Remove one message, or up to 100 of the last 14 days at once; fine if one is gone."""
        room_id, why = case.channel_id or 0, render.audit_reason(None, case)
        async with translated():
            if len(message_ids) > 1:
                ids: list[Any] = list(message_ids)
                await self.client.http.delete_messages(room_id, ids, reason=why)
                return
            try:
                await self.client.http.delete_message(room_id, message_ids[0], reason=why)
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise


# Discord JSON error code (API v10).
UNKNOWN_MESSAGE = 10008


def _seen(data: dict[str, Any], own_id: int) -> Seen:
    author_id = UserId(int(data["author"]["id"]))
    return Seen(
        id=MessageId(int(data["id"])),
        author_id=author_id,
        at=datetime.fromisoformat(data["timestamp"]),
        has_link=LINK.search(data.get("content") or "") is not None,
        has_file=bool(data.get("attachments")),
        is_pinned=bool(data.get("pinned")),
        is_ours=author_id == own_id,
        can_go=data["type"] not in STAYS,
    )
