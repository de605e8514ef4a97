"""What is said about a case: the letter to the person, the line in the staff room."""

from datetime import datetime, timedelta

from bot.domain.cases.case import Action, Case
from bot.domain.cases.manners import MANNERS, Letter
from bot.domain.deliveries import Person, Plan, Room
from bot.domain.ids import ChannelId
from bot.domain.notices import CaseLetter, CaseLine

# Whoever writes a letter into the ledger sends it at once; the ledger steps in for the dead.
LEDGER_STEPS_IN = timedelta(seconds=10)
# How a letter names a hidden message whose words did not reach staff either.
HIDE_UNKEPT = "hide_unkept"
# How a letter takes an earlier one back, and a line says that nothing came of a case.
UNDONE = "undone"
# How a line says that a ban's time is over.
BAN_OVER = "ban_over"


def letter(case: Case, *, server: str, kept: bool, now: datetime) -> Plan:
    """Return the letter to the person a case is about.

    Args:
        server: The server's name.
        kept: False when a hidden message's words are lost to staff too.

    Raises:
        ValueError: It is about a room or the server.
    """
    unkept = case.action is Action.HIDE and not kept
    name = HIDE_UNKEPT if unkept else case.action.value
    return _letter(case, name, key=case.letter_key, server=server, now=now)


def undone(case: Case, *, server: str, now: datetime) -> Plan:
    """Return the letter that says that nothing was done after all. Arguments as in `letter`."""
    return _letter(case, UNDONE, key=case.undone_key, server=server, now=now)


def _letter(case: Case, name: str, *, key: str, server: str, now: datetime) -> Plan:
    return Plan(
        key=key,
        guild_id=case.guild_id,
        place=Person(case.person),
        notice=CaseLetter(
            number=case.number,
            action=name,
            server=server,
            reason=case.reason.value,
            note="" if name == UNDONE else case.note,
            guild_id=case.guild_id,
            until=case.until,
            channel_id=case.channel_id,
        ),
        due_at=now + LEDGER_STEPS_IN,
    )


def line(case: Case, *, staff_room: ChannelId, now: datetime, name: str | None = None) -> Plan:
    """Return a line in the staff room about a case.

    Where nobody is ever told, the line does not say that nobody was.

    Args:
        name: UNDONE or BAN_OVER; what was done by default.
    """
    manner = MANNERS.get(case.action)
    # What nobody waits for is left to the ledger at once.
    is_sent = name is None and case.entry_id is None
    tells = manner is not None and manner.letter is not Letter.NEVER
    return Plan(
        key=case.end_key if name == BAN_OVER else case.line_key,
        guild_id=case.guild_id,
        place=Room(staff_room),
        notice=CaseLine(
            number=case.number,
            action=name or case.action.value,
            target_id=case.target_id,
            moderator_id=case.moderator_id,
            reason=case.reason.value,
            note=case.note,
            until=case.until,
            told=bool(case.told) or not (tells and is_sent),
            channel_id=case.channel_id,
            by_hand=case.entry_id is not None,
        ),
        due_at=now + LEDGER_STEPS_IN if is_sent else now,
    )
