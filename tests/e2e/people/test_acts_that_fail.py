"""What a moderator reads when an act cannot be done, or only half of it; nobody else hears of it.

Each row: a way to fail, the acts that meet it, and the words that say what is so and what to do.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import pytest

from tests.e2e.driver import words
from tests.e2e.people.walk import ON_MESSAGE, TARGET, Act, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

WHY = {"member": TARGET, "reason": "unkind"}
ABOUT = {"member": TARGET}
NOTE = Act("mod note", {**ABOUT, "note": "Likes quiet."})
WARN = Act("mod warn", WHY)
TIMEOUT = Act("mod timeout", {**WHY, "duration": 10})
UNTIMEOUT = Act("mod untimeout", ABOUT)
KICK = Act("mod kick", WHY, sure="Remove them")
BAN = Act("mod ban", WHY, sure="Ban them")
UNBAN = Act("mod unban", ABOUT)
HIDE = Act("Hide", kind=ON_MESSAGE)
CARE = Act("mod care", ABOUT)
CARD = Act("Start care card", kind=ON_MESSAGE)
PURGE = Act("mod purge", {"count": 2, "reason": "adverts"}, sure="Remove them")
SLOW = Act("mod slowmode", {"wait": 5})
PAUSE = Act("mod pause")
LOCK = Act("mod lockdown start", sure="Close the doors")
ON_PEOPLE = (NOTE, WARN, TIMEOUT, UNTIMEOUT, KICK, BAN, UNBAN)

# Discord API v10, Permissions.
RIGHTS = {
    "Moderate Members": 1 << 40,
    "Kick Members": 1 << 1,
    "Ban Members": 1 << 2,
    "Manage Messages": 1 << 13,
    "Manage Permissions": 1 << 28,
    "Manage Channels": 1 << 4,
    "Manage Server": 1 << 5,
}
OWNER = "1100000000000000026"

# Who is meant, by whom it is: the acts, and what the moderator reads.
OUT_OF_REACH = (
    ("oneself", (*ON_PEOPLE, HIDE), "That is you. Please pick somebody else."),
    ("oneself", (CARE, CARD), "press **Ask a person to sit with me**: it rings your colleagues"),
    ("the bot", (*ON_PEOPLE, HIDE), "That is me. I cannot act on myself. If I did something wrong"),
    ("the bot", (CARE, CARD), "there is nobody to look after"),
    ("the owner", ON_PEOPLE, "Discord lets nobody act on the owner. Please talk with them"),
    ("staff above", (*ON_PEOPLE, HIDE), "as high as yours, or higher. Please ask somebody above"),
    ("gone", (WARN, TIMEOUT, UNTIMEOUT, KICK), "`/mod note` and `/mod ban` work all the same"),
    ("nobody banned", (UNBAN,), "They are not banned, so there is nothing to lift"),
    ("nobody on a break", (UNTIMEOUT,), "They can write already, so there is nothing to end"),
)
# Where the bot stands beneath them, Discord lets it do the rest.
ABOVE_THE_BOT = (TIMEOUT, UNTIMEOUT, KICK, BAN)
# What the bot lacks, by the right's name in Discord's own settings.
LACKED: Mapping[str, tuple[Act, ...]] = {
    "Moderate Members": (TIMEOUT, UNTIMEOUT),
    "Kick Members": (KICK,),
    "Ban Members": (BAN, UNBAN),
    "Manage Messages": (HIDE, PURGE),
    "Manage Permissions": (PAUSE,),
    "Manage Channels": (SLOW,),
    "Manage Server": (LOCK,),
}
NOT_DONE = "nothing has changed and nobody was told. Please look, and try again in a minute"
TAKEN_BACK = "so I have written to them that nothing was done"
# What Discord fails at (503: discord.py tries a 500 for half a minute, and says the same then).
SILENT = (
    (WARN, "POST", "/users/@me/channels", NOT_DONE),
    (TIMEOUT, "PATCH", "/guilds/*/members/*", NOT_DONE),
    (KICK, "DELETE", "/guilds/*/members/*", TAKEN_BACK),
    (BAN, "PUT", "/guilds/*/bans/*", TAKEN_BACK),
    (HIDE, "DELETE", "/channels/*/messages/*", NOT_DONE),
    (NOTE, "POST", "/channels/*/messages", "The line in the staff room will follow"),
    (PURGE, "GET", "/channels/*/messages", "nothing was done. Please try again in a minute"),
    (SLOW, "PATCH", "/channels/*", "I keep trying, also after a restart"),
    (PAUSE, "PUT", "/channels/*/permissions/*", "I keep trying, also after a restart"),
)
NO_LETTER = "could not be told by direct message"
ANOTHER_WAY = "please tell them in another way"


def named(value: object) -> str:
    """Name a row in a test's name."""
    match value:
        case Act():
            return value.name
        case str():
            return value[:20]
        case _:
            return "acts"


async def target_of(walk: Walk, act: Act, way: str) -> str:
    """Return the id of somebody, or of a message of theirs."""
    town = walk.town
    if way in {"the owner", "the bot"}:
        who = OWNER if way == "the owner" else await town.bot_id()
        if act.kind != ON_MESSAGE:
            return who
        said = await walk.as_bot(
            "POST", f"/channels/{town.rooms['lounge']}/messages", {"content": "hello"}
        )
        return said["id"]
    people = {"oneself": town.moderator, "staff above": town.admin}
    return await walk.about(act.kind, people.get(way, town.second))


@pytest.mark.parametrize(("way", "acts", "says"), OUT_OF_REACH, ids=named)
async def test_who_is_out_of_reach_is_left_alone(
    walk: Walk, way: str, acts: tuple[Act, ...], says: str
) -> None:
    gone = await walk.newcomer() if way == "gone" else None
    if gone is not None:
        await walk.leave(gone)
    for act in acts:
        about = gone.id if gone else await target_of(walk, act, way)
        await refused(walk, act, about, says)


