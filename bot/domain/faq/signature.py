"""When members may read what no clinician has signed: where it says what the clinic published."""

from dataclasses import replace

from bot.domain.faq.entries import Entry, Problem, Status

# The one text of the clinic's own that answers may rest on unsigned: it is published already.
ARTICLE = (
    "Exploring the Potential of Intranasal Ketamine for Chronic Migraine Relief, "
    "New Pathways Clinic, June 28, 2023"
)


def rests_on_article(entry: Entry) -> bool:
    """Say whether an entry names the clinic's article as its source, and nothing beside it."""
    return " ".join(entry.source.split()) == ARTICLE


def unsigned(entry: Entry) -> Problem | None:
    """Return what is wrong with an entry that is approved, and may not be without a signature."""
    if entry.status is not Status.APPROVED or entry.reviewed_by or rests_on_article(entry):
        return None
    return Problem(
        where=entry.id,
        key="reviewed_by",
        found="none",
        allowed="the name of the clinician who reviewed it: it does not rest on the article alone",
    )


def held_back(entry: Entry) -> Entry:
    """Return an entry as members may meet it: a draft while its signature is missing."""
    return replace(entry, status=Status.DRAFT) if unsigned(entry) else entry
