"""Reactions under messages, and pinned messages."""

from datetime import UTC
from typing import Final

from sandbox import permissions
from sandbox.acts import audience, audit, messages
from sandbox.errors import refuse
from sandbox.payloads import messages as payloads
from sandbox.payloads import people
from sandbox.payloads.moments import iso
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Json, Message, Reaction

_MOST_EMOJI: Final = 20
_MOST_PINS: Final = 250


def put_reaction(call: Call) -> Answer:
    """React to a message."""
    channel = access.text_channel(call, Permission.READ_HISTORY)
    message = access.message(call, channel)
    asked = _emoji(call)
    reaction = _find(message, asked)
    if reaction is None:
        access.channel(call, Permission.ADD_REACTIONS)
        if len(message.reactions) >= _MOST_EMOJI:
            raise refuse(30010)
        reaction = asked
        message.reactions.append(reaction)
    if call.me.id not in reaction.users:
        reaction.users.append(call.me.id)
        more: Json = {"message_author_id": str(message.author_id)} | _by(call.me.id, reaction)
        guild = call.sandbox.world.guild_of(channel)
        if guild is not None:
            member = guild.members[call.me.id]
            more["member"] = people.member(member, call.sandbox.world.users)
        _tell(call, channel, message, "ADD", more)
    return None


def delete_reaction(call: Call) -> Answer:
    """Take a reaction back; another's with Manage Messages."""
    channel = access.text_channel(call)
    message = access.message(call, channel)
    reaction, user_id = _find(message, _emoji(call)), call.id("user_id")
    if user_id != call.me.id:
        access.channel(call, Permission.MANAGE_MESSAGES)
    if reaction is None or user_id not in reaction.users:
        raise refuse(10014)
    reaction.users.remove(user_id)
    if not reaction.users:
        message.reactions.remove(reaction)
    _tell(call, channel, message, "REMOVE", _by(user_id, reaction))
    return None


def get_reactions(call: Call) -> Answer:
    """List who reacted with an emoji."""
    channel = access.text_channel(call, Permission.READ_HISTORY)
    reaction = _find(access.message(call, channel), _emoji(call))
    form = call.asked()
    limit, after = form.integer("limit", low=1, high=100) or 25, form.snowflake("after")
    form.check()
    users = sorted(reaction.users) if reaction else []
    found = [u for u in users if after is None or u > after][:limit]
    return [people.user(call.sandbox.world.users[u]) for u in found]


def delete_all_reactions(call: Call) -> Answer:
    """Take every reaction off a message."""
    channel = access.text_channel(call, Permission.MANAGE_MESSAGES)
    message = access.message(call, channel)
    message.reactions.clear()
    _tell(call, channel, message, "REMOVE_ALL", {})
    return None


def delete_emoji_reactions(call: Call) -> Answer:
    """Take one emoji off a message."""
    channel = access.text_channel(call, Permission.MANAGE_MESSAGES)
    message = access.message(call, channel)
    reaction = _find(message, _emoji(call))
    if reaction is not None:
        message.reactions.remove(reaction)
        _tell(call, channel, message, "REMOVE_EMOJI", {"emoji": payloads.emoji(reaction)})
    return None


def put_pin(call: Call) -> Answer:
    """Pin a message."""
    channel = access.text_channel(call)
    _check_may_pin(call, channel)
    message = access.message(call, channel)
    if message.pinned_at is not None:
        return None
    if sum(1 for m in channel.messages.values() if m.pinned_at) >= _MOST_PINS:
        raise refuse(30003)
    message.pinned_at = channel.last_pin_at = call.now
    _tell_pins(call, channel, message, audit.MESSAGE_PIN)
    return None


def delete_pin(call: Call) -> Answer:
    """Unpin a message."""
    channel = access.text_channel(call)
    _check_may_pin(call, channel)
    message = access.message(call, channel)
    if message.pinned_at is not None:
        message.pinned_at = None
        _tell_pins(call, channel, message, audit.MESSAGE_UNPIN)
    return None


def get_pins(call: Call) -> Answer:
    """List pinned messages, newest pin first, in the old form."""
    channel = access.text_channel(call)
    found = _pinned(channel)[:50]
    return [messages.shown_over_http(call.sandbox, m, call.me) for m in found]


