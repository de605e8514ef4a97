"""Reads calendars from their addresses, with limits, and from the public internet alone.

A name is resolved once; every address it stands for is checked, and the connection goes to one
of these very addresses: nothing is looked up a second time that could answer otherwise.
"""

import asyncio
import socket
import zlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import AddressProblem, Trouble
from bot.domain.subscriptions import Fetched, read_address

BODY_MAX: Final = 1024 * 1024
TOTAL_SECONDS: Final = 10
REDIRECTS_MOST: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
CHUNK: Final = 64 * 1024
# Kept with the subscription and sent back; more than this is no name of a version.
VALIDATOR_MAX: Final = 200
# What zlib is told so that it reads gzip and zlib's own format alike.
GZIP_OR_ZLIB: Final = 47

Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet's, for one computer, written plainly."""
    if isinstance(address, IPv6Address):
        if (behind := _nat64(address)) is not None:
            return is_public(behind)
        inside = (address.sixtofour, *(address.teredo or ()))
        if address.ipv4_mapped or not all(is_public(each) for each in inside if each):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def is_public_or_here(address: Address) -> bool:
    """Say whether an address is public or this machine's own; for a sandbox, never for Discord."""
    return address.is_loopback or is_public(address)


def _nat64(address: IPv6Address) -> IPv4Address | None:
    # RFC 6052: how a network without IPv4 writes the address of a server that has nothing else.
    packed = address.packed
    return IPv4Address(packed[12:]) if packed[:12] == bytes.fromhex("0064ff9b" + "00" * 8) else None


class _Refused(OSError):
    """A name stands for an address that is not to be reached. An OSError, as aiohttp expects."""


class _CheckedResolver(AbstractResolver):
    """Resolves a name to addresses that were checked, all of them."""

    def __init__(self, inner: AbstractResolver, may_reach: Callable[[Address], bool]) -> None:
        self.inner = inner
        self.may_reach = may_reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; one that may not be reached spoils them all."""
        found = await self.inner.resolve(host, port, family)
        if not all(self.may_reach(_address(each["host"])) for each in found):
            raise _Refused
        return found

    async def close(self) -> None:
        """Close what resolves for us."""
        await self.inner.close()


def _address(text: str) -> Address:
    return ip_address(text.partition("%")[0])


class HttpFetcher:
    """The port over HTTP."""

    def __init__(
        self,
        may_reach: Callable[[Address], bool] = is_public,
        resolver: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self.may_reach = may_reach
        self.resolver = resolver
        self.total_seconds = total_seconds

    async def fetch(
        self, address: str, *, etag: str = "", last_modified: str = ""
    ) -> Fetched | None:
        """Return what stands at an address; None when it is what it was. See `Fetcher`."""
        headers = {
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "User-Agent": "Waymark",
            "If-None-Match": etag,
            "If-Modified-Since": last_modified,
        }
        try:
            async with asyncio.timeout(self.total_seconds), self._session() as session:
                return await self._follow(session, address, {k: v for k, v in headers.items() if v})
        except (OSError, aiohttp.ClientError) as error:
            # TimeoutError is an OSError. The cause would name the address, which may be a secret.
            raise AddressProblem(_trouble(error)) from None

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[aiohttp.ClientSession]:
        connector = aiohttp.TCPConnector(
            resolver=_CheckedResolver(self.resolver(), self.may_reach),
            use_dns_cache=False,
            force_close=True,
        )
        async with aiohttp.ClientSession(
            connector=connector, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            try:
                yield session
            finally:
                await connector.close()

    async def _follow(
        self, session: aiohttp.ClientSession, address: str, headers: dict[str, str]
    ) -> Fetched | None:
        for _ in range(REDIRECTS_MOST + 1):
            url = self._checked(address)
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _read(response)
                address = _next(url, response.headers.get("Location", ""))
        raise AddressProblem(Trouble.REDIRECTS)

    def _checked(self, address: str) -> URL:
        """Return an address to ask. A number in it is checked here: no resolver sees one."""
        url = URL(read_address(address), encoded=True)
        try:
            number = _address(url.host or "")
        except ValueError:
            return url
        if not self.may_reach(number):
            raise AddressProblem(Trouble.PRIVATE)
        return url


def _next(url: URL, location: str) -> str:
    try:
        return str(url.join(URL(location, encoded=True)))
    except ValueError:
        raise AddressProblem(Trouble.ADDRESS) from None


async def _read(response: aiohttp.ClientResponse) -> Fetched | None:
    if response.status == 304:
        return None
    if response.status != 200:
        raise AddressProblem(_refusal(response.status))
    if (response.content_length or 0) > BODY_MAX:
        raise AddressProblem(Trouble.TOO_LARGE)
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > BODY_MAX:
            raise AddressProblem(Trouble.TOO_LARGE)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    return Fetched(
        body=bytes(body) if encoding in {"", "identity"} else _inflated(bytes(body), encoding),
        etag=_validator(response, "ETag"),
        last_modified=_validator(response, "Last-Modified"),
    )


def _inflated(body: bytes, encoding: str) -> bytes:
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise AddressProblem(Trouble.NOT_A_CALENDAR)
    opened = zlib.decompressobj(wbits=GZIP_OR_ZLIB)
    try:
        # One byte more than may be: a bomb is never opened any further.
        found = opened.decompress(body, BODY_MAX + 1)
    except zlib.error:
        raise AddressProblem(Trouble.NOT_A_CALENDAR) from None
    if len(found) > BODY_MAX:
        raise AddressProblem(Trouble.TOO_LARGE)
    return found


def _validator(response: aiohttp.ClientResponse, name: str) -> str:
    text = response.headers.get(name, "")
    # What no header could carry back would spoil every later request.
    is_sendable = text.isascii() and text.isprintable() and len(text) <= VALIDATOR_MAX
    return text if is_sendable else ""


def _refusal(status: int) -> Trouble:
    match status:
        case 401 | 403:
            return Trouble.FORBIDDEN
        case 404:
            return Trouble.NOT_FOUND
        case 410:
            return Trouble.GONE
        case 408 | 425 | 429:
            return Trouble.SERVER
        case _:
            return Trouble.SERVER if status >= 500 else Trouble.REFUSED


def _trouble(error: Exception) -> Trouble:
    # The inner error first: aiohttp wraps what a resolver or a connection raised.
    inner = getattr(error, "os_error", None) or error.__cause__
    if isinstance(error, _Refused) or isinstance(inner, _Refused):
        return Trouble.PRIVATE
    kinds: tuple[tuple[type[Exception], Trouble], ...] = (
        (TimeoutError, Trouble.TIMEOUT),
        (aiohttp.InvalidURL, Trouble.ADDRESS),
        (aiohttp.ClientSSLError, Trouble.TLS),
        (aiohttp.ClientConnectorDNSError, Trouble.UNKNOWN_HOST),
    )
    return next((said for kind, said in kinds if isinstance(error, kind)), Trouble.UNREACHABLE)
