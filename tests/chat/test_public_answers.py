"""Every answer as a room sees it: quoted whole, with its source, its date and what it is not."""

import re
from pathlib import Path

import pytest

from bot.chat.render import answers as render
from bot.chat.render.said import Said
from bot.domain.faq.entries import Entry, Status
from bot.services.faq_content import load
from tests.house.limits import faults

FOLDER = Path(__file__).parents[2] / "config" / "content" / "faq"
ENTRIES = [each for each in load(FOLDER).entries if each.status is Status.APPROVED]
ANSWERS = [each for each in ENTRIES if each.is_covered]
MIGRAINE = re.compile(r"\bmigraines?\b", re.IGNORECASE)


def public(entry: Entry) -> list[Said]:
    """Return an entry as it is shared, and as it is said in answer to a question in a room."""
    return [render.shared(entry), render.answer(entry)]


@pytest.mark.parametrize("entry", ANSWERS, ids=lambda entry: entry.id)
def test_a_room_reads_the_passage_its_source_its_date_and_the_disclaimer(entry: Entry) -> None:
    for said in public(entry):
        [embed] = said.embeds
        [origin] = embed.fields
        footer = embed.footer.text or ""

        assert faults(said) == []
        assert embed.description == entry.body, "quoted, never composed"
        assert "June 28, 2023" in (origin.value or "")
        assert "not yet reviewed by a clinician" in (origin.value or "")
        for part in ("not medical advice", "Ask your care team", "Emergency: 911", "988"):
            assert part in footer
        assert said.rings.to_dict() == {"parse": []}


def test_every_answer_on_migraine_says_add_on_and_referral_in_the_room_too() -> None:
    about = [each for each in ANSWERS if MIGRAINE.search(f"{each.title} {each.body}")]

    assert len(about) > 10
    for entry in about:
        for said in public(entry):
            text = said.embeds[0].description or ""
            assert "add-on" in text
            assert re.search(r"referral\b[^.]*\bdoctor\b", text), entry.id


def test_what_goes_to_a_person_is_never_shown_as_an_answer() -> None:
    """It names the way to a person, and has no source that would make it look like one."""
    for entry in ENTRIES:
        if not entry.is_covered:
            [embed] = render.no_answer(entry, (("Clinic", "by its website"),)).embeds
            assert [field.name for field in embed.fields] == ["How to reach the clinic"]
            assert "not medical advice" in (embed.footer.text or "")
