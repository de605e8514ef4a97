"""The rules as admins keep them, and the card that shows them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.consent import DRAFT_KEPT, RoleFault, is_newly_worded
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import ChannelId, MessageId, RoleId
from bot.domain.servers import RolePurpose
from bot.services.deliveries import DeliveryService
from bot.services.joining import Joining
from bot.services.ports import MessengerError
from bot.services.terms_cards import LOOK_EVERY
from bot.storage import terms as rows
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.caring import ADMIN, ANN, GUILD, MEMBER
from tests.services.fake_joining import SHIPPED, TEXT, FakeBoard, FakeMemberRoles, joining_of
from tests.services.joining.conftest import ROLE, WELCOME

NEW = {"text": f"{TEXT} Please be on time."}


async def test_a_server_begins_with_the_files_words_and_nobody_reads_them_unseen(
    unset: Joining,
) -> None:
    assert await unset.terms.newest(by=ADMIN) == SHIPPED
    with pytest.raises(Conflict):
        await unset.terms.read(GUILD)
    posted = await unset.terms.post(WELCOME, version=1, by=ADMIN)
    assert posted.published_at is not None
    assert (await unset.terms.read(GUILD)).texts == SHIPPED.texts


async def test_only_admins_write_put_up_and_choose(unset: Joining) -> None:
    terms = unset.terms
    for by in (ANN, MEMBER):
        for refused in (
            terms.newest(by=by),
            terms.rewrite("en", NEW, by=by),
            terms.post(WELCOME, version=1, by=by),
            terms.choose_role(ROLE, by=by),
        ):
            with pytest.raises(NotPermitted):
                await refused


async def test_both_languages_are_written_before_one_new_version_is_published(
    joining: Joining,
) -> None:
    terms = joining.terms
    first = await terms.rewrite("en", NEW, by=ADMIN)
    assert first.changed == ("en",)
    both = await terms.rewrite(
        "es", {**NEW, "reviewer": "R. Vega, RN"}, draft_id=first.draft_id, by=ADMIN
    )
    assert both.changed == ("en", "es")
    assert (await terms.read(GUILD)).version == 1, "nothing is published by looking at it"

    done = await terms.publish(both.draft_id, by=ADMIN)
    assert done.version == 2
    assert done.reviewed_by == "R. Vega, RN"
    assert (await terms.read(GUILD)).text("es") == NEW["text"]
    with pytest.raises(NotFound):
        await terms.publish(both.draft_id, by=ADMIN)


async def test_two_admins_at_once_do_not_write_over_each_other(joining: Joining) -> None:
    terms = joining.terms
    mine = await terms.rewrite("en", NEW, by=ADMIN)
    other = await terms.rewrite("en", {"text": f"{TEXT} And be late."}, by=ADMIN)
    await terms.publish(other.draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await terms.publish(mine.draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await terms.post(WELCOME, version=1, by=ADMIN)


async def test_words_that_cannot_stand_are_refused(joining: Joining) -> None:
    for text, problem in (
        ("short", "too_short"),
        ("a" * 4001, "too_long"),
        (f"{TEXT} Each patient agrees.", "never_said"),
        (TEXT, "same_as_before"),
    ):
        with pytest.raises(InvalidInput) as refused:
            await joining.terms.rewrite("en", {"text": text}, by=ADMIN)
        assert refused.value.problem == problem


async def test_a_draft_is_forgotten_by_hand_or_by_the_hour(
    joining: Joining, clock: ManualClock
) -> None:
    for end in ("hand", "hour"):
        draft = await joining.terms.rewrite("en", NEW, by=ADMIN)
        if end == "hand":
            await joining.terms.forget(draft.draft_id, by=ADMIN)
        else:
            clock.advance(DRAFT_KEPT + timedelta(seconds=1))
        with pytest.raises(NotFound):
            await joining.terms.draft(draft.draft_id, by=ADMIN)


async def test_a_role_with_a_fault_is_not_chosen(
    joining: Joining, discord: FakeMemberRoles
) -> None:
    for fault in RoleFault:
        discord.faults[RoleId(44)] = fault
        with pytest.raises(InvalidInput) as refused:
            await joining.terms.choose_role(RoleId(44), by=ADMIN)
        assert refused.value.problem == fault
    server = joining.terms.servers.need(GUILD)
    assert server.roles[RolePurpose.MEMBER] == {ROLE}


async def test_the_card_is_edited_with_each_version_and_posted_once(
    joining: Joining, board: FakeBoard
) -> None:
    assert board.where() == [(WELCOME, 1)]
    draft = await joining.terms.rewrite("en", NEW, by=ADMIN)
    await joining.terms.publish(draft.draft_id, by=ADMIN)
    await joining.settle_due()
    assert board.where() == [(WELCOME, 2)]
    assert (board.posted, board.changes) == (1, 1)
    await joining.terms.post(WELCOME, version=2, by=ADMIN)
    await joining.settle_due()
    assert (board.posted, board.changes) == (1, 1), "asked for again, it stands already"


async def test_a_card_that_somebody_deleted_comes_back(
    joining: Joining, board: FakeBoard, clock: ManualClock
) -> None:
    board.standing.clear()
    clock.advance(LOOK_EVERY)
    await joining.settle_due()
    assert board.where() == [(WELCOME, 1)]
    board.standing.clear()
    await joining.cards.look_again()
    await joining.settle_due()
    assert board.where() == [(WELCOME, 1)]


async def test_newer_words_of_the_files_are_offered_and_never_put_in_by_themselves(
    joining: Joining,
) -> None:
    newer = replace(SHIPPED, version=2, texts={"en": NEW["text"], "es": f"(es) {NEW['text']}"})
    terms = replace(joining.terms, shipped=newer)
    live = await terms.read(GUILD)
    assert live.texts == SHIPPED.texts
    assert is_newly_worded(live, newer)
    with pytest.raises(NotPermitted):
        await terms.take_shipped(by=ANN)
    draft = await terms.take_shipped(by=ADMIN)
    assert (await terms.read(GUILD)).texts == SHIPPED.texts
    taken = await terms.publish(draft.draft_id, by=ADMIN)
    assert (taken.version, taken.texts) == (2, newer.texts)
    newest = replace(newer, texts=SHIPPED.texts)
    assert is_newly_worded(await terms.read(GUILD), newest), "they never changed a word"


async def test_who_has_words_of_their_own_is_offered_none(joining: Joining) -> None:
    draft = await joining.terms.rewrite("en", NEW, by=ADMIN)
    live = await joining.terms.publish(draft.draft_id, by=ADMIN)
    newer = replace(SHIPPED, texts={**SHIPPED.texts, "es": f"(es, newer) {TEXT}"})
    assert not is_newly_worded(live, newer)
    with pytest.raises(Conflict):
        await replace(joining.terms, shipped=newer).take_shipped(by=ADMIN)


async def test_a_card_is_looked_at_as_soon_as_it_is_deleted(
    joining: Joining, board: FakeBoard
) -> None:
    [message_id] = board.standing
    await joining.cards.gone(GUILD, {MessageId(7)})
    assert await joining.settle_due() == 0
    board.standing.clear()
    await joining.cards.gone(GUILD, {MessageId(7), message_id})
    await joining.settle_due()
    assert board.where() == [(WELCOME, 1)]


async def test_a_card_that_is_taken_down_stays_down_until_it_is_put_up(
    joining: Joining, board: FakeBoard
) -> None:
    with pytest.raises(NotPermitted):
        await joining.terms.take_down(by=ANN)
    await joining.terms.take_down(by=ADMIN)
    await joining.settle_due()
    await joining.cards.look_again()
    await joining.settle_due()
    assert board.where() == []
    with pytest.raises(Conflict):
        await joining.terms.take_down(by=ADMIN)
    assert (await joining.terms.read(GUILD)).version == 1, "the rules count without a card"
    await joining.terms.post(WELCOME, version=1, by=ADMIN)
    await joining.settle_due()
    assert board.where() == [(WELCOME, 1)]


async def test_the_card_moves_and_leaves_none_behind(joining: Joining, board: FakeBoard) -> None:
    await joining.terms.post(ChannelId(14), version=1, by=ADMIN)
    await joining.settle_due()
    assert board.where() == [(14, 1)]


async def test_a_crash_after_posting_does_not_post_twice(
    unset: Joining, board: FakeBoard, deliveries: DeliveryService, discord: FakeMemberRoles
) -> None:
    await unset.terms.post(WELCOME, version=1, by=ADMIN)
    board.lost.append(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        await unset.settle_due()
    reborn = joining_of(deliveries, discord, board)
    await reborn.release_claims()
    await reborn.settle_due()
    assert board.posted == 1
    assert board.where() == [(WELCOME, 1)]


async def test_a_room_that_refuses_the_card_is_tried_again(
    unset: Joining, board: FakeBoard, clock: ManualClock, database: Database
) -> None:
    board.failures = [MessengerError("403 50013", failure=Failure.FORBIDDEN)]
    await unset.terms.post(WELCOME, version=1, by=ADMIN)
    await unset.settle_due()
    assert board.where() == []
    async with database.transaction() as tx:
        card = await rows.card(tx, GUILD)
    assert card is not None
    assert card.message_id is None
    clock.advance(timedelta(hours=1))
    await unset.settle_due()
    assert board.where() == [(WELCOME, 1)]
