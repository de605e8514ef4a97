import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox.server import Server
from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, Caller, Ear, running


class Clinic(discord.Client):
    """A small bot with one of everything."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[Any] = []


class Form(discord.ui.Modal, title="Tell staff"):
    what: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="What happened?", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"heard: {self.what.value}", ephemeral=True)


class Buttons(discord.ui.View):
    @discord.ui.button(label="Press", custom_id="press")
    async def press(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="pressed", view=None)

    @discord.ui.select(
        custom_id="pick", options=[discord.SelectOption(label=c, value=c) for c in "ab"]
    )
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Any]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"picked {select.values[0]}")


def add_commands(clinic: Clinic) -> None:
    @clinic.tree.command(description="Say it")
    @app_commands.describe(words="What to say", who="Whom to greet")
    async def say(
        interaction: discord.Interaction, words: str, who: discord.Member | None = None
    ) -> None:
        name = "" if who is None else who.display_name
        answer = await interaction.response.send_message(f"{words} {name}", view=Buttons())
        clinic.heard.append(answer)

    @say.autocomplete("words")
    async def words(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    @clinic.tree.command(description="Answer later")
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("at last")
        await interaction.edit_original_response(content="at last, changed")

    @clinic.tree.command(description="Open a form")
    async def report(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @clinic.tree.command(description="Never answers")
    async def silent(interaction: discord.Interaction) -> None:
        clinic.heard.append(interaction)

    @clinic.tree.command(description="For moderators")
    @app_commands.default_permissions(moderate_members=True)
    async def warn(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("warned")


def add_menus(clinic: Clinic) -> None:
    @clinic.tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}")

    @clinic.tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"hello {member.display_name}")


@pytest.fixture
async def clinic(server: Server, discord_here: None) -> AsyncIterator[Clinic]:
    del discord_here
    bot = Clinic()
    add_commands(bot)
    add_menus(bot)
    async with running(bot, server.bot_token):
        await bot.tree.sync()
        yield bot


async def index(person: Caller) -> dict[str, Any]:
    found = await person.get(f"/guilds/{GUILD}/application-command-index")
    assert [a["id"] for a in found["applications"]] == [APPLICATION]
    return {c["name"]: c for c in found["application_commands"]}


async def use(
    person: Caller, name: str, *options: Any, kind: int = 2, ear: Ear | None = None, **more: Any
) -> str:
    command = (await index(person))[name]
    nonce = f"{name}-{kind}"
    data = {
        "id": command["id"],
        "name": name,
        "type": command["type"],
        "version": command["version"],
        "options": list(options),
        **more,
    }
    body = interaction(kind, data, ear) | {"nonce": nonce}
    await person.ok("POST", "/interactions", body)
    return nonce


def interaction(kind: int, data: Any, ear: Ear | None = None, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "application_id": APPLICATION,
        "guild_id": GUILD,
        "channel_id": LOUNGE,
        "session_id": "s" if ear is None else ear.ready["session_id"],
        "data": data,
        **more,
    }


async def test_a_command_is_answered_and_its_caller_told(clinic: Clinic, robin: Caller) -> None:
    async with robin.listening() as ear:
        options = (
            {"type": 3, "name": "words", "value": "hello"},
            {"type": 6, "name": "who", "value": robin.id},
        )
        nonce = await use(robin, "say", *options, ear=ear)
        assert (await ear.wait("INTERACTION_CREATE"))["nonce"] == nonce
        assert (await ear.wait("INTERACTION_SUCCESS"))["nonce"] == nonce
        message = await ear.wait("MESSAGE_CREATE")
        assert message["content"] == "hello Robin"
        assert message["interaction_metadata"]["user"]["id"] == robin.id
    assert clinic.heard[0].message_id == int(message["id"])


async def test_autocomplete_reaches_who_types(clinic: Clinic, robin: Caller) -> None:
    del clinic
    async with robin.listening() as ear:
        typed = {"type": 3, "name": "words", "value": "hel", "focused": True}
        nonce = await use(robin, "say", typed, kind=4)
        answer = await ear.wait("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
        assert answer == {"choices": [{"name": "hel!", "value": "hel"}], "nonce": nonce}


async def test_a_deferred_answer_is_made_by_the_first_message_and_seen_by_one(
    clinic: Clinic, robin: Caller, sam: Caller
) -> None:
    del clinic
    async with robin.listening() as ear, sam.listening() as other:
        await use(robin, "later")
        made = await ear.wait("MESSAGE_CREATE")
        changed = await ear.wait("MESSAGE_UPDATE")
        assert made["id"] == changed["id"]
        assert changed["content"] == "at last, changed"
        assert changed["flags"] & 64
        await other.silence("MESSAGE_CREATE")
    history = await robin.get(f"/channels/{LOUNGE}/messages")
    assert history == []


async def test_a_form_goes_to_the_person_and_comes_back_filled(
    clinic: Clinic, robin: Caller
) -> None:
    del clinic
    async with robin.listening() as ear:
        await use(robin, "report")
        form = await ear.wait("INTERACTION_MODAL_CREATE")
        assert form["title"] == "Tell staff"
        field = form["components"][0]["components"][0]
        filled = {"type": 4, "custom_id": field["custom_id"], "value": "a note"}
        data = {
            "id": form["id"],
            "custom_id": form["custom_id"],
            "components": [{"type": 1, "components": [{**filled, "value": "x" * 21}]}],
        }
        assert await robin.refused("POST", "/interactions", interaction(5, data)) == 50035
        data["components"] = [{"type": 1, "components": [filled]}]
        await robin.ok("POST", "/interactions", interaction(5, data))
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "heard: a note"
        assert await robin.refused("POST", "/interactions", interaction(5, data)) == 50035


async def test_components_are_pressed_and_chosen_from(clinic: Clinic, robin: Caller) -> None:
    del clinic
    async with robin.listening() as ear:
        await use(robin, "say", {"type": 3, "name": "words", "value": "hi"})
        message = await ear.wait("MESSAGE_CREATE")
        pick = {"component_type": 3, "custom_id": "pick", "values": ["b"]}
        pressed = interaction(3, pick, message_id=message["id"], nonce="1")
        await robin.ok("POST", "/interactions", pressed)
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "picked b"
        wrong = interaction(3, {**pick, "values": ["c"]}, message_id=message["id"])
        assert await robin.refused("POST", "/interactions", wrong) == 50035
        press = interaction(3, {"component_type": 2, "custom_id": "press"})
        await robin.ok("POST", "/interactions", {**press, "message_id": message["id"]})
        changed = await ear.wait("MESSAGE_UPDATE")
        assert (changed["id"], changed["content"]) == (message["id"], "pressed")
        again = {**press, "message_id": message["id"]}
        assert await robin.refused("POST", "/interactions", again) == 50035


async def test_menus_come_with_what_they_were_opened_on(
    clinic: Clinic, robin: Caller, sam: Caller
) -> None:
    del clinic
    said = await sam.say(LOUNGE, "something worth quoting")
    async with robin.listening() as ear:
        await use(robin, "Quote", target_id=said["id"])
        answer = await ear.wait("MESSAGE_CREATE")
        assert answer["content"] == "> something worth quoting"
        await use(robin, "Greet", target_id=sam.id)
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "hello Sam"


async def test_default_permissions_hide_a_command_and_refuse_it(
    clinic: Clinic, robin: Caller, moderator: Caller
) -> None:
    del clinic
    warn = (await index(moderator))["warn"]
    assert "warn" not in await index(robin)
    data = {"id": warn["id"], "name": "warn", "type": 1}
    assert await robin.refused("POST", "/interactions", interaction(2, data)) == 50013
    await moderator.ok("POST", "/interactions", interaction(2, data))


async def test_an_answer_after_three_seconds_is_too_late(clinic: Clinic, robin: Caller) -> None:
    async with robin.listening() as ear:
        nonce = await use(robin, "silent")
        assert (await ear.wait("INTERACTION_FAILURE"))["nonce"] == nonce
    asked: discord.Interaction = clinic.heard[0]
    with pytest.raises(discord.NotFound) as caught:
        await asked.response.send_message("too late")
    assert caught.value.code == 10062


async def test_a_second_answer_is_refused(clinic: Clinic, robin: Caller) -> None:
    async with asyncio.TaskGroup() as tasks:
        heard = tasks.create_task(clinic.wait_for("interaction", timeout=30))
        await use(robin, "silent")
    asked: discord.Interaction = heard.result()
    await asked.response.send_message("first")
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    body = {"type": 4, "data": {"content": "second"}}
    assert await robin.refused("POST", path, body) == 40060


async def test_a_command_nobody_synced_is_unknown(clinic: Clinic, robin: Caller) -> None:
    del clinic
    data = {"id": "1", "name": "ghost", "type": 1}
    assert await robin.refused("POST", "/interactions", interaction(2, data)) == 10063


async def test_a_missing_or_wrong_option_is_named(clinic: Clinic, robin: Caller) -> None:
    del clinic
    command = (await index(robin))["say"]
    data: dict[str, Any] = {"id": command["id"], "name": "say", "type": 1, "options": []}
    assert await robin.refused("POST", "/interactions", interaction(2, data)) == 50035
    data["options"] = [{"type": 3, "name": "words", "value": {"not": "text"}}]
    assert await robin.refused("POST", "/interactions", interaction(2, data)) == 50035
