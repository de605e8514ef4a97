"""The longest notices about cases there can be, of every kind."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from bot.domain.cases import HIDE_UNKEPT, NOTE_MAX, ON_ROOMS, UNDONE, Action, Reason
from bot.domain.cases.holds import Keeping
from bot.domain.deliveries import Failure
from bot.domain.ids import CaseNumber, ChannelId, GuildId, UserId
from bot.domain.notices import CaseLetter, CaseLine, CaseTrouble, Notice

LONGEST_ID = 2**63 - 1
AT = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)
NAME = "*" * 100


def case_lines() -> Iterator[Notice]:
    for action, reason, told in product(Action, Reason, (True, False)):
        yield CaseLine(
            number=CaseNumber(LONGEST_ID),
            action=action.value,
            target_id=None if action in ON_ROOMS else UserId(LONGEST_ID),
            moderator_id=UserId(LONGEST_ID),
            reason=reason.value,
            note="*" * NOTE_MAX,
            until=AT if action is Action.TIMEOUT else None,
            told=told,
            channel_id=ChannelId(LONGEST_ID) if action is Action.HIDE else None,
        )


def closing_lines() -> Iterator[Notice]:
    for action, until in product(("undone", "ban_over", "ban"), (AT, None)):
        yield CaseLine(
            number=CaseNumber(LONGEST_ID),
            action=action,
            target_id=UserId(LONGEST_ID),
            moderator_id=UserId(LONGEST_ID),
            reason=Reason.OTHER.value,
            note="*" * NOTE_MAX,
            until=until,
            by_hand=True,
        )


def case_troubles() -> Iterator[Notice]:
    for keeping, problem in product(Keeping, Failure):
        yield CaseTrouble(
            number=CaseNumber(LONGEST_ID), keeping=keeping.value, problem=problem.value
        )


def case_letters() -> Iterator[Notice]:
    told = [action for action in Action if action not in ON_ROOMS]
    for action, reason, name in product((*told, HIDE_UNKEPT, UNDONE), Reason, (NAME, "")):
        yield CaseLetter(
            number=CaseNumber(LONGEST_ID),
            action=str(action),
            server=name,
            reason=reason.value,
            note="*" * NOTE_MAX,
            guild_id=GuildId(LONGEST_ID),
            until=AT if action in {Action.TIMEOUT, Action.BAN} else None,
            channel_id=ChannelId(LONGEST_ID),
        )
