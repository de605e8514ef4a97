"""Single occurrences and holidays, as those who keep the calendar read of them."""

from collections.abc import Sequence
from datetime import date

from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import Press, Said, card, clip
from bot.chat.wording.en import exceptions as words
from bot.chat.wording.en import meetings as calendar
from bot.domain.schedule import Held
from bot.services.exceptions import Excepted, Holiday

CHOICE_MAX = 100  # of a choice's name (Discord API v10, Application Command Option Choice)
TITLES_MOST = 10


def in_one_line(found: Held) -> str:
    """Return an occurrence as it reads in a list of choices, by the meeting's own clocks."""
    return clip(calendar.wall(found.wall), CHOICE_MAX)


def day(on: date) -> str:
    """Return a date as it reads in a list of choices."""
    return calendar.on_day(on)


def skipped(what: Excepted) -> Said:
    """Render that one occurrence is not held."""
    return _changed(words.SKIPPED_TITLE, words.skipped(_title(what), _moment(what.before)), what)


def moved(what: Excepted) -> Said:
    """Render that one occurrence is held at another time."""
    if what.after is None or not what.after.is_moved:
        return restored(what)
    text = words.moved(_title(what), _moment(what.before), _moment(what.after))
    return _changed(words.MOVED_TITLE, text, what)


def restored(what: Excepted) -> Said:
    """Render that an occurrence is held as its rule says."""
    text = words.restored(_title(what), _moment(what.after or what.before))
    return Said(embeds=(card(words.RESTORED_TITLE, text),))


def led_by(what: Excepted) -> Said:
    """Render who leads one occurrence."""
    who = what.after.facilitator_id if what.after else None
    if who is None:
        return Said(embeds=(card(words.LEADS_TITLE, words.USUAL_LEADER),))
    text = words.led_by(_title(what), _moment(what.before), f"<@{who}>")
    return Said(embeds=(card(words.LEADS_TITLE, text),))


def holiday(what: Holiday) -> Said:
    """Render that nothing is held on a day."""
    text = words.holiday(calendar.on_day(what.day), _titles(what))
    return Said(embeds=(card(words.HOLIDAYS_TITLE, text),))


def no_holiday(what: Holiday) -> Said:
    """Render that meetings are held on a day again."""
    text = words.no_holiday(calendar.on_day(what.day), _titles(what))
    return Said(embeds=(card(words.HOLIDAYS_TITLE, text),))


def holidays(days: Sequence[date]) -> Said:
    """Render every holiday ahead."""
    text = "\n".join(calendar.on_day(each) for each in days) or words.NO_HOLIDAYS
    return Said(embeds=(card(words.HOLIDAYS_TITLE, text),))


def _changed(title: str, text: str, what: Excepted) -> Said:
    stamp = int(what.before.original_at.timestamp())
    button = Press(words.UNDO, "group:restore", (what.meeting.id, stamp))
    embed = card(title, f"{text}\n{words.withdrawn(what.withdrawn)}")
    return Said(embeds=(embed,), rows=((button,),))


def _title(what: Excepted) -> str:
    return escape_markdown(what.meeting.title)


def _moment(found: Held) -> str:
    return format_dt(found.at, "F")


def _titles(what: Holiday) -> list[str]:
    return [escape_markdown(each.title) for each in what.meetings[:TITLES_MOST]]
