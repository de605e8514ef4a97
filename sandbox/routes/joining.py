"""What Discord itself puts before a server: its rules screening, and its onboarding questions."""

from typing import Final

from sandbox.acts import members
from sandbox.errors import plain, refuse
from sandbox.forms.form import Form
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.world.entities import Guild, Json

_NOTHING: Final[Json] = {"prompts": [], "default_channel_ids": [], "enabled": False, "mode": 0}


def get_onboarding(call: Call) -> Answer:
    """Show what newcomers are asked."""
    guild = access.guild(call)
    return {"guild_id": str(guild.id), **(guild.onboarding or _NOTHING)}


def put_onboarding(call: Call) -> Answer:
    """Change what newcomers are asked; whoever does must manage server and roles."""
    guild = access.guild(call, Permission.MANAGE_GUILD | Permission.MANAGE_ROLES)
    form = call.form()
    was = guild.onboarding or _NOTHING
    channels = form.snowflakes("default_channel_ids", high=500)
    mode, is_on = form.choice("mode", (0, 1)), form.boolean("enabled", default=was["enabled"])
    prompts = [_prompt(call, guild, prompt) for prompt in form.forms("prompts", high=15)]
    form.check()
    guild.onboarding = {
        "prompts": prompts if form.has("prompts") else was["prompts"],
        "default_channel_ids": [str(each) for each in channels]
        if form.has("default_channel_ids")
        else was["default_channel_ids"],
        "enabled": is_on,
        "mode": was["mode"] if mode is None else mode,
    }
    return {"guild_id": str(guild.id), **guild.onboarding}


def put_request(call: Call) -> Answer:
    """Press Complete under the server's rules, as Discord's own client does."""
    guild = access.guild(call)
    member = guild.members[call.me.id]
    if not member.is_pending:
        # Discord describes no code of its own for somebody who has nothing to complete.
        raise plain(400, "Bad Request")
    member.is_pending = False
    members.tell_changed(call.sandbox, guild, member)
    return {"user_id": str(call.me.id), "guild_id": str(guild.id), "application_status": "APPROVED"}


def _prompt(call: Call, guild: Guild, form: Form) -> Json:
    form.require("title", "options")
    return {
        "id": str(call.sandbox.new_id()),
        "title": form.text("title", low=1, high=100),
        "options": [
            _option(call, guild, option) for option in form.forms("options", low=1, high=50)
        ],
        "single_select": form.boolean("single_select"),
        "required": form.boolean("required"),
        "in_onboarding": form.boolean("in_onboarding"),
        "type": form.choice("type", (0, 1)) or 0,
    }


def _option(call: Call, guild: Guild, form: Form) -> Json:
    form.require("title")
    roles = form.snowflakes("role_ids", high=50)
    if any(role_id not in guild.roles for role_id in roles):
        raise refuse(10011)
    return {
        "id": str(call.sandbox.new_id()),
        "title": form.text("title", low=1, high=50),
        "description": form.text("description", high=100) or "",
        "emoji": {"id": None, "name": form.text("emoji_name", high=100), "animated": False},
        "role_ids": [str(each) for each in roles],
        "channel_ids": [str(each) for each in form.snowflakes("channel_ids", high=50)],
    }


ROUTES: Final = [
    Route("GET", "/guilds/{guild_id}/onboarding", get_onboarding),
    Route("PUT", "/guilds/{guild_id}/onboarding", put_onboarding),
    Route("PUT", "/guilds/{guild_id}/requests/@me", put_request, Who.PERSON),
]
