from dataclasses import replace

import pytest

from bot.chat.render import case_records as render
from bot.domain.cases import NOTE_MAX, Action, State, Step
from bot.domain.ids import AuditId, CaseNumber, UserId
from bot.services.case_records import Exported
from bot.services.moderation import HISTORY_SHOWN, History
from tests.chat.test_render_moderation import CASE, presses, text

EMPTY = History(target_id=UserId(7), cases=[], total=0, usual=Step.WARN)
# What looks like markup grows when it is escaped.
LONGEST = replace(CASE, note="*" * NOTE_MAX, set_aside=True, entry_id=AuditId(2**63 - 1))


def a_page(page: int, total: int) -> History:
    states = [*State] * HISTORY_SHOWN
    cases = [
        replace(LONGEST, number=CaseNumber(9_000 + n), state=states[n])
        for n in range(min(HISTORY_SHOWN, total))
    ]
    return replace(EMPTY, cases=cases, total=total, page=page, in_care=True, usual=Step.TALK)


def test_a_history_without_cases_says_so_and_what_is_usual_first() -> None:
    said = text(render.history(EMPTY))
    assert "No cases so far" in said
    assert "What is usual next: a private word, or `/mod warn`. You decide." in said
    assert "/mod case edit" not in str(render.history(EMPTY).embeds[0].to_dict())


def test_a_history_advises_a_private_word_while_somebody_is_in_care() -> None:
    said = text(render.history(a_page(0, 4)))
    assert "4 cases so far. What is usual next: a private word" in said


def test_the_longest_history_fits_into_one_message() -> None:
    """Discord takes 6,000 characters in all embeds of a message (API v10, Embed Limits)."""
    said = render.history(a_page(1, 23))
    assert len(said.embeds[0]) < 6000
    for part in ("Page 2 of 3", "(not done)", "(set aside)", "Discord's own menus"):
        assert part in text(said)


@pytest.mark.parametrize(
    ("page", "total", "turns"),
    [
        (0, HISTORY_SHOWN, []),
        (0, HISTORY_SHOWN + 1, ["case:page:7:1"]),
        (1, 3 * HISTORY_SHOWN, ["case:page:7:0", "case:page:7:2"]),
        (2, 3 * HISTORY_SHOWN, ["case:page:7:1"]),
    ],
)
def test_pages_are_turned_as_far_as_there_are_any(page: int, total: int, turns: list[str]) -> None:
    assert presses(render.history(a_page(page, total))) == turns


def test_a_history_tells_of_care_that_is_under_way() -> None:
    assert "a care card about them is open" in text(render.history(a_page(0, 1)))
    assert "care card" not in text(render.history(EMPTY))


def test_one_case_is_not_called_cases() -> None:
    said = render.history(replace(EMPTY, cases=[replace(CASE, note="")], total=1))
    assert said.embeds[0].title == "1 case"
    assert "Note" not in text(said)


@pytest.mark.parametrize(("target", "about"), [(UserId(7), "<@7>"), (None, "everybody")])
def test_a_file_says_what_it_gives_away_before_it_is_made(
    target: UserId | None, about: str
) -> None:
    said = render.before_export(target, "csv")
    for part in (f"about {about}", "shows that a person belongs to this group", "do not expire"):
        assert part in text(said)
    assert presses(said) == [f"case:export:{target or 0}:csv"]
    assert said.files == ()


def test_a_file_goes_out_under_its_name() -> None:
    said = render.export(Exported(name="cases.csv", content=b"x", count=1, cut=True))
    assert [(each.name, each.content) for each in said.files] == [("cases.csv", b"x")]
    assert "There are more" in text(said)


def test_a_changed_case_says_that_what_was_said_stays() -> None:
    assert "stays as it was said" in text(render.changed(CASE))
    assert "The note is forgotten" in text(render.expired(CASE))
    for said in (render.changed(CASE), render.expired(CASE)):
        assert presses(said) == [f"case:history:{CASE.target_id}"]
    assert presses(render.changed(replace(CASE, target_id=None))) == []


@pytest.mark.parametrize(
    ("action", "runs", "ends_with"),
    [
        (Action.BAN, True, "`/mod unban` ends it"),
        (Action.TIMEOUT, True, "`/mod untimeout` ends it"),
        (Action.BAN, False, ""),
        (Action.WARN, False, ""),
    ],
)
def test_a_case_is_looked_at_before_its_note_is_forgotten(
    action: Action, runs: bool, ends_with: str
) -> None:
    said = render.before_expiry(replace(CASE, action=action), runs=runs)
    assert "This cannot be undone" in text(said)
    assert ends_with in text(said)
    assert ("The act itself goes on" in text(said)) is runs
    assert presses(said) == ["case:keep", f"case:expire:{CASE.number}"]


def test_no_file_is_made_of_nothing() -> None:
    said = render.export(Exported(name="cases.csv", content=b"case", count=0))
    assert said.files == ()
    assert "There is no case yet" in (said.content or "")
