"""The parts by which somebody joins: the terms, who agreed, the card."""

from functools import cached_property

from bot.assembly.core import Core
from bot.chat.joining import DiscordMemberRoles, DiscordNoticeboard
from bot.scheduler import AlarmClock
from bot.services import terms_content
from bot.services.consents import ConsentService
from bot.services.joining import Joining
from bot.services.terms import TermsService
from bot.services.terms_cards import TermsCards


class JoiningParts(Core):
    """The parts by which somebody joins."""

    @cached_property
    def joining_alarm(self) -> AlarmClock:
        """What rings when a role is to be given or taken, or the card to be kept in step."""
        return AlarmClock(real=self.real)

    @cached_property
    def joining(self) -> Joining:
        """All of them."""
        roles = DiscordMemberRoles(self.client)
        terms = TermsService(
            database=self.database,
            servers=self.servers,
            roles=roles,
            alarm=self.joining_alarm,
            shipped=terms_content.load(self.settings.content.folder / "rules"),
            grace=self.settings.joining.grace,
            now=self.clock,
        )
        return Joining(terms=terms, consents=self._consents(terms, roles), cards=self._cards())

    def _consents(self, terms: TermsService, roles: DiscordMemberRoles) -> ConsentService:
        return ConsentService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            alarm=self.joining_alarm,
            now=self.clock,
            real=self.real,
            terms=terms,
            roles=roles,
            server_name=self.server_name,
        )

    def _cards(self) -> TermsCards:
        return TermsCards(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            alarm=self.joining_alarm,
            now=self.clock,
            real=self.real,
            board=DiscordNoticeboard(self.messenger),
        )
