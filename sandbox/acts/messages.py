"""Posting, changing and taking back messages, and telling those who may read them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sandbox.acts import audience, mentions
from sandbox.core import Sandbox
from sandbox.errors import invalid, refuse
from sandbox.forms.messages import Draft, Pings, attached
from sandbox.gateway import intents
from sandbox.gateway.session import Session
from sandbox.payloads import messages as payloads
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import EPHEMERAL, Channel, Json, Message, User

REPLY, COMMAND_ANSWER, MENU_ANSWER, AUTOMOD_ALERT = 19, 20, 23, 24
FORWARD = 1  # of a message reference
_NONCE_WINDOW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from, beyond its author.

    Attributes:
        kind: Discord's message type.
        only_for: the one reader of an ephemeral message.
        interaction: what the message says of its interaction.
    """

    kind: int = 0
    application_id: Snowflake | None = None
    webhook_id: Snowflake | None = None
    interaction: Json | None = None
    only_for: Snowflake | None = None
    reference: Json | None = None
    snapshots: tuple[Json, ...] = ()
    message_id: Snowflake | None = None


def post(
    sandbox: Sandbox, channel: Channel, author: User, draft: Draft, origin: Origin | None = None
) -> Message:
    """Post a draft; nobody's permission is asked here."""
    origin = origin or Origin()
    message = Message(
        id=origin.message_id or sandbox.new_id(),
        channel_id=channel.id,
        author_id=author.id,
        content=draft.content,
        timestamp=sandbox.now(),
        kind=origin.kind,
        flags=draft.flags | (EPHEMERAL if origin.only_for else 0),
        tts=draft.tts,
        embeds=draft.embeds,
        components=draft.components,
        nonce=draft.nonce,
        reference=origin.reference,
        application_id=origin.application_id,
        webhook_id=origin.webhook_id,
        interaction=origin.interaction,
        only_for=origin.only_for,
        poll=draft.poll,
        snapshots=list(origin.snapshots),
    )
    _attach(sandbox, message, draft)
    _ping(sandbox, channel, message, draft.pings)
    _stand(channel, message)
    publish(sandbox, "MESSAGE_CREATE", message)
    return message


def _stand(channel: Channel, message: Message) -> None:
    channel.messages[message.id] = message
    if message.only_for is None:
        channel.last_message_id = message.id


def reply_reference(sandbox: Sandbox, channel: Channel, draft: Draft) -> Json | None:
    """Resolve what a draft replies to.

    Raises:
        DiscordError: 50035 where the message is unknown and must not be.
    """
    asked = draft.reference
    if asked is None:
        return None
    where = asked["channel_id"] or channel.id
    if where != channel.id:
        raise invalid(
            ("message_reference",), "REPLIES_CHANNEL_MISMATCH", "Cannot reply in another channel"
        )
    original = channel.messages.get(asked["message_id"])
    if original is None or original.only_for is not None:
        if asked["fail_if_not_exists"]:
            sentence = "Unknown message"
            raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", sentence)
        return None
    found: Json = {
        "type": 0,
        "channel_id": str(channel.id),
        "message_id": str(original.id),
    }
    return found | ({"guild_id": str(channel.guild_id)} if channel.guild_id else {})


def same_nonce(sandbox: Sandbox, channel: Channel, author: User, draft: Draft) -> Message | None:
    """Find the message an author made with the draft's nonce in the last few minutes."""
    if not draft.enforce_nonce or draft.nonce is None:
        return None
    since = sandbox.now() - _NONCE_WINDOW
    for message in reversed(channel.messages.values()):
        if message.timestamp < since:
            return None
        if message.author_id == author.id and str(message.nonce) == str(draft.nonce):
            return message
    return None


def edit(sandbox: Sandbox, message: Message, draft: Draft) -> None:
    """Change what the request named, and tell the readers.

    Raises:
        DiscordError: 50006 where nothing would be left to show.
    """
    channel = sandbox.world.channels[message.channel_id]
    given = draft.given
    content = draft.content if "content" in given else message.content
    embeds = draft.embeds if given & {"embeds", "embed"} else message.embeds
    components = draft.components if "components" in given else message.components
    kept = _kept(message, draft)
    if not (content.strip() or embeds or components or kept or draft.files):
        raise refuse(50006)
    changed = (message.content, message.embeds, message.components) != (content, embeds, components)
    message.content, message.embeds, message.components = content, embeds, components
    if "flags" in given:
        message.flags = draft.flags | message.flags & EPHEMERAL
    message.attachments = kept
    _attach(sandbox, message, draft)
    if "content" in given or "allowed_mentions" in given:
        _ping(sandbox, channel, message, draft.pings)
    if changed or draft.files:
        message.edited_at = sandbox.now()
    publish(sandbox, "MESSAGE_UPDATE", message)


