"""The `Moderator` port over Discord. Audit-log reasons hold the case and the short reason only."""

from dataclasses import dataclass
from datetime import datetime

import discord
from discord.abc import Messageable

from bot.chat.health import titled
from bot.chat.inbound import heard
from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import moderation as render
from bot.domain.cases import Action, Banned, Case, Standing, mark
from bot.domain.deliveries import Failure, Room
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.services.ports import MessengerError

# Our own kicks looked through for one that a crash left in doubt minutes ago.
LOOKED_BACK = 20


@dataclass(frozen=True, slots=True)
class DiscordModerator:
    """See `Moderator`."""

    client: discord.Client

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return where a person stands now, or None when they are not in the server."""
        guild = self._guild(guild_id)
        async with translated():
            try:
                # Fetched, never cached: a role given a minute ago counts.
                return _standing(await guild.fetch_member(user_id))
            except discord.NotFound:
                return None

    async def own_standing(self, guild_id: GuildId) -> Standing:
        """Return where the bot itself stands now; Discord keeps it told of its own roles."""
        return _standing(self._guild(guild_id).me)

    async def server_name(self, guild_id: GuildId) -> str:
        """Return the server's name."""
        return self._guild(guild_id).name

    async def message(self, channel_id: ChannelId, message_id: MessageId) -> Heard | None:
        """Return a message that stands in a room, or None when it is gone."""
        async with translated():
            try:
                channel = self.client.get_channel(channel_id)
                channel = channel or await self.client.fetch_channel(channel_id)
                if not isinstance(channel, Messageable):
                    return None
                return heard(await channel.fetch_message(message_id))
            except discord.NotFound:
                return None

    async def ban_of(self, guild_id: GuildId, user_id: UserId) -> Banned | None:
        """Return somebody's ban, or None when they are not banned."""
        guild = self._guild(guild_id)
        async with translated():
            try:
                return Banned((await guild.fetch_ban(discord.Object(user_id))).reason or "")
            except discord.NotFound:
                return None

    async def was_kicked(self, case: Case) -> bool | None:
        """Say whether the server's log has the kick of a case; None when we may not read it."""
        guild = self._guild(case.guild_id)
        me = guild.me
        if not me.guild_permissions.view_audit_log:
            return None
        async with translated():
            lines = guild.audit_logs(action=discord.AuditLogAction.kick, user=me, limit=LOOKED_BACK)
            return any([_is_of(case, line) async for line in lines])

    async def time_out(self, case: Case, until: datetime) -> None:
        """Time the person out by Discord's own timeout, at most 28 days ahead."""
        await self._set_timeout(case, until)

    async def end_timeout(self, case: Case) -> None:
        """Let the person write again."""
        await self._set_timeout(case, None)

    async def _set_timeout(self, case: Case, until: datetime | None) -> None:
        guild = self._guild(case.guild_id)
        async with translated():
            member = await guild.fetch_member(case.person)
            await member.timeout(until, reason=render.audit_reason(case))

    async def kick(self, case: Case) -> None:
        """Remove the person from the server."""
        guild = self._guild(case.guild_id)
        async with translated():
            await guild.kick(discord.Object(case.person), reason=render.audit_reason(case))

    async def ban(self, case: Case) -> None:
        """Ban the person, and remove what they wrote as far back as the case says."""
        guild = self._guild(case.guild_id)
        async with translated():
            await guild.ban(
                discord.Object(case.person),
                reason=render.audit_reason(case),
                delete_message_seconds=case.delete_seconds,
            )

    async def unban(self, case: Case) -> None:
        """Lift the person's ban; for a case that banned them, because its time is over."""
        guild = self._guild(case.guild_id)
        async with translated():
            why = render.audit_reason(case, is_over=case.action is Action.BAN)
            await guild.unban(discord.Object(case.person), reason=why)

    async def delete_message(self, case: Case) -> None:
        """Delete the message of a case."""
        async with translated():
            # `Message.delete` takes no reason (discord.py 2.7); the route does.
            await self.client.http.delete_message(
                case.channel_id or 0, case.message_id or 0, reason=render.audit_reason(case)
            )

    async def show_hidden(self, staff_room: ChannelId, case: Case, hidden: Heard) -> None:
        """Show staff the words that a case hid. They are kept nowhere else."""
        await DiscordMessenger(self.client).say(Room(staff_room), render.hidden(case, hidden))

    def _guild(self, guild_id: GuildId) -> discord.Guild:
        guild = self.client.get_guild(guild_id)
        if guild is None:
            raise MessengerError("guild unavailable", failure=Failure.PASSING)
        return guild


def _standing(member: discord.Member) -> Standing:
    return Standing(
        user_id=UserId(member.id),
        position=member.top_role.position,
        is_owner=member.guild.owner_id == member.id,
        is_administrator=member.guild_permissions.administrator,
        timed_out_until=member.timed_out_until,
        held=frozenset(titled(name) for name, has in member.guild_permissions if has),
    )


def _is_of(case: Case, line: discord.AuditLogEntry) -> bool:
    is_about = getattr(line.target, "id", None) == case.person
    return is_about and (line.reason or "").startswith(f"{mark(case)}:")
