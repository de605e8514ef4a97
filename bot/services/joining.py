"""Everything about joining in one hand."""

from dataclasses import dataclass
from datetime import datetime

from bot.services.consents import ConsentService
from bot.services.terms import TermsService
from bot.services.terms_cards import TermsCards


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """The parts of joining.

    Attributes:
        terms: The rules and privacy notice.
        consents: Who agreed, and the role for it.
        cards: The card that asks.
    """

    terms: TermsService
    consents: ConsentService
    cards: TermsCards

    async def settle_due(self) -> int:
        """Do what is due and return how much was tried."""
        return await self.cards.settle_due() + await self.consents.settle_due()

    async def next_due(self) -> tuple[datetime | None, datetime | None]:
        """Return when something is next due (the bot's clock) and the next lease ends (real)."""
        due, leases = zip(await self.cards.next_due(), await self.consents.next_due(), strict=True)
        return min(filter(None, due), default=None), min(filter(None, leases), default=None)

    async def release_claims(self) -> None:
        """Give back the claims of the dead; for a process that knows it is alone."""
        await self.cards.release_claims()
        await self.consents.release_claims()
