"""Care cards in staff's hands: their buttons, `/mod care`, and the menu Start care card."""

from collections.abc import Mapping

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.people import presser
from bot.chat.render import care_cards as render
from bot.chat.reply import answer, change
from bot.domain.errors import Conflict
from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, UserId
from bot.domain.incidents import Outcome
from bot.domain.messages import Heard
from bot.domain.servers import Actor
from bot.services.care import CareService, Written
from bot.services.ports import People


class Care(commands.Cog):
    """Whoever takes a card is not left alone with it."""

    def __init__(self, bot: Waymark, care: CareService, people: People) -> None:
        self.bot = bot
        self.cards = care
        self.people = people
        self.menu = app_commands.ContextMenu(name="Start care card", callback=self.start)
        self.menu.default_permissions = discord.Permissions(moderate_members=True)
        self.menu.guild_only = True
        bot.router.on_press("care:ack", self.acknowledge)
        bot.router.on_press("care:second", self.ask_second)
        bot.router.on_press("care:join", self.join)
        bot.router.on_press("care:outcome", self.ask_outcome)
        bot.router.on_form("care:outcome_form", self.settle)
        bot.router.on_press("care:note", self.read_note)
        bot.router.on_press("care:done", self.follow_up)
        bot.router.on_press("care:again", self.remind_again)

    async def cog_load(self) -> None:
        """Add the message menu."""
        self.bot.tree.add_command(self.menu)

    @app_commands.command()
    @app_commands.describe(member="Whom you are worried about")
    async def care(self, interaction: Interaction, member: discord.User) -> None:
        """Start a care card for a member. It is yours; nobody is rung."""
        await self._start(interaction, member, None)

    async def start(self, interaction: Interaction, message: discord.Message) -> None:
        """Start a care card about a message."""
        await self._start(interaction, message.author, message)

    async def _start(
        self,
        interaction: Interaction,
        who: discord.User | discord.Member,
        message: discord.Message | None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = actor(interaction)
        if who.bot:
            self.cards.let_in(by)
            raise Conflict("care_for_nobody")
        about = Heard(
            guild_id=by.guild_id,
            channel_id=ChannelId(message.channel.id) if message else None,
            message_id=MessageId(message.id) if message else None,
            author_id=UserId(who.id),
            text="",
            at=interaction.created_at,
        )
        _, posted = await self.cards.start(about, by=by)
        await answer(interaction, render.started(posted=posted))

    async def acknowledge(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Take a care card: nobody else is woken for it."""
        await interaction.response.defer()
        by = await self._by(interaction, args)
        await self.cards.acknowledge(IncidentId(int(args[0])), by=by)
        await answer(interaction, render.acknowledged())

    async def ask_second(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Ring the moderators for somebody beside the one who has the card."""
        await interaction.response.defer()
        by = await self._by(interaction, args)
        rung = await self.cards.ask_second(IncidentId(int(args[0])), by=by)
        await answer(interaction, render.second_asked(rung=rung))

    async def join(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Be the second person."""
        await interaction.response.defer()
        by = await self._by(interaction, args)
        incident = await self.cards.join(IncidentId(int(args[0])), by=by)
        if interaction.message is not None:
            await change(interaction, render.joined_call(interaction.message, by.user_id))
        await answer(interaction, render.joined(incident))

    async def ask_outcome(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form; who may send it is checked when it comes."""
        form = render.outcome_form(IncidentId(int(args[0])), int(args[1]), args[2])
        await interaction.response.send_modal(form)

    async def settle(
        self, interaction: Interaction, args: tuple[str, ...], typed: Mapping[str, str]
    ) -> None:
        """Write down what came of a card, as the form says."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = await self._by(interaction, args)
        written = Written(
            outcome=Outcome(typed["outcome"]),
            was="" if args[2] == "none" else args[2],
            note=typed["note"].strip(),
        )
        await self.cards.settle(IncidentId(int(args[0])), written, by=by)
        await answer(interaction, render.written())

    async def read_note(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show a card's note to the one who asks."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = await self._by(interaction, args)
        incident = await self.cards.look(IncidentId(int(args[0])), by=by)
        await answer(interaction, render.note(incident))

    async def follow_up(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Keep that somebody looked after the person again."""
        await interaction.response.defer()
        by = await self._by(interaction, args)
        await self.cards.follow_up(IncidentId(int(args[0])), by=by)
        if interaction.message is not None:
            await change(interaction, render.followed_up(interaction.message))

    async def remind_again(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Remind once more, on the next morning."""
        await interaction.response.defer()
        by = await self._by(interaction, args)
        await self.cards.remind_again(IncidentId(int(args[0])), again=int(args[2]), by=by)
        if interaction.message is not None:
            await change(interaction, render.reminded_again(interaction.message))

    async def _by(self, interaction: Interaction, args: tuple[str, ...]) -> Actor:
        # A card of an older release names no server; it stands in its staff room.
        guild_id = int(args[1]) if len(args) > 1 else interaction.guild_id or 0
        return await presser(interaction, GuildId(guild_id), self.people)


async def setup(bot: Waymark) -> None:
    """Put the command under `/mod`."""
    caring = bot.services.caring
    cog = Care(bot, caring.care, caring.people)
    await groups.add_under(bot, groups.mod(bot.tree), cog)
