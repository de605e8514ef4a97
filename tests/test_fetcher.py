"""A calendar's address is asked with care: real sockets, and every way that it can go wrong."""

import asyncio
import gzip
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bot.domain.errors import AddressProblem, Trouble
from bot.domain.subscriptions import Fetched
from bot.fetcher import BODY_MAX, REDIRECTS_MOST, HttpFetcher, is_public_or_here
from tests.calendar_site import Site, open_site

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A server on this machine."""
    async with open_site() as made:
        made.body = CALENDAR
        yield made


@pytest.fixture
def fetcher() -> HttpFetcher:
    """One that may reach this machine, where the server is."""
    return HttpFetcher(is_public_or_here)


class Names(AbstractResolver):
    """Says where names lead; each question gets the next answer."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the next answer."""
        del family
        self.asked += 1
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for each in self.answers.pop(0)
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def trouble(fetcher: HttpFetcher, address: str) -> Trouble:
    """Return why an address cannot be read."""
    with pytest.raises(AddressProblem) as caught:
        await fetcher.fetch(address)
    return caught.value.why


async def test_a_calendar_comes_with_the_name_of_its_version(
    fetcher: HttpFetcher, site: Site
) -> None:
    found = await fetcher.fetch(site.address)

    assert found == Fetched(
        body=CALENDAR, etag=site.etag, last_modified="Mon, 02 Mar 2026 12:00:00 GMT"
    )


async def test_what_has_not_changed_is_not_sent_again(fetcher: HttpFetcher, site: Site) -> None:
    first = await fetcher.fetch(site.address)
    assert first is not None
    again = await fetcher.fetch(site.address, etag=first.etag, last_modified=first.last_modified)

    assert again is None
    assert site.asked[1]["If-None-Match"] == site.etag
    assert site.asked[1]["If-Modified-Since"] == "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (400, Trouble.REFUSED),
        (401, Trouble.FORBIDDEN),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.NOT_FOUND),
        (410, Trouble.GONE),
        (429, Trouble.SERVER),
        (500, Trouble.SERVER),
        (503, Trouble.SERVER),
    ],
)
async def test_each_refusal_has_its_kind(
    fetcher: HttpFetcher, site: Site, status: int, why: Trouble
) -> None:
    site.status = status

    assert await trouble(fetcher, site.address) is why


async def test_a_body_that_says_it_is_too_large_is_not_read(
    fetcher: HttpFetcher, site: Site
) -> None:
    site.body = b"x" * (BODY_MAX + 1)

    assert await trouble(fetcher, site.address) is Trouble.TOO_LARGE


async def test_a_body_that_is_announced_as_too_large_is_not_waited_for(
    fetcher: HttpFetcher, site: Site
) -> None:
    left = asyncio.Event()

    async def announce(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(BODY_MAX + 1)})
        await response.prepare(request)
        await left.wait()
        return response

    site.answer = announce
    async with asyncio.timeout(30):
        assert await trouble(fetcher, site.address) is Trouble.TOO_LARGE
    left.set()


async def test_a_body_of_the_most_there_may_be_is_read(fetcher: HttpFetcher, site: Site) -> None:
    site.body = b"x" * BODY_MAX
    found = await fetcher.fetch(site.address)

    assert found is not None
    assert len(found.body) == BODY_MAX


async def test_a_body_that_never_ends_is_cut_off(fetcher: HttpFetcher, site: Site) -> None:
    """Without a Content-Length nobody says how much is coming."""
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 20 * BODY_MAX:
            await response.write(b"x" * 65536)
            sent += 65536
        return response

    site.answer = endless
    assert await trouble(fetcher, site.address) is Trouble.TOO_LARGE
    assert sent < 20 * BODY_MAX


