"""Staff's cards about reports: where they are posted, who is rung, what gathers on them."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import reports
from bot.domain.deliveries import Person, Place, Room, Sent
from bot.domain.errors import StorageError
from bot.domain.ids import RoleId, UserId
from bot.domain.reports import Mark, Report, State, Voice
from bot.domain.servers import Actor, Right, RolePurpose, RoomPurpose, Server, may
from bot.services.caring import Caring
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now
from bot.services.report_ports import ReportDesk, Rings
from bot.storage import deliveries as ledger
from bot.storage import reports as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCards:
    """Brings a reporter's words before those who may read them, past the ledger."""

    database: Database
    deliveries: DeliveryService
    caring: Caring
    desk: ReportDesk
    now: Now

    async def deliver(
        self, report: Report, voice: Voice, words: str, server: Server, *, is_quiet: bool
    ) -> bool:
        """Show staff a voice's words; say whether anybody has them.

        Args:
            report: With the voice in it.
            voice: Whose words they are.
            words: As they were typed; may be empty.
            server: Whose staff.
            is_quiet: Whether nobody is to be rung for a new card: they were for a care card.
        """
        gathered = await asyncio.gather(
            *(self._gather(card, report, voice, words) for card in report.cards)
        )
        if any(gathered):
            await self._say_it_grew(report, voice, server)
            return True
        sent = await self._post(report, voice, words, server, is_quiet=is_quiet)
        if not sent:
            return False
        try:
            await self._record(replace(report, cards=sent), server, is_quiet=is_quiet)
        except StorageError:
            # Staff have it, which is what was promised; only marks and later rings are lost.
            log.exception("cards not recorded", extra={"report_id": report.id})
        return True

    async def mark(self, report: Report, mark: Mark, by: Actor) -> None:
        """Let every card say what somebody of staff did."""
        for card in report.cards:
            try:
                await self.desk.mark(card, report, mark, by=by.user_id)
            except MessengerError as error:
                # Whoever pressed is told in private as well.
                log.warning("card not marked", extra={"failure": error.failure})

    async def has_no_other_admin(self, report: Report, server: Server) -> bool:
        """Say whether the only admin there is, is the one it is about."""
        found = await self.caring.alerts.staff(server)
        admins = [each.user_id for each in found if may(each, Right.ADMINISTER, server)]
        return bool(admins) and set(admins) == {report.about_id}

    async def _gather(self, card: Sent, report: Report, voice: Voice, words: str) -> bool:
        try:
            return await self.desk.gather(card, report, voice, words)
        except MessengerError as error:
            log.info("card not found again", extra={"failure": error.failure})
            return False

    async def _say_it_grew(self, report: Report, voice: Voice, server: Server) -> None:
        plan = reports.grew(report, voice, server, now=self.now())
        if plan is None or report.state is State.OPEN:
            return
        try:
            async with self.database.transaction() as tx:
                await self.deliveries.plan_now(tx, plan)
            await self.deliveries.deliver_now(plan.key)
        except StorageError:
            log.exception("nobody told that it grew", extra={"report_id": report.id})

    async def _post(
        self, report: Report, voice: Voice, words: str, server: Server, *, is_quiet: bool
    ) -> Sequence[Sent]:
        """Post in the staff room; where it is closed to us, or not meant, to people instead."""
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if not report.admins_only and staff_room is not None:
            rings = Rings() if is_quiet else await self._rings(server)
            posted = await self._post_in(Room(staff_room), report, voice, words, rings)
            if posted is not None:
                return [posted]
        people = await self._people(report, server)
        told = await asyncio.gather(
            *(self._post_in(Person(each), report, voice, words, Rings()) for each in people)
        )
        return [each for each in told if each is not None]

    async def _post_in(
        self, place: Place, report: Report, voice: Voice, words: str, rings: Rings
    ) -> Sent | None:
        try:
            return await self.desk.post(place, report, voice, words, rings=rings)
        except MessengerError as error:
            log.warning("report not shown", extra={"failure": error.failure})
            return None

    async def _people(self, report: Report, server: Server) -> Sequence[UserId]:
        right = Right.ADMINISTER if report.admins_only else Right.MODERATE
        found = await self.caring.alerts.staff(server)
        return [
            each.user_id
            for each in found
            if may(each, right, server) and each.user_id != report.about_id
        ]

    async def _rings(self, server: Server) -> Rings:
        """Return whoever is on call, else all moderators."""
        on_call: Sequence[UserId] = ()
        try:
            on_call = await self.caring.rota.on_call(server)
        except StorageError:
            log.warning("nobody known to be on call", extra={"guild_id": server.guild_id})
        if on_call:
            return Rings(people=tuple(on_call))
        moderators = server.roles.get(RolePurpose.MODERATOR, frozenset[RoleId]())
        return Rings(roles=tuple(sorted(moderators)))

    async def _record(self, report: Report, server: Server, *, is_quiet: bool) -> None:
        now = self.now()
        async with self.database.transaction() as tx:
            for card in report.cards:
                await rows.posted(tx, report.id, card)
                await self.deliveries.plan(tx, reports.expiry(report, card, now=now))
            if report.state is not State.OPEN:
                return
            ladder = self.caring.ladder
            if not is_quiet:
                await ledger.withdraw(tx, key_prefix=reports.rungs_prefix(report.id), at=now)
                climb = reports.rungs(report, server, ladder=ladder, now=now)
                await self.deliveries.plan(tx, *climb)
            await self.deliveries.plan(tx, *reports.turned_red(report, server, ladder=ladder))
