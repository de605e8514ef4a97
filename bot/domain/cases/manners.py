"""How each act is done: who may, what the bot needs, whether and when the person is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.cases.case import Action
from bot.domain.servers import Right


class Letter(StrEnum):
    """When the person is told in private."""

    NEVER = "never"
    AFTER = "after"
    BEFORE = "before"  # after a kick or a ban Discord would carry no word to them


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one act is done.

    Attributes:
        right: What a moderator needs.
        needs: What the bot needs in the whole server, in Discord's own words; empty for nothing.
        is_final: Taking it back does not undo it, so a moderator looks at it once more.
        weighs: It can hurt, so a moderator is asked once more where care is under way.
        on_members: Nobody outside the server can be meant.
        below_bot: Discord asks that the bot's highest role stands above theirs.
    """

    right: Right = Right.MODERATE
    needs: str = ""
    letter: Letter = Letter.NEVER
    is_final: bool = False
    weighs: bool = False
    on_members: bool = False
    below_bot: bool = False


MANNERS: Mapping[Action, Manner] = MappingProxyType(
    {
        Action.NOTE: Manner(),
        Action.WARN: Manner(letter=Letter.AFTER, weighs=True, on_members=True),
        Action.TIMEOUT: Manner(
            needs="Moderate Members",
            letter=Letter.AFTER,
            weighs=True,
            on_members=True,
            below_bot=True,
        ),
        Action.UNTIMEOUT: Manner(
            needs="Moderate Members", letter=Letter.AFTER, on_members=True, below_bot=True
        ),
        Action.KICK: Manner(
            right=Right.KICK,
            needs="Kick Members",
            letter=Letter.BEFORE,
            is_final=True,
            weighs=True,
            on_members=True,
            below_bot=True,
        ),
        Action.BAN: Manner(
            right=Right.BAN,
            needs="Ban Members",
            letter=Letter.BEFORE,
            is_final=True,
            weighs=True,
            below_bot=True,
        ),
        Action.UNBAN: Manner(right=Right.BAN, needs="Ban Members"),
        # A message is hidden in a room, which may allow more or less than the server.
        Action.HIDE: Manner(letter=Letter.AFTER, weighs=True),
    }
)

# What the bot lacked where Discord refused an act.
LACKED: Mapping[Action, str] = MappingProxyType(
    {action: manner.needs for action, manner in MANNERS.items() if manner.needs}
    | {Action.WARN: "Send Messages", Action.HIDE: "Manage Messages"}
)
