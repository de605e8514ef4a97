"""Every fact the clinic was given is in an entry, or has a reason why not; none is overstated."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.domain.faq.entries import Status
from bot.services.faq_content import load
from tests.house.tree import ROOT

SHEET = ROOT.parent / "shared" / "content" / "facts.md"
TABLE = tomllib.loads(Path(__file__).with_name("faq_facts.toml").read_text("utf-8"))
RESTS_ON = {entry: frozenset(facts.split()) for entry, facts in TABLE["rests_on"].items()}
LEFT_OUT = TABLE["left_out"]
ENTRIES = {entry.id: entry for entry in load(ROOT / "config" / "content" / "faq").entries}
CARRIED = frozenset[str]().union(*RESTS_ON.values())
# A help line says how to reach a person, whoever it was read from.
HELP_LINES = {"H1", "H7", "H10"}
FACT = re.compile(r"^\| ([A-Z]\d+b?) \| (.+?) \|(.*)\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def sheet() -> dict[str, str]:
    """Return each fact's id with all that is said of it."""
    if not SHEET.is_file():
        pytest.skip(f"NOT CHECKED: {SHEET} is absent, so nobody compared entries with facts")
    return {found[1]: found[0] for found in FACT.finditer(SHEET.read_text("utf-8"))}


def test_the_table_names_every_entry_and_no_other() -> None:
    assert sorted(RESTS_ON) == sorted(ENTRIES)


def test_every_entry_rests_on_something() -> None:
    assert [entry for entry, facts in RESTS_ON.items() if not facts] == []


def test_every_fact_is_carried_or_has_a_reason_why_not(sheet: dict[str, str]) -> None:
    assert len(sheet) > 150
    assert sorted(sheet.keys() - CARRIED - LEFT_OUT.keys()) == []
    assert sorted((CARRIED | LEFT_OUT.keys()) - sheet.keys()) == []


def test_a_fact_that_is_left_out_is_in_no_entry() -> None:
    assert sorted(CARRIED & LEFT_OUT.keys()) == []
    assert [fact for fact, reason in LEFT_OUT.items() if len(reason) < 10] == []


def test_the_whole_of_the_clinics_article_is_carried(sheet: dict[str, str]) -> None:
    """By approved entries: nobody has to sign what the clinic has already published."""
    seed = {fact for fact in sheet if fact.startswith("S")}
    approved = {i for i, entry in ENTRIES.items() if entry.status is Status.APPROVED}

    assert len(seed) == 43
    assert seed - frozenset[str]().union(*(RESTS_ON[i] for i in approved)) == set()


def test_what_is_approved_rests_on_the_article_alone() -> None:
    other = {
        i: sorted(fact for fact in RESTS_ON[i] if not fact.startswith("S"))
        for i, entry in ENTRIES.items()
        if entry.status is Status.APPROVED
    }
    kept = {i for i, entry in ENTRIES.items() if not entry.is_covered}

    assert {i: facts for i, facts in other.items() if facts and i not in kept} == {}
    assert {i for i, facts in other.items() if not HELP_LINES.issuperset(facts)} == set()


def test_what_must_not_reach_members_is_in_no_entry(sheet: dict[str, str]) -> None:
    """But for the doctor's quote without its number, which is the clinic's own."""
    kept_back = {fact for fact, said in sheet.items() if "[NO-BOT]" in said}

    assert kept_back >= {"S6", "P33", "I4", "M14", "N6"}
    assert kept_back & CARRIED == {"S6"}


def test_what_is_only_general_knowledge_is_never_approved(sheet: dict[str, str]) -> None:
    loose = {fact for fact, said in sheet.items() if re.search(r"\| GK\b[^|]*\|$", said)}
    resting = {i for i, facts in RESTS_ON.items() if facts & loose}

    assert {"P15b", "I2", "G16", "C8"} <= loose
    assert [i for i in resting if ENTRIES[i].status is not Status.DRAFT] == []


def test_every_entry_on_migraine_rests_on_the_add_on_and_the_referral() -> None:
    about = [i for i in RESTS_ON if i.startswith("migraine-")]

    assert len(about) > 15
    assert [i for i in about if not {"S22", "S30"} <= RESTS_ON[i]] == []
