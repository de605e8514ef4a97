from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from discord.ui import Label, Select, TextInput

from bot.chat.render import moderation as render
from bot.chat.render.said import Press, Said
from bot.domain.cases import LENGTHS, ON_ROOMS, Action, Case, Reached, Reason, State
from bot.domain.ids import CaseNumber, ChannelId, DraftId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import CaseLetter, CaseLine
from bot.services.casework import Done, NotDone, Unwritten
from bot.services.moderation import CareFirst, History

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
KEY = "0123456789abcdef01234567"
LINE = CaseLine(
    number=CaseNumber(12),
    action="timeout",
    target_id=UserId(7),
    moderator_id=UserId(5),
    reason="unkind",
    note="Be *gentle*.",
    until=NOON,
    channel_id=ChannelId(30),
)
LETTER = CaseLetter(
    number=CaseNumber(12),
    action="warn",
    server="Evening Circle",
    reason="unkind",
    note="Be gentle.",
    guild_id=GuildId(1),
    until=NOON,
    channel_id=ChannelId(30),
)
CASE = Case(
    guild_id=GuildId(1),
    number=CaseNumber(12),
    action=Action.TIMEOUT,
    state=State.DONE,
    target_id=UserId(7),
    moderator_id=UserId(5),
    reason=Reason.UNKIND,
    note="x" * 200,
    note_expires_at=NOON + timedelta(days=180),
    created_at=NOON,
    until=NOON,
)
LETTERS = ["warn", "timeout", "hide", "hide_unkept"]


def text(said: Said) -> str:
    parts = [said.content or ""]
    for embed in said.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join(parts)


def presses(said: Said) -> list[str]:
    return [
        item.custom_id(said.key) for row in said.rows for item in row if isinstance(item, Press)
    ]


def test_a_line_carries_its_key_in_the_history_button() -> None:
    """A read-back after a crash finds the line by it."""
    assert presses(render.case_line(LINE, KEY)) == [f"case:history:7~{KEY}"]


def test_a_letter_carries_its_key_in_the_button_to_staff() -> None:
    assert presses(render.case_letter(LETTER, KEY)) == [f"staff:talk:1~{KEY}"]


def test_a_line_about_a_room_names_who_did_it_and_leads_to_nobodys_history() -> None:
    said = render.case_line(replace(LINE, action="pause", target_id=None), KEY)
    for part in ("Case 12: paused room", "<#30>", "<@5>", KEY):
        assert part in text(said)
    assert presses(said) == []


@pytest.mark.parametrize("action", sorted(set(Action) - ON_ROOMS))
def test_a_line_says_who_did_what_and_why_and_rings_nobody(action: Action) -> None:
    said = render.case_line(replace(LINE, action=action.value), KEY)
    for part in ("Case 12", "<@7>", "<@5>", "Words that may have hurt somebody"):
        assert part in text(said)
    assert said.rings.to_dict() == {"parse": []}


def test_a_line_says_when_a_timeout_ends_in_the_readers_own_time() -> None:
    assert "<t:1773057600:F>" in text(render.case_line(LINE, KEY))


def test_a_line_shows_a_note_as_it_was_typed() -> None:
    assert r"Be \*gentle\*." in text(render.case_line(LINE, KEY))


@pytest.mark.parametrize("told", [True, False])
def test_a_line_says_when_the_person_could_not_be_told(*, told: bool) -> None:
    said = render.case_line(replace(LINE, told=told), KEY)
    assert ("could not be told by direct message" in text(said)) is not told


@pytest.mark.parametrize("action", LETTERS)
def test_every_letter_says_what_it_is_about_and_how_to_talk_to_staff(action: str) -> None:
    said = render.case_letter(replace(LETTER, action=action), KEY)
    for part in (
        "Evening Circle",
        "Words that may have hurt somebody",
        "Be gentle.",
        "Talk to staff",
        "/support now",
        "Case 12",
    ):
        assert part in text(said)


@pytest.mark.parametrize("action", LETTERS)
def test_no_letter_threatens_or_names_the_moderator(action: str) -> None:
    words = text(render.case_letter(replace(LETTER, action=action), KEY)).lower()
    for word in ("strike", "punish", "violat", "rule", "patient", "ban", "<@"):
        assert word not in words


def test_a_writer_is_told_whether_anything_was_kept_for_staff() -> None:
    kept = text(render.case_letter(replace(LETTER, action="hide"), KEY))
    unkept = text(render.case_letter(replace(LETTER, action="hide_unkept"), KEY))
    assert "Staff may still see what it said" in kept
    assert "Nothing of what it said was kept for staff" in unkept
    assert "Staff may still see" not in unkept


