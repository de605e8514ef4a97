"""What staff read about the clinic's own answers."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.domain.faq.entries import Status
from bot.domain.faq.library import ChangeKind

LIST_TITLE: Final = "Your answers"
NONE_LISTED: Final = "No answer is like that."
LIST_HINT: Final = "Press a number to open an answer."
EARLIER: Final = "Earlier"
MORE: Final = "More"
MARK: Final = {Status.APPROVED: "✓ approved", Status.DRAFT: "✎ draft", Status.RETIRED: "✗ off"}
CHANGED_SINCE: Final = "✓ approved, ✎ newer draft waiting"
TO_A_PERSON: Final = "always goes to a person"
UNSIGNED: Final = "not signed by a clinician"

ASK: Final = "Other ways to ask it"
STANDING: Final = "Where it stands"
SOURCE: Final = "Where this comes from"
TO_MEND: Final = "To mend before it can be approved"
ALIKE: Final = "Could be mixed up with"
ALIKE_HINT: Final = "Other words for each keep them apart, or make one answer of the two."
NOTHING: Final = "None yet."
NOBODY_READS: Final = "Members do not see this."
MEMBERS_READ: Final = "Members see this."
MEMBERS_READ_OLDER: Final = "Members see the approved answer until you approve this one."
EDIT: Final = "Edit"
APPROVE: Final = "Approve"
SWITCH_OFF: Final = "Switch off"
HISTORY: Final = "History"
ANSWER_IT: Final = "Let me answer this"
TO_PERSON: Final = "Always to a person"

EDIT_TITLE: Final = "An answer for members"
ASK_HINT: Final = "One way to ask it on each line; at least four"
BODY_HINT: Final = "Short, plain and kind. Names no dose."
SOURCE_HINT: Final = "The page, leaflet or person it comes from"
DATE_HINT: Final = "For example 2027-05-31"
SIGN_TITLE: Final = "Approve this answer"
REVIEWER: Final = "Which clinician reviewed the wording?"
REVIEWER_HINT: Final = "The name that members will see"

SAVED_DRAFT: Final = "Saved as a draft"
SAVED_LIVE: Final = "Saved"
SWITCHED_OFF: Final = "Switched off"
CHANGE: Final = "Change what I typed"
GIVE_UP: Final = "Give up"
GIVEN_UP: Final = "What you typed is gone. Nothing was saved."
NOT_SAVED_TITLE: Final = "Not saved yet"
KEPT_AN_HOUR: Final = "I keep what you typed for one hour."
CLASH_TITLE: Final = "Somebody was faster"
CLASH_HINT: Final = (
    "Nothing was overwritten. To save yours over it, press **Change what I typed**, take over "
    "what you want to keep, and send it."
)

REVIEW_TITLE: Final = "Answers to look at"
ONE_BY_ONE: Final = "Go through them one by one"
SIGN_OTHER: Final = "Another name"
REVIEW_NONE: Final = "Nothing is due, and a clinician has signed every answer."
HISTORY_TITLE: Final = "History"
SHIPPED: Final = "as it came with Waymark"
RESTORE: Final = "Go back to this"
SAME: Final = "It reads the same as now."
DIFFERENT: Final = "Going back would change this:"
HISTORY_HINT: Final = "Press a number to see what going back to it would change."
NEVER_CHANGED: Final = "Nobody has changed it yet."
WAS: Final = "Was:"
BECOMES: Final = "Becomes:"
NOBODY: Final = "nothing"
SOMEBODY: Final = "somebody who left"

GAPS_TITLE: Final = "What people asked and did not find"
GAPS_NONE: Final = "Nothing in the last 30 days."
GAPS_HINT: Final = (
    "The last 30 days, by the answer that came nearest. I keep counts, never the questions and "
    "never who asked."
)
NOTHING_NEAR: Final = "Far from every answer"
FEWER: Final = "fewer than 5"
OUTCOME: Final = {
    "none": "no answer",
    "offer": "only guesses to pick from",
    "not_asked": "pressed “not what I asked”",
}

EXPORT_NAME: Final = "answers.zip"
EXPORTED: Final = (
    "Here are all answers as Markdown files. Put them into `config/content/faq` and they are what "
    "I start with."
)

DONE: Final = {
    ChangeKind.WRITTEN: "written",
    ChangeKind.EDITED: "edited",
    ChangeKind.IMPORTED: "imported",
    ChangeKind.APPROVED: "approved",
    ChangeKind.RETIRED: "switched off",
    ChangeKind.RESTORED: "brought back",
}


def and_more(number: int) -> str:
    """Say how many more there are than are shown."""
    return f"and {number} more"


def counts(approved: int, drafts: int, retired: int) -> str:
    """Say how many answers there are of each kind."""
    return f"✓ {approved} approved · ✎ {drafts} waiting for approval · ✗ {retired} off"


def page(number: int, pages: int) -> str:
    """Say which page this is."""
    return f"Page {number} of {pages}"


def reviewed(by: str | None, on: date | None) -> str:
    """Say who signed an answer, or that nobody has."""
    return UNSIGNED if by is None or on is None else f"signed by {by} on {day(on)}"


def review_by(on: date) -> str:
    """Say until when it need not be looked at."""
    return f"review by {day(on)}"


def overdue(on: date) -> str:
    """Say since when it should have been looked at."""
    return f"**overdue since {day(on)}**"


def day(on: date) -> str:
    """Say a date."""
    return f"{on:%b} {on.day}, {on.year}"


def problem(label: str, found: str, allowed: str) -> str:
    """Say what is wrong with one part of an answer, and what would be right."""
    return f"**{label}**: {found}. Needed: {allowed}."


def alike(title: str, shared: Sequence[str]) -> str:
    """Say which answer another could be taken for, and which ways to ask both have."""
    if not shared:
        return f"**{title}**, which is asked in much the same words"
    return f"**{title}**: both are asked “{'”, “'.join(shared)}”"


def in_place(label: str, was: str, becomes: str) -> str:
    """Say what one short part was and becomes."""
    return f"**{label}**: {was} → {becomes}"


def faster(who: str, done: str, when: str) -> str:
    """Say whose change came first."""
    return f"{who} saved this answer ({done}, {when}) while you were typing. What changed:"


def change(number: int, done: str, who: str, when: str) -> str:
    """Say one line of an answer's history."""
    return f"**{number}** {done} by {who}, {when}"


