"""What an admin is offered before the card goes up."""

import pytest

from bot.chat.render.joining import ask_to_post
from bot.domain.ids import ChannelId
from tests.services.fake_joining import SHIPPED


@pytest.mark.parametrize("is_up", [True, False])
@pytest.mark.parametrize("is_newly_worded", [True, False])
def test_only_what_can_be_done_has_a_button(is_up: bool, is_newly_worded: bool):
    said = ask_to_post(
        SHIPPED, ChannelId(1), language="en", is_up=is_up, is_newly_worded=is_newly_worded
    )
    [row] = said.rows
    labels = {press.label for press in row}
    assert {"Put it up", "Leer en español"} <= labels
    assert ("Take the card down" in labels) is is_up
    assert ("Read the new wording" in labels) is is_newly_worded
