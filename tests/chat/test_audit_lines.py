"""Lines of a server's log, as Discord sends them: what is ours is read, the rest is let be."""

from typing import Any

import discord

from bot.chat.audit_log import deed_of
from bot.chat.inbound import named
from bot.domain.cases import Action

OWN, MODERATOR, TARGET = 100, 24, 21


def line(action: int, **more: Any) -> discord.AuditLogEntry:
    """A line as discord.py makes it of what Discord sends."""
    client = discord.Client(intents=discord.Intents.none())
    state: Any = client._connection  # pyright: ignore[reportPrivateUsage]
    guild = discord.Guild(data={"id": "1", "name": "a clinic"}, state=state)  # type: ignore[typeddict-item]
    data: Any = {"id": "900", "action_type": action, "user_id": str(MODERATOR), **more}
    return discord.AuditLogEntry(
        users={}, integrations={}, app_commands={}, automod_rules={}, webhooks={}, data=data,
        guild=guild,
    )  # fmt: skip


def test_a_line_that_names_nobody_and_cannot_be_read_is_let_be() -> None:
    """Of an invite, discord.py reads a target only where Discord sends every field of it."""
    invite = line(40, target_id=None, changes=[{"key": "code", "new_value": "abc"}])
    assert deed_of(invite, own_id=OWN) is None
    assert named(invite) is None


def test_a_ban_by_hand_is_a_deed_and_our_own_is_none() -> None:
    ban = line(22, target_id=str(TARGET), reason="shouting")
    deed = deed_of(ban, own_id=OWN)
    assert deed is not None
    assert (deed.action, deed.target_id, deed.by) == (Action.BAN, TARGET, MODERATOR)
    assert deed_of(ban, own_id=MODERATOR) is None


def test_a_nickname_is_heard_of_whoever_gave_it_to_themselves() -> None:
    nick = [{"key": "nick", "new_value": "nobody at all"}]
    own = named(line(24, target_id=str(MODERATOR), changes=nick))
    assert own is not None
    assert own.text == "nobody at all"
    assert named(line(24, target_id=str(TARGET), changes=nick)) is None
