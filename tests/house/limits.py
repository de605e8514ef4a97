"""Discord's limits on one message (API v10, Create Message, Embed Limits, Component Reference)."""

from collections.abc import Iterator
from typing import Any, cast

import discord
from discord import Embed

from bot.chat.render.said import Said
from bot.chat.router import parse

CONTENT = 2000
EMBEDS = 10
EMBEDS_TOGETHER = 6000
TITLE, DESCRIPTION, FIELDS, FIELD_NAME, FIELD_VALUE, FOOTER = 256, 4096, 25, 256, 1024, 2048
ROWS = BUTTONS = 5
LABEL, CUSTOM_ID, URL = 80, 100, 512


def payload(said: Said) -> dict[str, Any]:
    """Return a message as discord.py sends it: its content, embeds and components."""
    given = said.sending()
    view = cast("discord.ui.View | None", given.get("view"))
    return {
        "content": given.get("content", ""),
        "embeds": [embed.to_dict() for embed in given["embeds"]],
        "components": [] if view is None else view.to_components(),
    }


def faults(said: Said) -> list[str]:
    """Return what Discord would refuse about a message, and mentions that would ring everybody."""
    sent = payload(said)
    found = list(_embeds(said.embeds)) + list(_rows(sent["components"]))
    if len(sent["content"]) > CONTENT:
        found.append(f"content has {len(sent['content'])} characters")
    if not (sent["content"].strip() or sent["embeds"]):
        found.append("says nothing")
    if said.rings.everyone or said.rings.users is True or said.rings.roles is True:
        found.append("may ring everybody")
    return found


def _embeds(embeds: tuple[Embed, ...]) -> Iterator[str]:
    if len(embeds) > EMBEDS:
        yield f"{len(embeds)} embeds"
    if sum(map(len, embeds)) > EMBEDS_TOGETHER:
        yield f"embeds have {sum(map(len, embeds))} characters together"
    for embed in embeds:
        yield from _embed(embed)


def _embed(embed: Embed) -> Iterator[str]:
    parts = [
        ("title", embed.title, TITLE),
        ("description", embed.description, DESCRIPTION),
        ("footer", embed.footer.text, FOOTER),
    ]
    for field in embed.fields:
        parts += [("field name", field.name, FIELD_NAME), ("field", field.value, FIELD_VALUE)]
        if not (field.name and field.name.strip() and field.value and field.value.strip()):
            yield f"field {field.name!r} is empty"
    if len(embed.fields) > FIELDS:
        yield f"{len(embed.fields)} fields"
    for part, text, most in parts:
        if text and len(text) > most:
            yield f"{part} has {len(text)} characters"


def _rows(rows: list[dict[str, Any]]) -> Iterator[str]:
    buttons = [button for row in rows for button in row["components"]]
    if len(rows) > ROWS or any(len(row["components"]) > BUTTONS for row in rows):
        yield f"{[len(row['components']) for row in rows]} buttons in rows"
    ids = [button["custom_id"] for button in buttons if "custom_id" in button]
    if len(set(ids)) < len(ids):
        yield "two buttons have one custom_id"
    for button in buttons:
        yield from _button(button)


def _button(button: dict[str, Any]) -> Iterator[str]:
    label, custom_id = button.get("label") or "", button.get("custom_id")
    if not 0 < len(label) <= LABEL:
        yield f"label {label!r}"
    if custom_id is None:
        if not button["url"].startswith(("https://", "http://")) or len(button["url"]) > URL:
            yield f"address {button['url']!r}"
    elif len(custom_id) > CUSTOM_ID or not parse(custom_id)[0]:
        yield f"custom_id {custom_id!r}"


def received(said: Said) -> discord.Message:
    """Return a message as it comes back from Discord's history."""
    client: Any = discord.Client(intents=discord.Intents.none())
    data: Any = {
        **payload(said),
        "id": "2",
        "channel_id": "1",
        "type": 0,
        "author": {"id": "3", "username": "bot", "discriminator": "0", "avatar": None},
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": "2026-03-09T12:00:00+00:00",
        "edited_timestamp": None,
    }
    channel = client.get_partial_messageable(1)
    return discord.Message(state=client._connection, channel=channel, data=data)
