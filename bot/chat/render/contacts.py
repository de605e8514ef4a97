"""The clinic's contacts as admins see them, privately."""

from collections.abc import Sequence

from discord.utils import escape_markdown

from bot.chat.render.said import Said, card
from bot.chat.wording.en import contacts as words
from bot.domain.contacts import Contact


def contacts(known: Sequence[Contact]) -> Said:
    """Render the contacts after a change."""
    return _card(known, words.CHECK if known else words.NONE)


def verified(known: Sequence[Contact]) -> Said:
    """Render the contacts once somebody has tried them all."""
    return _card(known, words.VERIFIED if known else words.NONE)


def _card(known: Sequence[Contact], text: str) -> Said:
    fields = [
        (
            each.label,
            words.line(
                escape_markdown(each.reach),
                each.verified_on.isoformat(),
                each.review_by.isoformat(),
            ),
        )
        for each in known
    ]
    return Said(embeds=(card(words.TITLE, text, fields=fields),))
