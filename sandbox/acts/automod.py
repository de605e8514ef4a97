"""Discord's own auto-moderation: rules applied to what people write, and what follows."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sandbox import permissions
from sandbox.acts import audience, audit, members, messages
from sandbox.core import Sandbox
from sandbox.errors import DiscordError, refuse
from sandbox.forms import rules as kinds
from sandbox.forms.messages import Draft
from sandbox.gateway import intents
from sandbox.gateway.session import Session
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import AutoModRule, Channel, Guild, Json, Message, User

_MENTION: Final = re.compile(r"<@[!&]?\d{1,20}>")
# Discord's own lists are not public: a few mild words stand for each, so that a preset can be seen.
_PRESETS: Final = {1: ("damn", "crap", "hell"), 2: ("nsfw", "porn"), 3: ("slur",)}


@dataclass(frozen=True, slots=True)
class Match:
    """A rule, what it found, and the entry that found it."""

    rule: AutoModRule
    keyword: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody wrote where; `message_id` once it stands."""

    guild: Guild
    channel: Channel
    author: User
    content: str
    message_id: Snowflake | None = None


def screen(sandbox: Sandbox, channel: Channel, author: User, content: str) -> list[Match]:
    """Find the rules a message meets, and refuse what one of them blocks.

    Raises:
        DiscordError: 200000 with the rule's own words.
    """
    guild = sandbox.world.guild_of(channel)
    if guild is None:
        return []
    found = _matches(sandbox, guild, channel, author, content)
    blocking = [m for m in found if any(a["type"] == kinds.BLOCK for a in m.rule.actions)]
    if not blocking:
        return found
    for match in blocking:
        _execute(sandbox, Met(guild, channel, author, content), match)
    raise _refusal(blocking[0].rule)


def report(
    sandbox: Sandbox, channel: Channel, author: User, message: Message, found: list[Match]
) -> None:
    """Carry out what rules ask for after a message that none of them blocked."""
    guild = sandbox.world.guild_of(channel)
    if guild is not None:
        met = Met(guild, channel, author, message.content, message.id)
        for match in found:
            _execute(sandbox, met, match)


def _matches(
    sandbox: Sandbox, guild: Guild, channel: Channel, author: User, content: str
) -> list[Match]:
    member = guild.members.get(author.id)
    if author.bot or member is None:
        return []
    if permissions.in_guild(guild, member, sandbox.now()) & Permission.MANAGE_GUILD:
        return []
    places = {channel.id, channel.parent_id}
    found: list[Match] = []
    for rule in guild.rules.values():
        if not rule.enabled or rule.event_type != 1:
            continue
        if set(rule.exempt_roles) & set(member.roles) or set(rule.exempt_channels) & places:
            continue
        match = _match(rule, content)
        if match is not None:
            found.append(match)
    return found


def _match(rule: AutoModRule, content: str) -> Match | None:
    metadata = rule.metadata
    if rule.trigger_type == kinds.MENTIONS:
        limit: int = metadata["mention_total_limit"]
        is_over = limit and len(set(_MENTION.findall(content))) > limit
        return Match(rule, None, None) if is_over else None
    words: list[str] = list(metadata.get("keyword_filter", []))
    for preset in metadata.get("presets", []):
        words += _PRESETS[preset]
    allowed: list[str] = metadata.get("allow_list", [])
    said = content.casefold()
    # A thousand keywords for each message: what is nowhere in it needs no closer look.
    near = [word for word in words if word.strip("*").casefold() in said]
    for pattern, keyword in [
        *((_keyword_pattern(word), word) for word in near),
        *((re.compile(p, re.IGNORECASE), p) for p in metadata.get("regex_patterns", [])),
    ]:
        for hit in pattern.finditer(content):
            if not any(_keyword_pattern(word).search(hit.group()) for word in allowed):
                return Match(rule, keyword, hit.group())
    return None


