"""The servers that were set up, held in memory: the message path reads no database."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.domain.errors import NotSetUp
from bot.domain.ids import GuildId
from bot.domain.servers import Actor, Right, Server, require
from bot.services.ports import Now
from bot.storage import servers as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Knows every server that has been set up; what is not here answers nothing but set-up."""

    database: Database
    now: Now
    _known: dict[GuildId, Server] = field(default_factory=dict[GuildId, Server])

    async def load(self) -> int:
        """Read every server from the database and return how many there are."""
        async with self.database.transaction() as tx:
            servers = await rows.load_all(tx)
        self._known.clear()
        self._known.update({server.guild_id: server for server in servers})
        return len(self._known)

    def get(self, guild_id: GuildId) -> Server | None:
        """Return a server, or None when it has not been set up."""
        return self._known.get(guild_id)

    def need(self, guild_id: GuildId) -> Server:
        """Return a server.

        Raises:
            NotSetUp: It has not been set up.
        """
        server = self._known.get(guild_id)
        if server is None:
            raise NotSetUp
        return server

    def all(self) -> Sequence[Server]:
        """Return every server that has been set up."""
        return list(self._known.values())

    def known(self) -> Mapping[GuildId, Server]:
        """Return every server by its id."""
        return dict(self._known)

    async def seed(self, server: Server) -> bool:
        """Set a server up from the clinic's file, unless it has been set up before.

        What staff changed inside Discord outranks the file: a row that is there is left alone.
        """
        if server.guild_id in self._known:
            return False
        await self._save(server)
        return True

    async def set_up(self, server: Server, *, by: Actor) -> None:
        """Keep a server as an admin set it up.

        Raises:
            NotPermitted: `by` may not administer it.
        """
        self.let_in(by)
        await self._save(server)

    def let_in(self, actor: Actor) -> None:
        """Let somebody pass who may administer the server.

        Before set-up Discord's own permission alone counts: the roles that come with it are not
        the clinic's yet, and nobody becomes an admin by naming a role of theirs.

        Raises:
            NotPermitted: They may not.
        """
        require(actor, Right.ADMINISTER, self._known.get(actor.guild_id) or _unnamed(actor))

    async def _save(self, server: Server) -> None:
        async with self.database.transaction() as tx:
            await rows.save(tx, server, now=self.now())
        self._known[server.guild_id] = server
        log.info("server set up", extra={"guild_id": server.guild_id})


def _unnamed(actor: Actor) -> Server:
    return Server(guild_id=actor.guild_id, zone=ZoneInfo("UTC"))
