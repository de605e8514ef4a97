"""Who wants it is reminded in private, until they take it back or their messages are closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import Failure, Person, Plan, Room
from bot.domain.errors import InvalidInput, NotFound, NotPermitted
from bot.domain.ids import CaseNumber, ChannelId, GuildId, MeetingId, RoleId, UserId
from bot.domain.meetings import Meeting
from bot.domain.notices import CaseLetter, DeliveryTrouble, MeetingReminder
from bot.domain.servers import Actor
from bot.services.deliveries import DeliveryService
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.ports import MessengerError
from bot.services.wishes import How, WishService
from bot.storage.database import Database
from tests.fakes import DM_OFFSET, FakeMessenger, FakeRoles, ManualClock
from tests.services import test_exceptions
from tests.services.test_exceptions import FIRST, FIRST_DAY, LEADER, WEEK

MEMBER = Actor(user_id=UserId(9), guild_id=GuildId(1))
OTHER = replace(MEMBER, user_id=UserId(8))
HERE = Person(MEMBER.user_id)
LEADS = (timedelta(minutes=60), timedelta(minutes=10))

meetings = test_exceptions.meetings
exceptions = test_exceptions.exceptions
meeting = test_exceptions.meeting


@pytest.fixture
def roles() -> FakeRoles:
    return FakeRoles()


@pytest.fixture
def wishes(
    database: Database, meetings: MeetingService, roles: FakeRoles, clock: ManualClock
) -> WishService:
    return WishService(database=database, planner=meetings.planner, roles=roles, now=clock)


async def walk(
    clock: ManualClock, deliveries: DeliveryService, meetings: MeetingService, weeks: int = 1
) -> None:
    """Let time pass from reminder to reminder."""
    for week in range(weeks):
        for lead in LEADS:
            clock.moment = max(clock.moment, FIRST + week * WEEK - lead)
            await meetings.plan_reminders()
            await deliveries.deliver_due()


def letters(messenger: FakeMessenger, person: Person = HERE) -> list[MeetingReminder]:
    return [
        each.notice
        for each in messenger.messages
        if each.place == person and isinstance(each.notice, MeetingReminder)
    ]


async def test_who_wishes_it_is_reminded_in_private_and_in_every_week(
    wishes: WishService,
    meetings: MeetingService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    for _ in range(2):
        await wishes.choose(meeting.id, How.DM, by=MEMBER)
    await walk(clock, deliveries, meetings, weeks=4)

    said = letters(messenger)
    assert [each.starts_at for each in said] == [FIRST + n * WEEK for n in (0, 0, 1, 1, 2, 2, 3, 3)]
    assert all(each.is_private and not each.rings for each in said)
    to_room = [each for each in messenger.messages if isinstance(each.place, Room)]
    assert len([each for each in to_room if isinstance(each.notice, MeetingReminder)]) == 8


async def test_wish_taken_back_and_made_again_is_kept(
    wishes: WishService,
    meetings: MeetingService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """The ledger's keys are unique for ever: the second wish must not meet those of the first."""
    await wishes.choose(meeting.id, How.DM, by=MEMBER)
    await wishes.choose(meeting.id, How.DM, by=OTHER)
    await wishes.choose(meeting.id, How.NONE, by=MEMBER)
    await walk(clock, deliveries, meetings)
    assert letters(messenger) == []
    assert len(letters(messenger, Person(OTHER.user_id))) == 2
    await wishes.choose(meeting.id, How.DM, by=MEMBER)
    await walk(clock, deliveries, meetings, weeks=2)
    assert [each.starts_at for each in letters(messenger)] == [FIRST + WEEK] * 2


