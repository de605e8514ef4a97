"""Application commands as Discord shows them."""

from sandbox.world.entities import Command, Json


def command(what: Command) -> Json:
    """Show a registered command."""
    fields = what.fields
    payload: Json = {
        "id": str(what.id),
        "application_id": str(what.application_id),
        "version": str(what.version),
        "type": what.kind,
        "name": what.name,
        **{key: value for key, value in fields.items() if key not in ("type", "name", "options")},
    }
    if fields.get("options"):
        payload["options"] = fields["options"]
    if what.guild_id is not None:
        payload["guild_id"] = str(what.guild_id)
        payload["contexts"] = None
    return payload
