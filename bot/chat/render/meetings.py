"""Meetings as members read them, and as an admin checks them before they are kept."""

from collections.abc import Sequence

from discord import ButtonStyle, Embed, SelectOption
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.errors import sentence
from bot.chat.render.said import NOTE, Press, Said, card, ringing
from bot.chat.wording.en import meetings as words
from bot.domain import zones
from bot.domain.ids import DraftId
from bot.domain.meetings import (
    TITLE_MAX,
    Entry,
    Meeting,
    Outlook,
    Proposal,
    Repeat,
    rhythm,
)
from bot.domain.notices import CardChange, CardState, MeetingReminder
from bot.domain.recurrence import ClockChange, Recurrence, shown
from bot.domain.rsvp import shown as shown_count
from bot.services.meetings import Ended, Preview, Saved, Unusable, Upcoming
from bot.services.rsvp import Answered
from bot.services.wishes import How, Reminded

# Of the 25 fields and 6,000 characters of an embed; a meeting takes some 300 of these.
NEXT_MOST, LIST_MOST = 10, 18
CLOCKS_MOST = 3
TYPED_MAX = 60
CARD_STATES = {
    CardState.OPEN: "",
    CardState.MOVED: words.CARD_MOVED,
    CardState.CANCELLED: words.CARD_CANCELLED,
    CardState.CHANGED: words.CARD_CHANGED,
    CardState.BEGUN: words.CARD_BEGUN,
}


def reminder(notice: MeetingReminder, key: str) -> Said:
    """Render the card that reminds a room, or one person, of a meeting."""
    embed = _card(notice, words.LATE if notice.late else "", is_open=True)
    if notice.is_private:
        return Said(content=words.ASKED_FOR_IT, embeds=(embed,), rows=_buttons(notice), key=key)
    return Said(
        # Only a mention outside of an embed rings.
        content=" ".join(f"<@&{role}>" for role in notice.rings) or None,
        embeds=(embed,),
        rows=_buttons(notice),
        key=key,
        rings=ringing(notice.rings),
    )


def card_change(notice: CardChange, key: str) -> Said:
    """Render what a reminder that was said reads from now on; nobody is rung again."""
    state = CardState(notice.state)
    is_open = state in {CardState.OPEN, CardState.MOVED}
    embed = _card(notice, CARD_STATES[state], is_open=is_open)
    if is_open or notice.is_private:
        return Said(embeds=(embed,), rows=_buttons(notice), key=key)
    return Said(embeds=(embed,), rows=((Press(words.NEXT_DATES, "meetings:next"),),), key=key)


def _card(notice: MeetingReminder | CardChange, first: str, *, is_open: bool) -> Embed:
    if isinstance(notice, CardChange) and notice.state == CardState.CHANGED:
        # Where and how long may be others now as well.
        return card(notice.title, f"{first}\n{words.was_planned(format_dt(notice.starts_at, 'F'))}")
    parts = [
        words.starts(format_dt(notice.starts_at, "F"), format_dt(notice.starts_at, "R")),
        words.fact(words.WHERE, f"<#{notice.room_id}>"),
        words.fact(words.HOW_LONG, words.length(notice.minutes)),
    ]
    if notice.facilitator_id is not None:
        parts.append(words.fact(words.WHO_LEADS, f"<@{notice.facilitator_id}>"))
    if is_open and not notice.is_private and notice.original_at is not None:
        parts.append(words.fact(words.WHO_COMES, words.coming(notice.coming)))
    return card(notice.title, "\n".join([first, *parts] if first else parts))


def _buttons(notice: MeetingReminder | CardChange) -> tuple[tuple[Press, ...], ...]:
    if notice.is_private:
        return ((Press(words.STOP_REMINDING, "remind:none", (notice.meeting_id,)),),)
    remind = Press(words.REMIND_BY_DM, "remind:dm", (notice.meeting_id,))
    more = (remind, Press(words.NEXT_DATES, "meetings:next"))
    if notice.original_at is None:
        return (more,)
    which = (notice.meeting_id, int(notice.original_at.timestamp()))
    yes = Press(words.COMING, "rsvp:yes", which)
    return ((yes, Press(words.NOT_COMING, "rsvp:no", which)), more)


def counted(what: Answered, *, is_coming: bool) -> Said:
    """Render that an answer was counted."""
    number = shown_count(what.count.coming)
    text = words.counted(format_dt(what.which.at, "F"), number, is_coming=is_coming)
    return Said(embeds=(card(words.COUNTED_TITLE, text),))


def counts(what: Answered) -> Said:
    """Render how many have answered, for who leads."""
    coming, others = shown_count(what.count.coming), shown_count(what.count.not_coming)
    text = words.counts(format_dt(what.which.at, "F"), coming, others)
    return Said(embeds=(card(what.meeting.title, f"{text}\n\n{words.NOBODY_SEES}"),))


