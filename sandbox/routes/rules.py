"""Discord's own auto-moderation rules."""

from dataclasses import replace
from typing import Final

from sandbox.acts import audience, audit
from sandbox.errors import DiscordError, invalid, refuse
from sandbox.forms import rules as forms
from sandbox.payloads import plans
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.world.entities import AutoModRule, Guild, Json


def get_rules(call: Call) -> Answer:
    """List a guild's rules."""
    guild = access.guild(call, Permission.MANAGE_GUILD)
    return [plans.automod_rule(r, guild) for r in guild.rules.values()]


def get_rule(call: Call) -> Answer:
    """Show one rule."""
    guild, rule = _find(call)
    return plans.automod_rule(rule, guild)


def post_rule(call: Call) -> Answer:
    """Make a rule."""
    guild = access.guild(call, Permission.MANAGE_GUILD)
    form = call.form()
    form.require("name", "event_type", "trigger_type", "actions")
    trigger = form.choice("trigger_type", forms.TRIGGERS) or forms.KEYWORD
    rule = AutoModRule(call.sandbox.new_id(), "", call.me.id, trigger, {}, [])
    forms.fill_rule(form, rule)
    form.check()
    if sum(1 for r in guild.rules.values() if r.trigger_type == trigger) >= forms.MOST[trigger]:
        sentence = "Maximum number of auto moderation rules with this trigger type reached"
        raise invalid(("_",), "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", sentence)
    _check(call, guild, rule)
    guild.rules[rule.id] = rule
    _tell(call, guild, rule, "CREATE")
    changes = audit.changes({}, _loggable(rule))
    _record(call, guild, audit.RULE_CREATE, rule, changes)
    return plans.automod_rule(rule, guild)


def patch_rule(call: Call) -> Answer:
    """Change a rule."""
    guild, rule = _find(call)
    form, trial = call.form(), replace(rule)
    forms.fill_rule(form, trial)
    form.check()
    _check(call, guild, trial)
    changes = audit.changes(_loggable(rule), _loggable(trial))
    guild.rules[rule.id] = trial
    _tell(call, guild, trial, "UPDATE")
    _record(call, guild, audit.RULE_UPDATE, trial, changes)
    return plans.automod_rule(trial, guild)


def delete_rule(call: Call) -> Answer:
    """Delete a rule."""
    guild, rule = _find(call)
    del guild.rules[rule.id]
    _tell(call, guild, rule, "DELETE")
    changes = audit.changes(_loggable(rule), {})
    _record(call, guild, audit.RULE_DELETE, rule, changes)
    return None


def _find(call: Call) -> tuple[Guild, AutoModRule]:
    guild = access.guild(call, Permission.MANAGE_GUILD)
    rule = guild.rules.get(call.id("rule_id"))
    if rule is None:
        raise DiscordError(404, 10066, "Unknown auto moderation rule")
    return guild, rule


def _check(call: Call, guild: Guild, rule: AutoModRule) -> None:
    """Refuse an alert into no room of the guild, and a timeout the caller may not give."""
    rooms = {str(c.id) for c in call.sandbox.world.channels_of(guild.id)}
    for place, action in enumerate(rule.actions):
        if action["type"] == forms.ALERT and action["metadata"]["channel_id"] not in rooms:
            path = ("actions", place, "metadata", "channel_id")
            raise invalid(path, "AUTO_MODERATION_INVALID_CHANNEL", "Unknown Channel")
        may = access.allowed(call, guild, Permission.MODERATE_MEMBERS)
        if action["type"] == forms.TIMEOUT and not may:
            raise refuse(50013)


def _tell(call: Call, guild: Guild, rule: AutoModRule, what: str) -> None:
    call.sandbox.hub.publish(
        f"AUTO_MODERATION_RULE_{what}",
        plans.automod_rule(rule, guild),
        guild_id=guild.id,
        to=audience.with_permission(call.sandbox, guild, Permission.MANAGE_GUILD),
    )


def _loggable(rule: AutoModRule) -> Json:
    return {
        "name": rule.name,
        "enabled": rule.enabled,
        "event_type": rule.event_type,
        "trigger_type": rule.trigger_type,
        "actions": rule.actions,
        "exempt_roles": [str(r) for r in rule.exempt_roles],
        "exempt_channels": [str(c) for c in rule.exempt_channels],
    }


def _record(call: Call, guild: Guild, action: int, rule: AutoModRule, changes: list[Json]) -> None:
    audit.record(
        call.sandbox, guild, action, call.me.id, rule.id, reason=call.reason, changes=changes
    )


_RULES: Final = "/guilds/{guild_id}/auto-moderation/rules"
ROUTES = [
    Route("GET", _RULES, get_rules),
    Route("POST", _RULES, post_rule),
    Route("GET", f"{_RULES}/{{rule_id}}", get_rule),
    Route("PATCH", f"{_RULES}/{{rule_id}}", patch_rule),
    Route("DELETE", f"{_RULES}/{{rule_id}}", delete_rule),
]
