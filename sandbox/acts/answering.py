"""An application's side of an interaction: its first answer, the original and the follow-ups."""

import asyncio
from typing import Final

from sandbox.acts import asking, messages
from sandbox.core import Sandbox
from sandbox.errors import invalid, refuse
from sandbox.forms.components import ComponentReader
from sandbox.forms.form import Form
from sandbox.forms.messages import Draft
from sandbox.interaction import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    FIRST_ANSWER_SECONDS,
    MODAL_SUBMIT,
    TOKEN_SECONDS,
    Interaction,
)
from sandbox.payloads import people
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import EPHEMERAL, Channel, Json, Message, User

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED: Final = {
    COMMAND: (MESSAGE, DEFER, MODAL),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}


def find_unanswered(sandbox: Sandbox, interaction_id: Snowflake, token: str) -> Interaction:
    """Find the interaction that a first answer is for.

    Raises:
        DiscordError: 10062 where it is unknown or too late, 40060 where it was answered.
    """
    interaction = sandbox.interactions.get(token)
    if interaction is None or interaction.id != interaction_id or interaction.has_failed:
        raise refuse(10062)
    if interaction.answered_with is not None:
        raise refuse(40060)
    now = asyncio.get_running_loop().time()
    if now - interaction.began_at > FIRST_ANSWER_SECONDS:
        raise refuse(10062)
    return interaction


def find_open(sandbox: Sandbox, application_id: Snowflake, token: str) -> Interaction:
    """Find the interaction whose token is used for messages.

    Raises:
        DiscordError: 50027 where the token is unknown or over, 10015 before the first answer.
    """
    interaction = sandbox.interactions.get(token)
    if interaction is None or interaction.application_id != application_id:
        raise refuse(50027)
    if asyncio.get_running_loop().time() - interaction.began_at > TOKEN_SECONDS:
        raise refuse(50027)
    if interaction.answered_with is None:
        raise refuse(10015)
    return interaction


def check_kind(interaction: Interaction, answer: int) -> None:
    """Refuse a type of answer that this type of interaction cannot have."""
    allowed = _ALLOWED[interaction.kind]
    has_message = interaction.kind == COMMAND or interaction.source_id is not None
    if answer not in allowed or (answer in (DEFER_UPDATE, UPDATE) and not has_message):
        sentence = f"Value must be one of {allowed}."
        raise invalid(("type",), "BASE_TYPE_CHOICES", sentence)


def close(sandbox: Sandbox, interaction: Interaction, answer: int) -> None:
    """Note the first answer; the person is told that it came."""
    interaction.answered_with = answer
    if interaction.timer is not None:
        interaction.timer.cancel()
    if answer != CHOICES:
        asking.tell(sandbox, interaction, "INTERACTION_SUCCESS")


def defer(interaction: Interaction, flags: int) -> None:
    """Promise a message that the first PATCH or POST will make."""
    interaction.is_deferred = True
    interaction.defer_flags = flags & EPHEMERAL


def say(sandbox: Sandbox, interaction: Interaction, draft: Draft) -> Message:
    """Post a message as the application; ephemeral ones reach the one person."""
    channel = _channel(sandbox, interaction)
    if draft.is_empty:
        raise refuse(50006)
    source = None if interaction.source_id is None else channel.messages.get(interaction.source_id)
    answers_press = interaction.kind == COMPONENT and source is not None
    only_for = interaction.user_id if draft.flags & EPHEMERAL else None
    origin = messages.Origin(
        kind=_kind(interaction, is_first=interaction.original_id is None),
        application_id=interaction.application_id,
        webhook_id=interaction.application_id,
        interaction=interaction.metadata,
        only_for=only_for,
        reference=_reference(channel, source) if answers_press else None,
    )
    message = messages.post(sandbox, channel, bot_of(sandbox, interaction), draft, origin)
    if interaction.original_id is None:
        interaction.original_id = message.id
        interaction.is_deferred = False
    return message


def original(sandbox: Sandbox, interaction: Interaction) -> Message:
    """Find the message that `@original` names."""
    return find_message(sandbox, interaction, interaction.original_id)


def find_message(
    sandbox: Sandbox, interaction: Interaction, message_id: Snowflake | None
) -> Message:
    """Find a message the interaction's token may change.

    Raises:
        DiscordError: 10008.
    """
    channel = _channel(sandbox, interaction)
    message = channel.messages.get(message_id or Snowflake(0))
    if message is None or message.author_id != bot_of(sandbox, interaction).id:
        raise refuse(10008)
    return message


def show_choices(sandbox: Sandbox, interaction: Interaction, data: Form) -> None:
    """Show autocomplete choices to the person."""
    choices: list[Json] = []
    for inner in data.forms("choices", high=25):
        inner.require("name", "value")
        choice: Json = {"name": inner.text("name", low=1, high=100) or ""}
        value = inner.body.get("value")
        if isinstance(value, str) and not 0 < len(value) <= 100:
            inner.text("value", low=1, high=100)
        choices.append(choice | {"value": value})
    data.check()
    close(sandbox, interaction, CHOICES)
    payload: Json = {"choices": choices, "nonce": interaction.nonce}
    sandbox.hub.tell(interaction.user_id, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", payload)


def show_modal(sandbox: Sandbox, interaction: Interaction, data: Form) -> None:
    """Show a form to the person."""
    data.require("custom_id", "title", "components")
    modal: Json = {
        "custom_id": data.text("custom_id", low=1, high=100),
        "title": data.text("title", low=1, high=45),
        "components": ComponentReader().modal(data),
    }
    data.check()
    interaction.modal = modal
    application = sandbox.world.applications[interaction.application_id]
    payload: Json = {
        **modal,
        "id": str(interaction.id),
        "nonce": interaction.nonce,
        "channel_id": str(interaction.channel_id),
        "application": people.public_application(application, sandbox.world),
        "resolved": {},
    }
    if interaction.guild_id is not None:
        payload["guild_id"] = str(interaction.guild_id)
    sandbox.hub.tell(interaction.user_id, "INTERACTION_MODAL_CREATE", payload)
    close(sandbox, interaction, MODAL)


def bot_of(sandbox: Sandbox, interaction: Interaction) -> User:
    """Find the bot that answers."""
    application = sandbox.world.applications[interaction.application_id]
    return sandbox.world.users[application.bot_id or application.id]


def _channel(sandbox: Sandbox, interaction: Interaction) -> Channel:
    """Find where an interaction began; the room may be gone by now."""
    channel = sandbox.world.channels.get(interaction.channel_id)
    if channel is None:
        raise refuse(10003)
    return channel


def _kind(interaction: Interaction, *, is_first: bool) -> int:
    if interaction.kind == COMPONENT:
        return messages.REPLY
    if interaction.kind != COMMAND or not is_first:
        return 0
    is_menu = any(key.startswith("target_") for key in interaction.metadata)
    return messages.MENU_ANSWER if is_menu else messages.COMMAND_ANSWER


def _reference(channel: Channel, source: Message | None) -> Json | None:
    if source is None:
        return None
    found: Json = {"type": 0, "channel_id": str(channel.id), "message_id": str(source.id)}
    return found | ({"guild_id": str(channel.guild_id)} if channel.guild_id else {})
