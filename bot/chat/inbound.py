"""Discord's objects, as the domain sees them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import discord
from discord import Interaction

from bot.domain.errors import IN_A_SERVER, NotPermitted
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.messages import Heard, Spot
from bot.domain.servers import Actor, Right

# A number in a file's name is the camera's, or an invoice's.
NO_WORDS = re.compile(r"[\d_.-]+")


def heard(message: discord.Message) -> Heard:
    """Return a message as the gate hears it: its words, and what else of it can be read."""
    return Heard(
        guild_id=GuildId(message.guild.id) if message.guild else None,
        channel_id=ChannelId(message.channel.id),
        message_id=MessageId(message.id),
        author_id=UserId(message.author.id),
        text=message.content,
        at=message.created_at,
        beside="\n".join(filter(None, _beside(message))),
    )


def named(entry: discord.AuditLogEntry) -> Heard | None:
    """Return a title or a nickname that somebody has just given, as the gate hears it.

    A name that staff give to somebody else is none of that person's words.
    """
    after = entry.changes.after
    match entry.action:
        case discord.AuditLogAction.thread_update | discord.AuditLogAction.thread_create:
            spot, text = Spot.TITLE, getattr(after, "name", None)
        case discord.AuditLogAction.member_update:
            spot, text = Spot.NICKNAME, getattr(after, "nick", None)
        case _:
            return None
    # Last, and of these alone: discord.py 2.7 raises over the target of some lines (an invite's).
    target = entry.target if text else None
    if not text or not target or entry.user_id is None:
        return None
    if spot is Spot.NICKNAME and target.id != entry.user_id:
        return None
    return Heard(
        guild_id=GuildId(entry.guild.id),
        channel_id=ChannelId(int(target.id)) if spot is Spot.TITLE else None,
        message_id=None,
        author_id=UserId(entry.user_id),
        text=text,
        at=entry.created_at,
        spot=spot,
    )


def _beside(message: discord.Message) -> Iterator[str | None]:
    channel = message.channel
    # The first message of a post in a forum has the post's own id.
    if isinstance(channel, discord.Thread) and channel.id == message.id:
        yield channel.name
    yield from _files(message.attachments)
    if message.poll is not None:
        yield message.poll.question
        yield from (answer.text for answer in message.poll.answers)
    # A person's embeds are previews of what they link to: a newspaper's words, not theirs.
    if message.webhook_id is not None:
        yield from _embeds(message.embeds)
    for forwarded in message.message_snapshots:
        yield forwarded.content
        yield from _files(forwarded.attachments)


def _files(attachments: Sequence[discord.Attachment]) -> Iterator[str | None]:
    for each in attachments:
        yield each.description
        yield NO_WORDS.sub(" ", PurePath(each.title or each.filename).stem).strip()


def _embeds(embeds: Sequence[discord.Embed]) -> Iterator[str | None]:
    for each in embeds:
        yield from (each.author.name, each.title, each.description, each.footer.text)
        for field in each.fields:
            yield from (field.name, field.value)


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


def language_of(interaction: Interaction) -> str:
    """Return the reader's language, as their Discord is set and as far as we speak it."""
    return "es" if interaction.locale.value.startswith("es") else "en"


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
        raise NotPermitted(IN_A_SERVER)
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
        Right.KICK: permissions.kick_members,
        Right.BAN: permissions.ban_members,
        Right.FACILITATE: permissions.manage_events,
        Right.ADMINISTER: permissions.manage_guild,
    }
    return {right for right, has in held.items() if has or permissions.administrator}
