"""What staff do with a care card: take it, ask for a second person, write what came of it.

Nothing here touches the person the card is about: nobody is punished, nothing is deleted.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import care, incidents
from bot.domain.deliveries import Plan
from bot.domain.errors import Conflict, NotFound
from bot.domain.ids import IncidentId, UserId
from bot.domain.incidents import Incident, Ladder, Outcome
from bot.domain.messages import Heard
from bot.domain.screening import Kind, Level, Topic, Verdict
from bot.domain.servers import Actor, Right, RoomPurpose, require
from bot.services.deliveries import DeliveryService
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage import incidents as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

# Two moderators who worry about one person within a day share one card.
ONE_CARD = timedelta(hours=24)
BY_HAND = Verdict(kind=Kind.CRISIS, level=Level.MEDIUM, topic=Topic.SELF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a moderator writes down about a care card.

    Attributes:
        was: The outcome that they saw when they began, empty for none.
        note: At most `incidents.NOTE_MAX` characters; may be empty.
    """

    outcome: Outcome
    was: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareService:
    """Keeps who has a card and what came of it, and lets every card say so."""

    database: Database
    deliveries: DeliveryService
    servers: Servers
    ladder: Ladder
    now: Now

    def let_in(self, by: Actor) -> None:
        """Let a moderator pass.

        Raises:
            NotPermitted: They are none.
            NotSetUp: The server has not been set up.
        """
        require(by, Right.MODERATE, self.servers.need(by.guild_id))

    async def acknowledge(self, incident_id: IncidentId, *, by: Actor) -> Incident:
        """Make an incident somebody's own; nobody else is woken for it.

        Raises:
            NotPermitted: `by` is no moderator.
            NotFound: There is no such incident here.
            Conflict: Somebody else has it.
        """
        self.let_in(by)
        now = self.now()
        async with self.database.transaction() as tx:
            await self._need(tx, incident_id, by)
            if not await rows.acknowledge(tx, incident_id, by=by.user_id, at=now):
                raise Conflict("already_acknowledged")
            await ledger.withdraw(tx, key_prefix=incidents.rungs_prefix(incident_id), at=now)
            incident, shown = await self._show(tx, incident_id, by)
            await self._plan_follow_up(tx, incident, by.user_id)
        log.info("incident acknowledged", extra={"incident_id": incident_id})
        await self._say(shown)
        return incident

    async def ask_second(self, incident_id: IncidentId, *, by: Actor) -> bool:
        """Ring the moderators for a second person; say whether the call was posted.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
            NotSetUp: There is no staff room to ring them in.
            Conflict: Nobody has the card yet, or a second person was asked for before.
        """
        self.let_in(by)
        now = self.now()
        server = self.servers.need(by.guild_id)
        async with self.database.transaction() as tx:
            incident = await self._need(tx, incident_id, by)
            if incident.acknowledged_by is None:
                raise Conflict("take_it_first")
            if not await rows.want_second(tx, incident_id, at=now):
                raise Conflict("second_wanted")
            first, *later = care.calls_for_second(
                incident, by=by.user_id, server=server, ladder=self.ladder, now=now
            )
            await self.deliveries.plan_now(tx, first)
            await self.deliveries.plan(tx, *later)
            _, shown = await self._show(tx, incident_id, by)
        log.info("second person asked for", extra={"incident_id": incident_id})
        rung = await self.deliveries.deliver_now(first.key)
        await self._say(shown)
        return rung

    async def join(self, incident_id: IncidentId, *, by: Actor) -> Incident:
        """Make somebody the second person of an incident.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
            Conflict: They have the card themselves, or somebody else was first.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            incident = await self._need(tx, incident_id, by)
            if incident.acknowledged_by == by.user_id:
                raise Conflict("is_first_person")
            if not await rows.join(tx, incident_id, by=by.user_id):
                raise Conflict("second_is_there")
            prefix = care.second_prefix(incident_id)
            await ledger.withdraw(tx, key_prefix=prefix, at=self.now())
            incident, shown = await self._show(tx, incident_id, by)
        log.info("second person joined", extra={"incident_id": incident_id})
        await self._say(shown)
        return incident

    async def settle(self, incident_id: IncidentId, written: Written, *, by: Actor) -> Incident:
        """Write down what came of an incident.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
            Conflict: Nobody has the card yet, or somebody wrote something else meanwhile.
        """
        self.let_in(by)
        now = self.now()
        async with self.database.transaction() as tx:
            incident = await self._need(tx, incident_id, by)
            if incident.acknowledged_by is None:
                raise Conflict("take_it_first")
            told = replace(
                incident, outcome=written.outcome, outcome_by=by.user_id, note=written.note
            )
            expires = now + incidents.NOTE_KEPT
            if not await rows.settle(tx, told, was=written.was, expires_at=expires, at=now):
                raise Conflict("outcome_changed")
            if written.outcome is Outcome.MISREAD:
                prefix = care.follow_up_prefix(incident_id)
                await ledger.withdraw(tx, key_prefix=prefix, at=now)
            incident, shown = await self._show(tx, incident_id, by)
        log.info("outcome written", extra={"incident_id": incident_id, "outcome": written.outcome})
        await self._say(shown)
        return incident

    async def look(self, incident_id: IncidentId, *, by: Actor) -> Incident:
        """Return an incident with its note.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            return await self._need(tx, incident_id, by)

    async def start(self, about: Heard, *, by: Actor) -> tuple[Incident, bool]:
        """Make a care card by hand; it is its maker's at once, and rings nobody.

        Args:
            about: Whom it is about, and where; its words are not looked at.
            by: The moderator.

        Returns:
            The incident, and whether the staff room has its card.

        Raises:
            NotPermitted: `by` is no moderator.
            NotSetUp: There is no staff room.
            Conflict: A card about this person is open, or it is `by`: they are asked to let
                others come to them.
        """
        self.let_in(by)
        if about.author_id == by.user_id:
            raise Conflict("care_for_oneself")
        server = self.servers.need(by.guild_id)
        staff_room = server.room(RoomPurpose.STAFF)
        since = self.now() - ONE_CARD
        async with self.database.transaction() as tx:
            if await rows.has_unsettled(tx, by.guild_id, about.author_id, since=since):
                raise Conflict("care_open")
            incident = await rows.start(
                tx, guild_id=by.guild_id, about=about, verdict=BY_HAND, by=by.user_id
            )
            card = incidents.quiet_card(
                incidents.card(incident, support_sent=False), staff_room, now=self.now()
            )
            await self.deliveries.plan_now(tx, card)
            await self._plan_follow_up(tx, incident, by.user_id)
        log.info("incident started by hand", extra={"incident_id": incident.id})
        return incident, await self.deliveries.deliver_now(card.key)

    async def follow_up(self, incident_id: IncidentId, *, by: Actor) -> None:
        """Write down that somebody looked after the person again.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
            Conflict: It was written down before.
        """
        self.let_in(by)
        now = self.now()
        async with self.database.transaction() as tx:
            await self._need(tx, incident_id, by)
            if not await rows.follow_up(tx, incident_id, at=now):
                raise Conflict("already_followed_up")
            await ledger.withdraw(tx, key_prefix=care.follow_up_prefix(incident_id), at=now)
        log.info("followed up", extra={"incident_id": incident_id})

    async def remind_again(self, incident_id: IncidentId, *, again: int, by: Actor) -> None:
        """Remind the one who presses on the next morning once more.

        Args:
            incident_id: Of the card.
            again: How often it was said again before this press.
            by: Who presses.

        Raises:
            NotPermitted, NotFound: As `acknowledge`.
            Conflict: It is planned already.
        """
        self.let_in(by)
        server = self.servers.need(by.guild_id)
        async with self.database.transaction() as tx:
            incident = await self._need(tx, incident_id, by)
            plan = care.follow_up(
                incident, taken_by=by.user_id, again=again + 1, server=server, now=self.now()
            )
            if not await self.deliveries.plan(tx, plan):
                raise Conflict("already_planned")

    async def unanswered(self, by: Actor) -> int:
        """Return how many cards nobody acknowledged in all the time the ladder had."""
        before = self.now() - self.ladder.stop_after
        async with self.database.transaction() as tx:
            return await rows.unanswered(tx, by.guild_id, before=before)

    async def forget_notes(self) -> int:
        """Empty the notes that have expired and return how many."""
        async with self.database.transaction() as tx:
            return await rows.forget_notes(tx, now=self.now())

    async def _need(self, tx: Transaction, incident_id: IncidentId, by: Actor) -> Incident:
        incident = await rows.get(tx, incident_id)
        if incident is None or incident.guild_id != by.guild_id:
            raise NotFound("card")
        return incident

    async def _plan_follow_up(self, tx: Transaction, incident: Incident, taken_by: UserId) -> None:
        server = self.servers.need(incident.guild_id)
        plan = care.follow_up(incident, taken_by=taken_by, again=0, server=server, now=self.now())
        await self.deliveries.plan(tx, plan)

    async def _show(
        self, tx: Transaction, incident_id: IncidentId, by: Actor
    ) -> tuple[Incident, Sequence[Plan]]:
        """Plan that every posted card says how the incident stands now."""
        now = self.now()
        incident = await self._need(tx, incident_id, by)
        # An earlier change that still waits must not overwrite a later one.
        await ledger.withdraw(tx, key_prefix=care.changes_prefix(incident_id), at=now)
        said = await ledger.care_cards(tx, key_prefix=incidents.rungs_prefix(incident_id))
        changes = care.changes(said, incident, now=now)
        await self.deliveries.plan(tx, *changes)
        return incident, changes

    async def _say(self, changes: Sequence[Plan]) -> None:
        """Change the newest card at once: somebody looks at it. The alarm sees to the rest."""
        if changes:
            await self.deliveries.deliver_now(changes[-1].key)
