"""A channel's own incoming webhooks."""

import secrets
from typing import Final

from sandbox.acts import messages
from sandbox.errors import refuse
from sandbox.forms.messages import read_draft
from sandbox.payloads import guilds
from sandbox.payloads import messages as payloads
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import EPHEMERAL, Message, Webhook


def post_webhook(call: Call) -> Answer:
    """Make a webhook in a channel."""
    channel = access.text_channel(call, Permission.MANAGE_WEBHOOKS)
    if channel.guild_id is None:
        raise refuse(50024)
    form = call.form()
    form.require("name")
    name = form.text("name", low=1, high=80)
    form.check()
    application = call.sandbox.world.application_of(call.me.id)
    hook = Webhook(
        call.sandbox.new_id(),
        channel.guild_id,
        channel.id,
        call.me.id,
        name or "",
        secrets.token_urlsafe(48),
        None if application is None else application.id,
    )
    call.sandbox.world.webhooks[hook.id] = hook
    return guilds.webhook(hook, call.sandbox.world)


def get_channel_webhooks(call: Call) -> Answer:
    """List a channel's webhooks."""
    channel = access.channel(call, Permission.MANAGE_WEBHOOKS)
    world = call.sandbox.world
    return [guilds.webhook(h, world) for h in world.webhooks.values() if h.channel_id == channel.id]


def get_guild_webhooks(call: Call) -> Answer:
    """List a guild's webhooks."""
    guild = access.guild(call, Permission.MANAGE_WEBHOOKS)
    world = call.sandbox.world
    return [guilds.webhook(h, world) for h in world.webhooks.values() if h.guild_id == guild.id]


def delete_webhook(call: Call) -> Answer:
    """Delete a webhook."""
    hook = call.sandbox.world.webhooks.get(call.id("webhook_id"))
    if hook is None:
        raise refuse(10015)
    guild = call.sandbox.world.guilds[hook.guild_id]
    if call.me.id not in guild.members or not access.allowed(
        call, guild, Permission.MANAGE_WEBHOOKS
    ):
        raise refuse(50013)
    del call.sandbox.world.webhooks[hook.id]
    return None


def execute(call: Call, hook: Webhook) -> Answer:
    """Post a message through a webhook."""
    _check_token(call, hook)
    form = call.form()
    draft = read_draft(form, call.uploads)
    draft.flags &= ~EPHEMERAL
    form.check()
    if draft.is_empty:
        raise refuse(50006)
    channel = call.sandbox.world.channels[hook.channel_id]
    author = call.sandbox.world.users[hook.creator_id]
    origin = messages.Origin(webhook_id=hook.id, application_id=hook.application_id)
    message = messages.post(call.sandbox, channel, author, draft, origin)
    if call.query.get("wait", "").lower() not in ("true", "1"):
        return None
    return payloads.message(message, call.sandbox.world, base=call.sandbox.origin)


def find_message(call: Call, hook: Webhook, message_id: Snowflake) -> Message:
    """Find a message that a webhook posted."""
    _check_token(call, hook)
    message = call.sandbox.world.channels[hook.channel_id].messages.get(message_id)
    if message is None or message.webhook_id != hook.id:
        raise refuse(10008)
    return message


def _check_token(call: Call, hook: Webhook) -> None:
    if hook.token != call.parts["webhook_token"]:
        raise refuse(50027)


_CHANNEL: Final = "/channels/{channel_id}/webhooks"
ROUTES = [
    Route("POST", _CHANNEL, post_webhook),
    Route("GET", _CHANNEL, get_channel_webhooks),
    Route("GET", "/guilds/{guild_id}/webhooks", get_guild_webhooks),
    Route("DELETE", "/webhooks/{webhook_id}", delete_webhook, Who.ANYBODY),
]
