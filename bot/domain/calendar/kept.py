"""Meetings as they are kept here, to series and back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from bot.domain.calendar.series import Series
from bot.domain.ids import GuildId, MeetingId
from bot.domain.meetings import Meeting
from bot.domain.recurrence import occurrences, place
from bot.domain.schedule import NO_HOLIDAYS, Override, Overrides


def usual_uid(meeting_id: MeetingId, guild_id: GuildId) -> str:
    """Return what calendars know a meeting by that was entered here."""
    return f"{meeting_id}-{guild_id}@waymark"


def series_of(meeting: Meeting, *, uid: str, sequence: int = 0, at_place: str = "") -> Series:
    """Return a meeting as a calendar holds it.

    Args:
        sequence: What its calendar counted; changes made here come on top.
        at_place: Where, in its calendar's own words.
    """
    on_holidays = {_start_on(meeting, day) for day in meeting.holidays if _is_held(meeting, day)}
    return _with(
        meeting.overrides,
        Series(
            uid=uid,
            sequence=sequence + meeting.revision,
            title=meeting.title,
            when=replace(meeting.when, except_for=meeting.when.except_for | on_holidays),
            minutes=meeting.minutes,
            place=at_place,
        ),
    )


def is_changed_here(meeting: Meeting, *, last_read: str, at_place: str) -> bool:
    """Say whether somebody changed a meeting here since its calendar was read.

    A holiday, or who leads it, changes nothing that a calendar says.

    Args:
        last_read: Digest of what the calendar said then.
        at_place: As in `series_of`.
    """
    ours = replace(meeting, holidays=NO_HOLIDAYS)
    return digest(series_of(ours, uid="", at_place=at_place)) != last_read


def overrides_of(series: Series) -> Mapping[datetime, Override]:
    """Return what a series says of single occurrences, by the wall clock that its rule gives.

    One beside the rule is kept as moved to where it is.
    """
    found = {wall: Override(moved_to=wall) for wall in series.extra}
    found |= {wall: Override(is_skipped=True) for wall in series.when.except_for}
    return found | {wall: Override(moved_to=held) for wall, held in series.moved.items()}


def digest(series: Series) -> str:
    """Return a short name for all that a series says; another version has another."""
    bare = replace(series, when=replace(series.when, except_for=frozenset()), extra=frozenset())
    series = _with(overrides_of(series), replace(bare, moved={}))
    when = series.when
    said = [
        series.title,
        series.minutes,
        when.first.isoformat(),
        when.zone.key,
        when.rule,
        sorted(wall.isoformat() for wall in when.except_for),
        sorted(wall.isoformat() for wall in series.extra),
        sorted((wall.isoformat(), held.isoformat()) for wall, held in series.moved.items()),
        *filter(None, [series.place]),
    ]
    return sha256(json.dumps(said).encode()).hexdigest()


def _with(overrides: Overrides, series: Series) -> Series:
    """Return a series with what is different about single occurrences."""
    gone = {wall for wall, each in overrides.items() if each.is_skipped}
    moved = {
        wall: each.moved_to
        for wall, each in overrides.items()
        if each.moved_to is not None and not each.is_skipped
    }
    return replace(
        series,
        when=replace(series.when, except_for=frozenset(gone) | series.when.except_for),
        extra=frozenset(wall for wall, held in moved.items() if wall == held),
        moved={wall: held for wall, held in moved.items() if wall != held},
    )


def _start_on(meeting: Meeting, day: date) -> datetime:
    return datetime.combine(day, meeting.when.first.time())


def _is_held(meeting: Meeting, day: date) -> bool:
    before = place(datetime.combine(day, time()), meeting.when.zone) - timedelta(seconds=1)
    found = next(occurrences(meeting.when, after=before), None)
    return found is not None and found.wall == _start_on(meeting, day)
