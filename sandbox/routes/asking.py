"""`POST /interactions`: a person uses a command, presses a component or submits a form."""

from typing import Any, Final

from sandbox import permissions
from sandbox.acts import asking, commands, pressing
from sandbox.acts.asking import Press
from sandbox.acts.options import Resolver, read_options
from sandbox.errors import invalid, refuse
from sandbox.forms import commands as kinds
from sandbox.forms.form import Form
from sandbox.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from sandbox.payloads import interactions as payloads
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Attachment, Channel, Command, Json, Message

_TYPES: Final = (COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT)
_ON_MENU: Final = {kinds.ON_USER: "users", kinds.ON_MESSAGE: "messages"}


def post_interaction(call: Call) -> Answer:
    """Begin an interaction."""
    form = call.form()
    form.require("type", "application_id", "channel_id", "data")
    kind = form.choice("type", _TYPES)
    application_id, channel_id = form.snowflake("application_id"), form.snowflake("channel_id")
    nonce = None if form.text("nonce", high=100) is None else form.body["nonce"]
    data = form.form("data")
    form.check()
    application = call.sandbox.world.applications.get(application_id or Snowflake(0))
    if application is None or data is None:
        raise refuse(10002)
    channel = _channel(call, channel_id or Snowflake(0), application)
    press = Press(call.me, application, channel, kind or COMMAND, nonce)
    if kind == COMPONENT:
        _press(call, press, form, data)
    elif kind == MODAL_SUBMIT:
        _submit(call, press, data)
    else:
        _invoke(call, press, data)
    return None


def _channel(call: Call, channel_id: Snowflake, application: Application) -> Channel:
    channel = call.sandbox.world.channels.get(channel_id)
    if channel is None:
        raise refuse(10003)
    has = permissions.in_channel(call.sandbox.world, channel, call.me.id, call.now)
    if not has & Permission.VIEW_CHANNEL:
        raise refuse(50001)
    access.past_screening(call, channel)
    guild = call.sandbox.world.guild_of(channel)
    here = channel.recipients if guild is None else guild.members
    if application.bot_id not in here:
        raise refuse(50001)
    return channel


def _invoke(call: Call, press: Press, data: Form) -> None:
    data.require("id")
    command_id, version = data.snowflake("id"), data.snowflake("version")
    data.check()
    usable = commands.usable_in(call.sandbox, press.channel, press.user)
    command = next((c for c in usable if c.id == command_id), None)
    if command is None or command.application_id != press.application.id:
        raise _unusable(call, press, command_id or Snowflake(0))
    if version is not None and version != command.version:
        sentence = "This command is outdated, please try again in a few minutes"
        raise invalid(
            ("data", "version"), "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION", sentence
        )
    resolver = Resolver(call.sandbox, press.channel, call.me, _attachments(call, data))
    told = _command_data(call, command, press, data, resolver)
    target: Json = {}
    if command.kind == kinds.ON_USER:
        target = {"target_user": told["resolved"]["users"][told["target_id"]]}
    elif command.kind == kinds.ON_MESSAGE:
        target = {"target_message_id": told["target_id"]}
    named = Press(
        press.user,
        press.application,
        press.channel,
        press.kind,
        press.nonce,
        name=command.name,
        target=target,
    )
    asking.begin(call.sandbox, named, told)


def _unusable(call: Call, press: Press, command_id: Snowflake) -> Exception:
    """Tell why a command cannot be used: it is unknown here, or not for this person."""
    known = call.sandbox.world.commands.get(command_id)
    if known is None or known.application_id != press.application.id:
        return refuse(10063)
    is_here = known.guild_id in (None, press.channel.guild_id)
    return refuse(50013) if is_here and press.channel.guild_id is not None else refuse(10063)