def reminded(what: Reminded) -> Said:
    """Render how somebody is reminded from now on."""
    title = escape_markdown(what.meeting.title)
    match what.how:
        case How.DM:
            text = words.by_dm(title)
        case How.ROLE:
            text = words.by_role(title, f"<@&{what.meeting.ping_role_id}>")
        case How.NONE:
            text = words.not_reminded(title)
    return Said(embeds=(card(words.REMIND_TITLE, text),))


def dms_closed() -> Said:
    """Render that private reminders were switched off, and how to have them again."""
    return Said(embeds=(card(words.REMIND_TITLE, words.DMS_CLOSED, colour=NOTE),))


def upcoming(found: Sequence[Upcoming]) -> Said:
    """Render the next dates of every meeting, for `/meetings next`."""
    if not found:
        return Said(embeds=(card(words.NEXT_TITLE, words.NONE_PLANNED),))
    text = words.YOUR_ZONE
    if len(found) > NEXT_MOST:
        text += f"\n{words.AND_MORE}"
    fields = [(each.meeting.title, _next(each)) for each in found[:NEXT_MOST]]
    return Said(embeds=(card(words.NEXT_TITLE, text, fields=fields),))


def _next(each: Upcoming) -> str:
    first, *later = each.starts
    if each.is_on:
        parts = [words.going_on(format_dt(first, "t"))]
    else:
        parts = [f"{format_dt(first, 'F')} ({format_dt(first, 'R')})"]
    if later:
        parts.append(words.then([format_dt(start, "f") for start in later]))
    parts.append(words.line(f"<#{each.meeting.room_id}>", words.length(each.meeting.minutes)))
    return "\n".join(parts)


def every(meetings: Sequence[Meeting]) -> Said:
    """Render all meetings with their rhythms, for `/meetings list`."""
    if not meetings:
        return Said(embeds=(card(words.LIST_TITLE, words.NONE_PLANNED),))
    fields = [(each.title, _in_brief(each)) for each in meetings[:LIST_MOST]]
    text = words.MORE_LEFT_OUT if len(meetings) > LIST_MOST else ""
    return Said(embeds=(card(words.LIST_TITLE, text, fields=fields),))


def _in_brief(meeting: Meeting) -> str:
    where = words.line(f"<#{meeting.room_id}>", words.length(meeting.minutes))
    return f"{how_often(meeting.when)}\n{where}"


def in_one_line(meeting: Meeting) -> str:
    """Return a meeting as it reads in a list of choices."""
    return words.line(meeting.title, how_often(meeting.when))


def how_often(when: Recurrence) -> str:
    """Return a rhythm in words, by the meeting's own clocks."""
    zone = zones.name(when.zone)
    match rhythm(when):
        case Repeat.WEEKLY:
            return words.weekly(when.first, zone)
        case Repeat.FORTNIGHTLY | Repeat.FORTNIGHTLY_LATER:
            return words.fortnightly(when.first, zone)
        case Repeat.ONCE:
            return words.once(when.first, zone)
        case None:
            return words.own_rhythm(when.first, zone)


def draft(what: Preview | Unusable) -> Said:
    """Render a draft: what would be kept, or what is wrong with it."""
    change = Press(
        words.CHANGE if isinstance(what, Preview) else words.CHANGE_TYPED,
        "meeting:change",
        (what.draft_id,),
    )
    cancel = Press(words.CANCEL, "meeting:cancel", (what.draft_id,))
    if isinstance(what, Unusable):
        text = f"{sentence(what.error)}\n\n{words.KEPT}"
        embed = card(words.UNUSABLE_TITLE, text, colour=NOTE)
        return Said(embeds=(embed,), rows=((change, cancel),))
    is_second = what.twin is not None
    label = words.SAVE_TWICE if is_second else words.SAVE
    style = ButtonStyle.danger if is_second else ButtonStyle.success
    save = Press(label, "meeting:save", (what.draft_id,), style=style)
    text = facts(what.proposal)
    embed = card(
        words.check(what.proposal.title),
        f"{words.STANDS_ALREADY}\n\n{text}" if is_second else text,
        fields=[
            (words.AS_READ, _reading(what)),
            *ahead(what.proposal.when, what.outlook),
        ],
        footer=words.NOT_SAVED_YET,
    )
    return Said(embeds=(embed,), rows=((save, change, cancel),))


def preview(meeting: Meeting, what: Outlook) -> Said:
    """Render a kept meeting and what lies ahead of it."""
    return Said(embeds=(card(meeting.title, facts(meeting), fields=ahead(meeting.when, what)),))


