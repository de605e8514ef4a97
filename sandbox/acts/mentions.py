"""Whom a message pings: what its words name, as far as it may."""

import re
from dataclasses import dataclass, field
from typing import Final

from sandbox import permissions
from sandbox.core import Sandbox
from sandbox.forms.messages import Pings
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel

_USER: Final = re.compile(r"<@!?(\d{1,20})>")
_ROLE: Final = re.compile(r"<@&(\d{1,20})>")
_EVERYONE: Final = re.compile(r"@(everyone|here)\b")
_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@dataclass(slots=True)
class Pinged:
    """Who is pinged."""

    users: list[Snowflake] = field(default_factory=list[Snowflake])
    roles: list[Snowflake] = field(default_factory=list[Snowflake])
    everyone: bool = False


def pinged_by(
    sandbox: Sandbox, channel: Channel, author_id: Snowflake, content: str, pings: Pings
) -> Pinged:
    """Find whom the words of an author ping in a channel."""
    words = _CODE.sub("", content)
    guild = sandbox.world.guild_of(channel)
    has = permissions.in_channel(sandbox.world, channel, author_id, sandbox.now())
    may_ping_all = guild is None or bool(has & Permission.MENTION_EVERYONE)
    found = Pinged()
    for number in _named(_USER, words):
        allowed = "users" in pings.parse or number in pings.users
        if allowed and number in sandbox.world.users:
            found.users.append(number)
    if guild is None:
        return found
    for number in _named(_ROLE, words):
        role = guild.roles.get(number)
        allowed = "roles" in pings.parse or number in pings.roles
        if role is not None and allowed and (role.mentionable or may_ping_all):
            found.roles.append(number)
    named_all = _EVERYONE.search(words) is not None
    found.everyone = named_all and may_ping_all and "everyone" in pings.parse
    return found


def _named(pattern: re.Pattern[str], words: str) -> list[Snowflake]:
    return list(dict.fromkeys(Snowflake(int(number)) for number in pattern.findall(words)))
