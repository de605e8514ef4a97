"""Kinds of setting: how a value is read from a file or variable, and what is allowed for it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, TypeGuard
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr

# A snowflake counts milliseconds since 2015 in its upper bits: younger than an hour is no id.
SNOWFLAKE_DIGITS = 15


def _is_number_or_text(value: object) -> TypeGuard[int | float | str]:
    # TOML's true is an int to Python, and no length of time to anybody.
    return isinstance(value, int | float | str) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand in a setting, in words; for kinds whose bounds do not say it alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit in which a length of time is written.

    Attributes:
        name: Plural, as in the setting's own name (`lease_seconds`).
        one: Its length.
    """

    name: str
    one: timedelta

    def parse(self, value: object) -> timedelta:
        """Turn a number of this unit into a length of time.

        Raises:
            ValueError: It is no number.
        """
        if not _is_number_or_text(value):
            raise ValueError
        try:
            return float(value) * self.one
        except (ValueError, OverflowError):
            raise ValueError from None  # without Python's own words


SECONDS = Unit("seconds", timedelta(seconds=1))
MINUTES = Unit("minutes", timedelta(minutes=1))
HOURS = Unit("hours", timedelta(hours=1))
DAYS = Unit("days", timedelta(days=1))

Seconds = Annotated[timedelta, SECONDS, BeforeValidator(SECONDS.parse)]
Minutes = Annotated[timedelta, MINUTES, BeforeValidator(MINUTES.parse)]
Hours = Annotated[timedelta, HOURS, BeforeValidator(HOURS.parse)]
Days = Annotated[timedelta, DAYS, BeforeValidator(DAYS.parse)]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` was most likely meant to be."""
    by_folded = {each.casefold(): each for each in known}
    # A unit left off ("lease") is no spelling mistake to difflib.
    if begun := [each for folded, each in by_folded.items() if folded.startswith(name.casefold())]:
        return begun[0]
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


@cache
def zone_names() -> frozenset[str]:
    """Return the IANA names of the tzdata package: the same on every machine.

    Names without a place ("EST") are left out: they know no summer time, so a seven o'clock
    group would drift by an hour for half the year.
    """
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return frozenset(name for name in listed if "/" in name and not name.startswith("Etc/")) | {
        "UTC"
    }


def _zone(value: object) -> ZoneInfo:
    name = str(value).strip()
    if name in zone_names():
        return ZoneInfo(name)
    meant = nearest(name, zone_names())
    raise ValueError(f"did you mean {meant}?" if name and meant else "")


Zone = Annotated[
    ZoneInfo,
    Allowed("an IANA zone named by a place, such as America/New_York"),
    BeforeValidator(_zone),
]


def _lead_times(value: object) -> object:
    # An environment variable is one text: "1440, 60, 10", with or without TOML's brackets.
    if isinstance(value, str):
        return [part.strip() for part in value.strip().strip("[]").split(",") if part.strip()]
    return value


LeadTime = Annotated[Minutes, Field(ge=timedelta(minutes=1), le=timedelta(days=28))]
LeadTimes = Annotated[
    tuple[LeadTime, ...],
    Allowed("up to ten different numbers of minutes from 1 to 40320, such as [1440, 60, 10]"),
    Field(max_length=10),
    BeforeValidator(_lead_times),
]


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError
    return Path(value)


FilePath = Annotated[Path, Allowed("the path of a file"), BeforeValidator(_path)]
FolderPath = Annotated[Path, Allowed("the path of a folder"), BeforeValidator(_path)]


def _address(value: object) -> str:
    text = str(value).strip().rstrip("/")
    parts = urlsplit(text)
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
        raise ValueError
    return text


def _optional_text(value: object) -> str | None:
    if not isinstance(value, str) or len(value.strip()) > 100:
        raise ValueError
    return value.strip() or None


def _optional_address(value: object) -> str | None:
    return None if value == "" else _address(value)


Address = Annotated[
    str,
    Allowed("an http:// or https:// address without a query or password"),
    BeforeValidator(_address),
]
OptionalAddress = Annotated[
    str | None,
    Allowed('an http:// or https:// address, or "" for none'),
    BeforeValidator(_optional_address),
]
Text = Annotated[str, Allowed("a text of 1 to 100 characters"), Field(min_length=1, max_length=100)]
OptionalText = Annotated[
    str | None,
    Allowed('a text of at most 100 characters, or "" for none'),
    BeforeValidator(_optional_text),
]


def _secret(value: object) -> str | None:
    # Secret files end in a newline; a token with a space inside was pasted with something else.
    if not isinstance(value, str) or len(value.split()) > 1:
        raise ValueError
    return value.strip() or None


Token = Annotated[
    SecretStr | None,
    Allowed("the bot's token as the Discord Developer Portal shows it, without spaces"),
    BeforeValidator(_secret),
]


def _snowflake(value: object) -> int:
    digits = str(value).strip()
    if isinstance(value, bool) or not digits.isdecimal() or len(digits) < SNOWFLAKE_DIGITS:
        raise ValueError
    return int(digits)


Snowflake = Annotated[
    int,
    Allowed("a Discord id: a number of 15 to 19 digits"),
    BeforeValidator(_snowflake),
    Field(lt=2**63),
]


def _reference(value: object) -> int | str | None:
    if isinstance(value, float) or not _is_number_or_text(value):
        raise ValueError
    text = str(value).strip().lstrip("#@").strip()
    if len(text) > 100:
        raise ValueError
    is_id = text.isdecimal() and len(text) >= SNOWFLAKE_DIGITS
    return (int(text) if is_id else text) or None


def _required_reference(value: object) -> int | str:
    found = _reference(value)
    if found is None:
        raise ValueError
    return found


# An int is an id, a text is a name; a name is looked up in the server when its rows are seeded.
RequiredReference = Annotated[
    int | str,
    Allowed("a name of at most 100 characters, or a Discord id"),
    BeforeValidator(_required_reference),
]
Reference = Annotated[
    int | str | None,
    Allowed('a name of at most 100 characters, a Discord id, or "" for none'),
    BeforeValidator(_reference),
]


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


# Choices are written in small letters; WARNING in an environment variable is meant well.
AnyCase = BeforeValidator(_lower)
