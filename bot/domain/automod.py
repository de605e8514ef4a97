"""Discord's own AutoMod on guard where the bot may not read: our rules, and whose word counts.

Pure. Every rule of ours only tells staff. Discord looks at each rule by itself, so one that blocked
could block a message that the crisis rule caught as well, and a cry for help would vanish.
A rule that somebody changed or deleted in Discord's own menus is not fought over: staff are asked.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.screening.keywords import Filter, Keyword
from bot.domain.screening.verdict import Kind, Level, Topic, Verdict

RuleRow = NewType("RuleRow", int)
RuleId = NewType("RuleId", int)

RULES_MOST: Final = 6  # keyword rules in one server, anybody's (Discord API v10, Auto Moderation)
# One message brings an event for each rule and each action; an edit much later is heard anew.
ONE_MESSAGE: Final = timedelta(minutes=10)
# Without a message's id, what comes from one person in one room within this is one message.
ONE_MOMENT: Final = timedelta(seconds=5)
# Named where a rule of ours was hit by words that are not ours: staff added them.
BY_HAND: Final = "automod-by-hand"


class Part(StrEnum):
    """What a rule of ours watches for; where room is short, the first come first."""

    CRISIS = "crisis"
    SOURCING = "sourcing"
    CONTACT_INFO = "contact_info"
    TRIGGER_DETAIL = "trigger_detail"
    DOSING = "dosing"
    CONDUCT = "conduct"


KINDS: Final[Mapping[Part, Sequence[Kind]]] = {
    Part.CRISIS: (Kind.CRISIS,),
    Part.SOURCING: (Kind.SOURCING,),
    Part.CONTACT_INFO: (Kind.CONTACT_INFO,),
    Part.TRIGGER_DETAIL: (Kind.TRIGGER_DETAIL,),
    Part.DOSING: (Kind.DOSING,),
    Part.CONDUCT: (Kind.HARASSMENT, Kind.SPAM, Kind.SELF_PROMO),
}

# A number of ten digits that is no help line's free one, and an address for mail. Rust's flavour:
# nothing looks ahead or behind.
_AREA: Final = r"(?:[2-79]\d\d|8(?:0[1-9]|[1-5]\d|6[0-57-9]|7[0-68-9]|8[0-79]|9\d))"
CONTACTS: Final = (
    rf"\b(?:1[ .-]?)?\(?{_AREA}\)?[ .-]{{0,3}}\d{{3}}[ .-]{{0,2}}\d{{4}}\b",
    r"(?i)\b[a-z0-9._%+-]{2,64} ?(?:@|\(at\)|\[at\]) ?[a-z0-9-]{2,63} ?(?:\.| dot )"
    r" ?(?:com|net|org|edu|gov|io|me|co|us|info)\b",
)


class State(StrEnum):
    """Where one of our rules stands."""

    WANTED = "wanted"  # to be made; perhaps it was, and nobody wrote that down
    KEPT = "kept"
    ASKED = "asked"  # changed or deleted by hand; staff have not answered yet
    LEFT = "left"  # changed or deleted by hand, and staff want it so


class Change(StrEnum):
    """What somebody did to a rule of ours."""

    DELETED = "deleted"
    EDITED = "edited"


class Problem(StrEnum):
    """Why a server's rules are not as they should be."""

    FORBIDDEN = "forbidden"
    NO_ROOM = "no_room"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A rule as it should stand.

    Attributes:
        keywords, patterns: At most what one rule takes; both empty where it is switched off, which
            leaves Discord's as they are.
        alert_to: The staff room; None where it is switched off.
    """

    part: Part
    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    alert_to: ChannelId | None = None

    @property
    def is_on(self) -> bool:
        """Whether the rule should be at work."""
        return self.alert_to is not None

    @property
    def mark(self) -> str:
        """A short word that differs where anything in it does."""
        return marked([self.part, self.keywords, self.patterns, self.alert_to])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One of our rules, as it was last brought in step.

    Attributes:
        rule_id: None until Discord's answer was written down.
        wanted: The mark of the spec that was last put there; empty for none.
        stands: The mark of what Discord then said stands there; None while that is not known.
    """

    id: RuleRow
    guild_id: GuildId
    part: Part
    state: State
    rule_id: RuleId | None
    wanted: str
    stands: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRule:
    """A keyword rule that stands in a server, anybody's.

    Attributes:
        part: What it is for, where it was made by us and bears our name.
        mark: Differs where anything that is ours to say does; who and where is exempt is not.
    """

    id: RuleId
    part: Part | None
    mark: str


@dataclass(frozen=True, slots=True)
class Add:
    """Begin a rule that has no row."""

    spec: Spec