def _command_data(
    call: Call, command: Command, press: Press, data: Form, resolver: Resolver
) -> Json:
    told: Json = {"id": str(command.id), "name": command.name, "type": command.kind}
    if command.guild_id is not None:
        told["guild_id"] = str(command.guild_id)
    if command.kind in _ON_MENU:
        return told | _target(call, command, press, data, resolver)
    is_partial = press.kind == AUTOCOMPLETE
    registered = command.fields["options"]
    told["options"] = read_options(data, registered, resolver, is_partial=is_partial)
    if is_partial and not _focused(told["options"]):
        data.fault("options", "BASE_TYPE_REQUIRED", "One option must be focused")
    data.check()
    # discord.py reads options only where `resolved` is there, empty or not.
    return told | {"resolved": resolver.found}


def _target(call: Call, command: Command, press: Press, data: Form, resolver: Resolver) -> Json:
    data.require("target_id")
    target = data.snowflake("target_id")
    data.check()
    is_known = target is not None and command.kind == kinds.ON_USER and resolver.take_user(target)
    if target is not None and command.kind == kinds.ON_MESSAGE:
        message = press.channel.messages.get(target)
        is_known = message is not None and message.only_for is None
        if message is not None and is_known:
            shown = payloads.resolved_message(message, call.sandbox.world, call.sandbox.origin)
            resolver.found["messages"] = {str(target): shown}
    if not is_known:
        raise refuse(10008 if command.kind == kinds.ON_MESSAGE else 10013)
    return {"target_id": str(target), "resolved": resolver.found}


def _focused(options: list[Json]) -> bool:
    return any(o.get("focused") or _focused(o.get("options", [])) for o in options)


def _attachments(call: Call, data: Form) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for inner in data.forms("attachments", high=10):
        number = str(inner.body.get("id"))
        upload: Any = call.uploads.get(f"files[{number}]")
        if upload is None:
            continue
        file = Attachment(
            call.sandbox.new_id(), upload.filename, len(upload.data), upload.content_type
        )
        call.sandbox.world.files[file.id] = upload.data
        url = f"{call.sandbox.origin}/attachments/0/{file.id}/{file.filename}"
        found[number] = {
            "id": str(file.id),
            "filename": file.filename,
            "size": file.size,
            "content_type": file.content_type,
            "url": url,
            "proxy_url": url,
            "ephemeral": True,
        }
    return found


def _press(call: Call, press: Press, form: Form, data: Form) -> None:
    form.require("message_id")
    message_id = form.snowflake("message_id")
    form.check()
    message = press.channel.messages.get(message_id or Snowflake(0))
    if message is None or message.only_for not in (None, call.me.id):
        raise refuse(10008)
    if message.author_id != press.application.bot_id:
        raise invalid(("application_id",), "COMPONENT_VALIDATION_FAILED", "Not its message")
    resolver = Resolver(call.sandbox, press.channel, call.me)
    told = pressing.read_press(data, message, resolver)
    pressed = Press(
        press.user, press.application, press.channel, COMPONENT, press.nonce, source=message
    )
    asking.begin(call.sandbox, pressed, told)


def _submit(call: Call, press: Press, data: Form) -> None:
    shown_by = _shown_by(call, press, data)
    if shown_by is None or shown_by.modal is None:
        raise pressing.unknown_form()
    resolver = Resolver(call.sandbox, press.channel, call.me)
    told = pressing.read_submit(data, shown_by.modal, resolver)
    # A form is handed in once; what was typed wrongly was refused above and may come again.
    shown_by.modal = None
    submitted = Press(
        press.user,
        press.application,
        press.channel,
        MODAL_SUBMIT,
        press.nonce,
        source=_source(press.channel, shown_by),
        origin=shown_by,
    )
    asking.begin(call.sandbox, submitted, told)


def _shown_by(call: Call, press: Press, data: Form) -> Interaction | None:
    asked = data.snowflake("id")
    data.check()
    for interaction in reversed(call.sandbox.interactions.values()):
        if interaction.user_id != call.me.id or interaction.modal is None:
            continue
        if interaction.application_id != press.application.id:
            continue
        if asked in (None, interaction.id) and pressing.is_same_form(data, interaction.modal):
            return interaction
    return None


def _source(channel: Channel, shown_by: Interaction) -> Message | None:
    return None if shown_by.source_id is None else channel.messages.get(shown_by.source_id)


ROUTES = [Route("POST", "/interactions", post_interaction, Who.PERSON)]
