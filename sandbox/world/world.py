"""The whole state of the sandbox, and the look-ups everybody needs. It decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.snowflakes import Snowflake
from sandbox.world.entities import (
    DM,
    THREADS,
    Application,
    Channel,
    Command,
    Guild,
    Invite,
    Message,
    User,
    Webhook,
)


@dataclass(slots=True)
class World:
    """Everything there is, by id.

    Attributes:
        tokens: login token to user id.
        seeded: the people `/sandbox/people` lists, in order.
        files: attachment id to its bytes; not kept across restarts.
    """

    users: dict[Snowflake, User] = field(default_factory=dict[Snowflake, User])
    tokens: dict[str, Snowflake] = field(default_factory=dict[str, Snowflake])
    applications: dict[Snowflake, Application] = field(default_factory=dict[Snowflake, Application])
    guilds: dict[Snowflake, Guild] = field(default_factory=dict[Snowflake, Guild])
    channels: dict[Snowflake, Channel] = field(default_factory=dict[Snowflake, Channel])
    commands: dict[Snowflake, Command] = field(default_factory=dict[Snowflake, Command])
    invites: dict[str, Invite] = field(default_factory=dict[str, Invite])
    webhooks: dict[Snowflake, Webhook] = field(default_factory=dict[Snowflake, Webhook])
    seeded: list[Snowflake] = field(default_factory=list[Snowflake])
    seeded_bot: Snowflake | None = None
    files: dict[Snowflake, bytes] = field(default_factory=dict[Snowflake, bytes])

    def guilds_of(self, user_id: Snowflake) -> list[Guild]:
        """List the guilds a user is in, oldest first."""
        return [guild for guild in self.guilds.values() if user_id in guild.members]

    def channels_of(self, guild_id: Snowflake) -> list[Channel]:
        """List a guild's channels without its threads."""
        return [c for c in self._in_guild(guild_id) if c.kind not in THREADS]

    def threads_of(self, guild_id: Snowflake) -> list[Channel]:
        """List a guild's threads, archived ones included."""
        return [c for c in self._in_guild(guild_id) if c.kind in THREADS]

    def guild_of(self, channel: Channel) -> Guild | None:
        """Find the guild a channel is in; None for a direct conversation."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def token_of(self, user_id: Snowflake) -> str | None:
        """Find a token that logs in as the user."""
        return next((token for token, owner in self.tokens.items() if owner == user_id), None)

    def application_of(self, bot_id: Snowflake) -> Application | None:
        """Find the application behind a bot user."""
        return next((a for a in self.applications.values() if a.bot_id == bot_id), None)

    def direct_channel(self, one: Snowflake, other: Snowflake) -> Channel | None:
        """Find the direct conversation of two users, None before it was opened."""
        both = {one, other}
        return next(
            (c for c in self.channels.values() if c.kind == DM and set(c.recipients) == both), None
        )

    def direct_channels_of(self, user_id: Snowflake) -> list[Channel]:
        """Every direct conversation a user is in."""
        return [c for c in self.channels.values() if c.kind == DM and user_id in c.recipients]

    def commands_of(
        self, application_id: Snowflake, guild_id: Snowflake | None = None
    ) -> list[Command]:
        """List an application's commands of one guild, or its global ones."""
        return [
            c
            for c in self.commands.values()
            if c.application_id == application_id and c.guild_id == guild_id
        ]

    def visible_messages(self, channel: Channel) -> Iterator[Message]:
        """Walk a channel's history, newest first, without what one person alone was shown."""
        for message in reversed(channel.messages.values()):
            if message.only_for is None:
                yield message

    def _in_guild(self, guild_id: Snowflake) -> Iterator[Channel]:
        return (c for c in self.channels.values() if c.guild_id == guild_id)
