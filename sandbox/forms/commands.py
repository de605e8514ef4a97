"""Application commands as they are registered: checked against Discord's rules.

Source: Discord API v10, "Application Commands": naming, limits and option structure.
"""

import re
from typing import Any, Final

from sandbox.forms.form import Form
from sandbox.world.entities import Json

CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE = 1, 2, 3, 4, 5, 6, 7, 8
MENTIONABLE, NUMBER, ATTACHMENT = 9, 10, 11

_KINDS: Final = (CHAT, ON_USER, ON_MESSAGE)
_NAME: Final = re.compile(r"[-_'\w]{1,32}")
_LONGEST: Final = 8000
# Largest whole number JSON carries exactly.
_EXACT: Final = 2**53


def read_command(form: Form, *, was: Json | None = None, kind: int | None = None) -> Json:
    """Read a command's fields with `type` and `name`; on an edit, over what it was."""
    if was is None:
        form.require("name")
        kind = form.choice("type", _KINDS) or CHAT
    kind = kind or CHAT
    merged = {**(was or {}), **form.body}
    whole = Form(merged, form.faults, form.path)
    permissions = whole.bits("default_member_permissions")
    fields: Json = {
        "type": kind,
        "name": _name(whole, kind),
        "name_localizations": _localized(whole, "name_localizations", 32),
        "description": _description(whole, kind),
        "description_localizations": _localized(whole, "description_localizations", 100),
        "options": _options(whole, depth=0) if kind == CHAT else [],
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": whole.boolean("dm_permission", default=True),
        "contexts": _numbers(whole, "contexts", (0, 1, 2)),
        "integration_types": _numbers(whole, "integration_types", (0, 1)) or [0],
        "nsfw": whole.boolean("nsfw"),
    }
    if kind != CHAT and whole.given("options") and whole.body["options"]:
        sentence = "Context menu commands cannot have options"
        form.fault("options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", sentence)
    if _size(fields) > _LONGEST:
        sentence = f"Command exceeds maximum size ({_LONGEST})"
        form.fault(None, "APPLICATION_COMMAND_TOO_LARGE", sentence)
    return fields


def _name(form: Form, kind: int) -> str:
    name = form.text("name", low=1, high=32) or ""
    if kind == CHAT:
        _check_name(form, name)
    return name


def _check_name(form: Form, name: str) -> None:
    if name and not (_NAME.fullmatch(name) and name == name.lower()):
        sentence = "Command name is invalid"
        form.fault("name", "APPLICATION_COMMAND_INVALID_NAME", sentence)


def _description(form: Form, kind: int) -> str:
    if kind == CHAT:
        form.require("description")
        return form.text("description", low=1, high=100) or ""
    if form.body.get("description"):
        sentence = "Context menu commands cannot have description"
        form.fault("description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", sentence)
    return ""


def _options(form: Form, *, depth: int) -> list[Json]:
    found = [_option(o, depth) for o in form.forms("options", high=25)]
    names = [o["name"] for o in found]
    if len(set(names)) < len(names):
        sentence = "Option names must be unique"
        form.fault("options", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", sentence)
    nested = [o["type"] in (SUBCOMMAND, GROUP) for o in found]
    if any(nested) and not all(nested):
        sentence = "Sub-command and sub-command group option types are mutually exclusive "
        sentence += "to all other types"
        form.fault("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", sentence)
    needed = [bool(o.get("required")) for o in found]
    for place, is_needed in enumerate(needed):
        if is_needed and not all(needed[:place]):
            path = (*form.path, "options", place)
            sentence = "Required options must be placed before non-required options"
            form.faults.append((path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence))
    return found


def _option(form: Form, depth: int) -> Json:
    form.require("type", "name", "description")
    kind = form.choice("type", range(SUBCOMMAND, ATTACHMENT + 1)) or STRING
    name = form.text("name", low=1, high=32) or ""
    _check_name(form, name)
    option: Json = {
        "type": kind,
        "name": name,
        "description": form.text("description", low=1, high=100) or "",
    }
    for key, longest in (("name_localizations", 32), ("description_localizations", 100)):
        if form.given(key):
            option[key] = _localized(form, key, longest)
    if (kind == GROUP and depth > 0) or (kind == SUBCOMMAND and depth > 1):
        sentence = "Sub-command groups cannot be nested"
        form.fault("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", sentence)
        return option
    if kind in (SUBCOMMAND, GROUP):
        return option | {"options": _options(form, depth=depth + 1)}
    return option | {"required": form.boolean("required")} | _limits(form, kind)


def _limits(form: Form, kind: int) -> Json:
    limits: Json = {}
    if kind in (STRING, INTEGER, NUMBER):
        limits |= _suggestions(form, kind)
    if kind in (INTEGER, NUMBER):
        for name in ("min_value", "max_value"):
            limits[name] = _number(form, name, kind)
    if kind == STRING:
        limits["min_length"] = form.integer("min_length", low=0, high=6000)
        limits["max_length"] = form.integer("max_length", low=1, high=6000)
    if kind == CHANNEL and form.given("channel_types"):
        limits["channel_types"] = form.list_of("channel_types", high=20)
    return {name: value for name, value in limits.items() if value is not None}


def _suggestions(form: Form, kind: int) -> Json:
    choices = [_choice(c, kind) for c in form.forms("choices", high=25)]
    is_live = form.boolean("autocomplete")
    if is_live and choices:
        sentence = "Autocomplete cannot be set with choices"
        form.fault("autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", sentence)
    return {"choices": choices or None, "autocomplete": is_live or None}


def _choice(form: Form, kind: int) -> Json:
    form.require("name", "value")
    choice: Json = {"name": form.text("name", low=1, high=100) or ""}
    if form.given("name_localizations"):
        choice["name_localizations"] = _localized(form, "name_localizations", 100)
    if kind == STRING:
        return choice | {"value": form.text("value", low=1, high=100) or ""}
    return choice | {"value": _number(form, "value", kind)}


def _number(form: Form, name: str, kind: int) -> float | int | None:
    value = form.body.get(name)
    if value is None:
        return None
    good = (int,) if kind == INTEGER else (int, float)
    if isinstance(value, bool) or not isinstance(value, good) or abs(value) > _EXACT:
        form.fault(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
        return None
    return value


def _localized(form: Form, name: str, longest: int) -> dict[str, str] | None:
    inner = form.form(name)
    if inner is None:
        return None
    return {key: inner.text(key, low=1, high=longest) or "" for key in inner.body}


def _numbers(form: Form, name: str, allowed: tuple[int, ...]) -> list[int] | None:
    if not form.given(name):
        return None
    found: list[Any] = form.list_of(name, high=len(allowed))
    for place, value in enumerate(found):
        if value not in allowed:
            path = (*form.path, name, place)
            listed = ", ".join(str(a) for a in allowed)
            sentence = f"Value must be one of {{{listed}}}."
            form.faults.append((path, "BASE_TYPE_CHOICES", sentence))
    return sorted(set(found)) if not form.faults else found


def _size(fields: Json) -> int:
    total = len(fields["name"]) + len(fields["description"])
    for option in fields.get("options", []):
        total += _size(option)
        for choice in option.get("choices", []):
            total += len(choice["name"]) + len(str(choice["value"]))
    return total
