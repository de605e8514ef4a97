"""The body of a message: what a request may say, checked against Discord's limits."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox import snowflakes
from sandbox.forms.components import ComponentReader
from sandbox.forms.embeds import read_embeds
from sandbox.forms.form import Form
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import (
    COMPONENTS_V2,
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    Attachment,
    Json,
    Message,
)

LONGEST = 2000
_SUPPRESS_NOTIFICATIONS = 1 << 12
_SETTABLE = SUPPRESS_EMBEDS | EPHEMERAL | _SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class Pings:
    """Who a message may ping: kinds in `parse`, or the named ones alone.

    Attributes:
        is_given: whether the request said anything of it.
    """

    is_given: bool = False
    parse: frozenset[str] = frozenset({"users", "roles", "everyone"})
    users: frozenset[Snowflake] = frozenset()
    roles: frozenset[Snowflake] = frozenset()
    replied_user: bool = True


@dataclass(slots=True)
class NewFile:
    """A file of a request before it has an id."""

    filename: str
    content_type: str
    data: bytes
    description: str | None = None


@dataclass(slots=True)
class Draft:
    """A message before it is posted.

    Attributes:
        given: the fields the request named, for edits.
        kept_attachments: on an edit, the ids of the files that stay; None keeps all.
    """

    given: frozenset[str] = frozenset()
    content: str = ""
    embeds: list[Json] = field(default_factory=list[Json])
    components: list[Json] = field(default_factory=list[Json])
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    enforce_nonce: bool = False
    pings: Pings = field(default_factory=Pings)
    reference: Json | None = None
    files: list[NewFile] = field(default_factory=list[NewFile])
    kept_attachments: list[Snowflake] | None = None
    has_stickers: bool = False
    poll: Json | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to show."""
        return not (
            self.content.strip()
            or self.embeds
            or self.components
            or self.files
            or self.has_stickers
            or self.poll
        )


def read_draft(
    form: Form, uploads: Mapping[str, Any], *, base_flags: int = 0, is_edit: bool = False
) -> Draft:
    """Read a message from a request.

    Args:
        form: its JSON.
        uploads: its files by field name (`files[0]` ...).
        base_flags: flags the message has already, which decide what components it may have.
        is_edit: whether it changes a message that is there.
    """
    flags = (form.integer("flags", low=0) or 0) & _SETTABLE | base_flags
    draft = Draft(
        given=frozenset(form.body),
        content=(form.text("content", high=LONGEST) or "").strip(),
        embeds=_embeds(form),
        components=ComponentReader().message(form, flags),
        flags=flags,
        tts=form.boolean("tts"),
        nonce=_nonce(form),
        enforce_nonce=form.boolean("enforce_nonce"),
        pings=_pings(form),
        reference=_reference(form),
        has_stickers=bool(form.snowflakes("sticker_ids", high=3)),
        poll=_poll(form),
    )
    _read_files(form, uploads, draft, is_edit=is_edit)
    if flags & COMPONENTS_V2:
        _check_newer(form)
    return draft


def _poll(form: Form) -> Json | None:
    """Read a poll: its question and one to ten answers, in words alone."""
    inner = form.form("poll")
    if inner is None:
        return None
    inner.require("question", "answers")
    question = inner.form("question")
    answers: list[Json] = []
    for number, each in enumerate(inner.forms("answers", low=1, high=10), start=1):
        media = each.form("poll_media")
        text = media.text("text", low=1, high=55) if media else None
        answers.append({"answer_id": number, "poll_media": {"text": text or ""}})
    return {
        "question": {"text": (question.text("text", low=1, high=300) if question else None) or ""},
        "answers": answers,
        "hours": inner.integer("duration", low=1, high=768) or 24,
        "allow_multiselect": inner.boolean("allow_multiselect"),
        "layout_type": inner.choice("layout_type", (1,)) or 1,
    }


def _check_newer(form: Form) -> None:
    """Refuse words and embeds beside the newer components."""
    for name in ("content", "embeds"):
        if form.body.get(name):
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.fault(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)


def _embeds(form: Form) -> list[Json]:
    if not form.given("embeds") and form.given("embed"):
        # The old single field, which people's own clients still may send.
        one = Form({"embeds": [form.body["embed"]]}, form.faults, form.path)
        return read_embeds(one)
    return read_embeds(form)


def _nonce(form: Form) -> str | int | None:
    nonce = form.body.get("nonce")
    if nonce is None or (isinstance(nonce, int) and not isinstance(nonce, bool)):
        return nonce
    return form.text("nonce", high=25)


def _pings(form: Form) -> Pings:
    inner = form.form("allowed_mentions")
    if inner is None:
        return Pings(is_given=False)
    parse = inner.texts("parse", high=3, each=20)
    for place, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            path = (*inner.path, "parse", place)
            sentence = "Value must be one of ('roles', 'everyone', 'users')."
            inner.faults.append((path, "BASE_TYPE_CHOICES", sentence))
    users, roles = inner.snowflakes("users"), inner.snowflakes("roles")
    for kind, named in (("users", users), ("roles", roles)):
        if kind in parse and named:
            sentence = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            inner.fault(None, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", sentence)
    return Pings(
        is_given=True,
        parse=frozenset(parse),
        users=frozenset(users),
        roles=frozenset(roles),
        replied_user=inner.boolean("replied_user"),
    )


def _reference(form: Form) -> Json | None:
    inner = form.form("message_reference")
    if inner is None:
        return None
    message_id, channel_id = inner.snowflake("message_id"), inner.snowflake("channel_id")
    inner.require("message_id")
    kind = inner.choice("type", (0, 1)) or 0
    return {
        "type": kind,
        "message_id": message_id,
        "channel_id": channel_id,
        "guild_id": inner.snowflake("guild_id"),
        "fail_if_not_exists": inner.boolean("fail_if_not_exists", default=True),
    }


def _read_files(form: Form, uploads: Mapping[str, Any], draft: Draft, *, is_edit: bool) -> None:
    described: dict[str, Form] = {}
    kept: list[Snowflake] = []
    for inner in form.forms("attachments", high=10):
        inner.require("id")
        number = inner.snowflake("id")
        if number is None:
            continue
        if f"files[{number}]" in uploads:
            described[f"files[{number}]"] = inner
        else:
            kept.append(number)
    if len(uploads) > 10:
        form.fault("attachments", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 10 in length.")
    for name, upload in list(uploads.items())[:10]:
        inner = described.get(name)
        filename = (inner.text("filename", low=1, high=1024) if inner else None) or upload.filename
        description = inner.text("description", high=1024) if inner else None
        draft.files.append(
            NewFile(_safe(filename), _type_of(upload, filename), upload.data, description)
        )
    if is_edit and form.has("attachments"):
        draft.kept_attachments = kept


def _safe(filename: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in filename) or "file"


def _type_of(upload: Any, filename: str) -> str:
    declared: str = upload.content_type
    if declared and declared != "application/octet-stream":
        return declared
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def attached(draft: Draft, ids: list[Snowflake]) -> list[Attachment]:
    """Give the files of a draft their ids."""
    return [
        Attachment(number, file.filename, len(file.data), file.content_type, file.description)
        for number, file in zip(ids, draft.files, strict=True)
    ]


def referenced_id(message: Message) -> Snowflake | None:
    """Tell which message a reply answers."""
    return snowflakes.parse((message.reference or {}).get("message_id"))
