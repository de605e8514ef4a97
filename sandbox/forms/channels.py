"""The body of a channel and of a permission overwrite."""

from collections.abc import Collection

from sandbox.forms.form import Form
from sandbox.permissions import ALL
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import ANNOUNCEMENT, CATEGORY, STAGE, TEXT, VOICE, Channel, Overwrite

_LONGEST_SLOWMODE = 21_600


def fill(form: Form, channel: Channel, categories: Collection[Snowflake]) -> None:
    """Put what a request names into a channel."""
    name = form.text("name", low=1, high=100)
    if name is not None:
        is_text = channel.kind in (TEXT, ANNOUNCEMENT)
        channel.name = "-".join(name.lower().split()) if is_text else name
    if form.has("topic"):
        channel.topic = form.text("topic", high=1024) or None
    channel.nsfw = form.boolean("nsfw", default=channel.nsfw)
    slow = form.integer("rate_limit_per_user", low=0, high=_LONGEST_SLOWMODE)
    channel.slowmode_seconds = channel.slowmode_seconds if slow is None else slow
    position = form.integer("position", low=0)
    channel.position = channel.position if position is None else position
    if channel.kind in (VOICE, STAGE):
        _fill_voice(form, channel)
    if form.has("parent_id") and channel.kind != CATEGORY:
        channel.parent_id = form.snowflake("parent_id")
        if channel.parent_id is not None and channel.parent_id not in categories:
            sentence = "Category does not exist"
            form.fault("parent_id", "CHANNEL_PARENT_INVALID", sentence)
            channel.parent_id = None
    if form.has("permission_overwrites"):
        read = [_listed(inner) for inner in form.forms("permission_overwrites", high=100)]
        channel.overwrites = {overwrite.id: overwrite for overwrite in read}


def read_overwrite(form: Form, number: Snowflake) -> Overwrite:
    """Read what a role (type 0) or member (type 1) is allowed and denied."""
    form.require("type")
    kind = form.choice("type", (0, 1)) or 0
    allow, deny = form.bits("allow") or 0, form.bits("deny") or 0
    return Overwrite(number, kind, allow & ALL, deny & ALL)


def _listed(form: Form) -> Overwrite:
    form.require("id")
    return read_overwrite(form, form.snowflake("id") or Snowflake(0))


def _fill_voice(form: Form, channel: Channel) -> None:
    bitrate = form.integer("bitrate", low=8000, high=384_000)
    limit = form.integer("user_limit", low=0, high=10_000)
    channel.bitrate = channel.bitrate if bitrate is None else bitrate
    channel.user_limit = channel.user_limit if limit is None else limit
