"""Who is of staff in a server: the `People` port over Discord."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import Interaction

from bot.chat.inbound import actor, of_member
from bot.chat.messenger import translated
from bot.domain.deliveries import Failure
from bot.domain.errors import IN_A_SERVER, Conflict, NotPermitted
from bot.domain.ids import GuildId, UserId
from bot.domain.servers import Actor
from bot.services.ports import MessengerError, People

# A press that opens a form has to be answered within three seconds (Discord API v10).
PATIENCE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class DiscordPeople:
    """See `People`."""

    client: discord.Client

    async def actor(self, guild_id: GuildId, user_id: UserId) -> Actor | None:
        """Return a member with what they may do, or None when they are not in the server."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            return None
        try:
            async with translated():
                member = await guild.fetch_member(user_id)
        except MessengerError as error:
            if error.failure is Failure.GONE:
                return None
            raise
        return of_member(member, member.guild_permissions)

    async def staff(self, guild_id: GuildId, known: Sequence[UserId]) -> Sequence[Actor]:
        """Return those who might be of staff, with what they may do."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            return ()
        if self.client.intents.members:
            async with translated():
                everybody = [each async for each in guild.fetch_members(limit=None)]
            return [of_member(each, each.guild_permissions) for each in everybody if not each.bot]
        asked = {*known, *([UserId(guild.owner_id)] if guild.owner_id else [])}
        found = await asyncio.gather(*(self.actor(guild_id, each) for each in sorted(asked)))
        return [each for each in found if each is not None]


async def presser(interaction: Interaction, guild_id: GuildId, people: People) -> Actor:
    """Return who pressed a card's button, in the staff room or in a direct message.

    Raises:
        NotPermitted: They are not in the server that the card is about.
        Conflict: Discord did not say, or not while a press can still be answered.
    """
    if interaction.guild is not None:
        return actor(interaction)
    patience = None if interaction.response.is_done() else PATIENCE_SECONDS
    try:
        async with asyncio.timeout(patience):
            found = await people.actor(guild_id, UserId(interaction.user.id))
    except (MessengerError, TimeoutError) as error:
        raise Conflict("discord_silent") from error
    if found is None:
        raise NotPermitted(IN_A_SERVER)
    return found
