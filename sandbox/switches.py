"""`/sandbox/faults`: how faults are switched on and off."""

from typing import Final

from sandbox.core import Sandbox
from sandbox.faults import Delay, Failure, Faults, route_pattern
from sandbox.forms.form import Form
from sandbox.gateway import intents
from sandbox.world.entities import Json, User

_INTENTS: Final = {
    "members": intents.MEMBERS,
    "presences": intents.PRESENCES,
    "message_content": intents.CONTENT,
}
_ROUTE: Final[Json] = {
    "type": "string",
    "description": "After /api/v10; `*` or {name} for any one part: /channels/*/messages",
}
_ID_LIST: Final[Json] = {"type": "array", "items": {"type": "string"}}
SCHEMA: Final[Json] = {
    "type": "object",
    "description": "Every field is optional; what is not named stays as it is.",
    "properties": {
        "drop_gateway": {
            "description": "true: hang up on everybody. Or whom, and how.",
            "type": ["boolean", "object"],
            "properties": {
                "users": {**_ID_LIST, "description": "Default: everybody."},
                "code": {"type": "integer", "description": "Close code, default 4000."},
                "abort": {"type": "boolean", "description": "Cut the line without a word."},
                "reconnect": {"type": "boolean", "description": "Ask with op 7 instead."},
            },
        },
        "refuse_resume": {"type": "integer", "description": "The next n RESUMEs get op 9 false."},
        "refuse_identify": {
            "type": "integer",
            "description": "The next n IDENTIFYs get op 9 false.",
        },
        "refuse_intents": {
            "type": "array",
            "items": {"enum": list(_INTENTS)},
            "description": "Privileged intents that close with 4014; [] allows all.",
        },
        "fail": {
            "description": "One or a list: the next `times` requests answer `status`.",
            "type": ["object", "array"],
            "required": ["route", "status"],
            "properties": {
                "route": _ROUTE,
                "method": {"type": "string", "description": "Default: any."},
                "status": {"type": "integer"},
                "times": {"type": "integer", "description": "Default 1."},
                "retry_after": {"type": "number", "description": "Seconds, for 429."},
            },
        },
        "rate_limits": {"type": "boolean", "description": "Enforce Discord's rate limits."},
        "close_dms": {**_ID_LIST, "description": "These people take no direct messages."},
        "open_dms": {**_ID_LIST, "description": "These take them again."},
        "delay": {
            "description": "One or a list: answers of a route wait; 0 seconds ends it.",
            "type": ["object", "array"],
            "required": ["route", "seconds"],
            "properties": {"route": _ROUTE, "seconds": {"type": "number"}},
        },
        "clear": {"type": "boolean", "description": "true: switch everything off first."},
    },
}


def state(sandbox: Sandbox) -> Json:
    """Tell what is switched on now."""
    faults = sandbox.faults
    refused = [name for name, bit in _INTENTS.items() if faults.refused_intents & bit]
    return {
        "refuse_resume": faults.refuse_resumes,
        "refuse_identify": faults.refuse_identifies,
        "refuse_intents": refused,
        "fail": [
            {"method": f.method, "route": f.shown, "status": f.status, "times": f.left}
            for f in faults.failures
            if f.left > 0
        ],
        "rate_limits": faults.enforce_rate_limits,
        "closed_dms": [str(u.id) for u in sandbox.world.users.values() if u.has_closed_dms],
        "delay": [{"route": d.shown, "seconds": d.real_seconds} for d in faults.delays],
    }


def clear(sandbox: Sandbox) -> None:
    """Switch everything off."""
    fresh = Faults()
    for name in Faults.__slots__:
        setattr(sandbox.faults, name, getattr(fresh, name))
    sandbox.limits.clear()
    for user in sandbox.world.users.values():
        user.has_closed_dms = False


