"""Stand-ins and builders for what members tell staff."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.deliveries import Place, Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.reports import About, Filing, Kind, Mark, Report, Voice
from bot.services.asides import AsideService
from bot.services.caring import Caring
from bot.services.handovers import HandoverService
from bot.services.homes import Homes
from bot.services.letters import LetterService
from bot.services.private_questions import PrivateQuestions
from bot.services.report_cards import ReportCards
from bot.services.report_ports import Rings
from bot.services.reports import ReportService
from bot.services.telling import Telling
from bot.services.warnings import WarningService
from tests.fakes import FakeMembership, FakeWhisper, channel_of
from tests.services.fake_desk import FakeDesk, FakeLibrary
from tests.services.fake_joining import joining_of

REPORTER, REPORTED = UserId(7), UserId(8)


@dataclass
class Shown:
    """A card that staff see."""

    place: Place
    report: Report
    words: list[str]
    rings: Rings
    marks: list[Mark] = field(default_factory=list[Mark])


@dataclass
class FakeReportDesk:
    """Remembers cards by message; refuses as often as `failures` has entries.

    Attributes:
        refuses: What every card for a place meets.
        full: Whether no card has space for more.
    """

    cards: dict[MessageId, Shown] = field(default_factory=dict[MessageId, Shown])
    failures: list[Exception] = field(default_factory=list[Exception])
    refuses: dict[Place, Exception] = field(default_factory=dict[Place, Exception])
    full: bool = False

    @property
    def places(self) -> list[Place]:
        """Where cards stand, oldest first."""
        return [card.place for card in self.cards.values()]

    async def post(
        self, place: Place, report: Report, voice: Voice, words: str, *, rings: Rings
    ) -> Sent:
        """Remember the card, or raise the next failure."""
        del voice
        if self.failures:
            raise self.failures.pop(0)
        if place in self.refuses:
            raise self.refuses[place]
        sent = Sent(MessageId(500 + len(self.cards)), channel_of(place))
        self.cards[sent.message_id] = Shown(place, report, [words], rings)
        return sent

    async def gather(self, card: Sent, report: Report, voice: Voice, words: str) -> bool:
        """Remember the words, or raise the next failure."""
        del voice
        if self.failures:
            raise self.failures.pop(0)
        if self.full:
            return False
        shown = self.cards[card.message_id]
        shown.report = report
        shown.words.append(words)
        return True

    async def mark(self, card: Sent, report: Report, mark: Mark, *, by: UserId) -> None:
        """Remember the mark, or raise the next failure."""
        del report, by
        if self.failures:
            raise self.failures.pop(0)
        self.cards[card.message_id].marks.append(mark)


def telling_of(caring: Caring, desk: FakeReportDesk) -> Telling:
    """Return what the bot puts together, with the two members in the server."""
    letters = _letters(caring)
    cards = ReportCards(
        database=caring.database,
        deliveries=caring.deliveries,
        caring=caring,
        desk=desk,
        now=caring.now,
    )
    reports = ReportService(
        database=caring.database,
        deliveries=caring.deliveries,
        caring=caring,
        letters=letters,
        cards=cards,
        now=caring.now,
    )
    return Telling(
        reports=reports,
        letters=letters,
        joining=joining_of(caring.deliveries),
        warnings=_warnings(caring),
        questions=_questions(caring, letters),
    )


def _letters(caring: Caring) -> LetterService:
    guild = GuildId(1)
    return LetterService(
        database=caring.database,
        deliveries=caring.deliveries,
        membership=FakeMembership({(guild, REPORTER), (guild, REPORTED)}),
        server_name=lambda _: "Evening rooms",
        now=caring.now,
        real=caring.now,
    )


def _warnings(caring: Caring) -> WarningService:
    asides = AsideService(
        database=caring.database,
        deliveries=caring.deliveries,
        whisper=FakeWhisper(),
        now=caring.now,
    )
    return WarningService(
        database=caring.database, asides=asides, people=caring.people, now=caring.now
    )


def _questions(caring: Caring, letters: LetterService) -> PrivateQuestions:
    servers = caring.deliveries.servers
    handovers = HandoverService(
        database=caring.database,
        deliveries=caring.deliveries,
        homes=Homes(servers, letters.membership),
        desk=FakeDesk(),
        library=FakeLibrary(),
        now=caring.now,
        real=caring.now,
    )
    return PrivateQuestions(
        database=caring.database,
        servers=servers,
        handovers=handovers,
        letters=letters,
        now=caring.now,
    )


def filing(at: datetime, kind: Kind = Kind.HURTFUL, **other: object) -> Filing:
    """A report about a message of somebody."""
    values: dict[str, object] = {
        "guild_id": GuildId(1),
        "reporter_id": REPORTER,
        "kind": kind,
        "about": About.PERSON,
        "about_id": REPORTED,
        "channel_id": ChannelId(12),
        "message_id": MessageId(99),
        "at": at,
        **other,
    }
    return Filing(**values)  # pyright: ignore[reportArgumentType] - given by name
