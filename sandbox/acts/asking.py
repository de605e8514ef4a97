"""A person's side of an interaction: pressing, choosing, submitting; the application is told."""

import asyncio
import secrets
from dataclasses import dataclass

from sandbox.core import Sandbox
from sandbox.interaction import (
    AUTOCOMPLETE,
    COMMAND,
    FIRST_ANSWER_SECONDS,
    TOKEN_SECONDS,
    Interaction,
)
from sandbox.payloads import interactions as payloads
from sandbox.payloads import people
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Channel, Json, Message, User

_NO_ANSWER = 2


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses what, where.

    Attributes:
        source: the message whose component is pressed, or which a form came from.
        origin: the interaction that showed the form.
        name: the command's name, for what its answer says of it.
    """

    user: User
    application: Application
    channel: Channel
    kind: int
    nonce: str | int | None
    source: Message | None = None
    origin: Interaction | None = None
    name: str | None = None
    target: Json | None = None


def begin(sandbox: Sandbox, press: Press, data: Json) -> Interaction:
    """Tell the application of an interaction; it has three real seconds to answer."""
    interaction = _new(sandbox, press)
    sandbox.interactions[interaction.token] = interaction
    loop = asyncio.get_running_loop()
    interaction.timer = loop.call_later(FIRST_ANSWER_SECONDS, expire, sandbox, interaction)
    loop.call_later(TOKEN_SECONDS, sandbox.interactions.pop, interaction.token, None)
    if press.kind != AUTOCOMPLETE:
        tell(sandbox, interaction, "INTERACTION_CREATE")
    payload = payloads.interaction(interaction, data, sandbox.world, sandbox.now(), sandbox.origin)
    bot_id = press.application.bot_id or press.application.id
    sandbox.hub.publish("INTERACTION_CREATE", payload, guild_id=press.channel.guild_id, to={bot_id})
    return interaction


def expire(sandbox: Sandbox, interaction: Interaction) -> None:
    """Give an interaction up that nobody answered in time; the person is told."""
    if interaction.answered_with is None:
        interaction.has_failed = True
        tell(sandbox, interaction, "INTERACTION_FAILURE", reason_code=_NO_ANSWER)


def tell(sandbox: Sandbox, interaction: Interaction, event: str, **more: object) -> None:
    """Tell the person how their interaction goes."""
    payload: Json = {"id": str(interaction.id), "nonce": interaction.nonce, **more}
    sandbox.hub.tell(interaction.user_id, event, payload)


def _new(sandbox: Sandbox, press: Press) -> Interaction:
    number = sandbox.new_id()
    return Interaction(
        id=number,
        token=secrets.token_urlsafe(48),
        kind=press.kind,
        application_id=press.application.id,
        user_id=press.user.id,
        channel_id=press.channel.id,
        guild_id=press.channel.guild_id,
        began_at=asyncio.get_running_loop().time(),
        nonce=press.nonce,
        metadata=_metadata(number, press),
        source_id=None if press.source is None else press.source.id,
    )


def _metadata(number: Snowflake, press: Press) -> Json:
    metadata: Json = {
        "id": str(number),
        "type": press.kind,
        "user": people.user(press.user),
        "authorizing_integration_owners": payloads.owners(press.channel.guild_id),
    }
    if press.kind == COMMAND:
        return metadata | {"name": press.name} | (press.target or {})
    if press.origin is not None:
        return metadata | {"triggering_interaction_metadata": press.origin.metadata}
    if press.source is not None:
        metadata["interacted_message_id"] = str(press.source.id)
    return metadata
