"""Where somebody may be in danger, they are helped, and nothing else happens, whatever is set."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Sent
from bot.domain.earlier import WINDOW
from bot.domain.hiding import (
    FloodLimit,
    FloodWatch,
    Hiding,
    Matter,
    Mode,
    Rules,
    What,
    Writer,
)
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import CareCard, NeutralLine
from bot.domain.screening import Kind, Signals
from bot.domain.servers import RoomPurpose
from bot.services import safety_content
from bot.services.alerts import AlertService
from bot.services.asides import AsideService
from bot.services.gate import Gate
from bot.services.hiding import HidingService
from bot.services.homes import Homes
from bot.services.safety import WITH_EARLIER, SafetyService
from bot.services.second_ear import FOLLOWING, SecondEar
from tests.fakes import FakeEar, FakeMembership, FakeMessenger, FakeVoice, FakeWhisper, ManualClock
from tests.services.caring import ADMIN
from tests.services.fake_hider import RULES, FakeHider

CONTENT = Path(__file__).parents[2] / "config/content"
GUILD = GuildId(1)
CRIES = (
    "i want to kill myself tonight",
    "who sells ket? i want to kill myself tonight",
    "call me at 415 555 0134, i took all my pills and i want to die",
    "ya no quiero vivir, me quiero morir",
)
LESSER = (
    "does anybody here sell ket? i can pay cash",
    "call me at 415 555 0134",
    "can i double my dose if one lozenge does nothing",
    "good evening all",
)


class Setting(NamedTuple):
    """How a clinic, a server and a moment may be.

    Attributes:
        ear: What the model takes every message for; None where there is no model, "broken" where
            it fails.
    """

    policies: dict[str, str]
    dosing: Mode
    flood: int
    writer: Writer
    is_new: bool
    has_staff_room: bool
    in_guild: bool
    dms_open: bool
    ear: Kind | str | None


settled = st.builds(
    Setting,
    policies=st.dictionaries(
        st.sampled_from([each.value for each in What]), st.sampled_from([m.value for m in Mode])
    ),
    dosing=st.sampled_from(Mode),
    flood=st.sampled_from([0, 1000]),
    writer=st.sampled_from(Writer),
    is_new=st.booleans(),
    has_staff_room=st.booleans(),
    in_guild=st.booleans(),
    dms_open=st.booleans(),
    ear=st.sampled_from([None, "broken", *Kind]),
)


class House(NamedTuple):
    """The gate, and what it could reach."""

    gate: Gate
    safety: SafetyService
    hiding: HidingService
    hider: FakeHider
    whisper: FakeWhisper
    messenger: FakeMessenger
    clock: ManualClock

    def __repr__(self) -> str:
        """Say little: whole, it hides which example failed."""
        return "House()"


@pytest.fixture(scope="module")
def signals() -> Signals:
    """The clinic's own."""
    return safety_content.load_signals(CONTENT / "signals")


@pytest.fixture
def house(
    alerts: AlertService, messenger: FakeMessenger, signals: Signals, clock: ManualClock
) -> House:
    """A gate over a real database."""
    deliveries, database, servers = alerts.deliveries, alerts.database, alerts.servers
    whisper, hider = FakeWhisper(), FakeHider()
    asides = AsideService(database=database, deliveries=deliveries, whisper=whisper, now=clock)
    safety = SafetyService(
        alerts=alerts,
        asides=asides,
        homes=Homes(servers, FakeMembership({(GUILD, UserId(7))})),
        signals=signals,
        now=clock,
        cooldown=timedelta(minutes=30),
    )
    hiding = HidingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        asides=asides,
        hider=hider,
        now=clock,
        rules=RULES,
        is_spared=safety.is_cared_for,
        hides=safety.hides,
    )
    gate = Gate(safety=safety, hiding=hiding)
    return House(gate, safety, hiding, hider, whisper, messenger, clock)


def arrange(house: House, how: Setting, text: str) -> FakeVoice:
    """Let clinic, server and moment be so; return how the person can be reached."""
    house.clock.advance(timedelta(hours=1))
    house.hider.cards.clear()
    house.hider.deleted.clear()
    house.whisper.said.clear()
    house.messenger.messages.clear()
    limit = FloodLimit(how.flood, timedelta(seconds=5))
    house.hiding.rules = Rules(words_kept=RULES.words_kept, dosing=how.dosing, flood=limit)
    house.hiding.flood = FloodWatch(limit)

    def breaks() -> None:
        raise ValueError("broken")

    likes = {text: how.ear} if isinstance(how.ear, Kind) and how.ear is not Kind.OK else {}
    ear = FakeEar(likes, before=breaks) if how.ear == "broken" else FakeEar(likes)
    house.safety.second_ear = SecondEar(load=lambda: None if how.ear is None else ear)
    return FakeVoice(reaches=how.dms_open)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(how=settled, text=st.sampled_from(CRIES + LESSER))
