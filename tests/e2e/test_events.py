"""Discord's own event list follows the meetings, and nobody is fought over a deleted event."""

import asyncio
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import Json, Town, buttons, words
from tests.e2e.test_meetings import added, clock_to

pytestmark = pytest.mark.e2e

SCHEDULED, ACTIVE, CANCELED = 1, 2, 4
HOUR = timedelta(hours=1)
EVENT_RIGHTS = (1 << 33) | (1 << 44)


async def listed(town: Town) -> list[Json]:
    """Return what a member finds in the event list, the soonest first."""
    found = await town.member.call("GET", f"/guilds/{town.guild_id}/scheduled-events")
    return sorted(found, key=lambda each: each["scheduled_start_time"])


async def until(town: Town, fits: Callable[[list[Json]], bool]) -> list[Json]:
    """Wait until the event list is as it should be."""
    found: list[Json] = []
    for _ in range(600):
        found = await listed(town)
        if fits(found):
            return found
        await asyncio.sleep(0.05)
    pytest.fail(f"the event list never changed: {found}")


async def switch(town: Town, value: int) -> str:
    """Have the admin switch the events on or off, and return what they are told."""
    nonce = await town.admin.slash(town.at("staff"), "clinic policy events", switch=value)
    return words(await town.admin.answered(nonce))


async def status(town: Town) -> str:
    """Return what the admin reads in the status."""
    nonce = await town.admin.slash(town.at("staff"), "clinic status")
    return words(await town.admin.answered(nonce))


def asks(message: Json) -> bool:
    """Say whether a message asks about a deleted event."""
    return any(button.get("label") == "Make it again" for button in buttons(message))


async def test_the_event_list_follows_the_meeting_from_the_switch_to_its_end(town: Town) -> None:
    start = await added(town, reminders="10")
    assert await listed(town) == []
    assert "who pressed Interested" in await switch(town, 1)
    [first, _] = await until(town, lambda found: len(found) == 2)
    assert first["name"] == "Tuesday circle"
    assert first["entity_metadata"] == {"location": "#evening-circle"}
    assert first["scheduled_start_time"].startswith(start.strftime("%Y-%m-%dT%H:%M"))
    assert "Discord shows who presses Interested" in first["description"]

    await clock_to(town, start)
    begun = await until(town, lambda found: len(found) == 3)
    assert [each["status"] for each in begun] == [ACTIVE, SCHEDULED, SCHEDULED]
    await clock_to(town, start + HOUR)
    left = await until(town, lambda found: len(found) == 2)
    assert left == begun[1:]

    # Discord says so at once, and no clock needs to move.
    await town.admin.call("DELETE", f"/guilds/{town.guild_id}/scheduled-events/{left[0]['id']}")
    card = await town.moderator.sees(asks)
    assert card["channel_id"] == town.rooms["staff"]
    await town.forward(60)
    await town.facilitator.press(card, "Make it again", town.guild_id)
    again = await until(town, lambda found: len(found) == 2)
    assert again[0]["scheduled_start_time"] == left[0]["scheduled_start_time"]
    assert sum(asks(m) for m in await town.moderator.history(town.rooms["staff"])) == 0
    route = f"/guilds/{town.guild_id}/scheduled-events/{again[0]['id']}"
    await town.admin.call("PATCH", route, {"status": CANCELED})
    await town.moderator.sees(lambda message: asks(message) and message["id"] != card["id"])

    assert "call off" in await switch(town, 0)
    await until(town, lambda found: not found)


async def test_an_event_made_right_before_a_kill_is_not_made_twice(stage: Stage) -> None:
    """kill -9 between create and record: the marker in the description finds it."""
    town = stage.town
    async with stage.waymark() as bot:
        await added(town, reminders="10")
        route = "/guilds/*/scheduled-events"
        await town.workshop("POST", "faults", {"delay": {"route": route, "seconds": 3}})
        await town.admin.slash(town.at("staff"), "clinic policy events", switch=1)
        await town.member.event("GUILD_SCHEDULED_EVENT_CREATE")
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})
    assert len(await listed(town)) == 1

    async with stage.waymark():
        await until(town, lambda found: len(found) >= 2)
        await town.forward(60)
        await town.member.say(town.rooms["lounge"], "i want to kill myself")
        await town.moderator.sees(lambda message: "Care card" in words(message))
        assert len(await listed(town)) == 2


async def test_without_the_right_all_else_works_and_status_says_what_to_click(town: Town) -> None:
    start = await added(town, reminders="10")
    roles = await town.admin.call("GET", f"/guilds/{town.guild_id}/roles")
    role = next(each for each in roles if each["name"] == "Waymark")
    fewer = {"permissions": str(int(role["permissions"]) & ~EVENT_RIGHTS)}
    owner = town.admin
    await owner.call("PATCH", f"/guilds/{town.guild_id}/roles/{role['id']}", fewer)
    await switch(town, 1)

    await clock_to(town, start - timedelta(minutes=10))
    await town.member.sees(lambda message: "Tuesday circle" in words(message))
    assert await listed(town) == []
    told = await status(town)
    assert "Create Events" in told
    assert "event list" in told
