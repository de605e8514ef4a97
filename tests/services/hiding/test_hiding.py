"""Hiding a message: staff have the words first, its writer knows why, staff may be wrong."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import Room
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, StorageError
from bot.domain.hiding import Mark, Mode, State, What, Writer
from bot.domain.ids import ChannelId, GuildId, HidingId, MessageId, UserId
from bot.domain.notices import HidingDisputed, NeutralLine, WordsExpire
from bot.domain.screening import Kind
from bot.domain.servers import Actor, Right, RoomPurpose, Server
from bot.services.alerts import AlertService
from bot.services.deliveries import DeliveryService
from bot.services.hiding import HidingService
from bot.services.ports import MessengerError
from bot.services.servers import Servers
from bot.storage import hidings as rows
from bot.storage.database import Database
from tests.fakes import FakeMessenger, FakeWhisper, ManualClock
from tests.services.caring import danger, written
from tests.services.fake_hider import RULES, FakeHider
from tests.services.hiding.parts import (
    ADMIN,
    CLOSED,
    FORBIDDEN,
    GONE,
    GUILD,
    MEMBER,
    MODERATOR,
    PASSING,
    Say,
    counts,
    state,
)


async def test_staff_have_the_words_and_the_writer_a_kind_reason(
    say: Say, hider: FakeHider, whisper: FakeWhisper, database: Database
) -> None:
    assert not await say(Kind.CONTACT_INFO), "nothing else looks at it"

    assert (hider.card.words, hider.card.marks) == (["zebra 1"], [])
    assert hider.deleted == [MessageId(1)]
    [letter] = whisper.said
    assert (letter.what, letter.user_id) == ("hidden", MEMBER)
    assert letter.facts == ("1", "contact_info", "en", "1", "12")
    assert await state(database) is State.TOLD
    assert await counts(database) == [("contact_info", "hide", 1)]


async def test_no_strike_and_no_words_are_kept(say: Say, database: Database) -> None:
    await say(Kind.TRIGGER_DETAIL)

    async with database.transaction() as tx:
        assert await tx.fetch_all("SELECT * FROM cases") == []
        kept = [
            await tx.fetch_all("SELECT * FROM hidings"),
            await tx.fetch_all("SELECT * FROM deliveries"),
        ]
    assert "zebra" not in str([dict(row) for table in kept for row in table])


@pytest.mark.parametrize("mode", Mode)
async def test_a_crisis_is_left_alone_whatever_the_policies_say(
    mode: Mode, say: Say, hiding: HidingService, hider: FakeHider, whisper: FakeWhisper
) -> None:
    for what in set(What) - ({What.DOSING} if mode is Mode.OFF else set()):
        await hiding.set_mode(what, mode, by=ADMIN)
    for number in range(1, 2 + RULES.flood.most):  # a burst of them is no flood either
        assert not await say(Kind.CRISIS, number)

    assert (hider.cards, hider.deleted, whisper.said) == ([], [], [])


async def test_a_message_that_brought_help_is_left_alone_whatever_it_is_changed_to(
    say: Say, alerts: AlertService, server: Server, hider: FakeHider, whisper: FakeWhisper
) -> None:
    """Somebody in danger mends a word, and the help line reads it anew as a telephone number."""
    cry = written(ManualClock(alerts.now()))
    await alerts.tell(server, cry, danger(), support_sent=True)
    for kind in (Kind.CONTACT_INFO, Kind.DOSING):
        assert not await say(kind, 99), "nothing else looks at it"
    assert (hider.cards, hider.deleted, whisper.said) == ([], [], [])

    async with alerts.database.transaction() as tx:
        await tx.execute("UPDATE incidents SET outcome = 'misread'")
    assert not await say(Kind.CONTACT_INFO, 99)
    assert hider.deleted == [MessageId(99)], "staff say that it was none"


async def test_everyday_words_pass(say: Say, hider: FakeHider) -> None:
    assert await say(Kind.OK)
    assert hider.cards == []


async def test_doses_bring_a_note_and_a_card_and_stay(
    say: Say, hider: FakeHider, whisper: FakeWhisper
) -> None:
    assert await say(Kind.DOSING)

    assert (hider.card.mode, hider.card.words, hider.deleted) == (Mode.NUDGE, [], [])
    assert [each.what for each in whisper.said] == ["nudged"]


async def test_the_clinic_may_only_watch_or_hide_doses_too(
    say: Say, hiding: HidingService, hider: FakeHider, whisper: FakeWhisper
) -> None:
    await hiding.set_mode(What.DOSING, Mode.WATCH, by=ADMIN)
    assert await say(Kind.DOSING, 1)
    assert (hider.card.mode, whisper.said) == (Mode.WATCH, [])

    await hiding.set_mode(What.DOSING, Mode.HIDE, by=ADMIN)
    assert not await say(Kind.DOSING, 2)
    assert hider.deleted == [MessageId(2)]


async def test_staff_always_see_talk_of_doses(hiding: HidingService) -> None:
    with pytest.raises(InvalidInput):
        await hiding.set_mode(What.DOSING, Mode.OFF, by=ADMIN)


async def test_only_an_admin_changes_what_follows(hiding: HidingService) -> None:
    with pytest.raises(NotPermitted):
        await hiding.set_mode(What.SPAM, Mode.OFF, by=MODERATOR)


async def test_a_kind_that_is_off_is_left_alone(
    say: Say, hiding: HidingService, hider: FakeHider
) -> None:
    await hiding.set_mode(What.SPAM, Mode.OFF, by=ADMIN)

    assert await say(Kind.SPAM)
    assert hider.cards == []


async def test_a_burst_is_one_card_and_one_note(
    say: Say, hider: FakeHider, whisper: FakeWhisper, clock: ManualClock
) -> None:
    for number in (1, 2, 3):
        await say(Kind.SPAM, number)
    assert hider.card.words == ["zebra 1", "zebra 2", "zebra 3"]
    assert len(hider.deleted) == 3
    assert len(whisper.said) == 1

    clock.advance(timedelta(minutes=5))
    await say(Kind.SPAM, 4)
    assert (len(hider.cards), len(whisper.said)) == (2, 2)


async def test_messages_at_the_same_moment_find_one_card(say: Say, hider: FakeHider) -> None:
    await asyncio.gather(*(say(Kind.SPAM, number) for number in (1, 2, 3)))

    assert len(hider.card.words) == 3


async def test_a_card_that_is_full_or_deleted_is_followed_by_another(
    say: Say, hider: FakeHider
) -> None:
    await say(Kind.SPAM, 1)
    hider.full = True
    await say(Kind.SPAM, 2)
    assert len(hider.cards) == 2

    hider.full = False
    hider.cards.clear()
    await say(Kind.SPAM, 3)
    assert hider.card.words == ["zebra 3"]


async def test_what_comes_on_top_of_a_burst_of_messages_is_hidden(
    say: Say, hider: FakeHider, whisper: FakeWhisper
) -> None:
    said = [await say(Kind.OK, number) for number in range(1, RULES.flood.most + 3)]

    assert said == [True] * RULES.flood.most + [False, False]
    assert hider.card.words == ["zebra 6", "zebra 7"]
    assert [each.facts[1] for each in whisper.said] == ["flood"]


async def test_a_moderators_own_message_stays(
    say: Say, hider: FakeHider, whisper: FakeWhisper
) -> None:
    assert await say(Kind.SOURCING, writer=Writer.STAFF)
    assert (hider.card.mode, hider.deleted, whisper.said) == (Mode.WATCH, [], [])


async def test_a_webhooks_message_is_hidden_with_nobody_to_tell(
    say: Say, hider: FakeHider, whisper: FakeWhisper
) -> None:
    await say(Kind.SPAM, writer=Writer.WEBHOOK)

    assert hider.deleted == [MessageId(1)]
    assert (whisper.said, hider.card.marks) == ([], [])


async def test_without_a_card_nothing_is_hidden_and_the_writer_is_told(
    say: Say, hider: FakeHider, whisper: FakeWhisper, database: Database
) -> None:
    hider.unshown.append(FORBIDDEN)
    await say(Kind.CONTACT_INFO)

    assert hider.deleted == []
    assert [each.what for each in whisper.said] == ["standing"]
    assert await state(database) is None


async def test_without_a_staff_room_nothing_is_hidden_and_the_writer_is_told(
    say: Say, servers: Servers, server: Server, hider: FakeHider, whisper: FakeWhisper
) -> None:
    rooms = {k: v for k, v in server.rooms.items() if k is not RoomPurpose.STAFF}
    await servers.set_up(replace(server, rooms=rooms), by=ADMIN)
    await say(Kind.CONTACT_INFO)

    assert hider.deleted == []
    assert [each.what for each in whisper.said] == ["standing"]


@pytest.mark.parametrize(("why", "mark"), [(FORBIDDEN, Mark.FORBIDDEN), (GONE, Mark.GONE)])
async def test_a_message_that_could_not_be_deleted_is_not_called_hidden(
    why: MessengerError,
    mark: Mark,
    say: Say,
    hider: FakeHider,
    whisper: FakeWhisper,
    database: Database,
) -> None:
    hider.undeleted.append(why)
    await say(Kind.CONTACT_INFO)

    assert hider.card.marks == [mark]
    assert whisper.said == []
    assert (await state(database), await counts(database)) == (None, [])


async def test_what_discord_was_too_slow_for_is_settled_later(
    say: Say, hiding: HidingService, hider: FakeHider, whisper: FakeWhisper, database: Database
) -> None:
    hider.undeleted.append(PASSING)
    await say(Kind.CONTACT_INFO)
    assert (hider.card.marks, whisper.said) == ([Mark.FAILED], [])

    await hiding.settle()
    assert hider.deleted == [MessageId(1)]
    assert [each.what for each in whisper.said] == ["hidden"]
    assert await state(database) is State.TOLD


async def test_closed_direct_messages_leave_a_neutral_line(
    say: Say, hider: FakeHider, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    whisper.failures.append(CLOSED)
    await say(Kind.CONTACT_INFO)

    assert [type(each) for each in messenger.posted] == [NeutralLine]
    assert hider.card.marks == []


async def test_staff_read_that_nobody_could_be_told(
    say: Say, hider: FakeHider, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    """A writer who left takes no direct message, and the room may refuse the line."""
    whisper.failures.append(CLOSED)
    messenger.refuses[Room(ChannelId(12))] = FORBIDDEN
    await say(Kind.CONTACT_INFO)

    assert hider.card.marks == [Mark.NOT_TOLD]


async def test_the_words_leave_the_card_when_their_time_is_over(
    say: Say, deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock,
    hiding: HidingService, database: Database,
) -> None:  # fmt: skip
    await say(Kind.CONTACT_INFO)
    clock.advance(timedelta(hours=72))
    await deliveries.deliver_due()
    await hiding.forget()

    assert messenger.posted == [WordsExpire(channel_id=ChannelId(10), message_id=MessageId(1000))]
    assert await state(database) is None


async def test_the_database_being_down_hides_nothing_and_still_tells_staff(
    say: Say, hider: FakeHider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise StorageError("locked")

    monkeypatch.setattr(rows, "begin", refuse)
    monkeypatch.setattr(rows, "count", refuse)
    await say(Kind.CONTACT_INFO)

    assert (hider.card.mode, hider.card.words, hider.deleted) == (Mode.WATCH, [], [])


async def test_a_dispute_goes_to_staff_once(
    say: Say, hiding: HidingService, hider: FakeHider, messenger: FakeMessenger
) -> None:
    await say(Kind.SPAM)
    with pytest.raises(NotFound):
        await hiding.dispute(HidingId(1), by=UserId(8))
    await hiding.dispute(HidingId(1), by=MEMBER)
    with pytest.raises(Conflict):
        await hiding.dispute(HidingId(1), by=MEMBER)

    [call] = messenger.posted
    assert isinstance(call, HidingDisputed)
    assert (call.author_id, call.what, call.card_message_id) == (MEMBER, "spam", 1000)
    assert hider.card.marks == [Mark.DISPUTED]


async def test_two_moderators_at_once_put_it_right_once(
    say: Say, hiding: HidingService, whisper: FakeWhisper
) -> None:
    await say(Kind.SPAM)
    both = (hiding.put_right(HidingId(1), by=each) for each in (MODERATOR, ADMIN))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sum(isinstance(each, Conflict) for each in done) == 1
    assert [each.what for each in whisper.said] == ["hidden", "righted"]


async def test_staff_put_it_right_once_and_nothing_is_posted_again(
    say: Say,
    hiding: HidingService,
    hider: FakeHider,
    whisper: FakeWhisper,
    messenger: FakeMessenger,
) -> None:
    await say(Kind.SPAM)
    with pytest.raises(NotPermitted):
        await hiding.put_right(HidingId(1), by=Actor(user_id=MEMBER, guild_id=GUILD))
    assert await hiding.put_right(HidingId(1), by=MODERATOR) == "privately"
    with pytest.raises(Conflict):
        await hiding.put_right(HidingId(1), by=MODERATOR)

    assert [each.what for each in whisper.said] == ["hidden", "righted"]
    assert (hider.card.marks, messenger.posted) == ([Mark.RIGHTED], [])


async def test_another_servers_staff_find_no_card(
    say: Say, hiding: HidingService, server: Server
) -> None:
    await say(Kind.SPAM)
    elsewhere = replace(MODERATOR, guild_id=GuildId(2))
    admin = replace(elsewhere, rights=frozenset(Right))
    await hiding.servers.set_up(replace(server, guild_id=GuildId(2)), by=admin)
    for number, by in ((2, MODERATOR), (1, elsewhere)):
        with pytest.raises(NotFound):
            await hiding.put_right(HidingId(number), by=by)
    assert await hiding.put_right(HidingId(1), by=MODERATOR) == "privately"


async def test_the_same_message_is_hidden_once(say: Say, hider: FakeHider) -> None:
    await say(Kind.SPAM, 1)
    await say(Kind.SPAM, 1)

    assert (hider.card.words, hider.deleted) == (["zebra 1"], [MessageId(1)])
