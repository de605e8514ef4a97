"""Finds the rooms and roles that the clinic's file names, in a server as Discord shows it."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

import discord

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.servers import RolePurpose, RoomPurpose, Server

log = logging.getLogger(__name__)

Named = TypeVar("Named", discord.TextChannel, discord.Role)
Reference = int | str
"""An id, or a name as it reads in Discord."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A server as the clinic's file describes it."""

    guild_id: GuildId
    zone: ZoneInfo
    language: str
    rooms: Mapping[RoomPurpose, Reference]
    roles: Mapping[RolePurpose, Reference]
    policies: Mapping[str, str]


def resolve(seed: Seed, guild: discord.Guild) -> Server:
    """Return the server that `seed` describes; what is not found is left out and logged."""
    rooms = {
        purpose: ChannelId(found.id)
        for purpose, reference in seed.rooms.items()
        if (found := _find(reference, guild.text_channels, purpose)) is not None
    }
    roles = {
        purpose: frozenset({RoleId(role.id)})
        for purpose, reference in seed.roles.items()
        if (role := _find(reference, guild.roles, purpose)) is not None
    }
    return Server(
        guild_id=seed.guild_id,
        zone=seed.zone,
        language=seed.language,
        rooms=rooms,
        roles=roles,
        policies=seed.policies,
    )


def _find(reference: Reference, among: Iterable[Named], purpose: str) -> Named | None:
    for each in among:
        if reference in {each.id, each.name}:
            return each
    # The name is the clinic's own, out of its file.
    log.warning("seed not found", extra={"purpose": purpose, "reference": str(reference)})
    return None


def is_private(channel: discord.abc.GuildChannel) -> bool:
    """Say whether a room is hidden from people without a role."""
    return not channel.permissions_for(channel.guild.default_role).view_channel


# What servers call such a room or role; a private room only, for staff.
USUAL_ROOMS = {
    RoomPurpose.STAFF: ("staff", "moderators", "mods", "team"),
    RoomPurpose.QUESTIONS: ("questions", "ask", "help"),
    RoomPurpose.MEETINGS: ("meetings", "meeting", "circle", "group"),
}
USUAL_ROLES = {
    RolePurpose.ADMIN: ("admin", "admins", "administrator"),
    RolePurpose.MODERATOR: ("moderator", "moderators", "mod"),
    RolePurpose.FACILITATOR: ("facilitator", "facilitators", "host"),
}


def suggest_rooms(guild: discord.Guild) -> dict[RoomPurpose, ChannelId]:
    """Return the rooms that a server's own names suggest."""
    found: dict[RoomPurpose, ChannelId] = {}
    for purpose, names in USUAL_ROOMS.items():
        for channel in guild.text_channels:
            fits = any(name in channel.name.split("-") for name in names)
            if fits and (purpose is not RoomPurpose.STAFF or is_private(channel)):
                found.setdefault(purpose, ChannelId(channel.id))
    return found


def suggest_roles(guild: discord.Guild) -> dict[RolePurpose, frozenset[RoleId]]:
    """Return the roles that a server's own names suggest."""
    found: dict[RolePurpose, frozenset[RoleId]] = {}
    for purpose, names in USUAL_ROLES.items():
        for role in guild.roles:
            if role.name.casefold() in names:
                found.setdefault(purpose, frozenset({RoleId(role.id)}))
    return found