async def test_a_crisis_excludes_every_other_action_under_every_setting(
    house: House, how: Setting, text: str
) -> None:
    voice = arrange(house, how, text)
    rooms = {RoomPurpose.STAFF: ChannelId(10)} if how.has_staff_room else {}
    server = house.safety.alerts.servers.need(GUILD)
    changed = replace(server, policies=how.policies, rooms=rooms)
    await house.safety.alerts.servers.set_up(changed, by=ADMIN)
    heard = Heard(
        guild_id=GUILD if how.in_guild else None,
        channel_id=ChannelId(11),
        message_id=MessageId(99),
        author_id=UserId(7),
        text=text,
        at=house.clock(),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 30)
        verdict = await house.safety.hear(heard, voice)
    assert verdict.is_crisis or (text not in CRIES and how.ear is not Kind.CRISIS)
    left = await house.gate.follow(heard, verdict, voice, writer=how.writer, is_new=how.is_new)
    if verdict.is_crisis:
        assert left is None
        assert voice.heard[0].startswith("support:")
        assert (house.hider.cards, house.hider.deleted, house.whisper.said) == ([], [], [])
        assert {type(each) for each in house.messenger.posted} <= {CareCard, NeutralLine}


def piece(house: House, text: str, number: int = 1) -> Heard:
    """One of the member's messages, a minute after the last."""
    house.clock.advance(timedelta(minutes=1))
    return Heard(
        guild_id=GUILD,
        channel_id=ChannelId(11),
        message_id=MessageId(number),
        author_id=UserId(7),
        text=text,
        at=house.clock(),
    )


async def test_a_thought_in_pieces_is_heard_as_one_and_only_once(house: House) -> None:
    pieces = ("i have the pills", "goodbye everyone", "thanks", "i just want to", "die")
    found = [
        await house.safety.hear(piece(house, text, number), FakeVoice())
        for number, text in enumerate(pieces)
    ]

    assert [each.is_crisis for each in found] == [False, True, False, False, True]
    assert found[1].signals[0] == WITH_EARLIER, "staff who ask why are told"


async def test_what_the_model_heard_is_not_heard_again_with_the_next_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 30)
    veiled = "i have the pills"
    house.safety.second_ear = SecondEar(load=lambda: FakeEar({veiled: Kind.CRISIS}))
    assert (await house.safety.hear(piece(house, veiled), FakeVoice())).is_crisis
    assert not (await house.safety.hear(piece(house, "goodbye everyone", 2), FakeVoice())).is_crisis


async def test_pieces_that_are_far_apart_are_each_their_own(house: House) -> None:
    for number, text in enumerate(("i have the pills", "goodbye everyone")):
        assert not (await house.safety.hear(piece(house, text, number), FakeVoice())).is_crisis
        house.clock.advance(WINDOW)


async def test_words_are_forgotten_also_where_nobody_writes_any_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.safety.WINDOW", timedelta(milliseconds=10))
    await house.safety.hear(piece(house, "zebra"), FakeVoice())
    await asyncio.sleep(0.05)
    assert len(house.safety.earlier) == 1, "its time is not over"
    house.clock.advance(WINDOW)
    await asyncio.sleep(0.05)
    assert len(house.safety.earlier) == 0


STEPS = ("heard", "shown", "deleted", "followed")
VEILED = "call me at 415 555 0134, or be glad that i am gone"


@dataclass
class LateHider(FakeHider):
    """Lets the model's word arrive at one step of a hiding."""

    at: Callable[[str], Awaitable[None]] | None = None

    async def show(self, staff_room: ChannelId, matter: Matter, hiding: Hiding | None) -> Sent:
        """Show, and let time pass."""
        sent = await super().show(staff_room, matter, hiding)
        await self._reach("shown")
        return sent

    async def delete(self, hiding: Hiding) -> None:
        """Delete, and let time pass."""
        await super().delete(hiding)
        await self._reach("deleted")

    async def _reach(self, step: str) -> None:
        if self.at is not None:
            await self.at(step)


