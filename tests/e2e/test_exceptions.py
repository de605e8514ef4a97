"""A date is skipped or moved by its facilitator, and what was promised to members follows."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.driver import Json, Person, Town, buttons, words

pytestmark = pytest.mark.e2e

LEAD = timedelta(minutes=60)


async def added(town: Town, **options: Any) -> datetime:
    """Have the admin add a weekly meeting, and return its first start."""
    given: dict[str, Any] = {
        "title": "Tuesday circle",
        "day": "Tuesday",
        "time": "7 pm",
        "reminders": "60,10",
        **options,
    }
    card = await town.admin.answered(
        await town.admin.slash(town.at("staff"), "clinic meeting add", **given)
    )
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    found = re.search(r"<t:(\d+)", words(card))
    assert found is not None
    return datetime.fromtimestamp(int(found[1]), UTC)


async def clock_to(town: Town, moment: datetime) -> None:
    """Set the sandbox's clock."""
    await town.workshop("POST", "clock", {"to": moment.isoformat()})


def is_reminder(message: Json) -> bool:
    """Say whether a message announces the meeting."""
    return any(button.get("label") == "Next dates" for button in buttons(message))


async def reminders_in(town: Town, person: Person) -> list[Json]:
    """Return the reminders that stand in the meeting room."""
    return [m for m in await person.history(town.rooms["evening-circle"]) if is_reminder(m)]


async def group(town: Town, command: str, **options: Any) -> Json:
    """Have the facilitator use a command about the first date, and return the answer."""
    who, where = town.facilitator, town.at("evening-circle")
    [meeting] = await who.suggest(where, f"group {command}", "meeting", "tues")
    dates = await who.suggest(where, f"group {command}", "date", "", meeting=meeting["value"])
    given = {"meeting": meeting["value"], "date": dates[0]["value"], **options}
    return await who.answered(await who.slash(where, f"group {command}", **given))


async def test_of_a_meeting_that_is_not_there_no_dates_are_offered(town: Town) -> None:
    where = town.at("evening-circle")
    assert await town.facilitator.suggest(where, "group skip", "date", "", meeting=999) == []


async def test_a_facilitator_skips_undoes_and_moves_a_date(town: Town) -> None:
    """Members are reminded at the new time and never at the old one."""
    start = await added(town)
    skipped = await group(town, "skip")
    assert f"<t:{int(start.timestamp())}:F> is not held" in words(skipped)
    await town.facilitator.press(skipped, "Undo", town.guild_id)
    await town.facilitator.becomes(skipped, "as usual")
    moved = await group(town, "move", time="8:30 pm")
    later = start + timedelta(minutes=90)
    assert f"<t:{int(later.timestamp())}:F>" in words(moved)

    await clock_to(town, start - LEAD)
    await clock_to(town, later - LEAD - timedelta(seconds=1))
    card = await town.member.sees(is_reminder)
    assert f"<t:{int(later.timestamp())}:F>" in words(card)
    assert len(await reminders_in(town, town.member)) == 1


async def test_a_card_follows_its_meeting_and_closes_when_it_begins(town: Town) -> None:
    """It shows how many come, and moves with the date; one that is gone disturbs nobody."""
    start = await added(town)
    await clock_to(town, start - LEAD)
    card = await town.member.sees(is_reminder)
    for label in ("I plan to come", "Not this time", "I plan to come"):
        nonce = await town.member.press(card, label, town.guild_id)
        answer = words(await town.member.answered(nonce))
        assert "fewer than 5" in answer
    assert "fewer than 5" in words(await group(town, "count"))
    assert "Planning to come:** fewer than 5" in words(card)
    for who in (town.second, town.facilitator, town.moderator, town.admin):
        await who.answered(await who.press(card, "I plan to come", town.guild_id))
    await town.forward(30)
    await town.member.becomes(card, "Planning to come:** 5")
    await group(town, "substitute", who=town.moderator.id)
    await town.member.becomes(card, f"Who leads:** <@{town.moderator.id}>")

    await group(town, "move", time="8:30 pm")
    later = start + timedelta(minutes=90)
    await town.member.becomes(card, "The time has changed")
    await clock_to(town, later - LEAD)
    fresh = await town.member.sees(
        lambda message: is_reminder(message) and message["id"] != card["id"]
    )
    gone = f"/channels/{fresh['channel_id']}/messages/{fresh['id']}"
    await town.moderator.call("DELETE", gone)
    assert "Planning to come:** 5" in words(fresh)
    await clock_to(town, later)
    closed = await town.member.becomes(card, "has begun")
    assert [button["label"] for button in buttons(closed)] == ["Next dates"]
    assert f"<t:{int(later.timestamp())}:F>" in words(closed)


async def test_a_member_may_not_change_a_date(town: Town) -> None:
    with pytest.raises(LookupError):
        await town.member.slash(town.at("lounge"), "group skip", meeting=1, date="x")


async def test_closed_messages_end_direct_reminders_and_are_told_in_private(town: Town) -> None:
    """Two ask for direct reminders; one closes their messages, and the other notices nothing."""
    start = await added(town)
    for who in (town.member, town.second):
        where = town.at("lounge")
        [meeting] = await who.suggest(where, "meetings remind", "meeting", "tues")
        nonce = await who.slash(where, "meetings remind", meeting=meeting["value"], how="dm")
        assert "direct message" in words(await who.answered(nonce))
    await town.workshop("POST", "faults", {"close_dms": [town.member.id]})
    await clock_to(town, start - LEAD)
    letter = await town.second.sees(lambda message: "You asked me to remind you" in words(message))
    assert "Tuesday circle" in words(letter)

    await town.second.press(letter, "Stop these messages")
    await town.second.sees(lambda message: "not remind you" in words(message))
    await asyncio.sleep(1)
    town.forget()
    await town.member.answered(await town.member.slash(town.at("lounge"), "meetings next"))
    told = await town.member.sees(
        lambda message: "switched your direct reminders off" in words(message)
    )
    assert told["flags"] & 64
    await clock_to(town, start - timedelta(minutes=10))
    await town.moderator.sees(is_reminder)
    traffic = await town.workshop("GET", "traffic")
    assert len([each for each in traffic if each["status"] == 403]) == 1
    assert len([each for each in traffic if each["path"].endswith("/users/@me/channels")]) == 2
    assert not any("could not" in words(message) for message in town.moderator.messages())
