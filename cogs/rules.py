"""`/rules`: read the rules and privacy notice, agree, take it back; and the card's buttons."""

from discord import Interaction, Member, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import language_of
from bot.chat.render import joining as render
from bot.chat.reply import answer, change
from bot.domain.errors import Conflict, NotSetUp
from bot.domain.ids import GuildId, UserId
from bot.services.consents import ConsentService
from bot.services.joining import Joining
from bot.services.terms import TermsService

Args = tuple[str, ...]
# Whoever looks for help has other things to read; whoever looks up a date may read one line more.
CALM = "meetings"


@app_commands.guild_only()
class Rules(commands.GroupCog, group_name="rules"):
    """Joining, as a member does it."""

    def __init__(self, bot: Waymark, joining: Joining) -> None:
        self.terms: TermsService = joining.terms
        self.consents: ConsentService = joining.consents
        bot.router.on_press("rules:read", self.open)
        bot.router.on_press("rules:agree", self.say_yes)
        bot.router.on_press("rules:leave", self.ask_back)
        bot.router.on_press("rules:withdraw", self.take_back)
        bot.router.on_press("rules:stay", self.stay)
        bot.border.afterwards.append(self.tell_of_newer)

    @app_commands.command()
    async def read(self, interaction: Interaction) -> None:
        """Read the rules and what is kept about you, and agree. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        await self._show(interaction, guild_of(interaction), language_of(interaction))

    @app_commands.command()
    async def agree(self, interaction: Interaction) -> None:
        """Say that you are 18 or older and agree to the rules as they are now."""
        await interaction.response.defer(ephemeral=True)
        guild_id = guild_of(interaction)
        terms = await self.terms.read(guild_id)
        await self._agree(interaction, guild_id, terms.version, language_of(interaction))

    @app_commands.command()
    async def withdraw(self, interaction: Interaction) -> None:
        """Take back that you agreed. I ask once more first. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        await self._ask(interaction, guild_of(interaction), language_of(interaction))

    async def open(self, interaction: Interaction, args: Args) -> None:
        """Show the text in a language, to whoever pressed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show(interaction, guild_of(interaction, args[1:]), args[0])

    async def say_yes(self, interaction: Interaction, args: Args) -> None:
        """Agree to the version that stood above the button; a newer one is shown instead."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id, language = guild_of(interaction, args[1:]), spoken(interaction, args[2:])
        await self._agree(interaction, guild_id, int(args[0]), language)

    async def ask_back(self, interaction: Interaction, args: Args) -> None:
        """Ask before it is taken back."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._ask(interaction, guild_of(interaction, args), spoken(interaction, args[1:]))

    async def take_back(self, interaction: Interaction, args: Args) -> None:
        """Take it back."""
        await interaction.response.defer()
        user_id = UserId(interaction.user.id)
        is_gone = await self.consents.withdraw(guild_of(interaction, args), user_id)
        said = render.withdrawn(spoken(interaction, args[1:]), is_gone=is_gone)
        await change(interaction, said)

    async def stay(self, interaction: Interaction, args: Args) -> None:
        """Leave everything as it is."""
        await change(interaction, render.stayed(spoken(interaction, args)))

    async def tell_of_newer(self, interaction: Interaction) -> None:
        """Say once, beside another answer, that the rules have changed."""
        command = interaction.command
        if command is None or not command.qualified_name.startswith(CALM):
            return
        user_id = UserId(interaction.user.id)
        until = await self.consents.to_tell(guild_of(interaction), user_id)
        if until is not None:
            await answer(interaction, render.hint(until, language=language_of(interaction)))

    @commands.Cog.listener()
    async def on_member_join(self, member: Member) -> None:
        """Look at whoever comes back; Discord says so where the members intent is on."""
        await self.consents.came_back(GuildId(member.guild.id), UserId(member.id))

    async def _show(
        self,
        interaction: Interaction,
        guild_id: GuildId,
        language: str,
        *,
        is_outdated: bool = False,
    ) -> None:
        terms = await self.terms.read(guild_id)
        mine = await self.consents.of(guild_id, UserId(interaction.user.id))
        said = render.read(
            terms, mine, language=language, guild_id=guild_id, is_outdated=is_outdated
        )
        await answer(interaction, said)

    async def _agree(
        self, interaction: Interaction, guild_id: GuildId, version: int, language: str
    ) -> None:
        terms = await self.terms.read(guild_id)
        if terms.version != version:
            await self._show(interaction, guild_id, language, is_outdated=True)
            return
        user_id = UserId(interaction.user.id)
        how = await self.consents.agree(guild_id, user_id, version=version)
        await answer(interaction, render.joined(how, terms, language=language, guild_id=guild_id))

    async def _ask(self, interaction: Interaction, guild_id: GuildId, language: str) -> None:
        self.terms.servers.need(guild_id)
        if await self.consents.of(guild_id, UserId(interaction.user.id)) is None:
            raise Conflict("not_agreed")
        await answer(interaction, render.confirm(language, guild_id))


def guild_of(interaction: Interaction, args: Args = ()) -> GuildId:
    """Return the server it is about: the one it is used in, or that a letter names."""
    guild_id = interaction.guild_id or (int(args[0]) if args else None)
    if guild_id is None:
        raise NotSetUp
    return GuildId(guild_id)


def spoken(interaction: Interaction, args: Args) -> str:
    """Return the language of the text above a button, or the reader's own."""
    return args[0] if args else language_of(interaction)


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Rules(bot, bot.services.joining))
