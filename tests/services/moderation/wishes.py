"""What every test of moderation begins with: people, rooms, and three things to ask for."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cases import Action, Case, Proposal, Reason
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.notices import CaseLetter, CaseLine
from bot.domain.servers import Actor, Right
from bot.services.casework import Done
from bot.services.moderation import AskFirst, ModerationService, Result
from bot.services.ports import MessengerError
from bot.storage.database import Database
from bot.storage.times import micros
from tests.fakes import FakeMessenger

GUILD = GuildId(1)
STAFF_ROOM = ChannelId(10)
PERSON, OWNER, HEAD = UserId(7), UserId(2), UserId(3)
ROOM, MESSAGE = ChannelId(30), MessageId(44)
RIGHTS = frozenset({Right.MODERATE, Right.KICK, Right.BAN})
MODERATOR = Actor(user_id=UserId(5), guild_id=GUILD, rights=RIGHTS, position=9)
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
KICK = replace(WARNING, action=Action.KICK)
BAN = replace(WARNING, action=Action.BAN, length=timedelta(days=30), delete_seconds=3600)
FOR_GOOD = replace(BAN, length=None)
UNBAN = replace(WARNING, action=Action.UNBAN)
UNTIMEOUT = replace(WARNING, action=Action.UNTIMEOUT)
NOTE = replace(WARNING, action=Action.NOTE)
FINAL = [KICK, BAN]


class Killed(BaseException):
    """The process ends here. Not an Exception: nothing may catch it and carry on."""


def trouble(failure: Failure) -> MessengerError:
    return MessengerError("trouble", failure=failure)


def done(result: Result) -> Done:
    assert isinstance(result, Done), result
    return result


async def confirm(moderation: ModerationService, proposal: Proposal) -> Result:
    """Ask for something final, look at it once more, and go on."""
    first = await moderation.propose(proposal, by=MODERATOR)
    assert isinstance(first, AskFirst), first
    return await moderation.go_on(first.draft_id, by=MODERATOR)


def said(messenger: FakeMessenger) -> list[str]:
    """Return what was said about cases, by kind and name."""
    told = [each for each in messenger.posted if isinstance(each, CaseLetter | CaseLine)]
    return [f"{type(each).__name__} {each.action}" for each in told]


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
