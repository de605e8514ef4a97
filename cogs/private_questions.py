"""`/question-private`: a question that staff see without a name."""

from collections.abc import Mapping

from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor, language_of, typed
from bot.chat.render import handovers as render_handovers
from bot.chat.render import private_questions as render
from bot.chat.render.asked import asked_on
from bot.chat.reply import answer
from bot.chat.voice import CommandVoice
from bot.domain.errors import NotSetUp
from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.support import SupportTexts
from bot.services.private_questions import PrivateQuestions
from bot.services.safety import SafetyService

Args = tuple[str, ...]


class PrivateQuestion(commands.Cog):
    """Asking without a name, and what staff may do about it."""

    def __init__(
        self,
        bot: Waymark,
        questions: PrivateQuestions,
        safety: SafetyService,
        texts: SupportTexts,
    ) -> None:
        self.questions = questions
        self.safety = safety
        self.texts = texts
        bot.router.on_form("private:ask", self.ask)
        bot.router.on_press("private:again", self.ask_again)
        bot.router.on_press("private:block", self.block)
        bot.router.on_press("private:name", self.confirm)
        bot.router.on_press("private:learn", self.learn)

    @app_commands.command(name="question-private")
    @app_commands.guild_only()
    async def question_private(self, interaction: Interaction) -> None:
        """If you may be in danger, staff can learn who you are. Ask them without your name."""
        await self._open(interaction)

    async def ask_again(self, interaction: Interaction, _: Args) -> None:
        """Open the form again for whoever may still ask, with what they had typed."""
        await self._open(interaction, asked=asked_on(interaction.message))

    async def _open(self, interaction: Interaction, *, asked: str = "") -> None:
        await self.questions.let_ask(guild_of(interaction), UserId(interaction.user.id))
        form = render.form(language_of(interaction), asked=asked)
        await interaction.response.send_modal(form)

    async def ask(self, interaction: Interaction, _: Args, given: Mapping[str, str]) -> None:
        """Show staff the question; words that tell of danger bring help instead."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = typed(interaction, given["question"])
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        text = self.safety.pass_on(words, verdict)
        if text is None:
            await self.safety.care(words, verdict, voice)
            return
        done = await self.questions.ask(
            text, guild_id=guild_of(interaction), asker_id=UserId(interaction.user.id)
        )
        language = language_of(interaction)
        if done:
            await answer(interaction, render_handovers.handed_over(language=language))
        else:
            await answer(interaction, render.not_asked(language, text))

    async def block(self, interaction: Interaction, args: Args) -> None:
        """Block whoever asked from asking so again, or lift it. Nobody learns who it is."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        now = await self.questions.block(HandoverId(int(args[0])), by=actor(interaction))
        await answer(interaction, render.blocked(now=now))

    async def confirm(self, interaction: Interaction, args: Args) -> None:
        """Say what it means to learn who asked."""
        self.questions.handovers.let_in(actor(interaction))
        await answer(interaction, render.confirm(HandoverId(int(args[0]))))

    async def learn(self, interaction: Interaction, args: Args) -> None:
        """Wish to learn who asked, agree to it, or read it again."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.questions.learn(HandoverId(int(args[0])), by=actor(interaction))
        await answer(interaction, render.learned(found))


def guild_of(interaction: Interaction) -> GuildId:
    """Return the server it is used in."""
    if interaction.guild_id is None:
        raise NotSetUp
    return GuildId(interaction.guild_id)


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    questions = services.telling.questions
    await bot.add_cog(PrivateQuestion(bot, questions, services.safety, services.support))
