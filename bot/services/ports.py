"""All that a service may ask of the outside world."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.domain.asides import Aside
from bot.domain.automod import LiveRule, RuleId, Spec
from bot.domain.deliveries import Failure, Place, Sent
from bot.domain.events import EventId, Live, Shown, Status
from bot.domain.faq.entries import EntryId
from bot.domain.faq.meaning import Meanings
from bot.domain.handovers import Handover, Mark
from bot.domain.hiding import Hiding, Matter
from bot.domain.hiding import Mark as CardMark
from bot.domain.ids import ChannelId, GuildId, HandoverId, RoleId, UserId
from bot.domain.notices import Notice
from bot.domain.rooms import Look, Overwrite, Why
from bot.domain.screening import Kind as ScreenedKind
from bot.domain.screening import Verdict
from bot.domain.screening.opinion import Bar, Opinion
from bot.domain.servers import Actor
from bot.domain.subscriptions import Fetched
from bot.storage.database import Transaction

if TYPE_CHECKING:
    # An extra; whoever has no model needs no numpy either.
    import numpy as np
    from numpy.typing import NDArray

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

    async def find(
        self, place: Place, notice: Notice, *, nonce: str, since: datetime
    ) -> Sent | None:
        """Return our own message that carries `nonce`, if one stands in `place`.

        Args:
            notice: What it said: looking for it is as urgent.
            since: Nothing older is looked at; aware UTC.

        Raises:
            MessengerError: The place could not be read.
        """
        ...


class Voice(Protocol):
    """Reaches the person who has just written something, the way they wrote it."""

    async def support(self, verdict: Verdict) -> bool:
        """Give them the help lines, at once and privately too; say whether they have them."""
        ...

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Add that the moderators know. Said only once it is true."""
        ...


class Whisper(Protocol):
    """Finds the words for a note to one person, and sends them by direct message."""

    async def privately(self, aside: Aside) -> None:
        """Send a note by direct message.

        Raises:
            MessengerError: It was not sent.
        """
        ...


class Membership(Protocol):
    """Knows who is in which server."""

    async def is_member(self, guild_id: GuildId, user_id: UserId) -> bool:
        """Say whether a person is in a server; True while Discord does not answer."""
        ...


class People(Protocol):
    """Knows who is of staff in a server, by asking Discord.

    Both raise MessengerError where Discord did not answer.
    """

    async def actor(self, guild_id: GuildId, user_id: UserId) -> Actor | None:
        """Return a member with what they may do, or None when they are not in the server."""
        ...

    async def staff(self, guild_id: GuildId, known: Sequence[UserId]) -> Sequence[Actor]:
        """Return those who might be of staff, with what they may do.

        The owner, those of `known` who are still here, and, where the members intent lets us ask,
        everybody.
        """
        ...


class Roles(Protocol):
    """Gives and takes roles that only ring.

    Both raise MessengerError where Discord did not answer or did not allow it, and where the role
    would allow anything.
    """

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Give somebody a role."""
        ...

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Take a role from somebody."""
        ...


class Alarm(Protocol):
    """Wakes the ledger when something is due."""

    def wake(self) -> None:
        """Look at the ledger again soon: something was planned or the clock moved."""
        ...


