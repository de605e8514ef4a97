"""Zones by the names that calendar programs write."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.domain import zones
from bot.domain.errors import InvalidInput

# What Outlook shows in its list of zones; some files carry it instead of the name Windows keeps.
SHOWN_BY_OUTLOOK: Final[Mapping[str, str]] = {
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "indiana (east)": "America/Indiana/Indianapolis",
    "dublin, edinburgh, lisbon, london": "Europe/London",
    "amsterdam, berlin, bern, rome, stockholm, vienna": "Europe/Berlin",
    "brussels, copenhagen, madrid, paris": "Europe/Paris",
}


# A calendar names the same few zones in every event, and people's words take long to look up.
@lru_cache(maxsize=512)
def zone_called(name: str) -> ZoneInfo | None:
    """Return the zone that a TZID or X-WR-TIMEZONE names, or None.

    An IANA key, also behind a vendor's prefix ("/mozilla.org/20050126_1/America/New_York"); a
    Windows name (Unicode CLDR); Outlook's own words; or what people say ("Eastern Time").
    """
    plain = name.strip().strip('"').strip()
    key = _iana(plain) or _windows().get(plain.casefold()) or _shown(plain)
    if key:
        return ZoneInfo(key)
    try:
        return zones.find(plain)
    except InvalidInput:
        return None


def _iana(name: str) -> str | None:
    parts = [part for part in name.casefold().split("/") if part]
    tails = ("/".join(parts[-count:]) for count in (len(parts), 3, 2) if 0 < count <= len(parts))
    return next((_keys()[tail] for tail in tails if tail in _keys()), None)


def _shown(name: str) -> str | None:
    behind = name.rpartition(") ")[2] if name.startswith("(") else name
    return SHOWN_BY_OUTLOOK.get(behind.casefold())


@cache
def _keys() -> Mapping[str, str]:
    plain = {key.casefold(): key for key in available_timezones()}
    return plain | dict.fromkeys(("etc/utc", "etc/uct", "uct", "zulu", "etc/zulu"), "UTC")


@cache
def _windows() -> Mapping[str, str]:
    return {name.casefold(): key for name, key in WINDOWS_TO_OLSON.items()}
