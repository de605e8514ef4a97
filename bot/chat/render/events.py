"""Meetings in Discord's own event list, and the question about one that was deleted."""

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import NOTE, Press, Said, card, clip
from bot.chat.wording.en import events as words
from bot.domain.notices import EventGone

PLACE_MAX = 100  # of an outside event's place (Discord API v10, Guild Scheduled Event)


def switched(*, on: bool) -> Said:
    """Render what the switch does."""
    title, text = (words.ON_TITLE, words.ON) if on else (words.OFF_TITLE, words.OFF)
    return Said(embeds=(card(title, text),))


def gone(notice: EventGone, key: str) -> Said:
    """Render the question about a deleted event."""
    text = words.GONE.format(
        title=escape_markdown(notice.title), when=format_dt(notice.starts_at, "F")
    )
    again = Press(words.AGAIN, "event:again", (notice.shown_id,), style=ButtonStyle.primary)
    leave = Press(words.LEAVE, "event:leave", (notice.shown_id,))
    return Said(
        embeds=(card(words.GONE_TITLE, text, colour=NOTE),), rows=((again, leave),), key=key
    )


def answered(*, again: bool) -> Said:
    """Render the question once it is answered."""
    text = words.MADE_AGAIN if again else words.LEFT
    return Said(embeds=(card(words.GONE_TITLE, text, colour=NOTE),))


def description(marker: str) -> str:
    """Return an event's description; its last word is ours, to find it again."""
    return f"{words.DESCRIPTION}\n\n{marker}"


def place(room: str | None) -> str:
    """Return where an event in a text room takes place."""
    return clip(words.PLACE.format(room=room), PLACE_MAX) if room else words.SOMEWHERE


def audit_reason() -> str:
    """Return what a server's audit log says about an event of ours."""
    return words.REASON
