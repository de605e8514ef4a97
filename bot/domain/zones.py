"""Time zones by the names people use: "Eastern Time" for America/New_York."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that can be picked.

    Attributes:
        name: What people call it.
        key: IANA name.
        also: Other words for it, in lower case.
    """

    name: str
    key: str
    also: tuple[str, ...] = ()


# What a clinic in North America asks for first, then elsewhere. Short forms such as "EST" are what
# people say all year; the IANA zones of that name know no summer time, so ours come first.
KNOWN: Final[Sequence[Zone]] = (
    Zone("Eastern Time", "America/New_York", ("et", "est", "edt", "new york", "ohio", "florida")),
    Zone("Central Time", "America/Chicago", ("ct", "cst", "cdt", "chicago", "texas", "houston")),
    Zone("Mountain Time", "America/Denver", ("mt", "mst", "mdt", "denver", "colorado", "utah")),
    Zone("Pacific Time", "America/Los_Angeles", ("pt", "pst", "pdt", "los angeles", "california")),
    Zone("Arizona Time", "America/Phoenix", ("phoenix",)),
    Zone("Alaska Time", "America/Anchorage", ("akst", "akdt", "anchorage")),
    Zone("Hawaii Time", "Pacific/Honolulu", ("hst", "honolulu")),
    Zone("Atlantic Time", "America/Halifax", ("at", "ast", "adt", "halifax", "nova scotia")),
    Zone("Newfoundland Time", "America/St_Johns", ("nst", "ndt", "st. john's")),
    Zone("Puerto Rico Time", "America/Puerto_Rico", ("san juan",)),
    Zone("Indiana Time", "America/Indiana/Indianapolis", ("indianapolis",)),
    Zone("Michigan Time", "America/Detroit", ("detroit",)),
    Zone("British Columbia Time", "America/Vancouver", ("vancouver",)),
    Zone("Alberta Time", "America/Edmonton", ("edmonton", "calgary")),
    Zone("Manitoba Time", "America/Winnipeg", ("winnipeg",)),
    Zone("Ontario Time", "America/Toronto", ("toronto", "ottawa", "quebec", "montreal")),
    Zone("Saskatchewan Time", "America/Regina", ("regina", "saskatoon")),
    Zone("Mexico City Time", "America/Mexico_City", ("mexico",)),
    Zone("UK Time", "Europe/London", ("gmt", "bst", "london", "england", "scotland", "britain")),
    Zone("Irish Time", "Europe/Dublin", ("dublin", "ireland")),
    Zone("Central European Time", "Europe/Berlin", ("cet", "cest", "germany", "berlin")),
    Zone("Spanish Time", "Europe/Madrid", ("madrid", "spain", "españa")),
    Zone("French Time", "Europe/Paris", ("paris", "france")),
    Zone("Eastern European Time", "Europe/Helsinki", ("eet", "eest", "helsinki", "finland")),
    Zone("Moroccan Time", "Africa/Casablanca", ("casablanca", "morocco")),
    Zone("India Time", "Asia/Kolkata", ("ist", "delhi", "mumbai", "kolkata")),
    Zone("Japan Time", "Asia/Tokyo", ("jst", "tokyo")),
    Zone("Australian Eastern Time", "Australia/Sydney", ("aest", "aedt", "sydney", "melbourne")),
    Zone("Australian Western Time", "Australia/Perth", ("awst", "perth")),
    Zone("New Zealand Time", "Pacific/Auckland", ("nzst", "nzdt", "auckland")),
    Zone("Universal Time", "UTC", ("utc", "gmt+0", "zulu", "coordinated universal time")),
)

# Links and offsets that IANA keeps for old programs; nobody should be offered them.
_OLD: Final = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")
# "Eastern Standard Time" in July means the clocks of the East, whatever they show.
_SAID_ANYWAY: Final = frozenset({"time", "standard", "daylight", "summer"})


def find(text: str) -> ZoneInfo:
    """Return the zone that `text` names: a friendly name, another word for it, or an IANA key.

    Raises:
        InvalidInput: No zone has that name, or several might be meant.
    """
    words = _plain(text)
    exact = [zone for zone in KNOWN if words in (_plain(zone.name), *zone.also)]
    if exact:
        return ZoneInfo(exact[0].key)
    key = _keys().get("_".join(text.lower().split()))
    if key is not None:
        return ZoneInfo(key)
    found = search(text, most=4)
    if len(found) == 1 and words:
        return ZoneInfo(found[0].key)
    nearest = found if found and words else KNOWN[:4]
    raise InvalidInput("Time zone", "zone_unknown", ", ".join(zone.name for zone in nearest))


def search(text: str, *, most: int = 25) -> Sequence[Zone]:
    """Return the zones that fit what is typed so far, best first; the usual ones for nothing."""
    words = _plain(text).split()
    found: dict[str, Zone] = {}
    for zone in _all():
        if all(_fits(word, zone) for word in words):
            found.setdefault(zone.key, zone)
    return sorted(found.values(), key=lambda zone: _rank(words, zone))[:most]


def name(zone: ZoneInfo) -> str:
    """Return what people call a zone, or its city where it has no name of its own."""
    known = {each.key: each.name for each in KNOWN}
    return known.get(zone.key, f"{_city(zone.key)} Time")


def _rank(words: Sequence[str], zone: Zone) -> int:
    """Return 0 for the very word, 1 for a zone with a name of its own, 2 for any other."""
    if " ".join(words) in (_plain(zone.name), *zone.also):
        return 0
    return 1 if zone in KNOWN else 2


def _fits(word: str, zone: Zone) -> bool:
    return any(part.startswith(word) for part in _words(zone))


@cache
def _words(zone: Zone) -> frozenset[str]:
    whole = (_plain(zone.name), *zone.also, _plain(zone.key))
    return frozenset({*whole, *(part for words in whole for part in words.split())})


@cache
def _all() -> Sequence[Zone]:
    return (*KNOWN, *_others())


def _others() -> Iterator[Zone]:
    for key in sorted(available_timezones()):
        if "/" in key and not key.startswith(_OLD):
            region = key.partition("/")[0]
            yield Zone(f"{_city(key)} Time ({region})", key)


@cache
def _keys() -> Mapping[str, str]:
    return {key.lower(): key for key in available_timezones()}


def _city(key: str) -> str:
    return key.rpartition("/")[2].replace("_", " ")


def _plain(text: str) -> str:
    words = text.lower().replace("_", " ").replace("/", " ").split()
    return " ".join(word for word in words if word not in _SAID_ANYWAY)
