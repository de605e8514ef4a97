"""Questions handed over, as staff and the asker read them. Nobody is named, no mention rings."""

from datetime import datetime

import discord
from discord import ButtonStyle, TextStyle
from discord.ui import Label, Modal, TextInput
from discord.utils import escape_markdown, escape_mentions, format_dt

from bot.chat.render.asked import still_at_hand
from bot.chat.render.said import CALM, FIELD_MAX, NOTE, Press, Said, card
from bot.chat.wording.en import handovers as words
from bot.chat.wording.en import private_questions as private
from bot.chat.wording.es import handovers as spanish
from bot.domain.faq.entries import MAX_TITLE, EntryId
from bot.domain.handovers import ANSWER_MAX, QUESTION_MAX, Handover, Mark, State
from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.notices import QuestionAnswered


def question_form(entry_id: str, guild_id: GuildId | None, *, asked: str) -> Modal:
    """Lay out the form that hands a question over.

    Args:
        entry_id: What was on screen when the person asked for somebody; empty for nothing.
        guild_id: Whose staff, where a letter says so; else the room decides.
        asked: What they had asked, where that is at hand.
    """
    args = f"{entry_id or '-'}:{guild_id or 0}"
    form = Modal(title=words.FORM_TITLE, custom_id=f"question:ask:{args}")
    question: TextInput[Modal] = TextInput(
        custom_id="question",
        style=TextStyle.paragraph,
        default=asked[:QUESTION_MAX] or None,
        max_length=QUESTION_MAX,
    )
    form.add_item(
        Label(text=words.FORM_QUESTION, description=words.FORM_QUESTION_HINT, component=question)
    )
    form.stop()  # discord.py keeps no state for it; the router answers
    return form


def handed_over(*, language: str = "en") -> Said:
    """Render that the team has a question."""
    return Said(content=spanish.HANDED_OVER if language == "es" else words.HANDED_OVER)


def not_handed_over(asked: str, *, language: str = "en") -> Said:
    """Render that nobody has a question; what was typed stays at hand."""
    is_spanish = language == "es"
    again = spanish.TRY_AGAIN if is_spanish else words.TRY_AGAIN
    return Said(
        content=spanish.NOT_HANDED_OVER if is_spanish else words.NOT_HANDED_OVER,
        embeds=(still_at_hand(asked),),
        rows=((Press(again, "staff:question", style=ButtonStyle.primary),),),
    )


def question_card(handover_id: HandoverId, question: str, *, is_private: bool = False) -> Said:
    """Render the staff card: the words as they were typed, with nothing in them working."""
    rows = _staff_buttons(handover_id, can_claim=True)
    if is_private:
        rows += _private_buttons(handover_id)
    embed = card(words.CARD_TITLE, plain(question), footer=words.CARD_FOOTER)
    return Said(embeds=(embed,), rows=rows)


def marked(
    was: discord.Message, handover: Handover, mark: Mark, *, by: UserId | None, at: datetime
) -> Said:
    """Render a card with one more line under the question, and the buttons that are left."""
    embeds = tuple(discord.Embed.from_dict(embed.to_dict()) for embed in was.embeds)
    line = words.mark(mark, f"<@{by}>", format_dt(at, "R"))
    for embed in embeds[:1]:
        before = "\n".join(field.value or "" for field in embed.fields)
        embed.clear_fields()
        embed.add_field(name=words.SO_FAR, value=_newest(f"{before}\n{line}"), inline=False)
        embed.colour = NOTE if mark.is_last_word else CALM
    rows = _left(handover, mark)
    if _is_private(was):
        rows += _private_buttons(handover.id)
    return Said(embeds=embeds, rows=rows)


def _newest(lines: str) -> str:
    """Return the lines that fit a field, the oldest left out first."""
    shown = lines.strip()
    while len(shown) > FIELD_MAX:
        shown = shown.partition("\n")[2]
    return shown


def _is_private(was: discord.Message) -> bool:
    items = [item for row in was.components for item in getattr(row, "children", ())]
    return any(str(getattr(item, "custom_id", "")).startswith("private:") for item in items)


