"""`/mod history` and `/mod case`: what there was, kept right; and what Discord's own menus did."""

import discord
from discord import AuditLogEntry, Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat import groups
from bot.chat.audit_log import deed_of
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.moderation_options import REASONS, Note
from bot.chat.render import case_records as render
from bot.chat.reply import answer, change
from bot.domain.cases import Reason
from bot.domain.ids import CaseNumber, UserId
from bot.services.case_desk import CaseDesk

Number = Range[int, 1, 2**31 - 1]
KINDS = [Choice(name=name, value=name.lower()) for name in ("CSV", "JSON")]


class Cases(commands.Cog):
    """What is remembered. Everything is shown to the one who asks, alone."""

    case = app_commands.Group(name="case", description="Change a case, set it aside, take it out")

    def __init__(self, bot: Waymark, desk: CaseDesk) -> None:
        self.bot = bot
        self.desk = desk
        bot.router.on_press("case:history", self.show_history)
        bot.router.on_press("case:page", self.turn_page)
        bot.router.on_press("case:expire", self.set_aside)
        bot.router.on_press("case:keep", self.keep)
        bot.router.on_press("case:export", self.make_file)

    @app_commands.command()
    @app_commands.describe(member="Whose cases")
    async def history(self, interaction: Interaction, member: discord.User) -> None:
        """Show the cases about a member. Only you see them."""
        await self._show_history(interaction, UserId(member.id))

    @case.command()
    @app_commands.describe(
        number="Which case", reason="The reason as it should be", note="The note as it should be"
    )
    @app_commands.choices(reason=REASONS)
    async def edit(
        self,
        interaction: Interaction,
        number: Number,
        reason: str | None = None,
        note: Note | None = None,
    ) -> None:
        """Change a case's reason or note. What was said before stays said."""
        await interaction.response.defer(ephemeral=True)
        changed = await self.desk.records.edit(
            CaseNumber(number),
            reason=Reason(reason) if reason else None,
            note=note,
            by=actor(interaction),
        )
        await answer(interaction, render.changed(changed))

    @case.command()
    @app_commands.describe(number="Which case")
    async def expire(self, interaction: Interaction, number: Number) -> None:
        """Set a case aside: its note is forgotten, and it counts for nothing any more."""
        await interaction.response.defer(ephemeral=True)
        case, runs = await self.desk.records.look(CaseNumber(number), by=actor(interaction))
        await answer(interaction, render.before_expiry(case, runs=runs))

    async def set_aside(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Set a case aside, as it was confirmed."""
        await interaction.response.defer()
        case = await self.desk.records.expire(CaseNumber(int(args[0])), by=actor(interaction))
        await change(interaction, render.expired(case))

    async def keep(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave a case as it is."""
        del args
        await change(interaction, render.kept())

    @case.command()
    @app_commands.describe(
        kind="CSV opens in a spreadsheet", member="Whose cases; everybody's, for admins, without"
    )
    @app_commands.choices(kind=KINDS)
    async def export(
        self, interaction: Interaction, kind: str = "csv", member: discord.User | None = None
    ) -> None:
        """Take cases out as a file; first I say what it gives away."""
        target_id = UserId(member.id) if member else None
        self.desk.records.may_export(target_id, by=actor(interaction))
        await answer(interaction, render.before_export(target_id, kind))

    async def make_file(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Make the file that was asked for."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        target_id = UserId(int(args[0])) if args[0] != "0" else None
        made = await self.desk.records.export(
            target_id=target_id, as_csv=args[1] == "csv", by=actor(interaction)
        )
        await answer(interaction, render.export(made))

    async def show_history(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the cases about the person on a line."""
        await self._show_history(interaction, UserId(int(args[0])))

    async def turn_page(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show another page of a history."""
        await interaction.response.defer()
        found = await self.desk.moderation.history(
            UserId(int(args[0])), by=actor(interaction), page=int(args[1])
        )
        await change(interaction, render.history(found))

    async def _show_history(self, interaction: Interaction, target_id: UserId) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.desk.moderation.history(target_id, by=actor(interaction))
        await answer(interaction, render.history(found))

    @commands.Cog.listener()
    async def on_audit_log_entry_create(self, entry: AuditLogEntry) -> None:
        """Make a case of what was done in Discord's own menus."""
        own_id = self.bot.user.id if self.bot.user else 0
        deed = deed_of(entry, own_id=own_id)
        if deed is not None:
            await self.desk.deeds.heard(deed)


async def setup(bot: Waymark) -> None:
    """Put the commands under `/mod`."""
    await groups.add_under(bot, groups.mod(bot.tree), Cases(bot, bot.services.cases))
