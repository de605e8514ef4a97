"""Cases as staff, the moderator and the person they are about read them. No mention rings."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle, SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import CARE, NOTE, Press, Said, card
from bot.chat.wording.en import moderation as words
from bot.domain import cases
from bot.domain.cases import (
    BAN_LENGTHS,
    DELETIONS,
    HIDE_UNKEPT,
    LENGTHS,
    MANNERS,
    NOTE_MAX,
    UNDONE,
    Action,
    Case,
    Letter,
    Proposal,
    Reached,
    Reason,
)
from bot.domain.ids import ChannelId, MessageId
from bot.domain.messages import Heard
from bot.domain.notices import CaseLetter, CaseLine, CaseTrouble
from bot.services.casework import Done, NotDone, Unwritten
from bot.services.moderation import AskFirst, Result

# Letters that need no reason: they bring something good, or nothing at all.
UNEXPLAINED = {Action.UNTIMEOUT, UNDONE}
LEAVES = {Action.KICK, Action.BAN}


def case_line(notice: CaseLine, key: str) -> Said:
    """Render the line in the staff room."""
    parts = [_what_happened(notice), f"{words.REASON_LABEL}: {words.REASON[notice.reason]}"]
    if notice.note:
        parts.append(f"{words.NOTE_LABEL}: {escape_markdown(notice.note)}")
    if not notice.told:
        parts.append(words.NOT_TOLD)
    if notice.by_hand:
        parts.append(words.BY_HAND)
    title, text = words.case_title(notice.number, notice.action), "\n".join(parts)
    if notice.target_id is None:
        return Said(embeds=(card(title, text, colour=NOTE, footer=f"Ref {key}"),), key=key)
    history = Press(words.HISTORY, "case:history", (notice.target_id,))
    return Said(embeds=(card(title, text, colour=NOTE),), rows=((history,),), key=key)


def _what_happened(notice: CaseLine) -> str:
    who, by = f"<@{notice.target_id}>", f"<@{notice.moderator_id}>"
    match notice.action:
        case Action.HIDE:
            return words.line_hide(who, by, _in_room(notice.channel_id))
        case Action.TIMEOUT:
            return words.line_timeout(who, by, *until_of(notice.until))
        case Action.BAN:
            return words.line_ban(who, by, _ban_end(notice.until))
        case _ if notice.target_id is None:
            return words.line_room(by, _in_room(notice.channel_id))
        case action:
            return words.LINES[action].format(who=who, by=by)


def _ban_end(until: datetime | None) -> str:
    return words.FOR_GOOD if until is None else words.until_when(*until_of(until))


def case_trouble(notice: CaseTrouble, key: str) -> Said:
    """Render that a case could not be brought to its end, for staff."""
    text = words.hold_trouble(notice.number, notice.keeping, notice.problem)
    embed = card(words.HOLD_TROUBLE_TITLE, text, colour=CARE, footer=f"Ref {key}")
    return Said(embeds=(embed,), key=key)


def case_letter(notice: CaseLetter, key: str) -> Said:
    """Render what a person is told about a case of theirs."""
    parts = [_opening(notice)]
    if notice.action not in UNEXPLAINED:
        parts.append(words.about(notice.reason))
    if notice.note:
        parts.append(words.they_added(escape_markdown(notice.note)))
    # Whoever is outside can use no command of ours any more.
    leaves = notice.action in LEAVES
    parts += [words.TO_TALK_OUTSIDE, words.HARD_TIME_OUTSIDE] if leaves else []
    parts += [] if leaves else [words.TO_TALK, words.HARD_TIME]
    embed = card(
        words.letter_title(notice.server or words.THE_SERVER),
        "\n\n".join(parts),
        footer=words.letter_case(notice.number, notice.action.removesuffix("_unkept")),
    )
    talk = Press(words.TALK_TO_STAFF, "staff:talk", (notice.guild_id,), style=ButtonStyle.primary)
    return Said(embeds=(embed,), rows=((talk,),), key=key)


def _opening(notice: CaseLetter) -> str:
    match notice.action:
        case Action.HIDE:
            return words.letter_hide(_in_room(notice.channel_id))
        case _ if notice.action == HIDE_UNKEPT:
            return words.letter_hide_unkept(_in_room(notice.channel_id))
        case Action.TIMEOUT:
            return words.letter_timeout(*until_of(notice.until))
        case Action.BAN if notice.until is not None:
            return words.letter_ban_until(*until_of(notice.until))
        case action:
            return words.OPENINGS.get(action, words.OPENINGS[Action.WARN])


def hidden(case: Case, message: Heard) -> Said:
    """Render the card that holds what a hidden message said. It goes to the staff room alone."""
    embed = card(
        words.hidden_title(case.number),
        message.words or words.NO_WORDS,
        colour=NOTE,
        fields=[
            (words.WROTE, f"<@{message.author_id}>, {format_dt(message.at, 'f')}"),
            (words.WHERE, f"<#{message.channel_id}>"),
        ],
        footer=words.ONLY_HERE,
    )
    return Said(embeds=(embed,))


def result(what: Result) -> Said:
    """Render what a moderator is told in private about what they asked for."""
    match what:
        case Done():
            return _done(what)
        case NotDone(number=number, took_back=took_back):
            tail = [] if number is None else [words.failed_case(number)]
            tail += [words.TOOK_BACK] if took_back else []
            first = words.NOT_DONE_AFTER_ALL if took_back else words.NOT_DONE
            text = "\n".join([first, *tail])
            return Said(embeds=(card(words.NOT_DONE_TITLE, text, colour=NOTE),))
        case Unwritten(case=case):
            text = words.UNWRITTEN_WARN if case.action is Action.WARN else words.UNWRITTEN
            return Said(embeds=(card(words.UNWRITTEN_TITLE, text, colour=NOTE),))
        case AskFirst():
            return ask_first(what)


def _done(what: Done) -> Said:
    case = what.case
    parts = [f"<@{case.person}>"]
    if case.until is not None:
        parts.append(words.until(" · ".join(until_of(case.until))))
    if case.action is Action.TIMEOUT and cases.hold_of(case) is not None:
        parts.append(words.SET_ANEW)
    if MANNERS[case.action].letter is Letter.NEVER:
        parts.append(words.UNTOLD[case.action])
    else:
        parts.append(words.TOLD[what.told])
        if what.told is Reached.NO and MANNERS[case.action].letter is Letter.AFTER:
            parts.append(words.TELL_THEM)
    if not what.kept:
        parts.append(words.UNKEPT_UNTOLD if what.told is Reached.NO else words.UNKEPT)
    parts.append(words.LINE[what.line])
    text = "\n".join(filter(None, parts))
    return Said(embeds=(card(words.case_title(case.number, case.action), text),))


def ask_first(what: AskFirst) -> Said:
    """Render the second look before an act, with what is usual; a human decides."""
    asked = what.proposal
    who, action = f"<@{asked.target_id}>", asked.action
    parts = [words.care_first(who, action)] if what.in_care else []
    if MANNERS[action].is_final:
        parts += [_preview(asked), words.TOLD_BEFORE]
    parts.append(words.usual(words.IN_CARE if what.in_care else what.usual, what.total))
    is_final = MANNERS[action].is_final
    buttons = (
        Press(words.LEAVE_IT, "case:leave", (what.draft_id,), style=ButtonStyle.primary),
        Press(
            words.GO_ON_WITH.get(action, words.GO_ON),
            "case:go_on",
            (what.draft_id,),
            style=ButtonStyle.danger if is_final else ButtonStyle.secondary,
        ),
    )
    title = words.CARE_TITLE if what.in_care else words.LOOK_TITLE
    colour = CARE if what.in_care else NOTE
    return Said(embeds=(card(title, "\n\n".join(parts), colour=colour),), rows=(buttons,))


def _preview(asked: Proposal) -> str:
    lines = [words.PREVIEW[asked.action].format(who=f"<@{asked.target_id}>")]
    if asked.action is Action.BAN:
        length = asked.length
        lines.append(words.FOR_GOOD_LINE if length is None else words.for_days(length.days))
        lines.append(words.DELETION[asked.delete_seconds])
    lines.append(f"{words.REASON_LABEL}: {words.REASON[asked.reason]}")
    if asked.note:
        lines.append(f"{words.NOTE_LABEL}: {escape_markdown(asked.note)}")
    return "\n".join(lines)


def left() -> Said:
    """Render what a moderator is told who did not go on."""
    return Said(content=words.LEFT)


def audit_reason(case: Case, *, is_over: bool = False) -> str:
    """Return what Discord's audit log says about a case, at most 512 characters.

    Args:
        is_over: Whether a ban is lifted because its time is over.
    """
    if is_over:
        return f"{cases.mark(case)}: {words.TIME_OVER}"
    return words.audit_reason(case.number, case.reason)


def hide_form(channel_id: ChannelId, message_id: MessageId) -> Modal:
    """Lay out the form that hides a message; the router answers it, also after a restart."""
    form = Modal(title=words.FORM_TITLE, custom_id=f"case:hide_form:{channel_id}:{message_id}")
    options = [SelectOption(label=label, value=key) for label, key in reasons()]
    reason: Select[Modal] = Select(custom_id="reason", options=options, required=True)
    note: TextInput[Modal] = TextInput(
        custom_id="note", style=TextStyle.paragraph, required=False, max_length=NOTE_MAX
    )
    form.add_item(
        Label(text=words.FORM_REASON, description=words.FORM_REASON_HINT, component=reason)
    )
    form.add_item(Label(text=words.FORM_NOTE, description=words.FORM_NOTE_HINT, component=note))
    form.stop()  # discord.py keeps no state for it
    return form


def reasons() -> Sequence[tuple[str, str]]:
    """Return the short list, as label and key."""
    return [(words.REASON[reason], reason.value) for reason in Reason]


def lengths() -> Sequence[tuple[str, int]]:
    """Return the lengths of a timeout, as label and minutes."""
    minutes = [int(length.total_seconds()) // 60 for length in LENGTHS]
    return [(words.LENGTH_NAMES[count], count) for count in minutes]


def ban_lengths() -> Sequence[tuple[str, int]]:
    """Return the lengths of a ban, as label and days; 0 for good."""
    return [(words.FOR_GOOD_NAME, 0), *((words.days(each.days), each.days) for each in BAN_LENGTHS)]


def deletions() -> Sequence[tuple[str, int]]:
    """Return how far back a ban can remove what was written, as label and seconds."""
    seconds = [int(each.total_seconds()) for each in DELETIONS]
    return [(words.DELETION_NAMES[count], count) for count in seconds]


def until_of(moment: datetime | None) -> tuple[str, str]:
    """Return a moment in the reader's own time, and how far off it is."""
    if moment is None:
        return "?", "?"
    return format_dt(moment, "F"), format_dt(moment, "R")


def _in_room(channel_id: ChannelId | None) -> str:
    return "" if channel_id is None else words.in_room(f"<#{channel_id}>")
