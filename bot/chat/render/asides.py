"""The neutral line that stands in for a direct message, and what a press on it shows."""

from bot.chat.render.said import Press, Said
from bot.chat.wording.en import asides as words
from bot.domain.notices import NeutralLine, OwnMessageGone


def notice(notice: NeutralLine | OwnMessageGone, key: str) -> Said:
    """Render the line; the button carries a row's number, nobody's id."""
    if isinstance(notice, OwnMessageGone):
        return Said(key=key)  # nothing is said: a message goes
    button = Press(words.OPEN, "aside:open", (notice.aside_id,))
    return Said(content=words.LINE, rows=((button,),), key=key)


def not_yours() -> Said:
    """Render what everybody else is shown who presses."""
    return Said(content=words.NOT_YOURS)
