"""Layouts of acts on rooms and on the whole server."""

from collections.abc import Sequence

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import CARE, NOTE, Press, Said, card
from bot.chat.wording.en import moderation as case_words
from bot.chat.wording.en import room_acts as words
from bot.domain.cases import Action, Case
from bot.domain.holds import HoldKind
from bot.domain.ids import ChannelId
from bot.domain.room_notices import HoldTrouble, RoomActLine, RoomPaused
from bot.services.purges import Preview, Purged
from bot.services.room_acts import Acted

RoomNotice = RoomActLine | RoomPaused | HoldTrouble


def notice(what: RoomNotice, key: str) -> Said:
    """Render what is said unasked about an act on a room or on the server."""
    match what:
        case RoomActLine():
            return _line(what, key)
        case RoomPaused():
            return _in_the_room(what, key)
        case HoldTrouble():
            return _trouble(what, key)


def _line(what: RoomActLine, key: str) -> Said:
    fields = {
        "by": f"<@{what.moderator_id}>",
        "room": _room(what.channel_id),
        "wait": words.wait(what.seconds or 0),
        "removed": words.messages(what.removed or 0),
    }
    parts = [words.LINE[_name(what.action, what.seconds)].format(**fields)]
    if what.until is not None:
        parts.append(words.UNTIL.format(until=format_dt(what.until, "F")))
    if what.left:
        parts.append(words.LEFT.format(left=words.messages(what.left)))
    told = [(words.REASON_LABEL, case_words.REASON[what.reason])]
    if what.note:
        told.append((words.NOTE_LABEL, escape_markdown(what.note)))
    title = case_words.case_title(what.number, what.action)
    embed = card(title, "\n".join(parts), colour=NOTE, fields=told, footer=f"Ref {key}")
    return Said(embeds=(embed,), key=key)


def _in_the_room(what: RoomPaused, key: str) -> Said:
    if what.is_over:
        text = words.PAUSE_OVER_CLOSED if what.is_closed else words.PAUSE_OVER
    elif what.is_closed:
        text = words.PAUSED_CLOSED
    else:
        text = words.PAUSED_ROOM
        if what.until is not None:
            text += "\n" + words.PAUSED_UNTIL.format(until=format_dt(what.until, "R"))
    return Said(content=text, rows=((Press(words.SIT_WITH_ME, "staff:sit"),),), key=key)


def _trouble(what: HoldTrouble, key: str) -> Said:
    text = words.TROUBLE[what.kind, what.is_end].format(room=_room(what.channel_id))
    embed = card(words.TROUBLE_TITLE, text, colour=CARE, footer=f"Ref {key}")
    return Said(embeds=(embed,), key=key)


def acted(what: Acted) -> Said:
    """Render what a moderator is told in private about what they asked for."""
    case = what.case
    if what.is_done:
        name = _name(case.action, what.seconds)
        shaped = f"{name}_{what.shape}{'_closed' * what.is_closed}"
        name = next(each for each in (shaped, f"{name}_{what.shape}", name) if each in words.DONE)
        parts = [
            words.DONE[name].format(room=_room(case.channel_id), wait=words.wait(what.seconds or 0))
        ]
        if case.until is not None:
            parts.append(words.UNTIL.format(until=format_dt(case.until, "F")))
    else:
        parts = [words.NOT_YET]
    title = case_words.case_title(case.number, case.action)
    return Said(embeds=(card(title, "\n".join(parts)),))


def ask_to_lock(draft: tuple[str, ...]) -> Said:
    """Render the question before the doors are closed.

    Args:
        draft: What the button carries.
    """
    buttons = (
        Press(words.LOCK, "lockdown:start", draft, style=ButtonStyle.danger),
        Press(words.LEAVE_OPEN, "lockdown:leave"),
    )
    return Said(embeds=(card(words.LOCK_TITLE, words.LOCK_TEXT, colour=CARE),), rows=(buttons,))


def left_open() -> Said:
    """Render what a moderator is told who does not close the doors."""
    return Said(content=words.LEFT_OPEN)


def preview(what: Preview) -> Said:
    """Render what would be removed, with the question."""
    catch, room = what.catch, _room(what.what.room_id)
    spared = [
        (words.SPARED_CARE, catch.cared_for),
        (words.SPARED_PINNED, catch.pinned),
        (words.OLD, len(catch.old)),
        (words.TOO_OLD, catch.too_old),
    ]
    notes = [text.format(count=words.messages(count)) for text, count in spared if count]
    if not what.is_whole:
        notes.append(words.NOT_WHOLE)
    if what.draft_id is None:
        return Said(content="\n".join([words.PURGE_NOTHING.format(room=room), *notes]))
    who = words.EVERYBODYS if what.what.who is None else f"<@{what.what.who}>"
    parts = [words.PURGE_TEXT.format(room=room, who=who), *notes, words.OURS_STAY]
    if what.in_care:
        parts.insert(0, words.IN_CARE)
    buttons = (
        Press(words.KEEP, "purge:leave", (what.draft_id,), style=ButtonStyle.primary),
        Press(words.PURGE, "purge:go", (what.draft_id,), style=ButtonStyle.danger),
    )
    title = words.PURGE_TITLE.format(count=words.messages(catch.count))
    return Said(embeds=(card(title, "\n".join(parts), colour=CARE),), rows=(buttons,))


def kept() -> Said:
    """Render what a moderator is told who removes nothing."""
    return Said(content=words.KEPT)


def progress(done: int, total: int) -> Said:
    """Render how far a removal has come."""
    return Said(content=words.PROGRESS.format(done=done, total=total))


def purged(what: Purged) -> Said:
    """Render what was removed."""
    text = words.PURGED_LEFT if what.left else words.PURGED
    said = text.format(removed=words.messages(what.removed), left=words.messages(what.left))
    return Said(embeds=(card(case_words.case_title(what.number, Action.PURGE), said),))


def audit_reason(kind: HoldKind | None, case: Case | None) -> str:
    """Return what Discord's audit log says: the case and its short reason, or what it is for."""
    if case is not None:
        return case_words.audit_reason(case.number, case.reason)
    return words.AUDIT[kind]


def waits() -> Sequence[tuple[str, int]]:
    """Return the steps of slow mode, as label and seconds."""
    return [(words.wait(each) if each else words.OFF, each) for each in words.WAITS]


def lengths() -> Sequence[tuple[str, int]]:
    """Return for how long something may be set, as label and minutes."""
    return [(label, minutes) for minutes, label in words.LENGTHS.items()]


def since() -> Sequence[tuple[str, int]]:
    """Return how far back messages may be removed, as label and minutes."""
    return [(label, minutes) for minutes, label in words.SINCE.items()]


def containing() -> Sequence[tuple[str, str]]:
    """Return what removed messages may contain, as label and key."""
    return [(label, key) for key, label in words.CONTAINING.items()]


def _name(action: str, seconds: int | None) -> str:
    return "slowmode_off" if action == Action.SLOWMODE and not seconds else action


def _room(channel_id: ChannelId | None) -> str:
    return f"<#{channel_id}>" if channel_id is not None else ""
