"""A calendar held against the meetings that are here: what is new, what changed, what is gone."""

import asyncio
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.calendar import (
    Problem,
    ProblemKind,
    Reading,
    Series,
    dates,
    digest,
    read,
    series_of,
    usual_uid,
)
from bot.domain.ids import GuildId, MeetingId
from bot.domain.meetings import Meeting, held
from bot.domain.subscriptions import Gone, SubscriptionId
from bot.storage import calendars
from bot.storage import meetings as rows
from bot.storage.calendars import Imported
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A calendar as it was read, with what takes long to find out of each series.

    Attributes:
        ahead: Uids of series that have a date ahead.
        digests: By uid.
    """

    reading: Reading
    ahead: Set[str]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting of ours, what its calendar says now, and what is remembered of what it said."""

    meeting: Meeting
    series: Series
    before: Imported


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A meeting of ours that its calendar has ended, in one way or another."""

    meeting: Meeting
    before: Imported
    why: Gone


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What a calendar would change here.

    Attributes:
        new: Series that are not known here.
        changed: Meetings that are, and what the calendar says of them now.
        unchanged: How many it says nothing new about.
        called_off: Meetings of ours that the calendar has ended.
        over: How many series have no date ahead, or were ended here; they are left out.
        elsewhere: How many another address has; its word counts.
        back: Meetings that staff were asked about and that the calendar has again.
        problems: What could not be used.
    """

    new: list[Series] = field(default_factory=list[Series])
    changed: list[Change] = field(default_factory=list[Change])
    unchanged: int = 0
    called_off: list[CalledOff] = field(default_factory=list[CalledOff])
    over: int = 0
    elsewhere: int = 0
    back: list[MeetingId] = field(default_factory=list[MeetingId])
    problems: Sequence[Problem] = ()

    @property
    def changes_anything(self) -> bool:
        """Say whether there is anything to save."""
        return bool(self.new or self.changed or self.called_off)


async def parsed(body: bytes, *, usual_zone: ZoneInfo, now: datetime) -> Parsed:
    """Read a calendar in a thread: a large one takes seconds, and others wait for answers."""
    return await asyncio.to_thread(parse, body.decode("utf-8-sig", "replace"), usual_zone, now)


def parse(text: str, usual_zone: ZoneInfo, now: datetime) -> Parsed:
    """Read a calendar's text."""
    reading = read(text, usual_zone=usual_zone)
    return Parsed(
        reading=reading,
        ahead={each.uid for each in reading.series if next(dates(each, after=now), None)},
        digests={each.uid: digest(each) for each in reading.series},
    )


def is_calendar(what: Parsed) -> bool:
    """Say whether it was a calendar at all."""
    kinds = {problem.kind for problem in what.reading.problems}
    return ProblemKind.NOT_A_CALENDAR not in kinds


async def compare(
    tx: Transaction,
    what: Parsed,
    guild_id: GuildId,
    *,
    now: datetime,
    of: SubscriptionId | None = None,
) -> Comparison:
    """Hold a calendar against a server's meetings.

    Args:
        now: Aware UTC.
        of: The address it stands at: what it had before and lacks now is gone. None for a file,
            which says nothing of what is not in it.
    """
    live = {each.id: each for each in await rows.live(tx, guild_id)}
    known = _known(live, await calendars.imported(tx, guild_id))
    found = Comparison(problems=what.reading.problems)
    for series in what.reading.series:
        before = known.get(series.uid)
        if before is None and series.uid in what.ahead:
            found.new.append(series)
        elif before is None or not before.is_live:
            found.over += 1
        elif of is not None and before.subscription_id not in {None, of}:
            found.elsewhere += 1
        else:
            _hold_against(found, what, series, before, live[before.meeting_id], now)
    if of is not None:
        # Staff have decided about these; they are asked again once the calendar has had them back.
        found.called_off = [each for each in found.called_off if not _is_kept(each.before)]
    for before in _missing(what.reading, known, of):
        meeting = live[before.meeting_id]
        if _is_ahead(meeting, now):
            why = Gone.CANCELLED if before.uid in what.reading.called_off else Gone.VANISHED
            found.called_off.append(CalledOff(meeting, before, why))
    return found


def _hold_against(
    found: Comparison,
    what: Parsed,
    series: Series,
    before: Imported,
    meeting: Meeting,
    now: datetime,
) -> None:
    said = what.digests[series.uid]
    # What it said last, an older version of it, or our own file with what was changed here.
    is_same = said == before.digest or series.sequence < before.sequence
    is_same = is_same or said == digest(as_known(meeting, before))
    if series.uid in what.ahead:
        if before.asked is not None:
            found.back.append(meeting.id)
        if is_same:
            found.unchanged += 1
        else:
            found.changed.append(Change(meeting, series, before))
    elif not is_same and _is_ahead(meeting, now):
        # Most programs end a series so: they give its rule a last day.
        found.called_off.append(CalledOff(meeting, before, Gone.OVER))
    else:
        found.over += 1


def _missing(
    reading: Reading, known: Mapping[str, Imported], of: SubscriptionId | None
) -> Sequence[Imported]:
    """Return what is live here and called off, or no longer there, in the order of the uids."""
    uids = set(reading.called_off)
    is_whole = all(each.kind is not ProblemKind.TOO_MANY for each in reading.problems)
    if of is not None and is_whole:
        there = {each.uid for each in reading.series} | reading.unusable
        uids |= {each.uid for each in known.values() if each.subscription_id == of} - there
    if of is not None:
        uids = {uid for uid in uids if uid in known and known[uid].subscription_id in {None, of}}
        uids = {uid for uid in uids if not _is_kept(known[uid])}
    return [known[uid] for uid in sorted(uids) if uid in known and known[uid].is_live]


def _is_kept(before: Imported) -> bool:
    return before.asked == calendars.KEPT


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    return next(held(meeting, after=now), None) is not None


def as_known(meeting: Meeting, known: Imported | None) -> Series:
    """Return a meeting as calendars know it."""
    if known is None:
        return series_of(meeting, uid=usual_uid(meeting.id, meeting.guild_id))
    return series_of(meeting, uid=known.uid, sequence=known.sequence, at_place=known.place)


def _known(
    live: Mapping[MeetingId, Meeting], imported: Mapping[str, Imported]
) -> Mapping[str, Imported]:
    """Return every series that is known here by its uid: imported ones, and our own."""
    seen = {each.meeting_id for each in imported.values()}
    own: dict[str, Imported] = {}
    for meeting in live.values():
        if meeting.id not in seen:
            series = as_known(meeting, None)
            own[series.uid] = Imported(
                meeting_id=meeting.id,
                uid=series.uid,
                sequence=series.sequence,
                digest=digest(series),
                is_live=True,
            )
    return {**own, **imported}
