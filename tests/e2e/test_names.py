"""A cry for help in the title of a thread, or in the name somebody gives themselves."""

import pytest

from tests.e2e.driver import Town, words

pytestmark = pytest.mark.e2e

CRY = "i want to kill myself"


async def test_a_nickname_and_a_title_are_heard(town: Town) -> None:
    await town.member.call("PATCH", f"/guilds/{town.guild_id}/members/@me", {"nick": CRY})
    await town.member.sees(lambda m: "guild_id" not in m and "988" in m["content"])
    card = await town.moderator.sees(lambda m: "Care card" in words(m))
    assert "the name they gave themselves" in words(card)
    assert town.member.id in words(card)
    assert CRY not in words(card)

    thread = await town.second.call(
        "POST", f"/channels/{town.rooms['lounge']}/threads", {"name": "tea", "type": 11}
    )
    await town.second.call("PATCH", f"/channels/{thread['id']}", {"name": CRY})
    await town.second.sees(lambda m: "guild_id" not in m and "988" in m["content"])
    card = await town.moderator.sees(lambda m: f"title of the thread <#{thread['id']}>" in words(m))
    assert CRY not in words(card)


async def test_what_staff_call_somebody_is_not_that_persons_cry(town: Town) -> None:
    path = f"/guilds/{town.guild_id}/members/{town.member.id}"
    await town.admin.call("PATCH", path, {"nick": CRY})
    await town.member.call("PATCH", f"/guilds/{town.guild_id}/members/@me", {"nick": "Sam"})
    await town.second.say(town.rooms["lounge"], "i want to kill myself tonight")
    await town.moderator.sees(lambda m: "Care card" in words(m))
    cards = [m for m in town.moderator.messages() if "Care card" in words(m)]
    assert [town.second.id in words(m) for m in cards] == [True]
