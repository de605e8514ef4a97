"""Components and forms: what a person pressed, chose or typed, checked against what was shown."""

from typing import Any, cast

from sandbox import snowflakes
from sandbox.acts.options import Resolver
from sandbox.errors import DiscordError, invalid
from sandbox.forms import components as kinds
from sandbox.forms.commands import CHANNEL, MENTIONABLE, ROLE, USER
from sandbox.forms.components import walk
from sandbox.forms.form import Form
from sandbox.world.entities import Json, Message

_OPTION_OF = {
    kinds.USER_SELECT: USER,
    kinds.ROLE_SELECT: ROLE,
    kinds.MENTIONABLE_SELECT: MENTIONABLE,
    kinds.CHANNEL_SELECT: CHANNEL,
}


def read_press(form: Form, message: Message, resolver: Resolver) -> Json:
    """Read the press of a component of a message.

    Raises:
        DiscordError: 50035 where the message has no such component, or it is disabled.
    """
    form.require("custom_id", "component_type")
    custom_id, kind = form.text("custom_id", high=100), form.integer("component_type")
    form.check()
    shown = next((c for c in walk(message.components) if c.get("custom_id") == custom_id), None)
    if shown is None or shown["type"] != kind or shown.get("disabled"):
        raise invalid((*form.path, "custom_id"), "COMPONENT_VALIDATION_FAILED", _FAILED)
    data: Json = {"custom_id": custom_id, "component_type": kind, "id": shown["id"]}
    if kind in kinds.SELECTS:
        data["values"] = _values(form, shown, resolver)
    if kind in _OPTION_OF:
        data["resolved"] = resolver.found
    form.check()
    return data


_FAILED = "Component validation failed"


def read_submit(form: Form, modal: Json, resolver: Resolver) -> Json:
    """Read a submitted form against the one that was shown."""
    typed = _typed(form.body.get("components"))
    data: Json = {
        "custom_id": modal["custom_id"],
        "components": [_filled(c, typed, form, resolver) for c in modal["components"]],
    }
    form.check()
    if resolver.found:
        data["resolved"] = resolver.found
    return data


def is_same_form(form: Form, modal: Json) -> bool:
    """Tell whether a submission belongs to a form."""
    return form.body.get("custom_id") == modal["custom_id"]


def unknown_form() -> DiscordError:
    """Build the refusal of a form that was never shown."""
    return invalid(("data", "custom_id"), "COMPONENT_VALIDATION_FAILED", _FAILED)


def _typed(components: Any) -> dict[str, Json]:
    """Gather submitted fields by custom_id, however they are nested."""
    found: dict[str, Json] = {}
    pending: list[Any] = [components]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending += cast("list[Any]", item)
        elif isinstance(item, dict):
            field = cast("Json", item)
            if isinstance(field.get("custom_id"), str):
                found[field["custom_id"]] = field
            pending += [field.get("components"), field.get("component")]
    return found


def _filled(shown: Json, typed: dict[str, Json], form: Form, resolver: Resolver) -> Json:
    kept: Json = {"type": shown["type"], "id": shown["id"]}
    if "components" in shown:
        inner = [_filled(c, typed, form, resolver) for c in shown["components"]]
        return kept | {"components": inner}
    if "component" in shown:
        return kept | {"component": _filled(shown["component"], typed, form, resolver)}
    if "custom_id" not in shown:
        return kept
    answer = Form(typed.get(shown["custom_id"], {}), form.faults, (*form.path, shown["custom_id"]))
    kept["custom_id"] = shown["custom_id"]
    if shown["type"] == kinds.TEXT_INPUT:
        return kept | {"value": _value(answer, shown)}
    if shown["type"] in kinds.SELECTS:
        return kept | {"values": _values(answer, shown, resolver)}
    return kept | {key: answer.body[key] for key in ("value", "values") if key in answer.body}


def _value(form: Form, shown: Json) -> str:
    value = form.text("value", high=shown.get("max_length") or 4000) or ""
    if not value and shown.get("required", True):
        form.fault("value", "BASE_TYPE_REQUIRED", "This field is required")
    least = shown.get("min_length") or 0
    if value and len(value) < least:
        sentence = f"Must be {least} or more in length."
        form.fault("value", "BASE_TYPE_MIN_LENGTH", sentence)
    return value


def _values(form: Form, shown: Json, resolver: Resolver) -> list[str]:
    values = list(dict.fromkeys(form.texts("values", high=25, each=100)))
    least, most = shown["min_values"], shown["max_values"]
    if shown.get("required") is False and not values:
        least = 0
    if not least <= len(values) <= most:
        sentence = f"Must be between {least} and {most} in length."
        form.fault("values", "BASE_TYPE_BAD_LENGTH", sentence)
    for place, value in enumerate(values):
        if not _is_on_offer(value, shown, resolver):
            path = (*form.path, "values", place)
            form.faults.append((path, "COMPONENT_VALIDATION_FAILED", _FAILED))
    return values


def _is_on_offer(value: str, shown: Json, resolver: Resolver) -> bool:
    if shown["type"] == kinds.STRING_SELECT:
        return value in [option["value"] for option in shown["options"]]
    number = snowflakes.parse(value)
    if number is None:
        return False
    return resolver.take(_OPTION_OF[shown["type"]], number, shown.get("channel_types"))
