"""Messages of a channel: reading, posting, changing, deleting."""

from datetime import timedelta
from typing import Final

from sandbox import permissions
from sandbox.acts import audience, audit, automod, direct, messages, threads
from sandbox.errors import DiscordError, refuse
from sandbox.forms.form import Form
from sandbox.forms.messages import Draft, read_draft
from sandbox.payloads import messages as payloads
from sandbox.payloads import people
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.snowflakes import Snowflake, earliest_at
from sandbox.world.entities import EPHEMERAL, SUPPRESS_EMBEDS, Channel, Json, Message

_OLDEST_BULK: Final = timedelta(days=14)


def get_messages(call: Call) -> Answer:
    """Read a channel's history, newest first."""
    channel = access.text_channel(call)
    form = call.asked()
    limit = form.integer("limit", low=1, high=100) or 50
    around, before, after = (form.snowflake(n) for n in ("around", "before", "after"))
    form.check()
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if not has & Permission.READ_HISTORY:
        return []
    history = list(call.sandbox.world.visible_messages(channel))
    if around is not None:
        found = _around(history, around, limit)
    elif before is not None:
        found = [m for m in history if m.id < before][:limit]
    elif after is not None:
        found = [m for m in history if m.id > after][-limit:]
    else:
        found = history[:limit]
    return [messages.shown_over_http(call.sandbox, m, call.me) for m in found]


def get_message(call: Call) -> Answer:
    """Read one message."""
    channel = access.text_channel(call, Permission.READ_HISTORY)
    return messages.shown_over_http(call.sandbox, access.message(call, channel), call.me)


def post_message(call: Call) -> Answer:
    """Post a message."""
    channel = access.channel(call)
    form = call.form()
    draft = read_draft(form, call.uploads)
    # Nobody but an interaction can speak to one person alone.
    draft.flags &= ~EPHEMERAL
    form.check()
    _check_may_post(call, access.text_channel(call), draft)
    found = messages.same_nonce(call.sandbox, channel, call.me, draft)
    if found is not None:
        return messages.shown_over_http(call.sandbox, found, call.me)
    origin = _origin(call, channel, draft)
    if draft.is_empty and not origin.snapshots:
        raise refuse(50006)
    _hold_back(call, channel)
    met = automod.screen(call.sandbox, channel, call.me, draft.content)
    threads.wake(call.sandbox, channel, call.me)
    message = messages.post(call.sandbox, channel, call.me, draft, origin)
    automod.report(call.sandbox, channel, call.me, message, met)
    return messages.shown_over_http(call.sandbox, message, call.me)


def patch_message(call: Call) -> Answer:
    """Change one's own message; others may only hide its embeds."""
    channel = access.text_channel(call)
    message = access.message(call, channel)
    form = call.form()
    draft = read_draft(form, call.uploads, base_flags=message.flags, is_edit=True)
    form.check()
    if message.author_id != call.me.id or message.webhook_id in call.sandbox.world.webhooks:
        _hide_embeds(call, channel, message, form)
        return messages.shown_over_http(call.sandbox, message, call.me)
    if channel.thread is not None and channel.thread.is_archived:
        raise refuse(50083)
    met = automod.screen(call.sandbox, channel, call.me, draft.content)
    messages.edit(call.sandbox, message, draft)
    automod.report(call.sandbox, channel, call.me, message, met)
    return messages.shown_over_http(call.sandbox, message, call.me)


def delete_message(call: Call) -> Answer:
    """Delete one's own message, or another's with Manage Messages."""
    channel = access.text_channel(call)
    message = channel.messages.get(call.id("message_id"))
    if message is None or message.only_for not in (None, call.me.id):
        raise refuse(10008)
    if call.me.id in (message.only_for, message.author_id):
        messages.delete(call.sandbox, message)
        return None
    access.channel(call, Permission.MANAGE_MESSAGES)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None:
        raise refuse(50003)
    messages.delete(call.sandbox, message)
    options = {"channel_id": str(channel.id), "count": "1"}
    audit.record(
        call.sandbox,
        guild,
        audit.MESSAGE_DELETE,
        call.me.id,
        message.author_id,
        reason=call.reason,
        options=options,
    )
    return None


def bulk_delete(call: Call) -> Answer:
    """Delete 2 to 100 messages of the last 14 days."""
    channel = access.text_channel(call)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None:
        raise refuse(50003)
    access.channel(call, Permission.MANAGE_MESSAGES)
    form = call.form()
    form.require("messages")
    asked = set(form.snowflakes("messages", high=1000))
    form.check()
    if not 2 <= len(asked) <= 100:
        raise refuse(50016)
    if min(asked) < earliest_at(call.now - _OLDEST_BULK):
        raise refuse(50034)
    found = [m for m in channel.messages.values() if m.id in asked and m.only_for is None]
    if found:
        messages.delete_many(call.sandbox, channel, found)
        audit.record(
            call.sandbox,
            guild,
            audit.MESSAGE_BULK_DELETE,
            call.me.id,
            channel.id,
            reason=call.reason,
            options={"count": str(len(found))},
        )
    return None