async def test_moved_occurrence_is_reminded_of_in_private_at_its_new_time(
    wishes: WishService,
    exceptions: ExceptionService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await wishes.choose(meeting.id, How.DM, by=MEMBER)
    await exceptions.move(meeting.id, FIRST_DAY, day="", time="8 pm", by=LEADER)
    later = FIRST + timedelta(hours=1)
    clock.moment = later - LEADS[0]
    await deliveries.deliver_due()
    assert [each.starts_at for each in letters(messenger)] == [later]


async def test_closed_messages_switch_that_members_reminders_off_and_nobody_elses(
    wishes: WishService,
    meetings: MeetingService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """They are told once, the next time they use the bot; staff are not told at all."""
    await wishes.choose(meeting.id, How.DM, by=MEMBER)
    messenger.refuses[HERE] = MessengerError("50007", failure=Failure.DM_CLOSED)
    await wishes.choose(meeting.id, How.DM, by=OTHER)
    await walk(clock, deliveries, meetings)
    messenger.refuses.clear()
    await walk(clock, deliveries, meetings, weeks=2)

    assert letters(messenger) == []
    assert len(letters(messenger, Person(OTHER.user_id))) == 4
    assert not any(isinstance(each, DeliveryTrouble) for each in messenger.posted)
    assert [await wishes.was_refused(MEMBER.user_id) for _ in range(2)] == [True, False]
    assert not await wishes.was_refused(OTHER.user_id)


async def test_letter_that_is_refused_switches_no_reminder_off(
    wishes: WishService,
    meetings: MeetingService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await wishes.choose(meeting.id, How.DM, by=MEMBER)
    messenger.refuses[HERE] = MessengerError("50007", failure=Failure.DM_CLOSED)
    async with deliveries.database.transaction() as tx:
        await deliveries.plan(tx, a_letter("letter", clock))
    await deliveries.deliver_due()
    messenger.refuses.clear()
    await walk(clock, deliveries, meetings)
    assert len(letters(messenger)) == 2


async def test_known_channel_is_handed_on_and_a_new_one_learned(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock, database: Database
) -> None:
    """A direct message that is known need not be opened again, also after a restart."""
    for key in ("a", "b"):
        async with database.transaction() as tx:
            await deliveries.plan(tx, a_letter(key, clock))
        await deliveries.deliver_due()
    known = [each.place.channel_id for each in messenger.messages if isinstance(each.place, Person)]
    assert known == [None, ChannelId(DM_OFFSET + MEMBER.user_id)]


async def test_ping_role_is_given_and_taken_as_it_is_wished(
    wishes: WishService, meeting: Meeting, database: Database, roles: FakeRoles
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await wishes.choose(meeting.id, How.ROLE, by=MEMBER)
    assert caught.value.problem == "no_ping_role"
    async with database.transaction() as tx:
        await tx.execute("UPDATE meetings SET ping_role_id = 44")
    await wishes.choose(meeting.id, How.ROLE, by=MEMBER)
    assert roles.held == {(MEMBER.user_id, RoleId(44))}
    with_role = replace(MEMBER, role_ids=frozenset({RoleId(44)}))
    await wishes.choose(meeting.id, How.NONE, by=with_role)
    assert roles.held == set()


async def test_role_that_the_bot_may_not_give_is_said(
    wishes: WishService, meeting: Meeting, database: Database, roles: FakeRoles
) -> None:
    async with database.transaction() as tx:
        await tx.execute("UPDATE meetings SET ping_role_id = 44")
    roles.failures.append(MessengerError("403", failure=Failure.FORBIDDEN))
    with pytest.raises(NotPermitted) as caught:
        await wishes.choose(meeting.id, How.ROLE, by=MEMBER)
    assert caught.value.by_bot
    roles.failures.append(MessengerError("503", failure=Failure.PASSING))
    with pytest.raises(MessengerError):
        await wishes.choose(meeting.id, How.ROLE, by=MEMBER)


async def test_meeting_of_another_server_cannot_be_followed(
    wishes: WishService, meeting: Meeting
) -> None:
    stranger = replace(MEMBER, guild_id=GuildId(2))
    with pytest.raises(NotFound):
        await wishes.choose(meeting.id, How.DM, by=stranger)
    for which, guild in ((meeting.id, GuildId(2)), (MeetingId(99), None)):
        with pytest.raises(NotFound):
            await wishes.in_private(which, How.DM, user_id=UserId(9), guild_id=guild)


def a_letter(key: str, clock: ManualClock) -> Plan:
    letter = CaseLetter(
        number=CaseNumber(1),
        action="warn",
        server="Clinic",
        reason="other",
        note="",
        guild_id=GuildId(1),
    )
    return Plan(key=key, guild_id=GuildId(1), place=HERE, notice=letter, due_at=clock())
