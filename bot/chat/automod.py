"""The `Rules` port over Discord, and its events as the domain sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import discord

from bot.chat.messenger import translated
from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import automod as render
from bot.domain.automod import LiveRule, Part, RuleId, Spec, Struck, marked
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId

# Discord API v10, Auto Moderation: trigger, event and action types.
KEYWORD: Final = 1
MESSAGE_SENT: Final = 1
ALERT: Final = 2


@dataclass(frozen=True, slots=True)
class DiscordRules:
    """See `Rules`."""

    client: discord.Client

    async def live(self, guild_id: GuildId) -> Sequence[LiveRule]:
        """Return the keyword rules of a server, anybody's."""
        with sent_as(Urgency.UPKEEP):
            async with translated():
                found: list[Any] = await self.client.http.get_auto_moderation_rules(guild_id)
        return [self._live(each) for each in found if each["trigger_type"] == KEYWORD]

    async def create(self, guild_id: GuildId, spec: Spec) -> LiveRule:
        """Make a rule and return it as Discord has it."""
        with sent_as(Urgency.UPKEEP):
            async with translated():
                made: Any = await self.client.http.create_auto_moderation_rule(
                    guild_id,
                    reason=render.audit_reason(),
                    name=render.name(spec.part),
                    event_type=MESSAGE_SENT,
                    trigger_type=KEYWORD,
                    **_facts(spec),
                )
        return self._live(made)

    async def edit(self, guild_id: GuildId, rule_id: RuleId, spec: Spec) -> LiveRule:
        """Let a rule say what it should, or switch it off; who is exempt stays staff's choice."""
        facts = {"name": render.name(spec.part), "event_type": MESSAGE_SENT, **_facts(spec)}
        given = facts if spec.is_on else {"enabled": False}
        with sent_as(Urgency.UPKEEP):
            async with translated():
                made: Any = await self.client.http.edit_auto_moderation_rule(
                    guild_id, rule_id, reason=render.audit_reason(), **given
                )
        return self._live(made)

    def _live(self, rule: Mapping[str, Any]) -> LiveRule:
        me = self.client.user
        is_ours = me is not None and int(rule["creator_id"]) == me.id
        named = {render.name(part): part for part in Part}
        return LiveRule(
            id=RuleId(int(rule["id"])),
            part=named.get(rule["name"]) if is_ours else None,
            mark=_mark(rule),
        )


def _facts(spec: Spec) -> dict[str, Any]:
    return {
        "enabled": True,
        "trigger_metadata": {
            "keyword_filter": list(spec.keywords),
            "regex_patterns": list(spec.patterns),
        },
        "actions": [{"type": ALERT, "metadata": {"channel_id": str(spec.alert_to)}}],
    }


def _mark(rule: Mapping[str, Any]) -> str:
    watched = rule["trigger_metadata"]
    return marked(
        [
            rule["name"],
            rule["enabled"],
            rule["event_type"],
            *(sorted(watched.get(key) or ()) for key in ("keyword_filter", "regex_patterns")),
            sorted(watched.get("allow_list") or ()),
            [[each["type"], each.get("metadata")] for each in rule["actions"]],
        ]
    )


@dataclass(frozen=True, slots=True)
class Unseen:
    """A message that was hit, as the voice has to know it. Nothing else of it was seen."""

    id: int
    guild: discord.Object | None
    channel: discord.Object
    author: discord.Object


def unseen(hit: Struck) -> Unseen:
    """Return what is to be answered; in private alone where the room never saw the message."""
    is_in_room = hit.message_id is not None and hit.channel_id is not None
    return Unseen(
        id=hit.message_id or 0,
        guild=discord.Object(hit.guild_id) if is_in_room else None,
        channel=discord.Object(hit.channel_id or 0),
        author=discord.Object(hit.author_id),
    )


def struck(action: discord.AutoModAction, *, now: datetime) -> Struck:
    """Return a hit as the domain sees it; the words, where Discord shows them, stay behind."""
    first_seen = action.message_id or action.alert_system_message_id
    return Struck(
        guild_id=GuildId(action.guild_id),
        channel_id=ChannelId(action.channel_id) if action.channel_id else None,
        message_id=MessageId(action.message_id) if action.message_id else None,
        author_id=UserId(action.user_id),
        rule_id=RuleId(action.rule_id),
        keyword=action.matched_keyword,
        at=discord.utils.snowflake_time(first_seen) if first_seen else now,
    )