async def refused(walk: Walk, act: Act, about: str, says: str) -> None:
    """Try an act that fails; the moderator alone hears of it, and there is no case."""
    walk.town.forget()
    told = await walk.carry(walk.town.moderator, act, about)
    assert says in told.text, act.name
    others = {**walk.said_by_bot(), about: ""}
    assert {told.answer["id"]: told.text, about: ""} == others, f"{act.name} told others"


async def test_whoever_stands_above_the_bot_is_left_alone(walk: Walk) -> None:
    async with beneath_everybody(walk):
        for act in ABOVE_THE_BOT:
            await refused(walk, act, walk.town.facilitator.id, "drag my role higher under Server")


@asynccontextmanager
async def beneath_everybody(walk: Walk) -> AsyncGenerator[None]:
    """Drag the bot's role to the bottom of the list, and back."""
    role = await walk.role("Waymark")
    path = f"/guilds/{walk.town.guild_id}/roles"
    await walk.town.admin.call("PATCH", path, [{"id": role["id"], "position": 1}])
    try:
        yield
    finally:
        back = {"id": role["id"], "position": role["position"]}
        await walk.town.admin.call("PATCH", path, [back])


@pytest.mark.parametrize("right", LACKED)
async def test_a_right_that_the_bot_lacks_is_named_with_where_to_give_it(
    walk: Walk, right: str
) -> None:
    async with walk.role_with("Waymark", less=RIGHTS[right]):
        for act in LACKED[right]:
            about = await walk.about(act.kind, walk.town.second)
            await refused(walk, act, about, f"I lack the right “{right}”")


async def test_nothing_of_what_failed_so_far_is_a_case(walk: Walk) -> None:
    for person in (walk.town.second, walk.town.facilitator, walk.town.admin):
        shown = await walk.use(walk.town.moderator, "mod history", person.id, member=TARGET)
        assert "No cases so far" in shown.text or "(not done)" in shown.text


@pytest.mark.parametrize(("act", "method", "route", "says"), SILENT, ids=named)
async def test_what_discord_did_not_do_is_said_and_stands_as_not_done(
    walk: Walk, act: Act, method: str, route: str, says: str
) -> None:
    town = walk.town
    member = await walk.newcomer()
    about = await walk.about(act.kind, member)
    await walk.fail(route, method=method, times=5)
    told = await walk.carry(town.moderator, act, about)
    await walk.clear()
    assert says in told.text
    shown = await walk.use(town.moderator, "mod history", member.id, member=TARGET)
    is_about_them = act in {WARN, TIMEOUT, KICK, BAN, HIDE}
    assert ("(not done)" in shown.text) is is_about_them
    town.forget()


@pytest.mark.parametrize("act", [WARN, TIMEOUT, UNTIMEOUT, HIDE, KICK, BAN], ids=named)
async def test_closed_direct_messages_are_said_to_the_moderator(walk: Walk, act: Act) -> None:
    member = await walk.newcomer()
    if act is UNTIMEOUT:
        await walk.carry(walk.town.moderator, TIMEOUT, member.id)
    about = await walk.about(act.kind, member)
    await walk.town.workshop("POST", "faults", {"close_dms": [member.id]})
    told = await walk.carry(walk.town.moderator, act, about)
    assert NO_LETTER in told.text
    assert (ANOTHER_WAY in told.text) is (act not in {KICK, BAN})
    await walk.town.admin.sees(
        lambda message: f"<@{member.id}>" in words(message) and NO_LETTER in words(message)
    )


async def test_a_message_that_goes_first_leaves_nothing_to_hide(walk: Walk) -> None:
    town = walk.town
    about = (await town.second.say(town.rooms["lounge"], "never mind"))["id"]
    form = await walk.use(town.moderator, "Hide", about, kind=ON_MESSAGE)
    await town.second.call("DELETE", f"/channels/{town.rooms['lounge']}/messages/{about}")
    told = await walk.send(town.moderator, form, reason="unkind")
    assert "cannot find that message. It may have been removed meanwhile" in told.text


async def test_somebody_gone_can_be_noted_and_banned_and_has_a_history(walk: Walk) -> None:
    gone, moderator = await walk.newcomer(), walk.town.moderator
    await walk.leave(gone)
    assert "Staff can read it" in (await walk.carry(moderator, NOTE, gone.id)).text
    assert "Case" in (await walk.carry(moderator, BAN, gone.id)).text
    assert "already" in (await walk.carry(moderator, BAN, gone.id)).text
    shown = await walk.use(moderator, "mod history", gone.id, member=TARGET)
    assert "2 cases so far" in shown.text


@pytest.mark.parametrize("act", [WARN, TIMEOUT, KICK, BAN], ids=named)
async def test_of_two_who_do_the_same_in_one_second_one_is_told_of_the_other(
    walk: Walk, act: Act
) -> None:
    town = walk.town
    member = await walk.newcomer()
    both = await asyncio.gather(
        *(walk.carry(each, act, member.id) for each in (town.moderator, town.admin))
    )
    assert sum("Case" in each.text for each in both) == 1
    [other] = [each.text for each in both if "Case" not in each.text]
    # Whoever comes a moment later meets a ban, or nobody, in place of a colleague's hand.
    assert any(
        says in other
        for says in ("Somebody else has just done this", "banned already", "not in this server")
    )
    shown = await walk.use(town.moderator, "mod history", member.id, member=TARGET)
    assert "1 case so far" in shown.text
    assert "(not done)" not in shown.text
