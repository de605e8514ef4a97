"""Ask a person: a member's form, the staff card's buttons, and the answer on its way back."""

from collections.abc import Mapping

from discord import Interaction
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor, language_of, typed
from bot.chat.render import handovers as render
from bot.chat.render.asked import asked_on
from bot.chat.reply import answer
from bot.chat.voice import CommandVoice
from bot.domain.faq.entries import EntryId
from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.support import SupportTexts
from bot.services.answers import AnswerService
from bot.services.handovers import HandoverService
from bot.services.safety import SafetyService


class Handovers(commands.Cog):
    """Questions that go to a person, and come back answered."""

    def __init__(
        self,
        bot: Waymark,
        handovers: HandoverService,
        *,
        answers: AnswerService,
        safety: SafetyService,
        texts: SupportTexts,
    ) -> None:
        self.handovers = handovers
        self.answers = answers
        self.safety = safety
        self.texts = texts
        bot.router.on_press("staff:question", self.open_form)
        bot.router.on_form("question:ask", self.hand_over)
        bot.router.on_press("question:claim", self.claim)
        bot.router.on_press("question:answer", self.open_answer)
        bot.router.on_press("question:close", self.close)
        bot.router.on_form("question:send", self.send)
        bot.router.on_press("question:keep", self.open_draft)
        bot.router.on_form("question:draft", self.keep_draft)
        bot.border.afterwards.append(self.show_waiting)

    async def open_form(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form, with what was asked before where the pressed message shows it."""
        entry_id, guild_id = (*args, "-", "0")[:2] if len(args) < 2 else args[:2]
        form = render.question_form(
            "" if entry_id == "-" else entry_id,
            GuildId(int(guild_id)) or None,
            asked=asked_on(interaction.message),
        )
        await interaction.response.send_modal(form)

    async def hand_over(
        self, interaction: Interaction, args: tuple[str, ...], given: Mapping[str, str]
    ) -> None:
        """Hand the question over; words that tell of danger bring help instead."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = typed(interaction, given["question"])
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        text = self.safety.pass_on(words, verdict)
        if text is None:
            await self.safety.care(words, verdict, voice)
            return
        guild_id = GuildId(interaction.guild_id or int(args[1])) or None
        done = await self.handovers.hand_over(
            text, asker_id=UserId(interaction.user.id), guild_id=guild_id
        )
        language = language_of(interaction)
        if done:
            await answer(interaction, render.handed_over(language=language))
        else:
            await answer(interaction, render.not_handed_over(text, language=language))
        if done and args[0] != "-":
            await self.answers.note(EntryId(args[0]), "person", guild_id=guild_id)

    async def claim(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the others that somebody looks after it."""
        await interaction.response.defer()
        await self.handovers.claim(HandoverId(int(args[0])), by=actor(interaction))

    async def close(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """End it without an answer."""
        await interaction.response.defer()
        await self.handovers.close(HandoverId(int(args[0])), by=actor(interaction))

    async def open_answer(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form in which staff answer."""
        handover_id = HandoverId(int(args[0]))
        await self.handovers.open_answer(handover_id, by=actor(interaction))
        await interaction.response.send_modal(render.answer_form(handover_id))

    async def send(
        self, interaction: Interaction, args: tuple[str, ...], given: Mapping[str, str]
    ) -> None:
        """Send the asker what staff typed, in private."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        mark = await self.handovers.answer(
            HandoverId(int(args[0])), given["answer"], by=actor(interaction)
        )
        await answer(interaction, render.reached(mark))

    async def open_draft(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form in which staff write a draft for everybody."""
        handover_id = HandoverId(int(args[0]))
        await self.handovers.open_draft(handover_id, by=actor(interaction))
        await interaction.response.send_modal(render.draft_form(handover_id))

    async def keep_draft(
        self, interaction: Interaction, args: tuple[str, ...], given: Mapping[str, str]
    ) -> None:
        """Keep what staff typed as a draft."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        entry_id = await self.handovers.keep_draft(
            HandoverId(int(args[0])), given["title"], given["answer"], by=actor(interaction)
        )
        await answer(interaction, render.kept(entry_id))

    async def show_waiting(self, interaction: Interaction) -> None:
        """Show somebody, in private, the answers that could not be sent to them."""
        async with self.handovers.waiting(UserId(interaction.user.id)) as waiting:
            for handover in waiting:
                server = await self.handovers.desk.server_name(handover.guild_id)
                await answer(interaction, render.waited(handover, server))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    cog = Handovers(
        bot,
        services.handovers,
        answers=services.answers,
        safety=services.safety,
        texts=services.support,
    )
    await bot.add_cog(cog)
