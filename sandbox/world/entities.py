"""What a Discord is made of: people, servers, rooms, messages and what hangs on them.

Every entity is plain data, so that `world.store` can keep the whole world as JSON. Moments are
aware UTC; `Json` marks what Discord itself keeps as it came (embeds, components, options).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.snowflakes import Snowflake

Json = dict[str, Any]

TEXT, DM, VOICE, GROUP_DM, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 3, 4, 5
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, STAGE, FORUM, MEDIA = 10, 11, 12, 13, 15, 16
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
TEXTUAL = frozenset({TEXT, DM, VOICE, GROUP_DM, ANNOUNCEMENT, STAGE}) | THREADS

EPHEMERAL = 1 << 6
SUPPRESS_EMBEDS = 1 << 2
COMPONENTS_V2 = 1 << 15


@dataclass(slots=True)
class User:
    """A person or a bot; `password` is kept as a salted digest, never as typed."""

    id: Snowflake
    username: str
    global_name: str | None = None
    discriminator: str = "0"
    bot: bool = False
    avatar: str | None = None
    email: str | None = None
    password: str | None = None
    has_closed_dms: bool = False
    bio: str = ""
    locale: str = "en-US"


@dataclass(slots=True)
class Application:
    """An application and the bot behind it; `flags` tell which privileged intents it may use."""

    id: Snowflake
    name: str
    owner_id: Snowflake
    flags: int
    bot_id: Snowflake | None = None
    description: str = ""
    is_public: bool = True
    tags: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Role:
    """A role of one guild; `bot_id` marks the managed role that came with a bot."""

    id: Snowflake
    name: str
    permissions: int
    position: int = 1
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    bot_id: Snowflake | None = None


@dataclass(slots=True)
class Member:
    """A user in one guild."""

    user_id: Snowflake
    joined_at: datetime
    roles: list[Snowflake] = field(default_factory=list[Snowflake])
    nick: str | None = None
    timed_out_until: datetime | None = None
    mute: bool = False
    deaf: bool = False
    flags: int = 0
    is_pending: bool = False


@dataclass(slots=True)
class Ban:
    """Who may not come back, and the reason given."""

    user_id: Snowflake
    reason: str | None


@dataclass(slots=True)
class Overwrite:
    """What a channel allows and denies to a role (kind 0) or a member (kind 1)."""

    id: Snowflake
    kind: int
    allow: int
    deny: int


@dataclass(slots=True)
class Thread:
    """What a thread has beyond a channel."""

    owner_id: Snowflake
    created_at: datetime
    auto_archive_minutes: int = 1440
    is_archived: bool = False
    is_locked: bool = False
    is_invitable: bool = True
    members: dict[Snowflake, datetime] = field(default_factory=dict[Snowflake, datetime])
    archived_at: datetime | None = None


@dataclass(slots=True)
class Attachment:
    """A file on a message; its bytes lie in `World.files`."""

    id: Snowflake
    filename: str
    size: int
    content_type: str
    description: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Reaction:
    """One emoji under a message and who pressed it; `emoji_id` for a guild's own emoji."""

    name: str
    emoji_id: Snowflake | None
    users: list[Snowflake] = field(default_factory=list[Snowflake])


@dataclass(slots=True)
class Message:
    """A message; `only_for` names the one reader of an ephemeral one."""

    id: Snowflake
    channel_id: Snowflake
    author_id: Snowflake
    content: str
    timestamp: datetime
    kind: int = 0
    flags: int = 0
    tts: bool = False
    edited_at: datetime | None = None
    embeds: list[Json] = field(default_factory=list[Json])
    components: list[Json] = field(default_factory=list[Json])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    reactions: list[Reaction] = field(default_factory=list[Reaction])
    mentions: list[Snowflake] = field(default_factory=list[Snowflake])
    mention_roles: list[Snowflake] = field(default_factory=list[Snowflake])
    mention_everyone: bool = False
    pinned_at: datetime | None = None
    nonce: str | int | None = None
    reference: Json | None = None
    application_id: Snowflake | None = None
    webhook_id: Snowflake | None = None
    interaction: Json | None = None
    only_for: Snowflake | None = None
    thread_id: Snowflake | None = None
    poll: Json | None = None
    snapshots: list[Json] = field(default_factory=list[Json])


