"""How a request's body is read: JSON, a form, or JSON with files beside it."""

import json
from dataclasses import dataclass, field
from typing import Any, Final, cast

from aiohttp import BodyPartReader, web

from sandbox.errors import DiscordError, refuse
from sandbox.routes.call import Upload

# Discord's limit for one file of an account without a subscription.
LARGEST_FILE: Final = 10 * 1024 * 1024


@dataclass(slots=True)
class Received:
    """What came: `shown` is what the traffic keeps, `fault` what was wrong with it."""

    body: Any = None
    uploads: dict[str, Upload] = field(default_factory=dict[str, Upload])
    fault: DiscordError | None = None

    @property
    def shown(self) -> Any:
        """The body without the bytes of files."""
        if not self.uploads:
            return self.body
        files = {
            name: {"filename": u.filename, "content_type": u.content_type, "size": len(u.data)}
            for name, u in self.uploads.items()
        }
        return {"payload_json": self.body, "files": files}


async def read(request: web.Request) -> Received:
    """Read a body whatever its type says; what cannot be read is a fault, never an exception."""
    received = Received()
    try:
        if request.content_type == "multipart/form-data":
            await _read_parts(request, received)
        elif request.content_type == "application/x-www-form-urlencoded":
            received.body = dict(await request.post()) or None
        else:
            data = await request.read()
            received.body = json.loads(data) if data.strip() else None
    except DiscordError as error:
        received.fault = error
    except web.HTTPRequestEntityTooLarge:
        received.fault = refuse(40005)
    except (ValueError, RecursionError):
        received.fault = refuse(50109)
    return received


async def _read_parts(request: web.Request, received: Received) -> None:
    fields: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        name = part.name or ""
        if name == "payload_json":
            received.body = json.loads(data)
        elif part.filename is not None:
            if len(data) > LARGEST_FILE:
                raise refuse(40005)
            kind = part.headers.get("Content-Type", "application/octet-stream")
            received.uploads[name] = Upload(part.filename, kind, data)
        else:
            fields[name] = data.decode()
    if received.body is None:
        received.body = cast("Any", fields) or None
