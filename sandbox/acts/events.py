"""Discord's own scheduled events: told, begun and ended by the sandbox's clock."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sandbox.acts import audience
from sandbox.core import Sandbox
from sandbox.payloads import plans
from sandbox.world.entities import Guild, ScheduledEvent

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
STAGE, VOICE, EXTERNAL = 1, 2, 3
# Discord calls an event off that nobody began a while after its start.
_NEVER_BEGUN: Final = timedelta(hours=4)
_LONGEST_SLEEP: Final = 3600.0


def publish(sandbox: Sandbox, guild: Guild, event: ScheduledEvent, what: str) -> None:
    """Tell of an event as it is now (`what`: CREATE, UPDATE or DELETE)."""
    sandbox.hub.publish(
        f"GUILD_SCHEDULED_EVENT_{what}",
        plans.scheduled_event(event, guild, sandbox.world),
        guild_id=guild.id,
        to=audience.everybody(guild),
    )


def settle(sandbox: Sandbox) -> None:
    """Begin and end what is due, and wake again when the next one is."""
    now = sandbox.now()
    for guild in sandbox.world.guilds.values():
        for event in list(guild.events.values()):
            while (due := _next(event)) is not None and due[0] <= now:
                event.status = due[1]
                publish(sandbox, guild, event, "UPDATE")
    _sleep(sandbox)


def _sleep(sandbox: Sandbox) -> None:
    if sandbox.event_timer is not None:
        sandbox.event_timer.cancel()
        sandbox.event_timer = None
    due = [
        moment[0]
        for guild in sandbox.world.guilds.values()
        for event in guild.events.values()
        if (moment := _next(event)) is not None
    ]
    if due:
        seconds = max(0.0, (min(due) - sandbox.now()).total_seconds())
        loop = asyncio.get_running_loop()
        sleep = min(seconds, _LONGEST_SLEEP)
        sandbox.event_timer = loop.call_later(sleep, settle, sandbox)


def _next(event: ScheduledEvent) -> tuple[datetime, int] | None:
    """Tell when an event changes by itself, and into what."""
    if event.status == SCHEDULED:
        if event.entity_type == EXTERNAL:
            return event.starts_at, ACTIVE
        return event.starts_at + _NEVER_BEGUN, CANCELED
    if event.status == ACTIVE and event.ends_at is not None:
        return event.ends_at, COMPLETED
    return None
