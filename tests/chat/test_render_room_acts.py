"""What a moderator reads before messages are removed."""

from bot.chat.render import room_acts as render
from bot.domain.ids import ChannelId, DraftId, GuildId, MessageId
from bot.domain.purges import Catch, Filter
from bot.services.purges import Preview
from tests.chat.test_render_moderation import text


def test_one_message_and_many_are_counted_in_whole_sentences() -> None:
    what = Filter(guild_id=GuildId(1), room_id=ChannelId(12), most=5)
    old = [MessageId(4)]
    one = Preview(
        what=what, catch=Catch(old=old, cared_for=1, pinned=2, too_old=1), draft_id=DraftId(3)
    )
    said = text(render.preview(one))
    assert "Kept: 1 message with a care card." in said
    assert "Kept: 2 messages, pinned." in said
    assert "Older than 14 days: 1 message. Discord lets me remove" in said
    assert "Kept for now: 1 message more, older than 14 days." in said
