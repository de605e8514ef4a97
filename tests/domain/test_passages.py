"""Pages as clinics write them, cut where their questions begin."""

from bot.domain.faq.library import BODY_MAX
from bot.domain.faq.passages import Passage, passages

PAGE = """# Questions

## Do I need a referral?

Yes. Bring it along.

- from your doctor

**How long does it take?**
About an hour.
Q: Can I drive home?
A: No.

- Where do I park?
- Behind the house.

## Our people
### Who leads the groups?
We do.
"""


def cut(text: str) -> list[tuple[str, str]]:
    return [(each.heading, each.body) for each in passages(text)]


def test_headings_and_lone_questions_begin_a_passage() -> None:
    assert cut(PAGE) == [
        ("Do I need a referral?", "Yes. Bring it along.\n\n- from your doctor"),
        ("How long does it take?", "About an hour."),
        ("Can I drive home?", "No."),
        ("Where do I park?", "- Behind the house."),
        ("Who leads the groups?", "We do."),
    ]


def test_windows_line_ends_are_line_ends() -> None:
    assert cut(PAGE.replace("\n", "\r\n")) == cut(PAGE)


def test_words_before_the_first_heading_stand_under_their_own_beginning() -> None:
    assert cut("Welcome to us.\n\n# One\nText") == [
        ("Welcome to us.", "Welcome to us."),
        ("One", "Text"),
    ]
    [(heading, _)] = cut("word " * 40)
    assert heading == "word " * 11 + "word…"
    assert cut(" \n") == []


def test_two_passages_never_share_a_heading() -> None:
    assert [heading for heading, _ in cut("# A\nx\n# A\ny")] == ["A", "A (2)"]


def test_what_is_longer_than_a_form_is_cut_between_paragraphs() -> None:
    paragraph = "x" * 1500
    found = cut("# Long\n" + "\n\n".join([paragraph] * 3) + "\n\n" + "y" * (BODY_MAX + 5))

    assert [heading for heading, _ in found] == ["Long", "Long (2)", "Long (3)", "Long (4)"]
    assert [len(body) for _, body in found] == [3002, 1500, BODY_MAX, 5]


def test_spaces_alone_change_no_digest() -> None:
    one = Passage(heading="A?", body="Yes,  it\n is.")

    assert one.digest == Passage(heading="A?", body="Yes, it is.").digest
    assert one.digest != Passage(heading="A?", body="No, it is not.").digest


def test_a_line_without_end_is_a_paragraph_and_takes_no_time() -> None:
    endless = "# a" + " " * 500_000 + "x"

    assert sum(len(each.body) for each in passages(endless)) == len(endless)


def test_a_table_of_questions_is_cut_row_by_row() -> None:
    rows = ["| Question | Answer |", "|---|:---:|", "| **Is there tea?** | Yes. |"]
    table = "\n".join([*rows, "| A lift? | No. | Soon. |"])

    assert cut(f"# About us\nWe are small.\n\n{table}") == [
        ("About us", "We are small."),
        ("Is there tea?", "Yes."),
        ("A lift?", "No.\n\nSoon."),
    ]


def test_any_other_table_is_a_list() -> None:
    """A message shows no table."""
    assert cut("# Hours\n| Day | Open |\n| Monday | 9 to 5 |\n| Sunday | |") == [
        ("Hours", "- Day: Open\n- Monday: 9 to 5\n- Sunday")
    ]