def delete(sandbox: Sandbox, message: Message) -> None:
    """Take a message back."""
    channel = sandbox.world.channels[message.channel_id]
    del channel.messages[message.id]
    _forget_files(sandbox, message)
    payload = _place(channel) | {"id": str(message.id)}
    sandbox.hub.publish(
        "MESSAGE_DELETE", payload, guild_id=channel.guild_id, to=_readers(sandbox, message)
    )


def delete_many(sandbox: Sandbox, channel: Channel, found: list[Message]) -> None:
    """Take several messages of one channel back at once."""
    for message in found:
        del channel.messages[message.id]
        _forget_files(sandbox, message)
    payload = _place(channel) | {"ids": [str(m.id) for m in found]}
    to = audience.of_channel(sandbox, channel)
    sandbox.hub.publish("MESSAGE_DELETE_BULK", payload, guild_id=channel.guild_id, to=to)


def publish(sandbox: Sandbox, event: str, message: Message) -> None:
    """Tell of a message as it is now."""
    channel = sandbox.world.channels[message.channel_id]
    payload = payloads.message_event(message, sandbox.world, base=sandbox.origin)
    if message.only_for is not None:
        sandbox.hub.tell(message.only_for, event, payload)
        return
    shown = _as_seen(sandbox, message, payload)
    to = audience.of_channel(sandbox, channel)
    sandbox.hub.publish(event, shown, guild_id=channel.guild_id, to=to)


def shown_over_http(sandbox: Sandbox, message: Message, viewer: User) -> Json:
    """Show a message to whoever fetched it."""
    payload = payloads.message(message, sandbox.world, base=sandbox.origin, viewer=viewer.id)
    application = sandbox.world.application_of(viewer.id) if viewer.bot else None
    flags = intents.ALL_LIMITED if application is None else application.flags
    if flags & intents.PRIVILEGED[intents.CONTENT]:
        return payload
    if not viewer.bot or _may_read_words(sandbox, message, viewer.id):
        return payload
    return payloads.without_words(payload)


def _as_seen(sandbox: Sandbox, message: Message, payload: Json) -> Callable[[Session], Json]:
    wordless: Json = {}

    def shown(session: Session) -> Json:
        if not session.is_bot or session.intents & intents.CONTENT:
            return payload
        if _may_read_words(sandbox, message, session.user_id):
            return payload
        if not wordless:
            wordless.update(payloads.without_words(payload))
        return wordless

    return shown


def _may_read_words(sandbox: Sandbox, message: Message, bot_id: Snowflake) -> bool:
    """Tell whether a bot reads a message without the intent: own, direct or mentioned in."""
    is_direct = sandbox.world.channels[message.channel_id].guild_id is None
    return is_direct or message.author_id == bot_id or bot_id in message.mentions


def _ping(sandbox: Sandbox, channel: Channel, message: Message, pings: Pings) -> None:
    found = mentions.pinged_by(sandbox, channel, message.author_id, message.content, pings)
    original_id = (message.reference or {}).get("message_id")
    original = channel.messages.get(Snowflake(int(original_id))) if original_id else None
    if message.kind == REPLY and original is not None:
        wanted = pings.replied_user or original.author_id in pings.users
        if wanted and original.author_id not in found.users:
            found.users.append(original.author_id)
    message.mentions = found.users
    message.mention_roles = found.roles
    message.mention_everyone = found.everyone


def _attach(sandbox: Sandbox, message: Message, draft: Draft) -> None:
    ids = [sandbox.new_id() for _ in draft.files]
    message.attachments = [*message.attachments, *attached(draft, ids)]
    for number, file in zip(ids, draft.files, strict=True):
        sandbox.world.files[number] = file.data


def _kept(message: Message, draft: Draft) -> list[Any]:
    if draft.kept_attachments is None:
        return message.attachments
    return [a for a in message.attachments if a.id in draft.kept_attachments]


def _forget_files(sandbox: Sandbox, message: Message) -> None:
    for file in message.attachments:
        sandbox.world.files.pop(file.id, None)


def _readers(sandbox: Sandbox, message: Message) -> set[Snowflake]:
    if message.only_for is not None:
        return {message.only_for}
    return audience.of_channel(sandbox, sandbox.world.channels[message.channel_id])


def _place(channel: Channel) -> Json:
    place: Json = {"channel_id": str(channel.id)}
    return place | ({"guild_id": str(channel.guild_id)} if channel.guild_id else {})
