"""What follows from the other kinds, over sockets: hidden, told, disputed, put right, expired."""

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import Town, buttons, leads_to, words
from tests.e2e.story import shows

pytestmark = pytest.mark.e2e

PHONE = "call me, my number is 614-555-0142, zebra"


async def test_a_phone_number_is_hidden_told_disputed_and_put_right(stage: Stage) -> None:
    town = stage.town
    async with stage.waymark():
        said = await town.member.say(town.rooms["lounge"], PHONE)
        card = await town.moderator.sees(shows("Hidden: a person's phone, email or address"))
        letter = await town.member.sees(shows("A message of yours is hidden"))
        await town.second.event("MESSAGE_DELETE", lambda gone: gone["id"] == said["id"])

        assert card["channel_id"] == town.rooms["staff"]
        assert "zebra" in words(card)
        assert "guild_id" not in letter
        assert "zebra" not in words(letter)

        asked = await town.member.press(letter, "This is a mistake")
        assert "asked staff to look again" in words(await town.member.answered(asked))
        await town.moderator.becomes(card, "The writer asks you to look again")
        call = await town.moderator.sees(shows("Somebody asks you to look again"))
        done = await town.moderator.press(call, "Put it right", town.guild_id)
        assert "has an apology" in words(await town.moderator.answered(done))
        await town.member.sees(shows("Your message should have stayed"))
        righted = await town.moderator.becomes(card, "Put right by")
        assert buttons(righted) == []

        await town.forward(72 * 3600 + 1)
        bare = await town.moderator.becomes(card, "The words were taken off this card")
        assert "zebra" not in words(bare)
    for path in [*stage.folder.glob("waymark.db*"), stage.folder / "bot.log"]:
        assert b"zebra" not in path.read_bytes()


async def test_closed_direct_messages_leave_a_neutral_line_for_ten_minutes(town: Town) -> None:
    await town.workshop("POST", "faults", {"close_dms": [town.member.id]})
    await town.member.say(town.rooms["lounge"], PHONE)
    line = await town.second.sees(shows("a private note for somebody here"))

    assert town.member.id not in str(line["components"]) + line["content"]
    assert line["mentions"] == []
    hers = await town.member.press(line, "Open / Abrir", town.guild_id)
    assert "A message of yours is hidden" in words(await town.member.answered(hers))
    other = await town.second.press(line, "Open / Abrir", town.guild_id)
    assert "for somebody else" in words(await town.second.answered(other))

    await town.forward(601)
    await town.second.event("MESSAGE_DELETE", lambda gone: gone["id"] == line["id"])


async def test_nothing_is_hidden_on_a_cry_for_help_with_a_phone_number(town: Town) -> None:
    said = await town.member.say(
        town.rooms["lounge"], "i want to kill myself tonight, my number is 614-555-0142"
    )
    await town.moderator.sees(shows("Care card"))
    await town.member.say(town.rooms["lounge"], PHONE)
    await town.moderator.sees(shows("Hidden"))

    stands = [each["id"] for each in await town.second.history(town.rooms["lounge"])]
    assert said["id"] in stands


async def test_words_that_are_no_plain_message_are_heard_too(town: Town) -> None:
    room = f"/channels/{town.rooms['lounge']}/messages"
    poll = {
        "question": {"text": "how do I reach him?"},
        "answers": [{"poll_media": {"text": "614-555-0142"}}],
    }
    asked = await town.member.call("POST", room, {"poll": poll})
    await town.second.event("MESSAGE_DELETE", lambda gone: gone["id"] == asked["id"])

    kept = await town.moderator.say(town.rooms["staff"], PHONE)
    source = {"type": 1, "channel_id": town.rooms["staff"], "message_id": kept["id"]}
    sent = await town.moderator.call("POST", room, {"message_reference": source})
    staff_card = await town.admin.sees(shows("by somebody of staff"))
    assert "zebra" not in words(staff_card)
    stands = [each["id"] for each in await town.second.history(town.rooms["lounge"])]
    assert sent["id"] in stands, "a moderator's own is not hidden"


async def test_an_edit_is_heard_and_so_is_a_cry_for_help_in_it(town: Town) -> None:
    first = await town.member.say(town.rooms["lounge"], "good evening")
    second = await town.second.say(town.rooms["lounge"], "hello all")
    for person, message, text in (
        (town.member, first, PHONE),
        (town.second, second, "i want to kill myself tonight"),
    ):
        path = f"/channels/{message['channel_id']}/messages/{message['id']}"
        await person.call("PATCH", path, {"content": text})

    await town.second.event("MESSAGE_DELETE", lambda gone: gone["id"] == first["id"])
    card = await town.moderator.sees(shows("Care card"))
    assert second["id"] in leads_to(card)
    note = await town.member.sees(lambda message: message.get("referenced_message") is not None)
    assert note["message_reference"]["message_id"] == second["id"]


async def test_a_missing_right_is_said_on_the_card_and_red_in_status(town: Town) -> None:
    manage_messages = 1 << 13
    roles = await town.admin.call("GET", f"/guilds/{town.guild_id}/roles")
    [ours] = [each["id"] for each in roles if "bot_id" in (each.get("tags") or {})]
    owner = town.admin
    path = f"/channels/{town.rooms['lounge']}/permissions/{ours}"
    await owner.call("PUT", path, {"type": 0, "allow": "0", "deny": str(manage_messages)})

    said = await town.member.say(town.rooms["lounge"], PHONE)
    card = await town.moderator.sees(shows("Hidden"))
    await town.moderator.becomes(card, "I could not hide it")
    stands = [each["id"] for each in await town.second.history(town.rooms["lounge"])]
    assert said["id"] in stands
    assert not any("is hidden" in words(each) for each in town.member.messages())
    nonce = await town.admin.slash(town.at("staff"), "clinic status")
    assert "give my role Manage Messages" in words(await town.admin.answered(nonce))