def get_pins_page(call: Call) -> Answer:
    """List a page of pinned messages, newest pin first."""
    channel = access.text_channel(call, Permission.READ_HISTORY)
    form = call.asked()
    limit, before = form.integer("limit", low=1, high=50) or 50, form.moment("before")
    form.check()
    pinned = [m for m in _pinned(channel) if before is None or (m.pinned_at or call.now) < before]
    return {
        "items": [
            {
                "pinned_at": iso(m.pinned_at),
                "message": messages.shown_over_http(call.sandbox, m, call.me),
            }
            for m in pinned[:limit]
        ],
        "has_more": len(pinned) > limit,
    }


def _emoji(call: Call) -> Reaction:
    """Read the emoji of a path: `name:id` or the character itself."""
    text = call.parts["emoji_name"]
    name, _, number = text.rpartition(":")
    if name and number.isdigit():
        # Nobody has emoji of their own here.
        raise refuse(10014)
    if len(text) > 16 or text.isascii():
        raise refuse(10014)
    return Reaction(text, None)


def _find(message: Message, asked: Reaction) -> Reaction | None:
    return next((r for r in message.reactions if r.name == asked.name), None)


def _by(user_id: Snowflake, reaction: Reaction) -> Json:
    return {
        "user_id": str(user_id),
        "emoji": payloads.emoji(reaction),
        "burst": False,
        "type": 0,
    }


def _tell(call: Call, channel: Channel, message: Message, what: str, more: Json) -> None:
    payload: Json = {"channel_id": str(channel.id), "message_id": str(message.id), **more}
    if channel.guild_id is not None:
        payload["guild_id"] = str(channel.guild_id)
    to = audience.of_channel(call.sandbox, channel)
    event = f"MESSAGE_REACTION_{what}"
    call.sandbox.hub.publish(event, payload, guild_id=channel.guild_id, to=to)


def _check_may_pin(call: Call, channel: Channel) -> None:
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if not has & (Permission.MANAGE_MESSAGES | Permission.PIN_MESSAGES):
        raise refuse(50013)


def _pinned(channel: Channel) -> list[Message]:
    pinned = [m for m in channel.messages.values() if m.pinned_at is not None]
    return sorted(pinned, key=lambda m: (m.pinned_at or m.timestamp).astimezone(UTC), reverse=True)


def _tell_pins(call: Call, channel: Channel, message: Message, action: int) -> None:
    payload: Json = {
        "channel_id": str(channel.id),
        "last_pin_timestamp": iso(channel.last_pin_at),
    }
    guild = call.sandbox.world.guild_of(channel)
    if guild is not None:
        payload["guild_id"] = str(guild.id)
    to = audience.of_channel(call.sandbox, channel)
    call.sandbox.hub.publish("CHANNEL_PINS_UPDATE", payload, guild_id=channel.guild_id, to=to)
    messages.publish(call.sandbox, "MESSAGE_UPDATE", message)
    if guild is not None:
        options = {"channel_id": str(channel.id), "message_id": str(message.id)}
        audit.record(
            call.sandbox,
            guild,
            action,
            call.me.id,
            message.author_id,
            reason=call.reason,
            options=options,
        )


_CHANNEL: Final = "/channels/{channel_id}"
_REACTIONS: Final = f"{_CHANNEL}/messages/{{message_id}}/reactions"
_EMOJI: Final = f"{_REACTIONS}/{{emoji_name}}"


ROUTES = [
    Route("PUT", f"{_EMOJI}/@me", put_reaction),
    Route("DELETE", f"{_EMOJI}/{{user_id}}", delete_reaction),
    Route("GET", _EMOJI, get_reactions),
    Route("DELETE", _EMOJI, delete_emoji_reactions),
    Route("DELETE", _REACTIONS, delete_all_reactions),
    Route("GET", f"{_CHANNEL}/pins", get_pins),
    Route("PUT", f"{_CHANNEL}/pins/{{message_id}}", put_pin),
    Route("DELETE", f"{_CHANNEL}/pins/{{message_id}}", delete_pin),
    Route("GET", f"{_CHANNEL}/messages/pins", get_pins_page),
    Route("PUT", f"{_CHANNEL}/messages/pins/{{message_id}}", put_pin),
    Route("DELETE", f"{_CHANNEL}/messages/pins/{{message_id}}", delete_pin),
]
