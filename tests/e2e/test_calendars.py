"""A calendar file goes in through a command, and comes out of one, over real sockets."""

import json
import uuid
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.driver import Json, Person, Town, words
from tests.e2e.typed import nested

pytestmark = pytest.mark.e2e

FILE = Path(__file__).parents[1] / "domain" / "ics" / "google.ics"
GOOGLE = FILE.read_bytes()


async def attach(
    town: Town, person: Person, name: str, file: bytes, called: str = FILE.name, **more: str
) -> Json:
    """Use a slash command with a file and other options, and return the card that answers it."""
    where = town.at("staff")
    command, subcommands = await person.command(where, name)
    nonce = str(uuid.uuid4().int)[:18]
    given = [{"type": 3, "name": option, "value": value} for option, value in more.items()]
    given.append({"type": 11, "name": "file", "value": "0"})
    body = {
        "type": 2,
        "application_id": command["application_id"],
        "session_id": "a session",
        "nonce": nonce,
        "data": {
            "id": command["id"],
            "name": command["name"],
            "type": 1,
            "version": command["version"],
            "options": nested(subcommands, given),
            "attachments": [{"id": "0", "filename": called}],
        },
        **where,
    }
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    form.add_field("files[0]", file, filename=called, content_type="application/octet-stream")
    headers = {"Authorization": person.token}
    url = f"{person.api}/interactions"
    async with person.session.post(url, data=form, headers=headers) as response:
        assert response.status < 400, await response.text()
    return await person.answered(nonce)


async def test_a_calendar_file_is_shown_saved_and_handed_out_again(town: Town) -> None:
    card = await attach(town, town.admin, "clinic meeting import", GOOGLE)

    assert "Please check this calendar" in words(card)
    assert "Tuesday circle" in words(card)
    assert "lasts all day" in words(card)
    await town.admin.press(card, "Save", town.guild_id)
    saved = await town.admin.becomes(card, "Calendar saved")
    assert "2 meetings added" in words(saved)

    answer = await town.member.answered(
        await town.member.slash(town.at("lounge"), "meetings calendar")
    )
    [file] = answer["attachments"]
    async with town.session.get(file["url"]) as response:
        text = await response.text()
    assert file["filename"] == "meetings.ics"
    assert "UID:4k2tq0v8m1d3s7f5example@google.com" in text
    assert "RECURRENCE-ID;TZID=America/New_York:20260317T190000" in text
