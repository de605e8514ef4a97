"""A message ready to be sent: its text, embeds and buttons, with nobody rung unless it says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import Button, View

# Discord's limits for one message (API v10, Create Message; Embed Limits).
CONTENT_MAX = 2000
DESCRIPTION_MAX = 4096
FIELD_MAX = 1024

QUIET = discord.AllowedMentions.none()

# Colour is never the only sign: each card also says in words what it is.
CALM = discord.Colour(0x3F6F8C)
CARE = discord.Colour(0xB4552D)
NOTE = discord.Colour(0x6B6F76)


@dataclass(frozen=True, slots=True)
class Press:
    """A button that a router answers, in this process or in one started next year.

    Attributes:
        name: `noun:verb`, as a cog registered it.
        args: Ids and short words; no colon, no tilde.
    """

    label: str
    name: str
    args: tuple[str | int, ...] = ()
    style: ButtonStyle = ButtonStyle.secondary

    def custom_id(self, key: str | None) -> str:
        """Return what Discord sends back on a press; `key` marks the message in the ledger."""
        text = ":".join([self.name, *map(str, self.args)])
        return f"{text}~{key}" if key else text


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is to be sent.

    Attributes:
        rows: At most five rows of five buttons.
        key: Nonce of the delivery this is, carried where a read-back finds it.
        rings: Whose mentions ring; nobody's by default.
        files: At most ten; only what is sent anew carries them.
    """

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()
    rows: tuple[tuple[Press | Link, ...], ...] = ()
    key: str | None = None
    rings: discord.AllowedMentions = field(default=QUIET)
    files: tuple[Attached, ...] = ()

    def sending(self) -> dict[str, Any]:
        """Return the arguments of a discord.py `send`."""
        given: dict[str, Any] = {"embeds": list(self.embeds), "allowed_mentions": self.rings}
        if self.content is not None:
            given["content"] = self.content
        if self.rows:
            given["view"] = view(self.rows, self.key)
        if self.files:
            given["files"] = [discord.File(BytesIO(f.content), f.name) for f in self.files]
        return given

    def editing(self) -> dict[str, Any]:
        """Return the arguments of a discord.py `edit`: what is not said any more goes away."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "view": view(self.rows, self.key) if self.rows else None,
            "allowed_mentions": self.rings,
        }


def ringing(role_ids: Sequence[int], user_ids: Sequence[int] = ()) -> discord.AllowedMentions:
    """Return that these roles and people are rung, and nobody else."""
    roles = [discord.Object(role_id) for role_id in role_ids]
    users = [discord.Object(user_id) for user_id in user_ids]
    return discord.AllowedMentions(
        everyone=False, users=users or False, roles=roles, replied_user=False
    )


def mentions(role_ids: Sequence[int], user_ids: Sequence[int] = ()) -> str | None:
    """Return the mentions that ring these, or None where nobody is rung."""
    named = [f"<@&{role_id}>" for role_id in role_ids] + [f"<@{user_id}>" for user_id in user_ids]
    return " ".join(named) or None


def view(rows: Sequence[Sequence[Press | Link]], key: str | None) -> View:
    """Lay buttons out. The view is stopped: discord.py keeps nothing, the router answers."""
    made = View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            made.add_item(_button(item, number, key))
    made.stop()
    return made


def _button(item: Press | Link, row: int, key: str | None) -> Button[View]:
    if isinstance(item, Link):
        return Button(label=item.label, url=item.url, row=row)
    return Button(label=item.label, style=item.style, custom_id=item.custom_id(key), row=row)


def card(
    title: str,
    description: str,
    *,
    colour: discord.Colour = CALM,
    fields: Sequence[tuple[str, str]] = (),
    footer: str | None = None,
) -> discord.Embed:
    """Return an embed; a field too long for Discord is cut with an ellipsis."""
    embed = discord.Embed(
        title=clip(title, 256), description=clip(description, DESCRIPTION_MAX), colour=colour
    )
    for name, value in fields:
        embed.add_field(name=clip(name, 256), value=clip(value, FIELD_MAX), inline=False)
    if footer:
        embed.set_footer(text=clip(footer, 2048))
    return embed


def clip(text: str, most: int) -> str:
    """Return `text`, cut to `most` characters with an ellipsis where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
