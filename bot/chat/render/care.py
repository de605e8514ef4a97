"""Support for a person, and the cards that bring staff to them."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.chat.render.said import CARE, NOTE, Link, Press, Said, card
from bot.chat.wording.en import care as words
from bot.domain.notices import CareCard, StaffCall
from bot.domain.support import HelpLine, SupportPage, SupportText


def public_support(text: SupportText, *, staff_told: bool) -> Said:
    """Render the note in the room; it names moderators only once they know."""
    note = f"{text.public}\n\n{text.told_staff}" if staff_told else text.public
    return Said(content=note)


def private_support(text: SupportText, page: SupportPage) -> Said:
    """Render the direct message, with the help lines as buttons."""
    return Said(content=text.private, rows=(_lines(page.help_lines), _company()))


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


def care_card(notice: CareCard, key: str) -> Said:
    """Render the card in the staff room. It links to the message and holds none of its words."""
    buttons = (
        Press(words.ACKNOWLEDGE, "care:ack", (notice.incident_id,), style=ButtonStyle.primary),
    )
    parts = [
        words.AGAIN if notice.rung else "",
        words.HAS_SUPPORT if notice.support_sent else words.NO_SUPPORT,
        words.NEXT_STEPS if notice.incident_id else words.NOT_RECORDED,
    ]
    embed = card(
        words.CARD_TITLE[notice.topic],
        "\n\n".join(filter(None, parts)),
        colour=CARE,
        fields=[
            (words.HOW_URGENT, words.LEVEL[notice.level]),
            (words.WHO, f"<@{notice.author_id}>"),
            (words.WHERE, _where(notice)),
            (words.WHEN, f"{format_dt(notice.at, 'F')} ({format_dt(notice.at, 'R')})"),
            (words.HEARD, ", ".join(f"`{signal}`" for signal in notice.signals) or "—"),
        ],
        footer=None if notice.incident_id else key,
    )
    return Said(
        content=_ring(notice.rings),
        embeds=(embed,),
        rows=(buttons,) if notice.incident_id else (),
        key=key,
        rings=_rings(notice.rings),
    )


def _where(notice: CareCard) -> str:
    if notice.channel_id is None:
        return words.IN_PRIVATE
    if notice.message_id is None:
        return words.KEPT_OUT.format(room=f"<#{notice.channel_id}>")
    link = f"https://discord.com/channels/{notice.guild_id}/{notice.channel_id}/{notice.message_id}"
    return f"<#{notice.channel_id}> {link}"


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
        content=_ring(notice.rings),
        embeds=(embed,),
        rows=((take,),),
        key=key,
        rings=_rings(notice.rings),
    )


def taken(was: discord.Message, user_id: int, at: datetime, *, acknowledged: bool) -> Said:
    """Render a staff card that somebody has taken: the same facts, and no button."""
    say = words.acknowledged_by if acknowledged else words.taken_by
    embeds = [discord.Embed.from_dict(embed.to_dict()) for embed in was.embeds]
    for embed in embeds[:1]:
        embed.colour = NOTE
        embed.add_field(name="✓", value=say(user_id, format_dt(at, "R")), inline=False)
        if acknowledged:
            embed.set_footer(text=words.TAKEN_FOOTER)
    return Said(content=was.content or None, embeds=tuple(embeds))


def acknowledged() -> Said:
    """Render what the moderator who acknowledges is told in private."""
    return Said(content=words.YOU_HAVE_IT)


def called(*, told: bool, why: str) -> Said:
    """Render what a person who asked for somebody is told."""
    if not told:
        return Said(content=words.NOT_CALLED)
    return Said(content=words.CALLED_SIT if why == "sit" else words.CALLED)


def _ring(role_ids: Sequence[int]) -> str | None:
    return " ".join(f"<@&{role_id}>" for role_id in role_ids) or None


def _rings(role_ids: Sequence[int]) -> discord.AllowedMentions:
    return discord.AllowedMentions(
        everyone=False,
        users=False,
        roles=[discord.Object(role_id) for role_id in role_ids],
        replied_user=False,
    )
