"""Moderation: what a moderator may do to whom, and the case that remembers it."""

from bot.domain.cases.advice import Step, usual_step
from bot.domain.cases.case import (
    HAND_ON_IT,
    NOTE_KEPT,
    NOTE_MAX,
    ON_ROOMS,
    SAME_EVENT,
    Action,
    Case,
    Reached,
    Reason,
    State,
    without_expired_note,
)
from bot.domain.cases.deeds import Deed
from bot.domain.cases.holds import Hold, hold_of
from bot.domain.cases.manners import LACKED, MANNERS, Letter
from bot.domain.cases.proposals import (
    BAN_LENGTHS,
    CARE_IS_RECENT,
    DELETIONS,
    DRAFT_KEPT,
    LENGTHS,
    LONGEST,
    Proposal,
    check,
    end_of,
    native_end,
)
from bot.domain.cases.reach import (
    Banned,
    Standing,
    check_reach,
    is_banned_as,
    is_timed_out,
    is_timed_out_as,
    mark,
)
from bot.domain.cases.sayings import BAN_OVER, HIDE_UNKEPT, UNDONE, letter, line, undone

__all__ = [
    "BAN_LENGTHS", "BAN_OVER", "CARE_IS_RECENT", "DELETIONS", "DRAFT_KEPT", "HAND_ON_IT",
    "HIDE_UNKEPT", "LACKED", "LENGTHS", "LONGEST", "MANNERS", "NOTE_KEPT", "NOTE_MAX", "ON_ROOMS",
    "SAME_EVENT", "UNDONE", "Action", "Banned", "Case", "Deed", "Hold", "Letter", "Proposal",
    "Reached", "Reason", "Standing", "State", "Step", "check", "check_reach", "end_of", "hold_of",
    "is_banned_as", "is_timed_out", "is_timed_out_as", "letter", "line", "mark", "native_end",
    "undone", "usual_step", "without_expired_note",
]  # fmt: skip
