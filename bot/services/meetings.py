"""Meetings: entered as a draft, shown before they are kept, planned into the ledger, ended."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from bot.domain import meetings as domain
from bot.domain import reminders
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import DraftId, GuildId, MeetingId
from bot.domain.meetings import Entry, Meeting, Outlook, Proposal
from bot.domain.recurrence import next_starts
from bot.domain.servers import Actor, Right, require
from bot.services.deliveries import DeliveryService
from bot.services.planning import Planner
from bot.services.ports import Follower, Now
from bot.services.servers import Servers
from bot.storage import drafts, wishes
from bot.storage import meetings as rows
from bot.storage.database import Database, Transaction
from bot.storage.drafts import Draft
from bot.storage.times import micros, moment

log = logging.getLogger(__name__)

KIND = "meeting"
# Under this name a draft holds the same meeting that its author was told of.
TWIN = "twin"
# Long enough to be called away from the desk, short enough that no draft is found again by chance.
DRAFT_LIFE = timedelta(hours=1)
# Meetings planned in one transaction: a few milliseconds, so that nobody waits for the writer.
BATCH = 50
NEXT_DATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft that can be saved, as it would be.

    Attributes:
        twin: The same meeting, where there is one already.
    """

    draft_id: DraftId
    entry: Entry
    proposal: Proposal
    outlook: Outlook
    twin: Meeting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A draft that cannot be saved yet; what was typed is kept.

    Attributes:
        error: What is wrong with it.
    """

    draft_id: DraftId
    entry: Entry
    error: InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A meeting that is kept now.

    Attributes:
        first_reminder: When people are first reminded, aware UTC; None when there is none ahead.
    """

    meeting: Meeting
    next_start: datetime
    first_reminder: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A meeting and its next starts, aware UTC, in order.

    Attributes:
        is_on: True when the first of them is going on.
    """

    meeting: Meeting
    starts: Sequence[datetime]
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A meeting that is over for good, and how many reminders of it are not sent any more."""

    meeting: Meeting
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingService:
    """Keeps the meetings of every server.

    Attributes:
        now: The bot's clock, which a sandbox may move.
        horizon: How far ahead reminders are written into the ledger.
        late_after: From when on a reminder says that it is late.
        usual_leads: When a meeting reminds, unless somebody says otherwise.
        followers: Who is told of every change, in its transaction.
    """

    database: Database
    servers: Servers
    deliveries: DeliveryService
    now: Now
    horizon: timedelta = timedelta(days=8)
    late_after: timedelta = reminders.LATE_AFTER
    usual_leads: tuple[timedelta, ...] = ()
    followers: tuple[Follower, ...] = ()

    @property
    def planner(self) -> Planner:
        """What writes this service's reminders into the ledger."""
        return Planner(
            deliveries=self.deliveries,
            now=self.now,
            late_after=self.late_after,
            followers=self.followers,
        )

    async def draft(self, entry: Entry, *, by: Actor) -> Preview | Unusable:
        """Keep what was typed for an hour and say what would come of it.

        Raises:
            NotPermitted: `by` may not administer the server.
            NotSetUp: No room was chosen, and the server has none for meetings.
        """
        self._require(by)
        now = self.now()
        async with self.database.transaction() as tx:
            await drafts.remove_expired(tx, now=now)
            draft_id = await drafts.add(
                tx,
                KIND,
                _typed(entry, now),
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=now + DRAFT_LIFE,
            )
        return await self._beside(self._read(draft_id, entry, by, now), by, now)

    async def entry(self, draft_id: DraftId, *, by: Actor) -> Entry:
        """Return what was typed into a draft.

        Raises:
            Conflict: It was saved or given up, its hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        self._require(by)
        async with self.database.transaction() as tx:
            return rows.load_entry((await self._own(tx, draft_id, by)).typed)

    async def change(
        self, draft_id: DraftId, typed: Mapping[str, str], *, by: Actor
    ) -> Preview | Unusable:
        """Put other words into a draft and say what would come of it. Raises as `entry`.

        Args:
            typed: The title, day, time, zone and minutes, by these names.
        """
        self._require(by)
        now = self.now()
        async with self.database.transaction() as tx:
            before = rows.load_entry((await self._own(tx, draft_id, by)).typed)
            entry = replace(
                before,
                title=typed["title"],
                day=typed["day"],
                time=typed["time"],
                zone=typed["zone"],
                minutes=typed["minutes"],
            )
            await drafts.change(tx, draft_id, _typed(entry, now), expires_at=now + DRAFT_LIFE)
        return await self._beside(self._read(draft_id, entry, by, now), by, now)

    async def discard(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give a draft up. Raises as `entry`."""
        self._require(by)
        async with self.database.transaction() as tx:
            await self._own(tx, draft_id, by)
            await drafts.remove(tx, draft_id)

    async def save(self, draft_id: DraftId, *, by: Actor) -> Saved:
        """Keep a draft as a meeting and plan its reminders; a second press finds no draft.

        Raises as `entry`, InvalidInput when the draft cannot be used, and Conflict, once, when the
        same meeting came to stand there since the draft was shown.
        """
        self._require(by)
        now = self.now()
        async with self.database.transaction() as tx:
            draft = await self._own(tx, draft_id, by)
            # Read as of when it was shown: the dates that were agreed to are the ones kept.
            proposal = domain.read_entry(
                rows.load_entry(draft.typed),
                server=self.servers.need(by.guild_id),
                now=moment(draft.typed["read_at"]),
            )
            is_news = TWIN not in draft.typed and await self._tell_twin(tx, draft, proposal, now)
            meeting = None if is_news else await self._keep(tx, draft, proposal, now)
        if meeting is None:
            raise Conflict("same_meeting")
        log.info("meeting saved", extra={"guild_id": by.guild_id, "meeting_id": meeting.id})
        return Saved(
            meeting=meeting,
            next_start=next_starts(meeting.when, after=now, count=1)[0],
            first_reminder=reminders.next_reminder(meeting, after=now),
        )

    async def _keep(
        self, tx: Transaction, draft: Draft, proposal: Proposal, now: datetime
    ) -> Meeting:
        if not next_starts(proposal.when, after=now, count=1):
            raise Conflict("draft_gone")  # its only date has passed meanwhile
        guild_id, by = draft.guild_id, draft.author_id
        meeting = await rows.add(tx, proposal, guild_id=guild_id, by=by, now=now)
        await self.planner.plan(tx, meeting, after=now, until=now + self.horizon)
        await drafts.remove(tx, draft.id)
        await self.planner.changed(tx, guild_id)
        return meeting

    async def _tell_twin(
        self, tx: Transaction, draft: Draft, proposal: Proposal, now: datetime
    ) -> Meeting | None:
        """Return the same meeting where one stands; the draft knows then that it was named."""
        twin = domain.twin(proposal, await rows.live(tx, draft.guild_id), now=now)
        if twin is not None:
            typed = {**draft.typed, TWIN: twin.id}
            await drafts.change(tx, draft.id, typed, expires_at=now + DRAFT_LIFE)
        return twin

    async def _beside(
        self, read: Preview | Unusable, by: Actor, now: datetime
    ) -> Preview | Unusable:
        if isinstance(read, Unusable):
            return read
        async with self.database.transaction() as tx:
            draft = await self._own(tx, read.draft_id, by)
            return replace(read, twin=await self._tell_twin(tx, draft, read.proposal, now))

    async def preview(self, meeting_id: MeetingId, *, by: Actor) -> tuple[Meeting, Outlook]:
        """Return a meeting and what lies ahead of it.

        Raises:
            NotFound: The server has no such meeting.
            NotPermitted: `by` may not administer the server.
        """
        self._require(by)
        async with self.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
        if meeting is None:
            raise NotFound("meeting")
        return meeting, domain.outlook(meeting, now=self.now())

    async def end(self, meeting_id: MeetingId, *, by: Actor) -> Ended:
        """End a meeting for good and withdraw its open reminders. Raises as `preview`."""
        self._require(by)
        now = self.now()
        async with self.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
            if meeting is None:
                raise NotFound("meeting")
            await rows.end(tx, by.guild_id, meeting_id, at=now)
            withdrawn = await self.planner.withdraw(tx, meeting_id)
            await self.planner.changed(tx, by.guild_id)
        log.info("meeting ended", extra={"guild_id": by.guild_id, "meeting_id": meeting_id})
        return Ended(meeting=meeting, withdrawn=withdrawn)

    async def all(self, guild_id: GuildId) -> Sequence[Meeting]:
        """Return a server's meetings, oldest first."""
        async with self.database.transaction() as tx:
            return await rows.live(tx, guild_id)

    async def next(self, guild_id: GuildId) -> Sequence[Upcoming]:
        """Return every meeting that has a date ahead or is going on, the soonest first."""
        now = self.now()
        found = [_upcoming(meeting, now) for meeting in await self.all(guild_id)]
        return sorted((each for each in found if each.starts), key=lambda each: each.starts[0])

    async def plan_reminders(self) -> int:
        """Write every reminder due up to the horizon into the ledger; return how many are new.

        Each meeting goes on from where it was planned to, so that an outage or a moved clock leaves
        no gap: what is too late by now is for the ledger to say.
        """
        until = self.now() + self.horizon
        new, last = 0, MeetingId(0)
        while True:
            async with self.database.transaction() as tx:
                batch = await rows.to_plan(tx, until=until, after=last, limit=BATCH)
                if not batch:
                    return new
                first, last = batch[0][0].id, batch[-1][0].id
                wished = await wishes.between(tx, first, last)
                new += await self.planner.plan_all(tx, batch, until=until, wished=wished)

    async def _own(self, tx: Transaction, draft_id: DraftId, by: Actor) -> Draft:
        draft = await drafts.get(tx, draft_id, now=self.now())
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != (
            KIND,
            by.guild_id,
            by.user_id,
        ):
            raise Conflict("draft_gone")
        return draft

    def _read(
        self, draft_id: DraftId, entry: Entry, by: Actor, now: datetime
    ) -> Preview | Unusable:
        server = self.servers.need(by.guild_id)
        try:
            proposal = domain.read_entry(entry, server=server, now=now)
        except InvalidInput as error:
            return Unusable(draft_id=draft_id, entry=entry, error=error)
        return Preview(
            draft_id=draft_id,
            entry=entry,
            proposal=proposal,
            outlook=domain.outlook(proposal.when, now=now),
        )

    def _require(self, by: Actor) -> None:
        require(by, Right.ADMINISTER, self.servers.need(by.guild_id))


def _upcoming(meeting: Meeting, now: datetime) -> Upcoming:
    since = now - timedelta(minutes=meeting.minutes)
    starts = [each.at for each in islice(domain.held(meeting, after=since), NEXT_DATES)]
    return Upcoming(meeting=meeting, starts=starts, is_on=bool(starts) and starts[0] <= now)


def _typed(entry: Entry, read_at: datetime) -> dict[str, object]:
    return {**rows.dump_entry(entry), "read_at": micros(read_at)}