def post_typing(call: Call) -> Answer:
    """Show that the caller is typing."""
    channel = access.text_channel(call, Permission.SEND_MESSAGES)
    payload = {
        "channel_id": str(channel.id),
        "user_id": str(call.me.id),
        "timestamp": int(call.now.timestamp()),
    }
    guild = call.sandbox.world.guild_of(channel)
    if guild is not None:
        member = people.member(guild.members[call.me.id], call.sandbox.world.users)
        payload |= {"guild_id": str(guild.id), "member": member}
    call.sandbox.hub.publish(
        "TYPING_START",
        payload,
        guild_id=channel.guild_id,
        to=audience.of_channel(call.sandbox, channel) - {call.me.id},
    )
    return None


def post_ack(call: Call) -> Answer:
    """Take a person's note that a message was read."""
    access.channel(call)
    return {"token": None}


def _origin(call: Call, channel: Channel, draft: Draft) -> messages.Origin:
    if draft.reference is not None and draft.reference["type"] == messages.FORWARD:
        return _forward(call, draft.reference)
    reference = messages.reply_reference(call.sandbox, channel, draft)
    kind = messages.REPLY if reference is not None else 0
    return messages.Origin(kind=kind, reference=reference)


def _forward(call: Call, asked: Json) -> messages.Origin:
    """Take along what a message says; who forwards it must be able to read it."""
    world = call.sandbox.world
    source = world.channels.get(asked["channel_id"] or call.id("channel_id"))
    has = permissions.in_channel(world, source, call.me.id, call.now) if source else 0
    if source is None or not has & Permission.VIEW_CHANNEL:
        raise refuse(50001)
    original = source.messages.get(asked["message_id"])
    if original is None or original.only_for is not None:
        raise refuse(10008)
    found: Json = {
        "type": messages.FORWARD,
        "channel_id": str(source.id),
        "message_id": str(original.id),
    }
    shown = payloads.snapshot(original, world, base=call.sandbox.origin)
    return messages.Origin(reference=found, snapshots=(shown,))


def _around(history: list[Message], middle: Snowflake, limit: int) -> list[Message]:
    newer = [m for m in history if m.id > middle]
    rest = [m for m in history if m.id <= middle]
    half = limit // 2
    found = newer[-half:] if half else []
    return found + rest[: limit - len(found)]


def _check_may_post(call: Call, channel: Channel, draft: Draft) -> None:
    access.past_screening(call, channel)
    access.channel(call, Permission.SEND_MESSAGES)
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if channel.guild_id is None:
        direct.check_may_write(call.sandbox, call.me, channel)
    threads.check_may_write(channel, has)
    if draft.files and not has & Permission.ATTACH_FILES:
        raise refuse(50013)
    if draft.tts and not has & Permission.SEND_TTS:
        draft.tts = False
    if draft.reference is not None and not has & Permission.READ_HISTORY:
        raise refuse(160002)
    if not has & Permission.EMBED_LINKS:
        draft.embeds = []


def _hold_back(call: Call, channel: Channel) -> None:
    """Refuse a message that comes before the channel's slow mode lets it."""
    free = Permission.MANAGE_MESSAGES | Permission.MANAGE_CHANNELS | Permission.BYPASS_SLOWMODE
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if not channel.slowmode_seconds or has & free:
        return
    for message in call.sandbox.world.visible_messages(channel):
        if message.author_id == call.me.id:
            waited = (call.now - message.timestamp).total_seconds()
            left = channel.slowmode_seconds - waited
            if left > 0:
                raise SlowModeError(left)
            return


class SlowModeError(DiscordError):
    """Discord's refusal in slow mode: a 429 that is no rate limit of the API."""

    def __init__(self, left_seconds: float) -> None:
        message = "This action cannot be performed due to slowmode rate limit."
        super().__init__(429, 20016, message)
        self.left_seconds = left_seconds

    def body(self) -> dict[str, object]:
        """Build the answer's JSON with how long to wait."""
        return {**super().body(), "retry_after": round(self.left_seconds, 3), "global": False}


def _hide_embeds(call: Call, channel: Channel, message: Message, form: Form) -> None:
    if set(form.body) - {"flags"}:
        raise refuse(50005)
    if channel.guild_id is None:
        raise refuse(50003)
    access.channel(call, Permission.MANAGE_MESSAGES)
    flags = form.integer("flags", low=0) or 0
    message.flags = message.flags & ~SUPPRESS_EMBEDS | flags & SUPPRESS_EMBEDS
    messages.publish(call.sandbox, "MESSAGE_UPDATE", message)


_OF_CHANNEL: Final = "/channels/{channel_id}"
_MESSAGES: Final = f"{_OF_CHANNEL}/messages"
_MESSAGE: Final = f"{_MESSAGES}/{{message_id}}"
ROUTES = [
    Route("GET", _MESSAGES, get_messages),
    Route("POST", _MESSAGES, post_message),
    Route("POST", f"{_MESSAGES}/bulk-delete", bulk_delete),
    Route("GET", _MESSAGE, get_message),
    Route("PATCH", _MESSAGE, patch_message),
    Route("DELETE", _MESSAGE, delete_message),
    Route("POST", f"{_MESSAGE}/ack", post_ack),
    Route("POST", f"{_OF_CHANNEL}/typing", post_typing),
]
