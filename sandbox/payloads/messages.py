"""Messages as Discord shows them, and as it hides their words from a bot without the intent."""

from datetime import timedelta

from sandbox.payloads import guilds, people
from sandbox.payloads.moments import iso
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Attachment, Channel, Json, Message, Reaction, User
from sandbox.world.world import World

_REPLY = 19
_LISTS = ("embeds", "attachments", "components")
# Of the words in a forwarded message (API v10, Message Snapshot); an edit of it changes nothing.
_SNAPSHOT = (
    "type", "content", "mentions", "mention_roles", "attachments", "embeds", "timestamp",
    "edited_timestamp", "flags", "components",
)  # fmt: skip


def message(
    what: Message, world: World, *, base: str, viewer: Snowflake | None = None, depth: int = 1
) -> Json:
    """Show a message.

    Args:
        what: the message.
        world: where its author, channel and reference are.
        base: the server's own address, for the links of attachments.
        viewer: whose own reactions are marked.
        depth: how many messages deep a reply shows what it replies to.
    """
    payload = _body(what, world, base) | _marks(what)
    if what.reactions:
        payload["reactions"] = [_reaction(r, viewer) for r in what.reactions]
    if what.poll is not None:
        payload["poll"] = _poll(what.poll, what)
    if what.snapshots:
        payload["message_snapshots"] = what.snapshots
    if what.thread_id is not None and what.thread_id in world.channels:
        payload["thread"] = guilds.channel(world.channels[what.thread_id], world)
    if what.kind == _REPLY and depth:
        payload["referenced_message"] = _referenced(what, world, base)
    return payload


def _body(what: Message, world: World, base: str) -> Json:
    channel = world.channels[what.channel_id]
    return {
        "id": str(what.id),
        "channel_id": str(what.channel_id),
        "type": what.kind,
        "content": what.content,
        "author": people.user(_author(what, world)),
        "timestamp": iso(what.timestamp),
        "edited_timestamp": iso(what.edited_at),
        "tts": what.tts,
        "mention_everyone": what.mention_everyone,
        "mentions": [_mentioned(u, channel, world) for u in what.mentions if u in world.users],
        "mention_roles": [str(r) for r in what.mention_roles],
        "attachments": [attachment(a, what, base) for a in what.attachments],
        "embeds": what.embeds,
        "components": what.components,
        "pinned": what.pinned_at is not None,
        "flags": what.flags,
    }


def _poll(poll: Json, of: Message) -> Json:
    """Show a poll as it stands; nobody votes here."""
    ends = iso(of.timestamp + timedelta(hours=poll["hours"]))
    results: Json = {"answer_counts": [], "is_finalized": False}
    shown = {key: value for key, value in poll.items() if key != "hours"}
    return shown | {"expiry": ends, "results": results}


def snapshot(what: Message, world: World, *, base: str) -> Json:
    """Show a message as a forward of it carries it: the words, and nobody's name."""
    payload = message(what, world, base=base, depth=0)
    return {"message": {key: payload[key] for key in _SNAPSHOT}}


def message_event(what: Message, world: World, *, base: str) -> Json:
    """Show a message as the gateway sends it: with guild and member where it has them."""
    payload = message(what, world, base=base)
    channel = world.channels[what.channel_id]
    guild = world.guild_of(channel)
    payload["channel_type"] = channel.kind
    if guild is not None:
        payload["guild_id"] = str(guild.id)
        member = guild.members.get(what.author_id)
        if member is not None and what.webhook_id is None:
            payload["member"] = people.bare_member(member)
    return payload


def without_words(payload: Json) -> Json:
    """Hide what a bot without the message-content intent may not read."""
    hidden: Json = {**payload, "content": "", **dict.fromkeys(_LISTS, ())}
    hidden.pop("poll", None)
    hidden.pop("message_snapshots", None)
    referenced = hidden.get("referenced_message")
    if referenced:
        hidden["referenced_message"] = without_words(referenced)
    return hidden


def attachment(what: Attachment, of: Message, base: str) -> Json:
    """Show a file of a message with where to fetch it."""
    url = f"{base}/attachments/{of.channel_id}/{what.id}/{what.filename}"
    payload: Json = {
        "id": str(what.id),
        "filename": what.filename,
        "size": what.size,
        "url": url,
        "proxy_url": url,
        "content_type": what.content_type,
    }
    if what.description is not None:
        payload["description"] = what.description
    if what.title is not None:
        payload["title"] = what.title
    if of.only_for is not None:
        payload["ephemeral"] = True
    return payload


def emoji(what: Reaction) -> Json:
    """Show a reaction's emoji."""
    return {"id": None if what.emoji_id is None else str(what.emoji_id), "name": what.name}


def _marks(what: Message) -> Json:
    marks: Json = {}
    if what.nonce is not None:
        marks["nonce"] = what.nonce
    if what.reference is not None:
        marks["message_reference"] = what.reference
    if what.application_id is not None:
        marks["application_id"] = str(what.application_id)
    if what.webhook_id is not None:
        marks["webhook_id"] = str(what.webhook_id)
    if what.interaction is not None:
        marks["interaction_metadata"] = what.interaction
        if "name" in what.interaction:
            named = ("id", "type", "name", "user")
            marks["interaction"] = {key: what.interaction[key] for key in named}
    return marks


def _author(what: Message, world: World) -> User:
    hook = None if what.webhook_id is None else world.webhooks.get(what.webhook_id)
    if hook is not None:
        return User(hook.id, hook.name, discriminator="0000", bot=True)
    return world.users[what.author_id]


def _mentioned(user_id: Snowflake, channel: Channel, world: World) -> Json:
    payload = people.user(world.users[user_id])
    guild = world.guild_of(channel)
    member = None if guild is None else guild.members.get(user_id)
    return payload if member is None else payload | {"member": people.bare_member(member)}


def _reaction(what: Reaction, viewer: Snowflake | None) -> Json:
    count = len(what.users)
    return {
        "emoji": emoji(what),
        "count": count,
        "count_details": {"burst": 0, "normal": count},
        "burst_colors": [],
        "me_burst": False,
        "burst_me": False,
        "burst_count": 0,
        "me": viewer in what.users,
    }


def _referenced(what: Message, world: World, base: str) -> Json | None:
    reference = what.reference or {}
    channel = world.channels.get(Snowflake(int(reference.get("channel_id", 0))))
    if channel is None:
        return None
    original = channel.messages.get(Snowflake(int(reference.get("message_id", 0))))
    return None if original is None else message(original, world, base=base, depth=0)
