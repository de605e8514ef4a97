"""A stand-in for the `Rooms` port: one server's rooms in memory."""

from dataclasses import dataclass, field

from bot.domain.ids import ChannelId
from bot.domain.rooms import Look, Overwrite, Shape, Why

OWN_ID = 99


class Killed(BaseException):
    """The process died."""


@dataclass
class FakeRooms:
    """Remembers overwrites and what was called; fails as often as `failures` has entries.

    Attributes:
        dies_after: How many calls are made before the process dies, the answer to the last unread.
        lost: Failures that come after the change was made: the worker died, or the answer was lost.
    """

    rooms: dict[int, dict[int, Overwrite]] = field(default_factory=dict[int, dict[int, Overwrite]])
    calls: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    failures: list[Exception] = field(default_factory=list[Exception])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    dies_after: int | None = None
    shape: Shape = Shape.TEXT

    async def look(self, room_id: ChannelId) -> Look:
        """Return a room as it stands."""
        if self.dies_after == 0:
            raise Killed
        if self.failures:
            raise self.failures.pop(0)
        overwrites = dict(self.rooms.get(room_id, {}))
        return Look(overwrites=overwrites, shape=self.shape, own_id=OWN_ID)

    async def set(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Set an overwrite."""
        del why
        self.calls.append(("set", overwrite.target_id))
        self.rooms.setdefault(room_id, {})[overwrite.target_id] = overwrite
        self._die()
        if self.lost:
            raise self.lost.pop(0)

    async def remove(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Remove an overwrite."""
        del why
        self.calls.append(("remove", overwrite.target_id))
        self.rooms[room_id].pop(overwrite.target_id, None)
        self._die()
        if self.lost:
            raise self.lost.pop(0)

    def _die(self) -> None:
        if self.dies_after is not None:
            self.dies_after -= 1
            if self.dies_after <= 0:
                raise Killed
