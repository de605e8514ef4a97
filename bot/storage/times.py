"""Moments in the database: integer microseconds since 1970, UTC. Exact, sortable, portable."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Return an aware moment as a column holds it."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """Return a column's value as aware UTC."""
    return EPOCH + timedelta(microseconds=value)


def maybe_micros(value: datetime | None) -> int | None:
    """Return an aware moment, or none, as a column holds it."""
    return None if value is None else micros(value)


def maybe_moment(value: int | None) -> datetime | None:
    """Return a column's value, or none, as aware UTC."""
    return None if value is None else moment(value)
