"""The clinic's answers as staff see them; the longest of each still fits into Discord."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from discord.ui import Label, TextInput

from bot.chat.render import entry_changes, imports
from bot.chat.render import library as render
from bot.chat.wording.en import library as words
from bot.domain.errors import InvalidInput
from bot.domain.faq.entries import EntryId, Problem, Status
from bot.domain.faq.library import BODY_MAX, ChangeKind, Kept, Version
from bot.domain.ids import DraftId, UserId
from bot.services.entry_forms import NEW, Clash, Form, FormKind, Unsaved
from bot.services.imports import Finished, Step
from bot.services.library import MISSED, Checked, Gap
from bot.services.review import Stop
from tests.house.limits import faults
from tests.services.library_builders import PARKING, an_entry

BIG = 2**63 - 1
VERSION = 1_000_000
LONGEST = an_entry(
    "x" * 60,
    title="*" * 80,
    ask=tuple("*" * 300 + str(number) for number in range(9)),
    body="*" * BODY_MAX,
    source="*" * 300,
    source_url="https://clinic.example/" + "x" * 500,
    reviewed_by="*" * 80,
    status=Status.DRAFT,
)
PROBLEMS = [Problem(where="x", key="body", found="*" * 60, allowed="*" * 60)] * 20
AGAINST = Checked(
    problems=PROBLEMS, mixed_up={"*" * 78 + str(number): ["*" * 90] * 9 for number in range(9)}
)
MANY = [
    Kept(latest=replace(LONGEST, id=EntryId(f"{n:060}")), version=VERSION, live=PARKING)
    for n in range(63)
]
THEN = datetime(2026, 3, 9, tzinfo=UTC)
VERSIONS = [
    Version(entry=LONGEST, number=number, kind=ChangeKind.EDITED, by=UserId(BIG), at=THEN)
    for number in range(30, 0, -1)
]


def text(said: render.Said) -> str:
    [embed] = said.embeds
    fields = [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join([embed.title or "", embed.description or "", *fields])


def labels(said: render.Said) -> list[str]:
    return [button.label for row in said.rows for button in row]


def test_the_longest_of_everything_fits_into_one_message() -> None:
    pending = MANY[0]
    step = Step(
        draft_id=DraftId(BIG),
        number=99,
        total=100,
        existing=pending,
        after=replace(LONGEST, body="_" * BODY_MAX),
        unchanged=99,
        is_stale=True,
    )
    clash = Clash(theirs=VERSIONS[0], before=PARKING)
    titles = ["*" * 200] * 100
    said = {
        "entry": render.entry(pending, AGAINST, title=words.SAVED_DRAFT),
        "list": render.listing(MANY, MANY, status="retired", page=3),
        "due": render.due(MANY, today=date(2030, 1, 1), page=0),
        "stop": render.stop(
            Stop(entry=pending, checked=AGAINST, left=999, reviewer="*" * 80), before=pending
        ),
        "stop that may be signed": render.stop(
            Stop(entry=pending, checked=Checked(), left=999, reviewer="*" * 80)
        ),
        "clash": entry_changes.unsaved(Unsaved(draft_id=DraftId(BIG), why=clash, seen=VERSION)),
        "history": entry_changes.history(pending, VERSIONS, is_shipped=True),
        "version": entry_changes.version(pending, VERSION, PARKING),
        "gaps": entry_changes.gaps(
            [Gap(nearest=LONGEST, outcomes=dict.fromkeys(MISSED, BIG))] * 99
        ),
        "step": imports.step(step),
        "new": imports.step(replace(step, existing=None, is_stale=False)),
        "finished": imports.finished(
            Finished(taken=titles, skipped=100, unchanged=100, gone=titles)
        ),
    }

    assert {name: faults(each) for name, each in said.items() if faults(each)} == {}


def test_an_entry_with_problems_cannot_be_approved_from_its_card() -> None:
    found = Kept(latest=PARKING, version=1, live=PARKING)

    assert "Approve" in labels(render.entry(found, Checked()))
    assert "Approve" not in labels(render.entry(found, AGAINST))
    assert words.TO_MEND in text(render.entry(found, AGAINST))


def test_a_card_names_what_it_could_be_mixed_up_with_and_can_still_be_approved() -> None:
    found = Kept(latest=PARKING, version=1, live=PARKING)
    near = Checked(mixed_up={"Is there a *garage*?": [], "Bikes": ["any spot", "a lot"]})
    said = render.entry(found, near)

    assert "**Is there a \\*garage\\*?**, which is asked in much the same words" in text(said)
    assert "**Bikes**: both are asked “any spot”, “a lot”" in text(said)
    assert "Approve" in labels(said)
    off = replace(found, latest=replace(PARKING, status=Status.RETIRED))
    assert words.ALIKE not in text(render.entry(off, near))


def test_the_way_through_the_answers_offers_the_name_given_last() -> None:
    found = Kept(latest=PARKING, version=3, live=PARKING)
    first = render.stop(Stop(entry=found, checked=Checked(), left=2, reviewer=""))
    later = render.stop(Stop(entry=found, checked=Checked(), left=1, reviewer="Dr. Lee"))
    wrong = render.stop(Stop(entry=found, checked=AGAINST, left=1, reviewer="Dr. Lee"))

    assert labels(first) == ["Approve", "Edit", "Switch off", "Later"]
    assert labels(later) == ["Sign: Dr. Lee", "Another name", "Edit", "Switch off", "Later"]
    assert labels(wrong) == ["Edit", "Switch off", "Later"], "what has to be mended is not signed"
    assert (first.content or "").startswith("2 answers to go")


def test_the_end_of_the_way_says_what_was_done_last() -> None:
    signed = Kept(latest=PARKING, version=3, live=PARKING)
    off = Kept(latest=replace(PARKING, status=Status.RETIRED), version=4, live=None)

    assert "is signed by Dr. Lee" in (render.stop(None, before=signed).content or "")
    assert "is off" in (render.stop(None, before=off).content or "")
    assert words.REVIEW_NONE in text(render.stop(None))


def test_a_saved_card_leads_on_to_what_is_left() -> None:
    found = Kept(latest=PARKING, version=1, live=PARKING)

    assert labels(entry_changes.saved(found, Checked(due=7)))[-1] == "Next to look at (7 left)"
    assert labels(entry_changes.saved(found, Checked()))[-1] == "History"


def test_a_card_says_what_members_read() -> None:
    draft = replace(PARKING, status=Status.DRAFT)
    for live, said in (
        (draft, words.MEMBERS_READ),
        (PARKING, words.MEMBERS_READ_OLDER),
        (None, words.NOBODY_READS),
    ):
        assert said in text(render.entry(Kept(latest=draft, version=1, live=live), Checked()))


def test_pages_turn_as_far_as_there_are_entries() -> None:
    def shown(page: int, count: int = 21) -> list[str]:
        entries = [
            Kept(latest=an_entry(f"e{number}"), version=0, live=None) for number in range(count)
        ]
        return labels(render.listing(entries, entries, status="every", page=page))

    assert shown(0) == [*map(str, range(1, 11)), "More"]
    assert shown(1) == [*map(str, range(11, 21)), "Earlier", "More"]
    assert shown(2) == shown(99) == ["21", "Earlier"]
    assert shown(0, 0) == []


def test_small_counts_point_at_nobody() -> None:
    gaps = [Gap(nearest=None, outcomes={"none": 4, "offer": 5})]

    assert "no answer: fewer than 5, only guesses to pick from: 5" in text(entry_changes.gaps(gaps))
    assert words.GAPS_NONE in text(entry_changes.gaps([]))


def test_a_clash_shows_the_others_change_in_words() -> None:
    theirs = replace(VERSIONS[0], entry=replace(PARKING, body="Please walk."))
    clash = Clash(theirs=theirs, before=PARKING)
    said = entry_changes.unsaved(Unsaved(draft_id=DraftId(1), why=clash, seen=2))

    assert f"<@{BIG}>" in text(said)
    assert f"Was:\n> {PARKING.body}\nBecomes:\n> Please walk." in text(said)
    assert labels(said) == ["Change what I typed", "Give up"]
    left = replace(clash, theirs=replace(theirs, by=None))
    gone = entry_changes.unsaved(Unsaved(draft_id=DraftId(1), why=left, seen=2))
    assert "somebody who left" in text(gone)


def test_a_wrong_field_is_named_and_nothing_is_lost() -> None:
    why = InvalidInput("Review by", "date_unreadable", "12 March")
    said = entry_changes.unsaved(Unsaved(draft_id=DraftId(1), why=why, seen=2))

    assert "**Review by**" in text(said)
    assert (said.embeds[0].footer.text or "").startswith("I keep what you typed")


def test_nothing_to_review_and_nothing_new_say_so() -> None:
    assert words.REVIEW_NONE in text(render.due([], today=date(2026, 3, 9), page=0))
    nothing = imports.finished(Finished(taken=[], skipped=0, unchanged=3, gone=[]))
    assert "Nothing on it is new" in text(nothing)
    same = Kept(latest=PARKING, version=3, live=PARKING)
    assert words.SAME in text(entry_changes.version(same, 1, PARKING))
    assert words.NEVER_CHANGED in text(entry_changes.history(same, [], is_shipped=False))


def test_an_overdue_entry_says_so() -> None:
    found = [Kept(latest=PARKING, version=0, live=PARKING)]

    assert "overdue since" in text(render.due(found, today=date(2027, 1, 6), page=0))
    assert "review by" in text(render.due(found, today=date(2027, 1, 5), page=0))


@pytest.mark.parametrize(
    ("form", "custom_id"),
    [
        (Form(kind=FormKind.EDIT, entry_id=NEW, seen=0, values={}), "entry:new"),
        (Form(kind=FormKind.EDIT, entry_id=PARKING.id, seen=3, values={}), "entry:write:parking:3"),
        (Form(kind=FormKind.SIGN, entry_id=PARKING.id, seen=3, values={}), "entry:sign:parking:3"),
    ],
)
def test_a_form_says_what_it_is_for(form: Form, custom_id: str) -> None:
    assert render.form(form).custom_id == custom_id
    again = render.form(replace(form, draft_id=DraftId(9), seen=4))
    assert again.custom_id == "entry:retyped:9:4"


def test_a_form_holds_what_was_typed() -> None:
    typed = {"title": "A?", "ask": "b\nc", "body": "d", "source": "e", "review_by": "f"}
    form = render.form(Form(kind=FormKind.EDIT, entry_id=EntryId("a"), seen=0, values=typed))
    inputs = [item.component for item in form.children if isinstance(item, Label)]

    assert {i.custom_id: i.default for i in inputs if isinstance(i, TextInput)} == typed


def test_ways_to_ask_are_shown_whole_and_the_rest_is_counted() -> None:
    ways = tuple(f"{'x' * 96}{number:02}" for number in range(10))
    entry = replace(PARKING, ask=ways)
    shown = text(render.entry(Kept(latest=entry, version=VERSION, live=entry), Checked()))
    assert ways[1] in shown
    assert "xx…" not in shown
    assert words.and_more(10 - sum(way in shown for way in ways)) in shown
    few = replace(PARKING, ask=ways[:2])
    assert "more" not in text(render.entry(Kept(latest=few, version=VERSION, live=few), Checked()))
