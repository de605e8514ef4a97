"""A question reaches staff without a name, and its answer reaches the asker alone, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import handovers as rules
from bot.domain.deliveries import Failure, Person
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSetUp, StorageError
from bot.domain.handovers import ANSWER_MAX, KEPT, MOST_A_DAY, TRIED_FOR, Mark
from bot.domain.ids import GuildId, HandoverId, RoleId, UserId
from bot.domain.messages import ScreenedText
from bot.domain.notices import QuestionAnswered
from bot.domain.servers import Actor, Server
from bot.services.deliveries import DeliveryService
from bot.services.handovers import HandoverService
from bot.services.homes import Homes
from bot.services.ports import MessengerError
from bot.services.servers import Servers
from bot.storage import handovers as rows
from bot.storage.database import Database
from tests.fakes import FakeMembership, FakeMessenger, ManualClock
from tests.services.fake_desk import FakeDesk, FakeLibrary

GUILD = GuildId(1)
ASKER = UserId(7)
STAFF = Actor(user_id=UserId(5), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))
OTHER_STAFF = Actor(user_id=UserId(6), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))
QUESTION = ScreenedText("is the marzipan room open")
CLOSED = MessengerError("403 50007", failure=Failure.DM_CLOSED)
DOWN = MessengerError("500", failure=Failure.PASSING)


@pytest.fixture
def membership() -> FakeMembership:
    """The asker is in the server."""
    return FakeMembership({(GUILD, ASKER)})


@pytest.fixture
def homes(servers: Servers, membership: FakeMembership) -> Homes:
    """Whose staff is asked."""
    return Homes(servers, membership)


@pytest.fixture
def desk() -> FakeDesk:
    """Where staff see questions."""
    return FakeDesk()


@pytest.fixture
def library() -> FakeLibrary:
    """Where drafts are kept."""
    return FakeLibrary()


@pytest.fixture
def handovers(
    database: Database,
    deliveries: DeliveryService,
    homes: Homes,
    desk: FakeDesk,
    library: FakeLibrary,
    clock: ManualClock,
) -> HandoverService:
    """The service under test."""
    return HandoverService(
        database=database,
        deliveries=deliveries,
        homes=homes,
        desk=desk,
        library=library,
        now=clock,
        real=clock,
    )


async def ask(handovers: HandoverService, desk: FakeDesk) -> HandoverId:
    """Hand a question over and return its number."""
    assert await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=GUILD)
    return list(desk.cards)[-1]


async def shown(handovers: HandoverService, user_id: UserId = ASKER) -> list[str | None]:
    """Let somebody use the bot and return the answers they are shown."""
    async with handovers.waiting(user_id) as waiting:
        return [handover.answer for handover in waiting]


async def on_disk(database: Database) -> str:
    """Return everything that the questions' table and the ledger hold."""
    async with database.transaction() as tx:
        kept = [
            await tx.fetch_all("SELECT * FROM handovers"),
            await tx.fetch_all("SELECT * FROM deliveries"),
        ]
    return repr([[tuple(row.values()) for row in each] for each in kept])


async def test_staff_see_the_question_and_the_database_does_not(
    handovers: HandoverService, desk: FakeDesk, database: Database
) -> None:
    handover_id = await ask(handovers, desk)

    assert desk.cards[handover_id] == QUESTION
    kept = await on_disk(database)
    assert str(handover_id) in kept
    assert "marzipan" not in kept


async def test_invisible_characters_do_not_reach_staff(
    handovers: HandoverService, desk: FakeDesk
) -> None:
    hidden = ScreenedText("is\u202e it\u200b open\x07\U000e0041?")
    await handovers.hand_over(hidden, asker_id=ASKER, guild_id=GUILD)

    assert list(desk.cards.values()) == ["is it open?"]


@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b\u2060", "\u200d"])
async def test_a_question_that_nobody_can_see_is_none(
    handovers: HandoverService, desk: FakeDesk, nothing: str
) -> None:
    with pytest.raises(InvalidInput):
        await handovers.hand_over(ScreenedText(nothing), asker_id=ASKER, guild_id=GUILD)
    assert desk.cards == {}


@pytest.mark.parametrize("failure", [Failure.PASSING, Failure.GONE, Failure.FORBIDDEN])
async def test_an_asker_learns_that_staff_do_not_have_it(
    handovers: HandoverService, desk: FakeDesk, database: Database, failure: Failure
) -> None:
    """Discord is down, the staff room is gone, or nobody may write in it any more."""
    desk.failures.append(MessengerError("no", failure=failure))

    assert not await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=GUILD)
    assert str(ASKER) not in await on_disk(database)


