"""What outlasts the act: a ban that is to be lifted, a timeout longer than Discord's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.cases.case import Action, Case
from bot.domain.cases.proposals import native_end, next_end
from bot.domain.cases.reach import Standing, ends_at

# Discord's own timeout is set anew this long before it ends: time for an outage to be over.
AHEAD = timedelta(days=1)
# Somebody who left may come back; whoever did is looked at once a day.
LOOK_AGAIN = timedelta(days=1)


class Keeping(StrEnum):
    """What a hold keeps up or ends. Values are those of the acts that begin it."""

    TIMEOUT = "timeout"
    BAN = "ban"


# A later act of these kinds on the same person takes the place of a hold of that kind.
ENDS = {
    Action.TIMEOUT: Keeping.TIMEOUT,
    Action.UNTIMEOUT: Keeping.TIMEOUT,
    Action.BAN: Keeping.BAN,
    Action.UNBAN: Keeping.BAN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What is still to be done for a case that was done.

    Attributes:
        case: With its person and its end.
        native_until: The end that Discord holds for a timeout, aware UTC; None for a ban.
        setting_to: The end that is being set, written down before it is.
        due_at: When something is next to be done, aware UTC.
        attempts: Failures so far of the step that is due.
    """

    case: Case
    keeping: Keeping
    until: datetime
    native_until: datetime | None
    setting_to: datetime | None
    due_at: datetime
    attempts: int = 0


class Next(StrEnum):
    """What a timeout's hold is to do."""

    SET = "set"
    WAIT = "wait"
    OVER = "over"


def hold_of(case: Case) -> Hold | None:
    """Return what a case that was done leaves to be done; None for nothing."""
    keeping = ENDS.get(case.action)
    if keeping is None or case.until is None:
        return None
    if case.action is Action.BAN:
        return _hold(case, keeping, native=None, due_at=case.until)
    native = native_end(case)
    if native is None or native >= case.until:
        return None
    return _hold(case, keeping, native=native, due_at=native - AHEAD)


def _hold(case: Case, keeping: Keeping, *, native: datetime | None, due_at: datetime) -> Hold:
    if case.until is None:
        raise ValueError(case.action)
    return Hold(
        case=case,
        keeping=keeping,
        until=case.until,
        native_until=native,
        setting_to=None,
        due_at=due_at,
    )


def next_step(hold: Hold, target: Standing | None, *, now: datetime) -> Next:
    """Say what to do about a long timeout that is due.

    Whoever ended or changed it in Discord's own menus decided later than the case: theirs stands.
    """
    if now >= hold.until:
        return Next.OVER
    if target is None:
        return Next.WAIT
    if ends_at(target, hold.native_until) or ends_at(target, hold.setting_to):
        return Next.SET
    # Nobody was there to set it anew in time; it ended by itself.
    ran_out = hold.native_until is not None and hold.native_until <= now
    is_free = target.timed_out_until is None or target.timed_out_until <= now
    return Next.SET if ran_out and is_free else Next.OVER


def next_setting(hold: Hold, *, now: datetime) -> datetime:
    """Return the end to set next."""
    return next_end(hold.until, now=now)


def due_after(hold: Hold, end: datetime) -> datetime | None:
    """Return when a timeout that was set to `end` is next due; None where that is its end."""
    return None if end >= hold.until else end - AHEAD
