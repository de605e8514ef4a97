"""Gathers what `/clinic status` looks at: the server at Discord and the rows that concern it."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.chat import health, joining
from bot.chat.render import automod as render
from bot.domain.consent import is_newly_worded
from bot.domain.recurrence import shown
from bot.domain.servers import Actor, Server
from bot.domain.support import SupportTexts
from bot.services.automod import AutomodService
from bot.services.caring import Caring
from bot.services.holds import HoldService
from bot.services.joining import Joining
from bot.services.library import LibraryService
from bot.services.meetings import MeetingService
from bot.services.reports import ReportService
from bot.services.rooms import RoomService
from bot.services.second_ear import SecondEar
from bot.services.subscriptions import SubscriptionService


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads every part of a server whose state an admin should see."""

    subscriptions: SubscriptionService
    meetings: MeetingService
    rooms: RoomService
    holds: HoldService
    automod: AutomodService
    intents: discord.Intents
    caring: Caring
    texts: SupportTexts
    second_ear: SecondEar
    library: LibraryService
    joining: Joining
    reports: ReportService

    async def findings(
        self, guild: discord.Guild, server: Server, *, by: Actor
    ) -> Sequence[health.Finding]:
        """Return a finding for each part, in the order in which they are shown."""
        meetings = await self.meetings.all(server.guild_id)
        used = health.InUse(
            pings={(each.ping_role_id, each.room_id) for each in meetings if each.ping_role_id},
            doors=set(await self.rooms.kept(server.guild_id)),
        )
        read = await self.subscriptions.all(by=by)
        found = [*health.examine(guild, server, used), *health.calendars(read)]
        found.append(await self._answers(by))
        found += health.care(
            unanswered=await self.caring.care.unanswered(by),
            contacts=self.caring.contacts.standing(server.guild_id),
            texts=self.texts,
            today=shown(self.caring.now(), server.zone).date(),
        )
        found += health.shift(await self.caring.rota.left_alone(server))
        found.append(health.reports(await self.reports.untaken(by=by)))
        found.append(health.hearing(self.second_ear.standing, self.second_ear.dropped))
        found += await self._joining(guild, server)
        found += health.doors_closed(await self.holds.lockdown(server.guild_id))
        if not self.automod.is_on:
            return found
        standing = await self.automod.standing(server.guild_id)
        return [*found, *health.automod(guild, standing.problem)]

    async def _joining(self, guild: discord.Guild, server: Server) -> Sequence[health.Finding]:
        terms = await self.joining.terms.standing(server.guild_id)
        card = await self.joining.cards.card(server.guild_id)
        found = await joining.findings(guild, server, terms, card)
        if is_newly_worded(terms, self.joining.terms.shipped):
            return [*found, health.Finding(part="joining", problem="rules_new_words")]
        return found

    async def _answers(self, by: Actor) -> health.Finding:
        return health.answers(await self.library.all(by=by), self.library.today(by))

    async def weaker(self, server: Server) -> Sequence[str]:
        """Return what works less well because Discord tells us less, a paragraph each."""
        said: list[str] = []
        if self.automod.is_on:
            said.append(render.guard(await self.automod.standing(server.guild_id)))
        if not self.intents.members:
            said.append(render.without_members())
        return said
