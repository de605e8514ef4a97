"""The `Events` port over Discord: single events only, as its recurrence slips when clocks change.

A meeting in a voice or stage room is an event there; one in a text room is an outside event whose
place is the room's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.chat.messenger import translated
from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import events as render
from bot.domain.events import EventId, Live, Shown, Status
from bot.domain.ids import GuildId

# Discord API v10, Guild Scheduled Event: privacy level, status and entity type.
GUILD_ONLY: Final = 2
STATUS: Final[Mapping[int, Status]] = {
    1: Status.SCHEDULED,
    2: Status.ACTIVE,
    3: Status.COMPLETED,
    4: Status.CANCELED,
}
NUMBER: Final = {status: number for number, status in STATUS.items()}
STAGE, VOICE, EXTERNAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class DiscordEvents:
    """See `Events`."""

    client: discord.Client

    async def live(self, guild_id: GuildId) -> Mapping[EventId, Live]:
        """Return the events of a server that are to come or going on, anybody's."""
        with sent_as(Urgency.UPKEEP):
            async with translated():
                found: list[Any] = await self.client.http.get_scheduled_events(guild_id, False)
        return {
            EventId(int(each["id"])): Live(STATUS[each["status"]], each.get("description") or "")
            for each in found
            if each["status"] in {NUMBER[Status.SCHEDULED], NUMBER[Status.ACTIVE]}
        }

    async def create(self, shown: Shown) -> EventId:
        """Make an event that carries the row's marker in its description."""
        with sent_as(Urgency.UPKEEP):
            async with translated():
                made: Any = await self.client.http.create_guild_scheduled_event(
                    shown.guild_id,
                    reason=render.audit_reason(),
                    privacy_level=GUILD_ONLY,
                    description=render.description(shown.marker),
                    **self._facts(shown),
                )
        return EventId(int(made["id"]))

    async def edit(self, shown: Shown) -> None:
        """Let an event say what its row says."""
        await self._patch(shown, **self._facts(shown))

    async def move(self, shown: Shown, status: Status) -> None:
        """Begin an event, end it or call it off."""
        await self._patch(shown, status=NUMBER[status])

    async def _patch(self, shown: Shown, **given: Any) -> None:
        with sent_as(Urgency.UPKEEP):
            async with translated():
                await self.client.http.edit_scheduled_event(
                    shown.guild_id, shown.event_id or 0, reason=render.audit_reason(), **given
                )

    def _facts(self, shown: Shown) -> dict[str, Any]:
        showing = shown.showing
        facts = {
            "name": showing.title,
            "scheduled_start_time": showing.starts_at.isoformat(),
            "scheduled_end_time": showing.ends_at.isoformat(),
        }
        room = self.client.get_channel(showing.room_id)
        if isinstance(room, discord.VoiceChannel | discord.StageChannel):
            kind = STAGE if isinstance(room, discord.StageChannel) else VOICE
            place = {"entity_type": kind, "channel_id": room.id, "entity_metadata": None}
        else:
            name = room.name if isinstance(room, discord.abc.GuildChannel) else None
            where = {"location": render.place(name)}
            place = {"entity_type": EXTERNAL, "channel_id": None, "entity_metadata": where}
        return facts | place
