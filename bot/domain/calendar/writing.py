"""Series of meetings as iCalendar text (RFC 5545) that any calendar program reads."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from bot.domain import rules
from bot.domain.calendar.series import Series
from bot.domain.calendar.zone_definitions import definition, put, tzid
from bot.domain.recurrence import place

PRODUCT: Final = "-//Waymark//Waymark//EN"

Times = TypeVar("Times", vDDDLists, vDDDTypes)


def write(series: Sequence[Series], *, name: str, at: datetime) -> str:
    """Return a calendar with `series` in it.

    Args:
        name: What calendar programs call it.
        at: When it is written, aware UTC.
    """
    calendar = Calendar()
    put(calendar, "VERSION", "2.0")
    put(calendar, "PRODID", PRODUCT)
    put(calendar, "CALSCALE", "GREGORIAN")
    put(calendar, "METHOD", "PUBLISH")
    put(calendar, "X-WR-CALNAME", name)
    zones = {each.when.zone.key: each.when.zone for each in series}
    for zone in zones.values():
        since = min(each.when.first for each in series if each.when.zone == zone)
        calendar.add_component(definition(zone, since=place(since, zone), at=at))
    for each in series:
        for event in _events(each, at):
            calendar.add_component(event)
    return calendar.to_ical(sorted=False).decode()


def _events(series: Series, at: datetime) -> Iterator[Event]:
    when, zone = series.when, series.when.zone
    event = _event(series, when.first, at)
    if when.rule is not None:
        put(event, "RRULE", vRecur.from_ical(_plain(when.rule)))
    for name, walls in (("EXDATE", when.except_for), ("RDATE", series.extra)):
        if walls:
            put(event, name, _in(vDDDLists(sorted(walls)), zone))
    yield event
    for planned, held in sorted(series.moved.items()):
        change = _event(series, held, at)
        put(change, "RECURRENCE-ID", _in(vDDDTypes(planned), zone))
        yield change


def _event(series: Series, start: datetime, at: datetime) -> Event:
    event = Event()
    put(event, "UID", series.uid)
    put(event, "DTSTAMP", at)
    put(event, "SEQUENCE", series.sequence)
    put(event, "SUMMARY", series.title)
    put(event, "DTSTART", _in(vDDDTypes(start), series.when.zone))
    # Not DTEND: an end on the wall can be an hour that comes twice, and a meeting's length is kept.
    put(event, "DURATION", timedelta(minutes=series.minutes))
    if series.place:
        put(event, "LOCATION", series.place)
    return event


def _in(times: Times, zone: ZoneInfo) -> Times:
    times.params["TZID"] = tzid(zone)
    return times


def _plain(rule: str) -> str:
    """Return a rule with its UNTIL as a moment, which a start with a zone asks for."""
    text = rule.strip().upper().removeprefix("RRULE:")
    until = rules.read(text).until
    parts = [part for part in text.split(";") if part and not part.startswith("UNTIL=")]
    return ";".join([*parts, f"UNTIL={until:%Y%m%dT%H%M%SZ}"] if until else parts)
