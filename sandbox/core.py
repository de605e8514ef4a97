"""The parts of one sandbox, held together for whoever acts in it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.gateway.hub import Hub
from sandbox.interaction import Interaction
from sandbox.limits import Limits
from sandbox.snowflakes import Mint, Snowflake
from sandbox.traffic import Traffic
from sandbox.world.world import World


@dataclass(slots=True)
class Sandbox:
    """A small Discord.

    Attributes:
        origin: its own address, `http://127.0.0.1:PORT`.
        interactions: those of the last quarter of an hour, by token.
        event_timer: wakes who begins and ends scheduled events.
    """

    world: World
    clock: Clock
    hub: Hub
    origin: str = ""
    mint: Mint = field(default_factory=Mint)
    faults: Faults = field(default_factory=Faults)
    limits: Limits = field(default_factory=Limits)
    traffic: Traffic = field(default_factory=Traffic)
    event_timer: asyncio.TimerHandle | None = None
    interactions: dict[str, Interaction] = field(default_factory=dict[str, Interaction])

    def now(self) -> datetime:
        """Tell the sandbox's present moment."""
        return self.clock.now()

    def new_id(self) -> Snowflake:
        """Make an id of the present moment."""
        return self.mint.mint(self.clock.now())


def new_sandbox(world: World | None = None) -> Sandbox:
    """Make a sandbox around a world, an empty one if none is given."""
    world = world or World()
    return Sandbox(world, Clock(), Hub(world))
