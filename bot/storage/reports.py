"""Rows of reports: who told of whom and how it stands, never what was said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, ReportId, UserId
from bot.domain.reports import About, Filing, Kind, Outcome, Report, State, Voice
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

BEGIN = """
INSERT INTO reports (id, guild_id, subject, about, about_id, channel_id, message_id, admins_only,
    state, created_at, expires_at)
VALUES (:id, :guild_id, :subject, :about, :about_id, :channel_id, :message_id, :admins_only,
    'open', :at, :expires_at)
ON CONFLICT DO NOTHING
"""
SPEAK = """
INSERT INTO report_voices (report_id, number, reporter_id, kind, is_named, language, is_reply, at)
SELECT :report_id, COALESCE(MAX(number), 0) + 1, :reporter_id, :kind, :is_named, :language,
    :is_reply, :at
FROM report_voices WHERE report_id = :report_id
RETURNING *
"""


async def begin(
    tx: Transaction, report_id: ReportId, filing: Filing, *, admins_only: bool, kept_to: datetime
) -> ReportId:
    """Begin a report under `report_id`, unless one about the same is unresolved; return which."""
    subject = filing.subject(admins_only=admins_only)
    await tx.execute(
        BEGIN,
        {
            "id": report_id,
            "guild_id": filing.guild_id,
            "subject": subject,
            "about": filing.about,
            "about_id": filing.about_id,
            "channel_id": filing.channel_id,
            "message_id": filing.message_id,
            "admins_only": int(admins_only),
            "at": micros(filing.at),
            "expires_at": micros(kept_to),
        },
    )
    rows = await tx.fetch_all(
        "SELECT id FROM reports WHERE guild_id = :guild_id AND (id = :id"
        " OR (subject = :subject AND subject <> '' AND state <> 'resolved'))",
        {"guild_id": filing.guild_id, "id": report_id, "subject": subject},
    )
    return ReportId(rows[0]["id"])


async def speak(tx: Transaction, report_id: ReportId, voice: Voice) -> Voice:
    """Keep that somebody told of it, without the words; return it with its number."""
    rows = await tx.fetch_all(
        SPEAK,
        {
            "report_id": report_id,
            "reporter_id": voice.reporter_id,
            "kind": voice.kind,
            "is_named": int(voice.is_named),
            "language": voice.language,
            "is_reply": int(voice.is_reply),
            "at": micros(voice.at),
        },
    )
    return _voice(rows[0])


async def take_back(tx: Transaction, report_id: ReportId, number: int) -> None:
    """Forget a voice that reached nobody, and the report with it if it was the only one."""
    await tx.execute(
        "DELETE FROM report_voices WHERE report_id = :id AND number = :number",
        {"id": report_id, "number": number},
    )
    await tx.execute(
        "DELETE FROM reports WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM report_voices WHERE report_id = :id)",
        {"id": report_id},
    )


async def count(
    tx: Transaction, guild_id: GuildId, reporter_id: UserId, *, is_reply: bool, since: datetime
) -> int:
    """Return how often somebody has told a server's staff something since a moment."""
    rows = await tx.fetch_all(
        "SELECT COUNT(*) AS total FROM report_voices"
        " JOIN reports ON reports.id = report_voices.report_id WHERE reporter_id = :reporter_id"
        " AND is_reply = :is_reply AND at > :since AND reports.guild_id = :guild_id",
        {
            "guild_id": guild_id,
            "reporter_id": reporter_id,
            "is_reply": int(is_reply),
            "since": micros(since),
        },
    )
    return rows[0]["total"]


async def posted(tx: Transaction, report_id: ReportId, card: Sent) -> None:
    """Keep where a card stands."""
    await tx.execute(
        "INSERT INTO report_cards (report_id, channel_id, message_id)"
        " VALUES (:id, :channel_id, :message_id) ON CONFLICT DO NOTHING",
        {"id": report_id, "channel_id": card.channel_id, "message_id": card.message_id},
    )


async def get(tx: Transaction, report_id: ReportId) -> Report | None:
    """Return a report with its voices and cards, or None."""
    rows = await tx.fetch_all("SELECT * FROM reports WHERE id = :id", {"id": report_id})
    return await _whole(tx, rows[0]) if rows else None


async def unresolved(tx: Transaction, guild_id: GuildId) -> Sequence[Report]:
    """Return what nobody has resolved, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM reports WHERE guild_id = :guild_id AND state <> 'resolved'"
        " ORDER BY created_at, id",
        {"guild_id": guild_id},
    )
    return [await _whole(tx, row) for row in rows]


async def claim(tx: Transaction, report_id: ReportId, *, by: UserId) -> bool:
    """Make an open report somebody's; say whether it was open."""
    changed = await tx.execute(
        "UPDATE reports SET state = 'claimed', claimed_by = :by WHERE id = :id AND state = 'open'",
        {"id": report_id, "by": by},
    )
    return changed == 1


async def resolve(
    tx: Transaction, report_id: ReportId, outcome: Outcome, note: str, *, by: UserId
) -> bool:
    """End a report; say whether it was still to be done."""
    changed = await tx.execute(
        "UPDATE reports SET state = 'resolved', outcome = :outcome, note = :note,"
        " claimed_by = COALESCE(claimed_by, :by) WHERE id = :id AND state <> 'resolved'",
        {"id": report_id, "outcome": outcome, "note": note, "by": by},
    )
    return changed == 1


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget the reports whose time has come; return how many."""
    return await tx.execute("DELETE FROM reports WHERE expires_at <= :now", {"now": micros(now)})


async def _whole(tx: Transaction, row: Row) -> Report:
    of = {"id": row["id"]}
    voices = await tx.fetch_all(
        "SELECT * FROM report_voices WHERE report_id = :id ORDER BY number", of
    )
    cards = await tx.fetch_all(
        "SELECT * FROM report_cards WHERE report_id = :id ORDER BY message_id", of
    )
    return replace(
        _report(row),
        voices=tuple(_voice(each) for each in voices),
        cards=tuple(
            Sent(MessageId(each["message_id"]), ChannelId(each["channel_id"])) for each in cards
        ),
    )


def _report(row: Row) -> Report:
    return Report(
        id=ReportId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        about=About(row["about"]),
        about_id=None if row["about_id"] is None else UserId(row["about_id"]),
        channel_id=None if row["channel_id"] is None else ChannelId(row["channel_id"]),
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        admins_only=bool(row["admins_only"]),
        state=State(row["state"]),
        claimed_by=None if row["claimed_by"] is None else UserId(row["claimed_by"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        note=row["note"],
        created_at=moment(row["created_at"]),
    )


def _voice(row: Row) -> Voice:
    return Voice(
        number=row["number"],
        reporter_id=UserId(row["reporter_id"]),
        kind=Kind(row["kind"]),
        is_named=bool(row["is_named"]),
        language=row["language"],
        is_reply=bool(row["is_reply"]),
        at=moment(row["at"]),
    )