def sign_as(reviewer: str) -> str:
    """Say whose name goes under an answer."""
    return f"Sign: {reviewer}"


def later(others: int) -> str:
    """Say that an answer is left for later, and how many others there are."""
    return f"Later ({others} others)" if others > 1 else "Later"


def on_to(left: int) -> str:
    """Say how many answers somebody should still look at."""
    return f"Next to look at ({left} left)"


def to_go(left: int) -> str:
    """Say how far it is, and what to do with the answer below."""
    count = "This is the last answer" if left == 1 else f"{left} answers to go"
    return (
        f"{count}. Sign it with the name of the clinician who read it, change it, switch it off or "
        "leave it for later. You can stop at any time and go on with `/clinic faq review`."
    )


def was_signed(title: str, reviewer: str) -> str:
    """Say whose name stands under an answer now."""
    return f"✓ **{title}** is signed by {reviewer}."


def was_switched_off(title: str) -> str:
    """Say that members do not get an answer any more."""
    return f"✗ **{title}** is off. Members no longer get it."


def due_count(count: int) -> str:
    """Say how many answers there are to look at."""
    return "1 answer is" if count == 1 else f"{count} answers are"


def due(count: int) -> str:
    """Say what the list is of."""
    return f"{due_count(count)} overdue, due within 30 days, or not signed by a clinician."


def asked(title: str, parts: str) -> str:
    """Say how often something near an answer was asked."""
    return f"**{title}**\n-# {parts}"


def times(what: str, count: int) -> str:
    """Say how often; a small number could point at a person."""
    return f"{what}: {FEWER if count < 5 else count}"
