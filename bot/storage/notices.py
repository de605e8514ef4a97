"""Notices as JSON: the kind is the class's name, the fields are its fields."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from bot.domain import notices
from bot.domain.notices import Notice
from bot.storage.times import micros, moment

KINDS: Mapping[str, type[Notice]] = {kind.__name__: kind for kind in get_args(notices.Notice)}


def kind_of(notice: Notice) -> str:
    """Return the name a notice's class has in the ledger."""
    return type(notice).__name__


def dump(notice: Notice) -> str:
    """Return a notice's fields as JSON."""
    values = {field.name: getattr(notice, field.name) for field in fields(notice)}
    return json.dumps(
        {
            name: micros(value) if isinstance(value, datetime) else value
            for name, value in values.items()
        }
    )


def load(kind: str, payload: str) -> Notice:
    """Return the notice that `dump` wrote."""
    made = KINDS[kind]
    restore = _restorers(made)
    values: dict[str, Any] = json.loads(payload)
    # Fields that a later release dropped are left behind; those that it added have defaults.
    known: dict[str, Any] = {
        name: value if value is None else restore[name](value)
        for name, value in values.items()
        if name in restore
    }
    return made(**known)


@cache
def _restorers(kind: type[Notice]) -> Mapping[str, Callable[[Any], Any]]:
    return {name: _restorer(hint) for name, hint in get_type_hints(kind).items()}


def _restorer(hint: Any) -> Callable[[Any], Any]:
    if hint is datetime or datetime in get_args(hint):
        return moment
    return tuple if get_origin(hint) is tuple else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
