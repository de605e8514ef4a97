"""Our AutoMod rules follow the signals; people's own are theirs, and nobody is fought over ours."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.automod import RULES_MOST, Change, Part, Problem, RuleRow
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotPermitted
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.notices import AutomodChanged
from bot.domain.screening import Kind, Level, Topic, Verdict
from bot.domain.screening.keywords import Filter, Keyword
from bot.domain.servers import Actor, Right, RoomPurpose, Server
from bot.services.automod import AFTER_REFUSAL, AutomodService
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_rules import FakeRules

GUILD, STAFF = GuildId(1), ChannelId(10)
ADMIN = Actor(user_id=UserId(7), guild_id=GUILD, rights=frozenset(Right))
MODERATOR = replace(ADMIN, rights=frozenset({Right.MODERATE}))
CRISIS = Verdict(
    kind=Kind.CRISIS, level=Level.HIGH, kinds=(Kind.CRISIS,), signals=("s",), topic=Topic.SELF
)
Make = Callable[..., AutomodService]


def filters(*words: str) -> Mapping[Part, Filter]:
    """Return that every part listens for these words."""
    keywords = tuple(Keyword(word, CRISIS) for word in words)
    return {
        part: Filter(keywords=keywords, patterns=(), cut=0, unsaid=())
        for part in Part
        if part is not Part.CONTACT_INFO
    }


@pytest.fixture
def discord() -> FakeRules:
    """Discord's side."""
    return FakeRules()


@pytest.fixture
def another(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    discord: FakeRules,
    clock: ManualClock,
) -> Make:
    """Make a worker that knows nothing but the database."""

    def make(*words: str, on: bool = True) -> AutomodService:
        return AutomodService(
            database=database,
            servers=servers,
            deliveries=deliveries,
            rules=discord,
            derive=lambda: filters(*(words or ("a word",))),
            is_on=on,
            alarm=deliveries.alarm,
            now=clock,
            real=clock,
        )

    return make


async def round_of(automod: AutomodService) -> AutomodService:
    """Look at everything and bring it in step."""
    await automod.look_again()
    await automod.settle_due()
    return automod


@pytest.fixture
async def automod(another: Make, discord: FakeRules) -> AutomodService:
    """A worker whose rules stand."""
    made = await round_of(another())
    discord.calls.clear()
    return made


async def asked(deliveries: DeliveryService, messenger: FakeMessenger) -> list[AutomodChanged]:
    """Return what staff were asked."""
    await deliveries.deliver_due()
    return [each for each in messenger.posted if isinstance(each, AutomodChanged)]


async def test_from_nothing_every_rule_is_made_and_only_tells_staff(
    another: Make, discord: FakeRules
) -> None:
    made = await round_of(another())

    assert discord.calls == ["live", *(f"create {part}" for part in Part)]
    assert {spec.alert_to for spec in discord.saying.values()} == {STAFF}
    assert (await made.standing(GUILD)).watched == frozenset(Part)
    assert made.part_of(discord.of(Part.CRISIS)) is Part.CRISIS
    assert await made.next_due() == (None, None)


async def test_a_second_look_changes_nothing(automod: AutomodService, discord: FakeRules) -> None:
    await round_of(automod)

    assert discord.calls == ["live"]


async def test_changed_signals_are_put_in_place(
    automod: AutomodService, another: Make, discord: FakeRules
) -> None:
    assert automod.filters
    before = discord.of(Part.CRISIS)
    await round_of(another("another word"))

    assert discord.of(Part.CRISIS) == before
    assert discord.saying[Part.CRISIS].keywords == ("another word",)
    assert discord.calls == ["live", *(f"edit {p}" for p in Part if p is not Part.CONTACT_INFO)]


async def test_another_staff_room_is_told_from_then_on(
    automod: AutomodService, discord: FakeRules, servers: Servers, server: Server
) -> None:
    moved = replace(server, rooms={**server.rooms, RoomPurpose.STAFF: ChannelId(99)})
    await servers.set_up(moved, by=ADMIN)
    await automod.look_at(GUILD)
    await automod.settle_due()

    assert {spec.alert_to for spec in discord.saying.values()} == {ChannelId(99)}


