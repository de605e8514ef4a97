"""A moderator's evening, over sockets: what each of the five people sees and may do."""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import PATIENCE_SECONDS, Person, Town, buttons, words

pytestmark = pytest.mark.e2e

Json = dict[str, Any]
PRIVATE = "her number is pinned to the fridge"


def has(text: str) -> Callable[[Json], bool]:
    """Return a test for messages that show `text`."""

    def shows(message: Json) -> bool:
        return text in words(message)

    return shows


async def mod(town: Town, name: str, by: Person | None = None, **options: Any) -> str:
    """Use `/mod` in the lounge and return the words of the answer."""
    person = by or town.moderator
    nonce = await person.slash(town.at("lounge"), f"mod {name}", **options)
    return words(await person.answered(nonce))


async def hide_form(town: Town, message: Json) -> Json:
    nonce = await town.moderator.menu(town.at("lounge"), "Hide", message["id"])
    return await town.moderator.form(nonce)


async def hide(town: Town, form: Json) -> str:
    where = town.at("lounge")
    nonce = await town.moderator.submit(where, form, reason="private_details", note="Take care.")
    return words(await town.moderator.answered(nonce))


async def staff_words(town: Town) -> list[str]:
    return [words(each) for each in await town.moderator.history(town.rooms["staff"])]


async def test_a_warning_reaches_the_person_and_staff(town: Town) -> None:
    member = town.member
    told = await mod(town, "warn", member=member.id, reason="unkind", note="Be gentle.")
    assert "Case 1" in told
    assert "kind note" in told
    letter = await member.sees(has("A note from the moderators of New Pathways support groups"))
    assert "Be gentle." in words(letter)
    assert "guild_id" not in letter
    line = await town.admin.sees(has("was warned by"))
    assert line["channel_id"] == town.rooms["staff"]
    assert f"<@{member.id}>" in words(line)
    assert line["mentions"] == []

    pressed = await town.admin.press(line, "History", town.guild_id)
    assert "Case 1: warning" in words(await town.admin.answered(pressed))

    asked = await member.press(letter, "Talk to staff")
    assert "told the team" in words(await member.answered(asked))
    await town.moderator.sees(has("would like to talk with staff"))


async def test_a_timeout_is_discords_own_and_ends_by_itself(town: Town) -> None:
    member = town.member
    room = f"/channels/{town.rooms['lounge']}/messages"
    told = await mod(town, "timeout", member=member.id, duration=60, reason="disrupting")
    assert "Case 1: break from writing" in told
    await member.sees(has("you can read, but not write"))
    status, _ = await member.call("POST", room, {"content": "hello"}, fine=False)
    assert status == 403
    [entry] = (await town.admin.call("GET", f"/guilds/{town.guild_id}/audit-logs?action_type=24"))[
        "audit_log_entries"
    ]
    assert entry["reason"] == "case 1: making it hard for the group to talk"
    await town.forward(3601)
    status, _ = await member.call("POST", room, {"content": "hello again"}, fine=False)
    assert status == 200


async def test_a_hidden_message_goes_to_staff_and_nowhere_else(stage: Stage) -> None:
    town = stage.town
    async with stage.waymark():
        message = await town.member.say(town.rooms["lounge"], PRIVATE)
        told = await hide(town, await hide_form(town, message))
        assert "Case 1: hidden message" in told
        assert PRIVATE not in [
            each["content"] for each in await town.second.history(town.rooms["lounge"])
        ]
        letter = await town.member.sees(has("has hidden a message of yours"))
        assert "Take care." in words(letter)
        cards = await staff_words(town)
        assert any(PRIVATE in card for card in cards)
        assert any("was hidden by" in card for card in cards)
    for path in [*stage.folder.glob("waymark.db*"), stage.folder / "bot.log"]:
        assert PRIVATE.encode() not in path.read_bytes()
        assert b"Take care." not in path.read_bytes() or path.suffix != ".log"


async def test_two_acts_in_one_minute_are_one_case(town: Town) -> None:
    target = town.member.id
    assert "Case 1" in await mod(town, "warn", member=target, reason="unkind")
    assert "just done this" in await mod(
        town, "warn", by=town.admin, member=target, reason="unkind"
    )


async def test_a_form_and_a_question_survive_a_restart(stage: Stage) -> None:
    town = stage.town
    async with stage.waymark() as bot:
        message = await town.member.say(town.rooms["lounge"], "an unlucky sentence")
        form = await hide_form(town, message)
        await bot.stop(signal.SIGKILL)
    async with stage.waymark():
        assert "Case 1: hidden message" in await hide(town, form)


async def test_an_open_care_card_asks_the_moderator_once_more(stage: Stage) -> None:
    town, moderator = stage.town, stage.town.moderator
    options = {"member": town.member.id, "reason": "other", "note": "Are you all right?"}
    async with stage.waymark() as bot:
        await town.member.say(town.rooms["lounge"], "i want to kill myself tonight")
        await moderator.sees(has("Care card"))
        nonce = await moderator.slash(town.at("lounge"), "mod warn", **options)
        question = await moderator.answered(nonce)
        assert "may be having a hard time" in words(question)
        assert [each["label"] for each in buttons(question)] == ["Leave it", "Go on"]
        await moderator.press(question, "Leave it", town.guild_id)
        await moderator.sees(has("Nothing was done"))
        nonce = await moderator.slash(town.at("lounge"), "mod warn", **options)
        question = await moderator.answered(nonce)
        await bot.stop(signal.SIGKILL)
    async with stage.waymark():
        await moderator.press(question, "Go on", town.guild_id)
        await moderator.sees(has("Case 1: warning"))
        await town.member.sees(has("Are you all right?"))


@pytest.mark.parametrize("stall", ["/users/@me/channels", "/channels/*/messages"])
async def test_killed_after_the_act_each_is_told_once(stage: Stage, stall: str) -> None:
    """The process dies while it opens the letter, or while it says something."""
    town, member = stage.town, stage.town.member
    async with stage.waymark() as bot:
        await town.workshop("POST", "faults", {"delay": {"route": stall, "seconds": 30}})
        options = {"member": member.id, "reason": "unkind", "duration": 10}
        await town.moderator.slash(town.at("lounge"), "mod timeout", **options)
        await is_timed_out(town, member)
        await asyncio.sleep(0.3)  # whichever step it has reached by now must do
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})
    async with stage.waymark():
        await member.sees(has("you can read, but not write"))
        await town.moderator.sees(has("cannot write until"))
        shown = await mod(town, "history", member=member.id)
    assert "Case 1" in shown
    assert "not done" not in shown
    assert len([each for each in member.messages() if has("A note from")(each)]) == 1
    assert len([line for line in await staff_words(town) if "Case 1" in line]) == 1


async def is_timed_out(town: Town, person: Person) -> None:
    """Wait until Discord holds a timeout."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            path = f"/guilds/{town.guild_id}/members/{person.id}"
            if (await town.admin.call("GET", path)).get("communication_disabled_until"):
                return
            await asyncio.sleep(0.05)
