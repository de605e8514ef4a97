"""What a bot does with discord.py, from its own methods to its own parsers."""

import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox.server import Server
from tests.sandbox import discord_description
from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, STAFF, Caller, running


class Helper(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)

    @property
    def guild(self) -> discord.Guild:
        found = self.get_guild(int(GUILD))
        assert found is not None
        return found

    @property
    def lounge(self) -> discord.TextChannel:
        found = self.get_channel(int(LOUNGE))
        assert isinstance(found, discord.TextChannel)
        return found


@pytest.fixture
async def helper(server: Server, discord_here: None) -> AsyncIterator[Helper]:
    """A ready client; whatever it asked must have fitted Discord's description."""
    del discord_here
    client = Helper()
    async with running(client, server.bot_token):
        yield client
    if discord_description.PATH.exists():
        lines = server.sandbox.traffic.lines().splitlines()
        asked = [json.loads(line) for line in lines]
        mine = [r for r in asked if r["user_id"] == APPLICATION]
        assert [p for r in mine for p in discord_description.problems(r)] == []


def member(helper: Helper, person: Caller) -> discord.Member:
    found = helper.guild.get_member(int(person.id))
    assert found is not None
    return found


async def test_messages_with_everything(helper: Helper, robin: Caller) -> None:
    embed = discord.Embed(title="Card", description="Words", colour=0x336699)
    embed.add_field(name="When", value="Seven").set_footer(text="Waymark")
    embed.set_author(name="Clinic").set_image(url="https://example.org/a.png")
    file = discord.File(io.BytesIO(b"dates"), "dates.ics", description="the dates")
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Site", url="https://example.org"))
    view.add_item(discord.ui.UserSelect[Any](custom_id="who", min_values=0, max_values=3))
    message = await helper.lounge.send(
        f"<@{robin.id}>",
        embed=embed,
        file=file,
        view=view,
        nonce="n1",
        allowed_mentions=discord.AllowedMentions.none(),
    )
    assert message.embeds[0].fields[0].value == "Seven"
    assert await message.attachments[0].read() == b"dates"
    assert message.mentions == []
    edited = await message.edit(content="less", embeds=[], attachments=[], view=None)
    assert (edited.content, edited.embeds, edited.attachments) == ("less", [], [])
    await edited.add_reaction("✅")
    await edited.pin(reason="to be found")
    assert [m.id async for m in helper.lounge.pins()] == [message.id]
    fetched = await helper.lounge.fetch_message(message.id)
    assert (fetched.pinned, fetched.reactions[0].count) == (True, 1)
    reply = await fetched.reply("and so on", mention_author=False)
    assert reply.reference is not None
    assert reply.reference.message_id == message.id
    await helper.lounge.delete_messages([fetched, reply])
    assert [m async for m in helper.lounge.history(limit=5)] == []


async def test_layouts_of_the_newer_components(helper: Helper) -> None:
    layout = discord.ui.LayoutView(timeout=None)
    button = discord.ui.Button[Any](label="Go", custom_id="go")
    box = discord.ui.Container[Any](accent_colour=0x336699)
    box.add_item(discord.ui.TextDisplay("# Title"))
    box.add_item(discord.ui.Separator())
    box.add_item(discord.ui.Section(discord.ui.TextDisplay("beside"), accessory=button))
    box.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("https://example.org/a.png")))
    layout.add_item(box)
    layout.add_item(discord.ui.ActionRow(discord.ui.Button(label="Row", custom_id="row")))
    message = await helper.lounge.send(view=layout)
    assert message.flags.components_v2
    assert isinstance(message.components[0], discord.Container)
    fetched = await helper.lounge.fetch_message(message.id)
    assert len(fetched.components) == 2


async def test_members_roles_and_bans(helper: Helper, robin: Caller) -> None:
    guild, who = helper.guild, member(helper, robin)
    role = await guild.create_role(name="evening", mentionable=True, reason="a café role")
    await who.add_roles(role, reason="joined")
    await who.timeout(timedelta(minutes=5), reason="a pause")
    again = await guild.fetch_member(who.id)
    assert again.is_timed_out()
    assert [r.name for r in again.roles] == ["@everyone", "evening"]
    await again.timeout(None)
    await again.remove_roles(role)
    await role.edit(name="night", colour=discord.Colour.blue())
    await role.delete()
    await guild.ban(again, reason="why", delete_message_seconds=60)
    ban = await guild.fetch_ban(again)
    assert ban.reason == "why"
    assert [b.user.id async for b in guild.bans()] == [again.id]
    await guild.unban(again)
    log = [entry async for entry in guild.audit_logs(limit=20)]
    assert [e.action.name for e in log][:3] == ["unban", "ban", "role_delete"]
    assert log[-1].reason == "a café role"


