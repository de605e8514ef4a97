"""A change of a meeting: shown whole, and asked which dates it is for."""

from dataclasses import replace

from bot.chat.render import editing as render
from bot.domain.errors import InvalidInput
from bot.domain.ids import DraftId
from bot.domain.meetings import held, outlook
from bot.domain.series import Edit
from bot.services.editing import EditDraft
from tests.chat.test_render_meetings import FIRST, NOW, TYPED, a_meeting, a_proposal, presses, text
from tests.house.limits import faults


def a_draft(*, may_be_one: bool = True, wrong: bool = False, title: str = "Circle") -> EditDraft:
    proposal = a_proposal(title=title, time="8 pm")
    read = (proposal, outlook(proposal.when, now=NOW))
    meeting = a_meeting()
    return EditDraft(
        draft_id=DraftId(3),
        meeting=meeting,
        which=next(held(meeting, after=NOW)),
        edit=Edit(entry=TYPED, keeps_rule=True),
        read=InvalidInput("Time", "time_unreadable") if wrong else read,
        may_be_one=may_be_one,
    )


def buttons(draft: EditDraft) -> list[tuple[str, str]]:
    return [(each.label, each.custom_id("")) for each in presses(render.question(draft))]


def test_change_of_the_time_can_be_for_one_date_or_for_all_after_it() -> None:
    said = text(render.question(a_draft()))
    assert "Please check the change: Circle" in said
    assert "8 pm" in said
    stamp = int(FIRST.timestamp())
    begins = f"begins with the date on <t:{stamp}:F> (Tuesday, February 24, 7 pm there)."
    assert begins in said
    assert "Nothing is saved yet" in said
    assert buttons(a_draft()) == [
        ("Only this date", "edit:one:3"),
        ("This date and all after it", "edit:rest:3"),
        ("Change what I typed", "edit:change:3"),
        ("Cancel", "edit:cancel:3"),
    ]


def test_any_other_change_is_for_all_after_it_and_says_why() -> None:
    draft = a_draft(may_be_one=False)
    assert "A single date can have another day and time." in text(render.question(draft))
    assert "edit:one:3" not in dict(buttons(draft)).values()
    assert dict(buttons(draft))["This date and all after it"] == "edit:rest:3"


def test_what_cannot_be_used_is_kept_and_can_only_be_changed_or_given_up() -> None:
    draft = a_draft(wrong=True)
    said = text(render.question(draft))
    assert "I cannot read that as a time." in said
    assert "What you typed is kept." in said
    assert [name for _, name in buttons(draft)] == ["edit:change:3", "edit:cancel:3"]


def test_made_change_names_the_next_date_and_escapes_the_title() -> None:
    said = text(render.changed(replace(a_meeting(), title="_Circle_"), FIRST))
    assert f"**\\_Circle\\_** is changed. It is next held on <t:{int(FIRST.timestamp())}:F>" in said


def test_the_longest_change_fits() -> None:
    assert faults(render.question(a_draft(may_be_one=False, title="*" * 100))) == []