def switch(sandbox: Sandbox, form: Form) -> None:
    """Switch what the form names.

    Raises:
        DiscordError: 50035; then nothing was switched.
    """
    for name in set(form.body) - set(SCHEMA["properties"]):
        form.fault(name, "UNKNOWN_FIELD", "There is no such switch; GET tells which there are.")
    failures = [_failure(f) for f in _one_or_many(form, "fail")]
    delays = [_delay(f) for f in _one_or_many(form, "delay")]
    closing, opening = _people(sandbox, form, "close_dms"), _people(sandbox, form, "open_dms")
    numbers = _numbers(form)
    is_cleared, drop = form.boolean("clear"), _read_drop(form)
    enforced = form.boolean("rate_limits") if form.has("rate_limits") else None
    form.check()
    if is_cleared:
        clear(sandbox)
    faults = sandbox.faults
    faults.failures = [*faults.failures, *failures]
    faults.delays = _merged(faults.delays, delays)
    if enforced is not None:
        faults.enforce_rate_limits = enforced
    for name, number in numbers.items():
        setattr(faults, name, number)
    for user in (*closing, *opening):
        user.has_closed_dms = user in closing
    if drop is not None:
        _drop(sandbox, drop)


def _numbers(form: Form) -> dict[str, int]:
    read = {
        "refuse_resumes": form.integer("refuse_resume", low=0),
        "refuse_identifies": form.integer("refuse_identify", low=0),
        "refused_intents": _refused_intents(form),
    }
    return {name: number for name, number in read.items() if number is not None}


def _failure(form: Form) -> Failure:
    form.require("route", "status")
    route, method = form.text("route", low=1) or "", form.text("method", low=3, high=7)
    status = form.integer("status", low=400, high=599) or 500
    times = form.integer("times", low=1)
    after = _seconds(form, "retry_after")
    return Failure(
        route_pattern(route), route, status, times or 1, method and method.upper(), after or 1.0
    )


def _delay(form: Form) -> Delay:
    form.require("route", "seconds")
    route = form.text("route", low=1) or ""
    return Delay(route_pattern(route), route, _seconds(form, "seconds") or 0.0)


def _merged(before: list[Delay], added: list[Delay]) -> list[Delay]:
    routes = {delay.shown: delay for delay in [*before, *added]}
    return [delay for delay in routes.values() if delay.real_seconds > 0]


def _seconds(form: Form, name: str) -> float | None:
    value = form.body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 600:
        form.fault(name, "NUMBER_TYPE_COERCE", "Seconds from 0 to 600.")
        return None
    return float(value)


def _one_or_many(form: Form, name: str) -> list[Form]:
    if isinstance(form.body.get(name), list):
        return list(form.forms(name, high=100))
    one = form.form(name)
    return [] if one is None else [one]


def _people(sandbox: Sandbox, form: Form, name: str) -> list[User]:
    found: list[User] = []
    for user_id in form.snowflakes(name):
        user = sandbox.world.users.get(user_id)
        if user is None:
            form.fault(name, "USER_DOES_NOT_EXIST", f"Nobody is {user_id}.")
        else:
            found.append(user)
    return found


def _refused_intents(form: Form) -> int | None:
    if not form.has("refuse_intents"):
        return None
    bits = 0
    for name in form.texts("refuse_intents", high=3, each=20):
        if name not in _INTENTS:
            form.fault("refuse_intents", "BASE_TYPE_CHOICES", f"One of {', '.join(_INTENTS)}.")
        bits |= _INTENTS.get(name, 0)
    return bits


def _read_drop(form: Form) -> Form | None:
    if isinstance(form.body.get("drop_gateway"), bool):
        return Form({}, form.faults, ("drop_gateway",)) if form.body["drop_gateway"] else None
    drop = form.form("drop_gateway")
    if drop is not None:
        drop.integer("code", low=1000, high=4999)
        drop.snowflakes("users")
        drop.boolean("abort")
        drop.boolean("reconnect")
    return drop


def _drop(sandbox: Sandbox, drop: Form) -> None:
    users, code = set(drop.snowflakes("users")), drop.integer("code") or 4000
    for session in sandbox.hub.sessions():
        outlet = session.outlet
        if outlet is None or (users and session.user_id not in users):
            continue
        if drop.boolean("abort"):
            outlet.abort()
        elif drop.boolean("reconnect"):
            outlet.push('{"op":7,"d":null,"s":null,"t":null}')
        else:
            outlet.end(code, "The sandbox hung up.")