def _keyword_pattern(word: str) -> re.Pattern[str]:
    """Read a keyword: whole words, `*` at an end for any rest."""
    left = "" if word.startswith("*") else r"(?<!\w)"
    right = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(left + re.escape(word.strip("*")) + right, re.IGNORECASE)


def _execute(sandbox: Sandbox, met: Met, match: Match) -> None:
    """Do what a rule asks for, and tell of each thing done."""
    for action in match.rule.actions:
        told: Json = {
            "guild_id": str(met.guild.id),
            "action": action,
            "rule_id": str(match.rule.id),
            "rule_trigger_type": match.rule.trigger_type,
            "user_id": str(met.author.id),
            "channel_id": str(met.channel.id),
            "content": met.content,
            "matched_keyword": match.keyword,
            "matched_content": match.content,
        }
        if met.message_id is not None:
            told["message_id"] = str(met.message_id)
        if action["type"] == kinds.ALERT:
            alert = _alert(sandbox, met, match, action["metadata"]["channel_id"])
            if alert is not None:
                told["alert_system_message_id"] = str(alert.id)
        elif action["type"] == kinds.TIMEOUT:
            _time_out(sandbox, met, action["metadata"]["duration_seconds"])
        _log(sandbox, met, match.rule, action["type"])
        _tell(sandbox, met.guild, told)


def _alert(sandbox: Sandbox, met: Met, match: Match, room_id: str) -> Message | None:
    room = sandbox.world.channels.get(Snowflake(int(room_id)))
    if room is None or room.guild_id != met.guild.id:
        return None
    facts = {
        "rule_name": match.rule.name,
        "channel_id": str(met.channel.id),
        "keyword": match.keyword or "",
        "keyword_matched_content": match.content or "",
        "decision_id": str(sandbox.new_id()),
    }
    fields = [{"name": name, "value": value, "inline": False} for name, value in facts.items()]
    embed: Json = {"type": "auto_moderation_message", "description": met.content, "fields": fields}
    origin = messages.Origin(kind=messages.AUTOMOD_ALERT)
    return messages.post(sandbox, room, met.author, Draft(embeds=[embed]), origin)


def _time_out(sandbox: Sandbox, met: Met, seconds: int) -> None:
    member = met.guild.members[met.author.id]
    member.timed_out_until = sandbox.now() + timedelta(seconds=seconds)
    members.tell_changed(sandbox, met.guild, member)


def _log(sandbox: Sandbox, met: Met, rule: AutoModRule, kind: int) -> None:
    actions = {
        kinds.BLOCK: audit.AUTOMOD_BLOCK,
        kinds.ALERT: audit.AUTOMOD_FLAG,
        kinds.TIMEOUT: audit.AUTOMOD_TIMEOUT,
    }
    options = {
        "auto_moderation_rule_name": rule.name,
        "auto_moderation_rule_trigger_type": str(rule.trigger_type),
        "channel_id": str(met.channel.id),
    }
    if kind in actions:
        by, target = rule.creator_id, met.author.id
        audit.record(sandbox, met.guild, actions[kind], by, target, options=options)


def _tell(sandbox: Sandbox, guild: Guild, told: Json) -> None:
    def shown(session: Session) -> Json:
        if not session.is_bot or session.intents & intents.CONTENT:
            return told
        return {**told, "content": "", "matched_content": ""}

    to = audience.with_permission(sandbox, guild, Permission.MANAGE_GUILD)
    name = "AUTO_MODERATION_ACTION_EXECUTION"
    sandbox.hub.publish(name, shown, guild_id=guild.id, to=to)


def _refusal(rule: AutoModRule) -> DiscordError:
    error = refuse(200000)
    for action in rule.actions:
        words = action["metadata"].get("custom_message")
        if action["type"] == kinds.BLOCK and words:
            error.errors = {"content": {"_errors": [{"code": error.code, "message": words}]}}
    return error
