from datetime import date

import pytest

from bot.domain.faq.entries import Entry, Status
from bot.domain.faq.lint import beside, between, overdue
from tests.domain.faq.builders import a_small_clinic, an_entry

EFFECTS = (
    "side effects of the iv",
    "iv side effects list",
    "what side effects has the iv",
    "iv effects",
)
SPRAY = (
    "side effects of the spray",
    "spray side effects list",
    "what side effects has the spray",
    "effects",
)


def wrong(*entries: Entry) -> list[tuple[str, str]]:
    return [(problem.where, problem.key) for problem in between(entries)]


def test_topics_of_their_own_are_not_mixed_up() -> None:
    assert wrong(*a_small_clinic()[:6]) == []


def test_a_phrasing_in_two_entries_is_named_with_both() -> None:
    other = an_entry(
        "bikes", title="Bicycles", ask=("Is there a LOT??", "my bike", "e-bikes", "bike racks")
    )
    (problem,) = between([an_entry(), other])
    assert (problem.where, problem.key, problem.found) == ("bikes", "ask", "Is there a LOT??")
    assert "parking-lot" in problem.allowed


def test_chat_spelling_does_not_hide_a_shared_phrasing() -> None:
    one = an_entry(ask=("wheres my appt", "b", "c", "d"))
    other = an_entry("visits", title="Visits", ask=("where's my appointment", "x", "y", "z"))
    assert wrong(one, other) == [("visits", "ask")]


def test_a_title_in_two_entries_is_named() -> None:
    other = an_entry("garage", ask=("w", "x", "y", "z"))
    assert ("garage", "title") in wrong(an_entry(), other)


def test_a_phrasing_twice_in_one_entry_is_left_to_the_entry_itself() -> None:
    assert wrong(an_entry(ask=("garage?", "garage", "b", "c", "d"))) == []


def test_two_entries_on_one_question_are_a_confusable_pair() -> None:
    """Each is nearer to the other than to itself, so the search could take either."""
    one = an_entry(
        "nausea",
        title="Feeling sick",
        ask=("upset stomach", "queasy iv", "throw up after", "puking"),
    )
    other = an_entry(
        "vomiting",
        title="Being sick",
        ask=("my stomach is upset", "iv and queasy", "throw up later", "puking a lot"),
    )
    (problem,) = between([one, other, *a_small_clinic()[:3]])
    assert (problem.where, problem.key) == ("nausea", "ask")
    assert "vomiting" in problem.found


def test_likeness_in_form_alone_is_no_confusable_pair() -> None:
    """Side effects of one thing and of another: near, yet each is nearer to itself."""
    one = an_entry("iv-effects", title="Side effects of the iv", ask=EFFECTS)
    other = an_entry("spray-effects", title="Side effects of the spray", ask=SPRAY)
    assert wrong(one, other, *a_small_clinic()[:3]) == []


@pytest.mark.parametrize(
    ("covered", "status", "pairs"),
    [
        (True, Status.APPROVED, 1),
        (True, Status.DRAFT, 1),
        (False, Status.APPROVED, 1),
        (True, Status.RETIRED, 0),
    ],
)
def test_which_pairs_are_compared(covered: bool, status: Status, pairs: int) -> None:
    ask = ("upset stomach", "queasy iv", "throw up after", "puking")
    other = ("my stomach is upset", "iv and queasy", "throw up later", "puking a lot")
    one = an_entry("nausea", title="Feeling sick", ask=ask)
    second = an_entry("vomiting", title="Being sick", ask=other, is_covered=covered, status=status)
    assert len(between([one, second, *a_small_clinic()[:3]])) == pairs


def test_a_topic_kept_to_people_may_stand_in_for_a_draft() -> None:
    ask = ("upset stomach", "queasy iv", "throw up after", "puking")
    other = ("my stomach is upset", "iv and queasy", "throw up later", "puking a lot")
    kept = an_entry("nausea", title="Feeling sick", ask=ask, is_covered=False)
    draft = an_entry("vomiting", title="Being sick", ask=other, status=Status.DRAFT)
    assert between([kept, draft, *a_small_clinic()[:3]]) == ()
    assert between([draft, kept, *a_small_clinic()[:3]]) == ()


def test_a_stand_in_may_be_asked_the_drafts_own_question_until_it_is_signed() -> None:
    kept = an_entry(
        "spray", title="The spray", ask=("nose", "up the nose", "sniff", "spritz"), is_covered=False
    )
    asked = {"title": "How does the spray act?", "ask": ("spritz", "brain", "cells", "science")}
    assert between([kept, an_entry("spray-brain", status=Status.DRAFT, **asked)]) == ()
    (problem,) = between([kept, an_entry("spray-brain", **asked)])
    assert (problem.where, problem.found) == ("spray-brain", "spritz")


def test_an_entry_past_its_review_date_is_named() -> None:
    (problem,) = overdue([an_entry()], today=date(2027, 6, 1))
    assert (problem.where, problem.key) == ("parking-lot", "review_by")
    assert "2027-05-31" in problem.found


def test_the_day_itself_is_still_in_time_and_drafts_have_no_hurry() -> None:
    assert overdue([an_entry()], today=date(2027, 5, 31)) == ()
    assert overdue([an_entry(status=Status.DRAFT)], today=date(2030, 1, 1)) == ()
    assert overdue([an_entry(review_by=None)], today=date(2030, 1, 1)) == ()


def test_beside_says_of_one_entry_what_between_says_of_all() -> None:
    bikes = an_entry(
        "bikes", title="Bicycles", ask=("Is there a LOT??", "my bike", "e-bikes", "bike racks")
    )
    one, two = an_entry("iv", title="IV", ask=EFFECTS), an_entry("nose", title="Nose", ask=SPRAY)
    everything = [*a_small_clinic(), bikes, one, two]
    named = {frozenset({each.where, each.other}) for each in between(everything)}

    assert frozenset({"bikes", "parking-lot"}) in named
    for entry in everything:
        found = beside(entry, everything)
        assert {each.where for each in found} <= {entry.id}
        assert {frozenset({entry.id, each.other}) for each in found} == {
            pair for pair in named if entry.id in pair
        }


def test_a_new_wording_is_not_held_against_the_old_one() -> None:
    assert beside(an_entry(body="We have moved. Please ask us."), [an_entry()]) == ()


def test_nothing_is_said_of_what_is_switched_off() -> None:
    off = an_entry("garage", status=Status.RETIRED)
    assert beside(off, [an_entry()]) == ()
    assert beside(an_entry(), [off]) == ()
