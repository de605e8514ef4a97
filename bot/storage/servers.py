"""Rows of what differs from server to server."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.servers import RolePurpose, RoomPurpose, Server
from bot.storage.database import Row, Transaction
from bot.storage.times import micros

SAVE = """
INSERT INTO servers (guild_id, zone, language, set_up_at)
VALUES (:guild_id, :zone, :language, :now)
ON CONFLICT (guild_id) DO UPDATE SET zone = excluded.zone, language = excluded.language
"""


async def load_all(tx: Transaction) -> Sequence[Server]:
    """Return every server that has been set up."""
    rooms = await tx.fetch_all("SELECT * FROM server_rooms")
    roles = await tx.fetch_all("SELECT * FROM server_roles")
    policies = await tx.fetch_all("SELECT * FROM server_policies")
    return [
        Server(
            guild_id=GuildId(row["guild_id"]),
            zone=ZoneInfo(row["zone"]),
            language=row["language"],
            rooms={
                RoomPurpose(room["purpose"]): ChannelId(room["channel_id"])
                for room in _of(rooms, row["guild_id"])
            },
            roles=_roles(_of(roles, row["guild_id"])),
            policies={policy["key"]: policy["value"] for policy in _of(policies, row["guild_id"])},
        )
        for row in await tx.fetch_all("SELECT * FROM servers")
    ]


async def save(tx: Transaction, server: Server, *, now: datetime) -> None:
    """Keep a server as it now is, whatever was there before."""
    guild_id = server.guild_id
    await tx.execute(
        SAVE,
        {
            "guild_id": guild_id,
            "zone": server.zone.key,
            "language": server.language,
            "now": micros(now),
        },
    )
    await tx.execute("DELETE FROM server_rooms WHERE guild_id = :id", {"id": guild_id})
    await tx.execute("DELETE FROM server_roles WHERE guild_id = :id", {"id": guild_id})
    await tx.execute("DELETE FROM server_policies WHERE guild_id = :id", {"id": guild_id})
    for purpose, channel_id in server.rooms.items():
        await tx.execute(
            "INSERT INTO server_rooms (guild_id, purpose, channel_id) VALUES (:id, :what, :which)",
            {"id": guild_id, "what": purpose, "which": channel_id},
        )
    for role_purpose, role_ids in server.roles.items():
        for role_id in sorted(role_ids):
            await tx.execute(
                "INSERT INTO server_roles (guild_id, purpose, role_id) VALUES (:id, :what, :which)",
                {"id": guild_id, "what": role_purpose, "which": role_id},
            )
    for key, value in server.policies.items():
        await tx.execute(
            "INSERT INTO server_policies (guild_id, key, value) VALUES (:id, :key, :value)",
            {"id": guild_id, "key": key, "value": value},
        )


def _of(rows: Sequence[Row], guild_id: int) -> Sequence[Row]:
    return [row for row in rows if row["guild_id"] == guild_id]


def _roles(rows: Sequence[Row]) -> Mapping[RolePurpose, frozenset[RoleId]]:
    named: dict[RolePurpose, set[RoleId]] = {}
    for row in rows:
        named.setdefault(RolePurpose(row["purpose"]), set()).add(RoleId(row["role_id"]))
    return {purpose: frozenset(ids) for purpose, ids in named.items()}