class Hider(Protocol):
    """Hides messages and keeps staff's cards about them.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def show(self, staff_room: ChannelId, matter: Matter, hiding: Hiding | None) -> Sent:
        """Post a card, with the words where the message is being hidden.

        It carries the hiding's key where `Messenger.find` looks.
        """
        ...

    async def gather(self, card: Sent, matter: Matter, hiding: Hiding | None) -> bool:
        """Add a message to a card of the same burst; say whether there was space for it."""
        ...

    async def mark(self, card: Sent, mark: CardMark, *, by: UserId | None) -> None:
        """Add to a card what came after it."""
        ...

    async def delete(self, hiding: Hiding) -> None:
        """Delete the message."""
        ...


class Rooms(Protocol):
    """Changes who may do what in a room.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def look(self, room_id: ChannelId) -> Look:
        """Return a room as it stands at Discord now, never from memory."""
        ...

    async def set(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Put an overwrite in place of the one of that role or person; `why` is audited."""
        ...

    async def remove(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Remove the overwrite of a role or person; fine if it is gone already."""
        ...


class Events(Protocol):
    """Shows occurrences in Discord's own calendar.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def live(self, guild_id: GuildId) -> Mapping[EventId, Live]:
        """Return the events of a server that are to come or going on, anybody's."""
        ...

    async def create(self, shown: Shown) -> EventId:
        """Make an event that carries the row's marker in its description."""
        ...

    async def edit(self, shown: Shown) -> None:
        """Let an event say what its row says."""
        ...

    async def move(self, shown: Shown, status: Status) -> None:
        """Begin an event, end it or call it off."""
        ...


class Rules(Protocol):
    """Keeps rules in Discord's AutoMod.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def live(self, guild_id: GuildId) -> Sequence[LiveRule]:
        """Return the keyword rules of a server, anybody's."""
        ...

    async def create(self, guild_id: GuildId, spec: Spec) -> LiveRule:
        """Make a rule and return it as Discord has it."""
        ...

    async def edit(self, guild_id: GuildId, rule_id: RuleId, spec: Spec) -> LiveRule:
        """Let a rule say what it should, or switch it off; return it as Discord has it."""
        ...


class Fetcher(Protocol):
    """Reads calendars from the internet."""

    async def fetch(
        self, address: str, *, etag: str = "", last_modified: str = ""
    ) -> Fetched | None:
        """Return what stands at an address; None when it has not changed.

        Args:
            etag: Of the version that was read last; empty for none.
            last_modified: As the server said it then; empty for none.

        Raises:
            AddressProblem: It cannot be read, or must not be.
        """
        ...


class DraftLibrary(Protocol):
    """Keeps answers that staff have written and nobody has approved."""

    async def add_draft(self, guild_id: GuildId, title: str, answer: str, *, by: UserId) -> EntryId:
        """Keep what staff typed as a draft; members do not see it.

        Raises:
            InvalidInput: Another entry has that title.
        """
        ...


class QuestionDesk(Protocol):
    """Shows staff the questions that were handed over to them, past the ledger.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def post(
        self, staff_room: ChannelId, handover_id: HandoverId, question: str, *, is_private: bool
    ) -> Sent:
        """Post the card. The words stand on it and nowhere else."""
        ...

    async def mark(
        self, handover: Handover, mark: Mark, *, by: UserId | None, at: datetime
    ) -> None:
        """Add to a posted card what became of the question; its words stay as they are."""
        ...

    async def server_name(self, guild_id: GuildId) -> str:
        """Return the server's name."""
        ...


class Follower(Protocol):
    """Follows what becomes of a server's meetings."""

    async def meeting_changed(self, tx: Transaction, guild_id: GuildId) -> None:
        """Take note, in the transaction that adds, changes or ends a meeting of the server."""
        ...


class Ear(Protocol):
    """The gate's model: how like each kind a message is."""

    @property
    def bars(self) -> Mapping[ScreenedKind, Bar]:
        """From which score on a kind is heard."""
        ...

    @property
    def digest(self) -> str:
        """Identifies the examples it was trained from; see `examples.digest`."""
        ...

    def opine(self, text: str) -> Opinion:
        """Return what it makes of a message. Milliseconds: in a thread."""
        ...

    def opine_all(self, texts: Sequence[str]) -> Sequence[Opinion]:
        """Return what it makes of each of some messages, in less time than one by one."""
        ...


class Encoder(Protocol):
    """A sentence model: texts of one meaning become vectors of one direction."""

    @property
    def name(self) -> str:
        """Identifies the model; vectors of another name are not comparable."""
        ...

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return a matrix, a row of length one for each text. Milliseconds a text: in a thread."""
        ...

    def shades(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the same, but of how something is said as well as of what it is about."""
        ...

    def packed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return what `encode` does as bytes to be kept."""
        ...

    def meanings(
        self, packed: Sequence[Sequence[bytes]], *, small_talk: Sequence[bytes]
    ) -> Meanings:
        """Return what questions are compared with.

        Args:
            packed: For each entry its title and phrasings, and at last its title with its answer.
            small_talk: The lines of `smalltalk.LINES`.
        """
        ...
