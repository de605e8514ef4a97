"""Components of messages and forms: checked against Discord's limits, kept as Discord shows them.

Source: Discord API v10, "Component Reference". Kinds the sandbox has no rules for are kept as
they came, with an `id`.
"""

from collections.abc import Callable
from typing import Any, Final

from sandbox.forms.form import Form
from sandbox.world.entities import COMPONENTS_V2, Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23

SELECTS: Final = frozenset(range(STRING_SELECT, CHANNEL_SELECT + 1)) - {TEXT_INPUT}
LINK, PREMIUM = 5, 6
_IN_MESSAGE_V2: Final = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
_IN_LABEL: Final = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}

Readers = dict[int, Callable[["ComponentReader", Form], Json]]


class ComponentReader:
    """Reads one tree of components: numbers them and refuses a custom_id used twice."""

    def __init__(self) -> None:
        self._custom_ids: set[str] = set()
        self._numbers: set[int] = set()

    def message(self, form: Form, flags: int, name: str = "components") -> list[Json]:
        """Read the components of a message: rows, or the wider set with its flag."""
        is_v2 = bool(flags & COMPONENTS_V2)
        allowed = _IN_MESSAGE_V2 if is_v2 else frozenset({ROW})
        items = form.forms(name, high=40 if is_v2 else 5)
        return [self._one(item, allowed) for item in items]

    def modal(self, form: Form, name: str = "components") -> list[Json]:
        """Read the components of a form that is shown to a person."""
        form.require(name)
        items = form.forms(name, low=1, high=5)
        return [self._one(item, frozenset({ROW, LABEL, TEXT}), modal=True) for item in items]

    def _one(self, form: Form, allowed: frozenset[int], *, modal: bool = False) -> Json:
        form.require("type")
        kind = form.choice("type", allowed)
        number = self._number(form)
        if kind is None:
            return {"type": 0, "id": number}
        rest = self._row(form, modal=modal) if kind == ROW else self._leaf(kind, form)
        return {"type": kind, "id": number, **rest}

    def _number(self, form: Form) -> int:
        number = form.integer("id", low=0, high=(1 << 31) - 1)
        if not number or number in self._numbers:
            number = max(self._numbers, default=0) + 1
        self._numbers.add(number)
        return number

    def _row(self, form: Form, *, modal: bool) -> Json:
        form.require("components")
        allowed = frozenset({TEXT_INPUT}) if modal else SELECTS | {BUTTON}
        items = list(form.forms("components", low=1, high=1 if modal else 5))
        for item in items if modal else []:
            item.require("label")
        children = [self._one(item, allowed) for item in items]
        if len(children) > 1 and any(c["type"] in SELECTS for c in children):
            sentence = "The number of components in the row exceeds its width"
            form.fault("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)
        return {"components": children}

    def _leaf(self, kind: int, form: Form) -> Json:
        reader = _READERS.get(kind)
        return _as_it_came(form) if reader is None else reader(self, form)

    def custom_id(self, form: Form, *, required: bool = True) -> str | None:
        """Read a custom_id, which nothing else in the tree may have."""
        if required:
            form.require("custom_id")
        value = form.text("custom_id", low=1, high=100)
        if value is not None and value in self._custom_ids:
            sentence = "Component custom id cannot be duplicated"
            form.fault("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", sentence)
        if value is not None:
            self._custom_ids.add(value)
        return value

    def button(self, form: Form) -> Json:
        """Read a button: a custom_id, or an address where it is a link."""
        form.require("style")
        style = form.choice("style", range(1, 7)) or 1
        custom_id = self.custom_id(form, required=style < LINK)
        url = form.text("url", high=512)
        if style >= LINK and custom_id is not None:
            sentence = "A custom id and url cannot both be specified"
            form.fault(None, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", sentence)
        if style == LINK:
            form.require("url")
            _check_link(form, url)
        label, emoji = form.text("label", high=80), _emoji(form)
        if style != PREMIUM and not label and emoji is None:
            sentence = "A button must have a label or an emoji"
            form.fault(None, "BUTTON_COMPONENT_INVALID_EMPTY", sentence)
        return _kept(
            {
                "style": style,
                "custom_id": custom_id,
                "url": url,
                "label": label,
                "emoji": emoji,
                "disabled": form.boolean("disabled") or None,
                "sku_id": form.text("sku_id"),
            }
        )

    def select(self, form: Form) -> Json:
        """Read a select of users, roles or channels."""
        least = form.integer("min_values", low=0, high=25)
        most = form.integer("max_values", low=1, high=25)
        least, most = 1 if least is None else least, most or 1
        if least > most:
            sentence = "min_values must be less than or equal to max_values"
            form.fault("min_values", "COMPONENT_SELECT_VALUES_INVALID", sentence)
        return _kept(
            {
                "custom_id": self.custom_id(form),
                "placeholder": form.text("placeholder", high=150),
                "min_values": least,
                "max_values": most,
                "disabled": form.boolean("disabled") or None,
                "required": form.boolean("required", default=True)
                if form.has("required")
                else None,
                "channel_types": form.list_of("channel_types", high=20) or None,
                "default_values": form.list_of("default_values", high=25) or None,
            }
        )

    def string_select(self, form: Form) -> Json:
        """Read a select among given options."""
        form.require("options")
        options = [_option(o) for o in form.forms("options", low=1, high=25)]
        values = [o["value"] for o in options]
        for place, value in enumerate(values):
            if value in values[:place]:
                path = (*form.path, "options", place, "value")
                sentence = "The specified option value is already used"
                form.faults.append((path, "COMPONENT_OPTION_VALUE_DUPLICATED", sentence))
        select = self.select(form)
        if select["min_values"] > len(options) > 0:
            sentence = "min_values must not exceed the number of options"
            form.fault("min_values", "COMPONENT_SELECT_VALUES_INVALID", sentence)
        return {**select, "options": options}

    def text_input(self, form: Form) -> Json:
        """Read a text field of a form."""
        form.require("style")
        return {
            "custom_id": self.custom_id(form),
            "style": form.choice("style", (1, 2)) or 1,
            "label": form.text("label", low=1, high=45),
            "min_length": form.integer("min_length", low=0, high=4000),
            "max_length": form.integer("max_length", low=1, high=4000),
            "required": form.boolean("required", default=True),
            **_kept(
                {
                    "value": form.text("value", high=4000) or None,
                    "placeholder": form.text("placeholder", high=100) or None,
                }
            ),
        }

    def label(self, form: Form) -> Json:
        """Read a form's label with the one field under it."""
        form.require("label", "component")
        inner = form.form("component")
        return _kept(
            {
                "label": form.text("label", low=1, high=45),
                "description": form.text("description", low=1, high=100),
                "component": None if inner is None else self._one(inner, _IN_LABEL),
            }
        )

    def field(self, form: Form) -> Json:
        """Read a form's field of a newer kind: kept as it came, its custom_id checked."""
        return _as_it_came(form) | {"custom_id": self.custom_id(form)}

    def text(self, form: Form) -> Json:
        """Read a text display."""
        form.require("content")
        return {"content": form.text("content", low=1, high=4000) or ""}

    def section(self, form: Form) -> Json:
        """Read texts with a button or picture beside them."""
        form.require("components", "accessory")
        texts = [self._one(f, frozenset({TEXT})) for f in form.forms("components", low=1, high=3)]
        beside = form.form("accessory")
        accessory = None if beside is None else self._one(beside, frozenset({BUTTON, THUMBNAIL}))
        return {"components": texts, "accessory": accessory}

    def container(self, form: Form) -> Json:
        """Read a box around other components."""
        form.require("components")
        items = form.forms("components", low=1, high=40)
        return {
            "components": [self._one(i, _IN_MESSAGE_V2 - {CONTAINER}) for i in items],
            "accent_color": form.integer("accent_color", low=0, high=0xFFFFFF),
            "spoiler": form.boolean("spoiler"),
        }

    def separator(self, form: Form) -> Json:
        """Read a line between components."""
        spacing = form.choice("spacing", (1, 2)) or 1
        return {"spacing": spacing, "divider": form.boolean("divider", default=True)}

    def thumbnail(self, form: Form) -> Json:
        """Read a small picture."""
        return {
            "media": _media(form, "media"),
            "description": form.text("description", low=1, high=1024),
            "spoiler": form.boolean("spoiler"),
        }

    def gallery(self, form: Form) -> Json:
        """Read a row of pictures."""
        form.require("items")
        return {"items": [self.thumbnail(i) for i in form.forms("items", low=1, high=10)]}

    def file(self, form: Form) -> Json:
        """Read a shown file."""
        spoiler = form.boolean("spoiler")
        return {"file": _media(form, "file"), "name": None, "size": None, "spoiler": spoiler}


_READERS: Final[Readers] = {
    BUTTON: ComponentReader.button,
    STRING_SELECT: ComponentReader.string_select,
    TEXT_INPUT: ComponentReader.text_input,
    USER_SELECT: ComponentReader.select,
    ROLE_SELECT: ComponentReader.select,
    MENTIONABLE_SELECT: ComponentReader.select,
    CHANNEL_SELECT: ComponentReader.select,
    SECTION: ComponentReader.section,
    TEXT: ComponentReader.text,
    THUMBNAIL: ComponentReader.thumbnail,
    GALLERY: ComponentReader.gallery,
    FILE: ComponentReader.file,
    SEPARATOR: ComponentReader.separator,
    CONTAINER: ComponentReader.container,
    LABEL: ComponentReader.label,
    FILE_UPLOAD: ComponentReader.field,
    RADIO_GROUP: ComponentReader.field,
    CHECKBOX_GROUP: ComponentReader.field,
    CHECKBOX: ComponentReader.field,
}


def walk(components: list[Json]) -> list[Json]:
    """List every component of a tree, outer ones first."""
    found: list[Json] = []
    for component in components:
        found.append(component)
        found += walk(component.get("components", []))
        inner = [component.get("accessory"), component.get("component")]
        found += walk([i for i in inner if i])
    return found


def _option(form: Form) -> Json:
    form.require("label", "value")
    return _kept(
        {
            "label": form.text("label", low=1, high=100) or "",
            "value": form.text("value", low=1, high=100) or "",
            "description": form.text("description", high=100) or None,
            "emoji": _emoji(form),
            "default": form.boolean("default"),
        }
    )


def _emoji(form: Form) -> Json | None:
    inner = form.form("emoji")
    if inner is None:
        return None
    emoji_id = inner.snowflake("id")
    emoji: Json = {"name": inner.text("name", high=32) or ""}
    if emoji_id is not None:
        emoji |= {"id": str(emoji_id), "animated": inner.boolean("animated")}
    return emoji


def _media(form: Form, name: str) -> Json:
    form.require(name)
    inner = form.form(name)
    url = "" if inner is None else inner.text("url", low=1, high=2048) or ""
    return {"id": "0", "url": url, "proxy_url": url, "width": None, "height": None}


def _check_link(form: Form, url: str | None) -> None:
    if url and not url.startswith(("http://", "https://", "discord://")):
        sentence = f'Scheme "{url.split(":")[0]}" is not supported. Scheme must be one of '
        sentence += "('http', 'https', 'discord')."
        form.fault("url", "URL_TYPE_INVALID_SCHEME", sentence)


def _as_it_came(form: Form) -> dict[str, Any]:
    return {key: value for key, value in form.body.items() if key not in ("type", "id")}


def _kept(component: Json) -> Json:
    return {key: value for key, value in component.items() if value is not None}
