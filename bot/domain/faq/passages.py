"""A clinic's page cut into questions and answers, by its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.domain.faq.library import BODY_MAX

# A page with more is a book; nobody would look through it press by press.
PASSAGES_MOST = 100
HEADING_MAX = 200
# A question that stands alone on a line is meant as a heading, however it is set.
_QUESTION_MAX = 120
# Longer is a paragraph; the patterns below would also take their time over a line without end.
_LINE_MAX = 500

_HEADING = re.compile(r"#{1,6}\s+(?P<text>\S.*?)\s*#*")
_AROUND = re.compile(r"^(?:[-*+•]\s+|\d+[.)]\s+|Q\d*\s*[:.)]\s*)?[*_]{0,3}(?P<text>.+?)[*_]{0,3}$")
_ROW = re.compile(r"\|(?P<cells>.+)\|")
_RULE = re.compile(r"[\s|:-]+")
# What the row above a table of questions says.
_ABOVE = {"q", "question", "questions"}
_ANSWER = re.compile(r"^[*_]{0,2}A\d*\s*[:.)][*_]{0,2}\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What stands under one heading.

    Attributes:
        heading: As it reads on the page, without marks.
        body: Markdown, at most as long as a form holds.
        ask: Other ways to ask it, where the file names some.
    """

    heading: str
    body: str
    ask: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Return what is the same for the same words, however they are spaced."""
        text = "\n".join((self.heading, self.body, *self.ask))
        return sha256(" ".join(text.split()).encode()).hexdigest()


def passages(text: str) -> Sequence[Passage]:
    """Return what stands under each heading or lone question; a heading above nothing is left out.

    Text before the first heading stands under its own first words. No two share a heading.
    """
    found: list[Passage] = []
    seen: dict[str, int] = {}
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for passage in _pieces("\n".join(map(_untabled, plain.split("\n")))):
        times = seen[passage.heading] = seen.get(passage.heading, 0) + 1
        heading = passage.heading if times == 1 else f"{passage.heading} ({times})"
        found.append(replace(passage, heading=heading))
    return found


def _pieces(text: str) -> Iterator[Passage]:
    heading, body = "", list[str]()
    for line in [*text.split("\n"), "# end"]:
        following = _heading(line)
        if following is None:
            body.append(line)
            continue
        yield from _passage(heading, "\n".join(body))
        heading, body = following, []


def _untabled(line: str) -> str:
    """Return a table's row as what a message can show: a question with its answer, or a point."""
    stripped = line.strip()
    row = _ROW.fullmatch(stripped) if len(stripped) <= BODY_MAX else None
    if row is None:
        return line
    cells = [cell for each in row["cells"].split("|") if (cell := each.strip())]
    if not cells or _RULE.fullmatch(stripped) or cells[0].strip("*_ ").casefold() in _ABOVE:
        return ""
    answer = "\n\n".join(cells[1:])
    is_question = answer and _heading(cells[0]) is not None
    return f"# {_heading(cells[0])}\n\n{answer}\n" if is_question else f"- {': '.join(cells)}"


def _heading(line: str) -> str | None:
    stripped = line.strip()
    if len(stripped) > _LINE_MAX:
        return None
    marked = _HEADING.fullmatch(stripped)
    around = _AROUND.match(marked["text"] if marked else stripped)
    text = around["text"].strip() if around else ""
    is_question = text.endswith("?") and len(text) <= _QUESTION_MAX
    return text[:HEADING_MAX] if marked or is_question else None


def _passage(heading: str, body: str) -> Iterator[Passage]:
    body = _ANSWER.sub("", re.sub(r"\n{3,}", "\n\n", body).strip())
    if not body:
        return
    named = heading or _first_words(body)
    for part in _parts(body):
        yield Passage(heading=named, body=part)


def _first_words(body: str) -> str:
    line = body.split("\n", 1)[0]
    return line if len(line) <= 60 else line[:60].rsplit(" ", 1)[0] + "…"


def _parts(body: str) -> Iterator[str]:
    """Cut what is longer than a form holds between its paragraphs, or where there is no choice."""
    part = ""
    for paragraph in body.split("\n\n"):
        joined = f"{part}\n\n{paragraph}" if part else paragraph
        if len(joined) <= BODY_MAX:
            part = joined
            continue
        if part:
            yield part
        part = paragraph
        while len(part) > BODY_MAX:
            yield part[:BODY_MAX]
            part = part[BODY_MAX:]
    yield part
