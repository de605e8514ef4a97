"""What a care card tells staff to do: only what they can do from where they stand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.render import care_cards as render
from bot.domain.care_notices import CareCard
from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, UserId
from bot.domain.messages import Spot
from tests.chat.test_render_moderation import KEY, text

IN_ROOM = CareCard(
    incident_id=IncidentId(3),
    guild_id=GuildId(1),
    level="high",
    topic="self",
    author_id=UserId(7),
    channel_id=ChannelId(12),
    message_id=MessageId(9),
    at=datetime(2026, 3, 9, 2, 0, tzinfo=UTC),
    support_sent=True,
)
UNSEEN = replace(IN_ROOM, channel_id=None, message_id=None)


def shown(card: CareCard) -> str:
    return text(render.care_card(card, KEY))


def test_a_message_in_a_room_is_to_be_read_there() -> None:
    assert "**2.** Read the message in its place." in shown(IN_ROOM)


@pytest.mark.parametrize("incident_id", [0, 3])
def test_nobody_is_sent_to_read_what_only_its_writer_can_see(incident_id: int) -> None:
    said = shown(replace(UNSEEN, incident_id=IncidentId(incident_id)))
    assert "**2.** There is no message for you to read." in said
    assert "Read the message" not in said
    assert "call **911**" in said
    assert "Read it when" not in shown(replace(UNSEEN, level="low"))


@pytest.mark.parametrize(
    "card",
    [
        replace(UNSEEN, spot=Spot.NICKNAME),
        replace(IN_ROOM, message_id=None, spot=Spot.TITLE),
        replace(IN_ROOM, message_id=None),
    ],
)
def test_a_name_a_title_and_a_message_kept_out_are_looked_up_under_where(card: CareCard) -> None:
    assert "**2.** Look under **Where** for what you can read." in shown(card)
