"""The rota as moderators see it, privately."""

from datetime import time

from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import Said, card, mentions, ringing
from bot.chat.wording.en import rota as words
from bot.domain import zones
from bot.domain.care_notices import ShiftBegins
from bot.domain.ids import UserId
from bot.domain.rota import Shift
from bot.services.rota import View


def rota(view: View, first: str = "") -> Said:
    """Render who is on call now and next, the week, and the hand-over note.

    Args:
        view: The rota.
        first: What was just done, said before everything else.
    """
    named = "\n".join(
        words.until(user_id, format_dt(end, "t"), format_dt(end, "R"))
        for user_id, end in view.on_call.items()
    )
    week = "\n".join(
        words.shift(each.weekday, clock(each.starts), clock(each.ends), each.user_id)
        for each in view.rota.shifts
    )
    fields = [
        (words.NOW, f"{named}\n{words.RUNG_FIRST}" if named else words.NOBODY),
        (words.NEXT, _next(view)),
        (words.week(zones.name(view.rota.zone)), week or words.EMPTY_WEEK),
    ]
    if view.left is not None:
        written = format_dt(view.left.written_at, "R")
        note = words.left(view.left.by, written, escape_markdown(view.left.note))
        fields.append((words.LEFT, note))
    return Said(embeds=(card(words.TITLE, first, fields=fields),))


def _next(view: View) -> str:
    if not view.next:
        return words.NO_NEXT
    start = view.next[0].starts_at
    named = " ".join(f"<@{span.user_id}>" for span in view.next)
    return words.next_shift(format_dt(start, "F"), format_dt(start, "R"), named)


def on(view: View) -> Said:
    """Render the rota for somebody who has just come on."""
    return rota(view, words.NOW_ON)


def off(view: View, user_id: UserId) -> Said:
    """Render the rota for somebody who has just stepped away, and say until when."""
    back = [word.until for word in view.rota.words if word.user_id == user_id]
    until = words.expected(format_dt(back[0], "F")) if back else ""
    return rota(view, words.NOW_OFF + until)


def added(view: View, shift: Shift) -> Said:
    """Render the rota with a shift more."""
    line = words.shift(shift.weekday, clock(shift.starts), clock(shift.ends), shift.user_id)
    return rota(view, words.added(line, zones.name(view.rota.zone)))


def removed(view: View) -> Said:
    """Render the rota with a shift less."""
    return rota(view, words.REMOVED)


def noted(view: View) -> Said:
    """Render the rota with a note for the next."""
    return rota(view, words.NOTED)


def choice(shift: Shift, reader_id: UserId) -> str:
    """Name a shift in a list of choices, its reader's own as such."""
    name = words.shift_choice(shift.weekday, clock(shift.starts), clock(shift.ends))
    return f"{name} ({words.YOURS if shift.user_id == reader_id else words.ANOTHERS})"


def begins(notice: ShiftBegins, key: str) -> Said:
    """Render what somebody reads as their shift begins."""
    until = format_dt(notice.ends_at, "t"), format_dt(notice.ends_at, "R")
    server = escape_markdown(notice.server) or words.THE_SERVER
    return Said(
        content=mentions((), notice.calls),
        embeds=(card(words.BEGINS_TITLE, words.begins(server, *until), footer=f"Ref {key}"),),
        key=key,
        rings=ringing((), notice.calls),
    )


def clock(at: time) -> str:
    """Return a time of day as people here write it: "7 pm", "7:30 pm"."""
    hour = at.hour % 12 or 12
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minute} {'am' if at.hour < 12 else 'pm'}"
