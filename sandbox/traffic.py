"""What went over HTTP since the start: one record a request, without anybody's token."""

import json
from typing import Any, Final, cast

from sandbox.world.entities import Json

_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_SECRET_KEYS: Final = frozenset({"token", "password"})


class Traffic:
    """Keeps the records in the order of their answers."""

    def __init__(self) -> None:
        self._records: list[Json] = []

    def add(self, record: Json) -> None:
        """Keep a record."""
        self._records.append(record)

    def lines(self) -> str:
        """Write the records as JSON lines."""
        return "".join(json.dumps(record) + "\n" for record in self._records)

    def clear(self) -> None:
        """Forget everything so far."""
        self._records.clear()


def public_headers(headers: Any) -> dict[str, str]:
    """Keep the headers that hold no token, names in lower case."""
    named = {str(name).lower(): str(value) for name, value in headers.items()}
    return {name: value for name, value in named.items() if name not in _SECRET_HEADERS}


def without_secrets(body: Any, known_tokens: frozenset[str]) -> Any:
    """Copy a JSON body with login tokens and passwords left out."""
    if isinstance(body, dict):
        return {
            key: "[removed]"
            if key in _SECRET_KEYS and (key == "password" or value in known_tokens)
            else without_secrets(value, known_tokens)
            for key, value in cast("Json", body).items()
        }
    if isinstance(body, list):
        return [without_secrets(item, known_tokens) for item in cast("list[Any]", body)]
    return body
