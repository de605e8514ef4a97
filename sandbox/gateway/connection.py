"""One websocket: the gateway's opcodes from HELLO to the end of the line."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final, cast

from aiohttp import WSMsgType, web

from sandbox import snowflakes
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.gateway import intents, members
from sandbox.gateway.hub import Hub
from sandbox.gateway.session import Session
from sandbox.gateway.transport import Codec
from sandbox.payloads import gateway as payloads
from sandbox.world.entities import Json
from sandbox.world.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS = 1, 2, 3, 4, 6, 8
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
# Real milliseconds, as Discord's own.
HEARTBEAT_INTERVAL: Final = 41_250
# No line to Discord is shorter. discord.py notes when it sent a beat once it was sent: an answer
# before that counts as one to the beat before, and is logged as a gateway that is 41 s behind.
ACK_AFTER: Final = 0.02
_LONGEST_FRAME: Final = 15 * 1024


class Closed(Exception):
    """The server ends the connection with one of the gateway's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Switchboard:
    """What every connection shares; `address` is the gateway's own, for RESUME."""

    world: World
    clock: Clock
    hub: Hub
    faults: Faults
    address: str


class Connection:
    """A socket, and the session that is attached to it."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.Request, codec: Codec, to: Switchboard
    ) -> None:
        self._socket = socket
        self._request = request
        self._codec = codec
        self._to = to
        self._frames: asyncio.Queue[str | Closed | None] = asyncio.Queue()
        self._session: Session | None = None
        self._keeps_session = True

    def push(self, text: str) -> None:
        """Send a frame after those before it."""
        self._frames.put_nowait(text)

    def end(self, code: int, reason: str) -> None:
        """Close the socket after the frames before it."""
        self._frames.put_nowait(Closed(code, reason))

    def abort(self) -> None:
        """Cut the line without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def serve(self) -> None:
        """Speak the gateway's protocol until either side hangs up."""
        hello: Json = {"heartbeat_interval": HEARTBEAT_INTERVAL, "_trace": []}
        self.push(json.dumps({"t": None, "s": None, "op": HELLO, "d": hello}))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._write())
                await self._read()
                self._frames.put_nowait(None)
        finally:
            self._let_go()

    async def _write(self) -> None:
        while (item := await self._frames.get()) is not None:
            try:
                if isinstance(item, Closed):
                    await self._socket.close(code=item.code, message=item.reason.encode())
                    return
                await self._codec.send(self._socket, item)
            except ConnectionError:
                return

    async def _read(self) -> None:
        patience = HEARTBEAT_INTERVAL / 1000 * 2
        while True:
            try:
                frame = await self._socket.receive(timeout=patience)
            except TimeoutError:
                self.end(4009, "Session timed out.")
                return
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                self._keeps_session = self._socket.close_code not in (1000, 1001)
                return
            try:
                self._take(frame.data)
            except Closed as closed:
                self._keeps_session = closed.code not in (4004, 4010, 4011, 4012, 4013, 4014)
                self.end(closed.code, closed.reason)
                return

    def _take(self, data: str | bytes) -> None:
        op, payload = _decode(data)
        if op == HEARTBEAT:
            asyncio.get_running_loop().call_later(ACK_AFTER, self._say, HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            self._identify(_object(payload))
        elif op == RESUME:
            self._resume(_object(payload))
        elif self._session is None:
            raise Closed(4003, "Not authenticated.")
        elif op == MEMBERS:
            members.send_chunks(_object(payload), self._session, self._to.world, self._to.hub)
        elif op == PRESENCE:
            self._session.status = str(_object(payload).get("status", "online"))
        elif op != VOICE and self._session.is_bot:
            raise Closed(4001, "Unknown opcode.")

    def _identify(self, payload: Json) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        user_id = self._to.world.tokens.get(_token(payload))
        if user_id is None:
            raise Closed(4004, "Authentication failed.")
        if self._to.faults.refuse_identifies > 0:
            self._to.faults.refuse_identifies -= 1
            self._say(INVALID_SESSION, False)
            return
        who = self._to.world.users[user_id]
        wanted = self._intents(payload, is_bot=who.bot)
        session = self._to.hub.open(user_id, wanted, _shard(payload))
        self._attach(session)
        self._greet(session)

    def _intents(self, payload: Json, *, is_bot: bool) -> int:
        if not is_bot:
            return intents.KNOWN
        wanted = payload.get("intents")
        if (
            isinstance(wanted, bool)
            or not isinstance(wanted, int)
            or not 0 <= wanted <= intents.KNOWN
        ):
            raise Closed(4013, "Invalid intent(s).")
        application = self._to.world.application_of(self._to.world.tokens[_token(payload)])
        flags = 0 if application is None else application.flags
        for bit, allowing in intents.PRIVILEGED.items():
            if wanted & bit and (not flags & allowing or self._to.faults.refused_intents & bit):
                raise Closed(4014, "Disallowed intent(s).")
        return wanted

    def _greet(self, session: Session) -> None:
        world, now = self._to.world, self._to.clock.now()
        who = world.users[session.user_id]
        begun: Json = {
            "session_id": session.id,
            "resume_gateway_url": self._to.address,
        }
        if session.shard is not None:
            begun["shard"] = list(session.shard)
        if not who.bot:
            ready = payloads.ready_for_person(who, world, now, self._to.hub.is_online)
            session.send("READY", ready | begun)
            return
        served = [g for g in world.guilds_of(who.id) if session.owns(g.id)]
        session.send("READY", payloads.ready_for_bot(who, world, served) | begun)
        if not session.intents & intents.GUILDS:
            return
        for guild in served:
            payload = payloads.guild_create(
                guild, world, who, now, is_online=self._to.hub.is_online, intents=session.intents
            )
            session.send("GUILD_CREATE", payload)

    def _resume(self, payload: Json) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        user_id = self._to.world.tokens.get(_token(payload))
        if user_id is None:
            raise Closed(4004, "Authentication failed.")
        session = self._to.hub.find(str(payload.get("session_id")))
        if self._to.faults.refuse_resumes > 0:
            self._to.faults.refuse_resumes -= 1
            session = None
        seq = payload.get("seq")
        missed = None
        if session is not None and session.user_id == user_id and isinstance(seq, int):
            missed = session.missed_since(seq)
        if session is None or missed is None:
            self._say(INVALID_SESSION, False)
            return
        self._attach(session)
        for text in missed:
            self.push(text)
        session.send("RESUMED", {})

    def _attach(self, session: Session) -> None:
        if session.outlet is not None:
            session.outlet.end(4000, "Resumed elsewhere.")
        session.outlet, session.detached_at = self, None
        self._session = session

    def _let_go(self) -> None:
        session = self._session
        if session is None or session.outlet is not self:
            return
        if self._keeps_session:
            self._to.hub.detach(session)
        else:
            session.outlet = None
            self._to.hub.end(session)

    def _say(self, op: int, payload: Any) -> None:
        self.push(json.dumps({"t": None, "s": None, "op": op, "d": payload}))


def _decode(data: str | bytes) -> tuple[int, Any]:
    if len(data) > _LONGEST_FRAME:
        raise Closed(4002, "Payload too large.")
    try:
        frame = json.loads(data)
        op = frame["op"]
    except (ValueError, KeyError, TypeError) as error:
        raise Closed(4002, "Error while decoding payload.") from error
    if isinstance(op, bool) or not isinstance(op, int):
        raise Closed(4001, "Unknown opcode.")
    return op, cast("dict[str, Any]", frame).get("d")


def _object(payload: Any) -> Json:
    if not isinstance(payload, dict):
        raise Closed(4002, "Error while decoding payload.")
    return cast("Json", payload)


def _token(payload: Json) -> str:
    return str(payload.get("token", "")).removeprefix("Bot ")


def _shard(payload: Json) -> tuple[int, int] | None:
    shard = payload.get("shard")
    if shard is None:
        return None
    try:
        number, count = (snowflakes.parse(part) for part in shard)
    except (TypeError, ValueError) as error:
        raise Closed(4010, "Invalid shard.") from error
    if number is None or not count or number >= count:
        raise Closed(4010, "Invalid shard.")
    return number, count
