"""Calendars that are read from an address: the list of them, and what staff are told."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.meetings import how_often
from bot.chat.render.said import CARE, NOTE, Press, Said, card, clip
from bot.chat.wording.en import subscriptions as words
from bot.domain.errors import Trouble
from bot.domain.notices import CalendarChanged, CalendarTrouble, SeriesGone
from bot.domain.subscriptions import Facts, Gone, Subscription
from bot.services.meetings import Ended

LABEL_MAX = 80  # of a button (Discord API v10, Button Structure)
NAME_MAX = 60


def addresses(read: Sequence[Subscription]) -> Said:
    """Render the list of addresses, each with a button that stops it."""
    text = f"{listed(read)}\n\n{words.HOW_TO}"
    return Said(embeds=(card(words.ADDRESSES_TITLE, text),), rows=(stops(read),))


def listed_title() -> str:
    """Return what stands above a list of addresses."""
    return words.ADDRESSES


def listed(read: Sequence[Subscription]) -> str:
    """Return a line for each address."""
    return "\n".join(
        words.address(
            _label(each.label),
            words.TROUBLE[each.problem] if each.problem else None,
            format_dt(each.read_at, "R") if each.read_at else None,
        )
        for each in read
    )


def stops(read: Sequence[Subscription]) -> tuple[Press, ...]:
    """Return a button for each address that stops it."""
    names = [words.STOP_MANY.format(name=each.label) for each in read]
    labels = names if len(names) > 1 else [words.STOP] * len(names)
    return tuple(
        Press(clip(label, LABEL_MAX), "calendar:stop", (each.id,))
        for label, each in zip(labels, read, strict=True)
    )


def source(one: Subscription, every: timedelta) -> tuple[str, str]:
    """Return a field of a card that says what becomes of an address."""
    hours = max(1, round(every / timedelta(hours=1)))
    return words.SOURCE, words.source(_label(one.label), hours)


def stopped() -> Said:
    """Render that an address is read no more."""
    return Said(content=words.NO_MORE_READ)


def notice(what: CalendarChanged | SeriesGone | CalendarTrouble, key: str) -> Said:
    """Render what staff are told unasked."""
    match what:
        case CalendarChanged():
            return changed(what, key)
        case SeriesGone():
            return gone(what, key)
        case CalendarTrouble():
            return trouble(what, key)


def changed(notice: CalendarChanged, key: str) -> Said:
    """Render what a calendar changed, before and after, and what is new in it."""
    label = _label(notice.label)
    pairs = zip(notice.before, notice.after, notice.by_hand, strict=True)
    fields = [_change(Facts.load(old), Facts.load(new), is_ours) for old, new, is_ours in pairs]
    text = [words.CHANGED.format(label=label)] if fields else []
    text += [words.more(notice.more)] if notice.more else []
    rows: tuple[tuple[Press, ...], ...] = ()
    if notice.new:
        fields.append((words.NEW_TITLE, "\n".join(map(_title, notice.new))))
        text.append(words.NEW.format(label=label))
        look = Press(words.LOOK, "calendar:look", (notice.subscription_id,))
        rows = ((look,),)
    # The key rides in the button, or at the foot where there is none.
    title = words.CHANGED_TITLE if notice.after else words.NEW_TITLE
    footer = None if rows else f"Ref {key}"
    embed = card(title, "\n".join(text), fields=fields, colour=NOTE, footer=footer)
    return Said(embeds=(embed,), rows=rows, key=key)


def _change(old: Facts, new: Facts, is_ours: bool) -> tuple[str, str]:
    lines = list(_differences(old, new)) or [words.OTHERWISE]
    lines += [words.BY_HAND] if is_ours else []
    return clip(escape_markdown(old.title), 200), "\n".join(lines)


def _differences(old: Facts, new: Facts) -> Iterator[str]:
    if old.title != new.title:
        yield words.went_on(words.NAME, _title(old.title), clip(escape_markdown(new.title), 200))
    if old.when != new.when:
        yield words.went_on(words.NEXT, how_often(old.when), how_often(new.when))
    elif old.dates != new.dates:
        yield words.went_on(words.NEXT, _dates(old), _dates(new))
    if old.minutes != new.minutes:
        before, after = words.minutes(old.minutes), words.minutes(new.minutes)
        yield words.went_on(words.LENGTH, before, after)


def _dates(facts: Facts) -> str:
    moments = [datetime.fromtimestamp(each, UTC) for each in facts.dates]
    return ", ".join(format_dt(each, "f") for each in moments) or words.NONE_AHEAD


def gone(notice: SeriesGone, key: str) -> Said:
    """Render the question about a meeting that its calendar has ended."""
    title, label = escape_markdown(notice.title), _label(notice.label)
    said = words.GONE[Gone(notice.why)].format(title=title, label=label)
    held = words.STILL_HELD.format(when=format_dt(notice.next_at, "F"))
    end = Press(words.END, "series:end", (notice.meeting_id,), style=ButtonStyle.danger)
    keep = Press(words.KEEP, "series:keep", (notice.meeting_id,))
    embed = card(words.GONE_TITLE, f"{said}\n\n{held}", colour=NOTE)
    return Said(embeds=(embed,), rows=((end, keep),), key=key)


def ended(what: Ended) -> Said:
    """Render the question once the meeting has ended."""
    text = words.ENDED.format(title=escape_markdown(what.meeting.title))
    return Said(embeds=(card(words.GONE_TITLE, text, colour=NOTE),))


def kept() -> Said:
    """Render the question once the meeting is kept."""
    return Said(embeds=(card(words.GONE_TITLE, words.KEPT, colour=NOTE),))


def trouble(notice: CalendarTrouble, key: str) -> Said:
    """Render that a calendar cannot be read."""
    text = [f"**{_label(notice.label)}**", words.TROUBLE[Trouble(notice.problem)]]
    text += [words.last_read(format_dt(notice.read_at, "R"))] if notice.read_at else []
    text.append(words.MEETINGS_STAY)
    embed = card(words.TROUBLE_TITLE, "\n".join(text), colour=CARE, footer=f"Ref {key}")
    return Said(embeds=(embed,), key=key)


def _label(label: str) -> str:
    return clip(escape_markdown(label), 2 * NAME_MAX)


def _title(title: str) -> str:
    return escape_markdown(clip(title, NAME_MAX))
