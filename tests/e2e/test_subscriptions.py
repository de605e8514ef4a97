"""An address is given, time passes, the calendar changes, staff decide: over real sockets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.domain.calendar import Series, write
from tests.calendar_site import Site, open_site
from tests.domain.calendar.builders import a_series
from tests.e2e.conftest import Stage, complaints
from tests.e2e.driver import Json, Town, buttons, words
from tests.e2e.test_calendars import GOOGLE, attach

pytestmark = pytest.mark.e2e

QUARTER_DAY = 7 * 3600


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A calendar's server on this machine."""
    async with open_site() as made:
        yield made


def calendar_of(*titles: str) -> bytes:
    """Return a calendar with a weekly group for each title."""
    series: list[Series] = [
        a_series(uid=f"{title}@example.org", title=title, first="2026-11-03T19:00")
        for title in titles
    ]
    return write(series, name="Groups", at=datetime(2026, 11, 1, tzinfo=UTC)).encode()


async def asked_for(town: Town, **options: str) -> Json:
    """Have the admin use the command, and return the card that answers."""
    where = town.at("staff")
    return await town.admin.answered(
        await town.admin.slash(where, "clinic meeting import", **options)
    )


async def subscribed(town: Town, site: Site) -> None:
    """Have the admin give an address, look, and save."""
    card = await asked_for(town, address=site.address)
    assert "I will read this address again" in words(card)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Calendar saved")


async def status(town: Town) -> str:
    """Return what the admin reads in the status."""
    return words(
        await town.admin.answered(await town.admin.slash(town.at("staff"), "clinic status"))
    )


async def listed(town: Town) -> str:
    """Return the meetings as a member sees them."""
    town.member.forget()
    where = town.at("lounge")
    return words(await town.member.answered(await town.member.slash(where, "meetings list")))


def asks_about(message: Json, title: str) -> bool:
    """Say whether a message asks staff about a group that is gone from the calendar."""
    labels = {each.get("label") for each in buttons(message)}
    return "Keep this group" in labels and title in words(message)


async def test_a_calendar_is_followed_and_what_vanishes_from_it_is_for_staff_to_decide(
    stage: Stage, site: Site
) -> None:
    town = stage.town
    site.body = calendar_of("Circle", "Books", "Walks")
    async with stage.waymark() as bot:
        await subscribed(town, site)
        assert "Groups (127.0.0.1)" in await status(town)
        site.body = calendar_of("Circle", "Board")
        await town.forward(QUARTER_DAY)
        books = await town.admin.sees(lambda message: asks_about(message, "Books"))
        walks = await town.admin.sees(lambda message: asks_about(message, "Walks"))
        assert {"Circle", "Books", "Walks"} <= set(await titles(town))
        await town.admin.press(books, "End this group", town.guild_id)
        await town.admin.becomes(books, "has ended")
        await town.admin.press(walks, "Keep this group", town.guild_id)
        await town.admin.becomes(walks, "goes on")
        assert set(await titles(town)) == {"Circle", "Walks"}

        new = await town.admin.sees(lambda message: "Board" in words(message))
        look = await town.admin.answered(
            await town.admin.press(new, "Look at what is new", town.guild_id)
        )
        await town.admin.press(look, "Save", town.guild_id)
        await town.admin.becomes(look, "Calendar saved")
        assert set(await titles(town)) == {"Circle", "Walks", "Board"}
        assert complaints(bot.log) == []


async def titles(town: Town) -> list[str]:
    """Return which of the groups a member finds in the list."""
    said = await listed(town)
    return [each for each in ("Circle", "Books", "Walks", "Board") if each in said]


async def test_what_cannot_be_read_is_said_kindly_and_is_red_until_it_is_stopped(
    stage: Stage, site: Site
) -> None:
    town = stage.town
    async with stage.waymark():
        await kind_words(town, site)
        site.body = calendar_of("Circle")
        await subscribed(town, site)
        site.status = 404
        await town.forward(QUARTER_DAY)
        told = await town.admin.sees(lambda message: "I cannot read a calendar" in words(message))
        assert "Its meetings stay" in words(told)
    async with stage.waymark():
        assert "✗ **Calendar address**" in await status(town)
        card = await asked_for(town)
        assert "There is no calendar at that address" in words(card)
        stopped = await town.admin.answered(
            await town.admin.press(card, "Stop reading this address", town.guild_id)
        )
        assert "Its meetings stay" in words(stopped)
        assert "Calendar address" not in await status(town)
        assert await titles(town) == ["Circle"]


async def kind_words(town: Town, site: Site) -> None:
    """Give what cannot be read, and see what is said."""
    one_of_two = "either a file or an address"
    assert one_of_two in words(await asked_for(town))
    both = await attach(
        town, town.admin, "clinic meeting import", GOOGLE, address="https://example.org/a.ics"
    )
    assert one_of_two in words(both)
    assert "private network" in words(await asked_for(town, address="http://10.0.0.1/a.ics"))
    assert "name and a password" in words(await asked_for(town, address="https://a:b@example.org"))
    assert "is not a calendar's address" in words(await asked_for(town, address="my calendar"))
    site.body = b"<html></html>"
    assert "is not a calendar" in words(await asked_for(town, address=site.address))
