"""An admin goes through the answers one by one, stops, and goes on where something is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.chat import health
from bot.domain.errors import Conflict, InvalidInput, NotPermitted
from bot.domain.faq.entries import EntryId
from bot.domain.faq.library import ChangeKind
from bot.domain.faq.signature import ARTICLE
from bot.services.entry_forms import EntryForms
from bot.services.library import LibraryService
from bot.services.review import ReviewService, Stop, name_mark
from tests.fakes import ManualClock
from tests.services.library_builders import ADMIN, GUILD, MEMBER, OTHER, PARKING, WATER, an_entry

NOBODY = {"reviewed_by": None, "reviewed_on": None, "source": ARTICLE}
DOSES = an_entry(
    "a-doses",
    title="A question of doses",
    ask=("how much", "how many", "what amount", "which dose"),
    body="Please ask your care team. They know you.",
    is_covered=False,
    **NOBODY,
)
NAME = "Dr. Ada Ruiz"


@pytest.fixture
async def review(library: LibraryService) -> ReviewService:
    """Three answers that nobody has signed; the clock stands in March 2026."""
    for each in (PARKING, WATER):
        await library.save(replace(each, **NOBODY), seen=0, kind=ChangeKind.EDITED, by=OTHER)
    await library.save(DOSES, seen=0, kind=ChangeKind.WRITTEN, by=OTHER)
    return ReviewService(library=library)


async def stop(review: ReviewService, after: EntryId | None = None) -> Stop:
    """Return where the way goes on."""
    found = await review.next(after, by=ADMIN)
    assert found is not None
    return found


async def named(review: ReviewService, where: Stop) -> None:
    """Sign an entry by form, which is where a name comes from."""
    forms = EntryForms(library=review.library)
    form = await forms.sign(where.entry.latest.id, by=ADMIN)
    await forms.send(replace(form, values={**form.values, "reviewer": NAME}), by=ADMIN)


async def test_answers_come_first_and_then_what_goes_to_a_person(review: ReviewService) -> None:
    first = await stop(review)
    second = await stop(review, first.entry.latest.id)
    third = await stop(review, second.entry.latest.id)

    ids = [each.entry.latest.id for each in (first, second, third)]
    assert ids == [WATER.id, PARKING.id, DOSES.id]
    assert (first.left, first.reviewer) == (3, "")
    again = await stop(review, third.entry.latest.id)
    assert again.entry == first.entry, "what was left for later comes round"


async def test_after_the_first_name_one_press_signs(
    review: ReviewService, clock: ManualClock
) -> None:
    first = await stop(review)
    await named(review, first)
    second = await stop(review, first.entry.latest.id)
    assert (second.reviewer, second.left) == (NAME, 2)
    seen, mark = second.entry.version, name_mark(second.reviewer)
    signed = await review.sign(second.entry.latest.id, seen=seen, mark=mark, by=ADMIN)

    assert signed.live is not None
    assert (signed.live.reviewed_by, signed.live.reviewed_on) == (NAME, clock().date())
    assert signed.live.review_by == clock().date() + timedelta(days=365)
    form = await EntryForms(library=review.library).sign(DOSES.id, by=ADMIN)
    assert form.values["reviewer"] == NAME
    theirs = await review.next(None, by=OTHER)
    assert theirs is not None
    assert theirs.reviewer == "", "a name is offered to whoever gave it, and nobody else"


async def test_a_press_signs_what_was_shown_with_the_name_that_was_shown(
    review: ReviewService,
) -> None:
    first = await stop(review)
    await named(review, first)
    here = await stop(review, first.entry.latest.id)
    entry_id, seen = here.entry.latest.id, here.entry.version
    with pytest.raises(Conflict):
        await review.sign(entry_id, seen=seen, mark=name_mark("Dr. Who"), by=ADMIN)
    changed = replace(here.entry.latest, ask=(*here.entry.latest.ask, "anywhere"))
    await review.library.save(changed, seen=seen, kind=ChangeKind.EDITED, by=OTHER)
    with pytest.raises(Conflict):
        await review.sign(entry_id, seen=seen, mark=name_mark(NAME), by=ADMIN)

    assert (await stop(review, first.entry.latest.id)).entry.latest == changed


async def test_nobody_signs_without_a_name_or_a_right(review: ReviewService) -> None:
    here = await stop(review)
    entry_id, seen = here.entry.latest.id, here.entry.version
    with pytest.raises(InvalidInput):
        await review.sign(entry_id, seen=seen, mark=name_mark(""), by=ADMIN)
    for attempt in (
        review.next(None, by=MEMBER),
        review.sign(entry_id, seen=seen, mark=name_mark(""), by=MEMBER),
    ):
        with pytest.raises(NotPermitted):
            await attempt


async def test_the_way_ends_when_everything_is_signed_or_off(review: ReviewService) -> None:
    here: Stop | None = await stop(review)
    await named(review, await stop(review))
    while here := await review.next(here.entry.latest.id if here else None, by=ADMIN):
        await review.library.retire(here.entry.latest.id, by=ADMIN)
    signed = await review.library.all(by=ADMIN)

    assert [each.latest.id for each in signed if each.live] == [WATER.id]
    assert health.answers(signed, date(2026, 3, 9)).problem is None


async def test_status_counts_what_nobody_signed_and_what_is_overdue(
    review: ReviewService,
) -> None:
    found = await review.library.all(by=ADMIN)
    today = review.library.today(ADMIN)

    assert ADMIN.guild_id == GUILD
    unsigned = health.answers(found, today)
    assert (unsigned.mention, unsigned.problem) == ("3", "unsigned")
    overdue = health.answers(found, date(2027, 1, 6))
    assert (overdue.mention, overdue.problem) == ("3", "overdue")
