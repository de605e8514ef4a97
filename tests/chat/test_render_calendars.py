"""Calendar files as an admin and a member see them; the longest ones still fit into Discord."""

import pytest

from bot.chat.render import calendars as render
from bot.chat.wording.en.calendars import PROBLEM
from bot.domain.calendar import Problem, ProblemKind
from bot.domain.ids import ChannelId, DraftId
from bot.services.calendars import EVERY, ImportDraft, Taken
from bot.services.comparison import Comparison
from tests.domain.calendar.builders import a_series
from tests.house.limits import faults

LONGEST = "*" * 100


def shown(found: Comparison) -> ImportDraft:
    return ImportDraft(draft_id=DraftId(2**63 - 1), room_id=ChannelId(2**63 - 1), comparison=found)


def test_every_problem_has_words():
    assert set(PROBLEM) == set(ProblemKind)


def test_the_longest_calendar_fits_into_one_message():
    series = [a_series(uid=str(number), title=LONGEST) for number in range(50)]
    problems = [Problem(kind, LONGEST, LONGEST[:60]) for kind in ProblemKind]
    found = Comparison(
        new=series, changed=[], unchanged=999, called_off=[], over=999, problems=problems
    )

    assert faults(render.draft(shown(found), every=EVERY)) == []


@pytest.mark.parametrize(("new", "buttons"), [(0, ["Cancel"]), (1, ["Save", "Cancel"])])
def test_save_is_offered_only_where_there_is_something_to_save(new: int, buttons: list[str]):
    found = Comparison(
        new=[a_series()] * new, changed=[], unchanged=3, called_off=[], over=0, problems=[]
    )
    [row] = render.draft(shown(found), every=EVERY).rows

    assert [button.label for button in row] == buttons


def test_nothing_taken_in_says_so():
    [embed] = render.taken(Taken(new=[], changed=[], called_off=[])).embeds

    assert "nothing to change" in (embed.description or "")


def test_the_file_is_attached_and_an_empty_calendar_is_not():
    assert [file.name for file in render.exported("BEGIN:VCALENDAR").files] == ["meetings.ics"]
    assert render.exported(None).files == ()
