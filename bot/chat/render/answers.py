"""Answers as cards: the clinic's passage, where it comes from, and what it is not.

Buttons carry ids of entries and nothing that anybody typed.
"""

from collections.abc import Iterable, Sequence

from discord import ButtonStyle, Embed

from bot.chat.render.said import NOTE, Link, Press, Said, card
from bot.chat.wording.en import answers as words
from bot.domain.faq.entries import Entry, EntryId
from bot.domain.faq.signature import rests_on_article
from bot.domain.handovers import visible

Contacts = Sequence[tuple[str, str]]

# Discord API v10, Component: a custom_id has 100 characters.
CUSTOM_ID_MAX = 100
# Discord API v10, Embed Limits: 6,000 in one message; the rest is for title, source and footer.
MOST_TOGETHER = 4500


def answer(
    entry: Entry,
    *,
    asked: str = "",
    others: Sequence[EntryId] = (),
    can_share: bool = False,
    is_rated: bool = False,
) -> Said:
    """Render an approved passage with its source, reviewer, date and disclaimer.

    Args:
        asked: What its reader typed, for their eyes alone.
        others: What comes next nearest, for "not what I asked".
        can_share: Whether there is a room it could be shared in.
        is_rated: Whether its reader has said what they think of it.
    """
    rating = (
        Press(words.HELPFUL, "faq:helpful", (entry.id,)),
        Press(words.NOT_THAT, "faq:other", _fitting("faq:other", (entry.id, *others))),
    )
    row: tuple[Press | Link, ...] = (_ask(entry),)
    if can_share:
        row += (Press(words.SHARE, "faq:share", (entry.id,)),)
    row += _source(entry)
    return Said(
        content=words.THANKS if is_rated else None,
        embeds=(_passage(entry, _footer(_beside(entry, asked), words.NOT_ADVICE)),),
        rows=(row,) if is_rated else (rating, row),
    )


def shared(entry: Entry) -> Said:
    """Render a passage that somebody shared with a room; it does not say who."""
    footer = f"{words.SHARED_FOOTER}\n{words.NOT_ADVICE}"
    return Said(embeds=(_passage(entry, footer),), rows=((_ask(entry), *_source(entry)),))


def was_shared(entry: Entry, *, asked: str) -> Said:
    """Render the private answer once its passage stands in the room."""
    said = answer(entry, asked=asked, is_rated=True)
    return Said(content=words.SHARED, embeds=said.embeds, rows=said.rows)


def thanks() -> Said:
    """Render what somebody is told who found an answer in a room helpful."""
    return Said(content=words.THANKS)


def offer(entries: Sequence[Entry], *, asked: str = "") -> Said:
    """Render up to three "did you mean" buttons."""
    embed = card(words.OFFER_TITLE, words.OFFER, footer=_footer(asked))
    return Said(embeds=(embed,), rows=_picks(entries))


def not_that(entries: Sequence[Entry], contacts: Contacts, *, asked: str = "") -> Said:
    """Render what else comes near, or that nothing does."""
    if entries:
        embed = card(words.NEXT_TITLE, words.NEXT, footer=_footer(asked))
    else:
        embed = card(
            words.NOTHING_NEAR_TITLE,
            words.NOTHING_NEAR,
            colour=NOTE,
            fields=[_reach(contacts)],
            footer=_footer(asked),
        )
    return Said(embeds=(embed,), rows=_picks(entries))


def no_answer(topic: Entry | None, contacts: Contacts, *, asked: str = "") -> Said:
    """Render the honest no: why, and how to reach a person."""
    embed = card(
        topic.title if topic else words.NO_ANSWER_TITLE,
        topic.body if topic else words.NO_ANSWER,
        colour=NOTE,
        fields=[_reach(contacts)],
        footer=_footer(_beside(topic, asked), words.NOT_ADVICE),
    )
    return Said(embeds=(embed,), rows=((_ask(topic, is_the_way=True),),))


def pointer(entries: Sequence[Entry]) -> Said:
    """Render the one quiet line under a message in a room, for what is not sure enough to say."""
    if not entries:
        return Said(content=words.POINTER_NONE, rows=((_ask(None),),))
    ids = _fitting("faq:near", [entry.id for entry in entries])
    see = Press(words.SEE_IT, "faq:near", ids, style=ButtonStyle.primary)
    return Said(content=words.POINTER, rows=((see, _ask(None)),))


def _picks(entries: Sequence[Entry]) -> tuple[tuple[Press, ...], ...]:
    picks = (
        (Press(entry.title, "faq:show", (entry.id,), style=ButtonStyle.primary),)
        for entry in entries
    )
    return (*picks, (_ask(None, is_the_way=not entries),))


def _ask(entry: Entry | None, *, is_the_way: bool = False) -> Press:
    """Lay out the button to a person; it stands out where nothing else leads on."""
    style = ButtonStyle.primary if is_the_way else ButtonStyle.secondary
    return Press(words.ASK_A_PERSON, "staff:question", (entry.id,) if entry else (), style=style)


def _source(entry: Entry) -> tuple[Link, ...]:
    if not entry.source_url.startswith("https://"):
        return ()
    return (Link(words.READ_SOURCE, entry.source_url),)


def _passage(entry: Entry, footer: str | None) -> Embed:
    from_article = rests_on_article(entry)
    review = words.reviewed(entry.reviewed_by, entry.reviewed_on, from_article=from_article)
    # Small, so that the passage itself stands out on a phone.
    fields = [(words.SOURCE, f"-# {' '.join(entry.source.split())}\n-# {review}")]
    return card(entry.title, entry.body, fields=fields, footer=footer)


def _reach(contacts: Contacts) -> tuple[str, str]:
    reach = "\n".join(f"**{label}**: {how}" for label, how in contacts)
    return words.REACH, reach or words.NO_CONTACT


def _beside(entry: Entry | None, asked: str) -> str:
    """Return the question where it fits beside an answer, else nothing: the answer comes first."""
    fits = entry is None or len(entry.body) + len(asked) <= MOST_TOGETHER
    return asked if fits else ""


def _footer(asked: str, note: str = "") -> str | None:
    seen = visible(asked)
    parts = [words.you_asked(seen) if seen else "", note]
    return "\n\n".join(filter(None, parts)) or None


def _fitting(name: str, ids: Iterable[EntryId]) -> tuple[EntryId, ...]:
    """Return as many ids, the best first, as one button can carry."""
    kept: list[EntryId] = []
    left = CUSTOM_ID_MAX - len(name)
    for each in ids:
        left -= len(each) + 1
        if left < 0:
            break
        kept.append(each)
    return tuple(kept)
