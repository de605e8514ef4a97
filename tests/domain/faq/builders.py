"""Entries for tests: complete and clean, changed by keyword."""

from datetime import date
from typing import Any

from bot.domain.faq.entries import Entry, EntryId, Status


def an_entry(entry_id: str = "parking-lot", **changes: Any) -> Entry:
    given: dict[str, Any] = {
        "id": EntryId(entry_id),
        "title": "Where can I park?",
        "ask": ("is there a lot", "parking spot near you", "where do i leave my car", "garage?"),
        "tags": ("parking",),
        "source": "A page of the clinic",
        "source_url": "https://clinic.example/parking",
        "reviewed_by": None,
        "reviewed_on": None,
        "review_by": date(2027, 5, 31),
        "status": Status.APPROVED,
        "is_covered": True,
        "body": "You can park behind the house. Please use the side door.",
    }
    return Entry(**(given | changes))


def a_small_clinic() -> list[Entry]:
    """Six topics, one of which always goes to a person, plus a draft and a retired entry."""
    return [
        an_entry(),
        an_entry(
            "newsletter",
            title="Is there a newsletter?",
            ask=("email updates", "mailing list", "how do i subscribe", "news from the clinic"),
            tags=("news",),
            body="Yes. There is a free newsletter about our work.",
        ),
        an_entry(
            "infusion",
            title="What happens during an infusion?",
            ask=("what is a drip like", "how does the iv work", "first infusion", "iv visit"),
            tags=("infusion",),
            body="The medicine goes into a vein. Staff watch you the whole time.",
        ),
        an_entry(
            "nausea",
            title="Can an infusion make me feel sick?",
            ask=("upset stomach", "will i throw up", "nauseous after the iv", "feeling queasy"),
            tags=("nausea",),
            body="Some people feel a bit sick to the stomach for a while.",
        ),
        an_entry(
            "groups",
            title="Do you have support groups?",
            ask=("can i meet others", "peer group", "is there a support group", "group meetings"),
            tags=("groups",),
            body="Yes, there are support groups. Ask the team how to join.",
        ),
        an_entry(
            "drug-tests",
            title="Drug tests",
            ask=("urine test at work", "will i fail a screening", "drug test", "probation test"),
            tags=("tests",),
            is_covered=False,
            body="This one goes to a person. Please ask the team.",
        ),
        an_entry("secret-draft", title="Which lasers do you have?", status=Status.DRAFT),
        an_entry("old-lasers", title="Are lasers gone?", status=Status.RETIRED),
    ]
