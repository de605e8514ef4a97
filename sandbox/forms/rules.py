"""The body of an auto-moderation rule, checked against Discord's limits.

Source: Discord API v10, "Auto Moderation".
"""

import re
from typing import Final

from sandbox.forms.form import Form
from sandbox.world.entities import AutoModRule, Json

KEYWORD, SPAM, PRESET, MENTIONS, PROFILE = 1, 3, 4, 5, 6
BLOCK, ALERT, TIMEOUT, QUARANTINE = 1, 2, 3, 4
TRIGGERS: Final = (KEYWORD, SPAM, PRESET, MENTIONS, PROFILE)
# How many rules of a trigger a guild may have.
MOST: Final = {KEYWORD: 6, SPAM: 1, PRESET: 1, MENTIONS: 1, PROFILE: 1}
# Discord reads patterns in Rust's flavour: nothing looks ahead or behind or refers back.
_NOT_IN_RUST: Final = re.compile(r"\(\?(?:[=!>]|<[=!]|P=)|\\[1-9]")
_LONGEST_TIMEOUT_SECONDS: Final = 2_419_200


def fill_rule(form: Form, rule: AutoModRule) -> None:
    """Put what a request names into a rule."""
    rule.name = form.text("name", low=1, high=100) or rule.name
    rule.event_type = form.choice("event_type", (1, 2)) or rule.event_type
    rule.enabled = form.boolean("enabled", default=rule.enabled)
    if form.has("exempt_roles"):
        rule.exempt_roles = form.snowflakes("exempt_roles", high=20)
    if form.has("exempt_channels"):
        rule.exempt_channels = form.snowflakes("exempt_channels", high=50)
    if form.given("trigger_metadata") or not rule.metadata:
        inner = form.form("trigger_metadata") or Form({}, form.faults, ("trigger_metadata",))
        rule.metadata = _metadata(inner, rule.trigger_type)
    if form.has("actions"):
        rule.actions = [_action(a, rule) for a in form.forms("actions", low=1, high=5)]


def _metadata(form: Form, trigger: int) -> Json:
    if trigger in (KEYWORD, PROFILE):
        patterns = form.texts("regex_patterns", high=10, each=260)
        _check_patterns(form, patterns)
        return {
            "keyword_filter": form.texts("keyword_filter", high=1000, each=60),
            "regex_patterns": patterns,
            "allow_list": form.texts("allow_list", high=100, each=60),
        }
    if trigger == PRESET:
        return {
            "presets": [p for p in form.list_of("presets", high=3) if p in (1, 2, 3)],
            "allow_list": form.texts("allow_list", high=1000, each=60),
        }
    if trigger == MENTIONS:
        return {
            "mention_total_limit": form.integer("mention_total_limit", low=0, high=50) or 0,
            "mention_raid_protection_enabled": form.boolean("mention_raid_protection_enabled"),
        }
    return {}


def _check_patterns(form: Form, patterns: list[str]) -> None:
    for place, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
            is_fine = _NOT_IN_RUST.search(pattern) is None
        except re.error:
            is_fine = False
        if not is_fine:
            path = (*form.path, "regex_patterns", place)
            form.faults.append((path, "INVALID_REGEX_PATTERN", "Invalid regex pattern"))


def _action(form: Form, rule: AutoModRule) -> Json:
    form.require("type")
    kind = form.choice("type", (BLOCK, ALERT, TIMEOUT, QUARANTINE)) or BLOCK
    inner = form.form("metadata") or Form({}, form.faults, (*form.path, "metadata"))
    metadata: Json = {}
    if kind == ALERT:
        inner.require("channel_id")
        metadata["channel_id"] = str(inner.snowflake("channel_id"))
    elif kind == TIMEOUT:
        inner.require("duration_seconds")
        high = _LONGEST_TIMEOUT_SECONDS
        metadata["duration_seconds"] = inner.integer("duration_seconds", low=0, high=high)
        if rule.trigger_type not in (KEYWORD, MENTIONS):
            sentence = "This action is not allowed for this trigger type"
            form.fault("type", "AUTO_MODERATION_ACTION_INVALID", sentence)
    elif kind == BLOCK and inner.given("custom_message"):
        metadata["custom_message"] = inner.text("custom_message", high=150)
    return {"type": kind, "metadata": metadata}
