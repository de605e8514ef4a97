"""Care cards through their whole life, and what goes with them."""

from collections.abc import Iterator

import discord
from discord import ButtonStyle, SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.care import closed
from bot.chat.render.said import CALM, CARE, NOTE, Link, Press, Said, card, mentions, ringing
from bot.chat.wording.en import care_cards as words
from bot.domain.care_notices import CareCard, FollowUp, SecondWanted
from bot.domain.ids import IncidentId
from bot.domain.incidents import NOTE_MAX, REPORTED, Incident, Outcome
from bot.domain.messages import Spot

SIGNALS_SHOWN = 12


def care_card(notice: CareCard, key: str) -> Said:
    """Render a care card as it stands. It links to the message and holds none of its words."""
    fields = [
        (words.WHO, f"<@{notice.author_id}>"),
        (words.WHERE, _where(notice)),
        (words.WHEN, f"{format_dt(notice.at, 'F')} ({format_dt(notice.at, 'R')})"),
        (words.STATE, _state(notice)),
    ]
    if notice.outcome:
        by = notice.outcome_by or 0
        fields.append((words.OUTCOME, words.came_of_it(notice.outcome, by)))
    elif notice.signals:
        heard = ", ".join(f"`{signal}`" for signal in notice.signals[:SIGNALS_SHOWN])
        fields.append((words.HEARD, heard))
    has_button = notice.incident_id and not (notice.is_drill and notice.outcome)
    embed = card(
        _title(notice),
        "\n\n".join(_text(notice)),
        colour=_colour(notice),
        fields=fields,
        footer=None if has_button else f"Ref {key}",
    )
    return Said(
        content=mentions(notice.rings, notice.calls),
        embeds=(embed,),
        rows=tuple(row for row in (tuple(_buttons(notice)),) if row),
        key=key,
        rings=ringing(notice.rings, notice.calls),
    )


def _title(notice: CareCard) -> str:
    if notice.started_by is not None:
        return words.HAND_TITLE
    return words.QUIET_TITLE if notice.level == "low" else words.CARD_TITLE[notice.topic]


def _colour(notice: CareCard) -> discord.Colour:
    if notice.outcome:
        return NOTE
    return CALM if notice.taken_by or notice.level == "low" else CARE


def _text(notice: CareCard) -> Iterator[str]:
    """Yield what to know and do now: less, the more has been done."""
    if notice.outcome:
        return
    if notice.in_private:
        yield words.OUT_OF_REACH
    if notice.taken_by is None:
        yield from _urgency(notice)
    if notice.started_by is not None:
        yield words.HAND_SUPPORT
    elif REPORTED in notice.signals:
        yield words.REPORTED
    else:
        yield words.HAS_SUPPORT if notice.support_sent else words.NO_SUPPORT
    if not notice.incident_id:
        yield words.NOT_RECORDED
    yield _steps(notice)


def _steps(notice: CareCard) -> str:
    if notice.taken_by is not None:
        return words.HOW_ARE_YOU
    if notice.level == "low":
        return words.LOW_STEPS_UNREAD if _is_out_of_sight(notice) else words.LOW_STEPS
    first = words.ACKNOWLEDGE_FIRST if notice.incident_id else words.TELL_OTHERS_FIRST
    return words.steps(first, _look(notice))


def _look(notice: CareCard) -> str:
    if _is_out_of_sight(notice):
        return words.CANNOT_READ
    return words.READ_IT if notice.message_id is not None else words.READ_WHERE


def _is_out_of_sight(notice: CareCard) -> bool:
    """Say whether nobody of staff can see what was written: a private command, a form, a DM."""
    return notice.channel_id is None and notice.spot != Spot.NICKNAME


def _urgency(notice: CareCard) -> Iterator[str]:
    if notice.rung:
        yield words.AGAIN
    yield words.LEVEL[notice.level]
    if notice.calls:
        yield words.ON_CALL_FIRST


def _state(notice: CareCard) -> str:
    if notice.taken_by is None or notice.taken_at is None:
        return words.OPEN
    parts = [words.has_it(notice.taken_by, format_dt(notice.taken_at, "R"))]
    if notice.second_by is not None:
        parts.append(words.with_second(notice.second_by))
    elif notice.wants_second:
        parts.append(words.SECOND_WANTED_LINE)
    return " ".join(parts)


def _where(notice: CareCard) -> str:
    if notice.channel_id is not None and notice.message_id is not None:
        return f"<#{notice.channel_id}>"
    if notice.started_by is not None:
        return words.BY_HAND
    if notice.spot == Spot.NICKNAME:
        return words.AS_NAME
    if notice.spot == Spot.TITLE:
        return words.AS_TITLE.format(room=f"<#{notice.channel_id}>")
    if notice.channel_id is not None:
        return words.KEPT_OUT.format(room=f"<#{notice.channel_id}>")
    return words.IN_PRIVATE


