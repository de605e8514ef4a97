"""The rota as moderators see it, privately."""

from datetime import time

from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import Said, card
from bot.chat.wording.en import rota as words
from bot.domain.rota import Shift
from bot.services.rota import View


def rota(view: View, first: str = "") -> Said:
    """Render who is on call now and next, the week, and the hand-over note.

    Args:
        view: The rota.
        first: What was just done, said before everything else.
    """
    named = " ".join(f"<@{user_id}>" for user_id in view.on_call)
    week = "\n".join(
        words.shift(each.weekday, clock(each.starts), clock(each.ends), each.user_id)
        for each in view.rota.shifts
    )
    fields = [
        (words.NOW, f"{named}\n{words.RUNG_FIRST}" if named else words.NOBODY),
        (words.NEXT, _next(view)),
        (words.WEEK, week or words.EMPTY_WEEK),
    ]
    if view.left is not None:
        written = format_dt(view.left.written_at, "R")
        note = words.left(view.left.by, written, escape_markdown(view.left.note))
        fields.append((words.LEFT, note))
    return Said(embeds=(card(words.TITLE, first, fields=fields),))


def _next(view: View) -> str:
    if view.next is None:
        return words.NO_NEXT
    start = view.next.starts_at
    return words.next_shift(format_dt(start, "F"), format_dt(start, "R"), view.next.user_id)


def on(view: View) -> Said:
    """Render the rota for somebody who has just come on."""
    return rota(view, words.NOW_ON)


def off(view: View) -> Said:
    """Render the rota for somebody who has just stepped away."""
    return rota(view, words.NOW_OFF)


def added(view: View) -> Said:
    """Render the rota with a shift more."""
    return rota(view, words.ADDED)


def removed(view: View) -> Said:
    """Render the rota with a shift less."""
    return rota(view, words.REMOVED)


def noted(view: View) -> Said:
    """Render the rota with a note for the next."""
    return rota(view, words.NOTED)


def choice(shift: Shift) -> str:
    """Name a shift in a list of choices."""
    return words.shift_choice(shift.weekday, clock(shift.starts), clock(shift.ends))


def clock(at: time) -> str:
    """Return a time of day as people here write it: "7 pm", "7:30 pm"."""
    hour = at.hour % 12 or 12
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minute} {'am' if at.hour < 12 else 'pm'}"
