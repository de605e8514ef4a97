"""Calendar files: what one would change, and the one that members take away."""

from collections.abc import Sequence
from datetime import timedelta

from discord import ButtonStyle
from discord.utils import escape_markdown

from bot.chat.render import subscriptions
from bot.chat.render.meetings import how_often
from bot.chat.render.said import CALM, NOTE, Attached, Press, Said, card, clip
from bot.chat.wording.en import calendars as words
from bot.domain.calendar import Problem, Series
from bot.domain.meetings import Meeting
from bot.domain.subscriptions import Subscription
from bot.services.calendars import ImportDraft, Taken
from bot.services.comparison import Comparison

LINES_MOST = 8
LINE_MAX = 110
LABEL_MAX = 80  # of a button (Discord API v10, Button Structure)
BUTTONS_MOST = 5


def exported(text: str | None) -> Said:
    """Render the calendar file of a server; None when there is nothing to put in it."""
    if text is None:
        return Said(content=words.NONE_TO_EXPORT)
    return Said(content=words.EXPORTED, files=(Attached(words.FILE_NAME, text.encode()),))


def draft(what: ImportDraft, read: Sequence[Subscription] = (), *, every: timedelta) -> Said:
    """Render what a calendar would change, and ask.

    Args:
        read: The addresses that are read already; each can be stopped.
        every: How often they are.
    """
    found = what.comparison
    cancel = Press(words.CANCEL, "calendar:cancel", (what.draft_id,))
    save = Press(words.SAVE, "calendar:save", (what.draft_id,), style=ButtonStyle.success)
    parts = [words.where(f"<#{what.room_id}>")] if found.new else []
    # What could not be read may well be new.
    is_known = not (found.changes_anything or found.problems)
    parts += [words.NOTHING_NEW] if is_known else []
    parts.append(words.counts(found.unchanged, found.over, found.elsewhere))
    fields = _fields(found)
    if what.source is not None:
        fields.append(subscriptions.source(what.source, every))
    if read:
        fields.append((subscriptions.listed_title(), subscriptions.listed(read)))
    embed = card(
        words.CHECK_TITLE,
        "\n".join(filter(None, parts)),
        fields=fields,
        footer=words.NOT_SAVED_YET,
        colour=CALM if found.changes_anything else NOTE,
    )
    may_save = found.changes_anything or what.source is not None
    buttons = (save, cancel) if may_save else (cancel,)
    return Said(embeds=(embed,), rows=(buttons, subscriptions.stops(read)) if read else (buttons,))


def _fields(found: Comparison) -> list[tuple[str, str]]:
    fields = [
        (words.NEW, _lines([_series(each) for each in found.new])),
        (words.CHANGED, _lines([_series(each.series) for each in found.changed])),
        (words.CALLED_OFF, _lines([_title(each.meeting.title) for each in found.called_off])),
        (words.PROBLEMS, _lines([_problem(each) for each in found.problems], LINE_MAX * 2, 4)),
    ]
    return [(name, text) for name, text in fields if text]


def _series(series: Series) -> str:
    said = f"{_title(series.title)}: {how_often(series.when)}"
    return f"{said} ({escape_markdown(clip(series.place, 40))})" if series.place else said


def _title(title: str) -> str:
    return f"**{escape_markdown(clip(title, 50))}**"


def _problem(problem: Problem) -> str:
    title, detail = escape_markdown(clip(problem.title, 50)), escape_markdown(problem.detail)
    return words.about(title, words.PROBLEM[problem.kind], detail)


def _lines(lines: Sequence[str], longest: int = LINE_MAX, most: int = LINES_MOST) -> str:
    shown = [clip(line, longest) for line in lines[:most]]
    if len(lines) > most:
        shown.append(words.more(len(lines) - most))
    return "\n".join(shown)


def taken(what: Taken) -> Said:
    """Render what was taken in, and ask about what the calendar calls off."""
    anything = what.new or what.changed
    text = words.saved(len(what.new), len(what.changed)) if anything else words.SAVED_NOTHING
    if what.source is not None:
        text += "\n\n" + words.READ_AGAIN
    asked = what.called_off[:BUTTONS_MOST]
    if asked:
        text += "\n\n" + words.ask_called_off(", ".join(_title(each.title) for each in asked))
    rows = (tuple(_end(each) for each in asked),) if asked else ()
    return Said(embeds=(card(words.SAVED_TITLE, text),), rows=rows)


def _end(meeting: Meeting) -> Press:
    label = clip(words.end(meeting.title), LABEL_MAX)
    return Press(label, "meeting:end", (meeting.id,), style=ButtonStyle.danger)


def cancelled() -> Said:
    """Render that a calendar was not taken in."""
    return Said(content=words.CANCELLED)
