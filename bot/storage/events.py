"""Rows of our events in Discord's own calendar. Functions take the transaction first."""

from collections.abc import Sequence

from bot.domain.events import EventId, Showing, Shown, ShownId, State
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.storage.database import Row, Transaction
from bot.storage.leases import ServerLeases
from bot.storage.times import micros, moment

ADD = """
INSERT INTO meeting_events (
    guild_id, meeting_id, marker, starts_at, ends_at, title, room_id, state
) VALUES (:guild_id, :meeting_id, :marker, :starts_at, :ends_at, :title, :room_id, 'wanted')
RETURNING *
"""
# The servers whose window is kept in step.
LEASES = ServerLeases("event_windows")


async def shown(tx: Transaction, guild_id: GuildId) -> Sequence[Shown]:
    """Return a server's rows, the soonest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM meeting_events WHERE guild_id = :guild_id ORDER BY starts_at, id",
        {"guild_id": guild_id},
    )
    return [_shown(row) for row in rows]


async def is_ours(tx: Transaction, guild_id: GuildId, event_id: EventId) -> bool:
    """Say whether a row is shown by an event."""
    rows = await tx.fetch_all(
        "SELECT 1 FROM meeting_events WHERE guild_id = :guild_id AND event_id = :event_id",
        {"guild_id": guild_id, "event_id": event_id},
    )
    return bool(rows)


async def servers(tx: Transaction) -> Sequence[GuildId]:
    """Return the servers that have rows."""
    rows = await tx.fetch_all("SELECT DISTINCT guild_id FROM meeting_events")
    return [GuildId(row["guild_id"]) for row in rows]


async def get(tx: Transaction, guild_id: GuildId, shown_id: ShownId) -> Shown | None:
    """Return one row of a server's, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM meeting_events WHERE id = :id AND guild_id = :guild_id",
        {"id": shown_id, "guild_id": guild_id},
    )
    return _shown(rows[0]) if rows else None


async def add(tx: Transaction, guild_id: GuildId, showing: Showing, *, marker: str) -> Shown:
    """Write down that an occurrence is to be shown."""
    rows = await tx.fetch_all(ADD, _facts(showing) | {"guild_id": guild_id, "marker": marker})
    return _shown(rows[0])


async def made(tx: Transaction, shown_id: ShownId, event_id: EventId) -> None:
    """Write down which event shows it."""
    await tx.execute(
        "UPDATE meeting_events SET state = 'shown', event_id = :event_id WHERE id = :id",
        {"id": shown_id, "event_id": event_id},
    )


async def edited(tx: Transaction, shown_id: ShownId, showing: Showing) -> None:
    """Write down what the event says now."""
    await tx.execute(
        "UPDATE meeting_events SET starts_at = :starts_at, ends_at = :ends_at, title = :title,"
        " room_id = :room_id, meeting_id = :meeting_id WHERE id = :id",
        _facts(showing) | {"id": shown_id},
    )


async def decide(
    tx: Transaction, shown_id: ShownId, *, was: State, state: State, marker: str | None = None
) -> bool:
    """Go from one state to another, with a new marker where one is given; say whether it did."""
    changed = await tx.execute(
        "UPDATE meeting_events SET state = :state, event_id = NULL,"
        " marker = COALESCE(:marker, marker) WHERE id = :id AND state = :was",
        {"id": shown_id, "was": was, "state": state, "marker": marker},
    )
    return changed == 1


async def remove(tx: Transaction, shown_id: ShownId) -> None:
    """Forget a row."""
    await tx.execute("DELETE FROM meeting_events WHERE id = :id", {"id": shown_id})


def _facts(showing: Showing) -> dict[str, int | float | str | bytes | None]:
    return {
        "meeting_id": showing.meeting_id,
        "starts_at": micros(showing.starts_at),
        "ends_at": micros(showing.ends_at),
        "title": showing.title,
        "room_id": showing.room_id,
    }


def _shown(row: Row) -> Shown:
    return Shown(
        id=ShownId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        marker=row["marker"],
        showing=Showing(
            meeting_id=MeetingId(row["meeting_id"]),
            title=row["title"],
            starts_at=moment(row["starts_at"]),
            ends_at=moment(row["ends_at"]),
            room_id=ChannelId(row["room_id"]),
        ),
        state=State(row["state"]),
        event_id=EventId(row["event_id"]) if row["event_id"] else None,
    )
