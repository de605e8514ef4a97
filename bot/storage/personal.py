"""The register of every column that holds or leads to a person, and of what becomes of it.

A new column that might hold one stands here before its migration lands: `tests/storage` reads the
real schema and fails for what is neither in `REGISTER` nor in `impersonal.NOT_PERSONAL`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.asides import LINE_STANDS
from bot.domain.cases import DRAFT_KEPT, NOTE_KEPT
from bot.domain.handovers import KEPT as HANDOVER_KEPT
from bot.domain.hiding import KEPT_MOST as HIDING_KEPT
from bot.domain.incidents import NOTE_KEPT as CARE_NOTE_KEPT
from bot.domain.letters import KEPT as LETTER_KEPT
from bot.domain.private_questions import BLOCKED_FOR
from bot.domain.reports import KEPT as REPORT_KEPT
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
    *_columns(
        "cases",
        Erasure.KEEP,
        Whose.STAFF,
        moderator_id="who decided",
        edited_by="who changed a case last",
    ),
    *_columns(
        "case_holds",
        Erasure.KEEP,
        Whose.MEMBER,
        target_id="whose ban or long break is to end, until it has ended",
    ),
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
    # Staff need it until it is settled; the words themselves are on staff's card alone.
    *_columns(
        "reports",
        Erasure.KEEP,
        Whose.MEMBER,
        kept=REPORT_KEPT,
        subject="what a report is about: a message or a person",
        about_id="whom a report is about",
        channel_id="where the message stood that was reported",
        message_id="the message that was reported",
        note="what staff typed about what came of it",
    ),
    *_columns(
        "reports", Erasure.KEEP, Whose.STAFF, kept=REPORT_KEPT, claimed_by="who looked after it"
    ),
    *_columns(
        "report_voices",
        Erasure.ROW,
        Whose.MEMBER,
        kept=REPORT_KEPT,
        reporter_id="who reported something; staff see it only if you let them",
    ),
    *_columns(
        "report_cards",
        Erasure.KEEP,
        Whose.STAFF,
        kept=REPORT_KEPT,
        channel_id="the staff room, or the direct messages of one of staff",
        message_id="the card a report is shown on",
    ),
    *_columns(
        "letters",
        Erasure.ROW,
        Whose.MEMBER,
        kept=LETTER_KEPT,
        user_id="for whom staff have a letter",
        text="what staff typed, until it was read",
        by_id="who of staff wrote it",
        subject="the report or question it is about",
    ),
    *_columns(
        "question_blocks",
        Erasure.KEEP,
        Whose.MEMBER,
        kept=BLOCKED_FOR,
        asker="a keyed hash of whoever may not ask without a name for a while",
    ),
    *_columns(
        "question_openings",
        Erasure.ROW,
        Whose.STAFF,
        kept=HANDOVER_KEPT,
        first_by="who wished to learn who asked",
        second_by="who agreed",
    ),
    *_columns(
        "warnings_asked",
        Erasure.ROW,
        Whose.MEMBER,
        kept=LETTER_KEPT,
        message_id="a message of yours for which somebody wished a content warning",
    ),
    # Erasing it is withdrawing: whoever erases takes the role, too.
    *_columns(
        "consents",
        Erasure.ROW,
        Whose.MEMBER,
        user_id="that you agreed to the group's rules, to which version, and when",
        role_id="the role you were given for it",
    ),
    *_columns(
        "terms",
        Erasure.BLANK,
        Whose.STAFF,
        published_by="who published a version of the group's rules",
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