def test_a_letter_from_a_server_without_a_name_still_reads() -> None:
    assert "moderators of the group" in text(render.case_letter(replace(LETTER, server=""), KEY))


def test_hidden_words_are_on_the_card_for_staff() -> None:
    message = Heard(
        guild_id=GuildId(1),
        channel_id=ChannelId(30),
        message_id=MessageId(44),
        author_id=UserId(7),
        text="his address is 12 Elm Street",
        at=NOON,
    )
    assert "12 Elm Street" in text(render.hidden(CASE, message))
    assert "no words" in text(render.hidden(CASE, replace(message, text="")))


@pytest.mark.parametrize(
    ("told", "line", "kept", "says"),
    [
        (Reached.YES, Reached.YES, True, "kind note"),
        (Reached.NO, Reached.YES, True, "could not be told by direct message"),
        (Reached.LATER, Reached.YES, True, "will follow"),
        (Reached.YES, Reached.NO, True, "could not post a line in the staff room"),
        (Reached.YES, Reached.LATER, True, "line in the staff room will follow"),
        (Reached.YES, Reached.YES, False, "nothing of it was kept. The writer has been told"),
        (Reached.NO, Reached.NO, False, "nothing of it was kept."),
    ],
)
def test_a_moderator_learns_what_arrived_and_what_did_not(
    told: Reached, line: Reached, says: str, *, kept: bool
) -> None:
    said = render.result(Done(case=CASE, told=told, line=line, kept=kept))
    assert "Case 12" in text(said)
    assert says in text(said)
    assert not (told is Reached.NO and "has been told" in text(said))


def test_what_was_not_done_is_called_so() -> None:
    assert "Not done" in text(render.result(NotDone()))
    assert "Case 12 is marked" in text(render.result(NotDone(number=CaseNumber(12))))


@pytest.mark.parametrize("action", sorted(set(Action) - ON_ROOMS))
def test_what_was_not_written_down_is_not_called_undone(action: Action) -> None:
    said = text(render.result(Unwritten(case=replace(CASE, action=action))))
    assert ("It was done" in said) is (action is not Action.WARN)
    assert "/mod history" in said


def test_a_care_card_makes_leaving_it_the_first_choice() -> None:
    what = CareFirst(draft_id=DraftId(3), target_id=UserId(7), action=Action.TIMEOUT)
    said = render.result(what)
    assert "This person has an open care card" in text(said)
    assert presses(said) == ["case:leave:3", "case:go_on:3"]


def test_a_history_without_cases_says_so() -> None:
    assert "no cases" in text(render.history(History(target_id=UserId(7), cases=[], total=0)))


def test_the_longest_history_fits_into_one_message() -> None:
    """Discord takes 6,000 characters in all embeds of a message (API v10, Embed Limits)."""
    states = [*State] * 4
    cases = [replace(CASE, number=CaseNumber(9_000 + n), state=states[n]) for n in range(10)]
    said = render.history(History(target_id=UserId(7), cases=cases, total=23))
    assert len(said.embeds[0]) < 6000
    assert "newest 10 of 23" in text(said)
    assert "(not done)" in text(said)
    assert "x" * 200 in text(said)


def test_one_case_is_not_called_cases() -> None:
    said = render.history(History(target_id=UserId(7), cases=[replace(CASE, note="")], total=1))
    assert said.embeds[0].title == "1 case"
    assert "Note" not in text(said)


def test_the_audit_log_learns_the_case_and_the_short_reason_only() -> None:
    assert render.audit_reason(CASE) == "case 12: words that may have hurt somebody"


async def test_the_form_names_its_message_and_asks_for_the_short_list() -> None:
    form = render.hide_form(ChannelId(2**63), MessageId(2**63))
    assert form.custom_id == f"case:hide_form:{2**63}:{2**63}"
    assert len(form.custom_id) <= 100
    fields = [label.component for label in form.children if isinstance(label, Label)]
    reason, note = fields
    assert isinstance(reason, Select)
    assert [option.value for option in reason.options] == [reason.value for reason in Reason]
    assert isinstance(note, TextInput)
    assert (note.max_length, note.required) == (200, False)


def test_every_length_has_a_name() -> None:
    assert [minutes for _, minutes in render.lengths()] == [
        length // timedelta(minutes=1) for length in LENGTHS
    ]
