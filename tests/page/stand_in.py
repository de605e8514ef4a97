"""A small discord.py bot for the other side of the page: one of each thing a page must show."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

QUESTIONS = ("How long is a visit?", "Can I drive home?", "What should I bring?")


class Card(discord.ui.View):
    """A button that counts, a select, a form behind a button, a link, and one that is off."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses = 0
        self.add_item(discord.ui.Button(label="Read more", url="https://clinic.example/"))
        self.add_item(discord.ui.Button(label="Closed", disabled=True))

    @discord.ui.button(label="I plan to come", style=discord.ButtonStyle.primary)
    async def come(self, interaction: discord.Interaction, _: discord.ui.Button["Card"]) -> None:
        self.presses += 1
        await interaction.response.edit_message(content=f"Coming: {self.presses}")

    @discord.ui.button(label="Tell us", style=discord.ButtonStyle.secondary)
    async def tell(self, interaction: discord.Interaction, _: discord.ui.Button["Card"]) -> None:
        await interaction.response.send_modal(Note())

    @discord.ui.select(
        placeholder="How is today?",
        options=[discord.SelectOption(label="Good"), discord.SelectOption(label="Hard")],
        row=1,
    )
    async def today(
        self, interaction: discord.Interaction, chosen: discord.ui.Select["Card"]
    ) -> None:
        await interaction.response.send_message(f"Today: {chosen.values[0]}", ephemeral=True)


class Note(discord.ui.Modal, title="A note to staff"):
    """A select and a paragraph, each in a label."""

    about: discord.ui.Label["Note"] = discord.ui.Label(
        text="What is it about?",
        component=discord.ui.Select(
            options=[
                discord.SelectOption(label="I am worried", value="worried"),
                discord.SelectOption(label="Something else", value="else"),
            ]
        ),
    )
    words: discord.ui.Label["Note"] = discord.ui.Label(
        text="In your own words",
        description="Only staff read this.",
        component=discord.ui.TextInput(
            style=discord.TextStyle.paragraph, min_length=5, max_length=200
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.about.component, discord.ui.Select)
        assert isinstance(self.words.component, discord.ui.TextInput)
        about, words = self.about.component.values[0], self.words.component.value
        if words == "break it":
            # Said nothing to: Discord calls the form failed, and the writer must keep the words.
            return
        await interaction.response.send_message(f"Noted ({about}): {words}", ephemeral=True)


class Desk(commands.Cog):
    """Slash commands of several shapes."""

    @app_commands.command(description="The clinic's own answer")
    async def ask(self, interaction: discord.Interaction, question: str) -> None:
        embed = discord.Embed(
            title=question, description="**Yes**, <t:1790000000:F>.", color=0x0F6B6B
        )
        embed.add_field(name="Source", value="The clinic").set_footer(text="Reviewed")
        await interaction.response.send_message("Here it is.", embed=embed, ephemeral=True)

    @ask.autocomplete("question")
    async def titles(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [title for title in QUESTIONS if typed.lower() in title.lower()]
        return [app_commands.Choice(name=title, value=title) for title in found]

    @app_commands.command(description="A card for everyone")
    async def card(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Coming: 0", view=Card())

    @app_commands.command(description="Thinks for a moment")
    async def slow(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await asyncio.sleep(0.6)
        await interaction.followup.send("Thought about it.")

    @app_commands.command(description="Never answers")
    async def silent(self, interaction: discord.Interaction) -> None:
        assert interaction.guild is not None

    @app_commands.command(description="Opens a form")
    async def note(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Note())

    @app_commands.command(description="Sends you a direct message")
    async def write_me(self, interaction: discord.Interaction) -> None:
        await interaction.user.send("Hello from the bot.")
        await interaction.response.send_message("Sent.", ephemeral=True)


@app_commands.default_permissions(manage_guild=True)
class Meetings(commands.GroupCog, group_name="meeting", group_description="Meetings"):
    """A group that only staff may use, with options of every kind."""

    @app_commands.command(description="Adds a meeting")
    @app_commands.choices(repeat=[app_commands.Choice(name="Every week", value="weekly")])
    async def add(
        self,
        interaction: discord.Interaction,
        title: str,
        minutes: app_commands.Range[int, 10, 240],
        room: discord.TextChannel,
        repeat: app_commands.Choice[str] | None = None,
        leads: discord.Member | None = None,
    ) -> None:
        who = leads.display_name if leads else "nobody"
        how = repeat.value if repeat else "once"
        words = f"{title}, {minutes} minutes in {room.mention}, {how}, led by {who}"
        await interaction.response.send_message(words)


@app_commands.context_menu(name="Keep this")
async def keep(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"Kept: {message.content}", ephemeral=True)


@app_commands.context_menu(name="Greet")
async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
    await interaction.response.send_message(f"Greeted {member.display_name}.", ephemeral=True)


class StandIn(commands.Bot):
    """Serves the commands above to everyone who may use them."""

    def __init__(self) -> None:
        super().__init__(
            commands.when_mentioned, intents=discord.Intents.default(), guild_ready_timeout=0.05
        )

    async def setup_hook(self) -> None:
        for cog in (Desk(), Meetings()):
            await self.add_cog(cog)
        for menu in (keep, greet):
            self.tree.add_command(menu)
        await self.tree.sync()
