"""Forms about entries: nothing typed is lost, to a wrong field or to a faster colleague."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotPermitted
from bot.domain.faq.entries import Status
from bot.domain.faq.library import ChangeKind, Kept
from bot.services.entry_forms import Clash, EntryForms, Unsaved
from bot.services.library import LibraryService
from tests.fakes import ManualClock
from tests.services.library_builders import ADMIN, MEMBER, OTHER, PARKING, an_entry


@pytest.fixture
def forms(library: LibraryService) -> EntryForms:
    return EntryForms(library=library)


async def test_new_wording_is_a_draft_that_nobody_has_signed(forms: EntryForms) -> None:
    form = await forms.edit("parking", by=ADMIN)
    typed = {**form.values, "body": "You can park on the street."}
    saved = await forms.send(replace(form, values=typed), by=ADMIN)

    assert isinstance(saved, Kept)
    assert (saved.latest.body, saved.latest.status) == (typed["body"], Status.DRAFT)
    assert (saved.latest.reviewed_by, saved.live) == (None, PARKING)


async def test_another_way_to_ask_needs_no_new_signature(forms: EntryForms) -> None:
    form = await forms.edit("parking", by=ADMIN)
    typed = {**form.values, "ask": form.values["ask"] + "\n\n  spot   for my car "}
    saved = await forms.send(replace(form, values=typed), by=ADMIN)

    assert isinstance(saved, Kept)
    assert saved.live == replace(PARKING, ask=(*PARKING.ask, "spot for my car"))


async def test_one_wrong_field_keeps_the_others(forms: EntryForms) -> None:
    form = await forms.edit(None, by=ADMIN)
    typed = {
        "title": "Is there a lift?",
        "ask": "elevator",
        "body": "Yes.",
        "source": "The front desk",
        "review_by": "someday",
    }
    wrong = await forms.send(replace(form, values=typed), by=ADMIN)
    assert isinstance(wrong, Unsaved)
    assert isinstance(wrong.why, InvalidInput)
    assert wrong.why.field == "Review by"
    again = await forms.again(wrong.draft_id, seen=wrong.seen, by=ADMIN)
    assert again.values == typed
    typed["review_by"] = "12 March 2027"
    saved = await forms.send_again(wrong.draft_id, typed, seen=0, by=ADMIN)

    assert isinstance(saved, Kept)
    assert (saved.latest.id, saved.latest.review_by) == ("is-there-a-lift", date(2027, 3, 12))
    with pytest.raises(Conflict):
        await forms.again(wrong.draft_id, seen=0, by=ADMIN)


async def test_the_second_admin_sees_the_firsts_change_and_keeps_their_own(
    forms: EntryForms,
) -> None:
    first, second = [await forms.edit("parking", by=who) for who in (ADMIN, OTHER)]
    theirs = {**first.values, "body": "Please park on the street."}
    mine = {**second.values, "body": "Please come by bus."}
    await forms.send(replace(first, values=theirs), by=ADMIN)
    clash = await forms.send(replace(second, values=mine), by=OTHER)

    assert isinstance(clash, Unsaved)
    assert isinstance(clash.why, Clash)
    assert clash.why.theirs.by == ADMIN.user_id
    assert clash.why.theirs.entry.body == theirs["body"]
    assert clash.why.before == PARKING
    assert (await forms.library.get("parking", by=OTHER)).latest.body == theirs["body"]
    again = await forms.again(clash.draft_id, seen=clash.seen, by=OTHER)
    assert (again.values, again.seen) == (mine, 1)
    saved = await forms.send_again(clash.draft_id, mine, seen=clash.seen, by=OTHER)
    assert isinstance(saved, Kept)
    assert (saved.latest.body, saved.version) == (mine["body"], 2)


async def test_a_third_change_is_shown_as_well(forms: EntryForms) -> None:
    """What was seen in the first clash does not excuse what came after it."""
    form = await forms.edit("parking", by=OTHER)
    for body in ("Please walk.", "Please run."):
        now = await forms.edit("parking", by=ADMIN)
        await forms.send(replace(now, values={**now.values, "body": body}), by=ADMIN)
        clash = await forms.send(replace(form, values={**form.values, "body": "Bus."}), by=OTHER)
        assert isinstance(clash, Unsaved)
        form = await forms.again(clash.draft_id, seen=clash.seen, by=OTHER)
        form = replace(form, seen=clash.seen)

    assert form.seen == 2


async def test_who_signed_is_what_staff_typed(forms: EntryForms, clock: ManualClock) -> None:
    draft = an_entry(reviewed_by=None, reviewed_on=None, review_by=None, status=Status.DRAFT)
    await forms.library.save(draft, seen=0, kind=ChangeKind.EDITED, by=ADMIN)
    form = await forms.sign("parking", by=ADMIN)
    assert form.values["reviewer"] == ""
    nobody = await forms.send(form, by=ADMIN)
    assert isinstance(nobody, Unsaved)
    typed = {**form.values, "reviewer": " Dr.  Ada Ruiz "}
    saved = await forms.send_again(nobody.draft_id, typed, seen=form.seen, by=ADMIN)

    assert isinstance(saved, Kept)
    assert saved.live is not None
    assert (saved.live.reviewed_by, saved.live.reviewed_on) == ("Dr. Ada Ruiz", clock().date())
    assert saved.live.review_by == clock().date() + timedelta(days=365)


async def test_an_overdue_entry_can_be_mended(forms: EntryForms, clock: ManualClock) -> None:
    overdue = an_entry(review_by=clock().date() - timedelta(days=1))
    await forms.library.save(overdue, seen=0, kind=ChangeKind.APPROVED, by=ADMIN)
    form = await forms.edit("parking", by=ADMIN)

    assert isinstance(await forms.send(form, by=ADMIN), Kept)
    past = {**form.values, "review_by": "2026-01-01"}
    assert isinstance(await forms.send(replace(form, values=past), by=ADMIN), Unsaved)


async def test_an_answer_longer_than_a_form_is_not_cut(forms: EntryForms) -> None:
    long = an_entry(status=Status.DRAFT, body="a " * 2040)
    await forms.library.save(long, seen=0, kind=ChangeKind.EDITED, by=ADMIN)

    with pytest.raises(InvalidInput):
        await forms.edit("parking", by=ADMIN)


async def test_a_form_is_its_authors_alone(forms: EntryForms) -> None:
    form = await forms.edit(None, by=ADMIN)
    empty = dict.fromkeys(("title", "ask", "body", "source", "review_by"), "")
    kept = await forms.send(replace(form, values=empty), by=ADMIN)
    assert isinstance(kept, Unsaved)

    with pytest.raises(Conflict):
        await forms.again(kept.draft_id, seen=0, by=OTHER)
    with pytest.raises(NotPermitted):
        await forms.again(kept.draft_id, seen=0, by=MEMBER)
    with pytest.raises(NotPermitted):
        await forms.edit(None, by=MEMBER)
    with pytest.raises(NotPermitted):
        await forms.send(form, by=MEMBER)
    await forms.forget(kept.draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await forms.again(kept.draft_id, seen=0, by=ADMIN)