class Late:
    """A model that speaks at one step, which is later than anybody waits."""

    def __init__(self, house: House, text: str, step: str) -> None:
        self._allowed = threading.Event()
        ear = FakeEar({text: Kind.CRISIS}, before=lambda: self._allowed.wait(60))
        self.ear = SecondEar(load=lambda: ear)
        self._posted, self.step = house.messenger, step

    async def reach(self, step: str) -> None:
        """Let it speak at its step, and wait until staff have the care card."""
        if step != self.step:
            return
        self._allowed.set()
        async with asyncio.timeout(30):
            async for _ in turns():
                names = {task.get_name() for task in asyncio.all_tasks()}
                is_told = any(isinstance(each, CareCard) for each in self._posted.posted)
                if is_told and FOLLOWING not in names:
                    return


async def turns() -> AsyncIterator[None]:
    """Yield again and again, while everybody else goes on."""
    while True:
        yield
        await asyncio.sleep(0.002)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    mode=st.sampled_from(Mode),
    step=st.sampled_from(STEPS),
    text=st.sampled_from((VEILED, *LESSER)),
    writer=st.sampled_from(Writer),
)
async def test_after_a_late_crisis_nothing_but_care_happens_to_that_message(
    house: House, mode: Mode, step: str, text: str, writer: Writer
) -> None:
    """What was done stands; nothing is added to it, and help comes once."""
    house.clock.advance(timedelta(hours=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 0.005)
        everything = {each.value: mode.value for each in What}
        how = Setting(everything, Mode.NUDGE, 1000, writer, True, True, True, True, None)
        voice, late, hider = arrange(house, how, text), Late(house, text, step), LateHider()
        server = house.safety.alerts.servers.need(GUILD)
        changed = replace(server, policies=everything, rooms={RoomPurpose.STAFF: ChannelId(10)})
        await house.safety.alerts.servers.set_up(changed, by=ADMIN)
        house.safety.second_ear, house.hiding.hider, hider.at = late.ear, hider, late.reach

        heard = piece(house, text, int(house.clock().timestamp()))
        verdict = await house.safety.hear(heard, voice)
        assert not verdict.is_crisis
        await late.reach("heard")
        left = await house.gate.follow(heard, verdict, voice, writer=writer)
        late.step = "followed" if step in {"shown", "deleted"} and not voice.heard else step
        await late.reach("followed")

    assert voice.heard == ["support:self"], "once"
    if step != "followed" and late.step == step:
        assert (left, house.whisper.said) == (None, [])
        assert len(hider.deleted) == (step == "deleted")
    if step == "heard":
        assert hider.cards == []


async def test_who_was_helped_meanwhile_is_not_helped_again_for_what_was_late(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 0.005)
    late, voice = Late(house, VEILED, "followed"), FakeVoice()
    house.safety.second_ear = late.ear
    await house.safety.hear(piece(house, VEILED), voice)
    cry = piece(house, "i want to kill myself tonight", 2)
    await house.safety.care(cry, await house.safety.hear(cry, voice), voice)
    before = list(voice.heard)
    await late.reach("followed")
    await asyncio.sleep(0.05)
    assert (voice.heard, len(late.ear)) == (before, 0)


async def test_words_that_were_cared_for_late_are_not_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed into a command, they have no message; the next words are judged anew."""
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 0.005)
    late, voice = Late(house, VEILED, "followed"), FakeVoice()
    house.safety.second_ear = late.ear
    typed = replace(piece(house, VEILED), message_id=None)
    await house.safety.hear(typed, voice)
    await late.reach("followed")
    assert house.safety.is_cared_for(UserId(7), None)
    await house.safety.hear(replace(typed, text="good evening all"), voice)
    assert not house.safety.is_cared_for(UserId(7), None)


@pytest.mark.parametrize("is_hidden", [False, True])
async def test_of_messages_that_are_gone_those_that_the_bot_hid_are_followed(
    house: House, monkeypatch: pytest.MonkeyPatch, is_hidden: bool
) -> None:
    """The room was spared the words, and nobody has helped whoever wrote them."""
    monkeypatch.setattr("bot.services.second_ear.PATIENCE_SECONDS", 0.005)
    late, voice = Late(house, VEILED, "followed" if is_hidden else "never"), FakeVoice()
    house.safety.second_ear = late.ear
    heard = piece(house, VEILED)
    verdict = await house.safety.hear(heard, voice)
    if is_hidden:
        await house.gate.follow(heard, verdict, voice, writer=Writer.MEMBER)
    house.safety.gone(MessageId(1))
    await asyncio.sleep(0)
    assert (len(late.ear), len(house.hider.deleted)) == (is_hidden, is_hidden)
    await late.reach("followed")
    assert voice.heard == ["support:self"] * is_hidden