async def test_a_card_that_could_not_be_recorded_is_still_handed_over(
    handovers: HandoverService, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff have it; the asker must not be told otherwise."""

    async def full(*_: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(rows, "posted", full)
    handover_id = await ask(handovers, desk)

    assert await handovers.answer(handover_id, "yes", by=STAFF) is Mark.DELIVERED
    assert desk.marks == [], "there is no card to mark"


async def test_one_person_cannot_fill_the_staff_room(
    handovers: HandoverService, desk: FakeDesk, server: Server, clock: ManualClock
) -> None:
    for _ in range(MOST_A_DAY):
        await ask(handovers, desk)
    with pytest.raises(Conflict):
        await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=GUILD)
    assert len(desk.cards) == MOST_A_DAY
    elsewhere = GuildId(2)
    await handovers.homes.servers.seed(replace(server, guild_id=elsewhere))
    assert await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=elsewhere)

    clock.advance(timedelta(days=1))
    await ask(handovers, desk)


async def test_a_question_in_private_goes_to_the_one_server_there_is(
    handovers: HandoverService, desk: FakeDesk
) -> None:
    assert await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=None)
    with pytest.raises(NotSetUp):
        await handovers.hand_over(QUESTION, asker_id=UserId(8), guild_id=None)
    assert len(desk.cards) == 1


async def test_a_question_in_private_never_goes_to_two_clinics(
    handovers: HandoverService,
    desk: FakeDesk,
    servers: Servers,
    membership: FakeMembership,
    server: Server,
) -> None:
    other = Server(guild_id=GuildId(2), zone=server.zone, rooms=server.rooms)
    await servers.seed(other)
    membership.members.add((GuildId(2), ASKER))

    with pytest.raises(Conflict):
        await handovers.hand_over(QUESTION, asker_id=ASKER, guild_id=None)
    assert desk.cards == {}


async def test_an_answer_arrives_by_direct_message_and_is_then_forgotten(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger, database: Database
) -> None:
    handover_id = await ask(handovers, desk)

    assert await handovers.answer(handover_id, "  At seven.\n", by=STAFF) is Mark.DELIVERED
    [letter] = messenger.messages
    assert letter.place == Person(ASKER)
    assert isinstance(letter.notice, QuestionAnswered)
    assert letter.notice.answer == "At seven."
    assert letter.notice.server == "Evening rooms"
    assert desk.marks == [(Mark.DELIVERED, STAFF.user_id)]
    async with database.transaction() as tx:
        handover = await rows.get(tx, GUILD, handover_id)
    assert handover is not None
    assert handover.answer is None
    assert await shown(handovers) == []


async def test_where_direct_messages_are_closed_it_waits_and_is_said_once(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger
) -> None:
    messenger.refuses[Person(ASKER)] = CLOSED
    handover_id = await ask(handovers, desk)

    assert await handovers.answer(handover_id, "At seven.", by=STAFF) is Mark.WAITING
    assert await shown(handovers, UserId(8)) == [], "it is nobody else's"
    assert await shown(handovers) == ["At seven."]
    assert await shown(handovers) == []
    assert [mark for mark, _ in desk.marks] == [Mark.WAITING, Mark.READ]


async def test_an_answer_that_could_not_be_shown_waits_on(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    messenger.refuses[Person(ASKER)] = CLOSED
    await handovers.answer(await ask(handovers, desk), "At seven.", by=STAFF)

    with pytest.raises(RuntimeError):
        async with handovers.waiting(ASKER):
            assert await shown(handovers) == [], "two windows, one answer"
            raise RuntimeError
    clock.advance(rules.SHOWING)
    assert await shown(handovers) == ["At seven."]


async def test_an_answer_that_the_ledger_still_tries_is_not_said_twice(
    handovers: HandoverService,
    deliveries: DeliveryService,
    desk: FakeDesk,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.failures.append(DOWN)
    handover_id = await ask(handovers, desk)

    assert await handovers.answer(handover_id, "At seven.", by=STAFF) is Mark.ON_ITS_WAY
    assert await shown(handovers) == []
    clock.advance(timedelta(minutes=1))
    assert await deliveries.deliver_due() == 1
    assert await shown(handovers) == []


async def test_an_answer_that_discord_never_took_waits(
    handovers: HandoverService,
    deliveries: DeliveryService,
    desk: FakeDesk,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.refuses[Person(ASKER)] = DOWN
    await handovers.answer(await ask(handovers, desk), "At seven.", by=STAFF)
    clock.advance(TRIED_FOR)
    assert await deliveries.deliver_due() == 0

    assert await shown(handovers) == ["At seven."]


async def test_of_two_who_answer_the_second_is_told(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger
) -> None:
    handover_id = await ask(handovers, desk)
    await handovers.claim(handover_id, by=STAFF)
    with pytest.raises(Conflict):
        await handovers.claim(handover_id, by=OTHER_STAFF)
    await handovers.answer(handover_id, "At seven.", by=OTHER_STAFF)

    with pytest.raises(Conflict):
        await handovers.answer(handover_id, "At eight.", by=STAFF)
    with pytest.raises(Conflict):
        await handovers.open_answer(handover_id, by=STAFF)
    with pytest.raises(Conflict):
        await handovers.close(handover_id, by=STAFF)
    assert len(messenger.posted) == 1
    assert desk.marks == [
        (Mark.CLAIMED, STAFF.user_id),
        (Mark.DELIVERED, OTHER_STAFF.user_id),
    ]


async def test_staff_learn_that_the_asker_has_left(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger, membership: FakeMembership
) -> None:
    handover_id = await ask(handovers, desk)
    membership.members.clear()

    assert await handovers.answer(handover_id, "At seven.", by=STAFF) is Mark.LEFT
    assert messenger.posted == []
    assert desk.marks == [(Mark.LEFT, STAFF.user_id)]
    with pytest.raises(Conflict):
        await handovers.answer(handover_id, "At seven.", by=STAFF)


async def test_a_question_that_is_closed_is_not_answered(
    handovers: HandoverService, desk: FakeDesk, messenger: FakeMessenger
) -> None:
    handover_id = await ask(handovers, desk)
    await handovers.close(handover_id, by=STAFF)

    with pytest.raises(Conflict):
        await handovers.answer(handover_id, "At seven.", by=STAFF)
    assert messenger.posted == []
    assert desk.marks == [(Mark.CLOSED, STAFF.user_id)]


@pytest.mark.parametrize("failure", [Failure.PASSING, Failure.GONE])
async def test_a_card_that_cannot_be_marked_stops_nobody(
    handovers: HandoverService, desk: FakeDesk, failure: Failure
) -> None:
    """Discord is down, or somebody deleted the card."""
    handover_id = await ask(handovers, desk)
    desk.failures.append(MessengerError("no", failure=failure))

    assert await handovers.answer(handover_id, "At seven.", by=STAFF) is Mark.DELIVERED


@pytest.mark.parametrize("typed", ["", " \n ", "x" * (ANSWER_MAX + 1)])
async def test_an_answer_has_a_length(
    handovers: HandoverService, desk: FakeDesk, typed: str
) -> None:
    handover_id = await ask(handovers, desk)
    with pytest.raises(InvalidInput):
        await handovers.answer(handover_id, typed, by=STAFF)
    await handovers.open_answer(handover_id, by=STAFF)


async def test_only_staff_of_the_server_answer(handovers: HandoverService, desk: FakeDesk) -> None:
    handover_id = await ask(handovers, desk)
    member = Actor(user_id=ASKER, guild_id=GUILD)
    for act in (handovers.claim, handovers.close, handovers.open_answer):
        with pytest.raises(NotPermitted):
            await act(handover_id, by=member)
    with pytest.raises(NotPermitted):
        await handovers.answer(handover_id, "yes", by=member)
    with pytest.raises(NotFound):
        await handovers.claim(HandoverId(handover_id + 1), by=STAFF)


async def test_staff_keep_what_they_type_as_a_draft_and_only_that(
    handovers: HandoverService, desk: FakeDesk, library: FakeLibrary
) -> None:
    handover_id = await ask(handovers, desk)
    with pytest.raises(Conflict):
        await handovers.keep_draft(handover_id, "Rooms", "At seven.", by=STAFF)
    await handovers.answer(handover_id, "For you: at seven.", by=STAFF)
    with pytest.raises(NotPermitted):
        await handovers.open_draft(handover_id, by=Actor(user_id=ASKER, guild_id=GUILD))
    for title, text in (("", "At seven."), ("Rooms", " \n")):
        with pytest.raises(InvalidInput):
            await handovers.keep_draft(handover_id, title, text, by=STAFF)

    assert await handovers.keep_draft(handover_id, "Rooms", "At seven.", by=STAFF) == "a-draft"
    assert library.drafts == [("Rooms", "At seven.")]
    assert desk.marks[-1] == (Mark.KEPT, STAFF.user_id)


async def test_a_question_is_forgotten_in_time(
    handovers: HandoverService, desk: FakeDesk, database: Database, clock: ManualClock
) -> None:
    await ask(handovers, desk)
    clock.advance(KEPT - timedelta(seconds=1))
    assert await handovers.forget() == 0
    clock.advance(timedelta(seconds=1))
    assert await handovers.forget() == 1
    assert str(ASKER) not in await on_disk(database)
