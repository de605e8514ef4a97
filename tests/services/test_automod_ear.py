"""A hit of AutoMod's that means a crisis is heard once a message, and no other is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.automod import BY_HAND, ONE_MESSAGE, ONE_MOMENT, Part, RuleId, Struck
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.screening import Kind, Level
from bot.services.automod import AutomodService
from bot.services.automod_ear import REMEMBERED, AutomodEar, heard
from bot.services.deliveries import DeliveryService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.fake_rules import FakeRules
from tests.services.test_automod import CRISIS, filters, round_of


@pytest.fixture
def discord() -> FakeRules:
    """Discord's side."""
    return FakeRules()


@pytest.fixture
async def ear(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    discord: FakeRules,
    clock: ManualClock,
) -> AutomodEar:
    """Hears the rules that stand."""
    automod = AutomodService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        rules=discord,
        derive=lambda: filters("a word"),
        is_on=True,
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )
    return AutomodEar(automod=await round_of(automod), now=clock)


@pytest.fixture
def hit(ear: AutomodEar, discord: FakeRules, clock: ManualClock) -> Struck:
    """The crisis rule is hit by a message in a room."""
    assert ear.automod.is_on
    return Struck(
        guild_id=GuildId(1),
        channel_id=ChannelId(11),
        message_id=MessageId(99),
        author_id=UserId(7),
        rule_id=discord.of(Part.CRISIS),
        keyword="a word",
        at=clock(),
    )


def test_what_the_phrase_says_is_known_without_the_message(ear: AutomodEar, hit: Struck) -> None:
    assert ear.judge(hit) == CRISIS
    assert heard(hit).text == ""
    assert (heard(hit).message_id, heard(hit).author_id) == (99, 7)


def test_a_message_that_several_rules_and_actions_report_is_heard_once(
    ear: AutomodEar, hit: Struck, discord: FakeRules, clock: ManualClock
) -> None:
    assert ear.judge(hit) is not None
    assert ear.judge(hit) is None
    assert ear.judge(replace(hit, rule_id=RuleId(5))) is None
    assert ear.judge(replace(hit, message_id=MessageId(100))) is not None
    clock.advance(ONE_MESSAGE)
    assert ear.judge(hit) is not None, "an edit much later is heard anew"
    assert discord.calls


def test_a_message_kept_out_of_the_room_is_known_by_its_moment(
    ear: AutomodEar, hit: Struck, clock: ManualClock
) -> None:
    blocked = replace(hit, message_id=None)

    assert ear.judge(blocked) is not None
    clock.advance(ONE_MOMENT - timedelta(seconds=1))
    assert ear.judge(blocked) is None
    assert ear.judge(replace(blocked, author_id=UserId(8))) is not None
    clock.advance(timedelta(seconds=1))
    assert ear.judge(blocked) is not None


def test_what_both_ears_hear_is_cared_for_once(ear: AutomodEar, hit: Struck) -> None:
    assert ear.is_first(MessageId(99))
    assert ear.judge(hit) is None


def test_another_kinds_rule_and_other_peoples_are_no_crisis(
    ear: AutomodEar, hit: Struck, discord: FakeRules
) -> None:
    other = replace(hit, rule_id=discord.of(Part.SOURCING), keyword="anything else")

    assert ear.judge(other) is None
    assert ear.judge(replace(hit, rule_id=RuleId(5), keyword="their own word")) is None
    assert ear.judge(hit) is not None, "and it takes nothing from the crisis rule's hit"


def test_a_word_that_staff_added_to_our_rule_brings_help_as_well(
    ear: AutomodEar, hit: Struck
) -> None:
    verdict = ear.judge(replace(hit, keyword="staff's own word"))

    assert verdict is not None
    assert (verdict.kind, verdict.level, verdict.signals) == (Kind.CRISIS, Level.MEDIUM, (BY_HAND,))


def test_our_phrase_in_a_rule_whose_id_is_not_known_yet_brings_help(
    ear: AutomodEar, hit: Struck
) -> None:
    """Between making a rule and writing down its id, somebody may already hit it."""
    assert ear.judge(replace(hit, rule_id=RuleId(424242))) == CRISIS


async def test_after_a_restart_a_rule_is_known_before_the_phrases_are(
    ear: AutomodEar, hit: Struck, clock: ManualClock
) -> None:
    started = replace(ear, automod=unsettled(ear.automod), now=clock)
    await started.automod.load()
    verdict = replace(started, _cared={}).judge(hit)

    assert verdict is not None
    assert verdict.kind is Kind.CRISIS


def unsettled(automod: AutomodService) -> AutomodService:
    """Return the worker as it is right after a start."""
    return replace(automod, _filters={}, _parts={})


def test_memory_does_not_grow_without_end(ear: AutomodEar) -> None:
    assert all(ear.is_first(MessageId(each)) for each in range(REMEMBERED + 1))
    assert ear.is_first(MessageId(0)), "the oldest was forgotten"
    assert not ear.is_first(MessageId(REMEMBERED))
