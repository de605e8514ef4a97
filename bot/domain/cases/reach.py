"""Who may do what to whom, as Discord's roles have it, and what stands at Discord."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.cases.case import Action, Case
from bot.domain.cases.manners import MANNERS, Manner
from bot.domain.cases.proposals import native_end
from bot.domain.errors import NotPermitted, OutOfReach, Rank
from bot.domain.ids import UserId
from bot.domain.servers import Actor

SAME_END = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands in a server at this moment, as Discord says.

    Attributes:
        position: Position of their highest role; a higher number outranks.
        is_administrator: Discord times out no administrator, whoever asks.
        timed_out_until: Aware UTC; may lie in the past.
        held: Their permissions in the whole server, by the names that Discord's settings show.
    """

    user_id: UserId
    position: int = 0
    is_owner: bool = False
    is_administrator: bool = False
    timed_out_until: datetime | None = None
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Banned:
    """A ban that stands at Discord.

    Attributes:
        reason: As Discord keeps it beside the ban; one of ours begins with the case's mark.
    """

    reason: str = ""


def check_reach(actor: Actor, target: Standing | None, bot: Standing, action: Action) -> None:
    """Let `actor` pass if both they and the bot may do `action` to `target`.

    Args:
        target: None for somebody who is not in the server, or for a webhook.

    Raises:
        NotPermitted: The bot lacks a right.
        OutOfReach: They may not; it says why.
    """
    manner = MANNERS[action]
    if manner.needs and not (bot.is_administrator or manner.needs in bot.held):
        raise NotPermitted(manner.needs, by_bot=True)
    if target is None:
        if manner.on_members:
            raise OutOfReach(Rank.LEFT)
        return
    why = _beyond_actor(actor, target, bot)
    if why is None and _beyond_bot(target, bot, manner):
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


def _beyond_bot(target: Standing, bot: Standing, manner: Manner) -> bool:
    if not manner.below_bot:
        return False
    untouchable = target.is_administrator and manner.needs == "Moderate Members"
    return untouchable or target.position >= bot.position


def is_timed_out(target: Standing, *, now: datetime) -> bool:
    """Say whether somebody cannot write at `now`."""
    return target.timed_out_until is not None and target.timed_out_until > now


def ends_at(target: Standing | None, end: datetime | None) -> bool:
    """Say whether Discord holds a timeout that ends at `end`."""
    if target is None or target.timed_out_until is None or end is None:
        return False
    return abs(target.timed_out_until - end) < SAME_END


def is_timed_out_as(case: Case, target: Standing | None) -> bool:
    """Say whether Discord holds the timeout that a case asked for."""
    return ends_at(target, native_end(case))


def is_banned_as(case: Case, ban: Banned | None) -> bool:
    """Say whether a ban is the one that a case asked for."""
    return ban is not None and ban.reason.startswith(f"{mark(case)}:")


def mark(case: Case) -> str:
    """Return what begins the reason of every act of a case in Discord's audit log."""
    return f"case {case.number}"
