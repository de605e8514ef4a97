"""The parts by which a member tells something in private."""

from functools import cached_property

from bot.assembly.answers import AnswerParts
from bot.assembly.joining import JoiningParts
from bot.assembly.people import PeopleParts
from bot.chat.report_desk import DiscordReportDesk
from bot.services.letters import LetterService
from bot.services.private_questions import PrivateQuestions
from bot.services.report_cards import ReportCards
from bot.services.reports import ReportService
from bot.services.telling import Telling
from bot.services.warnings import WarningService


class TellingParts(JoiningParts, PeopleParts, AnswerParts):
    """The parts by which a member tells something in private."""

    @cached_property
    def telling(self) -> Telling:
        """All of them."""
        warnings = WarningService(
            database=self.database,
            asides=self.asides,
            people=self.caring.people,
            now=self.clock,
        )
        questions = PrivateQuestions(
            database=self.database,
            servers=self.servers,
            handovers=self.handovers,
            letters=self.letters,
            now=self.clock,
        )
        return Telling(
            reports=self.reports,
            letters=self.letters,
            warnings=warnings,
            questions=questions,
            joining=self.joining,
        )

    @cached_property
    def letters(self) -> LetterService:
        """What staff write to a member."""
        return LetterService(
            database=self.database,
            deliveries=self.deliveries,
            membership=self.homes.membership,
            server_name=self.server_name,
            now=self.clock,
            real=self.real,
        )

    @cached_property
    def reports(self) -> ReportService:
        """What members tell staff."""
        cards = ReportCards(
            database=self.database,
            deliveries=self.deliveries,
            caring=self.caring,
            desk=DiscordReportDesk(self.messenger, self.clock),
            now=self.clock,
        )
        return ReportService(
            database=self.database,
            deliveries=self.deliveries,
            caring=self.caring,
            letters=self.letters,
            cards=cards,
            now=self.clock,
        )
