"""What is said about a case: the letter to the person, the line in the staff room."""

from datetime import datetime, timedelta

from bot.domain.cases.case import Action, Case
from bot.domain.deliveries import Person, Plan, Room
from bot.domain.ids import ChannelId
from bot.domain.notices import CaseLetter, CaseLine

# Whoever writes a letter into the ledger sends it at once; the ledger steps in for the dead.
LEDGER_STEPS_IN = timedelta(seconds=10)
# How a letter names a hidden message whose words did not reach staff either.
HIDE_UNKEPT = "hide_unkept"


def letter(case: Case, *, server: str, kept: bool, now: datetime) -> Plan:
    """Return the letter to the person a case is about.

    Args:
        server: The server's name.
        kept: False when a hidden message's words are lost to staff too.

    Raises:
        ValueError: It is about a room or the server.
    """
    unkept = case.action is Action.HIDE and not kept
    return Plan(
        key=case.letter_key,
        guild_id=case.guild_id,
        place=Person(case.person),
        notice=CaseLetter(
            number=case.number,
            action=HIDE_UNKEPT if unkept else case.action.value,
            server=server,
            reason=case.reason.value,
            note=case.note,
            guild_id=case.guild_id,
            until=case.until,
            channel_id=case.channel_id,
        ),
        due_at=now + LEDGER_STEPS_IN,
    )


def line(case: Case, *, staff_room: ChannelId, now: datetime) -> Plan:
    """Return the line in the staff room about a case.

    About a room there is nobody to tell, and the line does not say that nobody was.
    """
    return Plan(
        key=case.line_key,
        guild_id=case.guild_id,
        place=Room(staff_room),
        notice=CaseLine(
            number=case.number,
            action=case.action.value,
            target_id=case.target_id,
            moderator_id=case.moderator_id,
            reason=case.reason.value,
            note=case.note,
            until=case.until,
            told=bool(case.told) or case.target_id is None,
            channel_id=case.channel_id,
        ),
        due_at=now + LEDGER_STEPS_IN,
    )
