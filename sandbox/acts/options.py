"""What a person filled into a command's options: checked, typed and resolved."""

from dataclasses import dataclass, field
from typing import Any, Final

from sandbox import permissions, snowflakes
from sandbox.core import Sandbox
from sandbox.forms import commands as kinds
from sandbox.forms.form import Form
from sandbox.payloads import guilds, interactions, people
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Json, User

_NAMED: Final = frozenset({kinds.USER, kinds.CHANNEL, kinds.ROLE, kinds.MENTIONABLE})
_LONGEST: Final = 6000


@dataclass(slots=True)
class Resolver:
    """Gathers what chosen ids stand for.

    Attributes:
        attachments: files that came with the request, by their number in it.
    """

    sandbox: Sandbox
    channel: Channel
    user: User
    attachments: dict[str, Json] = field(default_factory=dict[str, Json])
    found: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])

    def take_user(self, number: Snowflake) -> bool:
        """Resolve a user, with the member where there is one."""
        user = self.sandbox.world.users.get(number)
        if user is None:
            return False
        self._keep("users", number, people.user(user))
        guild = self.sandbox.world.guild_of(self.channel)
        member = None if guild is None else guild.members.get(number)
        if guild is not None and member is not None:
            has = permissions.in_channel(
                self.sandbox.world, self.channel, number, self.sandbox.now()
            )
            self._keep("members", number, people.bare_member(member) | {"permissions": str(has)})
        return True

    def take_role(self, number: Snowflake) -> bool:
        """Resolve a role."""
        guild = self.sandbox.world.guild_of(self.channel)
        role = None if guild is None else guild.roles.get(number)
        if role is None:
            return False
        self._keep("roles", number, guilds.role(role))
        return True

    def take_channel(self, number: Snowflake, allowed: list[int] | None = None) -> bool:
        """Resolve a channel of the guild, of one of the allowed types."""
        channel = self.sandbox.world.channels.get(number)
        if channel is None or channel.guild_id != self.channel.guild_id:
            return False
        if allowed and channel.kind not in allowed:
            return False
        shown = interactions.resolved_channel(
            channel, self.sandbox.world, self.user.id, self.sandbox.now()
        )
        self._keep("channels", number, shown)
        return True

    def take_attachment(self, number: str) -> str | None:
        """Resolve a file by its number in the request; give its id."""
        shown = self.attachments.get(number)
        if shown is None:
            return None
        self._keep("attachments", Snowflake(int(shown["id"])), shown)
        return str(shown["id"])

    def take(self, kind: int, number: Snowflake, allowed: list[int] | None = None) -> bool:
        """Resolve an id of an option or a select."""
        if kind == kinds.USER:
            return self.take_user(number)
        if kind == kinds.ROLE:
            return self.take_role(number)
        if kind == kinds.CHANNEL:
            return self.take_channel(number, allowed)
        return self.take_user(number) or self.take_role(number)

    def _keep(self, kind: str, number: Snowflake, shown: Json) -> None:
        self.found.setdefault(kind, {})[str(number)] = shown


def read_options(
    form: Form, registered: list[Json], resolver: Resolver, *, is_partial: bool
) -> list[Json]:
    """Read the options of an invocation against those the command was registered with.

    Args:
        form: an object with `options`.
        registered: the command's own options.
        resolver: gathers what ids stand for.
        is_partial: while somebody still types, nothing is required and values may be half.
    """
    known = {option["name"]: option for option in registered}
    given: list[Json] = []
    for inner in form.forms("options", high=25):
        name = inner.text("name", low=1, high=32) or ""
        option = known.get(name)
        if option is None:
            inner.fault("name", "APPLICATION_COMMAND_OPTION_UNKNOWN", "Unknown option")
            continue
        given.append(_one(inner, option, resolver, is_partial=is_partial))
    _check_required(form, known, given, is_partial=is_partial)
    return given


def _check_required(
    form: Form, known: dict[str, Json], given: list[Json], *, is_partial: bool
) -> None:
    names = {option["name"] for option in given}
    if len(names) < len(given):
        form.fault("options", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", "Given twice")
    nested = [o for o in known.values() if o["type"] in (kinds.SUBCOMMAND, kinds.GROUP)]
    if nested and len(given) != 1:
        form.fault("options", "BASE_TYPE_REQUIRED", "A sub-command must be chosen")
    for place, option in enumerate(known.values()):
        if option.get("required") and option["name"] not in names and not is_partial:
            path = (*form.path, "options", place)
            sentence = f"This field is required: {option['name']}"
            form.faults.append((path, "BASE_TYPE_REQUIRED", sentence))


def _one(form: Form, option: Json, resolver: Resolver, *, is_partial: bool) -> Json:
    kind: int = option["type"]
    read: Json = {"name": option["name"], "type": kind}
    if kind in (kinds.SUBCOMMAND, kinds.GROUP):
        inner = read_options(form, option.get("options", []), resolver, is_partial=is_partial)
        return read | {"options": inner}
    is_focused = form.boolean("focused")
    form.require("value") if not is_focused else None
    value = form.body.get("value")
    if is_partial and (is_focused or kind not in _NAMED):
        read["value"] = "" if value is None else value
    elif value is not None:
        read["value"] = _value(form, option, value, resolver)
    return read | ({"focused": True} if is_focused else {})


def _value(form: Form, option: Json, value: Any, resolver: Resolver) -> Any:
    kind: int = option["type"]
    if kind == kinds.STRING:
        return _text(form, option)
    if kind in (kinds.INTEGER, kinds.NUMBER):
        return _number(form, option, value)
    if kind == kinds.BOOLEAN:
        return form.boolean("value")
    if kind == kinds.ATTACHMENT:
        found = resolver.take_attachment(str(value))
        if found is None:
            form.fault("value", "ATTACHMENT_NOT_FOUND", "Attachment data not found")
        return found
    number = snowflakes.parse(value)
    if number is None or not resolver.take(kind, number, option.get("channel_types")):
        form.fault("value", "BASE_TYPE_INVALID", f'Value "{value}" is unknown here.')
    return None if number is None else str(number)


def _text(form: Form, option: Json) -> str | None:
    low, high = option.get("min_length", 0), option.get("max_length", _LONGEST)
    value = form.text("value", low=low, high=high)
    _check_choice(form, option, value)
    return value


def _number(form: Form, option: Json, value: Any) -> float | None:
    if option["type"] == kinds.INTEGER:
        number: float | None = form.integer("value")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        form.fault("value", "NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')
        return None
    else:
        number = value
    low, high = option.get("min_value"), option.get("max_value")
    if number is not None and low is not None and number < low:
        sentence = f"Value must be greater than or equal to {low}."
        form.fault("value", "NUMBER_TYPE_MIN", sentence)
    if number is not None and high is not None and number > high:
        form.fault("value", "NUMBER_TYPE_MAX", f"Value must be less than or equal to {high}.")
    _check_choice(form, option, number)
    return number


def _check_choice(form: Form, option: Json, value: Any) -> None:
    choices = option.get("choices")
    if choices and value is not None and value not in [c["value"] for c in choices]:
        listed = ", ".join(repr(c["value"]) for c in choices)
        form.fault("value", "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
