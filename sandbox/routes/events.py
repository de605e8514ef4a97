"""Discord's own scheduled events."""

from typing import Final

from sandbox.acts import audience, audit, events
from sandbox.errors import invalid, refuse
from sandbox.forms.form import Form
from sandbox.payloads import people, plans
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import STAGE, VOICE, Guild, Json, ScheduledEvent

_MOST_LIVE: Final = 100
_CHANGES: Final = {
    events.SCHEDULED: (events.ACTIVE, events.CANCELED),
    events.ACTIVE: (events.COMPLETED,),
}
_ROOM_OF: Final = {events.STAGE: STAGE, events.VOICE: VOICE}


def get_events(call: Call) -> Answer:
    """List a guild's events that are to come or going on."""
    guild = access.guild(call)
    events.settle(call.sandbox)
    counted = _counted(call)
    found = [e for e in guild.events.values() if e.status in _CHANGES]
    return [plans.scheduled_event(e, guild, call.sandbox.world, counted=counted) for e in found]


def get_event(call: Call) -> Answer:
    """Show one event."""
    guild, event = _find(call)
    return plans.scheduled_event(event, guild, call.sandbox.world, counted=_counted(call))


def post_event(call: Call) -> Answer:
    """Make an event."""
    guild = access.guild(call)
    _check_may(call, guild, Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS)
    events.settle(call.sandbox)
    form = call.form()
    form.require("name", "privacy_level", "scheduled_start_time", "entity_type")
    form.choice("privacy_level", (2,))
    event = ScheduledEvent(
        call.sandbox.new_id(),
        "",
        call.me.id,
        form.moment("scheduled_start_time") or call.now,
        form.choice("entity_type", (1, 2, 3)) or events.EXTERNAL,
    )
    _fill(call, form, event)
    form.check()
    if sum(1 for e in guild.events.values() if e.status in _CHANGES) >= _MOST_LIVE:
        raise refuse(30038)
    guild.events[event.id] = event
    events.publish(call.sandbox, guild, event, "CREATE")
    events.settle(call.sandbox)
    _record(call, guild, audit.EVENT_CREATE, event, audit.changes({}, _loggable(event)))
    return plans.scheduled_event(event, guild, call.sandbox.world)


def patch_event(call: Call) -> Answer:
    """Change an event, begin it, end it or call it off."""
    guild, event = _find(call)
    _check_may_change(call, guild, event)
    form = call.form()
    status = form.integer("status")
    if event.status not in _CHANGES:
        raise refuse(180000)
    if status is not None and status != event.status and status not in _CHANGES[event.status]:
        sentence = "Invalid Guild Scheduled Event Status Update"
        raise invalid(("status",), "GUILD_SCHEDULED_EVENT_INVALID_STATUS", sentence)
    was, trial = _loggable(event), _copied(event)
    trial.entity_type = form.choice("entity_type", (1, 2, 3)) or trial.entity_type
    if form.given("scheduled_start_time"):
        trial.starts_at = form.moment("scheduled_start_time") or trial.starts_at
    _fill(call, form, trial, is_new=False)
    form.check()
    for name in _FIELDS:
        setattr(event, name, getattr(trial, name))
    event.status = status or event.status
    events.publish(call.sandbox, guild, event, "UPDATE")
    events.settle(call.sandbox)
    _record(call, guild, audit.EVENT_UPDATE, event, audit.changes(was, _loggable(event)))
    return plans.scheduled_event(event, guild, call.sandbox.world)


def delete_event(call: Call) -> Answer:
    """Delete an event."""
    guild, event = _find(call)
    _check_may_change(call, guild, event)
    del guild.events[event.id]
    event.status = events.CANCELED if event.status == events.SCHEDULED else event.status
    events.publish(call.sandbox, guild, event, "DELETE")
    events.settle(call.sandbox)
    _record(call, guild, audit.EVENT_DELETE, event, audit.changes(_loggable(event), {}))
    return None


def get_interested(call: Call) -> Answer:
    """List who is interested in an event."""
    guild, event = _find(call)
    form = call.asked()
    limit = form.integer("limit", low=1, high=100) or 100
    before, after = form.snowflake("before"), form.snowflake("after")
    with_member = call.query.get("with_member", "").lower() in ("true", "1")
    form.check()
    found: list[Json] = []
    for user_id in sorted(event.interested):
        if (before is not None and user_id >= before) or (after is not None and user_id <= after):
            continue
        shown: Json = {
            "guild_scheduled_event_id": str(event.id),
            "user_id": str(user_id),
            "response": 1,
            "user": people.user(call.sandbox.world.users[user_id]),
        }
        if with_member and user_id in guild.members:
            shown["member"] = people.member(guild.members[user_id], call.sandbox.world.users)
        found.append(shown)
    return found[:limit]


def put_interested(call: Call) -> Answer:
    """Note that a person is interested."""
    guild, event = _find(call)
    if call.me.id not in event.interested:
        event.interested.append(call.me.id)
        _tell_interest(call, guild, event, "ADD")
    return {"guild_scheduled_event_id": str(event.id), "user_id": str(call.me.id)}


