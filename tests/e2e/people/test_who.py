"""Who may see a command, who may use it, and what each of the five reads.

Discord has a gate of its own: who lacks a root's right neither sees it nor gets past with a forged
request. An admin can open that gate under Server Settings, Integrations; then ours stands.
"""

import pytest

from tests.e2e.people.commands import EVERYBODY, OF_EVERYBODY, OF_STAFF, SEEN_BY, STAFF, Row
from tests.e2e.people.walk import SLASH, Used, Walk
from tests.e2e.typed import leaves

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

# Discord API v10, Permissions, by the names in Discord's own settings.
BITS = {"Moderate Members": 1 << 40}
MISSING_PERMISSIONS = 50013
# Whom each of them uses a command about: no two of staff meet at one person.
MEMBER_OF = dict.fromkeys(EVERYBODY, "member") | {"member": "second", "admin": "second"}
# Nobody is asked for a content warning more than twice a day.
WRITER_OF = {**MEMBER_OF, "moderator": "facilitator", "facilitator": "moderator"}
# What is not staff's and tells staff nothing: questions, meetings, help, and rules (test_joining).
ELSEWHERE = {"ask", "group", "clinic", "meetings", "rules", "support"}


def named(row: Row) -> str:
    """Name a row in a test's name."""
    return row.name


async def used(walk: Walk, role: str, row: Row, other: str = "") -> Used:
    """Have one of the five use a row's command about another of them, in a room of their own."""
    person = walk.town.people[role]
    room = "questions" if role == "admin" else "lounge"
    about = await walk.about(row.kind, walk.town.people[other or MEMBER_OF[role]], room)
    return await walk.use(person, row.name, about, kind=row.kind, room=room, **row.given)


async def test_every_command_that_is_staffs_or_tells_staff_has_a_row(walk: Walk) -> None:
    registered = await walk.registered()
    found = {
        (each["type"], leaf)
        for each in registered
        if each["name"] not in ELSEWHERE
        for leaf in leaves(each, each["name"])
    }
    rows = [(row.kind, row.name) for row in (*OF_STAFF, *OF_EVERYBODY)]
    assert found == set(rows)
    assert len(rows) == len(set(rows))


async def test_each_root_asks_discord_for_the_right_it_needs_and_works_in_a_server_alone(
    walk: Walk,
) -> None:
    registered = {(each["type"], each["name"]): each for each in await walk.registered()}
    for root, (right, _) in SEEN_BY.items():
        bits = registered[root]["default_member_permissions"]
        assert bits == (None if right is None else str(BITS[right])), root
        # A menu says it in Discord's older way.
        is_direct = registered[root].get("dm_permission") is not False
        assert not is_direct or registered[root].get("contexts") == [0], root


@pytest.mark.parametrize("role", EVERYBODY)
async def test_each_of_the_five_sees_what_is_theirs(walk: Walk, role: str) -> None:
    person = walk.town.people[role]
    path = f"/guilds/{walk.town.guild_id}/application-command-index"
    listed = (await person.call("GET", path))["application_commands"]
    seen = {(each["type"], each["name"]) for each in listed}
    assert seen & set(SEEN_BY) == {root for root, (_, who) in SEEN_BY.items() if role in who}


@pytest.mark.parametrize("row", OF_STAFF, ids=named)
async def test_what_is_staffs_is_answered_to_staff(walk: Walk, row: Row) -> None:
    for role in STAFF:
        person = walk.town.people[role]
        shown = await used(walk, role, row)
        says = row.admin if row.admin and role == "admin" else row.says
        assert says in shown.text
        if row.leave:
            assert row.left in await walk.press(person, shown, row.leave, row.left)


@pytest.mark.parametrize("role", EVERYBODY)
async def test_what_is_everybodys_is_answered_to_everybody(walk: Walk, role: str) -> None:
    for row in OF_EVERYBODY:
        assert row.says in (await used(walk, role, row, WRITER_OF[role])).text, row.name


@pytest.mark.parametrize("role", EVERYBODY[:3])
async def test_discord_refuses_whoever_does_not_see_it(walk: Walk, role: str) -> None:
    """Somebody who asks past their client, with ids they were never shown."""
    walk.town.forget()
    for row in OF_STAFF:
        path = row.name.split(" ")[1:] if row.kind == SLASH else []
        code = await walk.forged(walk.town.people[role], row.root, path)
        assert code == MISSING_PERMISSIONS, row.name
    assert walk.said_by_bot() == {}


async def test_where_an_admin_has_opened_discords_gate_ours_still_stands(walk: Walk) -> None:
    town = walk.town
    before = await walk.cases()
    async with walk.gate_open(SEEN_BY):
        for role in EVERYBODY[:3]:
            for row in OF_STAFF:
                town.forget()
                told = await used(walk, role, row)
                assert f"needs the right “{row.needs}”" in told.text, row.name
                assert "please ask an admin" in told.text
                assert walk.said_by_bot() == {told.answer["id"]: told.text}, (
                    f"{row.name} told others"
                )
    assert await walk.cases() == before


async def test_a_right_of_discords_own_opens_what_it_opens_and_no_more(walk: Walk) -> None:
    """A facilitator who may time out sees `/mod`, and neither kicks nor bans."""
    town = walk.town
    async with walk.role_with("facilitator", BITS["Moderate Members"]):
        for row in OF_STAFF:
            if row.name in {"mod kick", "mod ban", "mod unban"}:
                told = await used(walk, "facilitator", row)
                assert f"needs the right “{row.needs}”" in told.text
        seen = await walk.use(
            town.facilitator, "mod history", town.member.id, member=town.member.id
        )
        assert "so far" in seen.text
