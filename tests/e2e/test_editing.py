"""An admin changes meetings, names a role that rings, and keeps a holiday; members read of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.driver import Json, Town, words
from tests.e2e.test_exceptions import LEAD, added, clock_to, is_reminder

pytestmark = pytest.mark.e2e

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
KICK, MENTION_EVERYONE, MANAGE_ROLES = 1 << 1, 1 << 17, 1 << 28


async def edited(town: Town, number: int, **options: Any) -> Json:
    """Have the admin change a meeting from one of its dates on, and return what is asked."""
    who, where = town.admin, town.at("staff")
    name = "clinic meeting edit"
    [meeting] = await who.suggest(where, name, "meeting", "circle")
    dates = await who.suggest(where, name, "date", "", meeting=meeting["value"])
    given = {"meeting": meeting["value"], "date": dates[number]["value"], **options}
    return await who.answered(await who.slash(where, name, **given))


async def listed(town: Town) -> str:
    """Return what a member reads of the next dates."""
    nonce = await town.member.slash(town.at("lounge"), "meetings next")
    return words(await town.member.answered(nonce))


async def status(town: Town) -> str:
    """Return what the admin reads in the status."""
    nonce = await town.admin.slash(town.at("staff"), "clinic status")
    return words(await town.admin.answered(nonce))


async def test_a_change_is_for_this_date_or_for_this_and_all_after(town: Town) -> None:
    start = await added(town)
    await clock_to(town, start - LEAD)
    card = await town.member.sees(is_reminder)

    asked = await edited(town, 1, time="8 pm")
    await town.admin.press(asked, "Only this date", town.guild_id)
    await town.admin.becomes(asked, "Changed")
    seen = await listed(town)
    for at in (start, start + WEEK + HOUR, start + 2 * WEEK):
        assert f"<t:{int(at.timestamp())}" in seen

    asked = await edited(town, 0, time="8:30 pm", minutes=90)
    await town.admin.press(asked, "This date and all after it", town.guild_id)
    await town.admin.becomes(asked, "Changed")
    changed = await town.member.becomes(card, "This meeting has changed")
    assert "cancelled" not in words(changed)
    seen = await listed(town)
    assert f"<t:{int((start + 1.5 * HOUR).timestamp())}" in seen
    assert f"<t:{int(start.timestamp())}" not in seen


async def test_a_holiday_cancels_what_falls_on_it_and_can_be_taken_back(town: Town) -> None:
    start = await added(town)
    await clock_to(town, start - LEAD)
    card = await town.member.sees(is_reminder)
    where, name = town.at("staff"), "clinic holiday"
    # By the meeting's own clocks, which are some hours behind UTC.
    day = (start - timedelta(hours=6)).date().isoformat()

    kept = await town.admin.answered(await town.admin.slash(where, f"{name} add", day=day))
    assert "Tuesday circle" in words(kept)
    await town.member.becomes(card, "This date is cancelled")
    assert f"<t:{int(start.timestamp())}" not in await listed(town)

    [offered] = await town.admin.suggest(where, f"{name} remove", "day", "")
    assert offered["value"] == day
    await town.admin.answered(await town.admin.slash(where, f"{name} remove", day=day))
    await town.member.becomes(card, "Planning to come")
    assert f"<t:{int(start.timestamp())}" in await listed(town)


async def test_a_role_rings_for_those_who_took_it_and_status_knows_what_it_needs(
    town: Town,
) -> None:
    start = await added(town)
    roles = f"/guilds/{town.guild_id}/roles"
    wrong = next(r for r in await town.admin.call("GET", roles) if r["name"] == "moderator")
    told = words(await edited(town, 0, ping_role=wrong["id"]))
    assert "allows more than every member" in told
    body = {"name": "Evening bell", "permissions": "0", "mentionable": True}
    bell = await town.admin.call("POST", roles, body)
    asked = await edited(town, 0, ping_role=bell["id"])
    await town.admin.press(asked, "This date and all after it", town.guild_id)
    await town.admin.becomes(asked, "Changed")

    where = town.at("lounge")
    [meeting] = await town.member.suggest(where, "meetings remind", "meeting", "circle")
    given = {"meeting": meeting["value"], "how": "role"}
    taken = await town.member.answered(await town.member.slash(where, "meetings remind", **given))
    assert f"<@&{bell['id']}>" in words(taken)
    assert f"Role that reminders ring**: <@&{bell['id']}>" in await status(town)
    await clock_to(town, start - LEAD)
    card = await town.member.sees(is_reminder)
    assert (card["content"], card["mention_roles"]) == (f"<@&{bell['id']}>", [bell["id"]])

    await town.admin.answered(await town.admin.slash(town.at("staff"), "clinic contacts verify"))
    own = next(r for r in await town.admin.call("GET", roles) if r["name"] == "Waymark")
    bits = int(own["permissions"]) & ~MENTION_EVERYONE
    places = {bell["id"]: 2, own["id"]: 1}
    lower = [{"id": role_id, "position": place} for role_id, place in places.items()]
    for path, change, says in (
        (f"{roles}/{bell['id']}", {"mentionable": False}, "Everything works"),
        (f"{roles}/{own['id']}", {"permissions": str(bits)}, "I cannot ring"),
        (roles, lower, "stands above my own"),
        (f"{roles}/{bell['id']}", {"permissions": str(KICK)}, "gives rights"),
        (f"{roles}/{own['id']}", {"permissions": str(bits & ~MANAGE_ROLES)}, "Manage Roles"),
    ):
        await town.admin.call("PATCH", path, change)
        assert says in await status(town)
    await town.admin.call("DELETE", f"{roles}/{bell['id']}")
    assert "Role that reminders ring**: it was removed" in await status(town)
