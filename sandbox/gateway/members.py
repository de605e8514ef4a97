"""Opcode 8: the members of a guild in chunks."""

from typing import Any, cast

from sandbox import snowflakes
from sandbox.gateway import intents
from sandbox.gateway.hub import Hub
from sandbox.gateway.session import Session
from sandbox.payloads import people
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Guild, Json, Member
from sandbox.world.world import World

_CHUNK = 1000


def send_chunks(asked: Json, session: Session, world: World, hub: Hub) -> None:
    """Answer a request for members; a guild the session is not in gets no answer."""
    for guild_id in _ids(asked.get("guild_id")):
        guild = world.guilds.get(guild_id)
        if guild is None or session.user_id not in guild.members or not session.owns(guild.id):
            continue
        found, not_found = _matching(asked, guild, session, world)
        chunks = [found[i : i + _CHUNK] for i in range(0, len(found), _CHUNK)] or [[]]
        for index, chunk in enumerate(chunks):
            payload: Json = {
                "guild_id": str(guild.id),
                "members": [people.member(m, world.users) for m in chunk],
                "chunk_index": index,
                "chunk_count": len(chunks),
                "not_found": [str(u) for u in not_found],
            }
            if asked.get("presences"):
                online = [m.user_id for m in chunk if hub.is_online(m.user_id)]
                payload["presences"] = [people.presence(u, guild, "online") for u in online]
            if asked.get("nonce") is not None:
                payload["nonce"] = asked["nonce"]
            session.send("GUILD_MEMBERS_CHUNK", payload)


def _matching(
    asked: Json, guild: Guild, session: Session, world: World
) -> tuple[list[Member], list[Snowflake]]:
    if asked.get("user_ids") is not None:
        wanted = _ids(asked["user_ids"])
        found = [guild.members[u] for u in wanted if u in guild.members]
        return found, [u for u in wanted if u not in guild.members]
    query, limit = str(asked.get("query") or "").casefold(), asked.get("limit")
    limit = limit if isinstance(limit, int) and limit > 0 else None
    if not query and limit is None and session.is_bot and not session.intents & intents.MEMBERS:
        # Without the intent a bot gets nobody but itself.
        return [guild.members[session.user_id]], []
    found = [m for m in guild.members.values() if _is_named(m, world, query)]
    return found[:limit], []


def _is_named(member: Member, world: World, query: str) -> bool:
    user = world.users[member.user_id]
    names = (member.nick, user.global_name, user.username)
    return any(name is not None and name.casefold().startswith(query) for name in names)


def _ids(value: Any) -> list[Snowflake]:
    many = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [found for one in many if (found := snowflakes.parse(one)) is not None]
