"""How frames travel: plain text, one zlib stream or one zstd stream a connection."""

import importlib
import zlib
from typing import Any, Protocol

from aiohttp import web


class Codec(Protocol):
    """Sends one frame over a socket."""

    async def send(self, socket: web.WebSocketResponse, text: str) -> None:
        """Send a frame."""
        ...


class _Plain:
    async def send(self, socket: web.WebSocketResponse, text: str) -> None:
        await socket.send_str(text)


class _ZlibStream:
    """One deflate context for the connection; each message ends `00 00 ff ff`."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj()

    async def send(self, socket: web.WebSocketResponse, text: str) -> None:
        data = self._deflate.compress(text.encode())
        await socket.send_bytes(data + self._deflate.flush(zlib.Z_SYNC_FLUSH))


class _ZstdStream:
    """One frame for the connection, flushed after each message and never ended."""

    def __init__(self, zstandard: Any) -> None:
        self._compressor = zstandard.ZstdCompressor().compressobj()
        self._flush_block: int = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    async def send(self, socket: web.WebSocketResponse, text: str) -> None:
        data: bytes = self._compressor.compress(text.encode())
        await socket.send_bytes(data + self._compressor.flush(self._flush_block))


def codec(compress: str | None) -> Codec | None:
    """Choose the codec a client asked for; None where this machine cannot speak it."""
    if not compress:
        return _Plain()
    if compress == "zlib-stream":
        return _ZlibStream()
    if compress != "zstd-stream":
        return None
    try:
        return _ZstdStream(importlib.import_module("zstandard"))
    except ImportError:
        return None
