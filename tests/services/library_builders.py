"""Two entries that the lint has nothing against, and people who change them."""

from datetime import date
from typing import Any

from bot.domain.faq.entries import Entry, EntryId, Status
from bot.domain.ids import GuildId, UserId
from bot.domain.servers import Actor, Right

GUILD = GuildId(1)
ADMIN = Actor(user_id=UserId(7), guild_id=GUILD, rights=frozenset({Right.ADMINISTER}))
OTHER = Actor(user_id=UserId(8), guild_id=GUILD, rights=frozenset({Right.ADMINISTER}))
MEMBER = Actor(user_id=UserId(9), guild_id=GUILD)


def an_entry(entry_id: str = "parking", **fields: Any) -> Entry:
    """Return an approved entry that the lint has nothing against."""
    usual: dict[str, Any] = {
        "title": "Where can I park?",
        "ask": ("where do i park", "is there parking", "car park", "where to leave my car"),
        "tags": ("parking",),
        "source": "The front desk",
        "source_url": "",
        "reviewed_by": "Dr. Lee",
        "reviewed_on": date(2026, 1, 5),
        "review_by": date(2027, 1, 5),
        "status": Status.APPROVED,
        "is_covered": True,
        "body": "You can park behind the house. It is free for two hours.",
    }
    return Entry(id=EntryId(entry_id), **{**usual, **fields})


PARKING = an_entry()
WATER = an_entry(
    "water",
    title="May I bring a drink?",
    ask=("can i drink water", "is tea okay", "may i have a drink", "bring a bottle"),
    tags=("drinks",),
    body="Yes. Please bring your own cup.",
)