def _buttons(notice: CareCard) -> Iterator[Press | Link]:
    args = (notice.incident_id, notice.guild_id)
    if notice.is_drill:
        if not notice.outcome:
            yield Press(words.ACKNOWLEDGE, "drill:ack", args, style=ButtonStyle.primary)
        return
    if notice.incident_id and notice.taken_by is None:
        yield Press(words.ACKNOWLEDGE, "care:ack", args, style=ButtonStyle.primary)
    if notice.incident_id and notice.taken_by is not None:
        first = ButtonStyle.secondary if notice.outcome else ButtonStyle.primary
        label = words.CHANGE_OUTCOME if notice.outcome else words.WRITE_OUTCOME
        was = notice.outcome or "none"
        yield Press(label, "care:outcome", (*args, was), style=first)
        if not notice.wants_second and not notice.outcome:
            yield Press(words.ASK_SECOND, "care:second", args)
        if notice.noted:
            yield Press(words.READ_NOTE, "care:note", args)
    if notice.channel_id is not None and notice.message_id is not None:
        place = f"{notice.guild_id}/{notice.channel_id}/{notice.message_id}"
        yield Link(words.OPEN_MESSAGE, f"https://discord.com/channels/{place}")


def second_wanted(notice: SecondWanted, key: str) -> Said:
    """Render the call for a second person."""
    parts = [words.SECOND_AGAIN] if notice.again else []
    parts.append(words.second_wanted(notice.asked_by, notice.author_id))
    args = (notice.incident_id, notice.guild_id)
    return Said(
        content=mentions(notice.rings),
        embeds=(card(words.SECOND_TITLE, "\n\n".join(parts), colour=CARE),),
        rows=((Press(words.I_WILL_JOIN, "care:join", args, style=ButtonStyle.primary),),),
        key=key,
        rings=ringing(notice.rings),
    )


def follow_up(notice: FollowUp, key: str) -> Said:
    """Render the next day's reminder to whoever took a card."""
    text = words.follow_up(notice.author_id, format_dt(notice.taken_at, "R"))
    args = (notice.incident_id, notice.guild_id)
    buttons = (
        Press(words.DONE, "care:done", args, style=ButtonStyle.primary),
        Press(words.REMIND_AGAIN, "care:again", (*args, notice.again)),
    )
    return Said(
        content=mentions((), notice.calls),
        embeds=(card(words.FOLLOW_TITLE, f"{text}\n\n{words.HOW_ARE_YOU}"),),
        rows=(buttons,),
        key=key,
        rings=ringing((), notice.calls),
    )


def outcome_form(incident_id: IncidentId, guild_id: int, was: str) -> Modal:
    """Lay out the form for what came of a card."""
    form = Modal(
        title=words.FORM_TITLE, custom_id=f"care:outcome_form:{incident_id}:{guild_id}:{was}"
    )
    options = [SelectOption(label=words.OUTCOMES[each], value=each) for each in Outcome]
    outcome: Select[Modal] = Select(custom_id="outcome", options=options, required=True)
    note: TextInput[Modal] = TextInput(
        custom_id="note", style=TextStyle.paragraph, required=False, max_length=NOTE_MAX
    )
    form.add_item(Label(text=words.FORM_OUTCOME, component=outcome))
    form.add_item(Label(text=words.FORM_NOTE, description=words.FORM_NOTE_HINT, component=note))
    form.stop()  # discord.py keeps no state for it
    return form


def acknowledged() -> Said:
    """Render what the moderator who acknowledges is told in private."""
    return Said(content=words.YOU_HAVE_IT)


def second_asked(*, rung: bool) -> Said:
    """Render what whoever asked for a second person is told."""
    return Said(content=words.SECOND_RUNG if rung else words.SECOND_NOT_RUNG)


def joined(incident: Incident) -> Said:
    """Render what the second person is told."""
    return Said(content=words.joined(incident.acknowledged_by or 0))


def joined_call(was: discord.Message, user_id: int) -> Said:
    """Render a call for a second person once there is one."""
    return closed(was, words.joined_line(user_id))


def written() -> Said:
    """Render what whoever wrote down what came of a card is told."""
    return Said(content=words.WRITTEN)


def note(incident: Incident) -> Said:
    """Render a card's note for one moderator."""
    if not incident.note or incident.outcome is None:
        return Said(content=words.NO_NOTE)
    return Said(
        content=words.note(words.OUTCOMES[incident.outcome], escape_markdown(incident.note))
    )


def started(*, posted: bool) -> Said:
    """Render what a moderator who made a card by hand is told."""
    return Said(content=words.STARTED if posted else words.STARTED_UNPOSTED)


def followed_up(was: discord.Message) -> Said:
    """Render a reminder that did its work."""
    return closed(was, words.FOLLOWED_UP)


def reminded_again(was: discord.Message) -> Said:
    """Render a reminder that will come again."""
    return closed(was, words.REMINDED)
