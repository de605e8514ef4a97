"""Moderation: what a moderator may do to whom, and the case that remembers it."""

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
from bot.domain.cases.proposals import (
    CARE_IS_RECENT,
    DRAFT_KEPT,
    LENGTHS,
    LONGEST,
    Proposal,
    check,
    timeout_end,
)
from bot.domain.cases.reach import Standing, check_reach, is_timed_out_as
from bot.domain.cases.sayings import HIDE_UNKEPT, letter, line

__all__ = [
    "CARE_IS_RECENT", "DRAFT_KEPT", "HAND_ON_IT", "HIDE_UNKEPT", "LENGTHS", "LONGEST",
    "NOTE_KEPT", "NOTE_MAX", "ON_ROOMS", "SAME_EVENT", "Action", "Case", "Proposal", "Reached",
    "Reason", "Standing", "State", "check", "check_reach", "is_timed_out_as", "letter", "line",
    "timeout_end", "without_expired_note",
]  # fmt: skip
