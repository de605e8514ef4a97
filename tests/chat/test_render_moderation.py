from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from discord.ui import Label, Select, TextInput

from bot.chat.render import moderation as render
from bot.chat.render.said import Press, Said
from bot.domain.cases import (
    DELETIONS,
    LENGTHS,
    ON_ROOMS,
    Action,
    Case,
    Proposal,
    Reached,
    Reason,
    State,
    Step,
)
from bot.domain.ids import CaseNumber, ChannelId, DraftId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import CaseLetter, CaseLine
from bot.services.casework import Done, NotDone, Unwritten
from bot.services.moderation import AskFirst

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
LETTERS = ["warn", "timeout", "hide", "hide_unkept", "kick", "ban"]


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
        "988" if action in {"kick", "ban"} else "/support now",
        "Case 12",
    ):
        assert part in text(said)


def test_a_letter_to_somebody_who_leaves_names_no_command_that_they_cannot_use() -> None:
    assert "/support" not in text(render.case_letter(replace(LETTER, action="ban"), KEY))


def test_a_letter_says_when_a_ban_ends() -> None:
    assert "<t:1773057600:F>" in text(render.case_letter(replace(LETTER, action="ban"), KEY))
    for_good = render.case_letter(replace(LETTER, action="ban", until=None), KEY)
    assert "<t:" not in text(for_good)


@pytest.mark.parametrize(
    ("action", "says"),
    [("untimeout", "you can write again"), ("undone", "Nothing was done")],
)
def test_good_news_gives_no_reason(action: str, says: str) -> None:
    said = text(render.case_letter(replace(LETTER, action=action), KEY))
    assert says in said
    assert "What it is about" not in said


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


PROPOSAL = Proposal(
    guild_id=GuildId(1), action=Action.TIMEOUT, reason=Reason.UNKIND, target_id=UserId(7)
)
ASKED = AskFirst(
    draft_id=DraftId(3), proposal=PROPOSAL, in_care=True, usual=Step.SHORT_BREAK, total=1
)


def test_a_care_card_makes_leaving_it_the_first_choice() -> None:
    said = render.result(ASKED)
    assert "This person may be having a hard time" in text(said)
    assert "A care card about <@7> is open, or is less than a day old." in text(said)
    assert presses(said) == ["case:leave:3", "case:go_on:3"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"action": Action.KICK}, "**Remove <@7> from the server.**"),
        ({"action": Action.BAN}, "For good, until somebody lifts it"),
        ({"action": Action.BAN, "length": timedelta(days=30)}, "For 30 days, then I lift it"),
        ({"action": Action.BAN}, "What they wrote stays"),
        ({"action": Action.BAN, "delete_seconds": 86400}, "in the last day, for everybody"),
        ({"action": Action.KICK}, "They get a kind note in private first"),
        ({"action": Action.KICK, "note": "a *kind* word"}, r"a \*kind\* word"),
    ],
)
def test_what_cannot_be_undone_is_shown_before_it_is_done(
    changes: dict[str, Any], says: str
) -> None:
    said = render.result(replace(ASKED, in_care=False, proposal=replace(PROPOSAL, **changes)))
    assert says in text(said)
    assert "care card" not in text(said)
    assert "Words that may have hurt somebody" in text(said)


def test_what_is_usual_next_is_said_and_a_human_decides() -> None:
    said = text(render.result(replace(ASKED, in_care=False)))
    assert "1 case so far. What is usual next: a short break with `/mod timeout`, an" in said
    assert "You decide." in said


def test_nothing_harder_than_a_private_word_is_usual_while_somebody_is_in_care() -> None:
    said = text(render.result(ASKED))
    assert "1 case so far. What is usual next: a private word" in said
    assert "/mod timeout" not in said


@pytest.mark.parametrize("seconds", [int(each.total_seconds()) for each in DELETIONS])
def test_every_choice_of_what_a_ban_removes_has_words(seconds: int) -> None:
    proposal = replace(PROPOSAL, action=Action.BAN, delete_seconds=seconds)
    assert text(render.result(replace(ASKED, proposal=proposal)))
    assert seconds in [value for _, value in render.deletions()]


def test_a_second_letter_that_nothing_was_done_is_said_to_the_moderator() -> None:
    said = text(render.result(NotDone(number=CaseNumber(12), took_back=True)))
    assert "I have written to them that nothing was done" in said
    assert "nobody was told" not in said


@pytest.mark.parametrize("action", [Action.NOTE, Action.UNBAN])
def test_what_nobody_is_told_of_does_not_say_that_it_failed(action: Action) -> None:
    case = replace(CASE, action=action, until=None)
    said = text(render.result(Done(case=case, told=Reached.NO, line=Reached.YES)))
    assert "could not be told" not in said


def test_a_long_break_says_that_it_is_set_anew() -> None:
    case = replace(CASE, until=CASE.created_at + timedelta(days=60))
    said = text(render.result(Done(case=case, told=Reached.YES, line=Reached.YES)))
    assert "28 days at most" in said


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
