"""Answers as cards: the clinic's passage, where it comes from, and what it is not."""

from collections.abc import Sequence

from discord import ButtonStyle

from bot.chat.render.said import NOTE, Link, Press, Said, card
from bot.chat.wording.en import answers as words
from bot.domain.faq.entries import Entry
from bot.domain.faq.search import Match

Contacts = Sequence[tuple[str, str]]

ASK = Press(words.ASK_A_PERSON, "staff:question")


def answer(entry: Entry) -> Said:
    """Render an approved passage with its source, reviewer, date and disclaimer."""
    embed = card(
        entry.title,
        entry.body,
        fields=[
            (
                words.SOURCE,
                f"{entry.source}\n{words.reviewed(entry.reviewed_by, entry.reviewed_on)}",
            )
        ],
        footer=words.NOT_ADVICE,
    )
    row: tuple[Press | Link, ...] = (ASK,)
    if entry.source_url.startswith("https://"):
        row = (ASK, Link("Read the source", entry.source_url))
    return Said(embeds=(embed,), rows=(row,))


def offer(matches: Sequence[Match]) -> Said:
    """Render up to three "did you mean" buttons."""
    picks = tuple(
        Press(match.entry.title, "faq:show", (match.entry.id,), style=ButtonStyle.primary)
        for match in matches
    )
    return Said(
        embeds=(card(words.OFFER_TITLE, words.OFFER),), rows=(*((pick,) for pick in picks), (ASK,))
    )


def no_answer(topic: Entry | None, contacts: Contacts) -> Said:
    """Render the honest no: why, and how to reach a person."""
    reach = "\n".join(f"**{label}**: {how}" for label, how in contacts) or words.NO_CONTACT
    embed = card(
        topic.title if topic else words.NO_ANSWER_TITLE,
        topic.body if topic else words.NO_ANSWER,
        colour=NOTE,
        fields=[(words.REACH, reach)],
        footer=words.NOT_ADVICE,
    )
    return Said(embeds=(embed,), rows=((ASK,),))
