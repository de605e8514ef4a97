"""Only what the clinic has published itself is shown without a clinician's name under it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.faq.entries import Status
from bot.domain.faq.library import signed
from bot.domain.faq.signature import ARTICLE, held_back, rests_on_article, unsigned
from tests.domain.faq.builders import an_entry

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("source", "rests"),
    [
        (ARTICLE, True),
        (ARTICLE.replace(", ", ",\n"), True),
        (f"{ARTICLE}; Spravato.com", False),
        (f"After {ARTICLE}", False),
        ("The front desk", False),
        ("", False),
    ],
)
def test_an_entry_rests_on_the_article_alone_or_not_at_all(source: str, rests: bool) -> None:
    entry = an_entry(source=source)

    assert rests_on_article(entry) is rests
    assert (unsigned(entry) is None) is rests
    assert held_back(entry).status is (Status.APPROVED if rests else Status.DRAFT)


def test_a_signature_lets_any_source_pass_and_a_draft_needs_none() -> None:
    entry = an_entry(reviewed_by="Dr. Lee", reviewed_on=TODAY)
    for fine in (entry, an_entry(status=Status.DRAFT), an_entry(status=Status.RETIRED)):
        assert unsigned(fine) is None
        assert held_back(fine) is fine


@pytest.mark.parametrize("nobody", ["", "  ", "none", "None", "no one", "-", "?", "x", "12", "TBD"])
def test_a_signature_is_a_name(nobody: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        signed(an_entry(), {"reviewer": nobody, "review_by": ""}, today=TODAY)
    assert (caught.value.field, caught.value.problem) == ("Reviewed by", "unsigned")


@pytest.mark.parametrize("name", ["Dr. Ada Ruiz", "Li Wu", "José Ñandú, RN", "Øy"])
def test_a_name_signs(name: str) -> None:
    draft = replace(an_entry(), status=Status.DRAFT)
    after = signed(draft, {"reviewer": f" {name} ", "review_by": ""}, today=TODAY)

    assert (after.status, after.reviewed_by, after.reviewed_on) == (Status.APPROVED, name, TODAY)
