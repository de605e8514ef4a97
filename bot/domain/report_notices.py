"""What the bot says unasked about reports: that one waits, and what staff write to its reporter."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, GuildId, LetterId, MessageId, ReportId, RoleId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWaiting:
    """A report has nobody yet, or whoever has it should look again. None of its words are here.

    Attributes:
        kind: A value of `reports.Kind`.
        why: "waits" while nobody has it, "red" when nobody had it in all the ladder's time, "grew"
            when somebody has it and there is news.
        card_channel_id, card_message_id: Where the words stand.
        in_private: Whether the card is a direct message.
        rings: Roles whose people are rung.
        calls: People who are rung.
    """

    report_id: ReportId
    guild_id: GuildId
    kind: str
    why: str
    card_channel_id: ChannelId
    card_message_id: MessageId
    in_private: bool = False
    rings: tuple[RoleId, ...] = ()
    calls: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLetter:
    """What staff tell one member, for that member alone.

    Attributes:
        what: A value of `letters.What`: who finds the words around it.
        subject: What it is about: a report, a question.
        server: The server's name, so that a letter read tomorrow still makes sense.
        language: "en" or "es".
        text: As staff typed it; empty where the bot's own words say it all.
        by: Who wrote it, where the reader may know; else None.
        about_at: When the reader wrote what this answers, aware UTC.
    """

    letter_id: LetterId
    guild_id: GuildId
    what: str
    subject: int
    server: str
    language: str
    text: str
    by: UserId | None
    about_at: datetime
