"""The `Moderator` port over Discord. Audit-log reasons hold the case and the short reason only."""

from dataclasses import dataclass

import discord
from discord.abc import Messageable

from bot.chat.inbound import heard
from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import moderation as render
from bot.domain.cases import Case, Standing
from bot.domain.deliveries import Failure, Room
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.services.ports import MessengerError


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

    async def time_out(self, case: Case) -> None:
        """Time the person out until the case's end, by Discord's own timeout."""
        guild = self._guild(case.guild_id)
        async with translated():
            member = await guild.fetch_member(case.person)
            await member.timeout(case.until, reason=render.audit_reason(case))

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
    )
