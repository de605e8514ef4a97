"""Threads: starting, finding, joining and closing them."""

from typing import Final

from sandbox import permissions
from sandbox.acts import audit, messages, threads
from sandbox.errors import refuse
from sandbox.forms.messages import read_draft
from sandbox.payloads import guilds
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Reply, Route
from sandbox.world.entities import (
    ANNOUNCEMENT,
    ANNOUNCEMENT_THREAD,
    FORUM,
    MEDIA,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Guild,
    Json,
    Thread,
)

_ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10_080)


def post_from_message(call: Call) -> Answer:
    """Start a thread under a message."""
    parent = access.text_channel(call, Permission.CREATE_PUBLIC_THREADS)
    message = access.message(call, parent)
    if message.thread_id is not None:
        raise refuse(160004)
    kind = ANNOUNCEMENT_THREAD if parent.kind == ANNOUNCEMENT else PUBLIC_THREAD
    thread = _start(call, parent, kind)
    message.thread_id = thread.id
    return Reply(201, guilds.channel(thread, call.sandbox.world))


def post_thread(call: Call) -> Answer:
    """Start a thread without a message; in a forum, a post with its first one."""
    parent = access.channel(call)
    if parent.kind in (FORUM, MEDIA):
        return _post_in_forum(call, parent)
    parent = access.text_channel(call)
    kind = call.form().choice("type", (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD))
    kind = kind or PRIVATE_THREAD
    needed = Permission.CREATE_PUBLIC_THREADS
    if kind == PRIVATE_THREAD:
        needed = Permission.CREATE_PRIVATE_THREADS
    access.channel(call, needed)
    return Reply(201, guilds.channel(_start(call, parent, kind), call.sandbox.world))


def _post_in_forum(call: Call, forum: Channel) -> Answer:
    """Begin a post: a thread that opens with a message. It takes Send Messages, and no other."""
    access.channel(call, Permission.SEND_MESSAGES)
    form = call.form()
    form.require("message")
    first = form.form("message")
    form.check()
    if first is None or (draft := read_draft(first, call.uploads)).is_empty:
        raise refuse(50006)
    form.check()
    thread = _start(call, forum, PUBLIC_THREAD)
    # A post and its first message share one id.
    origin = messages.Origin(message_id=thread.id)
    message = messages.post(call.sandbox, thread, call.me, draft, origin)
    shown = messages.shown_over_http(call.sandbox, message, call.me)
    return Reply(201, guilds.channel(thread, call.sandbox.world) | {"message": shown})


def patch_thread(call: Call, guild: Guild, channel: Channel, thread: Thread) -> Answer:
    """Change a thread: its owner may rename and close it, others need Manage Threads."""
    form = call.form()
    name = form.text("name", low=1, high=100)
    slow = form.integer("rate_limit_per_user", low=0, high=21_600)
    minutes = form.choice("auto_archive_duration", _ARCHIVE_MINUTES)
    archived = form.boolean("archived", default=thread.is_archived)
    locked = form.boolean("locked", default=thread.is_locked)
    form.check()
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if not has & Permission.MANAGE_THREADS and (
        thread.owner_id != call.me.id or form.has("locked")
    ):
        raise refuse(50013)
    was = _loggable(channel, thread)
    channel.name = name or channel.name
    channel.slowmode_seconds = channel.slowmode_seconds if slow is None else slow
    thread.auto_archive_minutes = minutes or thread.auto_archive_minutes
    if archived != thread.is_archived:
        thread.is_archived, thread.archived_at = archived, call.now
    thread.is_locked = locked
    threads.publish(call.sandbox, "THREAD_UPDATE", channel)
    changes = audit.changes(was, _loggable(channel, thread))
    _record(call, guild, audit.THREAD_UPDATE, channel, changes)
    return guilds.channel(channel, call.sandbox.world)


def get_active(call: Call) -> Answer:
    """List a guild's open threads."""
    guild = access.guild(call)
    found = [c for c in call.sandbox.world.threads_of(guild.id) if c.thread]
    return _listed(call, [c for c in found if c.thread and not c.thread.is_archived])


