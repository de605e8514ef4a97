"""Turns what pydantic found wrong into lines that name the key, its place and what is allowed."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.errors import SettingsError, WrongValueError
from config.kinds import Allowed, Unit, nearest
from config.layers import DOCUMENTED, PREFIX, Layer, Loc

Model = type[BaseModel]
# A password before an address's host, and a Discord token that was put under a wrong key.
CREDENTIALS = re.compile(r"(?<=//)[^/@\s]*(?=@)|[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """What the model knows about one key.

    Attributes:
        loc: The path of the key, without the steps that are no key (an item of a plain list).
        field: None when the model has no such key.
        table: The model of the table that the key is, or holds; None when it is a value.
    """

    loc: Loc
    field: FieldInfo | None
    table: Model | None


def keys(model: Model) -> dict[str, FieldInfo]:
    """Return the fields of a table by the names they have in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def table_of(field: FieldInfo) -> Model | None:
    """Return the model of a field that is a table or a list of tables."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def explain(error: ValidationError, model: Model, layers: Sequence[Layer]) -> SettingsError:
    """Say what is wrong, one line a problem.

    Args:
        layers: The strongest first; a value is looked for in this order.
    """
    found = error.errors(include_url=False, include_input=False)
    lines = [_line(each, model, layers) for each in found]
    return SettingsError(list(dict.fromkeys(lines)))


def variables(model: Model, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every environment variable that a setting may have."""
    if not path:
        yield from DOCUMENTED
    for key, field in keys(model).items():
        table = table_of(field)
        if table is None:
            yield PREFIX + "__".join((*path, key)).upper()
        elif get_origin(field.annotation) is not tuple:
            yield from variables(table, (*path, key))


def _line(found: ErrorDetails, model: Model, layers: Sequence[Layer]) -> str:
    cause = found.get("ctx", {}).get("error")
    loc = found["loc"] + ((cause.key,) if isinstance(cause, WrongValueError) else ())
    place = _place(model, loc)
    layer = _layer(layers, place.loc)
    if found["type"] == "extra_forbidden":
        return _unknown(place.loc, model, layer)
    if found["type"] == "missing":
        return f"{_key(place.loc)} is missing in {_above(layers, place.loc)}; {_allowed(place)}"
    start = f"{_key(place.loc)} in {layer.where(place.loc)}"
    if place.table is not None or place.field is None:
        is_what = "is not what belongs there"
    else:
        is_what = f"is {_shown(place, layer, loc)}"
    if isinstance(cause, WrongValueError):
        return f"{start} {is_what}; allowed: {cause.allowed}"
    said = f" ({cause})" if cause and str(cause) else ""
    return f"{start} {is_what}{said}; {_allowed(place)}"


def _place(model: Model, loc: Loc) -> Place:
    field: FieldInfo | None = None
    table: Model | None = model
    for depth, step in enumerate(loc):
        if isinstance(step, int) and table is not None:
            continue
        if table is None:
            return Place(loc[:depth], field, None)
        field = keys(table).get(str(step))
        table = table_of(field) if field else None
        if field is None:
            return Place(loc[: depth + 1], None, None)
    return Place(loc, field, table)


def _layer(layers: Sequence[Layer], loc: Loc) -> Layer:
    return next((layer for layer in layers if layer.holds(loc)), layers[-1])


def _above(layers: Sequence[Layer], loc: Loc) -> str:
    """Name the place of the nearest table that should have held `loc`."""
    for depth in range(len(loc) - 1, 0, -1):
        for layer in layers:
            if layer.holds(loc[:depth]):
                return layer.where(loc[:depth])
    return layers[-1].place


def _key(loc: Loc) -> str:
    *above, key = [str(step) for step in loc if isinstance(step, str)]
    number = next((step + 1 for step in loc if isinstance(step, int)), None)
    which = f" (number {number})" if number is not None else ""
    if not above:
        return f"[{key}]{which}"
    is_listed = isinstance(loc[-2], int)
    section = f"[[{'.'.join(above)}]]" if is_listed else f"[{'.'.join(above)}]"
    return f"{section} {key}{which}"


def _unknown(loc: Loc, model: Model, layer: Layer) -> str:
    key = str(loc[-1])
    parent = _place(model, loc[:-1]).table if len(loc) > 1 else model
    is_section = len(loc) == 1
    known = list(keys(parent)) if parent else []
    if variable := layer.variable(loc):
        meant = nearest(variable, variables(model))
        hint = f"did you mean {meant}?" if meant else "see config/default.toml for what there is"
        return f"{_key(loc)} in environment variable {variable}: there is no such setting; {hint}"
    meant = nearest(key, known)
    kind = "section" if is_section else "key"
    if meant:
        hint = f"did you mean {f'[{meant}]' if is_section else meant}?"
    else:
        hint = f"known: {', '.join(known)}"
    return f"{_key(loc)} in {layer.where(loc)}: there is no such {kind}; {hint}"


def _shown(place: Place, layer: Layer, loc: Loc) -> str:
    if place.field is not None and SecretStr in _members(place.field.annotation):
        return "not usable (a secret, not shown)"
    value = layer.value(loc, missing=layer.value(place.loc))
    text = CREDENTIALS.sub("...", json.dumps(value, default=str, ensure_ascii=False))
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


def _members(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *get_args(annotation))


def _allowed(place: Place) -> str:
    if place.field is None:
        return "see config/default.toml"
    return f"allowed: {_wanted(place.field)}"


def _wanted(field: FieldInfo) -> str:
    """Say what a field takes: its own words, else its choices, else its bounds."""
    own = next((mark.text for mark in field.metadata if isinstance(mark, Allowed)), None)
    if own is not None:
        return own
    if get_origin(field.annotation) is Literal:
        *most, last = [str(choice) for choice in get_args(field.annotation)]
        return f"{', '.join(most)} or {last}"
    if table_of(field) is not None:
        return "a table of keys"
    if field.annotation is bool:
        return "true or false"
    return _number(field)


def _number(field: FieldInfo) -> str:
    unit = next((mark for mark in field.metadata if isinstance(mark, Unit)), None)
    low = next((mark.ge for mark in field.metadata if isinstance(mark, Ge)), None)
    high = next((mark.le for mark in field.metadata if isinstance(mark, Le)), None)
    kind = "a whole number" if field.annotation is int else "a number"
    kind = f"a number of {unit.name}" if unit else kind
    return f"{kind} from {_bound(low, unit)} to {_bound(high, unit)}"


def _bound(bound: object, unit: Unit | None) -> str:
    number = bound / unit.one if isinstance(bound, timedelta) and unit else bound
    return f"{number:g}" if isinstance(number, float) else str(number)
