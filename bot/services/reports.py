"""Takes what members tell staff in private, and carries words between staff and a reporter.

A reporter's words go from the form to staff's cards and are kept nowhere else. Who reported whom
is kept, so that staff can ask and answer; on the cards nobody is named who did not want it.
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.domain import letters, reports
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, StorageError
from bot.domain.handovers import visible
from bot.domain.ids import GuildId, LetterId, ReportId, UserId
from bot.domain.incidents import REPORTED
from bot.domain.letters import Letter, Reached, What
from bot.domain.messages import Heard
from bot.domain.reports import (
    About,
    Filed,
    Filing,
    Kind,
    Mark,
    Outcome,
    Report,
    State,
    Untaken,
    Voice,
)
from bot.domain.screening import Kind as ScreenedKind
from bot.domain.screening import Level, Topic, Verdict
from bot.domain.servers import (
    Actor,
    Right,
    Server,
    is_staff,
    may,
)
from bot.services.caring import Caring
from bot.services.deliveries import DeliveryService
from bot.services.letters import LetterService
from bot.services.ports import MessengerError, Now
from bot.services.report_cards import ReportCards
from bot.storage import deliveries as ledger
from bot.storage import incidents
from bot.storage import reports as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

# Asking Discord who is staff must not keep a report waiting for long.
PATIENCE = timedelta(seconds=5)
# One worry about a person is enough to ring for in a day, as with cards made by hand.
ONE_CARD = timedelta(hours=24)
# Somebody else's word that a person may not be well: staff look, and nobody is told in the room.
WORRY = Verdict(
    kind=ScreenedKind.CRISIS,
    level=Level.MEDIUM,
    kinds=(ScreenedKind.CRISIS,),
    signals=(REPORTED,),
    topic=Topic.SELF,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportService:
    """Sees that a report reaches those who may read it, or that its reporter hears it did not."""

    database: Database
    deliveries: DeliveryService
    caring: Caring
    letters: LetterService
    cards: ReportCards
    now: Now
    _turns: WeakValueDictionary[tuple[GuildId, str], asyncio.Lock] = field(
        default_factory=WeakValueDictionary[tuple[GuildId, str], asyncio.Lock]
    )

    async def file(self, filing: Filing, typed: str) -> Filed:
        """Take a report; say who has it.

        Args:
            filing: What it is about.
            typed: The reporter's words, which the gate has heard; may be empty.

        Raises:
            Conflict: They reported a lot today, and nobody is in danger.
            NotSetUp: There are no staff.
        """
        server = self.deliveries.servers.need(filing.guild_id)
        words = visible(typed)[: reports.WORDS_MAX]
        # Two who worry about one person in one moment make one card.
        worry = self._turns.setdefault((filing.guild_id, f"w{filing.about_id}"), asyncio.Lock())
        async with worry:
            rung = await self._care_for(filing, server)
        try:
            filed = await self._take(filing, words, server, is_quiet=rung)
        except (MessengerError, StorageError, TimeoutError):
            log.exception("report not taken", extra={"guild_id": filing.guild_id})
            filed = Filed.NOT_ARRIVED
        return Filed.ARRIVED_WORRY if rung else filed

    async def claim(self, report_id: ReportId, *, by: Actor) -> None:
        """Make a report somebody's own; nobody else is rung for it.

        Raises:
            NotPermitted: `by` may not read it.
            NotFound: It has expired.
            Conflict: Somebody else has it.
        """
        async with self.database.transaction() as tx:
            report = self._let_in(await rows.get(tx, report_id), by)
            if not await rows.claim(tx, report_id, by=by.user_id):
                raise Conflict("already_acknowledged")
            prefix = reports.rungs_prefix(report_id)
            await ledger.withdraw(tx, key_prefix=prefix, at=self.now())
        await self.cards.mark(replace(report, state=State.CLAIMED), Mark.CLAIMED, by)

    async def resolve(self, report_id: ReportId, outcome: Outcome, note: str, *, by: Actor) -> None:
        """Write down what came of a report. Errors as in `claim`."""
        async with self.database.transaction() as tx:
            report = self._let_in(await rows.get(tx, report_id), by)
            kept = note.strip()[: reports.NOTE_MAX]
            if not await rows.resolve(tx, report_id, outcome, kept, by=by.user_id):
                raise Conflict("report_over")
            prefix = reports.rungs_prefix(report_id)
            await ledger.withdraw(tx, key_prefix=prefix, at=self.now())
        done = replace(report, state=State.RESOLVED, outcome=outcome, note=kept)
        await self.cards.mark(done, Mark.RESOLVED, by)

    async def look(self, report_id: ReportId, *, by: Actor) -> Report:
        """Return a report. Errors as in `claim`, but no Conflict."""
        async with self.database.transaction() as tx:
            return self._let_in(await rows.get(tx, report_id), by)

    async def unresolved(self, *, by: Actor) -> Sequence[Report]:
        """Return what nobody has resolved and `by` may read, oldest first.

        Raises:
            NotPermitted: They are not of staff.
        """
        server = self.deliveries.servers.need(by.guild_id)
        if not is_staff(by, server):
            raise NotPermitted(Right.MODERATE)
        async with self.database.transaction() as tx:
            found = await rows.unresolved(tx, by.guild_id)
        return [each for each in found if _may_read(each, by, server)]

    async def untaken(self, *, by: Actor) -> Untaken:
        """Sum up what nobody has taken and `by` may read. Errors as in `unresolved`."""
        found = await self.unresolved(by=by)
        return reports.untaken(found, ladder=self.caring.ladder, now=self.now())

    async def write(self, report_id: ReportId, number: int, text: str, *, by: Actor) -> Reached:
        """Send one reporter what staff typed; nobody is named to whoever named nobody.

        Raises:
            InvalidInput: There is nothing to read, or too much. Otherwise as `look`.
        """
        typed = text.strip()
        if not typed or len(typed) > letters.TEXT_MAX:
            raise InvalidInput("Message", "too_long" if typed else "empty")
        report = await self.look(report_id, by=by)
        voice = next((each for each in report.voices if each.number == number), None)
        if voice is None:
            raise NotFound("report")
        letter = Letter(
            id=LetterId(0),
            guild_id=report.guild_id,
            user_id=voice.reporter_id,
            what=What.REPORT,
            subject=report.id,
            language=voice.language,
            text=typed,
            by=by.user_id if voice.is_named else None,
            about_at=voice.at,
        )
        reached = await self.letters.send(letter)
        if reached is not Reached.LEFT:
            await self.cards.mark(report, Mark.WROTE, by)
        return reached

    async def write_back(
        self, report_id: ReportId, typed: str, *, reporter_id: UserId, urgent: bool = False
    ) -> bool:
        """Show staff what a reporter writes back; say whether they have it.

        Raises:
            NotFound: The report has expired, or it was somebody else's.
            InvalidInput: There is nothing to read.
            Conflict: They wrote a lot today.
        """
        words = visible(typed)[: reports.WORDS_MAX]
        if not words:
            raise InvalidInput("Message", "empty")
        now = self.now()
        async with self.database.transaction() as tx:
            report = await rows.get(tx, report_id)
            voices = report.voices if report else ()
            own = [each for each in voices if each.reporter_id == reporter_id]
            if report is None or not own:
                raise NotFound("report")
            since = now - reports.A_DAY
            written = await rows.count(tx, report.guild_id, reporter_id, is_reply=True, since=since)
            if written >= reports.REPLIES_A_DAY and not urgent:
                raise Conflict("reported_enough")
            voice = await rows.speak(tx, report_id, replace(own[0], is_reply=True, at=now))
            report = await rows.get(tx, report_id) or report
        server = self.deliveries.servers.need(report.guild_id)
        return await self.cards.deliver(report, voice, words, server, is_quiet=True)

    async def forget(self) -> int:
        """Forget what has expired and return how much."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())

    async def _take(self, filing: Filing, words: str, server: Server, *, is_quiet: bool) -> Filed:
        filing, admins_only = await self._look_at(filing, server)
        subject = filing.subject(admins_only=admins_only)
        # Two who report one message in one moment find one card.
        lock = self._turns.setdefault((filing.guild_id, subject), asyncio.Lock())
        async with lock:
            report, voice = await self._begin(filing, admins_only=admins_only)
            arrived = await self.cards.deliver(report, voice, words, server, is_quiet=is_quiet)
            if not arrived:
                async with self.database.transaction() as tx:
                    await rows.take_back(tx, report.id, voice.number)
        if arrived:
            return Filed.TO_ADMINS if admins_only else Filed.ARRIVED
        nobody = admins_only and await self.cards.has_no_other_admin(report, server)
        return Filed.NOBODY_ELSE if nobody else Filed.NOT_ARRIVED

    async def _begin(self, filing: Filing, *, admins_only: bool) -> tuple[Report, Voice]:
        fresh = ReportId(secrets.randbits(62))
        voice = Voice(
            number=0,
            reporter_id=filing.reporter_id,
            kind=filing.kind,
            is_named=filing.is_named,
            language=filing.language,
            is_reply=False,
            at=filing.at,
        )
        async with self.database.transaction() as tx:
            since = filing.at - reports.A_DAY
            told = await rows.count(
                tx, filing.guild_id, filing.reporter_id, is_reply=False, since=since
            )
            if told >= reports.MOST_A_DAY and not filing.may_always:
                raise Conflict("reported_enough")
            report_id = await rows.begin(
                tx, fresh, filing, admins_only=admins_only, kept_to=filing.at + reports.KEPT
            )
            spoken = await rows.speak(tx, report_id, voice)
            report = await rows.get(tx, report_id)
        if report is None:
            raise NotFound("report")
        return report, spoken

    async def _look_at(self, filing: Filing, server: Server) -> tuple[Filing, bool]:
        """Return a filing with what Discord says of whom it is about, and whether it is staff."""
        if filing.about is not About.PERSON or filing.about_id is None:
            return filing, False
        async with asyncio.timeout(PATIENCE.total_seconds()):
            found = await self.caring.people.actor(filing.guild_id, filing.about_id)
        if found is None:
            return replace(filing, about=About.LEFT), False
        return filing, is_staff(found, server)

    def _let_in(self, report: Report | None, by: Actor) -> Report:
        server = self.deliveries.servers.need(by.guild_id)
        if not is_staff(by, server):
            raise NotPermitted(Right.MODERATE)
        if report is None or report.guild_id != by.guild_id:
            raise NotFound("report")
        if not _may_read(report, by, server):
            raise NotPermitted(Right.ADMINISTER)
        return report

    async def _care_for(self, filing: Filing, server: Server) -> bool:
        """Ring for somebody whom the reporter worries about; say whether anybody was told."""
        if filing.kind is not Kind.WORRIED or filing.about is not About.PERSON:
            return False
        if filing.about_id is None:
            return False
        try:
            async with self.database.transaction() as tx:
                since = self.now() - ONE_CARD
                if await incidents.has_unsettled(tx, filing.guild_id, filing.about_id, since=since):
                    return False
        except StorageError:
            log.warning("care not looked up", extra={"guild_id": filing.guild_id})
        about = Heard(
            guild_id=filing.guild_id,
            channel_id=filing.channel_id,
            message_id=filing.message_id,
            author_id=filing.about_id,
            text="",
            at=filing.at,
        )
        return await self.caring.alerts.tell(server, about, WORRY, support_sent=False)


def _may_read(report: Report, by: Actor, server: Server) -> bool:
    """Say whether somebody of staff may read a report: never one about themselves."""
    if report.about_id == by.user_id:
        return False
    return may(by, Right.ADMINISTER, server) or not report.admins_only
