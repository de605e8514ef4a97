"""What is new in rules that an admin typed: only that is heard."""

from dataclasses import replace

from bot.domain.consent import news
from tests.services.fake_joining import SHIPPED

LIVE = replace(
    SHIPPED,
    texts={"en": "Be kind.\n\nIf somebody is in danger, call 911.", "es": "Sé amable."},
    reviewed_by="R. Vega, RN",
)


def test_what_stands_in_the_rules_already_is_nobodys_cry():
    assert news(f"{LIVE.text('en')}\nR. Vega, RN", LIVE, language="en") == ""


def test_a_line_that_was_added_or_changed_is_heard_whole():
    typed = "Be kind, i cannot go on.\n\nIf somebody is in danger, call 911.\nnor do i want to"
    assert news(typed, LIVE, language="en") == "Be kind, i cannot go on.\nnor do i want to"


def test_the_other_languages_words_are_new():
    assert news("Sé amable.", LIVE, language="en") == "Sé amable."


def test_what_the_newer_files_say_is_nobodys_cry_either():
    shipped = replace(SHIPPED, version=2, texts={"en": "If you feel in danger, call 988."})
    assert news("If you feel in danger, call 988.", LIVE, shipped, language="en") == ""