@dataclass(frozen=True, slots=True)
class Put:
    """Let a rule say what it should, and make it where there is none.

    Attributes:
        rule_id: The rule that stands there already.
    """

    row: Kept
    spec: Spec
    rule_id: RuleId | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask staff about a rule that somebody changed or deleted."""

    row: Kept
    change: Change


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget a rule that is to be off and is gone."""

    row: Kept


Act = Add | Put | Ask | Forget


OFF: Final = tuple(Spec(part=part) for part in Part)
"""All rules switched off."""


def specs(filters: Mapping[Part, Filter], *, staff_room: ChannelId) -> Sequence[Spec]:
    """Return the rules as they should stand; one with nothing to watch for is switched off."""
    return [_spec(part, filters.get(part), staff_room) for part in Part]


def _spec(part: Part, found: Filter | None, staff_room: ChannelId) -> Spec:
    keywords = tuple(each.text for each in found.keywords) if found else ()
    patterns = tuple(each.text for each in found.patterns) if found else ()
    if part is Part.CONTACT_INFO:
        patterns = CONTACTS
    if not keywords + patterns:
        return Spec(part=part)
    return Spec(part=part, keywords=keywords, patterns=patterns, alert_to=staff_room)


def plan(want: Sequence[Spec], have: Sequence[Kept], live: Collection[LiveRule]) -> Sequence[Act]:
    """Return what to do so that a server's rules are in step; people's own are left alone."""
    rows = {row.part: row for row in have}
    standing = {each.id: each for each in live}
    named = {each.part: each.id for each in live if each.part}
    acts: list[Act] = []
    for spec in want:
        row = rows.get(spec.part)
        if row is None:
            acts += [Add(spec)] if spec.is_on else []
        elif row.state is State.WANTED:
            acts += _wanted(
                row, spec, row.rule_id if row.rule_id in standing else named.get(row.part)
            )
        elif row.state is State.KEPT:
            acts += _kept(row, spec, standing.get(row.rule_id) if row.rule_id else None)
    return acts


def _wanted(row: Kept, spec: Spec, rule_id: RuleId | None) -> Sequence[Act]:
    if spec.is_on or rule_id is not None:
        return [Put(row, spec, rule_id)]
    return [Forget(row)]


def _kept(row: Kept, spec: Spec, stands: LiveRule | None) -> Sequence[Act]:
    if stands is None:
        return [Ask(row, Change.DELETED)] if spec.is_on else [Forget(row)]
    if row.stands is None:
        # A crash came between putting it there and writing that down.
        return [Put(row, spec, stands.id)]
    if spec.mark == row.wanted and not spec.is_on:
        return []
    if stands.mark != row.stands:
        return [Ask(row, Change.EDITED)]
    return [Put(row, spec, stands.id)] if spec.mark != row.wanted else []


def is_idle(have: Sequence[Kept], want: Sequence[Spec]) -> bool:
    """Say whether all is to be off and is: then Discord need not be asked."""
    rows = {row.part: row for row in have}
    return all(
        not spec.is_on and ((row := rows.get(spec.part)) is None or _is_off(row, spec))
        for spec in want
    )


def _is_off(row: Kept, spec: Spec) -> bool:
    if row.state in {State.ASKED, State.LEFT}:
        return True
    return row.state is State.KEPT and row.wanted == spec.mark and row.stands is not None


def marked(facts: object) -> str:
    """Return a short word for facts of JSON's kinds; the same facts, the same word."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A rule that was hit. The message's words are not in it.

    Attributes:
        channel_id: Where; None where Discord does not say.
        message_id: None where the message was kept out of the room, or there was none.
        keyword: The rule's own word or pattern, never the writer's.
        at: Aware UTC.
    """

    guild_id: GuildId
    channel_id: ChannelId | None
    message_id: MessageId | None
    author_id: UserId
    rule_id: RuleId
    keyword: str | None
    at: datetime


def verdict(struck: Struck, part: Part | None, known: Mapping[str, Keyword]) -> Verdict | None:
    """Return the crisis that a hit means, or None where it means another kind or nothing of ours.

    Args:
        struck: The hit.
        part: What the rule is for; None where it is not one of ours.
        known: The crisis rule's words and patterns by their text. They mean a crisis in anybody's
            rule: also in ours before its id was written down.
    """
    found = known.get(struck.keyword or "")
    if found is not None:
        return found.verdict
    if part is not Part.CRISIS:
        return None
    return Verdict(
        kind=Kind.CRISIS,
        level=Level.MEDIUM,
        kinds=(Kind.CRISIS,),
        signals=(BY_HAND,),
        topic=Topic.SELF,
    )
