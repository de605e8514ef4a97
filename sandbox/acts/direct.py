"""Direct conversations, and who may speak in them."""

from sandbox.core import Sandbox
from sandbox.errors import invalid, refuse
from sandbox.payloads import guilds
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import DM, Channel, User


def open_channel(sandbox: Sandbox, one: User, other_id: Snowflake) -> Channel:
    """Find or make the direct conversation of two users; both are told.

    Raises:
        DiscordError: 50035 for nobody we know, 50007 with oneself or between bots.
    """
    other = sandbox.world.users.get(other_id)
    if other is None:
        raise invalid(("recipient_id",), "USER_DOES_NOT_EXIST", "Unknown user")
    if other.id == one.id or (one.bot and other.bot):
        raise refuse(50007)
    found = sandbox.world.direct_channel(one.id, other.id)
    if found is not None:
        return found
    channel = Channel(sandbox.new_id(), DM, recipients=[one.id, other.id])
    sandbox.world.channels[channel.id] = channel
    for person in (one, other):
        if not person.bot:
            payload = guilds.direct_channel(channel, sandbox.world, person.id)
            sandbox.hub.tell(person.id, "CHANNEL_CREATE", payload)
    return channel


def check_may_write(sandbox: Sandbox, author: User, channel: Channel) -> None:
    """Refuse a direct message to somebody who takes none.

    Raises:
        DiscordError: 50007 to closed DMs, 50278 without a guild in common.
    """
    for user_id in channel.recipients:
        other = sandbox.world.users[user_id]
        if other.id == author.id:
            continue
        if other.has_closed_dms:
            raise refuse(50007)
        ours = {guild.id for guild in sandbox.world.guilds_of(author.id)}
        theirs = {guild.id for guild in sandbox.world.guilds_of(other.id)}
        if author.bot and not ours & theirs:
            raise refuse(50278)
