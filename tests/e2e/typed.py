"""What a Discord client makes of what a person types and chooses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def option_type(command: Json, path: Sequence[str], option: str) -> int:
    """Return the type of a command's option."""
    level = command
    for name in path:
        level = next(inner for inner in level["options"] if inner["name"] == name)
    return next(each["type"] for each in level["options"] if each["name"] == option)


def nested(path: Sequence[str], options: Sequence[Json]) -> list[Json]:
    """Wrap options in their subcommand (1) and its group (2)."""
    wrapped = list(options)
    for depth, name in enumerate(reversed(path), start=1):
        wrapped = [{"type": depth, "name": name, "options": wrapped}]
    return wrapped


def filled(item: Json, typed: Mapping[str, str]) -> Json:
    """Fill a form's component with what was typed or is chosen beforehand."""
    if "components" in item:
        return {**item, "components": [filled(inner, typed) for inner in item["components"]]}
    if "component" in item:
        return {**item, "component": filled(item["component"], typed)}
    if item["type"] == 10:  # words of the form's own, which nobody fills
        return {"type": 10, "id": item["id"]}
    chosen = [each["value"] for each in item.get("options", []) if each.get("default")]
    value = typed.get(item.get("custom_id", ""), item.get("value") or "".join(chosen[:1]))
    key, given = ("values", [value]) if item["type"] == 3 else ("value", value)
    return {"type": item["type"], "custom_id": item.get("custom_id"), key: given}


def leaves(command: Json, name: str) -> Iterator[str]:
    """Yield the names of the commands that can be used, below a root."""
    options: list[Json] = command.get("options") or []
    below = [each for each in options if each["type"] in {1, 2}]
    for each in below:
        yield from leaves(each, f"{name} {each['name']}")
    if not below:
        yield name
