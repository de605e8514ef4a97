"""Who is on call: the week on the server's clocks, and what people say of themselves.

Wall-clock times are placed as meetings' are: one that does not exist moves forward by the gap, one
that comes twice means the first (`bot/domain/recurrence.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.care_notices import ShiftBegins
from bot.domain.deliveries import Person, Plan
from bot.domain.ids import GuildId, UserId
from bot.domain.recurrence import place, shown

A_DAY = timedelta(days=1)
# Somebody who steps away and has no shift to come back to is asked again after this.
AWAY_AT_MOST = timedelta(days=7)
HOURS_MAX = 24
SHIFTS_MAX = 60
NOTE_MAX = 300
# A hand-over is for whoever comes next, not for the file.
NOTE_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A part of the week that somebody takes.

    Attributes:
        weekday: 0 for Monday to 6 for Sunday, of its beginning.
        starts: Wall clock.
        ends: Wall clock; not later than `starts` means on the next day.
    """

    id: int
    user_id: UserId
    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What somebody said of themselves: that they are on call, or away.

    Attributes:
        until: From here on the week counts again, aware UTC.
    """

    user_id: UserId
    is_on: bool
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What whoever was on call leaves for the next."""

    by: UserId
    note: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """A server's week and what people said."""

    zone: ZoneInfo
    shifts: Sequence[Shift] = ()
    words: Sequence[Word] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One evening of a shift, aware UTC."""

    starts_at: datetime
    ends_at: datetime
    user_id: UserId


def on_call(rota: Rota, *, now: datetime) -> Sequence[UserId]:
    """Return who is on call at `now` (aware UTC), each once."""
    said = {word.user_id: word for word in rota.words if now < word.until}
    by_week = {span.user_id for span in spans(rota, now=now) if _goes_on(span, now)}
    present = {user_id for user_id, word in said.items() if word.is_on}
    away = said.keys() - present
    return sorted((by_week - away) | present)


def present_until(rota: Rota, user_id: UserId, *, now: datetime) -> datetime | None:
    """Return until when somebody who is on call at `now` stays so, by the week or their word."""
    ends = [
        span.ends_at
        for span in spans(rota, now=now)
        if span.user_id == user_id and _goes_on(span, now)
    ]
    ends += [
        word.until
        for word in rota.words
        if word.user_id == user_id and word.is_on and now < word.until
    ]
    return max(ends, default=None)


def next_up(rota: Rota, *, now: datetime) -> Sequence[Span]:
    """Return the next shifts that begin, together, after `now`; without who is away then."""
    away = {word.user_id: word.until for word in rota.words if not word.is_on}
    coming = [
        span
        for span in spans(rota, now=now)
        if span.starts_at > now and away.get(span.user_id, now) <= span.starts_at
    ]
    first = min((span.starts_at for span in coming), default=None)
    return sorted(span for span in coming if span.starts_at == first)


def goes_on_since(rota: Rota, *, now: datetime) -> datetime | None:
    """Return since when there has been a shift of the week at `now`; None where there is none."""
    going_on = (span.starts_at for span in spans(rota, now=now) if _goes_on(span, now))
    return min(going_on, default=None)


def notice_plan(span: Span, guild_id: GuildId, server: str) -> Plan:
    """Return what is said in private as a shift begins; of its key there is one."""
    return Plan(
        key=f"shift:{guild_id}:{span.user_id}:{span.starts_at.timestamp():.0f}",
        guild_id=guild_id,
        place=Person(span.user_id),
        notice=ShiftBegins(
            guild_id=guild_id,
            user_id=span.user_id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            server=server,
        ),
        due_at=span.starts_at,
    )


def is_in(rota: Rota, notice: ShiftBegins, *, now: datetime) -> bool:
    """Say whether somebody is on call at `now` by the very shift that a notice is about."""
    span = Span(notice.starts_at, notice.ends_at, notice.user_id)
    is_current = _goes_on(span, now) and span in spans(rota, now=now)
    return is_current and notice.user_id in on_call(rota, now=now)


def _goes_on(span: Span, now: datetime) -> bool:
    return span.starts_at <= now < span.ends_at


def away_until(rota: Rota, user_id: UserId, *, now: datetime) -> datetime:
    """Return when somebody who steps away now is expected back: at their next shift's beginning."""
    own = [span.starts_at for span in spans(rota, now=now) if span.user_id == user_id]
    return min((start for start in own if start > now), default=now + AWAY_AT_MOST)


def spans(rota: Rota, *, now: datetime) -> Iterator[Span]:
    """Yield the shifts around `now`, from yesterday's to those of the next eight days."""
    today = shown(now, rota.zone).date()
    for ahead in range(-1, 9):
        day = today + ahead * A_DAY
        for shift in rota.shifts:
            if shift.weekday != day.weekday():
                continue
            last = day + A_DAY if shift.ends <= shift.starts else day
            yield Span(
                place(datetime.combine(day, shift.starts), rota.zone),
                place(datetime.combine(last, shift.ends), rota.zone),
                shift.user_id,
            )
