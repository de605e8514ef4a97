"""What an admin is offered before the card goes up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.render.joining import ask_to_post
from bot.domain.consent import Card
from bot.domain.ids import ChannelId, GuildId, MessageId
from tests.services.fake_joining import SHIPPED

LIVE = replace(SHIPPED, published_at=datetime(2026, 3, 2, tzinfo=UTC))
ROOM, OTHER_ROOM = ChannelId(1), ChannelId(2)
CARD = Card(guild_id=GuildId(5), channel_id=ROOM, message_id=MessageId(6), version=LIVE.version)
DOWN, ELSEWHERE = replace(CARD, is_down=True), replace(CARD, channel_id=OTHER_ROOM)
OLDER, LOST = replace(CARD, version=0), replace(CARD, message_id=None)


@pytest.mark.parametrize("card", [None, CARD, DOWN, ELSEWHERE, OLDER, LOST])
@pytest.mark.parametrize("is_newly_worded", [True, False])
def test_only_what_can_be_done_has_a_button(card: Card | None, is_newly_worded: bool):
    said = ask_to_post(LIVE, ROOM, language="en", card=card, is_newly_worded=is_newly_worded)
    [row] = said.rows
    labels = {press.label for press in row}
    assert "Leer en español" in labels
    assert ("Put it up" in labels) is (card is not CARD)
    assert ("Take the card down" in labels) is (card not in {None, DOWN})
    assert ("Read the new wording" in labels) is is_newly_worded
    assert ("**Read the new wording** shows" in (said.content or "")) is is_newly_worded


def test_where_the_card_stands_already_nobody_is_asked_to_put_it_up():
    said = ask_to_post(LIVE, ROOM, language="en", card=CARD, is_newly_worded=False)
    assert (said.content or "").startswith("**The card is up in <#1>**\nIt shows version 1")
