"""`/support now`, and every button that asks for a person. Works everywhere, for everybody."""

from functools import partial

from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor, language_of
from bot.chat.render import care as render
from bot.chat.render.said import Said
from bot.chat.reply import answer, change
from bot.domain.asides import Aside
from bot.domain.ids import GuildId, UserId
from bot.domain.screening import Language
from bot.domain.support import SupportTexts
from bot.services.contacts import ContactService
from bot.services.safety import OFFER
from bot.services.staff import StaffService


class Support(commands.GroupCog, group_name="support"):
    """Help lines and people, any time."""

    def __init__(
        self,
        bot: Waymark,
        staff: StaffService,
        texts: SupportTexts,
        contacts: ContactService,
    ) -> None:
        self.staff = staff
        self.texts = texts
        self.contacts = contacts
        for why in ("sit", "talk"):
            bot.router.on_press(f"staff:{why}", partial(self.call, why=why))
        bot.router.on_press("staff:take", self.take)
        bot.whisper.words_for(OFFER, self.offer)

    @app_commands.command()
    async def now(self, interaction: Interaction) -> None:
        """Help lines and people you can reach right now. Only you see the answer."""
        # Answered from memory, with no defer and no database: nothing stands between.
        page = self.texts.page(Language(language_of(interaction)))
        where = GuildId(interaction.guild_id) if interaction.guild_id else None
        await answer(interaction, render.support_page(page, self.contacts.of(where)))

    def offer(self, aside: Aside) -> Said:
        """Return the offer of help that stands behind a neutral line."""
        return render.offer(self.texts.page(Language(aside.facts[0])))

    async def call(self, interaction: Interaction, args: tuple[str, ...], *, why: str) -> None:
        """Tell staff that somebody asks for a person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        # A letter read in a direct message names its server; elsewhere the room does.
        guild_id = int(args[0]) if args else interaction.guild_id
        told = await self.staff.call(
            author_id=UserId(interaction.user.id),
            guild_id=GuildId(guild_id) if guild_id else None,
            why=why,
        )
        language = language_of(interaction)
        await answer(interaction, render.called(told=told, why=why, language=language))

    async def take(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show on the card who will write to the person."""
        del args
        self.staff.require_staff(actor(interaction))
        if interaction.message is not None:
            card = render.taken(interaction.message, interaction.user.id, interaction.created_at)
            await change(interaction, card)


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    await bot.add_cog(Support(bot, services.staff, services.support, services.caring.contacts))
