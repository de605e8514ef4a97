"""Everything about cases over one fake server, and an audit log in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.cases import Deed
from bot.domain.cases.deeds import LogRead
from bot.domain.ids import AuditId, GuildId
from bot.services.case_desk import CaseDesk
from bot.services.case_holds import CaseHolds
from bot.services.case_ports import AuditLog
from bot.services.case_records import CaseRecords
from bot.services.deeds import DeedService
from bot.services.deliveries import DeliveryService
from bot.services.moderation import ModerationService
from tests.fakes import ManualClock
from tests.services.fake_moderator import FakeModerator


@dataclass
class FakeAuditLog:
    """Keeps lines; `stretch` at a time.

    Attributes:
        failures: Raised by the next reads.
        before: Runs before a read is answered.
    """

    lines: list[Deed] = field(default_factory=list[Deed])
    failures: list[Exception] = field(default_factory=list[Exception])
    stretch: int = 100
    before: Callable[[], object] = lambda: None
    reads: int = 0

    async def after(self, guild_id: GuildId, entry_id: AuditId) -> LogRead:
        """Return the next stretch."""
        self.reads += 1
        if self.failures:
            raise self.failures.pop(0)
        self.before()
        found = [
            line for line in self.lines if line.guild_id == guild_id and line.entry_id > entry_id
        ]
        shown = found[: self.stretch]
        up_to = max([entry_id, *(line.entry_id for line in shown)])
        return LogRead(deeds=shown, up_to=up_to, is_all=len(shown) == len(found))


def desk_of(
    deliveries: DeliveryService,
    discord: FakeModerator,
    audit_log: AuditLog,
    clock: ManualClock,
) -> CaseDesk:
    """Put the parts together over the ledger's database."""
    database, servers, alarm = deliveries.database, deliveries.servers, deliveries.alarm
    return CaseDesk(
        moderation=ModerationService(
            database=database,
            servers=servers,
            deliveries=deliveries,
            moderator=discord,
            alarm=alarm,
            now=clock,
        ),
        records=CaseRecords(database=database, servers=servers, now=clock),
        holds=CaseHolds(
            database=database,
            servers=servers,
            deliveries=deliveries,
            moderator=discord,
            alarm=alarm,
            now=clock,
            real=clock,
        ),
        deeds=DeedService(
            database=database,
            servers=servers,
            deliveries=deliveries,
            audit_log=audit_log,
            alarm=alarm,
            now=clock,
        ),
    )
