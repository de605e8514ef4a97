"""A crash in the midst of hiding a message changes nothing of what was promised."""

import pytest

from bot.domain.deliveries import Room, nonce
from bot.domain.hiding import State, card_key
from bot.domain.ids import AsideId, ChannelId, HidingId, MessageId
from bot.domain.notices import NeutralLine
from bot.domain.screening import Kind
from bot.services.hiding import HidingService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, FakeWhisper
from tests.services.fake_hider import FakeHider
from tests.services.hiding.parts import Say, state


class CrashError(BaseException):
    """The process dies here."""


async def test_a_crash_before_the_deletion_is_made_up_for(
    say: Say, hiding: HidingService, hider: FakeHider, whisper: FakeWhisper, database: Database
) -> None:
    hider.undeleted.append(CrashError())
    with pytest.raises(CrashError):
        await say(Kind.CONTACT_INFO)

    await hiding.settle()
    assert hider.deleted == [MessageId(1)]
    assert len(whisper.said) == 1
    assert await state(database) is State.TOLD


async def test_a_crash_after_the_deletion_still_tells_the_writer(
    say: Say, hiding: HidingService, hider: FakeHider, whisper: FakeWhisper
) -> None:
    hider.lost.append(CrashError())
    with pytest.raises(CrashError):
        await say(Kind.CONTACT_INFO)

    await hiding.settle()
    await hiding.settle()
    assert [each.what for each in whisper.said] == ["hidden"]
    assert hider.card.marks == []


async def test_one_that_cannot_be_settled_holds_up_no_other_and_its_words_no_log(
    say: Say,
    hiding: HidingService,
    hider: FakeHider,
    database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    poisoned = RuntimeError("poisoned")
    for number, met in ((1, [CrashError()]), (2, [poisoned, CrashError()])):
        hider.undeleted += met
        with pytest.raises(CrashError):
            await say(Kind.CONTACT_INFO, number)
    hider.undeleted.append(poisoned)

    await hiding.settle()
    assert hider.deleted == [MessageId(2)]
    assert await state(database, 2) is State.TOLD
    told = [each for each in caplog.records if each.exc_info]
    assert [each.getMessage() for each in told] == ["hiding not settled"] * 2
    assert [each.__dict__["hiding_id"] for each in told] == [1, 1]
    assert "zebra" not in caplog.text


async def test_a_crash_before_the_card_leaves_the_message(
    say: Say, hiding: HidingService, hider: FakeHider, database: Database
) -> None:
    hider.unshown.append(CrashError())
    with pytest.raises(CrashError):
        await say(Kind.CONTACT_INFO)

    await hiding.settle()
    assert hider.deleted == []
    assert await state(database) is None


async def test_a_crash_right_after_the_card_finds_it_again(
    say: Say, hiding: HidingService, hider: FakeHider, messenger: FakeMessenger, database: Database
) -> None:
    """Otherwise its words would never expire."""
    hider.unshown.append(CrashError())
    with pytest.raises(CrashError):
        await say(Kind.CONTACT_INFO)
    key = nonce(card_key(HidingId(1)))
    stray = NeutralLine(aside_id=AsideId(0))
    await messenger.post(Room(ChannelId(10)), stray, nonce=key)

    await hiding.settle()
    assert hider.deleted == [MessageId(1)]
    async with database.transaction() as tx:
        plans = await tx.fetch_all("SELECT key FROM deliveries")
    assert [row["key"] for row in plans] == ["words:1"]
