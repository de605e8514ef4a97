"""Walk 2: a meeting is entered, announced on time, and announced once, whatever happens."""

import asyncio
import re
import signal
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import Json, Person, Town, buttons, words

pytestmark = pytest.mark.e2e

# How late it may be is measured on an idle machine, by the benchmark.
PROMPT = timedelta(seconds=20)


async def added(town: Town, **options: Any) -> datetime:
    """Have the admin add a weekly meeting, and return its first start."""
    card = await previewed(town, **options)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    return first_date(card)


async def previewed(town: Town, **options: Any) -> Json:
    """Have the admin enter a weekly meeting, and return the card they are shown."""
    given: dict[str, Any] = {
        "title": "Tuesday circle",
        "day": "Tuesday",
        "time": "7 pm",
        "reminders": "60,10",
        **options,
    }
    nonce = await town.admin.slash(town.at("staff"), "clinic meeting add", **given)
    return await town.admin.answered(nonce)


def first_date(card: Json) -> datetime:
    """Return the first date that a card shows."""
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


async def test_the_next_five_dates_are_shown_before_anything_is_saved(town: Town) -> None:
    card = await previewed(town)

    dates = re.findall(r"<t:(\d+):F>", words(card))
    assert len(dates) == 5
    assert len({int(b) - int(a) for a, b in pairwise(dates)}) <= 2
    assert {button["label"] for button in buttons(card)} >= {"Save", "Cancel"}
    listed = await town.member.slash(town.at("lounge"), "meetings next")
    assert "No meeting is planned yet" in words(await town.member.answered(listed))


async def test_a_meeting_is_announced_on_time_at_each_lead(town: Town) -> None:
    """The walk itself: an hour before, ten minutes before, and never before its time."""
    start = await added(town)
    for lead in (timedelta(hours=1), timedelta(minutes=10)):
        town.forget()
        await clock_to(town, start - lead - timedelta(seconds=2))
        card = await town.member.sees(is_reminder)

        posted = datetime.fromisoformat(card["timestamp"])
        assert timedelta(0) <= posted - (start - lead) <= PROMPT
        assert f"<t:{int(start.timestamp())}:F>" in words(card)
        assert f"<t:{int(start.timestamp())}:R>" in words(card)
        assert card["channel_id"] == town.rooms["evening-circle"]
    assert len(await reminders_in(town, town.member)) == 2


async def test_next_dates_are_shown_to_members(town: Town) -> None:
    start = await added(town)
    nonce = await town.member.slash(town.at("lounge"), "meetings next")
    card = await town.member.answered(nonce)

    assert "Tuesday circle" in words(card)
    assert f"<t:{int(start.timestamp())}" in words(card)


async def test_the_group_meets_at_seven_on_both_sides_of_a_clock_change(town: Town) -> None:
    """Wall-clock time is the truth: 7 pm is midnight UTC in winter and 11 pm in summer."""
    await clock_to(town, datetime(2027, 3, 1, 12, tzinfo=UTC))
    card = await previewed(town)

    hours = {
        datetime.fromtimestamp(int(stamp), UTC).hour
        for stamp in re.findall(r"<t:(\d+):F>", words(card))
    }
    assert hours == {0, 23}
    assert "clocks go forward" in words(card)


async def test_a_time_nobody_can_read_keeps_what_was_typed(town: Town) -> None:
    card = await previewed(town, time="sevenish")
    text = words(card)
    nonce = await town.admin.press(card, "Change what I typed", town.guild_id)
    form = await town.admin.form(nonce)

    assert "time" in text.casefold()
    assert "Tuesday circle" in str(form["components"])
    await town.admin.submit(town.at("staff"), form, time="7 pm")
    again = await town.admin.becomes(card, "Next five dates")
    assert len(re.findall(r"<t:(\d+):F>", words(again))) == 5


async def test_a_form_opened_before_a_restart_is_answered_after_it(stage: Stage) -> None:
    town = stage.town
    async with stage.waymark():
        card = await previewed(town)
        opened = await town.admin.press(card, "Change time", town.guild_id)
        form = await town.admin.form(opened)
    async with stage.waymark():
        await town.admin.submit(town.at("staff"), form, time="8 pm")
        changed = await town.admin.becomes(card, "8 pm")
        await town.admin.press(changed, "Save", town.guild_id)
        saved = await town.admin.becomes(card, "Saved")

    assert "8 pm" in words(changed)
    assert "Tuesday circle" in words(saved)


async def test_a_member_may_not_add_a_meeting(town: Town) -> None:
    with pytest.raises(LookupError):
        await town.member.slash(town.at("lounge"), "clinic meeting add", title="x")


