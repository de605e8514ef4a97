"""Discord's objects, as the domain sees them."""

import discord
from discord import Interaction

from bot.domain.errors import NotPermitted
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.messages import Heard
from bot.domain.servers import Actor, Right


def heard(message: discord.Message) -> Heard:
    """Return a message as the gate hears it: the words, and those of the embeds it came with."""
    return Heard(
        guild_id=GuildId(message.guild.id) if message.guild else None,
        channel_id=ChannelId(message.channel.id),
        message_id=MessageId(message.id),
        author_id=UserId(message.author.id),
        text=message.content,
        at=message.created_at,
    )


def typed(interaction: Interaction, text: str) -> Heard:
    """Return words typed into a command or a form as the gate hears them."""
    return Heard(
        guild_id=GuildId(interaction.guild_id) if interaction.guild_id else None,
        channel_id=None,
        message_id=None,
        author_id=UserId(interaction.user.id),
        text=text,
        at=interaction.created_at,
        language=interaction.locale.value,
    )


def guild_of(interaction: Interaction) -> GuildId | None:
    """Return the server something was used in; None in a direct message."""
    return GuildId(interaction.guild_id) if interaction.guild_id else None


def actor(interaction: Interaction) -> Actor:
    """Return who is behind an interaction, with the rights Discord gives them.

    Raises:
        NotPermitted: It came from a direct message, where nobody has rights over a server.
    """
    member = interaction.user
    if interaction.guild is None or not isinstance(member, discord.Member):
        raise NotPermitted("a server")
    # Discord computes these for the room the command was used in and sends them along.
    return of_member(member, interaction.permissions)


def of_member(member: discord.Member, permissions: discord.Permissions) -> Actor:
    """Return a member as an actor."""
    return Actor(
        user_id=UserId(member.id),
        guild_id=GuildId(member.guild.id),
        rights=frozenset(_rights(permissions)),
        role_ids=frozenset(RoleId(role.id) for role in member.roles),
        position=member.top_role.position,
        is_owner=member.guild.owner_id == member.id,
    )


def _rights(permissions: discord.Permissions) -> set[Right]:
    held = {
        Right.MODERATE: permissions.moderate_members,
        Right.FACILITATE: permissions.manage_events,
        Right.ADMINISTER: permissions.manage_guild,
    }
    return {right for right, has in held.items() if has or permissions.administrator}
