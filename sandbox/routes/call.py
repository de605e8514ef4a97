"""One request of Discord's HTTP API, as the routes see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from urllib.parse import unquote

from sandbox import snowflakes
from sandbox.core import Sandbox
from sandbox.errors import invalid, plain, refuse
from sandbox.forms.form import Form
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Json, User

REASON_MAX = 512


class Who(Enum):
    """Who may call a route."""

    ANYBODY = "anybody"
    NOBODY_YET = "nobody yet"
    BOT = "bot"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer other than `200` with JSON; a body of None sends none."""

    status: int
    body: Any = None


Answer = Json | list[Any] | Reply | None


@dataclass(slots=True)
class Call:
    """A request with its reader, whoever that is.

    Attributes:
        parts: the variables of the path.
        query: the variables after `?`, the last one of a name.
        body: the JSON, None where there was none.
        uploads: files by field name.
        user: who the token belongs to; None without a token.
    """

    sandbox: Sandbox
    parts: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None
    uploads: dict[str, Upload] = field(default_factory=dict[str, Upload])
    user: User | None = None

    @property
    def me(self) -> User:
        """Whoever calls.

        Raises:
            DiscordError: 401 without a good token.
        """
        if self.user is None:
            raise plain(401, "Unauthorized")
        return self.user

    @property
    def now(self) -> datetime:
        """The sandbox's present moment."""
        return self.sandbox.now()

    @property
    def reason(self) -> str | None:
        """The reason for the audit log, percent-encoded on its way."""
        header = self.headers.get("X-Audit-Log-Reason")
        return unquote(header) if header else None

    def check_reason(self) -> None:
        """Let nothing happen for a reason that the audit log has no room for.

        Raises:
            DiscordError: 50035.
        """
        if self.reason is not None and len(self.reason) > REASON_MAX:
            sentence = f"Must be {REASON_MAX} or fewer in length."
            raise invalid(("reason",), "BASE_TYPE_MAX_LENGTH", sentence)

    def id(self, name: str) -> Snowflake:
        """Read an id from the path; `@me` is whoever calls."""
        value = self.parts[name]
        if value == "@me":
            return self.me.id
        found = snowflakes.parse(value)
        if found is None:
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return found

    def form(self) -> Form:
        """Read the body as an object; no body is an empty one."""
        return Form({} if self.body is None else self.body)

    def asked(self) -> Form:
        """Read the query as an object."""
        return Form(dict(self.query))

    def application(self, name: str = "application_id") -> Application:
        """Find the application a path names, which must be the caller's own bot's.

        Raises:
            DiscordError: 20002 for a person, 20012 for another's application.
        """
        if not self.me.bot:
            raise refuse(20002)
        application = self.sandbox.world.applications.get(self.id(name))
        if application is None:
            raise refuse(10002)
        if application.bot_id != self.me.id:
            raise refuse(20012)
        return application


@dataclass(frozen=True, slots=True)
class Route:
    """A path of the API (after `/api/v10`) and what answers it."""

    method: str
    path: str
    answer: Callable[[Call], Answer]
    who: Who = Who.ANYBODY
