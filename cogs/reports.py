"""Tell staff privately: `/report`, the two menus, and a reporter's words on their way back."""

from collections.abc import Mapping

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import language_of, typed
from bot.chat.render import letters as render_letters
from bot.chat.render import reports as render
from bot.chat.reply import answer
from bot.chat.voice import CommandVoice
from bot.domain import letters as rules
from bot.domain.errors import NotFound, NotSetUp
from bot.domain.ids import ChannelId, GuildId, MessageId, ReportId, UserId
from bot.domain.reports import About, Filing, Kind
from bot.domain.support import SupportTexts
from bot.services.reports import ReportService
from bot.services.safety import SafetyService

Args = tuple[str, ...]


class Reports(commands.Cog):
    """What members tell staff. Everything is for the one who tells, alone."""

    def __init__(
        self, bot: Waymark, reports: ReportService, safety: SafetyService, texts: SupportTexts
    ) -> None:
        self.bot = bot
        self.reports = reports
        self.safety = safety
        self.texts = texts
        self.menus = (
            app_commands.ContextMenu(name="Tell staff privately", callback=self.on_message_menu),
            app_commands.ContextMenu(name="Report to staff", callback=self.on_user_menu),
        )
        for menu in self.menus:
            menu.guild_only = True
        bot.router.on_press("report:again", self.open_again)
        bot.router.on_form("report:send", self.send)
        bot.router.on_press("report:back", self.open_back)
        bot.router.on_form("report:reply", self.reply)
        bot.border.afterwards.append(self.show_waiting)

    async def cog_load(self) -> None:
        """Add the menus."""
        for menu in self.menus:
            self.bot.tree.add_command(menu)

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(member="Whom it is about; you can leave this out")
    async def report(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Tell staff privately that something is wrong, or that you are worried."""
        await self._open(interaction, member, None)

    async def on_message_menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form about a message."""
        await self._open(interaction, message.author, message)

    async def on_user_menu(self, interaction: Interaction, user: discord.User) -> None:
        """Open the form about a person."""
        await self._open(interaction, user, None)

    async def _open(
        self,
        interaction: Interaction,
        who: discord.User | discord.Member | None,
        message: discord.Message | None,
    ) -> None:
        language = language_of(interaction)
        if who is not None and who.id == interaction.user.id:
            await answer(interaction, render.own(language))
            return
        about = self._about(who, message)
        place = (message.channel.id, message.id) if message else (0, 0)
        target = (about.value, str(who.id if who else 0), *map(str, place))
        await interaction.response.send_modal(render.form(target, language))

    def _about(
        self, who: discord.User | discord.Member | None, message: discord.Message | None
    ) -> About:
        if who is None:
            return About.NOBODY
        if self.bot.user is not None and who.id == self.bot.user.id:
            return About.THE_BOT
        is_program = who.bot or (message is not None and message.webhook_id is not None)
        return About.PROGRAM if is_program else About.PERSON

    async def open_again(self, interaction: Interaction, args: Args) -> None:
        """Open the form with what did not arrive."""
        language, *target = args
        written = render.typed_on(interaction.message)
        await interaction.response.send_modal(render.form(tuple(target), language, typed=written))

    async def send(self, interaction: Interaction, args: Args, given: Mapping[str, str]) -> None:
        """Take a report. Words that tell of danger bring help first, to whoever wrote them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        language, *target = args
        in_danger = await self._cared_for(interaction, given["words"])
        filing = filing_of(interaction, tuple(target), given, language, urgent=in_danger)
        if in_danger and filing.about is not About.PERSON:
            return
        done = await self.reports.file(filing, given["words"])
        await answer(
            interaction,
            render.filed(done, language, target=tuple(target), typed=given["words"]),
        )

    async def open_back(self, interaction: Interaction, args: Args) -> None:
        """Open the form in which a reporter writes back."""
        await interaction.response.send_modal(render.back_form(args[0], args[1]))

    async def reply(self, interaction: Interaction, args: Args, given: Mapping[str, str]) -> None:
        """Bring a reporter's words to staff's card."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if await self._cared_for(interaction, given["words"]):
            return
        arrived = await self.reports.write_back(
            ReportId(int(args[1])), given["words"], reporter_id=UserId(interaction.user.id)
        )
        await answer(interaction, render.wrote_back(args[0], arrived=arrived))

    async def _cared_for(self, interaction: Interaction, text: str) -> bool:
        """Let the gate hear what was typed; say whether it brought help."""
        words = typed(interaction, text)
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        if self.safety.pass_on(words, verdict) is not None:
            return False
        await self.safety.care(words, verdict, voice)
        return True

    async def show_waiting(self, interaction: Interaction) -> None:
        """Show somebody, in private, the letters that could not be sent to them."""
        letters = self.reports.letters
        async with letters.waiting(UserId(interaction.user.id)) as waiting:
            for letter in waiting:
                notice = rules.notice(letter, letters.server_name(letter.guild_id))
                await answer(interaction, render_letters.letter(notice, None))


def filing_of(
    interaction: Interaction,
    target: Args,
    given: Mapping[str, str],
    language: str,
    *,
    urgent: bool,
) -> Filing:
    """Return a report as its form says it."""
    if interaction.guild_id is None:
        raise NotSetUp
    if len(target) != 4:
        raise NotFound("form")
    about, who, room, message = target
    return Filing(
        guild_id=GuildId(interaction.guild_id),
        reporter_id=UserId(interaction.user.id),
        kind=Kind(given["kind"]),
        about=About(about),
        about_id=UserId(int(who)) if int(who) else None,
        channel_id=ChannelId(int(room)) if int(room) else None,
        message_id=MessageId(int(message)) if int(message) else None,
        is_named=given["name"] == "yes",
        language=language,
        is_urgent=urgent,
        at=interaction.created_at,
    )


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    await bot.add_cog(Reports(bot, services.reports, services.safety, services.support))
