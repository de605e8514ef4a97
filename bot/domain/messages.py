"""A member's words on their way through the gate. They live as long as they are judged."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId

ScreenedText = NewType("ScreenedText", str)
"""Text that passed the gate. Only `bot/services/safety.py` makes one."""


class Spot(StrEnum):
    """Where words stand."""

    MESSAGE = "message"  # or a command, or a form
    TITLE = "title"  # of a thread
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something a person wrote where the bot can read it.

    Attributes:
        guild_id: None in a direct message.
        channel_id: None for words typed into a command or a form.
        message_id: None for words typed into a command or a form.
        text: The words. Kept out of `repr`, so that no log or traceback can show them.
        at: When it was written, aware UTC.
        beside: What else of it can be read: the names of its files, a poll, what it forwards, the
            title of its post. Judged like the words, never answered.
        language: The writer's own setting where Discord tells it ("es-ES"); else None.
        spot: Where it stands; a title has its thread as `channel_id`, a nickname has neither id.
    """

    guild_id: GuildId | None
    channel_id: ChannelId | None
    message_id: MessageId | None
    author_id: UserId
    text: str = field(repr=False)
    at: datetime
    language: str | None = None
    beside: str = field(default="", repr=False)
    spot: Spot = Spot.MESSAGE

    @property
    def words(self) -> str:
        """All that the gate judges, a line each."""
        return "\n".join(filter(None, (self.text, self.beside)))
