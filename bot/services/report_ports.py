"""What reports ask of the outside: staff's cards, past the ledger, with their reporters' words."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.deliveries import Place, Sent
from bot.domain.ids import RoleId, UserId
from bot.domain.reports import Mark, Report, Voice


@dataclass(frozen=True, slots=True)
class Rings:
    """Who is rung by a card: roles, and people."""

    roles: tuple[RoleId, ...] = ()
    people: tuple[UserId, ...] = ()


class ReportDesk(Protocol):
    """Shows staff what members report. Its words stand on the cards and nowhere else.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def post(
        self, place: Place, report: Report, voice: Voice, words: str, *, rings: Rings
    ) -> Sent:
        """Post a card with the newest voice's words."""
        ...

    async def gather(self, card: Sent, report: Report, voice: Voice, words: str) -> bool:
        """Add a voice's words to a card; say whether there was space for them."""
        ...

    async def mark(self, card: Sent, report: Report, mark: Mark, *, by: UserId) -> None:
        """Add to a card what staff did; the words stay as they are."""
        ...
