"""The parts of moderation: what moderators decide, and what outlasts it."""

from functools import cached_property

from bot.assembly.core import Core
from bot.chat.audit_log import DiscordAuditLog
from bot.chat.moderator import DiscordModerator
from bot.scheduler import AlarmClock
from bot.services.case_desk import CaseDesk
from bot.services.case_holds import CaseHolds
from bot.services.case_records import CaseRecords
from bot.services.deeds import DeedService
from bot.services.moderation import ModerationService


class CaseParts(Core):
    """The parts of moderation."""

    @cached_property
    def case_alarm(self) -> AlarmClock:
        """What rings when a ban is to be lifted or a long timeout set anew."""
        return AlarmClock(real=self.real)

    @cached_property
    def cases(self) -> CaseDesk:
        """Everything about cases."""
        moderator = DiscordModerator(self.client)
        return CaseDesk(
            moderation=ModerationService(
                database=self.database,
                servers=self.servers,
                deliveries=self.deliveries,
                moderator=moderator,
                alarm=self.case_alarm,
                now=self.clock,
            ),
            records=CaseRecords(database=self.database, servers=self.servers, now=self.clock),
            holds=self._holds(moderator),
            deeds=DeedService(
                database=self.database,
                servers=self.servers,
                deliveries=self.deliveries,
                audit_log=DiscordAuditLog(self.client),
                alarm=self.case_alarm,
                now=self.clock,
            ),
        )

    def _holds(self, moderator: DiscordModerator) -> CaseHolds:
        return CaseHolds(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            moderator=moderator,
            alarm=self.case_alarm,
            now=self.clock,
            real=self.real,
        )
