"""A reader of request bodies that gathers every fault and refuses them together (50035)."""

import operator
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, cast

from sandbox import snowflakes
from sandbox.errors import Path, invalid_form
from sandbox.snowflakes import Snowflake

Faults = list[tuple[Path, str, str]]


class Form:
    """One JSON object of a request; nested objects share their faults with it.

    A reader gives the value, or its default where the field is absent, null or at fault.
    `check` raises when anything was at fault.
    """

    def __init__(self, body: Any, faults: Faults | None = None, path: Path = ()) -> None:
        self.faults: Faults = [] if faults is None else faults
        self.path = path
        if isinstance(body, dict):
            self.body = cast("dict[str, Any]", body)
        else:
            self.body = {}
            self.fault(None, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")

    def check(self) -> None:
        """Refuse the form if anything read so far was at fault.

        Raises:
            DiscordError: 50035 with every fault in its place.
        """
        if self.faults:
            raise invalid_form(self.faults)

    def fault(self, name: str | int | None, code: str, sentence: str) -> None:
        """Note a fault of a field, or of the whole object where the name is None."""
        path = self.path if name is None else (*self.path, name)
        self.faults.append((path, code, sentence))

    def has(self, name: str) -> bool:
        """Tell whether the field is there, null included."""
        return name in self.body

    def given(self, name: str) -> bool:
        """Tell whether the field is there and not null."""
        return self.body.get(name) is not None

    def require(self, *names: str) -> None:
        """Note a fault for each of the names that is absent or null."""
        for name in names:
            if not self.given(name):
                self.fault(name, "BASE_TYPE_REQUIRED", "This field is required")

    def text(self, name: str, *, low: int = 0, high: int = 4000) -> str | None:
        """Read text of `low` to `high` characters."""
        value = self.body.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.fault(name, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return None
        value = str(value)
        if not low <= len(value) <= high:
            self._length(name, low, high)
            return None
        return value

    def integer(self, name: str, *, low: int | None = None, high: int | None = None) -> int | None:
        """Read a whole number, also one written as text."""
        value = self.body.get(name)
        if value is None:
            return None
        try:
            value = int(value) if isinstance(value, str) else operator.index(value)
        except (TypeError, ValueError):
            self.fault(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return None
        if low is not None and value < low:
            sentence = f"int value should be greater than or equal to {low}."
            self.fault(name, "NUMBER_TYPE_MIN", sentence)
            return None
        if high is not None and value > high:
            sentence = f"int value should be less than or equal to {high}."
            self.fault(name, "NUMBER_TYPE_MAX", sentence)
            return None
        return value

    def boolean(self, name: str, default: bool = False) -> bool:
        """Read true or false."""
        value = self.body.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
            return default
        return value

    def choice(self, name: str, allowed: Collection[int]) -> int | None:
        """Read a whole number that must be one of a few."""
        value = self.integer(name)
        if value is None:
            return None
        if value not in allowed:
            listed = ", ".join(str(a) for a in sorted(allowed))
            self.fault(name, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
            return None
        return value

    def snowflake(self, name: str) -> Snowflake | None:
        """Read an id, as text or as a JSON integer."""
        value = self.body.get(name)
        if value is None:
            return None
        found = snowflakes.parse(value)
        if found is None:
            self.fault(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return found

    def snowflakes(self, name: str, *, high: int = 100) -> list[Snowflake]:
        """Read a list of ids."""
        found: list[Snowflake] = []
        for place, value in enumerate(self.list_of(name, high=high)):
            one = snowflakes.parse(value)
            if one is None:
                path = (*self.path, name, place)
                sentence = f'Value "{value}" is not snowflake.'
                self.faults.append((path, "NUMBER_TYPE_COERCE", sentence))
            else:
                found.append(one)
        return found

    def moment(self, name: str) -> datetime | None:
        """Read an ISO 8601 moment as aware UTC."""
        value = self.body.get(name)
        if value is None:
            return None
        try:
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (TypeError, ValueError, OverflowError):
            sentence = f"Could not parse {value}. Should be ISO8601."
            self.fault(name, "DATE_TIME_TYPE_PARSE", sentence)
            return None

    def bits(self, name: str) -> int | None:
        """Read a bit set such as permissions, which Discord writes as text."""
        return self.integer(name, low=0, high=(1 << 63) - 1)

    def list_of(self, name: str, *, low: int = 0, high: int) -> list[Any]:
        """Read a list of `low` to `high` items of any kind."""
        value = self.body.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        items = cast("list[Any]", value)
        if not low <= len(items) <= high:
            self._length(name, low, high)
            return []
        return items

    def texts(self, name: str, *, high: int, each: int) -> list[str]:
        """Read a list of texts of at most `each` characters."""
        found: list[str] = []
        for place, value in enumerate(self.list_of(name, high=high)):
            path = (*self.path, name, place)
            if not isinstance(value, str):
                sentence = f'Could not interpret "{value}" as string.'
                self.faults.append((path, "STRING_TYPE_CONVERT", sentence))
            elif not 0 < len(value) <= each:
                sentence = f"Must be between 1 and {each} in length."
                self.faults.append((path, "BASE_TYPE_BAD_LENGTH", sentence))
            else:
                found.append(value)
        return found

    def forms(self, name: str, *, low: int = 0, high: int) -> "Iterator[Form]":
        """Read a list of objects."""
        for place, item in enumerate(self.list_of(name, low=low, high=high)):
            yield Form(item, self.faults, (*self.path, name, place))

    def form(self, name: str) -> "Form | None":
        """Read an object within this one."""
        value = self.body.get(name)
        return None if value is None else Form(value, self.faults, (*self.path, name))

    def _length(self, name: str, low: int, high: int) -> None:
        if low:
            sentence = f"Must be between {low} and {high} in length."
            self.fault(name, "BASE_TYPE_BAD_LENGTH", sentence)
        else:
            self.fault(name, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
