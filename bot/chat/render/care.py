"""Support for a person, and the calls of those who ask for somebody."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.chat.render.said import CARE, NOTE, Link, Press, Said, card, mentions, ringing
from bot.chat.wording.en import care as words
from bot.chat.wording.es import care as spanish
from bot.domain.notices import StaffCall
from bot.domain.support import HelpLine, SupportPage, SupportText


def public_support(text: SupportText, *, staff_told: bool) -> Said:
    """Render the note in the room; it names moderators only once they know."""
    note = f"{text.public}\n\n{text.told_staff}" if staff_told else text.public
    return Said(content=note)


def private_support(text: SupportText, page: SupportPage) -> Said:
    """Render the direct message, with the help lines as buttons."""
    return Said(content=text.private, rows=(_lines(page.help_lines), _company()))


def offer(page: SupportPage) -> Said:
    """Render the offer of help, in private, where nothing is urgent."""
    return Said(content=page.offer, rows=(_lines(page.help_lines), _company()))


def support_page(page: SupportPage, contacts: Sequence[tuple[str, str]]) -> Said:
    """Render the answer to `/support now`.

    Args:
        page: The words, in the reader's language.
        contacts: The clinic's own, as label and how to reach it.
    """
    reach = "\n".join(f"**{label}**: {how}" for label, how in contacts)
    embeds = (card(words.CLINIC, reach),) if reach else ()
    return Said(content=page.text, embeds=embeds, rows=(_lines(page.help_lines), _company()))


def _lines(lines: Sequence[HelpLine]) -> tuple[Link, ...]:
    return tuple(Link(line.label, line.url) for line in lines[:5])


def _company() -> tuple[Press, ...]:
    return (Press(words.SIT_WITH_ME, "staff:sit", style=ButtonStyle.primary),)


def staff_call(notice: StaffCall, key: str) -> Said:
    """Render the card that says somebody asks for a person."""
    embed = card(
        words.CALL_TITLE[notice.why],
        words.CALL_TEXT[notice.why],
        colour=CARE if notice.why == "sit" else NOTE,
        fields=[
            (words.WHO, f"<@{notice.author_id}>"),
            (words.WHEN, f"{format_dt(notice.at, 'F')} ({format_dt(notice.at, 'R')})"),
        ],
    )
    take = Press(words.TAKE, "staff:take", style=ButtonStyle.primary)
    return Said(
        content=mentions(notice.rings),
        embeds=(embed,),
        rows=((take,),),
        key=key,
        rings=ringing(notice.rings),
    )


def taken(was: discord.Message, user_id: int, at: datetime) -> Said:
    """Render a call that somebody has taken: the same facts, and no button."""
    return closed(was, words.taken_by(user_id, format_dt(at, "R")))


def closed(was: discord.Message, line: str) -> Said:
    """Render a card that needs nobody any more, with a line that says why."""
    embeds = [discord.Embed.from_dict(embed.to_dict()) for embed in was.embeds]
    for embed in embeds[:1]:
        embed.colour = NOTE
        embed.add_field(name="✓", value=line, inline=False)
    return Said(content=was.content or None, embeds=tuple(embeds))


def called(*, told: bool, why: str, language: str = "en") -> Said:
    """Render what a person who asked for somebody is told."""
    is_spanish = language == "es"
    if not told:
        return Said(content=spanish.NOT_CALLED if is_spanish else words.NOT_CALLED)
    if why == "sit":
        return Said(content=spanish.CALLED_SIT if is_spanish else words.CALLED_SIT)
    return Said(content=spanish.CALLED if is_spanish else words.CALLED)
