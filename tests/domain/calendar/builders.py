"""Series and calendars for the tests."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.calendar import Reading, Series, read
from bot.domain.recurrence import Recurrence

FILES = Path(__file__).parents[1] / "ics"
NEW_YORK = ZoneInfo("America/New_York")


def wall(text: str) -> datetime:
    """Return a wall-clock time."""
    return datetime.fromisoformat(text)


def a_series(
    *,
    uid: str = "7-1@waymark",
    sequence: int = 0,
    title: str = "Tuesday circle",
    first: str = "2026-03-03T19:00",
    zone: str = "America/New_York",
    rule: str | None = "FREQ=WEEKLY",
    except_for: tuple[str, ...] = (),
    extra: tuple[str, ...] = (),
    moved: Mapping[str, str] | None = None,
    minutes: int = 60,
    place: str = "",
) -> Series:
    """Return a weekly series, or one that differs from it."""
    return Series(
        uid=uid,
        sequence=sequence,
        title=title,
        when=Recurrence(
            first=wall(first),
            zone=ZoneInfo(zone),
            rule=rule,
            except_for=frozenset(wall(each) for each in except_for),
        ),
        extra=frozenset(wall(each) for each in extra),
        moved={wall(planned): wall(held) for planned, held in (moved or {}).items()},
        minutes=minutes,
        place=place,
    )


def from_file(name: str, *, usual_zone: ZoneInfo = NEW_YORK) -> Reading:
    """Read one of the files, byte for byte as the program wrote it."""
    return read((FILES / name).read_bytes().decode("utf-8"), usual_zone=usual_zone)


def event(*lines: str) -> str:
    """Return a calendar with one event of these lines."""
    return calendar("BEGIN:VEVENT", "UID:one@example.org", *lines, "END:VEVENT")


def calendar(*lines: str) -> str:
    """Return a calendar of these lines."""
    whole = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *lines, "END:VCALENDAR")
    return "\r\n".join((*whole, ""))
