"""What the gate hears of a message beside its words; discord.py's own objects, as Discord sends."""

from typing import Any

import discord
import pytest

from bot.chat.inbound import heard

AT = "2026-03-09T12:00:00+00:00"
AUTHOR = {"id": "7", "username": "robin", "discriminator": "0", "avatar": None, "global_name": None}
PLAIN: dict[str, Any] = {
    "id": "50",
    "channel_id": "11",
    "type": 0,
    "content": "look at this",
    "author": AUTHOR,
    "timestamp": AT,
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "components": [],
    "pinned": False,
    "flags": 0,
}
EMBED = {
    "type": "rich",
    "title": "cheap",
    "description": "pills",
    "footer": {"text": "call me"},
    "fields": [{"name": "where", "value": "here", "inline": False}],
}


def said(**more: Any) -> discord.Message:
    """A message as discord.py makes it of what Discord sends."""
    client = discord.Client(intents=discord.Intents.none())
    channel = client.get_partial_messageable(11)
    state: Any = client._connection  # pyright: ignore[reportPrivateUsage]
    data: Any = {**PLAIN, **more}
    return discord.Message(state=state, channel=channel, data=data)


def attached(name: str, **more: str) -> dict[str, Any]:
    """A file of a message."""
    return {"id": "60", "filename": name, "size": 1, "url": "x", "proxy_url": "x", **more}


def media(text: str) -> dict[str, Any]:
    """A line of a poll."""
    return {"text": text}


def test_plain_words_are_all_there_is() -> None:
    assert (heard(said()).text, heard(said()).beside) == ("look at this", "")


def test_a_files_name_and_description_are_heard_without_its_numbers() -> None:
    files = [attached("IMG_20260309_120000.jpg"), attached("my_plan.txt", description="a note")]

    assert heard(said(attachments=files)).beside == "IMG\na note\nmy plan"


@pytest.mark.parametrize(
    ("by", "beside"), [({}, ""), ({"webhook_id": "9"}, "cheap\npills\ncall me\nwhere\nhere")]
)
def test_embeds_are_a_webhooks_words_and_not_a_persons(by: dict[str, str], beside: str) -> None:
    """A person's are previews of what they link to."""
    assert heard(said(embeds=[EMBED], **by)).beside == beside


def test_a_poll_and_a_forward_are_heard_and_never_answered() -> None:
    poll: dict[str, Any] = {
        "question": media("who sells?"),
        "answers": [{"answer_id": 1, "poll_media": media("me")}],
        "expiry": AT,
        "allow_multiselect": False,
        "layout_type": 1,
        "results": {"is_finalized": False, "answer_counts": []},
    }
    inner = {**PLAIN, "content": "from elsewhere", "attachments": [attached("for_sale.png")]}
    found = heard(said(poll=poll, message_snapshots=[{"message": inner}]))

    assert found.beside == "who sells?\nme\nfrom elsewhere\nfor sale"
    assert found.text == "look at this"
    assert found.words == f"{found.text}\n{found.beside}"


def written_in_a_post(message_id: str) -> discord.Message:
    """A message in a post of a forum; the post has the id of the message that begins it."""
    client = discord.Client(intents=discord.Intents.none())
    state: Any = client._connection  # pyright: ignore[reportPrivateUsage]
    guild = discord.Guild(data={"id": "1"}, state=state)  # pyright: ignore[reportArgumentType]
    post: Any = {
        "id": "50",
        "type": 11,
        "guild_id": "1",
        "parent_id": "20",
        "owner_id": "7",
        "name": "i have a plan for tonight",
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": AT,
        },
    }
    data: Any = {**PLAIN, "id": message_id}
    channel = discord.Thread(guild=guild, state=state, data=post)
    return discord.Message(state=state, channel=channel, data=data)


def test_a_posts_title_is_heard_with_the_message_that_begins_it_and_no_other() -> None:
    assert heard(written_in_a_post("50")).beside == "i have a plan for tonight"
    assert heard(written_in_a_post("51")).beside == ""