def get_archived(call: Call) -> Answer:
    """List a channel's closed threads."""
    parent = access.channel(call, Permission.READ_HISTORY)
    kinds = (PUBLIC_THREAD, ANNOUNCEMENT_THREAD)
    found = [
        c
        for c in call.sandbox.world.threads_of(parent.guild_id or parent.id)
        if c.thread and c.thread.is_archived and c.parent_id == parent.id and c.kind in kinds
    ]
    return _listed(call, found) | {"has_more": False}


def get_members(call: Call) -> Answer:
    """List who is in a thread."""
    channel, thread = _thread(call)
    return [guilds.thread_member(channel.id, u, at) for u, at in thread.members.items()]


def put_member(call: Call) -> Answer:
    """Join a thread, or bring somebody into it."""
    channel, thread = _thread(call)
    if thread.is_archived:
        raise refuse(50083)
    user_id = call.id("user_id")
    if user_id not in call.sandbox.world.guilds[channel.guild_id or channel.id].members:
        raise refuse(10007)
    threads.join(call.sandbox, channel, user_id)
    return None


def delete_member(call: Call) -> Answer:
    """Leave a thread, or take somebody out of it."""
    channel, thread = _thread(call)
    user_id = call.id("user_id")
    if call.me.id not in (user_id, thread.owner_id):
        access.channel(call, Permission.MANAGE_THREADS)
    threads.leave(call.sandbox, channel, user_id)
    return None


def _start(call: Call, parent: Channel, kind: int) -> Channel:
    guild = call.sandbox.world.guild_of(parent)
    if guild is None or parent.kind not in (TEXT, ANNOUNCEMENT, FORUM, MEDIA):
        raise refuse(50024)
    form = call.form()
    form.require("name")
    name = form.text("name", low=1, high=100) or ""
    minutes = form.choice("auto_archive_duration", _ARCHIVE_MINUTES) or 1440
    form.check()
    thread = threads.start(call.sandbox, parent, kind, name, call.me, minutes)
    changes = audit.changes({}, {"name": name, "type": kind})
    _record(call, guild, audit.THREAD_CREATE, thread, changes)
    return thread


def _record(call: Call, guild: Guild, action: int, thread: Channel, changes: list[Json]) -> None:
    audit.record(
        call.sandbox, guild, action, call.me.id, thread.id, reason=call.reason, changes=changes
    )


def _thread(call: Call) -> tuple[Channel, Thread]:
    channel = access.channel(call)
    if channel.thread is None:
        raise refuse(50024)
    return channel, channel.thread


def _listed(call: Call, found: list[Channel]) -> Json:
    seen = [c for c in found if permissions.in_channel(call.sandbox.world, c, call.me.id, call.now)]
    mine = [c for c in seen if c.thread and call.me.id in c.thread.members]
    return {
        "threads": [guilds.channel(c, call.sandbox.world) for c in seen],
        "members": [
            guilds.thread_member(c.id, call.me.id, c.thread.members[call.me.id])
            for c in mine
            if c.thread
        ],
        "has_more": False,
    }


def _loggable(channel: Channel, thread: Thread) -> Json:
    return {
        "name": channel.name,
        "archived": thread.is_archived,
        "locked": thread.is_locked,
        "rate_limit_per_user": channel.slowmode_seconds,
    }


_CHANNEL: Final = "/channels/{channel_id}"
_MEMBERS: Final = f"{_CHANNEL}/thread-members"
ROUTES = [
    Route("POST", f"{_CHANNEL}/messages/{{message_id}}/threads", post_from_message),
    Route("POST", f"{_CHANNEL}/threads", post_thread),
    Route("GET", f"{_CHANNEL}/threads/archived/public", get_archived),
    Route("GET", "/guilds/{guild_id}/threads/active", get_active),
    Route("GET", _MEMBERS, get_members),
    Route("PUT", f"{_MEMBERS}/{{user_id}}", put_member),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}", delete_member),
]
