"""The world as one JSON file, so that a sandbox can go on where it stopped."""

import base64
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from sandbox.world.entities import Json
from sandbox.world.world import World

_FILE: Final = "world.json"
_VERSION: Final = 1


class UnreadableWorld(Exception):
    """The kept world is of another version, or not a world at all."""


def save(folder: Path, world: World, offset: timedelta) -> None:
    """Write the world and the clock's offset; the file is whole or the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        "version": _VERSION,
        "offset_seconds": offset.total_seconds(),
        "world": _encoded(world),
    }
    half = folder / f"{_FILE}.new"
    half.write_text(json.dumps(kept))
    half.replace(folder / _FILE)


def load(folder: Path) -> tuple[World, timedelta] | None:
    """Read what was saved; None where nothing was.

    Raises:
        UnreadableWorld: there is a file, but not one this version wrote.
    """
    path = folder / _FILE
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text())
        if kept["version"] != _VERSION:
            raise UnreadableWorld(path)
        return _decoded(World, kept["world"]), timedelta(seconds=kept["offset_seconds"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableWorld(path) from error


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value)
        return {str(key): _encoded(inner) for key, inner in items.items()}
    if isinstance(value, list | tuple):
        return [_encoded(inner) for inner in cast("list[Any]", value)]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _decoded(kind: Any, value: Any) -> Any:
    if value is None or kind in (Any, Json):
        return value
    if is_dataclass(kind):
        return _dataclass(kind, value)
    if get_origin(kind) is not None:
        return _collection(get_origin(kind), get_args(kind), value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if kind is bytes else value


def _collection(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    if origin is dict:
        return {_key(arguments[0], key): _decoded(arguments[1], v) for key, v in value.items()}
    if origin is list:
        return [_decoded(arguments[0], inner) for inner in value]
    # What is left is a choice: one kind or null, or several that JSON keeps apart by itself.
    inner = [argument for argument in arguments if argument is not type(None)]
    return _decoded(inner[0], value) if len(inner) == 1 else value


def _dataclass(kind: Any, value: Json) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    return kind(**{name: _decoded(hints[name], v) for name, v in value.items() if name in known})


def _key(kind: Any, key: str) -> Any:
    return key if kind is str else int(key)
