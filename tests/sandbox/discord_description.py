"""Discord's own description of its API, and how far a recorded request and answer fit it.

The description lies beside the repository (`../shared/discord/openapi.json`) and is never copied.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema import exceptions as jsonschema_exceptions
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PATH = Path(__file__).parents[2].parent / "shared" / "discord" / "openapi.json"
_URI = "urn:discord"
_FORMATS = FormatChecker(())
_MOST = 20
# Discord documents 1 for a forward (API v10, Message Reference Types); its description has not.
_LEFT_OUT = {"$.message_reference.type: 0 was expected"}
_NAMES_AN_ID = re.compile(r"(^|_)ids?$|^(users|roles|messages|exempt_roles|exempt_channels)$")
_best_match: Any = cast("Any", jsonschema_exceptions).best_match


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def need_description() -> None:
    """Skip the test where the description is absent; on CI fail it."""
    if PATH.exists():
        return
    missing = f"Discord's description is not at {PATH}: nothing was checked against it"
    pytest.skip(missing)


def problems(record: Mapping[str, Any]) -> list[str]:
    """List how one record of `/sandbox/traffic` does not fit the description.

    Routes that the description does not have (people's own) give nothing. Each line begins with
    `request` or `answer`, then method and path.
    """
    operation = _operation(record["method"], record["path"])
    if operation is None:
        return []
    pointer, described = operation
    told = f"{record['method']} {record['path']} {record['status']}"
    found = [f"request {told}: {p}" for p in _request(pointer, described, record["request_body"])]
    status, answer = int(record["status"]), record["answer_body"]
    answered = _answer(pointer, described, status, answer)
    return found + [f"answer {told}: {p}" for p in answered if p not in _LEFT_OUT]


def is_described(record: Mapping[str, Any]) -> bool:
    """Tell whether the description has the route of a record."""
    return _operation(record["method"], record["path"]) is not None


def _request(pointer: str, described: dict[str, Any], body: Any) -> list[str]:
    content = described.get("requestBody", {}).get("content", {})
    kind = next((k for k in ("application/json", "multipart/form-data") if k in content), None)
    if kind is None:
        return []
    if isinstance(body, dict) and "payload_json" in body:
        body = cast("dict[str, Any]", body)["payload_json"]
    if body is None and not described["requestBody"].get("required"):
        return []
    where = f"{pointer}/requestBody/content/{_escaped(kind)}/schema"
    return _faults(where, {} if body is None else _as_described(body))


def _answer(pointer: str, described: dict[str, Any], status: int, body: Any) -> list[str]:
    responses = described["responses"]
    key = str(status) if str(status) in responses else f"{status // 100}XX"
    if key not in responses:
        return [] if status >= 500 else [f"status {status} is not described"]
    where, response = f"{pointer}/responses/{key}", responses[key]
    if "$ref" in response:
        where = response["$ref"].removeprefix("#")
        response = _at(where)
    if "application/json" not in response.get("content", {}):
        return [] if body is None else ["a body where none is described"]
    if body is None and status == 204:
        return []
    return _faults(f"{where}/content/application~1json/schema", body)


def _as_described(body: Any, key: str = "") -> Any:
    """Write ids as text and role permissions as numbers: Discord takes either from a client."""
    if isinstance(body, dict):
        items = cast("dict[str, Any]", body).items()
        # A component's own id is a number in the description as well.
        is_component = key in ("components", "component", "accessory")
        return {
            name: value if is_component and name == "id" else _as_described(value, name)
            for name, value in items
        }
    if isinstance(body, list):
        return [_as_described(value, key) for value in cast("list[Any]", body)]
    if type(body) is int and _NAMES_AN_ID.search(key):
        return str(body)
    if isinstance(body, str) and key == "permissions" and body.isdecimal():
        return int(body)
    return body


def _faults(pointer: str, body: Any) -> list[str]:
    # jsonschema's own types leave errors unknown.
    validator: Any = _validator(pointer)
    return [_told(error) for error in list(validator.iter_errors(body))[:_MOST]]


def _told(error: Any) -> str:
    while error.context and (deeper := _best_match(error.context)) is not None:
        error = deeper
    return f"{error.json_path}: {error.message[:300]}"


@cache
def _validator(pointer: str) -> Draft202012Validator:
    schema = {"$ref": f"{_URI}#{pointer}"}
    return Draft202012Validator(schema, registry=_registry(), format_checker=_FORMATS)


@cache
def _document() -> dict[str, Any]:
    return json.loads(PATH.read_text())


@cache
def _registry() -> Registry[Any]:
    resource = Resource[Any](_document(), DRAFT202012)
    return Registry[Any]().with_resource(_URI, resource)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Read the paths, the more literal ones first."""
    templates = sorted(_document()["paths"], key=lambda path: path.count("{"))
    return [
        (re.compile("^" + re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(template)) + "$"), template)
        for template in templates
    ]


def _operation(method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    plain = re.sub(r"^/api(/v\d+)?", "", path.split("?", maxsplit=1)[0])
    for pattern, template in _patterns():
        operation = _document()["paths"][template].get(method.lower())
        if operation is not None and pattern.match(plain):
            return f"/paths/{_escaped(template)}/{method.lower()}", operation
    return None


def _at(pointer: str) -> Any:
    node: Any = _document()
    for part in pointer.strip("/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