async def test_rooms_and_what_is_allowed_in_them(helper: Helper) -> None:
    guild = helper.guild
    room = await guild.create_text_channel(
        "quiet room",
        topic="hush",
        slowmode_delay=10,
        overwrites={guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    assert room.overwrites_for(guild.default_role).send_messages is False
    await room.set_permissions(guild.default_role, overwrite=None, reason="opens")
    await room.edit(slowmode_delay=0, topic="")
    fetched = await guild.fetch_channel(room.id)
    assert isinstance(fetched, discord.TextChannel)
    assert fetched.overwrites == {}
    voice = await guild.create_voice_channel("Circle")
    invite = await room.create_invite(max_age=600, max_uses=2)
    assert (await helper.fetch_invite(invite.code)).guild is not None
    assert [i.code for i in await guild.invites()] == [invite.code]
    await invite.delete()
    for action in (discord.AuditLogAction.invite_create, discord.AuditLogAction.invite_delete):
        [line] = [each async for each in guild.audit_logs(action=action)]
        assert isinstance(line.target, discord.Invite)
        assert line.target.code == invite.code
    for channel in (room, voice):
        await channel.delete()
    await guild.edit(verification_level=discord.VerificationLevel.high)
    until = discord.utils.utcnow() + timedelta(hours=1)
    paused = await guild.edit(invites_disabled_until=until)
    assert paused.invites_paused_until is not None


async def test_events_and_automod(helper: Helper) -> None:
    guild = helper.guild
    begins = discord.utils.utcnow() + timedelta(hours=1)
    event = await guild.create_scheduled_event(
        name="Evening circle",
        start_time=begins,
        end_time=begins + timedelta(hours=1),
        entity_type=discord.EntityType.external,
        location="the clinic",
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    await event.edit(name="Later circle", start_time=begins + timedelta(minutes=5))
    assert [e.name for e in await guild.fetch_scheduled_events()] == ["Later circle"]
    await event.cancel()
    rule = await guild.create_automod_rule(
        name="vendors",
        event_type=discord.AutoModRuleEventType.message_send,
        trigger=discord.AutoModTrigger(keyword_filter=["vendor"], allow_list=["vendor neutral"]),
        actions=[
            discord.AutoModRuleAction(custom_message="Not here."),
            discord.AutoModRuleAction(channel_id=int(STAFF)),
        ],
        enabled=True,
    )
    assert [r.name for r in await guild.fetch_automod_rules()] == ["vendors"]
    await rule.edit(enabled=False)
    await rule.delete()


async def test_commands_of_every_shape_are_registered(helper: Helper, robin: Caller) -> None:
    group = app_commands.Group(
        name="meetings", description="The dates", default_permissions=discord.Permissions(8)
    )

    @group.command(description="Pick one")
    @app_commands.choices(size=[app_commands.Choice(name="Small", value=1)])
    async def pick(
        interaction: discord.Interaction,
        size: app_commands.Choice[int],
        ratio: app_commands.Range[float, 0.5, 2.0],
        room: discord.TextChannel,
        words: app_commands.Range[str, 2, 9] = "two",
    ) -> None:
        await interaction.response.send_message(f"{size} {ratio} {room} {words}")

    helper.tree.add_command(group)
    synced = await helper.tree.sync()
    assert [c.name for c in synced] == ["meetings"]
    helper.tree.copy_global_to(guild=helper.guild)
    await helper.tree.sync(guild=helper.guild)
    assert [c.name for c in await helper.tree.fetch_commands(guild=helper.guild)] == ["meetings"]
    index = await robin.get(f"/guilds/{GUILD}/application-command-index")
    assert index["application_commands"] == []


async def test_a_command_in_a_direct_conversation(helper: Helper, robin: Caller) -> None:
    @helper.tree.command(description="Help at once")
    async def support(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"in a DM: {interaction.guild is None}")

    await helper.tree.sync()
    channel = await robin.ok("POST", "/users/@me/channels", {"recipient_id": APPLICATION})
    index = await robin.get(f"/channels/{channel['id']}/application-command-index")
    command = index["application_commands"][0]
    body = {
        "type": 2,
        "application_id": APPLICATION,
        "channel_id": channel["id"],
        "session_id": "s",
        "nonce": "1",
        "data": {"id": command["id"], "name": "support", "type": 1},
    }
    async with robin.listening() as ear:
        await robin.ok("POST", "/interactions", body)
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "in a DM: True"


class Labelled(discord.ui.Modal, title="Labelled"):
    choice: discord.ui.Label["Labelled"] = discord.ui.Label(
        text="Which",
        component=discord.ui.Select(options=[discord.SelectOption(label="A", value="a")]),
    )
    note: discord.ui.Label["Labelled"] = discord.ui.Label(
        text="Why", component=discord.ui.TextInput(required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.choice.component, discord.ui.Select)
        assert isinstance(self.note.component, discord.ui.TextInput)
        words = f"{self.choice.component.values} {self.note.component.value!r}"
        await interaction.response.send_message(words)


async def test_a_form_of_labels(helper: Helper, robin: Caller) -> None:
    @helper.tree.command(description="Open")
    async def open_form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Labelled())

    await helper.tree.sync()
    index = await robin.get(f"/guilds/{GUILD}/application-command-index")
    command = index["application_commands"][0]
    body: dict[str, Any] = {
        "type": 2,
        "application_id": APPLICATION,
        "guild_id": GUILD,
        "channel_id": LOUNGE,
        "data": {"id": command["id"], "name": command["name"], "type": 1},
    }
    async with robin.listening() as ear:
        await robin.ok("POST", "/interactions", body)
        form = await ear.wait("INTERACTION_MODAL_CREATE")
        fields = [label["component"] for label in form["components"]]
        typed = [
            {"type": 18, "component": {**field, "values": ["a"], "value": "because"}}
            for field in fields
        ]
        data = {"id": form["id"], "custom_id": form["custom_id"], "components": typed}
        await robin.ok("POST", "/interactions", {**body, "type": 5, "data": data})
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "['a'] 'because'"


async def test_direct_messages_reach_a_person(helper: Helper, robin: Caller) -> None:
    async with robin.listening() as ear:
        await member(helper, robin).send("how are you?")
        heard = await ear.wait("MESSAGE_CREATE")
        assert heard["content"] == "how are you?"
        assert "guild_id" not in heard


async def test_threads_are_written_in(helper: Helper) -> None:
    said = await helper.lounge.send("a topic")
    thread = await said.create_thread(name="topic")
    await thread.send("inside")
    assert [t.name for t in helper.lounge.threads] == ["topic"]
