"""What is usual after what there was. It is shown, and a human decides: nothing is counted up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.cases.case import Action, Case, State

# What lies further back says little about a person today.
BEARS_ON = timedelta(days=90)
BREAKS = frozenset({Action.TIMEOUT, Action.KICK, Action.BAN})
TOLD_OFF = BREAKS | {Action.WARN, Action.HIDE}


class Step(StrEnum):
    """What is usual next."""

    WARN = "warn"
    SHORT_BREAK = "short_break"
    LONGER_BREAK = "longer_break"
    TALK = "talk"  # with a colleague, before anything else


def usual_step(past: Sequence[Case], *, now: datetime) -> Step:
    """Return what is usual next for somebody with these cases."""
    recent = [case for case in past if _bears_on(case, now=now)]
    breaks = [case for case in recent if case.action in BREAKS]
    if not any(case.action in TOLD_OFF for case in recent):
        return Step.WARN
    if not breaks:
        return Step.SHORT_BREAK
    return Step.LONGER_BREAK if len(breaks) == 1 else Step.TALK


def _bears_on(case: Case, *, now: datetime) -> bool:
    is_recent = now - case.created_at < BEARS_ON
    return case.state is State.DONE and not case.set_aside and is_recent
