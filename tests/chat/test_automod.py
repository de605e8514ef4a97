"""What Discord says of a rule and of a hit, as the domain takes it; and what status makes of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from discord.automod import AutoModAction
from discord.utils import snowflake_time, time_snowflake

from bot.chat.automod import struck, unseen
from bot.chat.client import intents
from bot.chat.render import automod as render
from bot.chat.render import care_cards as care
from bot.chat.render.care_cards import care_card
from bot.domain.automod import Part, Problem
from bot.domain.ids import ChannelId, GuildId, IncidentId, UserId
from bot.domain.notices import CareCard
from bot.domain.screening.keywords import Filter
from bot.services.automod import Standing

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MESSAGE = time_snowflake(NOW)


def action(**given: Any) -> AutoModAction:
    """A hit as Discord tells of it; its words come only where the intent is on."""
    data: Any = {
        "guild_id": "1",
        "action": {"type": 2, "metadata": {"channel_id": "10"}},
        "rule_id": "1001",
        "rule_trigger_type": 1,
        "user_id": "7",
        "channel_id": "11",
        "message_id": str(MESSAGE),
        "content": "zebra crossing",
        "matched_keyword": "zebra",
        "matched_content": "zebra",
        **given,
    }
    state: Any = None
    return AutoModAction(data=data, state=state)


def test_a_hit_brings_ids_and_our_own_phrase_but_never_the_words() -> None:
    hit = struck(action(), now=NOW)

    assert (hit.rule_id, hit.author_id, hit.message_id, hit.keyword) == (1001, 7, MESSAGE, "zebra")
    assert hit.at == snowflake_time(MESSAGE)
    assert "crossing" not in repr(hit)
    to = unseen(hit)
    assert (to.id, to.channel.id, to.author.id) == (MESSAGE, 11, 7)
    assert to.guild is not None


@pytest.mark.parametrize("given", [{"message_id": None}, {"channel_id": None}])
def test_what_the_room_never_saw_is_answered_in_private_alone(given: dict[str, None]) -> None:
    """A note in the room would show everybody who was kept from writing there, and about what."""
    assert unseen(struck(action(**given), now=NOW)).guild is None


def test_a_hit_without_any_id_happened_now() -> None:
    assert struck(action(message_id=None), now=NOW).at == NOW
    alerted = action(message_id=None, alert_system_message_id=str(MESSAGE))
    assert struck(alerted, now=datetime.max.replace(tzinfo=UTC)).at == snowflake_time(MESSAGE)


def test_automod_is_heard_only_where_messages_are_not_read() -> None:
    native = intents(message_content=False, members=False)
    full = intents(message_content=True, members=False)

    assert native.auto_moderation_execution
    assert native.auto_moderation_configuration
    assert not native.message_content
    assert not full.auto_moderation
    assert native.guild_messages, "mentions and webhooks still come that way"


def test_a_care_card_does_not_say_that_a_blocked_message_was_private() -> None:
    card = CareCard(
        incident_id=IncidentId(1),
        guild_id=GuildId(1),
        level="high",
        topic="self",
        author_id=UserId(7),
        channel_id=ChannelId(11),
        message_id=None,
        at=NOW,
    )
    [embed] = care_card(card, "key").embeds
    where = next(each.value for each in embed.fields if each.name == care.words.WHERE)

    assert "<#11>" in str(where)
    assert "kept the message out" in str(where)


def test_status_says_what_is_watched_what_is_not_and_what_is_weaker() -> None:
    cut = Filter(keywords=(), patterns=(), cut=7, unsaid=("one", "two"))
    said = render.guard(
        Standing(
            problem=Problem.NO_ROOM,
            watched=frozenset({Part.CRISIS}),
            by_hand=frozenset({Part.DOSING}),
            filters={Part.CRISIS: cut},
        )
    )

    assert "Staff are told of: people in danger." in said
    assert "Not watched for: buying and selling, contact details" in said
    assert "yours now: doses" in said
    assert "I cut those least heard: people in danger" in said
    assert "can stand for: 2" in said
    assert "**Manage Server** or **Administrator** is exempt" in said
    assert len(said) <= 4096, "of an embed's description"


def test_our_rules_are_told_apart_by_name_within_discords_limit() -> None:
    names = [render.name(part) for part in Part]

    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 100
