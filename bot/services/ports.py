"""All that a service may ask of the outside world."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.domain.deliveries import Failure, Place, Sent
from bot.domain.notices import Notice

Now = Callable[[], datetime]
"""Returns the present moment, aware UTC."""


class MessengerError(Exception):
    """Discord did not take something.

    Attributes:
        failure: What may be done about it.
    """

    def __init__(self, message: str, *, failure: Failure) -> None:
        super().__init__(message)
        self.failure = failure


class Messenger(Protocol):
    """Speaks for the bot."""

    async def post(self, place: Place, notice: Notice, *, nonce: str) -> Sent:
        """Post a notice.

        Args:
            nonce: At most 25 characters; Discord posts one message per nonce within minutes. The
                message also carries it where `find` looks.

        Raises:
            MessengerError: The message was not posted, or nobody can say whether it was.
        """
        ...

    async def find(self, place: Place, *, nonce: str, since: datetime) -> Sent | None:
        """Return our own message that carries `nonce`, if one stands in `place`.

        Args:
            since: Nothing older is looked at; aware UTC.

        Raises:
            MessengerError: The place could not be read.
        """
        ...


class Alarm(Protocol):
    """Wakes the ledger when something is due."""

    def wake(self) -> None:
        """Look at the ledger again soon: something was planned or the clock moved."""
        ...
