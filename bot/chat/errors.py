"""The one border: whatever goes wrong behind a command, a button or a form ends here, in words."""

import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import discord
from discord import Interaction, app_commands

from bot.chat.inbound import language_of
from bot.chat.render import errors as render
from bot.chat.reply import UNANSWERED, answer
from bot.domain.errors import ClinicError, NotPermitted, NotSetUp, StorageError
from bot.domain.ids import GuildId
from bot.log import bind
from bot.services.servers import Servers

log = logging.getLogger(__name__)

# Discord JSON error codes (API v10): the interaction is over, or was answered by somebody else.
GONE = {10062, 10008, 40060}


class Border:
    """Turns errors into answers, and remembers where it happened for the log.

    Attributes:
        afterwards: Told of every interaction that was answered, for what is to be said once.
    """

    def __init__(self) -> None:
        self.afterwards: list[Callable[[Interaction], Awaitable[None]]] = []

    async def finish(self, interaction: Interaction) -> None:
        """Say what else there is to say to whoever was just answered."""
        # Whoever has a form before them is told once they have sent it.
        if interaction.response.type in {None, discord.InteractionResponseType.modal}:
            return
        for say in self.afterwards:
            try:
                await say(interaction)
            except (ClinicError, *UNANSWERED) as error:
                # What they asked for was done; the rest is said another time, or not at all.
                log.warning("nothing added", extra={"kind": type(error).__name__})

    @asynccontextmanager
    async def around(
        self, interaction: Interaction, command: str, *, typed: Sequence[str] = ()
    ) -> AsyncGenerator[None]:
        """Run what answers an interaction; nothing it raises gets past here.

        Args:
            typed: What was typed into a form; given back to whoever typed it if it is not taken.
        """
        with bind(
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            interaction_id=interaction.id,
            command=command,
        ):
            try:
                yield
                await self.finish(interaction)
            except Exception as error:  # noqa: BLE001 - the border is where every error ends
                await self.tell(interaction, error, typed=typed)

    async def tell(
        self, interaction: Interaction, error: Exception, *, typed: Sequence[str] = ()
    ) -> None:
        """Tell the person what happened, in words they can act on."""
        cause = original(error)
        if isinstance(cause, discord.HTTPException) and cause.code in GONE:
            log.warning("interaction over", extra={"code": cause.code})
            return
        if isinstance(cause, StorageError):
            log.error("storage failed", exc_info=cause, extra={"problem": cause.problem})
        try:
            problem = known(cause) or self._unknown(cause)
            said = render.error(problem, typed=typed, language=language_of(interaction))
            await answer(interaction, said)
        except UNANSWERED as failed:
            code = getattr(failed, "code", None)
            log.warning("error not told", extra={"kind": type(failed).__name__, "code": code})

    def _unknown(self, error: BaseException) -> str:
        """Log an error that nobody foresaw and return the reference a person can give to staff."""
        reference = secrets.token_hex(2).upper()
        log.error("unforeseen error", exc_info=error, extra={"reference": reference})
        return reference


def original(error: BaseException) -> BaseException:
    """Return what discord.py wrapped."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return error.__cause__
    return error


def known(error: BaseException) -> ClinicError | None:
    """Return the error as one that has words of its own, or None."""
    if isinstance(error, ClinicError):
        return error
    if isinstance(error, app_commands.MissingPermissions):
        return NotPermitted(", ".join(error.missing_permissions))
    if isinstance(error, discord.Forbidden):
        return NotPermitted("", by_bot=True)
    return None


class Tree(app_commands.CommandTree):
    """The slash commands, with the border around them and set-up before them."""

    border: Border
    servers: Servers
    # What answers in a server that is not set up.
    always: frozenset[str] = frozenset({"support now", "clinic setup"})

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let nothing but set-up and help answer where nobody has set the bot up."""
        command = interaction.command
        name = command.qualified_name if command else ""
        if interaction.guild_id is None or name in self.always:
            return True
        if self.servers.get(GuildId(interaction.guild_id)) is not None:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await self.border.tell(interaction, NotSetUp())
        return False

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Hand every command's error to the border."""
        command = interaction.command
        name = command.qualified_name if command else None
        with bind(
            guild_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            interaction_id=interaction.id,
            command=name,
        ):
            if interaction.type is discord.InteractionType.autocomplete:
                log.error("autocomplete failed", exc_info=original(error))
                return
            await self.border.tell(interaction, error)
