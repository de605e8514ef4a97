"""What differs from server to server, and who may do what there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import NotPermitted, NotSetUp
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId


class RoomPurpose(StrEnum):
    """What a room is for."""

    STAFF = "staff"
    QUESTIONS = "questions"
    MEETINGS = "meetings"
    WELCOME = "welcome"
    LOUNGE = "lounge"


class RolePurpose(StrEnum):
    """What a role is for."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    FACILITATOR = "facilitator"
    MEMBER = "member"


class Right(StrEnum):
    """What somebody needs, by Discord's own name for it."""

    MODERATE = "Moderate Members"
    KICK = "Kick Members"
    BAN = "Ban Members"
    FACILITATE = "Manage Events"
    ADMINISTER = "Manage Server"


# A role that the clinic named counts as much as Discord's permission: set-up asks for roles, and a
# volunteer should not be turned away because a box in Discord's own settings was forgotten.
ROLES_WITH: Mapping[Right, frozenset[RolePurpose]] = {
    Right.MODERATE: frozenset({RolePurpose.MODERATOR, RolePurpose.ADMIN}),
    Right.KICK: frozenset({RolePurpose.MODERATOR, RolePurpose.ADMIN}),
    Right.BAN: frozenset({RolePurpose.MODERATOR, RolePurpose.ADMIN}),
    Right.FACILITATE: frozenset({RolePurpose.FACILITATOR, RolePurpose.ADMIN}),
    Right.ADMINISTER: frozenset({RolePurpose.ADMIN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Discord server that has been set up.

    Attributes:
        zone: The clinic's own wall clock.
        language: "en" or "es".
        rooms: At most one room a purpose.
        roles: Every role a purpose has.
        policies: Key to value, for example "dosing" to "nudge".
    """

    guild_id: GuildId
    zone: ZoneInfo
    language: str = "en"
    rooms: Mapping[RoomPurpose, ChannelId] = field(default_factory=dict[RoomPurpose, ChannelId])
    roles: Mapping[RolePurpose, frozenset[RoleId]] = field(
        default_factory=dict[RolePurpose, frozenset[RoleId]]
    )
    policies: Mapping[str, str] = field(default_factory=dict[str, str])

    def room(self, purpose: RoomPurpose) -> ChannelId:
        """Return the room for `purpose`.

        Raises:
            NotSetUp: There is none.
        """
        try:
            return self.rooms[purpose]
        except KeyError:
            raise NotSetUp(f"{purpose}_room") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who does something, with what Discord says they may do.

    Attributes:
        rights: The rights that Discord's own permissions give them.
        position: Position of their highest role; a higher number outranks.
    """

    user_id: UserId
    guild_id: GuildId
    rights: frozenset[Right] = frozenset()
    role_ids: frozenset[RoleId] = frozenset()
    position: int = 0
    is_owner: bool = False


def may(actor: Actor, right: Right, server: Server) -> bool:
    """Say whether `actor` has `right`, by Discord's permissions or by a role the clinic named."""
    named = {role for purpose in ROLES_WITH[right] for role in server.roles.get(purpose, ())}
    return actor.is_owner or right in actor.rights or bool(actor.role_ids & named)


def require(actor: Actor, right: Right, server: Server) -> None:
    """Let `actor` pass if they have `right`.

    Raises:
        NotPermitted: They have not.
    """
    if not may(actor, right, server):
        raise NotPermitted(right.value)


def is_staff(actor: Actor, server: Server) -> bool:
    """Say whether somebody may know of a person in danger."""
    return may(actor, Right.MODERATE, server) or may(actor, Right.ADMINISTER, server)
