"""Cases as staff, the moderator and the person they are about read them. No mention rings."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle, SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import CARE, NOTE, Press, Said, card
from bot.chat.wording.en import moderation as words
from bot.domain.cases import HIDE_UNKEPT, LENGTHS, NOTE_MAX, Action, Case, Reached, Reason
from bot.domain.ids import ChannelId, MessageId
from bot.domain.messages import Heard
from bot.domain.notices import CaseLetter, CaseLine
from bot.services.casework import Done, NotDone, Unwritten
from bot.services.moderation import CareFirst, History, Result


def case_line(notice: CaseLine, key: str) -> Said:
    """Render the line in the staff room."""
    parts = [_what_happened(notice), f"{words.REASON_LABEL}: {words.REASON[notice.reason]}"]
    if notice.note:
        parts.append(f"{words.NOTE_LABEL}: {escape_markdown(notice.note)}")
    if not notice.told:
        parts.append(words.NOT_TOLD)
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
            return words.line_timeout(who, by, *_until(notice.until))
        case _ if notice.target_id is None:
            return words.line_room(by, _in_room(notice.channel_id))
        case _:
            return words.line_warn(who, by)


def case_letter(notice: CaseLetter, key: str) -> Said:
    """Render what a person is told about a case of theirs."""
    parts = [_opening(notice), words.about(notice.reason)]
    if notice.note:
        parts.append(words.they_added(escape_markdown(notice.note)))
    parts += [words.TO_TALK, words.HARD_TIME]
    embed = card(
        words.letter_title(notice.server or words.THE_SERVER),
        "\n\n".join(parts),
        footer=words.case_title(notice.number, notice.action.removesuffix("_unkept")),
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
            return words.letter_timeout(*_until(notice.until))
        case _:
            return words.letter_warn()


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
        case NotDone(number=number):
            tail = "" if number is None else f"\n{words.failed_case(number)}"
            text = words.NOT_DONE + tail
            return Said(embeds=(card(words.NOT_DONE_TITLE, text, colour=NOTE),))
        case Unwritten(case=case):
            text = words.UNWRITTEN_WARN if case.action is Action.WARN else words.UNWRITTEN
            return Said(embeds=(card(words.UNWRITTEN_TITLE, text, colour=NOTE),))
        case CareFirst():
            return _care_first(what)


def _done(what: Done) -> Said:
    case = what.case
    parts = [f"<@{case.person}>"]
    if case.until is not None:
        parts.append(words.until(" · ".join(_until(case.until))))
    parts.append(words.TOLD[what.told])
    if not what.kept:
        parts.append(words.UNKEPT_UNTOLD if what.told is Reached.NO else words.UNKEPT)
    parts.append(words.LINE[what.line])
    text = "\n".join(filter(None, parts))
    return Said(embeds=(card(words.case_title(case.number, case.action), text),))


def _care_first(what: CareFirst) -> Said:
    text = words.care_first(f"<@{what.target_id}>", what.action)
    buttons = (
        Press(words.LEAVE_IT, "case:leave", (what.draft_id,), style=ButtonStyle.primary),
        Press(words.GO_ON, "case:go_on", (what.draft_id,)),
    )
    return Said(embeds=(card(words.CARE_TITLE, text, colour=CARE),), rows=(buttons,))


def left() -> Said:
    """Render what a moderator is told who did not go on."""
    return Said(content=words.LEFT)


def history(what: History) -> Said:
    """Render a person's cases, newest first."""
    intro = f"<@{what.target_id}>"
    if not what.cases:
        return Said(content=f"{intro}: {words.NO_CASES}")
    if what.total > len(what.cases):
        intro += f"\n{words.newest(len(what.cases), what.total)}"
    entries = [_entry(case) for case in what.cases]
    return Said(embeds=(card(words.history_title(what.total), intro, fields=entries),))


def _entry(case: Case) -> tuple[str, str]:
    title = words.case_title(case.number, case.action) + words.STATE[case.state]
    day = format_dt(case.created_at, "f")
    parts = [words.history_entry(case.reason, day, f"<@{case.moderator_id}>")]
    if case.until is not None:
        parts.append(words.until(format_dt(case.until, "f")))
    if case.note:
        parts.append(words.note(escape_markdown(case.note)))
    return title, "\n".join(parts)


def audit_reason(case: Case) -> str:
    """Return what Discord's audit log says about a case, at most 512 characters."""
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


def _until(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "?", "?"
    return format_dt(moment, "F"), format_dt(moment, "R")


def _in_room(channel_id: ChannelId | None) -> str:
    return "" if channel_id is None else words.in_room(f"<#{channel_id}>")
