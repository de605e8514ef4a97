import time

import pytest

from bot.domain.faq.entries import Entry
from bot.domain.faq.search import Answer, Index, NoAnswer, Offer, answer, build, search, titles
from tests.domain.faq.builders import a_small_clinic, an_entry


@pytest.fixture(scope="module")
def clinic() -> Index:
    return build(a_small_clinic())


def first(index: Index, text: str) -> str:
    return search(index, text)[0].entry.id


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("where do i park my car", "parking-lot"),
        ("newsleter", "newsletter"),
        ("do infusions make you nauseous", "nausea"),
        ("any support groups?", "groups"),
        ("will I fail a drug test", "drug-tests"),
    ],
)
def test_the_right_entry_comes_first(clinic: Index, text: str, entry: str) -> None:
    assert first(clinic, text) == entry


def test_a_match_names_the_nearest_phrasing(clinic: Index) -> None:
    assert search(clinic, "subscribe how do i")[0].phrasing == "how do i subscribe"


def test_drafts_and_retired_entries_are_never_found(clinic: Index) -> None:
    """A draft shown to a member would be an answer nobody approved."""
    assert {"secret-draft", "old-lasers"}.isdisjoint(entry.id for entry in clinic.entries)
    assert all("laser" not in match.entry.title for match in search(clinic, "lasers", limit=50))
    assert all("laser" not in title.lower() for _, title in titles(clinic, "laser"))


def test_a_question_in_the_entrys_own_words_is_answered(clinic: Index) -> None:
    found = answer(clinic, "is there a newsletter", target=0.05)
    assert isinstance(found, Answer)
    assert found.match.entry.id == "newsletter"


def test_a_topic_kept_to_people_is_handed_over_with_its_entry(clinic: Index) -> None:
    found = answer(clinic, "will i fail a drug test at work", target=0.05)
    assert isinstance(found, NoAnswer)
    assert found.topic is not None
    assert found.topic.id == "drug-tests"


@pytest.mark.parametrize(
    "text", ["", "   ", "???", "\u200b", "who won the game", "zzzz qqqq", "\U0001f600" * 50, "<@1>"]
)
def test_what_nothing_was_written_for_has_no_answer(clinic: Index, text: str) -> None:
    found = answer(clinic, text, target=0.05)
    assert isinstance(found, NoAnswer)
    assert found.topic is None


def test_an_offer_is_at_most_three_and_best_first(clinic: Index) -> None:
    found = answer(clinic, "the infusion and the group and the newsletter and parking", target=0.05)
    assert isinstance(found, Offer | NoAnswer)
    offers = [
        seen
        for entry in clinic.entries
        for ask in entry.ask
        if isinstance(seen := answer(clinic, f"{ask} or something else", target=0.01), Offer)
    ]
    assert offers
    assert all(1 <= len(offer.matches) <= 3 for offer in offers)
    assert all(
        list(offer.matches) == sorted(offer.matches, key=lambda match: -match.score)
        for offer in offers
    )


def test_a_stricter_target_answers_no_more(clinic: Index) -> None:
    texts = [ask for entry in clinic.entries for ask in entry.ask]

    def answered(target: float) -> int:
        return sum(isinstance(answer(clinic, text, target=target), Answer) for text in texts)

    assert answered(0.01) <= answered(0.05) <= answered(0.3)


def test_the_same_entries_give_the_same_index_in_any_order() -> None:
    """The gate must not move because a file system lists files another way."""
    one, other = build(a_small_clinic()), build(list(reversed(a_small_clinic())))
    assert one.gate == other.gate
    assert [e.id for e in one.entries] == [e.id for e in other.entries]


@pytest.mark.parametrize("entries", [[], [an_entry()]])
def test_too_little_content_answers_nothing_unsure(entries: list[Entry]) -> None:
    index = build(entries)
    assert isinstance(answer(index, "who is the mayor of rome", target=0.05), NoAnswer)


def test_titles_put_beginnings_first(clinic: Index) -> None:
    assert titles(clinic, "is there a n")[0] == ("newsletter", "Is there a newsletter?")
    assert titles(clinic, "Drug")[0][0] == "drug-tests"
    assert titles(clinic, "peer gr")[0][0] == "groups"
    assert titles(clinic, "queasy stomach")[0][0] == "nausea"


def test_titles_of_nothing_typed_spread_over_the_content(clinic: Index) -> None:
    assert len(titles(clinic, "")) == len(clinic.entries)
    assert titles(clinic, "", limit=2) == (
        ("drug-tests", "Drug tests"),
        ("nausea", "Can an infusion make me feel sick?"),
    )


def test_titles_never_pass_discords_limit() -> None:
    many = [an_entry(f"parking-{n}", title=f"Where is lot {n}?") for n in range(60)]
    assert len(titles(build(many), "where")) == 25
    assert len(titles(build(many), "")) == 25


def test_a_hostile_question_is_judged_as_fast_as_any(clinic: Index) -> None:
    """Four thousand characters of anything must not hold up the room."""
    texts = ["a" * 4000, "ketamine " * 444, "\u200b" * 4000, "<@1>" * 1000, "\u0627" * 4000]
    for text in texts:
        start = time.thread_time()
        answer(clinic, text, target=0.05)
        assert time.thread_time() - start < 0.2
