"""What can go wrong, as types with fields. `bot/chat/render` finds the words.

Not frozen, unlike every other value here: Python itself writes `__traceback__` on an exception.
"""

from dataclasses import dataclass
from enum import StrEnum


class ClinicError(Exception):
    """Something that a person can be told about and can do something about."""


@dataclass(eq=False)
class NotFound(ClinicError):
    """What was asked for is not there, or no longer.

    Attributes:
        what: The noun, for example "meeting" or "message".
    """

    what: str


IN_A_SERVER = "a server"
"""What is missing where nobody has rights: in a direct message."""


@dataclass(eq=False)
class NotPermitted(ClinicError):
    """The person, or the bot, may not do this.

    Attributes:
        needs: The right that is missing, in Discord's own words ("Moderate Members"), or
            `IN_A_SERVER`.
        by_bot: True when it is the bot that lacks it.
    """

    needs: str
    by_bot: bool = False


class Rank(StrEnum):
    """Why one person may not act on another."""

    HIGHER_ROLE = "higher_role"
    OWNER = "owner"
    THE_BOT = "the_bot"
    ONESELF = "oneself"
    ABOVE_THE_BOT = "above_the_bot"
    LEFT = "left"


@dataclass(eq=False)
class OutOfReach(ClinicError):
    """The person to be acted on stands outside the actor's or the bot's reach."""

    why: Rank


@dataclass(eq=False)
class InvalidInput(ClinicError):
    """Something typed cannot be used.

    Attributes:
        field: Which of the typed things, as its label reads on screen.
        problem: A key of `wording` that says what is wrong.
        allowed: What would be right, as an example or a range; empty when there is nothing to add.
    """

    field: str
    problem: str
    allowed: str = ""


@dataclass(eq=False)
class Conflict(ClinicError):
    """Somebody else was first, or the thing is already so.

    Attributes:
        what: A key of `wording` that says what happened meanwhile.
    """

    what: str


@dataclass(eq=False)
class NotSetUp(ClinicError):
    """The server, or this part of it, has not been set up yet.

    Attributes:
        part: What is missing: "server", "staff_room", ...
    """

    part: str = "server"


class Trouble(StrEnum):
    """Why a calendar cannot be read from its address."""

    ADDRESS = "address"
    CREDENTIALS = "credentials"
    PRIVATE = "private"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    REDIRECTS = "redirects"
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    SERVER = "server"
    REFUSED = "refused"
    NOT_A_CALENDAR = "not_a_calendar"


@dataclass(eq=False)
class AddressProblem(ClinicError):
    """A calendar cannot be read from its address."""

    why: Trouble


@dataclass(eq=False)
class InvalidContent(ClinicError):
    """A file that the clinic signs cannot be read.

    Attributes:
        place: File and key.
        problem: What is wrong there, in plain words.
    """

    place: str
    problem: str

    def __str__(self) -> str:
        """Give one line for a log or a terminal."""
        return f"{self.place}: {self.problem}"


@dataclass(eq=False)
class StorageError(ClinicError):
    """The database did not take or give something; nothing was half written.

    Attributes:
        problem: "locked", "full", "newer_schema", "changed_migration", "unreadable".
        detail: One line for the operator, without any row's contents.
    """

    problem: str
    detail: str = ""

    def __str__(self) -> str:
        """Give one line for a log or a terminal."""
        return f"{self.problem}: {self.detail}" if self.detail else self.problem
