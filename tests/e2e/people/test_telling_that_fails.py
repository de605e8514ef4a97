"""What a member reads who tells staff something, or asks for a warning, and it does not go well.

Each row: a way to fail, and the words that say what is so and what to do. Nobody reads more.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.e2e.driver import Json, Person, words
from tests.e2e.people.walk import ON_MESSAGE, ON_USER, Used, Walk

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

TELL, REPORT, WARNING = "Tell staff privately", "Report to staff", "Ask for a content warning"
LOST = "Please try again in a minute, or contact the clinic. If you are not safe"
OWN = "This is about you, so there is nothing to report. If you would like to talk to somebody"
TELL_INSTEAD = "choose **Tell staff privately**"

# The menu, whom it is about, and what the member reads.
ABOUT = (
    (TELL, "oneself", OWN),
    (REPORT, "oneself", OWN),
    (TELL, "another member", "The team has it now"),
    (REPORT, "the bot", "The team has it now"),
    (TELL, "the moderator", "only the people who run the server have it"),
    (REPORT, "the moderator", "only the people who run the server have it"),
    (TELL, "somebody gone", "The team has it now"),
    (WARNING, "oneself", "This is your own message. To put a warning on it, open its menu"),
    (WARNING, "the bot", "there is nobody to ask. You can tell staff"),
    (WARNING, "the moderator", "I have asked them, without your name"),
    (WARNING, "somebody gone", "is not in this server any more, so there is nobody to ask"),
)


async def told(walk: Walk, person: Person, menu: str, about: str, **typed: str) -> Used:
    """Have somebody use a menu, fill in its form if it has one, and return what they read."""
    kind = ON_USER if menu == REPORT else ON_MESSAGE
    shown = await walk.use(person, menu, about, kind=kind)
    return await walk.send(person, shown, **typed) if shown.is_form else shown


async def message_of(walk: Walk, whom: str) -> Json:
    """Return something somebody has said."""
    town, room = walk.town, walk.town.rooms["lounge"]
    if whom == "somebody gone":
        gone = await walk.newcomer()
        said = await gone.say(room, "goodbye all")
        await walk.leave(gone)
        return said
    if whom == "the bot":
        path = f"/channels/{room}/messages"
        return await walk.as_bot("POST", path, {"content": "hello"})
    people = {"oneself": town.member, "the moderator": town.moderator}
    return await people.get(whom, town.second).say(room, "good evening")


@pytest.mark.parametrize(("menu", "whom", "says"), ABOUT)
async def test_whoever_it_is_about_the_member_reads_what_comes_of_it(
    walk: Walk, menu: str, whom: str, says: str
) -> None:
    walk.town.forget()
    said = await message_of(walk, whom)
    about = said["author"]["id"] if menu == REPORT else said["id"]
    shown = await told(walk, walk.town.member, menu, about, kind="hurtful", words="zebra crossing")
    assert says in shown.text
    if whom == "the moderator" and menu != WARNING:
        assert not any("zebra" in words(each) for each in walk.town.moderator.messages())
    if whom == "oneself":
        assert "zebra" not in str(walk.town.moderator.events)


async def test_a_message_that_is_gone_when_the_form_is_sent_is_told_all_the_same(
    walk: Walk,
) -> None:
    town = walk.town
    said = await message_of(walk, "another member")
    form = await walk.use(town.facilitator, TELL, said["id"], kind=ON_MESSAGE)
    await town.second.call("DELETE", f"/channels/{said['channel_id']}/messages/{said['id']}")
    shown = await walk.send(town.facilitator, form, kind="selling", words="umbrella stand")
    assert "The team has it now" in shown.text
    card = await town.moderator.sees(lambda message: "umbrella stand" in words(message))
    assert "The message was already gone" in words(card)


@asynccontextmanager
async def silent(walk: Walk) -> AsyncGenerator[None]:
    """Let Discord take no message for as long as the block lasts."""
    for route in ("/channels/*/messages", "/users/@me/channels"):
        await walk.fail(route, method="POST", times=9)
    try:
        yield
    finally:
        await walk.clear()


async def test_a_report_that_did_not_arrive_says_so_and_keeps_the_words_at_hand(walk: Walk) -> None:
    town = walk.town
    said = await message_of(walk, "oneself")
    async with silent(walk):
        shown = await told(walk, town.second, REPORT, town.facilitator.id, words="odd socks")
        warned = await told(walk, town.second, WARNING, said["id"])
    assert "**nobody has your report**" in shown.text
    assert LOST in shown.text
    assert "odd socks" in shown.text
    assert "I could not reach them" in warned.text
    assert TELL_INSTEAD in warned.text


async def test_a_report_about_whom_discord_does_not_tell_is_kept_from_no_one_by_mistake(
    walk: Walk,
) -> None:
    """Who cannot be looked up might be of staff: then nobody has it, and the member knows."""
    town = walk.town
    await walk.fail("/guilds/*/members/*", method="GET", times=9)
    shown = await told(walk, town.second, REPORT, town.moderator.id, kind="hurtful", words="gravel")
    await walk.clear()
    assert "**nobody has your report**" in shown.text
    assert not any("gravel" in words(each) for each in town.moderator.messages())


async def test_closed_direct_messages_leave_the_wish_for_a_warning_in_the_room(walk: Walk) -> None:
    town = walk.town
    await town.workshop("POST", "faults", {"close_dms": [town.facilitator.id]})
    said = await town.facilitator.say(town.rooms["lounge"], "a hard day")
    shown = await told(walk, town.second, WARNING, said["id"])
    await walk.clear()
    assert "Their direct messages are closed, so a note waits for them" in shown.text


async def test_a_question_without_a_name_says_where_it_stands(walk: Walk) -> None:
    town, asker = walk.town, walk.town.second
    await walk.use(town.admin, "clinic policy private-questions", room="staff", switch=1)
    async with silent(walk):
        form = await walk.use(asker, "question-private")
        assert "If you may be in danger, staff can learn who you are." in form.text
        lost = await walk.send(asker, form, question="why is nougat sweet")
    assert "**nobody has your question**" in lost.text
    assert LOST in lost.text
    form = await walk.use(asker, "question-private")
    shown = await walk.send(asker, form, question="why is nougat sweet")
    assert "The team has your question, without your name" in shown.text
    card = await town.moderator.sees(lambda message: "nougat" in words(message))
    assert asker.id not in str(card)
    await walk.shown(
        town.moderator, await town.moderator.press(card, "Block or unblock", town.guild_id)
    )
    paused = await walk.use(asker, "question-private")
    assert "That did not show them who you are. `/ask`, `/report`" in paused.text


async def test_a_cry_for_help_brings_help_and_no_second_wish(walk: Walk) -> None:
    town = walk.town
    cry = await town.admin.say(town.rooms["lounge"], "i want to kill myself tonight")
    shown = await told(walk, town.second, WARNING, cry["id"])
    assert "I have not passed this on" in shown.text
    assert "If you are worried about them" in shown.text


async def test_two_of_staff_at_one_card_are_one_claim_and_one_answer(walk: Walk) -> None:
    town = walk.town
    said = await message_of(walk, "another member")
    await told(walk, town.facilitator, TELL, said["id"], kind="selling", words="paper boats")
    card = await town.moderator.sees(lambda message: "paper boats" in words(message))
    pair = (town.moderator, town.admin)
    pressed = [await each.press(card, "I will take it", town.guild_id) for each in pair]
    answers = [await walk.shown(each, nonce) for each, nonce in zip(pair, pressed, strict=True)]
    for says in ("It is yours.", "Somebody else has already taken this"):
        assert [says in each.text for each in answers].count(True) == 1
    opened = [await each.press(card, "Resolve", town.guild_id) for each in pair]
    forms = [await walk.shown(each, nonce) for each, nonce in zip(pair, opened, strict=True)]
    first = await walk.send(town.moderator, forms[0], outcome="spoke")
    second = await walk.send(town.admin, forms[1], outcome="acted")
    assert "Written down. Thank you." in first.text
    assert "Somebody else has already resolved this report" in second.text


async def test_a_reporter_whose_direct_messages_are_closed_reads_it_at_their_next_use(
    walk: Walk,
) -> None:
    town = walk.town
    said = await message_of(walk, "another member")
    await told(walk, town.facilitator, TELL, said["id"], kind="selling", words="tin whistle")
    card = await town.moderator.sees(lambda message: "tin whistle" in words(message))
    await town.workshop("POST", "faults", {"close_dms": [town.facilitator.id]})
    nonce = await town.moderator.press(card, "Write to the reporter", town.guild_id)
    form = await walk.shown(town.moderator, nonce)
    shown = await walk.send(town.moderator, form, words="Thank you for telling us.")
    assert "I show it to them the next time" in shown.text
    await walk.use(town.facilitator, "meetings next")
    letter = await town.facilitator.sees(
        lambda message: "Thank you for telling us." in words(message)
    )
    assert letter["flags"] & 64
    await walk.clear()
