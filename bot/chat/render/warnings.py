"""A wish for a content warning, as its author and whoever wished read it."""

from bot.chat.render.said import Said, card
from bot.chat.wording.en import warnings as words
from bot.chat.wording.es import warnings as spanish
from bot.domain.asides import Aside, Told

LETTER = {"en": words.LETTER, "es": spanish.LETTER}
TOLD = {"en": words.TOLD, "es": spanish.TOLD}


def letter(note: Aside) -> Said:
    """Render what the author reads: a wish, and how to grant it. Nobody is named."""
    language, *place = note.facts
    say = LETTER[language]
    link = f"https://discord.com/channels/{'/'.join(place)}"
    parts = [say["text"].format(link=link), say["how"], say["support"]]
    return Said(embeds=(card(say["title"], "\n\n".join(parts)),))


def asked(told: Told, language: str) -> Said:
    """Render what whoever wished is told."""
    return Said(content=TOLD[language][told.value])
