"""Everything about cases in one hand."""

from dataclasses import dataclass

from bot.services.case_holds import CaseHolds
from bot.services.case_records import CaseRecords
from bot.services.deeds import DeedService
from bot.services.moderation import ModerationService


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk:
    """The parts of moderation.

    Attributes:
        moderation: What moderators ask for.
        records: Cases that are looked at again.
        holds: What outlasts an act.
        deeds: What is done in Discord's own menus.
    """

    moderation: ModerationService
    records: CaseRecords
    holds: CaseHolds
    deeds: DeedService

    async def catch_up(self) -> None:
        """Settle what was left open, and read what was done meanwhile."""
        await self.moderation.settle()
        await self.deeds.catch_up()
        self.holds.alarm.wake()

    async def forget_notes(self) -> int:
        """Empty the notes that have expired and return how many."""
        return await self.moderation.forget_notes()
