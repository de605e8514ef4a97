"""Cases that are looked at again: changed, set aside, taken out."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from bot.domain.cases import Reason, Step
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import CaseNumber
from bot.domain.servers import Right
from bot.services import case_records
from bot.services.case_desk import CaseDesk
from tests.fakes import ManualClock
from tests.services.moderation.wishes import MODERATOR, PERSON, TIMEOUT, WARNING, the_case

FIRST = CaseNumber(1)
ADMIN = replace(MODERATOR, rights=MODERATOR.rights | {Right.ADMINISTER})
MEMBER = replace(MODERATOR, rights=frozenset[Right]())


@pytest.fixture(autouse=True)
async def warned(desk: CaseDesk) -> None:
    """A warning, case 1."""
    await desk.moderation.propose(WARNING, by=MODERATOR)


async def test_a_case_gets_another_reason_and_note_and_its_time_begins_anew(
    desk: CaseDesk, clock: ManualClock
) -> None:
    clock.advance(timedelta(days=10))
    await desk.records.edit(FIRST, reason=Reason.ADVERTS, note="  better\nwords ", by=MODERATOR)
    case = await the_case(desk.moderation)
    assert (case.reason, case.note) == (Reason.ADVERTS, "better words")
    assert case.note_expires_at == clock() + timedelta(days=180)


async def test_a_new_reason_alone_keeps_the_note_and_its_time(
    desk: CaseDesk, clock: ManualClock
) -> None:
    before = await the_case(desk.moderation)
    clock.advance(timedelta(days=10))
    await desk.records.edit(FIRST, reason=Reason.ADVERTS, note=None, by=MODERATOR)
    assert await the_case(desk.moderation) == replace(before, reason=Reason.ADVERTS)


@pytest.mark.parametrize(
    ("note", "problem"), [(None, "nothing_to_change"), ("x" * 201, "too_long")]
)
async def test_nothing_to_change_and_too_much_are_refused(
    desk: CaseDesk, note: str | None, problem: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        await desk.records.edit(FIRST, reason=None, note=note, by=MODERATOR)
    assert told.value.problem == problem


async def test_a_case_that_is_set_aside_keeps_its_number_and_bears_on_nothing(
    desk: CaseDesk,
) -> None:
    assert (await desk.moderation.history(PERSON, by=MODERATOR)).usual is Step.SHORT_BREAK
    await desk.records.expire(FIRST, by=MODERATOR)
    history = await desk.moderation.history(PERSON, by=MODERATOR)
    [case] = history.cases
    assert (case.number, case.note, case.set_aside) == (1, "", True)
    assert history.usual is Step.WARN


async def test_a_case_is_set_aside_once_and_its_running_act_is_known(
    desk: CaseDesk, clock: ManualClock
) -> None:
    await desk.moderation.propose(TIMEOUT, by=MODERATOR)
    for number, runs in ((FIRST, False), (CaseNumber(2), True)):
        case, goes_on = await desk.records.look(number, by=MODERATOR)
        assert (case.number, goes_on) == (number, runs)
    clock.advance(timedelta(hours=1))
    assert not (await desk.records.look(CaseNumber(2), by=MODERATOR))[1]

    await desk.records.expire(FIRST, by=MODERATOR)
    for again in (desk.records.look, desk.records.expire):
        with pytest.raises(Conflict) as told:
            await again(FIRST, by=MODERATOR)
        assert told.value.what == "set_aside_already"


async def test_another_servers_case_is_not_there(desk: CaseDesk) -> None:
    for change in (
        desk.records.edit(CaseNumber(2), reason=Reason.OTHER, note=None, by=MODERATOR),
        desk.records.expire(CaseNumber(2), by=MODERATOR),
    ):
        with pytest.raises(NotFound) as told:
            await change
        assert told.value.what == "case"


async def test_members_change_and_take_out_nothing(desk: CaseDesk) -> None:
    for change in (
        desk.records.edit(FIRST, reason=Reason.OTHER, note=None, by=MEMBER),
        desk.records.expire(FIRST, by=MEMBER),
        desk.records.export(target_id=PERSON, as_csv=True, by=MEMBER),
        desk.records.export(target_id=None, as_csv=True, by=MODERATOR),
    ):
        with pytest.raises(NotPermitted):
            await change


async def test_everybodys_cases_are_for_admins(desk: CaseDesk) -> None:
    made = await desk.records.export(target_id=None, as_csv=False, by=ADMIN)
    assert (made.count, made.name) == (1, "cases-2026-03-09.json")


async def test_a_file_holds_ids_as_text_and_only_notes_that_have_not_expired(
    desk: CaseDesk, clock: ManualClock
) -> None:
    made = await desk.records.export(target_id=PERSON, as_csv=False, by=MODERATOR)
    [row] = json.loads(made.content)
    assert (row["case"], row["person"], row["note"]) == (1, str(PERSON), "Be gentle.")
    clock.advance(timedelta(days=180))
    made = await desk.records.export(target_id=PERSON, as_csv=False, by=MODERATOR)
    assert json.loads(made.content)[0]["note"] == ""


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@sum", "\tx"])
async def test_a_spreadsheet_runs_nothing_that_somebody_typed(desk: CaseDesk, note: str) -> None:
    await desk.records.edit(FIRST, reason=None, note=note, by=MODERATOR)
    made = await desk.records.export(target_id=PERSON, as_csv=True, by=MODERATOR)
    [row] = csv.DictReader(StringIO(made.content.decode("utf-8-sig")))
    assert not row["note"].startswith(case_records.FORMULA)


async def test_a_file_without_cases_is_a_table_all_the_same(desk: CaseDesk) -> None:
    made = await desk.records.export(target_id=MODERATOR.user_id, as_csv=True, by=MODERATOR)
    assert (made.count, made.content.decode("utf-8-sig")) == (0, "case\r\n")


async def test_a_file_that_is_cut_says_so(
    desk: CaseDesk, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(timedelta(minutes=2))
    await desk.moderation.propose(WARNING, by=MODERATOR)
    monkeypatch.setattr(case_records, "EXPORTED_MOST", 1)
    made = await desk.records.export(target_id=PERSON, as_csv=True, by=MODERATOR)
    assert (made.count, made.cut) == (1, True)
