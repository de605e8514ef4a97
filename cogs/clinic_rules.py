"""`/clinic rules`: the group's rules as an admin writes them, puts them up, and picks the role."""

from collections.abc import Mapping

from discord import Interaction, Role, TextChannel, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor, typed
from bot.chat.render import joining as render
from bot.chat.reply import answer, change
from bot.chat.voice import CommandVoice
from bot.domain import consent
from bot.domain.errors import StorageError
from bot.domain.ids import ChannelId, DraftId, GuildId, RoleId
from bot.domain.support import SupportTexts
from bot.services.joining import Joining
from bot.services.safety import SafetyService

Args = tuple[str, ...]
LANGUAGES = [Choice(name="English", value="en"), Choice(name="Spanish", value="es")]


class ClinicRules(commands.Cog):
    """The rules and privacy notice, as an admin keeps them."""

    rules = app_commands.Group(name="rules", description="The group's rules and privacy notice")

    def __init__(
        self, bot: Waymark, joining: Joining, safety: SafetyService, texts: SupportTexts
    ) -> None:
        self.terms, self.cards = joining.terms, joining.cards
        self.safety = safety
        self.texts = texts
        bot.router.on_form("rules:write", self.write)
        bot.router.on_press("rules:rewrite", self.rewrite)
        bot.router.on_press("rules:publish", self.publish)
        bot.router.on_press("rules:forget", self.forget)
        bot.router.on_press("rules:post", self.put_up)
        bot.router.on_press("rules:offer", self.offer)
        bot.router.on_press("rules:down", self.take_down)
        bot.router.on_press("rules:show", self.show)

    @rules.command()
    @app_commands.describe(language="Which language's words")
    @app_commands.choices(language=LANGUAGES)
    async def edit(self, interaction: Interaction, language: str) -> None:
        """Change the rules in a language. You see them before anybody else does."""
        terms = await self.terms.newest(by=actor(interaction))
        await interaction.response.send_modal(render.form(language, terms, None))

    @rules.command()
    @app_commands.describe(place="Where newcomers read, for example welcome")
    async def post(self, interaction: Interaction, place: TextChannel) -> None:
        """Put up the card with the rules and the button, or take it down. I keep it in step."""
        await interaction.response.defer(ephemeral=True)
        by, place_id = actor(interaction), ChannelId(place.id)
        terms, card = await self.terms.newest(by=by), await self.cards.card(by.guild_id)
        spoken = self._language(interaction)
        is_new = consent.is_newly_worded(terms, self.terms.shipped)
        said = render.ask_to_post(
            terms, place_id, language=spoken, card=card, is_newly_worded=is_new
        )
        await answer(interaction, said)

    @rules.command()
    @app_commands.describe(role="The role that opens your rooms; leave it out to give none")
    async def role(self, interaction: Interaction, role: Role | None = None) -> None:
        """Choose the role for whoever agrees. It may open rooms, and allow nothing else."""
        await interaction.response.defer(ephemeral=True)
        role_id = None if role is None else RoleId(role.id)
        await self.terms.choose_role(role_id, by=actor(interaction))
        await answer(interaction, render.role_chosen(role_id))

    async def write(self, interaction: Interaction, args: Args, given: Mapping[str, str]) -> None:
        """Show what was typed as members would read it; words of danger bring help instead."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = typed(interaction, await self._news(interaction, args[0], given))
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        if self.safety.pass_on(words, verdict) is None:
            await self.safety.care(words, verdict, voice)
            return
        draft_id = DraftId(int(args[1])) or None
        by = actor(interaction)
        draft = await self.terms.rewrite(args[0], given, draft_id=draft_id, by=by)
        await answer(interaction, render.preview(draft, language=args[0], grace=self.terms.grace))

    async def rewrite(self, interaction: Interaction, args: Args) -> None:
        """Open the form again, with what was typed."""
        draft = await self.terms.draft(DraftId(int(args[1])), by=actor(interaction))
        await interaction.response.send_modal(render.form(args[0], draft.terms, draft.draft_id))

    async def publish(self, interaction: Interaction, args: Args) -> None:
        """Let the new words count."""
        await interaction.response.defer()
        terms = await self.terms.publish(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.published(terms))

    async def forget(self, interaction: Interaction, args: Args) -> None:
        """Give the new words up."""
        await interaction.response.defer()
        await self.terms.forget(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.forgotten())

    async def put_up(self, interaction: Interaction, args: Args) -> None:
        """Post the card, or move it."""
        await interaction.response.defer()
        channel_id, by = ChannelId(int(args[0])), actor(interaction)
        await self.terms.post(channel_id, version=int(args[1]), by=by)
        await self.cards.settle_due()
        card = await self.cards.card(by.guild_id)
        is_up = card is not None and card.message_id is not None and card.old is None
        await change(interaction, render.posted(channel_id, is_up=is_up))

    async def offer(self, interaction: Interaction, args: Args) -> None:
        """Show the newer words that came with the bot; nobody else sees them yet."""
        del args
        await interaction.response.defer(ephemeral=True, thinking=True)
        draft = await self.terms.take_shipped(by=actor(interaction))
        language = self._language(interaction)
        await answer(interaction, render.preview(draft, language=language, grace=self.terms.grace))

    async def take_down(self, interaction: Interaction, args: Args) -> None:
        """Take the card down; who agreed stays agreed."""
        del args
        await interaction.response.defer()
        by = actor(interaction)
        await self.terms.take_down(by=by)
        await self.cards.settle_due()
        card = await self.cards.card(by.guild_id)
        await change(interaction, render.taken_down(is_gone=not card or card.message_id is None))

    async def show(self, interaction: Interaction, args: Args) -> None:
        """Show the words in the other language."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        terms = await self.terms.newest(by=actor(interaction))
        await answer(interaction, render.shown(terms, language=args[0]))

    async def _news(self, interaction: Interaction, language: str, given: Mapping[str, str]) -> str:
        """Return what is new in the form; everything, where nobody can look up what was there."""
        whole = "\n".join(given.values())
        try:
            live = await self.terms.standing(GuildId(interaction.guild_id or 0))
        except StorageError:
            return whole
        return consent.news(whole, live, self.terms.shipped, language=language)

    def _language(self, interaction: Interaction) -> str:
        server = self.terms.servers.need(GuildId(interaction.guild_id or 0))
        return server.language


async def setup(bot: Waymark) -> None:
    """Add the commands under `/clinic`."""
    services = bot.services
    cog = ClinicRules(bot, services.joining, services.safety, services.support)
    await add_under(bot, clinic(bot.tree), cog)
