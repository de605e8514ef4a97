"""The register of every column that holds or leads to a person, and of what becomes of it.

A new column that might hold one stands here before its migration lands: `tests/storage` reads the
real schema and fails for what is neither in `REGISTER` nor in `NOT_PERSONAL`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.asides import LINE_STANDS
from bot.domain.cases import DRAFT_KEPT, NOTE_KEPT
from bot.domain.handovers import KEPT as HANDOVER_KEPT
from bot.domain.hiding import KEPT_MOST as HIDING_KEPT
from bot.domain.incidents import NOTE_KEPT as CARE_NOTE_KEPT
from bot.domain.rooms import KEPT as ROOM_KEPT
from bot.domain.rota import AWAY_AT_MOST
from bot.domain.rota import NOTE_KEPT as ROTA_NOTE_KEPT


class Whose(StrEnum):
    """Whom a column is about."""

    MEMBER = "member"
    STAFF = "staff"


class Erasure(StrEnum):
    """What happens to a column when the person it is about asks to be forgotten."""

    ROW = "erase the row"
    BLANK = "blank the column"  # NULL, or 0 where the column may not be NULL; the rest stays
    KEEP = "keep for staff until it expires"  # the person is told so, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """One column that holds or leads to a person.

    Attributes:
        holds: What it is, as `/privacy show` may say it.
        kept: How long the value stays without anybody asking; None while nothing expires it.
    """

    table: str
    column: str
    holds: str
    whose: Whose
    kept: timedelta | None
    on_delete: Erasure


def _columns(
    table: str, on_delete: Erasure, whose: Whose, *, kept: timedelta | None = None, **holds: str
) -> Iterator[Personal]:
    for column, text in holds.items():
        yield Personal(
            table=table, column=column, holds=text, whose=whose, kept=kept, on_delete=on_delete
        )


REGISTER: tuple[Personal, ...] = (
    # A row that waits is not said any more; one that was said has done its work.
    *_columns(
        "deliveries",
        Erasure.ROW,
        Whose.MEMBER,
        user_id="who a direct message is for",
        key="the id of whoever asked for a person, in a call to staff",
        payload="ids of the people a notice is about; what a moderator typed for them",
        sent_channel_id="the channel a direct message went to",
        sent_message_id="the message a notice became",
    ),
    *_columns(
        "meetings",
        Erasure.BLANK,
        Whose.STAFF,
        created_by="who entered a meeting",
        facilitator_id="who leads a meeting",
    ),
    *_columns(
        "meeting_exceptions",
        Erasure.BLANK,
        Whose.STAFF,
        facilitator_id="who leads a meeting one time",
    ),
    *_columns(
        "dm_wishes",
        Erasure.ROW,
        Whose.MEMBER,
        user_id="who wants to be reminded in private",
        meeting_id="of which meeting",
    ),
    *_columns(
        "dm_refusals",
        Erasure.ROW,
        Whose.MEMBER,
        user_id="whose direct messages were closed to the bot, until they are told",
    ),
    *_columns(
        "drafts",
        Erasure.ROW,
        Whose.STAFF,
        kept=DRAFT_KEPT,
        author_id="who is filling in a form",
        payload="what they typed, and the id of the person it is about",
    ),
    *_columns(
        "asides",
        Erasure.ROW,
        Whose.MEMBER,
        kept=2 * LINE_STANDS,
        user_id="for whom a private note waits, because their direct messages are closed",
        channel_id="in which room they wrote",
        facts="what the note is about, in ids and words of ours",
    ),
    *_columns(
        "hidings",
        Erasure.KEEP,
        Whose.MEMBER,
        kept=HIDING_KEPT,
        author_id="who wrote a message that the bot hid; no strike comes of it",
        channel_id="where it stood",
        message_id="the message that was hidden",
    ),
    # That something happened, and how soon somebody came, stays; to whom does not.
    *_columns(
        "incidents",
        Erasure.BLANK,
        Whose.MEMBER,
        author_id="who wrote what brought a care card",
        channel_id="where they wrote it",
        message_id="the message they wrote",
    ),
    *_columns(
        "incidents",
        Erasure.BLANK,
        Whose.MEMBER,
        kept=CARE_NOTE_KEPT,
        note="what a moderator typed about what came of it",
    ),
    *_columns(
        "incidents",
        Erasure.BLANK,
        Whose.STAFF,
        acknowledged_by="who took the care card",
        started_by="who made it by hand",
        second_by="who joined them",
        outcome_by="who wrote what came of it",
    ),
    *_columns(
        "purges",
        Erasure.KEEP,
        Whose.MEMBER,
        message_ids="which messages a moderator is removing; forgotten once that is done",
    ),
    *_columns(
        "drills",
        Erasure.BLANK,
        Whose.STAFF,
        started_by="who started a drill",
        taken_by="who took its card",
    ),
    *_columns(
        "rota_shifts",
        Erasure.ROW,
        Whose.STAFF,
        user_id="who is on call in a part of the week",
        weekday="on which day",
        starts="from when",
        ends="until when",
    ),
    *_columns(
        "rota_words",
        Erasure.ROW,
        Whose.STAFF,
        kept=AWAY_AT_MOST,
        user_id="who said that they are on call, or away",
    ),
    *_columns(
        "rota_notes",
        Erasure.ROW,
        Whose.MEMBER,
        kept=ROTA_NOTE_KEPT,
        user_id="who left a note for whoever is on call next",
        note="what they typed",
    ),
    # Leaving and coming back must not wipe out what others were protected from.
    *_columns(
        "cases",
        Erasure.KEEP,
        Whose.MEMBER,
        target_id="whom a case is about",
        channel_id="where a hidden message stood",
        message_id="the message that was hidden",
    ),
    *_columns(
        "cases",
        Erasure.KEEP,
        Whose.MEMBER,
        kept=NOTE_KEPT,
        note="what the moderator typed about them",
    ),
    *_columns("cases", Erasure.KEEP, Whose.STAFF, moderator_id="who decided"),
    # Without it the room could not be given back as it was; Discord keeps the same list.
    *_columns(
        "room_openings",
        Erasure.KEEP,
        Whose.MEMBER,
        kept=ROOM_KEPT,
        saved="ids of people who have rights of their own in a meeting's room",
    ),
    *_columns(
        "handovers",
        Erasure.ROW,
        Whose.MEMBER,
        kept=HANDOVER_KEPT,
        asker_id="who asked a person",
        card_channel_id="the staff room their question was shown in",
        card_message_id="the card it was shown on",
        answer="what staff answered, until it was read",
    ),
    *_columns(
        "dm_channels",
        Erasure.ROW,
        Whose.MEMBER,
        user_id="who has a direct-message channel with the bot",
        channel_id="that channel",
    ),
    *_columns(
        "library_versions",
        Erasure.BLANK,
        Whose.STAFF,
        changed_by="who changed one of the clinic's answers",
    ),
)

# Columns that could hold a person by their type or name, and why they do not.
NOT_PERSONAL: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("servers", "zone"): "the clinic's own",
        ("vectors", "model"): "a name of ours",
        ("vectors", "text_hash"): "a text that the clinic approved",
        ("vectors", "vector"): "the same text; never a question",
        ("servers", "language"): "the clinic's own",
        ("servers", "guild_id"): "a server",
        ("server_rooms", "guild_id"): "a server",
        ("server_rooms", "purpose"): "a word of ours",
        ("server_rooms", "channel_id"): "a room of the clinic's",
        ("server_roles", "guild_id"): "a server",
        ("server_roles", "purpose"): "a word of ours",
        ("server_roles", "role_id"): "a role; who has it is Discord's to know",
        ("server_policies", "guild_id"): "a server",
        ("server_policies", "key"): "a word of ours",
        ("server_policies", "value"): "a choice of the clinic's",
        ("deliveries", "guild_id"): "a server",
        ("deliveries", "channel_id"): "a room; a person's own channel stands in sent_channel_id",
        ("deliveries", "kind"): "a word of ours",
        ("deliveries", "state"): "a word of ours",
        ("meetings", "guild_id"): "a server",
        ("meetings", "title"): "a meeting's name, as members see it",
        ("meetings", "first_local"): "a wall-clock time",
        ("meetings", "zone"): "a time zone",
        ("meetings", "rule"): "a rhythm",
        ("meetings", "room_id"): "a room of the clinic's",
        ("meetings", "leads"): "minutes",
        ("meetings", "planned_to"): "a moment",
        ("meetings", "ping_role_id"): "a role; who has it is Discord's to know",
        ("meeting_exceptions", "meeting_id"): "a meeting",
        ("meeting_exceptions", "original_local"): "a wall-clock time",
        ("meeting_exceptions", "moved_to"): "a wall-clock time",
        ("holidays", "guild_id"): "a server",
        ("holidays", "day"): "a date",
        ("rsvp_occurrences", "meeting_id"): "a meeting",
        ("rsvp_occurrences", "hash_key"): "a random key, destroyed when the meeting ends",
        ("rsvp_answers", "meeting_id"): "a meeting",
        ("rsvp_answers", "answerer"): "a keyed hash of an id; erased when the meeting ends",
        ("meeting_series", "meeting_id"): "a meeting",
        ("meeting_series", "guild_id"): "a server",
        ("meeting_series", "uid"): "what a calendar calls a meeting",
        ("meeting_series", "digest"): "of a meeting's dates",
        ("meeting_series", "place"): "a place, as the clinic's calendar says it",
        ("meeting_series", "subscription_id"): "an address of the clinic's",
        ("meeting_series", "asked"): "a word of ours",
        ("series_parts", "meeting_id"): "a meeting",
        ("series_parts", "guild_id"): "a server",
        ("series_parts", "uid"): "what a calendar calls a meeting",
        ("subscriptions", "guild_id"): "a server",
        ("subscriptions", "address"): "of the clinic's calendar, as staff typed it",
        ("subscriptions", "name"): "what the clinic's calendar calls itself",
        ("subscriptions", "room_id"): "a room of the clinic's",
        ("subscriptions", "etag"): "a version of the clinic's calendar",
        ("subscriptions", "last_modified"): "a version of the clinic's calendar",
        ("subscriptions", "problem"): "a word of ours",
        ("subscriptions", "new_told"): "of series' names",
        ("asides", "guild_id"): "a server",
        ("asides", "what"): "a word of ours",
        ("hidings", "guild_id"): "a server",
        ("hidings", "what"): "a word of ours",
        ("hidings", "language"): "a word of ours",
        ("hidings", "state"): "a word of ours",
        ("hidings", "card_channel_id"): "the staff room",
        ("hidings", "card_message_id"): "a card of ours",
        ("hiding_counts", "guild_id"): "a server",
        ("hiding_counts", "day"): "a date",
        ("hiding_counts", "what"): "a word of ours",
        ("hiding_counts", "outcome"): "a word of ours",
        ("drafts", "guild_id"): "a server",
        ("drafts", "kind"): "a word of ours",
        ("incidents", "guild_id"): "a server",
        ("incidents", "kind"): "a word of ours",
        ("incidents", "level"): "a word of ours",
        ("incidents", "topic"): "a word of ours",
        ("drills", "guild_id"): "a server",
        ("contacts", "guild_id"): "a server",
        ("contacts", "label"): "the clinic's own, as members see it",
        ("contacts", "reach"): "the clinic's own, as members see it",
        ("contacts", "verified_on"): "a date",
        ("contacts", "review_by"): "a date",
        ("rota_shifts", "guild_id"): "a server",
        ("rota_words", "guild_id"): "a server",
        ("rota_notes", "guild_id"): "a server",
        ("incidents", "outcome"): "a word of ours",
        ("incidents", "signals"): "ids of signals; of nobody, once author_id is blank",
        ("cases", "guild_id"): "a server",
        ("cases", "action"): "a word of ours",
        ("cases", "state"): "a word of ours",
        ("cases", "reason"): "a word of ours",
        ("answer_counts", "guild_id"): "a server",
        ("answer_counts", "day"): "a date",
        ("answer_counts", "entry_id"): "an answer of the clinic's",
        ("answer_counts", "outcome"): "a word of ours",
        ("library_versions", "guild_id"): "a server",
        ("library_versions", "entry_id"): "an answer of the clinic's",
        ("library_versions", "status"): "a word of ours",
        ("library_versions", "entry"): "an answer for all members; its reviewer's name is for them",
        ("library_versions", "kind"): "a word of ours",
        ("imported_passages", "guild_id"): "a server",
        ("imported_passages", "source"): "a page or file of the clinic's",
        ("imported_passages", "heading"): "a heading of that page",
        ("imported_passages", "digest"): "of a passage of that page",
        ("imported_passages", "entry_id"): "an answer of the clinic's",
        ("handovers", "guild_id"): "a server",
        ("handovers", "state"): "a word of ours",
        ("kept_rooms", "meeting_id"): "a meeting",
        ("room_openings", "guild_id"): "a server",
        ("room_openings", "channel_id"): "a room of the clinic's",
        ("room_openings", "kind"): "a word of ours",
        ("room_openings", "meeting_id"): "a meeting",
        ("room_openings", "state"): "a word of ours",
        ("room_openings", "ours"): "ids of the clinic's roles and of the bot itself, with bits",
        ("holds", "guild_id"): "a server",
        ("holds", "channel_id"): "a room of the clinic's",
        ("holds", "kind"): "a word of ours",
        ("holds", "state"): "a word of ours",
        ("holds", "wanted"): "a number of a room's or a server's",
        ("holds", "saved"): "a number of a room's or a server's",
        ("holds", "ours"): "a number of a room's or a server's",
        ("purges", "guild_id"): "a server",
        ("purges", "channel_id"): "a room of the clinic's",
        ("event_windows", "guild_id"): "a server",
        ("meeting_events", "guild_id"): "a server",
        ("meeting_events", "meeting_id"): "a meeting",
        ("meeting_events", "marker"): "a random word of ours",
        ("meeting_events", "title"): "a meeting's name, as members see it",
        ("meeting_events", "room_id"): "a room of the clinic's",
        ("meeting_events", "state"): "a word of ours",
        ("meeting_events", "event_id"): "an event in Discord's calendar",
        ("automod_guards", "guild_id"): "a server",
        ("automod_guards", "problem"): "a word of ours",
        ("automod_rules", "guild_id"): "a server",
        ("automod_rules", "part"): "a word of ours",
        ("automod_rules", "state"): "a word of ours",
        ("automod_rules", "rule_id"): "a rule of ours in Discord's AutoMod",
        ("automod_rules", "wanted"): "of a rule of ours",
        ("automod_rules", "stands"): "of a rule of ours",
        ("migrations", "name"): "a step of the schema",
        ("migrations", "checksum"): "a step of the schema",
    }
)
