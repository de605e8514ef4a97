"""A server's own entries: who changed what, what members read, and what nobody overwrites."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSetUp
from bot.domain.faq.entries import EntryId, Status
from bot.domain.faq.library import ChangeKind, kept
from bot.domain.faq.signature import ARTICLE
from bot.domain.ids import GuildId, UserId
from bot.services import faq_content
from bot.services.faq_writing import archive
from bot.services.library import LibraryService
from bot.storage import answers as counts
from tests.fakes import ManualClock
from tests.services.library_builders import (
    ADMIN,
    GUILD,
    MEMBER,
    OTHER,
    PARKING,
    WATER,
    an_entry,
)

EDITED, APPROVED = ChangeKind.EDITED, ChangeKind.APPROVED
NEWER = replace(PARKING, body="You can park on the street.")
DRAFT = replace(NEWER, status=Status.DRAFT, reviewed_by=None, reviewed_on=None)


def read(library: LibraryService, guild_id: GuildId = GUILD) -> str:
    """Return what members of a server read about parking."""
    return library.answers.entry(PARKING.id, guild_id=guild_id).body


async def test_a_change_is_what_members_of_that_server_read(library: LibraryService) -> None:
    await library.save(NEWER, seen=0, kind=APPROVED, by=ADMIN)

    assert read(library) == NEWER.body
    assert read(library, GuildId(2)) == PARKING.body


async def test_a_draft_leaves_members_with_what_was_approved(library: LibraryService) -> None:
    saved = await library.save(DRAFT, seen=0, kind=EDITED, by=ADMIN)

    assert saved.is_pending
    assert read(library) == PARKING.body


async def test_what_is_switched_off_answers_nobody_and_can_come_back(
    library: LibraryService,
) -> None:
    off = await library.retire(PARKING.id, seen=0, by=ADMIN)
    with pytest.raises(NotFound):
        read(library)
    await library.restore(PARKING.id, 0, seen=off.version, by=ADMIN)

    assert read(library) == PARKING.body
    kinds = [each.kind for each in await library.history(PARKING.id, by=ADMIN)]
    assert kinds == [ChangeKind.RESTORED, ChangeKind.RETIRED]


async def test_a_topic_goes_to_a_person_until_its_answer_is_approved(
    library: LibraryService,
) -> None:
    """As an address does that the clinic has filled in."""
    kept_back = replace(PARKING, is_covered=False, body="Please ask a person about the street.")
    await library.save(kept_back, seen=0, kind=APPROVED, by=ADMIN)
    draft = await library.hand_over(PARKING.id, to_a_person=False, seen=1, by=ADMIN)

    assert (draft.latest.is_covered, draft.latest.reviewed_by) == (True, None)
    assert draft.live == kept_back
    back = await library.hand_over(PARKING.id, to_a_person=True, seen=2, by=ADMIN)
    assert not back.latest.is_covered


async def test_a_server_that_is_not_set_up_has_no_library(library: LibraryService) -> None:
    stranger = replace(ADMIN, guild_id=GuildId(2))
    for attempt in (library.all(by=stranger), library.export(by=stranger)):
        with pytest.raises(NotSetUp):
            await attempt


async def test_the_second_of_two_does_not_overwrite_the_first(library: LibraryService) -> None:
    await library.save(NEWER, seen=0, kind=APPROVED, by=ADMIN)
    with pytest.raises(Conflict):
        await library.save(PARKING, seen=0, kind=APPROVED, by=OTHER)

    assert read(library) == NEWER.body


async def test_every_change_says_who_and_when(library: LibraryService, clock: ManualClock) -> None:
    await library.save(DRAFT, seen=0, kind=EDITED, by=ADMIN)
    clock.advance(timedelta(days=1))
    await library.save(NEWER, seen=1, kind=APPROVED, by=OTHER)

    newest, first = await library.history(PARKING.id, by=ADMIN)
    assert (newest.by, newest.at, newest.kind) == (OTHER.user_id, clock(), APPROVED)
    assert (first.by, first.entry) == (ADMIN.user_id, DRAFT)


async def test_what_the_lint_finds_blocks_approval_and_not_a_draft(
    library: LibraryService,
) -> None:
    promise = "This will help you."
    with pytest.raises(InvalidInput) as caught:
        await library.save(replace(NEWER, body=promise), seen=0, kind=APPROVED, by=ADMIN)
    await library.save(replace(DRAFT, body=promise), seen=0, kind=EDITED, by=ADMIN)

    assert (caught.value.field, caught.value.problem) == ("Answer", "not_approvable")
    with pytest.raises(InvalidInput):
        await library.save(replace(NEWER, body=promise), seen=1, kind=APPROVED, by=ADMIN)


async def test_nothing_but_the_clinics_article_is_approved_without_a_signature(
    library: LibraryService,
) -> None:
    nobodys = replace(NEWER, reviewed_by=None, reviewed_on=None)
    for source in (nobodys.source, f"{ARTICLE}; The front desk"):
        with pytest.raises(InvalidInput) as caught:
            await library.save(replace(nobodys, source=source), seen=0, kind=APPROVED, by=ADMIN)
        assert (caught.value.field, caught.value.problem) == ("Reviewed by", "unsigned")
    saved = await library.save(replace(nobodys, source=ARTICLE), seen=0, kind=APPROVED, by=ADMIN)

    assert saved.live == saved.latest


async def test_what_came_back_unsigned_waits_for_a_signature(library: LibraryService) -> None:
    nobodys = replace(NEWER, reviewed_by=None, reviewed_on=None)
    again = replace(library, shipped={**library.shipped, PARKING.id: nobodys})
    off = await again.retire(PARKING.id, by=ADMIN)
    back = await again.restore(PARKING.id, 0, seen=off.version, by=ADMIN)

    assert (back.latest.status, back.live) == (Status.DRAFT, None)


async def test_what_could_be_mixed_up_is_named_with_what_both_are_asked(
    library: LibraryService,
) -> None:
    twin = replace(DRAFT, id=EntryId("lot"), title="A lot?", ask=("car park", "any lot", "b", "c"))
    checked = await library.check(twin, by=ADMIN)

    assert checked.mixed_up == {PARKING.title: ["car park"]}
    assert (await library.check(WATER, by=ADMIN)).mixed_up == {}
    with pytest.raises(NotPermitted):
        await library.check(twin, by=MEMBER)


async def test_two_entries_do_not_share_a_question(library: LibraryService) -> None:
    with pytest.raises(InvalidInput) as caught:
        await library.save(replace(DRAFT, title=WATER.title.upper()), seen=0, kind=EDITED, by=ADMIN)

    assert caught.value.problem == "title_taken"


async def test_what_staff_answered_becomes_a_draft_of_its_own(library: LibraryService) -> None:
    entry_id = await library.add_draft(GUILD, "¿Dónde está?", "Here.\r\nCome in.", by=UserId(7))
    found = await library.get(entry_id, by=ADMIN)

    assert entry_id == "donde-esta"
    assert (found.latest.body, found.latest.status) == ("Here.\nCome in.", Status.DRAFT)
    assert found.live is None
    with pytest.raises(InvalidInput):
        await library.add_draft(GUILD, "¿Dónde está?", "There.", by=UserId(7))


async def test_after_a_restart_a_server_answers_from_its_own(library: LibraryService) -> None:
    await library.save(NEWER, seen=0, kind=APPROVED, by=ADMIN)
    again = replace(library, answers=replace(library.answers, _own={}))
    assert read(again) == PARKING.body
    await again.start()

    assert read(again) == NEWER.body


async def test_what_leaves_as_files_is_read_back_unchanged(
    library: LibraryService, tmp_path: Path
) -> None:
    odd = replace(
        DRAFT,
        title="Is “no: yes”, 'none' or #5 fine?",
        ask=("- a list", "key: value", "null", "2026-01-01", "ünï\u2028cøde"),
        is_covered=False,
        review_by=None,
        body="One.\n\n---\n\n- two: {three}\n\\n",
    )
    await library.save(replace(odd, id=EntryId("odd")), seen=0, kind=EDITED, by=ADMIN)
    await library.save(DRAFT, seen=0, kind=EDITED, by=ADMIN)
    with ZipFile(BytesIO(await library.export(by=ADMIN))) as file:
        file.extractall(tmp_path)

    back = faq_content.load(tmp_path)
    assert back.problems == ()
    assert back.entries == (replace(odd, id=EntryId("odd")), PARKING, WATER)
    assert faq_content.load(tmp_path / "waiting-for-approval").entries == (DRAFT,)


async def test_the_clinics_files_leave_as_they_came(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "config" / "content" / "faq"
    entries = faq_content.load(folder).entries
    shown = [found for each in entries if (found := kept(each, ()))]
    with ZipFile(BytesIO(archive(shown))) as file:
        file.extractall(tmp_path)

    assert len(entries) > 50
    assert faq_content.load(tmp_path).entries == entries


async def test_gaps_are_counted_by_nearest_entry_over_thirty_days(
    library: LibraryService, clock: ManualClock
) -> None:
    today = clock().date()
    async with library.database.transaction() as tx:
        for days, entry_id, outcome, times in (
            (0, "parking", "offer", 2),
            (30, "parking", "none", 1),
            (31, "parking", "none", 9),
            (1, "", "none", 6),
            (1, "water", "answer", 20),
        ):
            for _ in range(times):
                await counts.count(
                    tx,
                    guild_id=GUILD,
                    day=today - timedelta(days=days),
                    entry_id=EntryId(entry_id),
                    outcome=outcome,
                )
    nothing, parking = await library.gaps(by=ADMIN)

    assert (nothing.nearest, nothing.outcomes) == (None, {"none": 6})
    assert (parking.nearest, parking.outcomes) == (PARKING, {"offer": 2, "none": 1})


async def test_what_nobody_signed_and_what_is_overdue_is_due(library: LibraryService) -> None:
    unsigned = an_entry("a", title="A?", reviewed_by=None, reviewed_on=None, source=ARTICLE)
    overdue = an_entry("b", title="B?", review_by=date(2026, 2, 1))
    for entry in (unsigned, overdue, replace(DRAFT, id=EntryId("c"), title="C?")):
        await library.save(entry, seen=0, kind=EDITED, by=ADMIN)

    assert [each.latest.id for each in await library.due(by=ADMIN)] == ["b", "a"]


async def test_only_an_admin_sees_or_changes_entries(library: LibraryService) -> None:
    for attempt in (
        library.all(by=MEMBER),
        library.get("parking", by=MEMBER),
        library.due(by=MEMBER),
        library.gaps(by=MEMBER),
        library.export(by=MEMBER),
        library.history(PARKING.id, by=MEMBER),
        library.retire(PARKING.id, seen=0, by=MEMBER),
        library.hand_over(PARKING.id, to_a_person=True, seen=0, by=MEMBER),
        library.restore(PARKING.id, 0, seen=0, by=MEMBER),
        library.save(NEWER, seen=0, kind=EDITED, by=MEMBER),
    ):
        with pytest.raises(NotPermitted):
            await attempt


async def test_what_is_not_there_is_not_found(library: LibraryService) -> None:
    with pytest.raises(NotFound):
        await library.get("nothing", by=ADMIN)
    with pytest.raises(NotFound):
        await library.at(PARKING.id, 5, by=ADMIN)
    assert (await library.get(" where CAN I park? ", by=ADMIN)).latest == PARKING
