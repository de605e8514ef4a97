"""FAQ entries: one question the clinic has answered, and what an entry must be to be shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from bot.domain.faq.readability import grade

EntryId = NewType("EntryId", str)

# Discord API v10: an embed's description holds 4,096 characters, a button's label 80.
MAX_BODY = 4096
MAX_TITLE = 80
# A phone shows about this much of an answer without scrolling far.
COMFORTABLE_BODY = 900
MIN_PHRASINGS = 4
MAX_GRADE = 8.0

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_ID = 60
_MIGRAINE = re.compile(r"\bmigraines?\b", re.IGNORECASE)
_ADD_ON = re.compile(r"\badd-on\b|\balongside\b|\bin addition to\b|\bon top of\b", re.IGNORECASE)
_REFERRAL = re.compile(r"\breferral\b[^.]*\bdoctor\b|\bdoctor\b[^.]*\breferral\b", re.IGNORECASE)
_NUMBER = r"(?:\d+(?:[.,/]\d+)?|half|one|two|three|four|five|six|eight|ten|twelve|(?:a\s+)?few|an?)"
_AMOUNT = re.compile(
    rf"\b{_NUMBER}\s*-?\s*(?:hundred\s+|thousand\s+|dozen\s+)?"
    r"(?:mg|milligrams?|mcg|µg|micrograms?|ml|millilit(?:er|re)s?|cc|grams?)\b|\bmg/kg\b",
    re.IGNORECASE,
)
_DOSE = re.compile(
    rf"\b{_NUMBER}\s+(?:sprays|puffs|doses|infusions|lozenges|troches|tablets|pills|drops|shots)\b"
    r"|\bhalf\s+(?:of\s+)?(?:a|an|the|your)\s+(?:spray|dose|lozenge|troche|tablet|pill)\b"
    r"|\b(?:uses?|doses?|sprays?|times|once|twice)\s+(?:a|per|each|every)\s+day\b"
    r"|\b(?:once|twice|times)\s+daily\b|\bevery\s+other\s+day\b",
    re.IGNORECASE,
)
# Safe-messaging words, promises and praise: guidance.md, and product.md under "Words".
_BANNED = re.compile(
    r"\bpatients?\b|\bcommit(?:s|ted|ting)?\s+suicide\b|\bpress(?:ing)?\s+(?:3|three)\b"
    r"|\b(?:successful|failed|completed)\s+(?:suicides?|(?:suicide\s+)?attempts?)\b"
    r"|\bcur(?:e|es|ed|ing)\b|\bguarante\w*|\bmirac\w*|\bbreakthrough\w*|\bproven\b"
    r"|\bgame[- ]chang\w*|\blife[- ]chang\w*|\bamazing\b|\bstate[- ]of[- ]the[- ]art\b"
    r"|\brevolutionary\b|\bcutting[- ]edge\b|\bworld[- ]class\b|\bwonder[- ]?(?:drugs?|ful)\b"
    r"|\brisk[- ]free\b|\b(?:completely|totally|perfectly|100\s?%)\s+safe\b"
    r"|\bno\s+side\s+effects\b|\bnothing\s+to\s+(?:fear|worry\s+about)\b"
    r"|\b(?:addict|addicts|abusers?|junkie|junkies|crazy|insane)\b"
    r"|\b(?:will|you'll|you\u2019ll)\s+(?:be\s+(?:fine|okay|ok|cured)|get\s+better|feel\s+better)\b"
    r"|\bwill\s+(?:help|work|ease|relieve|stop|fix|heal|improve)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bask\b|\bcall\b|\bcontact\b|\btalk\s+with\b|\btell\b|\bwrite\s+to\b", re.IGNORECASE
)
_NEVER_IN_PHRASINGS = re.compile(r"\bpatients?\b", re.IGNORECASE)


class Status(StrEnum):
    """Where an entry stands; only approved ones are ever shown to members."""

    APPROVED = "approved"
    DRAFT = "draft"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question, the ways people ask it, and what the clinic says.

    Attributes:
        ask: Other ways to ask it, in members' own words.
        reviewed_by: The clinician who signed the wording, None until somebody has.
        reviewed_on: Day of that signature in the clinic's zone.
        review_by: Day by which the entry must be looked at again.
        is_covered: False: the topic always goes to a person, and the body says so kindly.
        body: Markdown.
    """

    id: EntryId
    title: str
    ask: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    source_url: str
    reviewed_by: str | None
    reviewed_on: date | None
    review_by: date | None
    status: Status
    is_covered: bool
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one key of one entry.

    Attributes:
        where: Entry id, or the file's name where the entry could not be read.
        key: Front-matter key, or `body`.
        found: What is there now.
        allowed: What may be there.
        other: The entry it is mixed up with; None where it is wrong by itself.
    """

    where: str
    key: str
    found: str
    allowed: str
    other: EntryId | None = None


def problems(entry: Entry) -> tuple[Problem, ...]:
    """Return everything in an entry that a clinician would have to mend before it is shown."""
    checks = (_heading, _phrasings, _origin, _review, _words, _size, _kept, _migraine)
    return tuple(
        Problem(where=entry.id, key=key, found=found, allowed=allowed)
        for check in checks
        for key, found, allowed in check(entry)
    )


_Found = Iterator[tuple[str, str, str]]


def _heading(entry: Entry) -> _Found:
    if not _ID.fullmatch(entry.id) or len(entry.id) > _MAX_ID:
        yield "id", entry.id, f"a-z, 0-9 and single hyphens, at most {_MAX_ID} characters"
    title = entry.title.strip()
    if not title or len(title) > MAX_TITLE:
        yield "title", f"{len(title)} characters", f"1 to {MAX_TITLE}, Discord's button label"
    if title.endswith((".", "!", ",", ";", ":")):
        yield "title", title, "a question, or a topic without a full stop"


def _phrasings(entry: Entry) -> _Found:
    distinct = {phrasing.strip().casefold() for phrasing in entry.ask if phrasing.strip()}
    if len(distinct) < MIN_PHRASINGS:
        yield "ask", f"{len(distinct)} different phrasings", f"at least {MIN_PHRASINGS}"
    for phrasing in entry.ask:
        if found := _NEVER_IN_PHRASINGS.search(phrasing):
            yield "ask", found.group(), "person, member, people"
        if found := _AMOUNT.search(phrasing):
            yield "ask", found.group(), "the question without the amount"


def _origin(entry: Entry) -> _Found:
    if not entry.source.strip():
        yield "source", "nothing", "where the answer comes from"
    if entry.source_url and not entry.source_url.startswith("https://"):
        yield "source_url", entry.source_url, "an https address, or nothing"


def _review(entry: Entry) -> _Found:
    if (entry.reviewed_by is None) != (entry.reviewed_on is None):
        yield "reviewed_on", str(entry.reviewed_on), "a date with reviewed_by, none without it"
    if entry.status is Status.APPROVED and entry.review_by is None:
        yield "review_by", "none", "a date: every approved entry is looked at again"
    if entry.reviewed_on and entry.review_by and entry.review_by <= entry.reviewed_on:
        yield "review_by", entry.review_by.isoformat(), "a date after reviewed_on"


def _words(entry: Entry) -> _Found:
    for key, text in (("title", entry.title), ("body", entry.body)):
        for found in _BANNED.finditer(text):
            yield key, found.group(), "plain words without promise, praise or blame"
        for pattern in (_AMOUNT, _DOSE):
            for found in pattern.finditer(text):
                yield key, found.group(), "no amounts and no schedule of a medicine"


def _size(entry: Entry) -> _Found:
    length = len(entry.body.strip())
    if not length or length > MAX_BODY:
        yield "body", f"{length} characters", f"1 to {MAX_BODY}, Discord's limit"
    elif length > COMFORTABLE_BODY:
        yield "body", f"{length} characters", f"at most {COMFORTABLE_BODY}: a phone's screen"
    if (measured := grade(entry.body)) > MAX_GRADE:
        yield "body", f"reading grade {measured:.1f}", f"at most {MAX_GRADE:g} (Flesch-Kincaid)"


def _kept(entry: Entry) -> _Found:
    if not entry.is_covered and not _PERSON.search(entry.body):
        yield "body", "no way to a person", "whom to ask, for what always goes to a person"


def _migraine(entry: Entry) -> _Found:
    asked = " ".join(entry.ask) if entry.is_covered else ""
    if not _MIGRAINE.search(" ".join((entry.title, *entry.tags, entry.body, asked))):
        return
    if not _ADD_ON.search(entry.body):
        yield "body", "no word on other care", "ketamine is an add-on to other migraine care"
    if not _REFERRAL.search(entry.body):
        yield "body", "no word on the referral", "a referral from the doctor treating the migraine"
