"""When an address is read, what it may be, and what staff hear."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import AddressProblem, Trouble
from bot.domain.ids import ChannelId, GuildId
from bot.domain.subscriptions import (
    LONGEST_RETRY,
    PASSING,
    Subscription,
    SubscriptionId,
    is_worth_telling,
    next_read,
    next_try,
    read_address,
)

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
EVERY = timedelta(hours=6)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("  https://example.org/a.ics?key=1#part ", "https://example.org/a.ics?key=1"),
        ("WEBCAL://Example.org/A.ics", "https://Example.org/A.ics"),
        ("http://example.org:8080/", "http://example.org:8080/"),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert read_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.org/a.ics",
        "ftp://example.org/a.ics",
        "file:///etc/passwd",
        "https://",
        "https:///a.ics",
        "https://example.org:99999/",
        "https://[::1/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: other",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_called_that(typed: str) -> None:
    with pytest.raises(AddressProblem) as caught:
        read_address(typed)

    assert caught.value.why is Trouble.ADDRESS


def test_a_password_is_not_taken() -> None:
    with pytest.raises(AddressProblem) as caught:
        read_address("https://jo:secret@example.org/a.ics")

    assert caught.value.why is Trouble.CREDENTIALS


def test_servers_read_at_different_times_and_each_at_its_own() -> None:
    times = {next_read(NOW, EVERY, GuildId(each)) for each in range(50)}

    assert len(times) == 50
    assert all(0.9 * EVERY <= each - NOW <= 1.1 * EVERY for each in times)
    assert next_read(NOW, EVERY, GuildId(1)) == next_read(NOW, EVERY, GuildId(1))


def test_an_address_that_fails_is_tried_more_and_more_rarely() -> None:
    waits = [next_try(NOW, failures) - NOW for failures in range(1, 12)]

    assert waits[:3] == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert waits[-1] == LONGEST_RETRY
    assert next_try(NOW, 100_000) - NOW == LONGEST_RETRY


@pytest.mark.parametrize("problem", list(Trouble))
def test_a_hiccup_is_told_only_when_it_lasts(problem: Trouble) -> None:
    assert is_worth_telling(problem, 1) is (problem not in PASSING)
    assert is_worth_telling(problem, 3)


def test_staff_see_the_host_and_never_the_secret_in_an_address() -> None:
    one = Subscription(
        id=SubscriptionId(1),
        guild_id=GuildId(1),
        address="https://calendar.example.org/private-8f3a/basic.ics",
        name="Groups",
        room_id=ChannelId(12),
    )

    assert one.label == "Groups (calendar.example.org)"
