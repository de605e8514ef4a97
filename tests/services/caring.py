"""What the tests of care share: who is who, somebody in danger, and the cards that were said."""

from datetime import timedelta

from bot.domain.care_notices import CareCard, CareChange
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.incidents import Ladder
from bot.domain.messages import Heard
from bot.domain.screening import Kind, Level, Topic, Verdict
from bot.domain.servers import Actor
from tests.fakes import FakeMessenger, ManualClock

GUILD = GuildId(1)
ANN = Actor(user_id=UserId(50), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))
BEN = Actor(user_id=UserId(51), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))
ADMIN = Actor(user_id=UserId(60), guild_id=GUILD, role_ids=frozenset({RoleId(20)}))
MEMBER = Actor(user_id=UserId(7), guild_id=GUILD)
STAFF_ROOM = ChannelId(10)

LADDER = Ladder(
    moderators_after=timedelta(minutes=3),
    admins_after=timedelta(minutes=8),
    repeat_every=timedelta(minutes=15),
    stop_after=timedelta(hours=24),
)


def danger(level: Level = Level.HIGH, topic: Topic = Topic.SELF) -> Verdict:
    """What the gate says of somebody in danger."""
    return Verdict(
        kind=Kind.CRISIS, level=level, kinds=(Kind.CRISIS,), signals=("a-signal",), topic=topic
    )


def written(clock: ManualClock, *, guild_id: GuildId | None = GUILD) -> Heard:
    """A message of the member's."""
    return Heard(
        guild_id=guild_id,
        channel_id=ChannelId(11),
        message_id=MessageId(99),
        author_id=MEMBER.user_id,
        text="words that nobody keeps",
        at=clock(),
    )


def rungs_said(messenger: FakeMessenger) -> list[CareCard]:
    """Return the care cards that were posted, without what they were changed to."""
    return [
        notice
        for notice in messenger.posted
        if isinstance(notice, CareCard) and not isinstance(notice, CareChange)
    ]


def changes_said(messenger: FakeMessenger) -> list[CareChange]:
    """Return what care cards were changed to, oldest first."""
    return [notice for notice in messenger.posted if isinstance(notice, CareChange)]
