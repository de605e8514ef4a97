"""The longest there is of each notice about acts on rooms."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product

from bot.domain.cases import NOTE_MAX, ON_ROOMS, Action, Reason
from bot.domain.deliveries import Failure
from bot.domain.holds import SLOWEST, HoldKind
from bot.domain.ids import CaseNumber, ChannelId, GuildId, RoleId, UserId
from bot.domain.notices import Notice
from bot.domain.raids import What
from bot.domain.room_notices import (
    HoldTrouble,
    NewcomerHeld,
    NewcomerLetter,
    RaidCard,
    RoomActLine,
    RoomPaused,
)

LONGEST_ID = 2**63 - 1
MANY_ROLES = tuple(RoleId(LONGEST_ID - each) for each in range(25))
AT = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)


def room_act_lines() -> Iterator[Notice]:
    for action, reason, left in product(ON_ROOMS, Reason, (0, 200)):
        is_all = action in {Action.LOCKDOWN, Action.UNLOCK}
        yield RoomActLine(
            number=CaseNumber(LONGEST_ID),
            action=action.value,
            moderator_id=UserId(LONGEST_ID),
            reason=reason.value,
            note="*" * NOTE_MAX,
            channel_id=None if is_all else ChannelId(LONGEST_ID),
            until=AT,
            seconds=SLOWEST if action is Action.SLOWMODE and left else None,
            removed=200 if action is Action.PURGE else None,
            left=left,
        )


def rooms_paused() -> Iterator[Notice]:
    for is_over, until, is_closed in product((False, True), (None, AT), (False, True)):
        yield RoomPaused(
            room_id=ChannelId(LONGEST_ID), is_over=is_over, until=until, is_closed=is_closed
        )


def hold_troubles() -> Iterator[Notice]:
    for kind, problem, is_end in product(HoldKind, Failure, (False, True)):
        room = ChannelId(LONGEST_ID) if kind is HoldKind.SLOWMODE else None
        yield HoldTrouble(kind=kind.value, channel_id=room, problem=problem.value, is_end=is_end)


def raid_cards() -> Iterator[Notice]:
    for what, calmed, rings in product(What, (False, True), ((), MANY_ROLES)):
        yield RaidCard(
            guild_id=GuildId(LONGEST_ID),
            what=what.value,
            count=9999,
            seconds=60,
            room_id=ChannelId(LONGEST_ID) if what is What.MESSAGES else None,
            calmed=calmed,
            until=AT,
            rings=rings,
        )


def newcomers() -> Iterator[Notice]:
    yield NewcomerHeld(number=CaseNumber(LONGEST_ID), user_id=UserId(LONGEST_ID), until=AT)


def newcomer_letters() -> Iterator[Notice]:
    for name in ("*" * 100, ""):
        yield NewcomerLetter(guild_id=GuildId(LONGEST_ID), server=name, until=AT)


ROOM_NOTICES: Mapping[type[Notice], tuple[Notice, ...]] = {
    RoomActLine: tuple(room_act_lines()),
    RoomPaused: tuple(rooms_paused()),
    HoldTrouble: tuple(hold_troubles()),
    RaidCard: tuple(raid_cards()),
    NewcomerHeld: tuple(newcomers()),
    NewcomerLetter: tuple(newcomer_letters()),
}