async def test_without_a_staff_room_nothing_is_touched(
    automod: AutomodService, discord: FakeRules, servers: Servers, server: Server
) -> None:
    """A rule that stands still brings help to the person."""
    rooms = {key: each for key, each in server.rooms.items() if key is not RoomPurpose.STAFF}
    await servers.set_up(replace(server, rooms=rooms), by=ADMIN)
    await round_of(automod)

    assert discord.calls == []


async def test_peoples_own_rules_are_left_alone(another: Make, discord: FakeRules) -> None:
    """Also one of the same name: it was not made by us, so it is not ours."""
    discord.by_hand(2)
    theirs = dict(discord.standing)
    await round_of(another())
    await round_of(another("another word"))
    await round_of(another(on=False))

    assert {key: discord.standing[key] for key in theirs} == theirs


async def test_where_people_have_taken_the_room_the_most_urgent_come_first(
    another: Make, discord: FakeRules, clock: ManualClock
) -> None:
    discord.by_hand(RULES_MOST - 2)
    made = await round_of(another())

    standing = await made.standing(GUILD)
    assert standing.problem is Problem.NO_ROOM
    assert standing.watched == {Part.CRISIS, Part.SOURCING}
    discord.standing = {k: each for k, each in discord.standing.items() if each.part}
    clock.advance(AFTER_REFUSAL)
    await made.settle_due()
    assert (await made.standing(GUILD)).watched == frozenset(Part)
    assert (await made.standing(GUILD)).problem is None


@pytest.mark.parametrize("change", Change)
async def test_staff_are_asked_once_about_a_rule_changed_by_hand(
    automod: AutomodService,
    discord: FakeRules,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    *,
    change: Change,
) -> None:
    if change is Change.DELETED:
        del discord.standing[discord.of(Part.CRISIS)]
    else:
        discord.change(Part.CRISIS)
    for _ in range(3):
        await round_of(automod)
    [question] = await asked(deliveries, messenger)

    assert (question.part, question.change) == (Part.CRISIS, change)
    assert set(discord.calls) == {"live"}
    assert (await automod.standing(GUILD)).by_hand == {Part.CRISIS}


