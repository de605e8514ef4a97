"""Single occurrences that are skipped, moved or led by somebody else; and the clinic's holidays."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.domain.dates import read_date
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import MeetingId, UserId
from bot.domain.meetings import Meeting, held
from bot.domain.recurrence import place
from bot.domain.schedule import Held, Override, occurrence, schedule
from bot.domain.servers import Actor, Right, require
from bot.domain.wall_time import read_time
from bot.services.planning import Planner, Replanned
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import meetings as rows
from bot.storage import overrides
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

CHOICES = 25  # as many as Discord shows (API v10, Autocomplete)
# A year of daily meetings: whoever types a date means none farther off.
SEARCHED = 366
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excepted:
    """An occurrence that was changed.

    Attributes:
        before: As it was.
        after: As it is; None when it is not held.
        withdrawn: Reminders that waited and are not sent.
    """

    meeting: Meeting
    before: Held
    after: Held | None
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A date on which meetings are not held, and how many of them that touches."""

    day: date
    meetings: Sequence[Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionService:
    """Lets facilitators change one occurrence, and admins keep the holidays."""

    database: Database
    servers: Servers
    planner: Planner
    now: Now

    async def next(self, meeting_id: MeetingId, *, by: Actor) -> Sequence[Held]:
        """Return what is held of a meeting next, for a list of choices; nothing for strangers."""
        async with self.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
        if meeting is None:
            return []
        since = self.now() - timedelta(minutes=meeting.minutes)
        return list(islice(held(meeting, after=since), CHOICES))

    async def skip(self, meeting_id: MeetingId, which: str, *, by: Actor) -> Excepted:
        """Take one occurrence off the calendar; its reminders are withdrawn.

        Args:
            which: The occurrence's original start in seconds since 1970, or a date.

        Raises:
            NotFound: The server has no such meeting.
            InvalidInput: Nothing is held then.
            NotPermitted: `by` is no facilitator.
        """
        self._require(by)
        async with self.database.transaction() as tx:
            meeting, before = await self._find(tx, meeting_id, which, by)
            override = replace(_override(meeting, before), is_skipped=True)
            return await self._change(tx, meeting, before, override)

    async def restore(self, meeting_id: MeetingId, original_at: datetime, *, by: Actor) -> Excepted:
        """Hold an occurrence as the rule says after all. Raises as `skip`."""
        self._require(by)
        async with self.database.transaction() as tx:
            meeting = await self._meeting(tx, meeting_id, by)
            before = occurrence(meeting.when, meeting.overrides, original_at=original_at)
            if before is None or before.original_at <= self.now():
                raise Conflict("ended")
            by_rule = occurrence(meeting.when, original_at=original_at)
            # What the rule does not give is held because an override says so (RDATE).
            moved_to = None if by_rule else before.original
            override = replace(_override(meeting, before), is_skipped=False, moved_to=moved_to)
            return await self._change(tx, meeting, before, override)

    async def move(
        self, meeting_id: MeetingId, which: str, *, day: str, time: str, by: Actor
    ) -> Excepted:
        """Hold one occurrence at another time, and no other. Raises as `skip`.

        Args:
            day: The new date as typed; empty for the same day.
            time: The new time as typed; empty for the same time of day.
        """
        self._require(by)
        async with self.database.transaction() as tx:
            meeting, before = await self._find(tx, meeting_id, which, by)
            on = read_date(day, near=before.wall.date()) if day.strip() else before.wall.date()
            at = read_time(time).at if time.strip() else before.wall.time()
            wall = datetime.combine(on, at)
            self._require_free(meeting, before, wall)
            moved_to = None if wall == before.original else wall
            override = replace(_override(meeting, before), moved_to=moved_to)
            return await self._change(tx, meeting, before, override)

    async def substitute(
        self, meeting_id: MeetingId, which: str, *, who: UserId | None, by: Actor
    ) -> Excepted:
        """Let somebody else lead one occurrence; None for the usual one. Raises as `skip`."""
        self._require(by)
        async with self.database.transaction() as tx:
            meeting, before = await self._find(tx, meeting_id, which, by)
            override = replace(_override(meeting, before), facilitator_id=who)
            return await self._change(tx, meeting, before, override)

    async def add_holiday(self, day: str, *, by: Actor) -> Holiday:
        """Keep a date on which nothing of the server's is held.

        Raises:
            InvalidInput: It is no date ahead.
            NotPermitted: `by` may not administer the server.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        today = self.now().astimezone(server.zone).date()
        on = read_date(day, near=today)
        if on < today:
            raise InvalidInput("Date", "date_past")
        return await self._holiday(on, by, is_one=True)

    async def remove_holiday(self, day: str, *, by: Actor) -> Holiday:
        """Hold meetings on a date again.

        Raises:
            InvalidInput: It is no date.
            NotFound: It was no holiday.
            NotPermitted: `by` may not administer the server.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        today = self.now().astimezone(server.zone).date()
        return await self._holiday(read_date(day, near=today), by, is_one=False)

    async def holidays(self, *, by: Actor) -> Sequence[date]:
        """Return the server's holidays from today on."""
        today = self.now().astimezone(self.servers.need(by.guild_id).zone).date()
        async with self.database.transaction() as tx:
            return await overrides.holidays(tx, by.guild_id, since=today)

    async def _holiday(self, day: date, by: Actor, *, is_one: bool) -> Holiday:
        async with self.database.transaction() as tx:
            before = await rows.live(tx, by.guild_id)
            if is_one:
                await overrides.add_holiday(tx, by.guild_id, day)
            elif not await overrides.remove_holiday(tx, by.guild_id, day):
                raise NotFound("holiday")
            touched = [meeting for meeting in before if _falls_on(meeting, day)]
            for meeting in touched:
                for found in _falls_on(meeting, day):
                    await self.planner.replan(tx, meeting.id, original_at=found)
        return Holiday(day=day, meetings=touched)

    async def _change(
        self, tx: Transaction, meeting: Meeting, before: Held, override: Override
    ) -> Excepted:
        await overrides.save(tx, meeting.id, before.original, override)
        replanned = await self.planner.replan(tx, meeting.id, original_at=before.original_at)
        log.info("occurrence changed", extra={"meeting_id": meeting.id})
        return _excepted(replanned, before)

    async def _meeting(self, tx: Transaction, meeting_id: MeetingId, by: Actor) -> Meeting:
        meeting = await rows.get(tx, by.guild_id, meeting_id)
        if meeting is None:
            raise NotFound("meeting")
        return meeting

    async def _find(
        self, tx: Transaction, meeting_id: MeetingId, which: str, by: Actor
    ) -> tuple[Meeting, Held]:
        meeting = await self._meeting(tx, meeting_id, by)
        now = self.now()
        for found in islice(held(meeting, after=now), SEARCHED):
            if which in {choice(found), found.wall.date().isoformat()}:
                return meeting, found
        raise InvalidInput("Date", "no_occurrence")

    def _require_free(self, meeting: Meeting, before: Held, wall: datetime) -> None:
        at = place(wall, meeting.when.zone)
        if at <= self.now():
            raise InvalidInput("Date", "date_past")
        taken = next(held(meeting, after=at - timedelta(microseconds=1)), None)
        if taken and taken.at == at and taken.original_at != before.original_at:
            raise InvalidInput("Date", "date_taken")

    def _require(self, by: Actor) -> None:
        require(by, Right.FACILITATE, self.servers.need(by.guild_id))


def choice(found: Held) -> str:
    """Return what names an occurrence where one is chosen: seconds since 1970."""
    return str(int(found.original_at.timestamp()))


def _override(meeting: Meeting, found: Held) -> Override:
    return meeting.overrides.get(found.original, Override())


def _falls_on(meeting: Meeting, day: date) -> Sequence[datetime]:
    """Return the original starts of what a holiday on `day` takes away."""
    zone = meeting.when.zone
    midnight = place(datetime.combine(day, datetime.min.time()), zone)
    found: list[datetime] = []
    for each in schedule(meeting.when, meeting.overrides, after=midnight - A_DAY):
        if each.wall.date() > day:
            break
        if each.wall.date() == day and not each.is_moved:
            found.append(each.original_at)
    return found


def _excepted(replanned: Replanned, before: Held) -> Excepted:
    meeting = replanned.meeting
    after = occurrence(meeting.when, meeting.overrides, original_at=before.original_at)
    is_skipped = _override(meeting, before).is_skipped
    return Excepted(
        meeting=meeting,
        before=before,
        after=None if is_skipped else after,
        withdrawn=replanned.withdrawn,
    )
