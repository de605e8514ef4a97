"""A page becomes drafts as staff decide; the same page again shows only what is different."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web

from bot.domain.errors import AddressProblem, Conflict, InvalidInput, NotPermitted, Trouble
from bot.domain.faq.entries import Status
from bot.domain.faq.library import ChangeKind
from bot.domain.subscriptions import Fetched
from bot.fetcher import HttpFetcher
from bot.services.faq_writing import markdown
from bot.services.imports import Finished, ImportService, Step
from bot.services.library import LibraryService
from tests.calendar_site import open_site
from tests.services.library_builders import ADMIN, MEMBER, OTHER, PARKING, an_entry

PAGE = {
    "Is there a lift?": "Yes, behind the door.",
    "Where can I park?": "You can park on the street.",
    "May I bring a friend?": "Yes, please do.",
}


@pytest.fixture
def imports(library: LibraryService) -> ImportService:
    return ImportService(library=library, fetcher=FakeFetcher())


@dataclass
class FakeFetcher:
    """Knows a page by its address; of any other it says why it cannot be read."""

    pages: dict[str, bytes] = field(default_factory=dict[str, bytes])
    why: Trouble = Trouble.NOT_FOUND

    async def fetch(
        self, address: str, *, etag: str = "", last_modified: str = ""
    ) -> Fetched | None:
        """Return the page."""
        del etag, last_modified
        if address not in self.pages:
            raise AddressProblem(self.why)
        return Fetched(body=self.pages[address])


def page(passages: Mapping[str, str]) -> bytes:
    return "\n\n".join(f"## {title}\n\n{body}" for title, body in passages.items()).encode()


async def begun(imports: ImportService, passages: Mapping[str, str] = PAGE) -> Step:
    step = await imports.read("faq.md", page(passages), by=ADMIN)
    assert isinstance(step, Step)
    return step


async def take(imports: ImportService, step: Step) -> Step | Finished:
    seen = step.existing.version if step.existing else 0
    return await imports.take(step.draft_id, step.number, seen=seen, by=ADMIN)


async def all_taken(imports: ImportService, passages: Mapping[str, str] = PAGE) -> Finished:
    found = await imports.read("faq.md", page(passages), by=ADMIN)
    while isinstance(found, Step):
        found = await take(imports, found)
    return found


async def test_passages_become_drafts_one_by_one(imports: ImportService) -> None:
    first = await begun(imports)
    assert (first.existing, first.number, first.total) == (None, 0, 3)
    second = await take(imports, first)
    assert isinstance(second, Step)
    assert second.existing is not None
    assert second.existing.latest == PARKING
    third = await imports.skip(second.draft_id, second.number, by=ADMIN)
    assert isinstance(third, Step)
    done = await take(imports, third)

    assert done == Finished(
        taken=["Is there a lift?", "May I bring a friend?"], skipped=1, unchanged=0, gone=[]
    )
    lift = await imports.library.get("Is there a lift?", by=ADMIN)
    assert (lift.latest.status, lift.live, lift.latest.source) == (Status.DRAFT, None, "faq.md")
    assert (await imports.library.get("parking", by=ADMIN)).latest == PARKING


async def test_an_update_waits_while_members_read_what_was_approved(
    imports: ImportService,
) -> None:
    await all_taken(imports)
    found = await imports.library.get("parking", by=ADMIN)

    assert found.latest.body == PAGE["Where can I park?"]
    assert (found.latest.reviewed_by, found.live) == (None, PARKING)
    [change] = await imports.library.history(PARKING.id, by=ADMIN)
    assert change.kind is ChangeKind.IMPORTED


async def test_the_same_page_again_shows_only_what_is_different(imports: ImportService) -> None:
    step = await imports.skip((await begun(imports)).draft_id, 0, by=ADMIN)
    while isinstance(step, Step):
        step = await take(imports, step)
    assert await all_taken(imports) == Finished(taken=[], skipped=0, unchanged=3, gone=[])

    changed = {**PAGE, "May I bring a friend?": "Yes, one."}
    del changed["Where can I park?"]
    again = await begun(imports, changed)
    assert (again.total, again.unchanged) == (1, 1)
    assert again.existing is not None
    assert (again.existing.latest.body, again.after.body) == ("Yes, please do.", "Yes, one.")
    done = await take(imports, again)
    assert isinstance(done, Finished)
    assert done.gone == ["Where can I park?"]


async def test_an_answer_that_was_renamed_is_still_the_one(imports: ImportService) -> None:
    await all_taken(imports)
    lift = await imports.library.get("is-there-a-lift", by=ADMIN)
    renamed = replace(lift.latest, title="Is there an elevator?")
    await imports.library.save(renamed, seen=1, kind=ChangeKind.EDITED, by=ADMIN)
    again = await begun(imports, {**PAGE, "Is there a lift?": "No."})

    assert again.existing is not None
    assert again.existing.latest.id == lift.latest.id
    assert again.after.title == "Is there an elevator?"


async def test_what_somebody_changed_meanwhile_is_shown_again(imports: ImportService) -> None:
    only = {"Where can I park?": "Nowhere."}
    step = await begun(imports, only)
    newer = replace(PARKING, body="You can park on the roof.")
    await imports.library.save(newer, seen=0, kind=ChangeKind.APPROVED, by=OTHER)
    stale = await take(imports, step)

    assert isinstance(stale, Step)
    assert stale.is_stale
    assert stale.existing is not None
    assert stale.existing.latest == newer
    assert isinstance(await take(imports, stale), Finished)


async def test_one_of_our_own_files_keeps_its_ways_to_ask(imports: ImportService) -> None:
    mine = an_entry("lift", title="Is there a lift?", body="Yes, there is one.")
    step = await imports.read("lift.md", markdown(mine).encode(), by=ADMIN)

    assert isinstance(step, Step)
    assert (step.after.title, step.after.ask) == (mine.title, mine.ask)
    assert (step.after.status, step.after.reviewed_by) == (Status.DRAFT, None)
    same = await imports.read("parking.md", markdown(PARKING).encode(), by=ADMIN)
    assert isinstance(same, Finished)


async def test_a_page_has_its_address_as_source(imports: ImportService) -> None:
    where = "https://clinic.example/faq.md"
    reads = replace(imports, fetcher=FakeFetcher({where: page(PAGE)}))
    step = await reads.read_address(f" {where}#top ", by=ADMIN)

    assert isinstance(step, Step)
    assert (step.after.source, step.after.source_url) == (where, where)
    with pytest.raises(NotPermitted):
        await reads.read_address(where, by=MEMBER)


async def test_a_page_that_has_moved_is_read_where_it_is_now(imports: ImportService) -> None:
    async def moved(request: web.Request) -> web.StreamResponse:
        if request.path != "/new/faq.md":
            raise web.HTTPMovedPermanently("/new/faq.md")
        return web.Response(body=page(PAGE))

    async with open_site() as site:
        site.answer = moved
        where = site.address.replace("groups.ics", "faq.md")
        reads = replace(imports, fetcher=HttpFetcher(may_reach=lambda _: True))
        step = await reads.read_address(where, by=ADMIN)

    assert isinstance(step, Step)
    assert (step.total, step.after.source) == (3, where)


@pytest.mark.parametrize("inside", ["http://127.0.0.1/faq", "https://[::1]/", "http://10.0.0.8/x"])
async def test_an_address_inside_a_building_is_not_opened(
    imports: ImportService, inside: str
) -> None:
    reads = replace(imports, fetcher=HttpFetcher())
    with pytest.raises(InvalidInput) as caught:
        await reads.read_address(inside, by=ADMIN)

    assert caught.value.problem == "page_private"


@pytest.mark.parametrize(
    ("why", "problem"),
    [
        (Trouble.PRIVATE, "page_private"),
        (Trouble.GONE, "page_not_there"),
        (Trouble.FORBIDDEN, "page_not_open"),
        (Trouble.TIMEOUT, "page_no_answer"),
        (Trouble.TOO_LARGE, "page_too_large"),
        (Trouble.UNKNOWN_HOST, "page_unknown"),
        (Trouble.REDIRECTS, "page_redirects"),
        (Trouble.TLS, "page_not_sure"),
        (Trouble.NOT_A_CALENDAR, "page_unreadable"),
    ],
)
async def test_an_address_that_cannot_be_read_is_no_calendars(
    imports: ImportService, why: Trouble, problem: str
) -> None:
    """The port speaks of calendars; whoever gave a page reads of a page."""
    reads = replace(imports, fetcher=FakeFetcher(why=why))
    with pytest.raises(InvalidInput) as caught:
        await reads.read_address("https://clinic.example/", by=ADMIN)
    assert (caught.value.field, caught.value.problem) == ("Address", problem)
    with pytest.raises(InvalidInput) as caught:
        await reads.read_address("file:///etc/passwd", by=ADMIN)
    assert caught.value.problem == "page_address"


async def test_a_passage_is_decided_once(imports: ImportService) -> None:
    step = await begun(imports)
    await take(imports, step)
    with pytest.raises(Conflict):
        await take(imports, step)
    with pytest.raises(Conflict):
        await imports.skip(step.draft_id, 0, by=ADMIN)

    done = await imports.stop(step.draft_id, 1, by=ADMIN)
    assert done.taken == ["Is there a lift?"]
    with pytest.raises(Conflict):
        await imports.skip(step.draft_id, 1, by=ADMIN)
    assert (await begun(imports)).total == 2


async def test_only_an_admin_takes_a_page_in_and_only_their_own(imports: ImportService) -> None:
    with pytest.raises(NotPermitted):
        await imports.read("faq.md", page(PAGE), by=MEMBER)
    step = await begun(imports)
    for attempt in (
        imports.take(step.draft_id, 0, seen=0, by=MEMBER),
        imports.skip(step.draft_id, 0, by=MEMBER),
        imports.stop(step.draft_id, 0, by=MEMBER),
    ):
        with pytest.raises(NotPermitted):
            await attempt
    with pytest.raises(Conflict):
        await imports.take(step.draft_id, 0, seen=0, by=OTHER)


async def test_a_book_is_refused(imports: ImportService) -> None:
    with pytest.raises(InvalidInput) as caught:
        await imports.read("faq.md", page({f"No. {n}?": "x" for n in range(101)}), by=ADMIN)

    assert caught.value.problem == "too_many_passages"
