"""Kicks and bans over sockets: told before, lifted in time, heard of when done by hand, once."""

import asyncio
import signal
from typing import Any

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import PATIENCE_SECONDS, Town, words
from tests.e2e.test_moderation import has, mod, staff_words

pytestmark = pytest.mark.e2e

A_DAY = 86_400
ASKING = "/guilds/*/bans/*"  # whether they are banned already: no case was begun yet


async def confirm(town: Town, name: str, label: str, **options: Any) -> str:
    """Ask for something final, look at it once more, go on, and return the answer."""
    moderator = town.moderator
    asked = await moderator.answered(await moderator.slash(town.at("lounge"), name, **options))
    await moderator.press(asked, label, town.guild_id)
    return words(await moderator.becomes(asked, "Case"))


async def bans(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await town.admin.call("GET", f"/guilds/{town.guild_id}/bans")
    return found


async def until_banned(town: Town, *, banned: bool) -> None:
    """Wait until Discord holds a ban, or none."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if bool(await bans(town)) is banned:
                return
            await asyncio.sleep(0.05)


async def lines_about(town: Town, text: str) -> int:
    return len([line for line in await staff_words(town) if text in line])


async def test_a_ban_for_a_time_is_told_first_and_lifted_at_its_end(town: Town) -> None:
    target = town.member.id
    told = await confirm(town, "mod ban", "Ban them", member=target, reason="unkind", duration=1)
    assert "Case 1: ban" in told
    letter = words(await town.member.sees(has("cannot be in this group on Discord until")))
    assert "988" in letter
    [ban] = await bans(town)
    assert ban["reason"] == "case 1: words that may have hurt somebody"
    assert "already" in await mod(town, "ban", member=target, reason="unkind")
    await town.forward(A_DAY + 1)
    await until_banned(town, banned=False)
    await town.moderator.sees(has("has ended"))
    assert await lines_about(town, "Case 1") == 2


@pytest.mark.parametrize("stall", ["/users/@me/channels", ASKING, "/channels/*/messages"])
async def test_killed_at_a_step_of_a_ban_it_is_done_once_and_told_once(
    stage: Stage, stall: str
) -> None:
    town, member = stage.town, stage.town.member
    options = {"member": member.id, "reason": "unkind", "duration": 1}
    async with stage.waymark() as bot:
        nonce = await town.moderator.slash(town.at("lounge"), "mod ban", **options)
        asked = await town.moderator.answered(nonce)
        await town.workshop("POST", "faults", {"delay": {"route": stall, "seconds": 30}})
        await town.moderator.press(asked, "Ban them", town.guild_id)
        await asyncio.sleep(1)
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})
    async with stage.waymark():
        if stall is ASKING:
            await town.moderator.press(asked, "Ban them", town.guild_id)
        await town.moderator.sees(has("was banned"))
        assert len(await bans(town)) == 1
        shown = await mod(town, "history", member=member.id)
    assert "Case 1: ban" in shown
    assert "not done" not in shown
    assert len([each for each in member.messages() if has("A note from")(each)]) == 1
    assert await lines_about(town, "Case 1") == 1


async def test_what_is_done_in_discords_own_menus_is_a_case_once_also_while_nobody_listened(
    stage: Stage,
) -> None:
    town, target = stage.town, stage.town.member.id
    here = f"/guilds/{town.guild_id}"
    async with stage.waymark():
        await town.moderator.call("PUT", f"{here}/bans/{target}", {})
        await town.admin.sees(has("Done in Discord's own menus"))
    await town.moderator.call("DELETE", f"{here}/bans/{target}")
    await town.moderator.call("DELETE", f"{here}/members/{town.second.id}")
    async with stage.waymark() as bot:
        await town.admin.sees(has("was removed from the server"))
        shown = await mod(town, "history", member=target)
        assert "Case 1: ban" in shown
        assert "Case 2: ban lifted" in shown
        await bot.stop(signal.SIGKILL)
    async with stage.waymark():
        assert "Case 3" in await mod(town, "history", member=town.second.id)
    assert await lines_about(town, "Discord's own menus") == 3


async def test_a_kick_that_discord_refuses_is_taken_back(town: Town) -> None:
    failing = {"method": "DELETE", "route": "/guilds/*/members/*", "status": 503}
    await town.workshop("POST", "faults", {"fail": failing})
    asked = await town.moderator.answered(
        await town.moderator.slash(
            town.at("lounge"), "mod kick", member=town.member.id, reason="adverts"
        )
    )
    await town.moderator.press(asked, "Remove them", town.guild_id)
    told = words(await town.moderator.becomes(asked, "Not done"))
    assert "I have written to them that nothing was done" in told
    await town.member.sees(has("Nothing was done"))
    assert await lines_about(town, "Case") == 0
