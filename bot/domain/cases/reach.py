"""Who may do what to whom, as Discord's roles have it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.cases.case import Action, Case
from bot.domain.errors import OutOfReach, Rank
from bot.domain.ids import UserId
from bot.domain.servers import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands in a server at this moment, as Discord says.

    Attributes:
        position: Position of their highest role; a higher number outranks.
        is_administrator: Discord times out no administrator, whoever asks.
        timed_out_until: Aware UTC; may lie in the past.
    """

    user_id: UserId
    position: int = 0
    is_owner: bool = False
    is_administrator: bool = False
    timed_out_until: datetime | None = None


def check_reach(actor: Actor, target: Standing | None, bot: Standing, action: Action) -> None:
    """Let `actor` pass if both they and the bot may do `action` to `target`.

    Args:
        target: None for somebody who left, or for a webhook; a message of theirs can be hidden.

    Raises:
        OutOfReach: They may not; it says why.
    """
    if target is None:
        if action is not Action.HIDE:
            raise OutOfReach(Rank.LEFT)
        return
    why = _beyond_actor(actor, target, bot)
    if why is None and action is Action.TIMEOUT and _beyond_bot(target, bot):
        why = Rank.ABOVE_THE_BOT
    if why is not None:
        raise OutOfReach(why)


def _beyond_actor(actor: Actor, target: Standing, bot: Standing) -> Rank | None:
    if target.user_id == bot.user_id:
        return Rank.THE_BOT
    if target.user_id == actor.user_id:
        return Rank.ONESELF
    if target.is_owner:
        return Rank.OWNER
    if not actor.is_owner and target.position >= actor.position:
        return Rank.HIGHER_ROLE
    return None


def _beyond_bot(target: Standing, bot: Standing) -> bool:
    return target.is_administrator or target.position >= bot.position


def is_timed_out_as(case: Case, target: Standing | None) -> bool:
    """Say whether Discord holds the timeout that a case asked for."""
    if target is None or target.timed_out_until is None or case.until is None:
        return False
    return abs(target.timed_out_until - case.until) < timedelta(seconds=1)