def _private_buttons(handover_id: HandoverId) -> tuple[tuple[Press, ...], ...]:
    learn = Press(private.LEARN, "private:name", (handover_id,))
    return ((learn, Press(private.BLOCK, "private:block", (handover_id,))),)


def _left(handover: Handover, mark: Mark) -> tuple[tuple[Press, ...], ...]:
    handover_id = handover.id
    if mark.is_beside:
        if handover.state is State.CLOSED:
            return ()
        if handover.state is not State.ANSWERED:
            return _staff_buttons(handover_id, can_claim=handover.state is State.OPEN)
    if mark.can_be_kept or mark.is_beside:
        return ((Press(words.KEEP, "question:keep", (handover_id,)),),)
    return () if mark.is_last_word else _staff_buttons(handover_id, can_claim=False)


def _staff_buttons(handover_id: HandoverId, *, can_claim: bool) -> tuple[tuple[Press, ...], ...]:
    claim = Press(words.CLAIM, "question:claim", (handover_id,), style=ButtonStyle.primary)
    rest = (
        Press(words.ANSWER, "question:answer", (handover_id,)),
        Press(words.CLOSE, "question:close", (handover_id,)),
    )
    return ((claim, *rest),) if can_claim else (rest,)


def answer_form(handover_id: HandoverId) -> Modal:
    """Lay out the form in which staff answer."""
    form = Modal(title=words.ANSWER_TITLE, custom_id=f"question:send:{handover_id}")
    typed: TextInput[Modal] = TextInput(
        custom_id="answer", style=TextStyle.paragraph, max_length=ANSWER_MAX
    )
    form.add_item(Label(text=words.ANSWER_LABEL, description=words.ANSWER_HINT, component=typed))
    form.stop()  # discord.py keeps no state for it; the router answers
    return form


def draft_form(handover_id: HandoverId) -> Modal:
    """Lay out the form for a draft; it begins empty, so that only what staff type is kept."""
    form = Modal(title=words.DRAFT_TITLE, custom_id=f"question:draft:{handover_id}")
    title: TextInput[Modal] = TextInput(custom_id="title", max_length=MAX_TITLE)
    text: TextInput[Modal] = TextInput(
        custom_id="answer", style=TextStyle.paragraph, max_length=ANSWER_MAX
    )
    form.add_item(Label(text=words.DRAFT_NAME, description=words.DRAFT_NAME_HINT, component=title))
    form.add_item(Label(text=words.DRAFT_TEXT, description=words.DRAFT_TEXT_HINT, component=text))
    form.stop()  # discord.py keeps no state for it; the router answers
    return form


def kept(entry_id: EntryId) -> Said:
    """Render what staff are told who kept a draft."""
    return Said(content=words.kept(entry_id))


def reached(mark: Mark) -> Said:
    """Render what staff are told of their answer."""
    return Said(content=words.TOLD[mark])


def letter(notice: QuestionAnswered, key: str) -> Said:
    """Render the answer as the asker reads it in a direct message."""
    opening = _opening(notice.server, notice.asked_at)
    embed = card(words.LETTER_TITLE, f"{opening}\n\n{notice.answer}", footer=words.LETTER_FOOTER)
    more = Press(words.ASK_MORE, "staff:question", ("-", notice.guild_id))
    return Said(embeds=(embed,), rows=((more,),), key=key)


def waited(handover: Handover, server: str) -> Said:
    """Render an answer that could not be sent, for its asker alone."""
    opening = _opening(server, handover.created_at)
    embed = card(words.LETTER_TITLE, f"{opening}\n\n{handover.answer}", footer=words.LETTER_FOOTER)
    return Said(embeds=(embed,))


def _opening(server: str, asked_at: datetime) -> str:
    return words.letter_opening(
        escape_markdown(server or words.THE_SERVER), format_dt(asked_at, "D")
    )


def plain(text: str) -> str:
    """Return somebody's words so that Discord shows them as they were typed, and rings nobody."""
    escaped = escape_markdown(text, ignore_links=False)
    # A mention, a time, a room, an emoji: all begin with the same sign.
    return escape_mentions(escaped.replace("<", "\\<"))
