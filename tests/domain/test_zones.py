"""Zones are found by the names people use."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain import zones
from bot.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Eastern Time", "America/New_York"),
        ("eastern", "America/New_York"),
        ("Eastern Daylight Time", "America/New_York"),
        ("EST", "America/New_York"),  # IANA's own EST knows no summer
        ("Ohio", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("Pacific", "America/Los_Angeles"),
        ("Lisbon", "Europe/Lisbon"),
        ("Kathmandu Time (Asia)", "Asia/Kathmandu"),
        ("utc", "UTC"),
    ],
)
def test_zone_is_found_by_any_of_its_names(typed: str, key: str) -> None:
    assert zones.find(typed) == ZoneInfo(key)


@pytest.mark.parametrize("typed", ["", "Time", "Narnia", "Kentucky", "../etc/passwd", "\0"])
def test_what_names_no_zone_or_several_is_refused_with_the_nearest(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        zones.find(typed)
    assert caught.value.problem == "zone_unknown"
    assert "Time" in caught.value.allowed


def test_usual_zones_come_before_anything_is_typed() -> None:
    names = [zone.name for zone in zones.search("")]
    assert names[:4] == ["Eastern Time", "Central Time", "Mountain Time", "Pacific Time"]
    assert len(names) == 25  # Discord shows no more


def test_exact_word_comes_first() -> None:
    assert zones.search("et")[0].name == "Eastern Time"
    assert zones.search("new")[0].key == "America/New_York"


def test_no_zone_is_offered_twice() -> None:
    keys = [zone.key for zone in zones.search("a", most=1000)]
    assert len(keys) == len(set(keys))


def test_every_known_zone_exists_and_is_found_by_all_its_names() -> None:
    keys = available_timezones()
    for zone in zones.KNOWN:
        assert zone.key in keys
        for name in (zone.name, *zone.also):
            assert zones.find(name).key == zone.key, name


def test_zone_has_a_friendly_name() -> None:
    assert zones.name(ZoneInfo("America/New_York")) == "Eastern Time"
    assert zones.name(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires Time"