def delete_interested(call: Call) -> Answer:
    """Note that a person is interested no more."""
    guild, event = _find(call)
    if call.me.id in event.interested:
        event.interested.remove(call.me.id)
        _tell_interest(call, guild, event, "REMOVE")
    return None


def _fill(call: Call, form: Form, event: ScheduledEvent, *, is_new: bool = True) -> None:
    event.name = form.text("name", low=1, high=100) or event.name
    if form.has("description"):
        event.description = form.text("description", high=1000) or None
    if form.has("scheduled_end_time"):
        event.ends_at = form.moment("scheduled_end_time")
    if form.has("recurrence_rule"):
        rule = form.form("recurrence_rule")
        event.recurrence = None if rule is None else rule.body
    if is_new or form.has("scheduled_start_time"):
        _check_future(call, form, event)
    if event.ends_at is not None and event.ends_at <= event.starts_at:
        sentence = "Cannot schedule event to end before it starts."
        form.fault("scheduled_end_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_INVALID", sentence)
    _place(call, form, event)


def _check_future(call: Call, form: Form, event: ScheduledEvent) -> None:
    if event.starts_at <= call.now and form.given("scheduled_start_time"):
        sentence = "Cannot schedule event in the past."
        form.fault("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", sentence)


def _place(call: Call, form: Form, event: ScheduledEvent) -> None:
    """Read where an event is: an outside place with its end, or a room of the right kind."""
    if event.entity_type == events.EXTERNAL:
        outside = form.form("entity_metadata")
        if outside is not None:
            outside.require("location")
            event.location = outside.text("location", low=1, high=100)
        event.channel_id = None
        for name, value in (
            ("scheduled_end_time", event.ends_at),
            ("entity_metadata", event.location),
        ):
            if value is None and not form.faults:
                form.fault(name, "BASE_TYPE_REQUIRED", "This field is required")
        return
    event.location = None
    if form.has("channel_id") or event.channel_id is None:
        form.require("channel_id")
        event.channel_id = form.snowflake("channel_id")
    room = call.sandbox.world.channels.get(event.channel_id or Snowflake(0))
    if room is None or room.kind != _ROOM_OF[event.entity_type]:
        sentence = "Channel is of the wrong type for this event"
        form.fault("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL_INVALID", sentence)


def _find(call: Call) -> tuple[Guild, ScheduledEvent]:
    guild = access.guild(call)
    events.settle(call.sandbox)
    event = guild.events.get(call.id("guild_scheduled_event_id"))
    if event is None:
        raise refuse(10070)
    return guild, event


def _check_may(call: Call, guild: Guild, either: int) -> None:
    bits = (Permission.CREATE_EVENTS, Permission.MANAGE_EVENTS)
    if not any(access.allowed(call, guild, bit) for bit in bits if bit & either):
        raise refuse(50013)


def _check_may_change(call: Call, guild: Guild, event: ScheduledEvent) -> None:
    own = Permission.CREATE_EVENTS if event.creator_id == call.me.id else 0
    _check_may(call, guild, Permission.MANAGE_EVENTS | own)


def _counted(call: Call) -> bool:
    return call.query.get("with_user_count", "").lower() in ("true", "1")


_FIELDS: Final = (
    "name", "description", "starts_at", "ends_at", "entity_type", "channel_id", "location",
    "recurrence",
)  # fmt: skip


def _copied(event: ScheduledEvent) -> ScheduledEvent:
    copy = ScheduledEvent(
        event.id, event.name, event.creator_id, event.starts_at, event.entity_type
    )
    for name in _FIELDS:
        setattr(copy, name, getattr(event, name))
    return copy


def _loggable(event: ScheduledEvent) -> Json:
    return {
        "name": event.name,
        "description": event.description,
        "status": event.status,
        "entity_type": event.entity_type,
        "privacy_level": 2,
        "location": event.location,
        "channel_id": None if event.channel_id is None else str(event.channel_id),
    }


def _record(
    call: Call, guild: Guild, action: int, event: ScheduledEvent, changes: list[Json]
) -> None:
    audit.record(
        call.sandbox, guild, action, call.me.id, event.id, reason=call.reason, changes=changes
    )


def _tell_interest(call: Call, guild: Guild, event: ScheduledEvent, what: str) -> None:
    payload = {
        "guild_scheduled_event_id": str(event.id),
        "user_id": str(call.me.id),
        "guild_id": str(guild.id),
    }
    to = audience.everybody(guild)
    name = f"GUILD_SCHEDULED_EVENT_USER_{what}"
    call.sandbox.hub.publish(name, payload, guild_id=guild.id, to=to)


_EVENTS: Final = "/guilds/{guild_id}/scheduled-events"
_EVENT: Final = f"{_EVENTS}/{{guild_scheduled_event_id}}"
ROUTES = [
    Route("GET", _EVENTS, get_events),
    Route("POST", _EVENTS, post_event),
    Route("GET", _EVENT, get_event),
    Route("PATCH", _EVENT, patch_event),
    Route("DELETE", _EVENT, delete_event),
    Route("GET", f"{_EVENT}/users", get_interested),
    Route("PUT", f"{_EVENT}/users/@me", put_interested, Who.PERSON),
    Route("DELETE", f"{_EVENT}/users/@me", delete_interested, Who.PERSON),
]
