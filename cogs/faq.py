"""`/ask`: the clinic's own answer, or an honest no with a way to a person."""

from typing import assert_never

from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import guild_of, typed
from bot.chat.render import answers as render
from bot.chat.render.asked import asked_on, picks_on
from bot.chat.render.said import Said
from bot.chat.reply import answer, put_in_place
from bot.chat.voice import CommandVoice
from bot.domain.faq.entries import EntryId
from bot.domain.faq.search import Answer, NoAnswer, Offer
from bot.domain.ids import GuildId
from bot.domain.messages import ScreenedText
from bot.domain.support import SupportTexts
from bot.services.answers import AnswerService
from bot.services.contacts import ContactService
from bot.services.safety import SafetyService


class Faq(commands.Cog):
    """Answers out of what the clinic has written."""

    def __init__(
        self,
        bot: Waymark,
        answers: AnswerService,
        safety: SafetyService,
        texts: SupportTexts,
        contacts: ContactService,
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
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        text = self.safety.pass_on(words, verdict)
        if text is None:
            await self.safety.care(words, verdict, voice)
            return
        guild_id = guild_of(interaction)
        found = await self.answers.answer(text, guild_id=guild_id)
        if self.safety.is_cared_for(words.author_id, None):
            return
        await answer(interaction, await self._said(found, text, guild_id))
        await self.answers.count(found, guild_id=guild_id)

    @ask.autocomplete("question")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the titles that fit what is typed so far."""
        titles = self.answers.titles(current, guild_id=guild_of(interaction))
        return [Choice(name=title, value=title) for title in titles]

    async def show(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the entry that somebody picked out of the offers, in their place."""
        guild_id = guild_of(interaction)
        entry = self.answers.entry(EntryId(args[0]), guild_id=guild_id)
        asked = asked_on(interaction.message)
        if not entry.is_covered:
            said = render.no_answer(entry, self.contacts.of(guild_id), asked=asked)
        else:
            offered = picks_on(interaction.message)
            others = [each for each in offered if each != entry.id]
            can_share = guild_id is not None
            said = render.answer(entry, asked=asked, others=others, can_share=can_share)
        await put_in_place(interaction, said)

    async def _said(
        self, found: Answer | Offer | NoAnswer, text: ScreenedText, guild_id: GuildId | None
    ) -> Said:
        match found:
            case Answer(match, _):
                others = await self.answers.others(text, match.entry.id, guild_id=guild_id)
                can_share = guild_id is not None
                return render.answer(match.entry, asked=text, others=others, can_share=can_share)
            case Offer(matches, _):
                return render.offer([match.entry for match in matches], asked=text)
            case NoAnswer(topic, _):
                return render.no_answer(topic, self.contacts.of(guild_id), asked=text)
            case _:
                assert_never(found)


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    cog = Faq(bot, services.answers, services.safety, services.support, services.caring.contacts)
    await bot.add_cog(cog)