@dataclass(slots=True)
class Channel:
    """A room, a category, a thread or a direct conversation (`recipients`, no guild)."""

    id: Snowflake
    kind: int
    name: str | None = None
    guild_id: Snowflake | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    parent_id: Snowflake | None = None
    slowmode_seconds: int = 0
    bitrate: int = 64000
    user_limit: int = 0
    overwrites: dict[Snowflake, Overwrite] = field(default_factory=dict[Snowflake, Overwrite])
    recipients: list[Snowflake] = field(default_factory=list[Snowflake])
    thread: Thread | None = None
    last_message_id: Snowflake | None = None
    last_pin_at: datetime | None = None
    messages: dict[Snowflake, Message] = field(default_factory=dict[Snowflake, Message])


@dataclass(slots=True)
class AuditEntry:
    """One line of a guild's audit log."""

    id: Snowflake
    action: int
    user_id: Snowflake
    target_id: Snowflake | None
    reason: str | None = None
    changes: list[Json] = field(default_factory=list[Json])
    options: Json | None = None


@dataclass(slots=True)
class ScheduledEvent:
    """One of Discord's own scheduled events."""

    id: Snowflake
    name: str
    creator_id: Snowflake
    starts_at: datetime
    entity_type: int
    ends_at: datetime | None = None
    description: str | None = None
    channel_id: Snowflake | None = None
    location: str | None = None
    status: int = 1
    recurrence: Json | None = None
    interested: list[Snowflake] = field(default_factory=list[Snowflake])


@dataclass(slots=True)
class AutoModRule:
    """One of Discord's own auto-moderation rules; metadata and actions as Discord keeps them."""

    id: Snowflake
    name: str
    creator_id: Snowflake
    trigger_type: int
    metadata: Json
    actions: list[Json]
    event_type: int = 1
    enabled: bool = False
    exempt_roles: list[Snowflake] = field(default_factory=list[Snowflake])
    exempt_channels: list[Snowflake] = field(default_factory=list[Snowflake])


@dataclass(slots=True)
class Invite:
    """A way into a guild; `max_age_seconds` and `max_uses` 0 mean without end."""

    code: str
    guild_id: Snowflake
    channel_id: Snowflake
    inviter_id: Snowflake
    created_at: datetime
    max_age_seconds: int = 86400
    max_uses: int = 0
    uses: int = 0
    is_temporary: bool = False


@dataclass(slots=True)
class Webhook:
    """A channel's incoming webhook."""

    id: Snowflake
    guild_id: Snowflake
    channel_id: Snowflake
    creator_id: Snowflake
    name: str
    token: str
    application_id: Snowflake | None = None


@dataclass(slots=True)
class Command:
    """An application command; everything else it was registered with is in `fields`."""

    id: Snowflake
    application_id: Snowflake
    guild_id: Snowflake | None
    kind: int
    name: str
    version: Snowflake
    fields: Json


@dataclass(slots=True)
class Guild:
    """A server."""

    id: Snowflake
    name: str
    owner_id: Snowflake
    description: str | None = None
    verification_level: int = 0
    default_notifications: int = 1
    content_filter: int = 0
    system_channel_id: Snowflake | None = None
    rules_channel_id: Snowflake | None = None
    updates_channel_id: Snowflake | None = None
    afk_channel_id: Snowflake | None = None
    afk_seconds: int = 300
    # Discord's own "suppress join notifications": nobody's arrival is told in a sandbox.
    system_channel_flags: int = 1
    preferred_locale: str = "en-US"
    features: list[str] = field(default_factory=list[str])
    onboarding: Json | None = None
    incidents: Json | None = None
    roles: dict[Snowflake, Role] = field(default_factory=dict[Snowflake, Role])
    members: dict[Snowflake, Member] = field(default_factory=dict[Snowflake, Member])
    bans: dict[Snowflake, Ban] = field(default_factory=dict[Snowflake, Ban])
    audit_log: list[AuditEntry] = field(default_factory=list[AuditEntry])
    events: dict[Snowflake, ScheduledEvent] = field(default_factory=dict[Snowflake, ScheduledEvent])
    rules: dict[Snowflake, AutoModRule] = field(default_factory=dict[Snowflake, AutoModRule])
