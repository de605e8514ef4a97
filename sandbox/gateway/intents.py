"""Which events a bot hears: intents by event. People hear everything they may see."""

from typing import Final

GUILDS, MEMBERS, MODERATION = 1 << 0, 1 << 1, 1 << 2
INTEGRATIONS, WEBHOOKS, INVITES, VOICE, PRESENCES = 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8
MESSAGES, REACTIONS, TYPING = 1 << 9, 1 << 10, 1 << 11
DM_MESSAGES, DM_REACTIONS, DM_TYPING = 1 << 12, 1 << 13, 1 << 14
CONTENT, EVENTS = 1 << 15, 1 << 16
AUTOMOD_RULES, AUTOMOD_ACTIONS = 1 << 20, 1 << 21

KNOWN: Final = (1 << 26) - 1
# Flag bits of an application that let it use each privileged intent: full, then limited.
PRIVILEGED: Final = {
    PRESENCES: 1 << 12 | 1 << 13,
    MEMBERS: 1 << 14 | 1 << 15,
    CONTENT: 1 << 18 | 1 << 19,
}
ALL_LIMITED: Final = 1 << 13 | 1 << 15 | 1 << 19

_IN_GUILD: Final[dict[str, int]] = {
    **dict.fromkeys(
        (
            "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_CREATE",
            "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "CHANNEL_CREATE", "CHANNEL_UPDATE",
            "CHANNEL_DELETE", "CHANNEL_PINS_UPDATE", "THREAD_CREATE", "THREAD_UPDATE",
            "THREAD_DELETE", "THREAD_LIST_SYNC", "THREAD_MEMBER_UPDATE", "THREAD_MEMBERS_UPDATE",
        ),
        GUILDS,
    ),
    **dict.fromkeys(
        ("GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"), MEMBERS
    ),
    **dict.fromkeys(
        ("GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE"), MODERATION
    ),
    **dict.fromkeys(
        ("INTEGRATION_CREATE", "INTEGRATION_DELETE", "GUILD_INTEGRATIONS_UPDATE"), INTEGRATIONS
    ),
    "WEBHOOKS_UPDATE": WEBHOOKS,
    **dict.fromkeys(("INVITE_CREATE", "INVITE_DELETE"), INVITES),
    "PRESENCE_UPDATE": PRESENCES,
    **dict.fromkeys(
        ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"), MESSAGES
    ),
    **dict.fromkeys(
        (
            "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL",
            "MESSAGE_REACTION_REMOVE_EMOJI",
        ),
        REACTIONS,
    ),
    "TYPING_START": TYPING,
    **dict.fromkeys(
        (
            "GUILD_SCHEDULED_EVENT_CREATE", "GUILD_SCHEDULED_EVENT_UPDATE",
            "GUILD_SCHEDULED_EVENT_DELETE", "GUILD_SCHEDULED_EVENT_USER_ADD",
            "GUILD_SCHEDULED_EVENT_USER_REMOVE",
        ),
        EVENTS,
    ),
    **dict.fromkeys(
        (
            "AUTO_MODERATION_RULE_CREATE", "AUTO_MODERATION_RULE_UPDATE",
            "AUTO_MODERATION_RULE_DELETE",
        ),
        AUTOMOD_RULES,
    ),
    "AUTO_MODERATION_ACTION_EXECUTION": AUTOMOD_ACTIONS,
}  # fmt: skip
_DIRECT: Final = {MESSAGES: DM_MESSAGES, REACTIONS: DM_REACTIONS, TYPING: DM_TYPING}


def needed(event: str, *, in_guild: bool) -> int:
    """Tell the intent bit an event needs; 0 where it needs none."""
    bit = _IN_GUILD.get(event, 0)
    return bit if in_guild else _DIRECT.get(bit, 0)
