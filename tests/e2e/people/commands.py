"""Every command and menu of staff's, and those with which members tell staff something.

A row is one command: how it is used, and what is read by whoever may use it. Who may is said once
a root, as Discord sets permissions there. A `/mod` command without a row fails `test_who.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.people.walk import ON_MESSAGE, ON_USER, SLASH, TARGET

MODERATE = "Moderate Members"
STAFF = ("moderator", "admin")
EVERYBODY = ("member", "second", "facilitator", *STAFF)
# Who sees a root in their list of commands, and what Discord asks of them; None: nothing.
SEEN_BY: Mapping[tuple[int, str], tuple[str | None, tuple[str, ...]]] = {
    (SLASH, "mod"): (MODERATE, STAFF),
    (ON_MESSAGE, "Hide"): (MODERATE, STAFF),
    (ON_MESSAGE, "Start care card"): (MODERATE, STAFF),
    (SLASH, "report"): (None, EVERYBODY),
    (SLASH, "question-private"): (None, EVERYBODY),
    (ON_MESSAGE, "Tell staff privately"): (None, EVERYBODY),
    (ON_USER, "Report to staff"): (None, EVERYBODY),
    (ON_MESSAGE, "Ask for a content warning"): (None, EVERYBODY),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One command, used once by each who may.

    Attributes:
        name: As it is typed or picked; a menu's name has no slash.
        says: What the moderator reads, or whoever may where it is everybody's.
        given: Its options; `TARGET` stands for whom it is about.
        admin: What the admin reads, where it is something else.
        needs: The right that our own check names to whoever may not.
        leave: The button that leaves everything as it is.
        left: What is read then.
    """

    name: str
    says: str
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    kind: int = SLASH
    admin: str = ""
    needs: str = MODERATE
    leave: str = ""
    left: str = ""

    @property
    def root(self) -> tuple[int, str]:
        """What Discord lists it under."""
        return self.kind, self.name.split(" ")[0] if self.kind == SLASH else self.name


ABOUT = {"member": TARGET}
WHY = {"member": TARGET, "reason": "unkind"}
SHIFT = {"day": "Monday", "from": "7 pm", "to": "9 pm"}

# In this order: what a row leaves behind is what a later one finds.
OF_STAFF = (
    Row("mod note", "Staff can read it in `/mod history`", {**ABOUT, "note": "Likes quiet."}),
    Row("mod warn", "They have a kind note about it", WHY),
    Row("mod timeout", "Case", {**WHY, "duration": 10}),
    Row("mod untimeout", "break ended early", ABOUT),
    Row(
        "mod kick", "They can come back with an invite", WHY,
        needs="Kick Members", leave="Leave it", left="Nothing was done",
    ),
    Row(
        "mod ban", "For good, until somebody lifts it", WHY,
        needs="Ban Members", leave="Leave it", left="Nothing was done",
    ),
    Row("mod unban", "They are not banned", ABOUT, needs="Ban Members"),
    Row("mod history", "4 cases so far", ABOUT),
    Row("mod case edit", "Only the record has changed", {"number": 2, "reason": "other"}),
    Row(
        "mod case expire", "The note is forgotten for good", {"number": 1},
        leave="Leave it", left="Nothing was changed",
    ),
    Row(
        "mod case export", "needs the right “Manage Server”", admin="every case about everybody",
        needs="Manage Server",
    ),
    Row("mod purge", "Nothing was removed", {"count": 5, "reason": "adverts"}),
    Row("mod slowmode", "Slow mode is off", {"wait": 0}),
    Row("mod pause", "Members can read it", {"length": 10}),
    Row("mod resume", "Its permissions are as they were"),
    Row(
        "mod lockdown start", "Nobody can come in by an invite",
        leave="Leave them open", left="Nothing was",
    ),
    Row("mod lockdown stop", "there is nothing to open"),
    Row("mod oncall on", "You are on call. Thank you."),
    Row("mod oncall note", "It is shown here for two days", {"note": "All is calm."}),
    Row("mod oncall schedule", "Monday, 7 pm to 9 pm", SHIFT),
    Row("mod oncall show", "Hand-over"),
    Row("mod oncall unschedule", "Removed", {"shift": 1}, admin="cannot find that shift"),
    Row("mod oncall off", "You are off. Rest well."),
    Row("mod reports", "No report is open."),
    Row("Hide", "The writer and staff will read this.", kind=ON_MESSAGE),
    Row("mod care", "it is yours. Nobody was rung", ABOUT),
    Row("Start care card", "already an open care card about this person", kind=ON_MESSAGE),
)  # fmt: skip
OF_EVERYBODY = (
    Row("report", "I am worried about them"),
    Row("question-private", "switched off here"),
    Row("Tell staff privately", "May staff see your name?", kind=ON_MESSAGE),
    Row("Report to staff", "May staff see your name?", kind=ON_USER),
    Row("Ask for a content warning", "without your name", kind=ON_MESSAGE),
)
