"""The one ear: the person first, then staff, then the record; nothing else on that message."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deliveries import Failure, Room
from bot.domain.errors import StorageError
from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, RoleId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import CareCard, NeutralLine
from bot.domain.screening import Kind, Language, Level, Signals, Topic
from bot.domain.servers import Actor
from bot.services import safety_content
from bot.services.alerts import AlertService
from bot.services.asides import AsideService
from bot.services.care import CareService
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import MessengerError
from bot.services.safety import OFFER, SafetyService
from bot.services.servers import Servers
from bot.storage import incidents as rows
from bot.storage.database import Database
from tests.fakes import (
    FakeEar,
    FakeMembership,
    FakeMessenger,
    FakePeople,
    FakeVoice,
    FakeWhisper,
    ManualClock,
)
from tests.services.caring import danger, rungs_said

CONTENT = Path(__file__).parents[2] / "config/content"
GUILD = GuildId(1)
MODERATOR = Actor(user_id=UserId(50), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))


@pytest.fixture(scope="module")
def signals() -> Signals:
    """The clinic's own."""
    return safety_content.load_signals(CONTENT / "signals")


@pytest.fixture
def membership() -> FakeMembership:
    """One person is a member."""
    return FakeMembership({(GUILD, UserId(7))})


@pytest.fixture
def safety(
    alerts: AlertService,
    servers: Servers,
    membership: FakeMembership,
    signals: Signals,
    clock: ManualClock,
) -> SafetyService:
    """The service under test."""
    deliveries = alerts.deliveries
    return SafetyService(
        alerts=alerts,
        asides=AsideService(
            database=alerts.database, deliveries=deliveries, whisper=FakeWhisper(), now=clock
        ),
        homes=Homes(servers, membership),
        signals=signals,
        now=clock,
        cooldown=timedelta(minutes=30),
    )


def said(clock: ManualClock, text: str, *, guild_id: GuildId | None = GUILD) -> Heard:
    """A message of the member's."""
    return Heard(
        guild_id=guild_id,
        channel_id=ChannelId(11),
        message_id=MessageId(99),
        author_id=UserId(7),
        text=text,
        at=clock(),
    )


async def cared_for(safety: SafetyService, heard: Heard, voice: FakeVoice) -> None:
    """Run the crisis path on a message that the gate keeps."""
    verdict = safety.judge(heard)
    assert safety.pass_on(heard, verdict) is None
    await safety.care(heard, verdict, voice)


