"""An edit is judged once, however old the message; what Discord does to it is not an edit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.edits import FRESH, REMEMBERED, Edits
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
SAID = Heard(
    guild_id=GuildId(1),
    channel_id=ChannelId(2),
    message_id=MessageId(3),
    author_id=UserId(7),
    text="good evening",
    at=NOON - timedelta(days=400),
)
CHANGED = replace(SAID, text="good bye")


def test_a_preview_that_loads_is_no_edit() -> None:
    edits = Edits()
    edits.remember(SAID)

    assert not edits.is_news(SAID, None, now=NOON)
    assert not edits.is_news(SAID, NOON, now=NOON)


def test_new_words_are_news_once() -> None:
    edits = Edits()
    edits.remember(SAID)

    assert edits.is_news(CHANGED, NOON, now=NOON)
    assert not edits.is_news(CHANGED, NOON, now=NOON + timedelta(seconds=1))
    assert edits.is_news(replace(CHANGED, beside="a poll"), NOON, now=NOON)


def test_an_old_message_is_heard_when_it_is_changed_and_not_when_it_is_pinned() -> None:
    assert Edits().is_news(CHANGED, NOON, now=NOON + FRESH)
    assert not Edits().is_news(CHANGED, NOON - timedelta(days=30), now=NOON)


def test_memory_has_an_end() -> None:
    edits = Edits()
    for number in range(REMEMBERED + 1):
        edits.remember(replace(SAID, message_id=MessageId(number)))

    assert not edits.is_news(replace(SAID, message_id=MessageId(1)), NOON, now=NOON)
    assert edits.is_news(replace(SAID, message_id=MessageId(0)), NOON, now=NOON)
