"""`/ask`: the clinic's own answer, or an honest no with a way to a person."""

from typing import assert_never

from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import typed
from bot.chat.render import answers as render
from bot.chat.render.said import Said
from bot.chat.reply import answer
from bot.chat.voice import CommandVoice
from bot.domain.faq.entries import EntryId
from bot.domain.faq.search import Answer, NoAnswer, Offer
from bot.domain.ids import GuildId
from bot.domain.support import SupportTexts
from bot.services.answers import AnswerService
from bot.services.safety import SafetyService


class Faq(commands.Cog):
    """Answers out of what the clinic has written."""

    def __init__(
        self,
        bot: Waymark,
        answers: AnswerService,
        safety: SafetyService,
        texts: SupportTexts,
        contacts: tuple[tuple[str, str], ...],
    ) -> None:
        self.answers = answers
        self.safety = safety
        self.texts = texts
        self.contacts = contacts
        bot.router.on_press("faq:show", self.show)

    @app_commands.command()
    @app_commands.describe(question="Your question, or one from the list")
    async def ask(self, interaction: Interaction, question: Range[str, 1, 1000]) -> None:
        """Ask a question; you get the clinic's own answer. Only you see it."""
        await interaction.response.defer(ephemeral=True)
        words = typed(interaction, question)
        verdict = self.safety.judge(words)
        text = self.safety.pass_on(words, verdict)
        if text is None:
            await self.safety.care(words, verdict, CommandVoice(self.texts, interaction))
            return
        guild_id = guild_of(interaction)
        found = await self.answers.answer(text, guild_id=guild_id)
        await answer(interaction, self._said(found))
        await self.answers.count(found, guild_id=guild_id)

    @ask.autocomplete("question")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the titles that fit what is typed so far."""
        titles = self.answers.titles(current, guild_id=guild_of(interaction))
        return [Choice(name=title, value=title) for title in titles]

    async def show(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the entry that somebody picked out of the offers."""
        entry = self.answers.entry(EntryId(args[0]), guild_id=guild_of(interaction))
        said = render.answer(entry) if entry.is_covered else self._no_answer(NoAnswer(entry, 1.0))
        await answer(interaction, said)

    def _said(self, found: Answer | Offer | NoAnswer) -> Said:
        match found:
            case Answer(match, _):
                return render.answer(match.entry)
            case Offer(matches, _):
                return render.offer(matches)
            case NoAnswer():
                return self._no_answer(found)
            case _:
                assert_never(found)

    def _no_answer(self, found: NoAnswer) -> Said:
        return render.no_answer(found.topic, self.contacts)


def guild_of(interaction: Interaction) -> GuildId | None:
    """Return the server whose entries answer; None in a direct message."""
    return GuildId(interaction.guild_id) if interaction.guild_id else None


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    cog = Faq(bot, services.answers, services.safety, services.support, services.contacts)
    await bot.add_cog(cog)
