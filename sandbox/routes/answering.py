"""How an application answers interactions: the callback, `@original` and follow-ups.

None of these need a bot token: the interaction's own token is the key.
"""

from typing import Final

from sandbox.acts import answering, messages
from sandbox.errors import refuse
from sandbox.forms.form import Form
from sandbox.forms.messages import Draft, read_draft
from sandbox.interaction import Interaction
from sandbox.payloads import messages as payloads
from sandbox.routes import hooks
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.world.entities import EPHEMERAL, Json, Message


def post_callback(call: Call) -> Answer:
    """Answer an interaction for the first time."""
    form = call.form()
    form.require("type")
    kind = form.choice("type", range(1, 10))
    form.check()
    interaction = answering.find_unanswered(
        call.sandbox, call.id("interaction_id"), call.parts["interaction_token"]
    )
    answering.check_kind(interaction, kind or 0)
    data = form.form("data") or Form({}, form.faults, ("data",))
    shown = _answer(call, interaction, kind or 0, data)
    if call.query.get("with_response", "").lower() not in ("true", "1"):
        return None
    resource = {} if shown is None else {"resource": {"type": kind, "message": shown}}
    return {"interaction": _state(interaction), **resource}


def _answer(call: Call, interaction: Interaction, kind: int, data: Form) -> Json | None:
    if kind == answering.CHOICES:
        answering.show_choices(call.sandbox, interaction, data)
        return None
    if kind == answering.MODAL:
        answering.show_modal(call.sandbox, interaction, data)
        return None
    if kind == answering.DEFER:
        flags = data.integer("flags", low=0) or 0
        data.check()
        answering.defer(interaction, flags)
        answering.close(call.sandbox, interaction, kind)
        return None
    if kind == answering.MESSAGE:
        draft = read_draft(data, call.uploads)
        data.check()
        if draft.is_empty:
            raise refuse(50006)
        answering.close(call.sandbox, interaction, kind)
        return _shown(call, answering.say(call.sandbox, interaction, draft))
    return _update(call, interaction, kind, data)


def _update(call: Call, interaction: Interaction, kind: int, data: Form) -> Json | None:
    message = answering.find_message(call.sandbox, interaction, interaction.source_id)
    if kind == answering.UPDATE:
        draft = read_draft(data, call.uploads, base_flags=message.flags, is_edit=True)
        data.check()
        messages.edit(call.sandbox, message, draft)
    interaction.original_id = message.id
    answering.close(call.sandbox, interaction, kind)
    return _shown(call, message) if kind == answering.UPDATE else None


def post_followup(call: Call) -> Answer:
    """Post a follow-up; after a deferral the first one is the original."""
    hook = call.sandbox.world.webhooks.get(call.id("webhook_id"))
    if hook is not None:
        return hooks.execute(call, hook)
    interaction = _open(call)
    form = call.form()
    draft = read_draft(form, call.uploads)
    form.check()
    if interaction.is_deferred:
        draft.flags = draft.flags & ~EPHEMERAL | interaction.defer_flags
    return _shown(call, answering.say(call.sandbox, interaction, draft))


def get_original(call: Call) -> Answer:
    """Show the original answer."""
    return _shown(call, answering.original(call.sandbox, _open(call)))


def patch_original(call: Call) -> Answer:
    """Change the original answer, or make it after a deferral."""
    interaction = _open(call)
    if not interaction.is_deferred:
        return _patch(call, answering.original(call.sandbox, interaction))
    form = call.form()
    draft = read_draft(form, call.uploads)
    form.check()
    draft.flags = draft.flags & ~EPHEMERAL | interaction.defer_flags
    return _shown(call, answering.say(call.sandbox, interaction, draft))


def delete_original(call: Call) -> Answer:
    """Delete the original answer."""
    interaction = _open(call)
    if interaction.is_deferred:
        interaction.is_deferred = False
        return None
    messages.delete(call.sandbox, answering.original(call.sandbox, interaction))
    return None


def get_followup(call: Call) -> Answer:
    """Show a follow-up."""
    return _shown(call, _message(call))


def patch_followup(call: Call) -> Answer:
    """Change a follow-up."""
    return _patch(call, _message(call))


def delete_followup(call: Call) -> Answer:
    """Delete a follow-up."""
    messages.delete(call.sandbox, _message(call))
    return None


def _patch(call: Call, message: Message) -> Answer:
    form = call.form()
    draft: Draft = read_draft(form, call.uploads, base_flags=message.flags, is_edit=True)
    form.check()
    messages.edit(call.sandbox, message, draft)
    return _shown(call, message)


def _open(call: Call) -> Interaction:
    token = call.parts["webhook_token"]
    return answering.find_open(call.sandbox, call.id("webhook_id"), token)


def _message(call: Call) -> Message:
    hook = call.sandbox.world.webhooks.get(call.id("webhook_id"))
    message_id = call.id("message_id")
    if hook is not None:
        return hooks.find_message(call, hook, message_id)
    return answering.find_message(call.sandbox, _open(call), message_id)


def _shown(call: Call, message: Message) -> Json:
    return payloads.message(message, call.sandbox.world, base=call.sandbox.origin)


def _state(interaction: Interaction) -> Json:
    state: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "response_message_loading": interaction.is_deferred,
        "response_message_ephemeral": bool(interaction.defer_flags & EPHEMERAL),
        "channel_id": str(interaction.channel_id),
    }
    if interaction.guild_id is not None:
        state["guild_id"] = str(interaction.guild_id)
    if interaction.original_id is not None:
        state["response_message_id"] = str(interaction.original_id)
    return state


_HOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = [
    Route(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        post_callback,
        Who.NOBODY_YET,
    ),
    Route("POST", _HOOK, post_followup, Who.NOBODY_YET),
    Route("GET", f"{_HOOK}/messages/@original", get_original, Who.NOBODY_YET),
    Route("PATCH", f"{_HOOK}/messages/@original", patch_original, Who.NOBODY_YET),
    Route("DELETE", f"{_HOOK}/messages/@original", delete_original, Who.NOBODY_YET),
    Route("GET", f"{_HOOK}/messages/{{message_id}}", get_followup, Who.NOBODY_YET),
    Route("PATCH", f"{_HOOK}/messages/{{message_id}}", patch_followup, Who.NOBODY_YET),
    Route("DELETE", f"{_HOOK}/messages/{{message_id}}", delete_followup, Who.NOBODY_YET),
]
