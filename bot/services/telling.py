"""The services by which a member joins and tells something in private, put together."""

from dataclasses import dataclass

from bot.services.joining import Joining
from bot.services.letters import LetterService
from bot.services.private_questions import PrivateQuestions
from bot.services.reports import ReportService
from bot.services.warnings import WarningService


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What members agree to, what they tell staff, and what staff tell them."""

    reports: ReportService
    letters: LetterService
    warnings: WarningService
    questions: PrivateQuestions
    joining: Joining

    async def forget(self) -> int:
        """Forget what has expired and return how much."""
        forgotten = [
            await each.forget()
            for each in (self.reports, self.letters, self.warnings, self.questions)
        ]
        return sum(forgotten)
