"""All that calms a room or a server, as one value: cogs take from it what they need."""

from dataclasses import dataclass

from bot.services.holds import HoldService
from bot.services.purges import PurgeService
from bot.services.raids import RaidService
from bot.services.room_acts import RoomActService


@dataclass(frozen=True, slots=True, kw_only=True)
class Calming:
    """Pauses, slow mode, closed doors, messages removed, and the watch over floods."""

    acts: RoomActService
    purges: PurgeService
    holds: HoldService
    raids: RaidService
