"""Answers, and the buttons under them: ids of entries, and nothing that anybody typed."""

from dataclasses import replace
from datetime import date

import pytest
from discord import ButtonStyle

from bot.chat.render import answers as render
from bot.chat.render.asked import asked_on, picks_on
from bot.chat.render.said import Press, Said
from bot.domain.faq.entries import MAX_BODY, MAX_TITLE, Entry, EntryId, Status
from bot.domain.faq.signature import ARTICLE
from tests.house.limits import faults, received

ENTRY = Entry(
    id=EntryId("what-it-is"),
    title="What is it?",
    ask=("what is it",),
    tags=(),
    source="The clinic's article",
    source_url="https://clinic.example/article",
    reviewed_by=None,
    reviewed_on=None,
    review_by=date(2030, 1, 1),
    status=Status.APPROVED,
    is_covered=True,
    body="It is a medicine.",
)
LONGEST = replace(ENTRY, id=EntryId("a" * 60), title="*" * MAX_TITLE, body="b" * MAX_BODY)
OTHERS = [EntryId("b" * 60), EntryId("c" * 60), EntryId("d" * 60)]
TYPED = "what @everyone <@1> **is** [it](https://evil.example)\nreally?"


ARTICLE_LINE = "From the clinic's article of June 28, 2023; wording not yet reviewed by a clinician"


def ids(said: Said) -> list[str]:
    """Return what every button sends back."""
    return [each.custom_id(None) for row in said.rows for each in row if isinstance(each, Press)]


@pytest.mark.parametrize("asked", ["", TYPED, "x" * 1000, "\u200b\u202e"])
def test_every_answer_fits_and_its_buttons_hold_no_word_of_the_question(asked: str) -> None:
    long = replace(LONGEST, source="s" * 1024)
    for said in (
        render.answer(long, asked=asked, others=OTHERS, can_share=True),
        render.answer(long, asked=asked, can_share=True, is_rated=True),
        render.was_shared(long, asked=asked),
        render.offer([long], asked=asked),
        render.not_that([], (), asked=asked),
        render.not_that([long, ENTRY], (), asked=asked),
        render.no_answer(long, (("Clinic", "555"),), asked=asked),
    ):
        assert faults(said) == []
        assert not any("everyone" in each or "xxx" in each for each in ids(said))
        assert said.embeds[0].description is None or "everyone" not in said.embeds[0].description


def test_what_a_room_sees_holds_nothing_that_was_typed() -> None:
    for said in (
        render.shared(ENTRY),
        render.pointer([ENTRY]),
        render.pointer([]),
        render.thanks(),
    ):
        assert faults(said) == []
        assert "You asked" not in str([each.to_dict() for each in said.embeds])


def test_the_question_is_found_again_on_each_private_card() -> None:
    for said in (
        render.answer(ENTRY, asked=TYPED),
        render.offer([ENTRY], asked=TYPED),
        render.not_that([], (), asked=TYPED),
        render.no_answer(None, (), asked=TYPED),
    ):
        message = received(said)
        message.flags.ephemeral = True
        assert asked_on(message) == TYPED


def test_offers_are_found_again_in_their_order() -> None:
    other = replace(ENTRY, id=EntryId("another"))

    assert picks_on(received(render.offer([other, ENTRY]))) == [other.id, ENTRY.id]
    assert picks_on(None) == []


def test_the_nearest_come_first_where_not_all_ids_fit() -> None:
    said = render.answer(ENTRY, others=[EntryId("near"), EntryId("n" * 60), EntryId("far" * 10)])

    assert f"faq:other:{ENTRY.id}:near:{'n' * 60}" in ids(said)


def origin(said: Said) -> str:
    """Return what a card says of where its words come from."""
    [field] = said.embeds[0].fields
    return (field.value or "").replace("-# ", "")


def test_the_clinics_article_is_named_where_an_answer_rests_on_it_and_nowhere_else() -> None:
    article = replace(ENTRY, source=ARTICLE)
    signed = replace(article, reviewed_by="Dr. Lee", reviewed_on=date(2026, 11, 2))

    for show in (render.answer, render.shared):
        assert origin(show(article)) == f"{ARTICLE}\n{ARTICLE_LINE}"
        assert origin(show(signed)) == f"{ARTICLE}\nReviewed by Dr. Lee on November 2, 2026"
        for source in (ENTRY.source, f"{ARTICLE}; somebody's blog"):
            assert origin(show(replace(ENTRY, source=source))) == (
                f"{source}\nWording not yet reviewed by a clinician"
            )


def test_the_way_to_a_person_stands_out_where_nothing_else_leads_on() -> None:
    def style(said: Said) -> ButtonStyle:
        [found] = [
            each
            for row in said.rows
            for each in row
            if isinstance(each, Press) and each.name == "staff:question"
        ]
        return found.style

    assert style(render.no_answer(None, ())) is ButtonStyle.primary
    assert style(render.no_answer(ENTRY, ())) is ButtonStyle.primary
    assert style(render.not_that([], ())) is ButtonStyle.primary
    assert style(render.offer([ENTRY])) is ButtonStyle.secondary
    assert style(render.answer(ENTRY)) is ButtonStyle.secondary
