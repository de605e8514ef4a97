"""Embeds as a request gives them: checked against Discord's limits, kept as Discord shows them."""

from typing import Final

from sandbox.forms.form import Form
from sandbox.payloads.moments import iso
from sandbox.world.entities import Json

_TOGETHER: Final = 6000


def read_embeds(form: Form, name: str = "embeds") -> list[Json]:
    """Read a message's embeds, at most ten and 6,000 characters together."""
    embeds = [_embed(e) for e in form.forms(name, high=10)]
    if sum(_size(e) for e in embeds) > _TOGETHER:
        sentence = f"Embed size exceeds maximum size of {_TOGETHER}"
        form.fault(name, "MAX_EMBED_SIZE_EXCEEDED", sentence)
    return embeds


def _embed(form: Form) -> Json:
    embed: Json = {
        "type": "rich",
        "title": form.text("title", high=256),
        "description": form.text("description", high=4096),
        "url": _link(form, "url", files=False),
        "color": form.integer("color", low=0, high=0xFFFFFF),
        "timestamp": iso(form.moment("timestamp")),
        "footer": _footer(form.form("footer")),
        "author": _author(form.form("author")),
        "image": _picture(form.form("image")),
        "thumbnail": _picture(form.form("thumbnail")),
        "fields": [_field(f) for f in form.forms("fields", high=25)],
    }
    shown = {key: value for key, value in embed.items() if value not in (None, [], "")}
    if not shown.keys() - {"type", "url", "color", "timestamp"}:
        form.fault("description", "BASE_TYPE_REQUIRED", "This field is required")
    return shown


def _field(form: Form) -> Json:
    form.require("name", "value")
    return {
        "name": form.text("name", low=1, high=256) or "",
        "value": form.text("value", low=1, high=1024) or "",
        "inline": form.boolean("inline"),
    }


def _footer(form: Form | None) -> Json | None:
    if form is None:
        return None
    form.require("text")
    return _kept({"text": form.text("text", high=2048), "icon_url": _link(form, "icon_url")})


def _author(form: Form | None) -> Json | None:
    if form is None:
        return None
    form.require("name")
    return _kept(
        {
            "name": form.text("name", high=256),
            "url": _link(form, "url", files=False),
            "icon_url": _link(form, "icon_url"),
        }
    )


def _picture(form: Form | None) -> Json | None:
    if form is None or not form.given("url"):
        return None
    url = _link(form, "url")
    return _kept({"url": url, "proxy_url": url, "width": 0, "height": 0, "flags": 0})


def _link(form: Form, name: str, *, files: bool = True) -> str | None:
    value = form.text(name, high=2048)
    allowed = ("http://", "https://", "attachment://") if files else ("http://", "https://")
    if value and not value.startswith(allowed):
        sentence = f'Scheme "{value.split(":")[0]}" is not supported. Scheme must be one of '
        form.fault(name, "URL_TYPE_INVALID_SCHEME", sentence + "('http', 'https').")
        return None
    return value


def _kept(part: Json) -> Json:
    return {key: value for key, value in part.items() if value is not None}


def _size(embed: Json) -> int:
    total = len(embed.get("title", "")) + len(embed.get("description", ""))
    total += len(embed.get("footer", {}).get("text", ""))
    total += len(embed.get("author", {}).get("name", ""))
    return total + sum(len(f["name"]) + len(f["value"]) for f in embed.get("fields", []))