async def test_what_was_due_during_an_outage_is_late_or_told_to_staff(stage: Stage) -> None:
    """Nothing is dropped in silence: late says so, and of a meeting nobody was told staff hear.

    "In an hour", eight minutes before, is neither: the next reminder says it better.
    """
    town = stage.town
    async with stage.waymark():
        start = await added(town, reminders="60,10")
    await clock_to(town, start - timedelta(minutes=8))
    async with stage.waymark():
        late = await town.member.sees(is_reminder)
        said = len(await reminders_in(town, town.member))
    staff_heard = [words(each) for each in await town.moderator.history(town.rooms["staff"])]
    await clock_to(town, start + timedelta(weeks=1, minutes=1))
    async with stage.waymark():
        trouble = await town.moderator.sees(lambda message: "could not be posted" in words(message))

    assert "late" in words(late)
    assert said == 1
    assert not [text for text in staff_heard if "could not be posted" in text]
    assert trouble["channel_id"] == town.rooms["staff"]


async def test_weeks_of_clock_lose_no_meeting_in_silence(town: Town) -> None:
    """The clock moved by three weeks at once: every missed week is told to staff."""
    await added(town, reminders="10")
    await town.forward(timedelta(days=22).total_seconds())
    told: set[str] = set()
    for _ in range(3):
        report = await town.moderator.sees(
            lambda message: "could not be posted" in words(message) and message["id"] not in told
        )
        told.add(report["id"])

    assert await reminders_in(town, town.member) == []


MESSAGES = "/channels/*/messages"


async def test_a_bot_killed_before_its_reminder_arrived_posts_it_once(stage: Stage) -> None:
    """kill -9 between claim and send: Discord never took the message."""
    town = stage.town
    async with stage.waymark() as bot:
        start = await added(town, reminders="10")
        refuse = {"route": MESSAGES, "method": "POST", "status": 500, "times": 100}
        await town.workshop("POST", "faults", {"fail": refuse})
        await clock_to(town, start - timedelta(minutes=10))
        await until_refused(town)
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})
    assert await reminders_in(town, town.member) == []

    await restarted_and_settled(stage)
    assert len(await reminders_in(town, town.member)) == 1


async def test_a_bot_killed_after_its_reminder_arrived_does_not_repeat_it(stage: Stage) -> None:
    """kill -9 between send and record: the message stands, and nobody wrote that down."""
    town = stage.town
    async with stage.waymark() as bot:
        start = await added(town, reminders="10")
        await town.workshop("POST", "faults", {"delay": {"route": MESSAGES, "seconds": 5}})
        await clock_to(town, start - timedelta(minutes=10))
        await town.member.sees(is_reminder)
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})

    await restarted_and_settled(stage)
    assert len(await reminders_in(town, town.member)) == 1


async def test_past_the_nonce_window_the_room_is_read_before_speaking_again(
    stage: Stage,
) -> None:
    """Discord forgets a nonce within minutes; our own button in the room is what remains."""
    town = stage.town
    async with stage.waymark() as bot:
        start = await added(town, reminders="60,10")
        await town.workshop("POST", "faults", {"delay": {"route": MESSAGES, "seconds": 5}})
        await clock_to(town, start - timedelta(minutes=60))
        await town.member.sees(is_reminder)
        await bot.stop(signal.SIGKILL)
    await town.workshop("POST", "faults", {"clear": True})
    await town.forward(timedelta(minutes=40).total_seconds())

    await restarted_and_settled(stage)
    assert len(await reminders_in(town, town.member)) == 1


async def test_a_dropped_gateway_is_resumed_and_nothing_is_missed(town: Town) -> None:
    start = await added(town, reminders="10")
    line = {"abort": True, "users": [await town.bot_id()]}
    await town.workshop("POST", "faults", {"drop_gateway": line})
    await clock_to(town, start - timedelta(minutes=10))
    await town.member.sees(is_reminder)
    # Said while the line may still be down: it comes with the replay.
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    await town.moderator.sees(lambda message: "Care card" in words(message))

    assert len(await reminders_in(town, town.member)) == 1


async def until_refused(town: Town) -> None:
    """Wait until the bot has tried to post and was refused."""
    for _ in range(600):
        traffic = await town.workshop("GET", "traffic")
        if any(record["status"] == 500 for record in traffic):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the bot never tried to post")


async def restarted_and_settled(stage: Stage) -> None:
    """Start the bot again, see the reminder, and give it every reason to repeat itself."""
    town = stage.town
    async with stage.waymark():
        await town.member.sees(is_reminder)
        await town.forward(150)
        await town.member.say(town.rooms["lounge"], "i want to kill myself")
        await town.moderator.sees(lambda message: "Care card" in words(message))