async def test_a_packed_body_is_unpacked_and_a_bomb_is_not(
    fetcher: HttpFetcher, site: Site
) -> None:
    packed = gzip.compress(CALENDAR)

    async def answer(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"})

    site.answer = answer
    found = await fetcher.fetch(site.address)
    assert found == Fetched(body=CALENDAR)

    packed = gzip.compress(b"x" * (BODY_MAX + 1))
    assert len(packed) < BODY_MAX
    assert await trouble(fetcher, site.address) is Trouble.TOO_LARGE
    packed = b"not packed at all"
    assert await trouble(fetcher, site.address) is Trouble.NOT_A_CALENDAR


async def test_a_packing_that_was_not_asked_for_is_no_calendar(
    fetcher: HttpFetcher, site: Site
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=b"x", headers={"Content-Encoding": "br"})

    site.answer = answer
    assert await trouble(fetcher, site.address) is Trouble.NOT_A_CALENDAR


@pytest.mark.parametrize("drips", [False, True])
async def test_a_server_that_takes_its_time_is_left(site: Site, drips: bool) -> None:
    """Also one that sends a byte now and then, which no read timeout catches."""

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if drips:
            await response.prepare(request)
        for _ in range(100):
            await asyncio.sleep(0.05)
            if drips:
                await response.write(b"x")
        return response

    site.answer = slow
    fetcher = HttpFetcher(is_public_or_here, total_seconds=0.3)
    async with asyncio.timeout(30):
        assert await trouble(fetcher, site.address) is Trouble.TIMEOUT


async def test_a_connection_that_breaks_off_is_unreachable(
    fetcher: HttpFetcher, site: Site
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"BEGIN")
        assert request.transport is not None
        request.transport.close()
        return response

    site.answer = cut
    assert await trouble(fetcher, site.address) is Trouble.UNREACHABLE


async def test_a_version_whose_name_cannot_be_sent_back_has_none(
    fetcher: HttpFetcher, site: Site
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        del request
        headers = {"ETag": '"caf\u00e9"', "Last-Modified": "x" * 300}
        return web.Response(body=CALENDAR, headers=headers)

    site.answer = answer
    assert await fetcher.fetch(site.address) == Fetched(body=CALENDAR)


async def test_a_server_that_speaks_no_http_is_unreachable(fetcher: HttpFetcher) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example.org ESMTP\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await trouble(fetcher, f"http://127.0.0.1:{port}/") is Trouble.UNREACHABLE


async def test_nobody_listening_is_unreachable(fetcher: HttpFetcher) -> None:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert await trouble(fetcher, f"http://127.0.0.1:{port}/") is Trouble.UNREACHABLE


async def test_a_name_that_leads_nowhere_is_unknown(fetcher: HttpFetcher) -> None:
    assert await trouble(fetcher, "http://nowhere.invalid/a.ics") is Trouble.UNKNOWN_HOST


async def test_three_redirects_are_followed_and_no_more(fetcher: HttpFetcher, site: Site) -> None:
    left = REDIRECTS_MOST

    async def on_and_on(request: web.Request) -> web.StreamResponse:
        nonlocal left
        if left == 0:
            return web.Response(body=CALENDAR)
        left -= 1
        return web.Response(status=302, headers={"Location": f"/again/{request.path_qs}"})

    site.answer = on_and_on
    found = await fetcher.fetch(site.address)
    assert found is not None
    assert found.body == CALENDAR

    left = REDIRECTS_MOST + 1
    assert await trouble(fetcher, site.address) is Trouble.REDIRECTS


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://10.0.0.1/", Trouble.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", Trouble.PRIVATE),
        ("http://[::ffff:127.0.0.1]/", Trouble.PRIVATE),
        ("file:///etc/passwd", Trouble.ADDRESS),
        ("ftp://example.org/a.ics", Trouble.ADDRESS),
        ("http://jo:secret@example.org/", Trouble.CREDENTIALS),
        ("", Trouble.REDIRECTS),
    ],
)
async def test_each_redirect_is_checked_anew(
    fetcher: HttpFetcher, site: Site, to: str, why: Trouble
) -> None:
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=301, headers={"Location": to})

    site.answer = elsewhere
    assert await trouble(fetcher, site.address) is why


async def test_a_redirect_to_a_name_within_a_private_network_is_refused(site: Site) -> None:
    names = Names(["10.0.0.8"])

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=302, headers={"Location": "http://intranet.example.org/"})

    site.answer = elsewhere
    fetcher = HttpFetcher(is_public_or_here, resolver=lambda: names)
    assert await trouble(fetcher, site.address) is Trouble.PRIVATE
    assert names.asked == 1


async def test_a_name_is_looked_up_once_and_connected_where_it_was_checked(site: Site) -> None:
    """A second look could lead elsewhere: that is how a check is got round by rebinding."""
    names = Names(["127.0.0.1"], ["10.0.0.8"])
    checked: list[str] = []

    def may_reach(address: object) -> bool:
        checked.append(str(address))
        return True

    fetcher = HttpFetcher(may_reach, resolver=lambda: names)
    port = site.address.split(":")[2].partition("/")[0]
    found = await fetcher.fetch(f"http://calendar.example.org:{port}/a.ics")

    assert found is not None
    assert (names.asked, checked) == (1, ["127.0.0.1"])
    assert site.asked[0]["Host"].startswith("calendar.example.org")


async def test_one_private_address_among_others_spoils_the_name(site: Site) -> None:
    del site
    fetcher = HttpFetcher(resolver=lambda: Names(["93.184.216.34", "192.168.1.7"]))

    assert await trouble(fetcher, "http://calendar.example.org/") is Trouble.PRIVATE


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3"])  # noqa: S104 - an address to refuse
async def test_this_machine_and_its_network_are_refused(site: Site, host: str) -> None:
    port = site.address.split(":")[2].partition("/")[0]

    assert await trouble(HttpFetcher(), f"http://{host}:{port}/") is Trouble.PRIVATE
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
async def test_a_number_in_disguise_leads_nowhere(site: Site, host: str) -> None:
    port = site.address.split(":")[2].partition("/")[0]
    why = await trouble(HttpFetcher(), f"http://{host}:{port}/")

    assert why in {Trouble.PRIVATE, Trouble.ADDRESS, Trouble.UNKNOWN_HOST}
    assert site.asked == []


async def test_a_certificate_that_nobody_signed_is_not_trusted(fetcher: HttpFetcher) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=CALENDAR)

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app, scheme="https") as server:
        await server.start_server(ssl=context)
        assert await trouble(fetcher, str(server.make_url("/"))) is Trouble.TLS
    assert asked == []


async def test_a_server_that_speaks_no_tls_is_not_asked_without(
    fetcher: HttpFetcher, site: Site
) -> None:
    secure = site.address.replace("http://", "https://")

    assert await trouble(fetcher, secure) is Trouble.TLS
    assert site.asked == []


async def test_the_address_is_in_no_error(fetcher: HttpFetcher) -> None:
    """It may be a secret, and errors end in a log."""
    with pytest.raises(AddressProblem) as caught:
        await fetcher.fetch("http://secret.invalid/secret.ics")

    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
