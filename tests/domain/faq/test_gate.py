from itertools import pairwise

import pytest

from bot.domain.faq.gate import Gate, calibrate
from bot.domain.faq.index import Held, build_index, query, rank
from tests.domain.faq.builders import a_small_clinic, an_entry


@pytest.fixture(scope="module")
def gate() -> Gate:
    return calibrate(build_index(a_small_clinic()))


def test_at_most_the_target_of_left_out_questions_would_be_answered(gate: Gate) -> None:
    """The promise that is made to the clinic, on what the gate has seen."""
    for target in (0.01, 0.05, 0.2):
        start = gate.answer_from(target)
        assert sum(seen > start for seen in gate.near) <= target * len(gate.near)
        assert sum(seen > start for seen in gate.far) <= 0.02 * len(gate.far)


def test_too_few_questions_for_a_target_answer_nothing() -> None:
    """Ten near misses cannot show that fewer than one in a hundred is answered."""
    few = Gate((0.0, 0.0, 0.0, 0.0), near=(0.1,) * 10, far=(0.1,) * 100)
    assert few.answer_from(0.01) == 1.0
    assert few.answer_from(0.2) == 0.1


def test_a_stricter_target_never_lowers_the_bar(gate: Gate) -> None:
    bars = [gate.answer_from(target) for target in (0.3, 0.1, 0.05, 0.01)]
    assert all(low <= high for low, high in pairwise(bars))


def test_buttons_are_never_harder_to_get_than_an_answer(gate: Gate) -> None:
    assert all(gate.offer_from(t) <= gate.answer_from(t) for t in (0.01, 0.05, 0.5, 0.9))


# Small talk that is like no entry.
QUIET = (0.0,) * 1000


def test_below_the_lowest_not_even_a_button_is_shown() -> None:
    gate = Gate((), near=(0.2, 0.5, 0.9), far=QUIET, lowest=0.4)
    assert gate.offer_from(0.05) == 0.4
    assert gate.offer_from(0.99) == gate.answer_from(0.99) < 0.4, "whoever may be answered is shown"


def test_what_phrasings_show_spends_a_part_of_the_target_alone() -> None:
    near = tuple(n / 100 for n in range(100))
    whole, half = Gate((), near, QUIET), Gate((), near, QUIET, spent=0.5)
    assert half.answer_from(0.2) == whole.answer_from(0.1) > whole.answer_from(0.2)
    few = Gate((), near[:4], QUIET, spent=0.5)
    assert few.answer_from(0.2) == Gate((), near[:4], QUIET).answer_from(0.2), "it closes no clinic"


def test_confidence_is_a_probability(gate: Gate) -> None:
    assert 0.0 < gate.confidence((1.0, 0.0, 0.0, 0.0)) < 0.5
    assert 0.5 < gate.confidence((1.0, 1e9, 1e9, 1e9)) <= 1.0


def test_topics_kept_to_people_count_as_handed_over(gate: Gate) -> None:
    """Landing on such a topic is no false answer, so it must not raise the bar."""
    only_kept = [an_entry(f"kept-{n}", is_covered=False) for n in range(3)]
    assert set(calibrate(build_index(only_kept)).near) == {0.0}


def test_a_phrasing_like_nothing_else_is_no_hindrance() -> None:
    lonely = an_entry(title="Qqqq", ask=("zzzz", "jjjj", "vvvv", "xxxx"), tags=(), body="1")
    assert calibrate(build_index([lonely])).answer_from(0.05) <= 1.0


def test_a_left_out_entry_is_not_found() -> None:
    index = build_index(a_small_clinic())
    number = next(n for n, entry in enumerate(index.written) if entry.entry.id == "newsletter")
    found = rank(index, query(index, "is there a newsletter"), limit=50, held=Held(number, None))
    assert number not in {one.entry for one in found}


def test_a_left_out_phrasing_is_as_if_never_written() -> None:
    """What calibration leaves out must weigh exactly as in an index built without it."""
    whole = build_index(a_small_clinic())
    number, entry = next(
        (n, one.entry) for n, one in enumerate(whole.written) if one.entry.id == "newsletter"
    )
    position = 1 + entry.ask.index("how do i subscribe")
    less = [e for e in a_small_clinic() if e.id != "newsletter"]
    less.append(
        an_entry(
            "newsletter",
            title=entry.title,
            ask=tuple(ask for ask in entry.ask if ask != "how do i subscribe"),
            tags=entry.tags,
            body=entry.body,
        )
    )
    asked = query(whole, "how do i subscribe")
    held = rank(whole, asked, limit=9, held=Held(number, position))
    rebuilt = rank(build_index(less), asked, limit=9)
    assert [one.entry for one in held] == [one.entry for one in rebuilt]
    # The lengths of entries are left as they are, which moves scores by a hair.
    assert [one.total for one in held] == pytest.approx([one.total for one in rebuilt], abs=0.05)


def test_a_large_clinic_is_searched_by_words_first() -> None:
    many = [an_entry(f"lot-{n}", title=f"Where is lot number{n}?") for n in range(320)]
    index = build_index([*many, an_entry("zebra", title="Do you keep a zebra?")])
    best = rank(index, query(index, "a zebra"), limit=1)[0]
    assert index.written[best.entry].entry.id == "zebra"
