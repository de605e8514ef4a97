"""What every test of moderation begins with: people, rooms, and three things to ask for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cases import Action, Case, Proposal, Reason
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.servers import Actor, Right
from bot.services.casework import Done
from bot.services.moderation import ModerationService, Result
from bot.services.ports import MessengerError
from bot.storage.database import Database
from bot.storage.times import micros

GUILD = GuildId(1)
STAFF_ROOM = ChannelId(10)
PERSON, OWNER, HEAD = UserId(7), UserId(2), UserId(3)
ROOM, MESSAGE = ChannelId(30), MessageId(44)
MODERATOR = Actor(user_id=UserId(5), guild_id=GUILD, rights=frozenset({Right.MODERATE}), position=9)
COLLEAGUE = replace(MODERATOR, user_id=UserId(6))
WARNING = Proposal(
    guild_id=GUILD, action=Action.WARN, reason=Reason.UNKIND, target_id=PERSON, note="Be gentle."
)
TIMEOUT = replace(WARNING, action=Action.TIMEOUT, length=timedelta(hours=1))
HIDING = Proposal(
    guild_id=GUILD,
    action=Action.HIDE,
    reason=Reason.PRIVATE_DETAILS,
    channel_id=ROOM,
    message_id=MESSAGE,
)
ALL = [WARNING, TIMEOUT, HIDING]


def trouble(failure: Failure) -> MessengerError:
    return MessengerError("trouble", failure=failure)


def done(result: Result) -> Done:
    assert isinstance(result, Done), result
    return result


async def the_cases(moderation: ModerationService) -> list[Case]:
    return list((await moderation.history(PERSON, by=MODERATOR)).cases)


async def the_case(moderation: ModerationService) -> Case:
    [case] = await the_cases(moderation)
    return case


async def add_care(database: Database, at: datetime) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO incidents (guild_id, kind, level, topic, author_id, signals, created_at)"
            " VALUES (1, 'crisis', 'high', 'self', :author_id, '[]', :created_at)",
            {"author_id": PERSON, "created_at": micros(at)},
        )
