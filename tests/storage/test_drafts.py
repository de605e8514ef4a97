"""What staff typed is kept for its time and no longer."""

from datetime import timedelta

from bot.domain.ids import DraftId, GuildId, UserId
from bot.storage import drafts
from bot.storage.database import Database
from tests.fakes import ManualClock

HOUR = timedelta(hours=1)


async def add(database: Database, clock: ManualClock) -> DraftId:
    async with database.transaction() as tx:
        return await drafts.add(
            tx,
            "meeting",
            {"title": "Circle"},
            guild_id=GuildId(1),
            author_id=UserId(7),
            expires_at=clock() + HOUR,
        )


async def test_draft_comes_back_as_it_was_typed(database: Database, clock: ManualClock) -> None:
    draft_id = await add(database, clock)
    async with database.transaction() as tx:
        draft = await drafts.get(tx, draft_id, now=clock())
    assert draft is not None
    assert (draft.guild_id, draft.author_id, draft.kind) == (1, 7, "meeting")
    assert draft.typed == {"title": "Circle"}


async def test_draft_is_gone_when_its_time_has_come(database: Database, clock: ManualClock) -> None:
    draft_id = await add(database, clock)
    clock.advance(HOUR)
    async with database.transaction() as tx:
        assert await drafts.get(tx, draft_id, now=clock()) is None
        assert await drafts.remove_expired(tx, now=clock()) == 1
        assert await tx.fetch_all("SELECT * FROM drafts") == []


async def test_change_begins_the_time_anew(database: Database, clock: ManualClock) -> None:
    draft_id = await add(database, clock)
    clock.advance(HOUR / 2)
    async with database.transaction() as tx:
        await drafts.change(tx, draft_id, {"title": "Other"}, expires_at=clock() + HOUR)
    clock.advance(HOUR / 2)
    async with database.transaction() as tx:
        draft = await drafts.get(tx, draft_id, now=clock())
        assert await drafts.remove_expired(tx, now=clock()) == 0
    assert draft is not None
    assert draft.typed == {"title": "Other"}


async def test_removed_draft_is_gone(database: Database, clock: ManualClock) -> None:
    draft_id = await add(database, clock)
    async with database.transaction() as tx:
        await drafts.remove(tx, draft_id)
        assert await drafts.get(tx, draft_id, now=clock()) is None
