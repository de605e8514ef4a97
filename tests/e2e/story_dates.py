"""The part of the evening in which a meeting's dates, its room and its calendar are seen to."""

from typing import Any

from tests.e2e.driver import words
from tests.e2e.teller import Teller
from tests.e2e.test_calendars import GOOGLE, attach

REFUSED = "That did not work"


async def dates(told: Teller, meeting: int) -> None:
    """Change single dates and take it back; hand the calendar out; switch the extras on and off."""
    town, admin, leader = told.town, told.town.admin, told.town.facilitator
    where = town.at("evening-circle")
    offered = await leader.suggest(where, "group skip", "date", "", meeting=meeting)
    # The last one on offer: what comes after goes to the first reminder.
    one: dict[str, Any] = {"meeting": meeting, "date": offered[-1]["value"]}
    answers = [
        await told.use(leader, "group move", **one, time="6 pm"),
        await told.use(leader, "group substitute", **one, who=town.moderator.id),
        await told.use(leader, "group count", **one),
        await told.use(leader, "group skip", **one),
        await told.use(admin, "clinic holiday add", "staff", day="2027-12-25"),
        await told.use(admin, "clinic holiday list", "staff"),
        await told.use(admin, "clinic holiday remove", "staff", day="2027-12-25"),
        await told.use(town.second, "meetings remind", meeting=meeting, how="dm"),
        await told.use(town.second, "meetings remind", meeting=meeting, how="none"),
        await told.use(town.second, "meetings calendar"),
        await told.use(admin, "clinic meeting edit", "staff", meeting=meeting, minutes=90),
        *[
            await told.use(admin, "clinic policy events", "staff", switch=switch)
            for switch in (1, 0)
        ],
        *[
            await told.use(admin, "clinic policy room", "staff", meeting=meeting, switch=switch)
            for switch in (1, 0)
        ],
        await told.use(leader, "group open", "evening-circle", minutes=30),
        await told.use(leader, "group close", "evening-circle"),
    ]

    told.used.add("clinic meeting import")
    answers.append(await attach(town, admin, "clinic meeting import", GOOGLE))
    assert [words(each) for each in answers if REFUSED in words(each)] == []
