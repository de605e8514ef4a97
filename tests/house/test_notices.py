"""Whatever the bot may say unasked has a layout, fits into Discord, and can be found again."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import product
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.chat.messenger import keys
from bot.chat.render.notices import notice as render
from bot.domain.automod import Change, Part
from bot.domain.care_notices import (
    CareCard,
    CareChange,
    DrillReport,
    FollowUp,
    SecondWanted,
    ShiftBegins,
)
from bot.domain.deliveries import Failure, nonce
from bot.domain.errors import Trouble
from bot.domain.handovers import ANSWER_MAX
from bot.domain.hiding import What as HidingWhat
from bot.domain.ids import (
    AsideId,
    ChannelId,
    GuildId,
    HandoverId,
    HidingId,
    IncidentId,
    MeetingId,
    MessageId,
    RoleId,
    UserId,
)
from bot.domain.incidents import Outcome
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.domain.meetings import MINUTES_MAX, MINUTES_MIN, TITLE_MAX
from bot.domain.notices import (
    AutomodChanged,
    CalendarChanged,
    CalendarTrouble,
    CardChange,
    CardState,
    CaseLetter,
    CaseLine,
    CaseTrouble,
    DeliveryTrouble,
    EventGone,
    HidingDisputed,
    MeetingReminder,
    NeutralLine,
    Notice,
    OwnMessageGone,
    QuestionAnswered,
    RoomTrouble,
    SeriesGone,
    StaffCall,
    WordsExpire,
    as_late,
)
from bot.domain.recurrence import Recurrence
from bot.domain.report_notices import ReportWaiting, StaffLetter
from bot.domain.screening import Level, Topic
from bot.domain.subscriptions import CHANGES_SHOWN, DATES_SHOWN, Facts, Gone
from bot.services.subscriptions import TITLES_SHOWN
from tests.house.case_notices import case_letters, case_lines, case_troubles, closing_lines
from tests.house.limits import faults, received
from tests.house.room_notices import ROOM_NOTICES
from tests.house.telling_samples import joining, reports_waiting, staff_letters

LONGEST_ID = 2**63 - 1  # both of a snowflake and of a row
AT = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)
KEY = nonce("any:thing:at:all")
# What Discord allows a server's name and a person's; what looks like markup grows when escaped.
NAME = "*" * 100
LEVELS = [level for level in Level if level is not Level.NONE]
LONG_ZONE = ZoneInfo("America/Argentina/ComodRivadavia")
LONG_LABEL = "*" * TITLE_MAX + " (" + "x" * 250 + ")"
LAST_SECOND, LAST_WALL = int(AT.timestamp()), AT.replace(tzinfo=None)
MANY_ROLES = tuple(RoleId(LONGEST_ID - each) for each in range(25))


def reminders() -> Iterator[Notice]:
    for minutes, late in product((MINUTES_MIN, MINUTES_MAX), (False, True)):
        yield MeetingReminder(
            meeting_id=MeetingId(LONGEST_ID),
            title="*" * TITLE_MAX,
            starts_at=AT,
            minutes=minutes,
            room_id=ChannelId(LONGEST_ID),
            late=late,
        )


def care_cards() -> Iterator[Notice]:
    for level, topic, reached, rung in product(LEVELS, Topic, (True, False), (0, 1)):
        card = CareCard(
            incident_id=IncidentId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            level=level.value,
            topic=topic.value,
            author_id=UserId(LONGEST_ID),
            channel_id=ChannelId(LONGEST_ID),
            message_id=MessageId(LONGEST_ID),
            at=AT,
            signals=tuple("signal-name-" + "x" * 30 + str(each) for each in range(40)),
            support_sent=reached,
            rung=rung,
            rings=MANY_ROLES,
        )
        yield card
        yield replace(card, channel_id=None, message_id=None, signals=(), rings=())
        # A card that could not be written down carries no incident.
        yield replace(card, incident_id=IncidentId(0))
        yield replace(card, is_drill=True, channel_id=None, message_id=None)


def care_changes() -> Iterator[Notice]:
    cards = [card for card in care_cards() if isinstance(card, CareCard) and card.incident_id]
    for card, outcome in product(cards[:6], ("", *Outcome)):
        facts = {field.name: getattr(card, field.name) for field in fields(CareCard)}
        facts |= {
            "rings": (),
            "taken_by": UserId(LONGEST_ID),
            "taken_at": AT,
            "wants_second": not outcome,
            "second_by": UserId(LONGEST_ID) if outcome else None,
            "outcome": str(outcome),
            "outcome_by": UserId(LONGEST_ID),
            "noted": bool(outcome),
            "started_by": UserId(LONGEST_ID),
            "in_private": True,
        }
        yield CareChange(
            **facts,
            shown_channel_id=ChannelId(LONGEST_ID),
            shown_message_id=MessageId(LONGEST_ID),
        )


def seconds_wanted() -> Iterator[Notice]:
    for again in (False, True):
        yield SecondWanted(
            incident_id=IncidentId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            asked_by=UserId(LONGEST_ID),
            author_id=UserId(LONGEST_ID),
            again=again,
            rings=MANY_ROLES,
        )


def follow_ups() -> Iterator[Notice]:
    for calls in ((), (UserId(LONGEST_ID),)):
        yield FollowUp(
            incident_id=IncidentId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            taken_by=UserId(LONGEST_ID),
            author_id=UserId(LONGEST_ID),
            taken_at=AT,
            again=99,
            calls=calls,
        )


def shifts_that_begin() -> Iterator[Notice]:
    for calls in ((), (UserId(LONGEST_ID),)):
        yield ShiftBegins(
            guild_id=GuildId(LONGEST_ID),
            user_id=UserId(LONGEST_ID),
            starts_at=AT,
            ends_at=AT,
            server="*" * 100,
            calls=calls,
        )


def drill_reports() -> Iterator[Notice]:
    for milliseconds, taken_by in ((LONGEST_ID, UserId(LONGEST_ID)), (None, None)):
        yield DrillReport(
            started_by=UserId(LONGEST_ID),
            helped_ms=milliseconds,
            card_ms=milliseconds,
            taken_ms=milliseconds,
            taken_by=taken_by,
            calls=(UserId(LONGEST_ID),) if taken_by else (),
        )


def troubles() -> Iterator[Notice]:
    for problem in (*Failure, "missed", "failed"):
        yield DeliveryTrouble(
            subject="*" * TITLE_MAX, where=ChannelId(LONGEST_ID), due_at=AT, problem=str(problem)
        )


def staff_calls() -> Iterator[Notice]:
    for why, rings in product(("sit", "talk"), ((), MANY_ROLES)):
        yield StaffCall(
            guild_id=GuildId(LONGEST_ID), author_id=UserId(LONGEST_ID), at=AT, why=why, rings=rings
        )


def card_changes() -> Iterator[Notice]:
    for state, private in product(CardState, (False, True)):
        yield CardChange(
            meeting_id=MeetingId(LONGEST_ID),
            title="*" * TITLE_MAX,
            starts_at=AT,
            minutes=MINUTES_MAX,
            room_id=ChannelId(LONGEST_ID),
            original_at=AT,
            channel_id=ChannelId(LONGEST_ID),
            message_id=MessageId(LONGEST_ID),
            state=state.value,
            facilitator_id=UserId(LONGEST_ID),
            is_private=private,
        )


def room_troubles() -> Iterator[Notice]:
    for wanted, problem in product(("open", "closed"), ("forbidden", "refused")):
        yield RoomTrouble(room_id=ChannelId(LONGEST_ID), wanted=wanted, problem=problem)


def events_gone() -> Iterator[Notice]:
    yield EventGone(shown_id=LONGEST_ID, title="*" * TITLE_MAX, starts_at=AT)


def calendar_changes() -> Iterator[Notice]:
    old, new = (
        Facts(
            title=sign * TITLE_MAX,
            when=Recurrence(first=LAST_WALL, zone=LONG_ZONE, rule=rule),
            minutes=MINUTES_MAX,
            dates=(LAST_SECOND,) * DATES_SHOWN,
        ).dump()
        for sign, rule in (("*", "FREQ=MONTHLY;BYDAY=-1FR"), ("_", None))
    )
    many = CalendarChanged(
        label=LONG_LABEL,
        subscription_id=LONGEST_ID,
        before=(old,) * CHANGES_SHOWN,
        after=(new,) * CHANGES_SHOWN,
        by_hand=(True,) * CHANGES_SHOWN,
        more=9999,
        new=("*" * TITLE_MAX,) * TITLES_SHOWN,
    )
    yield from (many, replace(many, new=()), replace(many, before=(), after=(), by_hand=()))


def series_gone() -> Iterator[Notice]:
    for why in Gone:
        yield SeriesGone(
            meeting_id=MeetingId(LONGEST_ID),
            title="*" * TITLE_MAX,
            label=LONG_LABEL,
            why=why,
            next_at=AT,
        )


def calendar_troubles() -> Iterator[Notice]:
    for problem, read_at in product(Trouble, (AT, None)):
        yield CalendarTrouble(label=LONG_LABEL, problem=problem, read_at=read_at)


def disputes() -> Iterator[Notice]:
    for what in HidingWhat:
        told = HidingDisputed(
            hiding_id=HidingId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            author_id=UserId(LONGEST_ID),
            what=what.value,
            card_channel_id=ChannelId(LONGEST_ID),
            card_message_id=MessageId(LONGEST_ID),
        )
        yield from (told, replace(told, card_channel_id=None, card_message_id=None))


def answers_to_questions() -> Iterator[Notice]:
    for server in (NAME, ""):
        yield QuestionAnswered(
            handover_id=HandoverId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            server=server,
            answer="*" * ANSWER_MAX,
            asked_at=AT,
        )


def automod_changes() -> Iterator[Notice]:
    for part, change in product(Part, Change):
        yield AutomodChanged(row_id=LONGEST_ID, part=part, change=change)


EVERY: dict[type[Notice], Iterable[Notice]] = {
    CardChange: tuple(card_changes()),
    MeetingReminder: tuple(reminders()),
    CareCard: tuple(care_cards()),
    CareChange: tuple(care_changes()),
    SecondWanted: tuple(seconds_wanted()),
    FollowUp: tuple(follow_ups()),
    ShiftBegins: tuple(shifts_that_begin()),
    DrillReport: tuple(drill_reports()),
    CaseLine: (*case_lines(), *closing_lines()),
    CaseTrouble: tuple(case_troubles()),
    **ROOM_NOTICES,
    CaseLetter: tuple(case_letters()),
    DeliveryTrouble: tuple(troubles()),
    StaffCall: tuple(staff_calls()),
    RoomTrouble: tuple(room_troubles()),
    EventGone: tuple(events_gone()),
    CalendarChanged: tuple(calendar_changes()),
    SeriesGone: tuple(series_gone()),
    CalendarTrouble: tuple(calendar_troubles()),
    HidingDisputed: tuple(disputes()),
    NeutralLine: (NeutralLine(aside_id=AsideId(LONGEST_ID)),),
    QuestionAnswered: tuple(answers_to_questions()),
    ReportWaiting: tuple(reports_waiting()),
    StaffLetter: tuple(staff_letters()),
    TermsChanged: tuple(each for each in joining() if isinstance(each, TermsChanged)),
    JoiningTrouble: tuple(each for each in joining() if isinstance(each, JoiningTrouble)),
    AutomodChanged: tuple(automod_changes()),
}
# Said to Discord alone: a message of ours goes.
REMOVALS = {OwnMessageGone, WordsExpire}
each_kind = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)


def test_no_kind_of_notice_is_left_out_here():
    assert set(EVERY) | REMOVALS == set(get_args(Notice))


@each_kind
def test_every_notice_fits_into_one_message(kind: type[Notice]):
    """A card that Discord refuses is a card that nobody reads."""
    refused = {str(each): faults(render(each, KEY)) for each in EVERY[kind]}

    assert {each: why for each, why in refused.items() if why} == {}


@each_kind
def test_every_notice_carries_its_key_where_a_read_back_finds_it(kind: type[Notice]):
    """Without it, what was said right before a crash is said again."""
    lost = [each for each in EVERY[kind] if KEY not in keys(received(render(each, KEY)))]

    assert lost == []


@each_kind
def test_a_notice_rings_nobody_but_those_it_names(kind: type[Notice]):
    for each in EVERY[kind]:
        rings = render(each, KEY).rings

        roles = rings.roles if isinstance(rings.roles, list) else []
        users = rings.users if isinstance(rings.users, list) else []
        assert {role.id for role in roles} == set(getattr(each, "rings", ()))
        assert {user.id for user in users} == set(getattr(each, "calls", ()))
        assert rings.users is not True


def test_a_late_reminder_says_more_than_one_in_time():
    [on_time, *_] = reminders()

    late = as_late(on_time)
    assert isinstance(late, MeetingReminder)
    assert render(late, KEY).embeds != render(on_time, KEY).embeds
