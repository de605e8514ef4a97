from datetime import date
from typing import Any

import pytest

from bot.domain.faq.entries import problems
from tests.domain.faq.builders import an_entry

ADD_ON = "It is an add-on to your other care."
REFERRAL = "You need a referral from the doctor who already treats your migraine."


def keys(**changes: Any) -> list[str]:
    return [problem.key for problem in problems(an_entry(**changes))]


def test_a_complete_entry_has_no_problems() -> None:
    assert keys() == []


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("id", {"entry_id": "Not An Id"}),
        ("id", {"entry_id": "x" * 61}),
        ("title", {"title": " "}),
        ("title", {"title": "x" * 81}),
        ("title", {"title": "This is a statement."}),
        ("ask", {"ask": ("one", "two", "three")}),
        ("ask", {"ask": ("one", "two", "three", "One ")}),
        ("ask", {"ask": ("i am a patient", "two", "three", "four")}),
        ("ask", {"ask": ("is 50 mg a lot", "two", "three", "four")}),
        ("source", {"source": ""}),
        ("source_url", {"source_url": "http://clinic.example/"}),
        ("reviewed_on", {"reviewed_on": date(2026, 1, 1)}),
        ("reviewed_on", {"reviewed_by": "Dr. Example"}),
        ("review_by", {"review_by": None}),
        (
            "review_by",
            {
                "reviewed_by": "Dr. Example",
                "reviewed_on": date(2027, 6, 1),
                "review_by": date(2027, 5, 31),
            },
        ),
        ("body", {"body": ""}),
        ("body", {"body": "Yes. " * 200}),
        ("body", {"body": "Individuals contemplating administration necessitate evaluation."}),
    ],
)
def test_each_rule_names_its_key(key: str, changes: dict[str, Any]) -> None:
    assert keys(**changes) == [key]


@pytest.mark.parametrize(
    "said",
    [
        "Our patients rest here.",
        "He committed suicide.",
        "Call 988 and press 3.",
        "It will help you.",
        "It is a miracle.",
        "This cures pain.",
        "We guarantee it.",
        "You'll be fine.",
        "It is risk-free.",
        "It is completely safe.",
        "There are no side effects.",
        "This is a revolutionary spray.",
        "It was a failed attempt.",
        "Drug abusers are sent away.",
        "Pressing three on 988.",
    ],
)
def test_words_that_blame_praise_or_promise_are_found(said: str) -> None:
    assert "body" in keys(body=said)


@pytest.mark.parametrize(
    "said",
    [
        "Take 10 mg.", "Use 0.5ml.", "Do it twice a day.", "A few sprays.", "Half a lozenge.",
        "Take two tablets.", "Six infusions in all.", "Three times daily.", "Every other day.",
        "A few uses a day.", "One hundred milligrams.", "Half a gram.",
    ],
)  # fmt: skip
def test_amounts_and_schedules_are_found(said: str) -> None:
    assert "body" in keys(body=said)


@pytest.mark.parametrize(
    "said",
    [
        "Have patience with it.", "Call 911.", "It was made in 1962.", "Stay for two hours.",
        "Two antidepressants did not help.", "We promise nothing.", "Is it safe? Ask the team.",
    ],
)  # fmt: skip
def test_harmless_words_are_not_taken_for_banned_ones(said: str) -> None:
    assert keys(body=said) == []


def test_migraine_needs_both_the_add_on_and_the_referral() -> None:
    """Facts S22 and S30 of the clinic's article: left out, an answer misleads."""
    assert keys(title="What about migraine?", body="Some people report relief.") == ["body"] * 2
    assert keys(title="What about migraine?", body=ADD_ON) == ["body"]
    assert keys(title="What about migraine?", body=REFERRAL) == ["body"]
    assert keys(title="What about migraine?", body=f"{ADD_ON} {REFERRAL}") == []


def test_a_phrasing_on_migraine_is_enough_to_need_them() -> None:
    ask = ("does it help migraines", "two", "three", "four")
    assert keys(ask=ask) == ["body"] * 2


def test_handing_over_a_migraine_question_needs_neither() -> None:
    ask = ("migraine and alcohol", "two", "three", "four")
    assert keys(ask=ask, is_covered=False, body="Please ask the care team.") == []


def test_what_always_goes_to_a_person_says_to_whom() -> None:
    assert keys(is_covered=False) == ["body"]
    assert keys(is_covered=False, body="Please call the office.") == []


def test_a_problem_says_where_what_and_what_is_allowed() -> None:
    (problem,) = problems(an_entry(ask=()))
    assert (problem.where, problem.key) == ("parking-lot", "ask")
    assert problem.found == "0 different phrasings"
    assert problem.allowed == "at least 4"