def facts(what: Proposal | Meeting) -> str:
    """Return what a meeting is, in lines."""
    return "\n".join(
        [
            words.fact(words.WHEN, how_often(what.when)),
            words.fact(words.WHERE, f"<#{what.room_id}>"),
            words.fact(words.HOW_LONG, words.length(what.minutes)),
            words.fact(words.REMINDERS, words.leads(what.leads)),
        ]
    )


def _reading(what: Preview) -> str:
    typed = escape_markdown(" ".join(what.entry.time.split())[:TYPED_MAX])
    at = what.proposal.when.first.time()
    return words.guessed(typed, at) if what.proposal.is_guess else words.as_read(typed, at)


def ahead(when: Recurrence, what: Outlook) -> list[tuple[str, str]]:
    """Return the next dates and what clocks do to them, as fields of a card."""
    dates = [
        words.in_zone(format_dt(found.at, "F"), shown(found.at, when.zone)) for found in what.dates
    ]
    title = words.DATES if len(dates) == 5 else words.FEWER_DATES
    return [
        (title, "\n".join(dates) or words.NO_MORE_DATES),
        (words.CLOCKS, "\n".join(_clocks(when, what)) or words.CLOCKS_REST),
    ]


def _clocks(when: Recurrence, ahead: Outlook) -> list[str]:
    touched = {found.wall.date() for found in (*ahead.moved, *ahead.twice)}
    said = [_change(change, when) for change in ahead.changes if change.on not in touched]
    said += [
        words.moved(found.wall, found.wall.time(), shown(found.at, when.zone).time())
        for found in ahead.moved
    ]
    said += [words.twice(found.wall, found.wall.time()) for found in ahead.twice]
    return said[:CLOCKS_MOST]


def _change(change: ClockChange, when: Recurrence) -> str:
    say = words.forward if change.by.total_seconds() > 0 else words.back
    return say(change.on, when.first.time())


def saved(what: Saved, *, may_post: bool) -> Said:
    """Render that a meeting is kept, and when people first hear of it."""
    room = f"<#{what.meeting.room_id}>"
    parts = [words.saved(escape_markdown(what.meeting.title), room)]
    parts.append(words.starts(format_dt(what.next_start, "F"), format_dt(what.next_start, "R")))
    if what.first_reminder is None:
        parts.append(words.NO_REMINDER)
    else:
        at = what.first_reminder
        parts.append(words.first_reminder(format_dt(at, "F"), format_dt(at, "R")))
    if not may_post:
        parts.append(words.cannot_post(room))
    return Said(embeds=(card(words.SAVED_TITLE, "\n".join(parts)),))


def cancelled() -> Said:
    """Render that a draft was given up."""
    return Said(content=words.CANCELLED)


def end_question(meeting: Meeting) -> Said:
    """Ask whether a meeting should end for good."""
    buttons = (
        Press(words.END, "meeting:end", (meeting.id,), style=ButtonStyle.danger),
        Press(words.KEEP, "meeting:keep"),
    )
    text = words.end_text(how_often(meeting.when))
    return Said(embeds=(card(words.end_title(meeting.title), text, colour=NOTE),), rows=(buttons,))


def ended(what: Ended) -> Said:
    """Render that a meeting has ended."""
    text = words.ended(escape_markdown(what.meeting.title), what.withdrawn)
    return Said(embeds=(card(words.ENDED_TITLE, text, colour=NOTE),))


def kept() -> Said:
    """Render that a meeting goes on after all."""
    return Said(content=words.KEPT_ON)


def change_form(draft_id: DraftId, entry: Entry, *, name: str = "meeting:change") -> Modal:
    """Lay out the form that changes a draft, with what was typed in it.

    Args:
        name: What the router knows it by.
    """
    form = Modal(title=words.FORM_TITLE, custom_id=f"{name}:{draft_id}")
    day: Select[Modal] = Select(
        custom_id="day",
        options=[
            SelectOption(label=day, value=day, default=day == entry.day) for day in words.DAYS
        ],
    )
    title = _input("title", entry.title, most=TITLE_MAX)
    at = _input("time", entry.time, hint=words.FORM_TIME_HINT)
    zone = _input("zone", entry.zone, hint=words.FORM_ZONE_HINT, required=False)
    minutes = _input("minutes", entry.minutes)
    form.add_item(Label(text=words.FORM_NAME, component=title))
    form.add_item(Label(text=words.FORM_DAY, component=day))
    form.add_item(Label(text=words.FORM_TIME, component=at))
    form.add_item(Label(text=words.FORM_ZONE, component=zone))
    form.add_item(Label(text=words.FORM_MINUTES, component=minutes))
    form.stop()  # discord.py keeps no state for it; the router answers
    return form


def _input(
    name: str, typed: str, *, hint: str = "", most: int = TYPED_MAX, required: bool = True
) -> TextInput[Modal]:
    return TextInput(
        custom_id=name,
        default=typed[:most] or None,
        placeholder=hint or None,
        max_length=most,
        required=required,
    )