async def test_a_changed_rule_is_left_and_still_brings_help(
    automod: AutomodService,
    another: Make,
    discord: FakeRules,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    discord.change(Part.CRISIS)
    await round_of(automod)
    [question] = await asked(deliveries, messenger)
    await automod.answer(RuleRow(question.row_id), again=False, by=ADMIN)
    later = await round_of(another("another word"))

    assert f"edit {Part.CRISIS}" not in discord.calls
    assert later.part_of(discord.of(Part.CRISIS)) is Part.CRISIS
    with pytest.raises(Conflict):
        await automod.answer(RuleRow(question.row_id), again=False, by=ADMIN)


@pytest.mark.parametrize("change", Change)
async def test_our_rule_is_put_back_on_an_admins_word(
    automod: AutomodService,
    discord: FakeRules,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    *,
    change: Change,
) -> None:
    if change is Change.DELETED:
        del discord.standing[discord.of(Part.DOSING)]
    else:
        discord.change(Part.DOSING)
    await round_of(automod)
    [question] = await asked(deliveries, messenger)
    row = RuleRow(question.row_id)
    with pytest.raises(NotPermitted):
        await automod.answer(row, again=True, by=MODERATOR)
    await automod.answer(row, again=False, by=ADMIN)
    await automod.answer(row, again=True, by=ADMIN)
    await automod.settle_due()
    assert (await automod.standing(GUILD)).watched == frozenset(Part)

    discord.change(Part.DOSING)
    await round_of(automod)
    assert len(await asked(deliveries, messenger)) == 2, "a new change is a new question"


async def test_in_full_mode_rules_are_switched_off_and_come_back(
    automod: AutomodService, another: Make, discord: FakeRules
) -> None:
    assert automod.is_on
    full = await round_of(another(on=False))
    assert not any(spec.is_on for spec in discord.saying.values())
    discord.calls.clear()
    await round_of(full)
    assert discord.calls == [], "what is off already is not asked about"

    await round_of(another())
    assert all(spec.is_on for spec in discord.saying.values())
    assert len(discord.standing) == len(Part)


async def test_in_full_mode_a_server_without_rules_is_never_asked(
    another: Make, discord: FakeRules
) -> None:
    await round_of(another(on=False))

    assert discord.calls == []


async def test_a_rule_deleted_while_off_is_forgotten_and_made_anew(
    automod: AutomodService, another: Make, discord: FakeRules, messenger: FakeMessenger
) -> None:
    del discord.standing[discord.of(Part.CRISIS)]
    await round_of(another(on=False))
    await round_of(another())

    assert discord.saying[Part.CRISIS].is_on
    assert await asked(automod.deliveries, messenger) == []


@pytest.mark.parametrize(
    ("failure", "wait", "problem"),
    [
        (Failure.FORBIDDEN, AFTER_REFUSAL, Problem.FORBIDDEN),
        (Failure.PASSING, timedelta(seconds=15), None),
    ],
)
async def test_without_manage_server_it_is_tried_again_and_status_knows(
    another: Make,
    discord: FakeRules,
    clock: ManualClock,
    *,
    failure: Failure,
    wait: timedelta,
    problem: Problem | None,
) -> None:
    discord.failures = [MessengerError("no", failure=failure)]
    made = await round_of(another())

    assert (await made.standing(GUILD)).problem is problem
    assert await made.next_due() == (clock() + wait, None)
    clock.advance(wait)
    await made.settle_due()
    assert (await made.standing(GUILD)).watched == frozenset(Part)


async def test_one_rule_that_discord_refuses_does_not_keep_the_others_away(
    another: Make, discord: FakeRules, clock: ManualClock
) -> None:
    discord.refused = {Part.SOURCING}
    made = await round_of(another())

    standing = await made.standing(GUILD)
    assert standing.problem is Problem.REFUSED
    assert standing.watched == frozenset(Part) - {Part.SOURCING}
    assert await made.next_due() == (clock() + AFTER_REFUSAL, None)


async def test_where_discord_refuses_the_patterns_the_phrases_stand_alone(
    another: Make, discord: FakeRules
) -> None:
    found = filters("a word")[Part.CRISIS]
    both = replace(found, patterns=(Keyword(r"\ba\W+word\b", CRISIS),))
    discord.refuses_patterns = True
    made = replace(another(), derive=lambda: {Part.CRISIS: both})
    await round_of(made)
    await round_of(made)

    assert discord.saying[Part.CRISIS].keywords == ("a word",)
    assert discord.saying[Part.CRISIS].patterns == ()
    assert discord.calls.count(f"create {Part.CRISIS}") == 2, "once with them, once without"
    assert f"edit {Part.CRISIS}" not in discord.calls


class Killed(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("is_new", [True, False])
async def test_a_crash_between_doing_and_recording_makes_no_second_rule_and_asks_nobody(
    another: Make, discord: FakeRules, clock: ManualClock, messenger: FakeMessenger, *, is_new: bool
) -> None:
    if not is_new:
        await round_of(another())
    worker = another("another word")
    await worker.look_again()
    discord.lost = [Killed()]
    with pytest.raises(Killed):
        await worker.settle_due()
    clock.advance(worker.lease)
    next_worker = another("another word")
    await next_worker.settle_due()

    assert len(discord.standing) == len(Part)
    assert discord.saying[Part.CRISIS].keywords == ("another word",)
    assert await asked(next_worker.deliveries, messenger) == []


async def test_two_processes_make_each_rule_once(another: Make, discord: FakeRules) -> None:
    one, other = another(), another()
    await one.look_again()
    await asyncio.gather(one.settle_due(), other.settle_due())

    assert len(discord.standing) == len(Part)
    assert sum(call.startswith("create") for call in discord.calls) == len(Part)


async def test_the_claims_of_the_dead_are_given_back_at_the_start(
    another: Make, discord: FakeRules
) -> None:
    worker = another()
    await worker.look_again()
    discord.lost = [Killed()]
    with pytest.raises(Killed):
        await worker.settle_due()
    await another().release_claims()
    await another().settle_due()

    assert len(discord.standing) == len(Part)