async def test_support_comes_before_staff_and_record(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """The person is helped first; that staff know is said last, once it is true."""
    voice = FakeVoice()
    await cared_for(safety, said(clock, "i want to kill myself tonight"), voice)

    assert voice.heard == ["support:self", "staff were told"]
    card = messenger.posted[0]
    assert isinstance(card, CareCard)
    assert (card.author_id, card.channel_id, card.message_id) == (7, 11, 99)
    assert messenger.messages[0].place == Room(ChannelId(10))


async def test_no_words_are_kept(
    safety: SafetyService, database: Database, clock: ManualClock
) -> None:
    await cared_for(safety, said(clock, "i want to kill myself, says zebra"), FakeVoice())

    async with database.transaction() as tx:
        dumped = str(
            [
                await tx.fetch_all("SELECT * FROM incidents"),
                await tx.fetch_all("SELECT * FROM deliveries"),
            ]
        )
    assert "zebra" not in dumped
    assert "i want" not in dumped


def test_heard_words_stay_out_of_any_traceback(clock: ManualClock) -> None:
    assert "zebra" not in repr(said(clock, "zebra"))


async def test_nothing_passes_that_either_ear_takes_for_a_crisis(
    safety: SafetyService, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else it is as well, and however it was written: only help follows."""
    veiled = "zwei kleine wolken am himmel"
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 30)
    safety.second_ear.load = lambda: FakeEar({veiled: Kind.CRISIS})
    for text in (veiled, "i want to kill myself", "who sells ket? i want to kill myself tonight"):
        for guild_id in (GUILD, None):
            heard = said(clock, text, guild_id=guild_id)
            assert safety.pass_on(heard, await safety.hear(heard, FakeVoice())) is None


async def test_the_grammars_word_does_not_wait_for_the_model(
    safety: SafetyService, clock: ManualClock
) -> None:
    ear = FakeEar()
    safety.second_ear.load = lambda: ear
    # Runs to its end without one turn of the event loop.
    with pytest.raises(StopIteration) as done:
        safety.hear(said(clock, "i want to kill myself"), FakeVoice()).send(None)
    assert done.value.value.is_crisis
    assert ear.asked == []


async def test_what_only_the_model_hears_brings_help_and_a_card(
    safety: SafetyService,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    veiled = "zwei kleine wolken am himmel"
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 30)
    safety.second_ear.load = lambda: FakeEar({veiled: Kind.CRISIS})
    heard, voice = said(clock, veiled), FakeVoice()
    await safety.care(heard, await safety.hear(heard, voice), voice)
    card = messenger.posted[0]
    assert isinstance(card, CareCard)
    assert (card.level, card.signals) == ("low", ("like:crisis.some.en",))
    assert voice.heard[0] == "support:self"


async def test_everyday_words_pass(safety: SafetyService, clock: ManualClock) -> None:
    heard = said(clock, "the elevator was out again and my knees are killing me")

    assert safety.pass_on(heard, safety.judge(heard)) == heard.text


async def test_spanish_is_heard_in_spanish(safety: SafetyService, clock: ManualClock) -> None:
    verdict = safety.judge(said(clock, "me quiero morir, ya no puedo más"))

    assert (verdict.is_crisis, verdict.language) == (True, "es")


async def test_a_room_is_not_filled_but_staff_are_told_every_time(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    voice = FakeVoice()
    for _ in range(2):
        await cared_for(safety, said(clock, "i want to kill myself"), voice)
        clock.advance(timedelta(minutes=1))

    assert voice.heard.count("support:self") == 1
    assert len(messenger.posted) == 2


async def test_nobody_is_promised_staff_who_were_not_told(
    safety: SafetyService, people: FakePeople, messenger: FakeMessenger, clock: ManualClock
) -> None:
    people.members.clear()
    messenger.failures.append(MessengerError("403", failure=Failure.FORBIDDEN))
    voice = FakeVoice()
    await cared_for(safety, said(clock, "i want to kill myself"), voice)

    assert voice.heard == ["support:self"]


async def test_with_the_database_down_support_and_card_still_go_out(
    safety: SafetyService,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A full disk costs the record, never the person."""

    async def full(*_: object, **__: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(rows, "add", full)
    voice = FakeVoice()
    await cared_for(safety, said(clock, "i want to kill myself"), voice)

    assert voice.heard == ["support:self", "staff were told"]
    assert [type(notice) for notice in messenger.posted] == [CareCard]


async def test_words_in_private_reach_the_staff_of_a_shared_server(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await cared_for(safety, said(clock, "i want to kill myself", guild_id=None), FakeVoice())

    assert len(messenger.posted) == 1


async def test_a_stranger_in_private_has_support_and_no_staff(
    safety: SafetyService,
    messenger: FakeMessenger,
    clock: ManualClock,
    membership: FakeMembership,
) -> None:
    membership.members.clear()
    voice = FakeVoice()
    await cared_for(safety, said(clock, "i want to kill myself", guild_id=None), voice)

    assert (voice.heard, messenger.posted) == (["support:self"], [])


async def test_more_people_are_rung_until_somebody_acknowledges(
    safety: SafetyService,
    care: CareService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await cared_for(safety, said(clock, "i want to kill myself"), FakeVoice())
    clock.advance(timedelta(minutes=3))
    await deliveries.deliver_due()
    await care.acknowledge(IncidentId(1), by=MODERATOR)
    clock.advance(timedelta(minutes=60))
    await deliveries.deliver_due()

    cards = rungs_said(messenger)
    assert [card.rung for card in cards] == [0, 1]
    assert cards[0].rings == cards[1].rings == (RoleId(21),)


async def test_after_an_outage_the_latest_rung_alone_is_rung(
    safety: SafetyService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """One card a person, not one for every quarter of an hour that was missed."""
    await cared_for(safety, said(clock, "i want to kill myself"), FakeVoice())
    clock.advance(timedelta(hours=2))
    await deliveries.deliver_due()

    cards = [notice for notice in messenger.posted if isinstance(notice, CareCard)]
    assert [card.rung for card in cards] == [0, 9]


async def test_what_is_past_and_safe_is_offered_help_and_told_nothing_of_staff(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """Nobody was rung, so nobody is named."""
    voice = FakeVoice()
    await safety.care(said(clock, "years ago"), danger(Level.LOW), voice)

    assert voice.heard == ["support:self"]
    assert [card.level for card in rungs_said(messenger)] == ["low"]


async def test_closed_direct_messages_leave_a_neutral_line_with_the_offer(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """Only their press is answered, in their language; the ledger takes the line away."""
    verdict = replace(danger(Level.LOW), language=Language.ES)
    await safety.care(said(clock, "hace años"), verdict, FakeVoice(reaches=False))
    line = messenger.posted[0]
    assert isinstance(line, NeutralLine)
    offer = await safety.asides.open(line.aside_id, by=UserId(7))
    assert offer is not None
    assert (offer.what, offer.facts) == (OFFER, ("es",))
    assert await safety.asides.open(line.aside_id, by=UserId(8)) is None


async def test_nobody_else_has_a_line(
    safety: SafetyService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """Who was reached in private needs none, and for the urgent there is the room's own note."""
    await safety.care(said(clock, "years ago"), danger(Level.LOW), FakeVoice())
    await safety.care(said(clock, "tonight"), danger(), FakeVoice(reaches=False))

    assert not [notice for notice in messenger.posted if isinstance(notice, NeutralLine)]


async def test_an_offer_does_not_keep_help_from_somebody_in_danger(
    safety: SafetyService, clock: ManualClock
) -> None:
    """They have what goes with the last half hour's danger, not with this one."""
    voice = FakeVoice()
    for verdict in (
        danger(Level.LOW),
        danger(),
        danger(),
        danger(topic=Topic.MEDICAL),
        danger(Level.LOW),
    ):
        await safety.care(said(clock, "each time worse"), verdict, voice)

    assert [each for each in voice.heard if each.startswith("support")] == [
        "support:self",
        "support:self",
        "support:medical",
    ]


async def test_a_quiet_word_closes_no_room(safety: SafetyService, clock: ManualClock) -> None:
    """What one person is offered in private is nothing to the others, who may still ask."""
    await safety.care(said(clock, "years ago"), danger(Level.LOW), FakeVoice())

    assert not safety.is_tender(ChannelId(11), UserId(8))
    assert safety.is_tender(ChannelId(11), UserId(7))


async def test_a_room_is_tender_for_a_while_after_a_cry_for_help(
    safety: SafetyService, clock: ManualClock
) -> None:
    """No answer about anything else is put into it."""
    room, person, other = ChannelId(11), UserId(7), UserId(8)
    assert not safety.is_tender(room, other)
    heard = said(clock, "i want to kill myself")
    await safety.care(heard, safety.judge(heard), FakeVoice())

    assert safety.is_tender(room, other)
    assert safety.is_tender(ChannelId(12), person), "they may be anywhere"
    assert not safety.is_tender(ChannelId(12), other)
    clock.advance(timedelta(minutes=30))
    assert not safety.is_tender(room, person)
