"""A stand-in for the `Events` port: a calendar in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.deliveries import Failure
from bot.domain.events import EventId, Live, Showing, Shown, Status
from bot.domain.ids import GuildId
from bot.services.ports import MessengerError


@dataclass
class FakeEvents:
    """Remembers events and what was called; fails as often as `failures` has entries.

    Attributes:
        lost: Failures that come after an event was made.
        unlisted: Events that the list leaves out although they are there.
        deleted_after_listing: Events that somebody deletes right after they were listed.
    """

    standing: dict[EventId, Live] = field(default_factory=dict[EventId, Live])
    saying: dict[EventId, Showing] = field(default_factory=dict[EventId, Showing])
    calls: list[str] = field(default_factory=list[str])
    failures: list[Exception] = field(default_factory=list[Exception])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    unlisted: set[EventId] = field(default_factory=set[EventId])
    deleted_after_listing: set[EventId] = field(default_factory=set[EventId])

    async def live(self, guild_id: GuildId) -> Mapping[EventId, Live]:
        """Return what stands."""
        del guild_id
        if self.failures:
            raise self.failures.pop(0)
        listed = {key: each for key, each in self.standing.items() if key not in self.unlisted}
        for event_id in self.deleted_after_listing:
            self.standing.pop(event_id, None)
        return listed

    async def create(self, shown: Shown) -> EventId:
        """Make an event."""
        self.calls.append("create")
        event_id = EventId(1000 + len(self.saying))
        self.standing[event_id] = Live(Status.SCHEDULED, f"Welcome\n\n{shown.marker}")
        self.saying[event_id] = shown.showing
        if self.lost:
            raise self.lost.pop(0)
        return event_id

    async def edit(self, shown: Shown) -> None:
        """Change an event."""
        self.calls.append("edit")
        event_id = self._there(shown)
        self.saying[event_id] = shown.showing

    async def move(self, shown: Shown, status: Status) -> None:
        """Give an event another status; one that is over stands no more."""
        self.calls.append(status.value)
        event_id = self._there(shown)
        if status is Status.ACTIVE:
            self.standing[event_id] = Live(status, self.standing[event_id].description)
        else:
            del self.standing[event_id]

    def _there(self, shown: Shown) -> EventId:
        if shown.event_id is None or shown.event_id not in self.standing:
            raise MessengerError("404", failure=Failure.GONE)
        return shown.event_id
