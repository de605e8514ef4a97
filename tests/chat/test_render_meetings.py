"""What members and admins read about meetings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from discord.ui import Label, Select, TextInput
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.render import meetings as render
from bot.chat.render.said import CONTENT_MAX, DESCRIPTION_MAX, Press, Said
from bot.chat.wording.en import meetings as words
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, DraftId, GuildId, MeetingId, RoleId, UserId
from bot.domain.meetings import Entry, Meeting, Proposal, Repeat, outlook, read_entry
from bot.domain.notices import MeetingReminder
from bot.domain.recurrence import Recurrence
from bot.domain.servers import RoomPurpose, Server
from bot.domain.wall_time import read_time
from bot.services.meetings import Ended, Preview, Saved, Unusable, Upcoming
from bot.services.wishes import How, Reminded

NEW_YORK = ZoneInfo("America/New_York")
# A Sunday in February; clocks go forward on 8 March.
NOW = datetime(2026, 2, 22, 12, tzinfo=UTC)
FIRST = datetime(2026, 2, 25, 0, tzinfo=UTC)
SERVER = Server(guild_id=GuildId(1), zone=NEW_YORK, rooms={RoomPurpose.MEETINGS: ChannelId(12)})
TYPED = Entry(
    title="Tuesday circle",
    day="Tuesday",
    time="7",
    zone="",
    minutes="90",
    repeat=Repeat.WEEKLY,
    leads=(1440, 60, 10),
    room_id=None,
)
KEY = "0123456789abcdef01234567"


def a_proposal(**changes: Any) -> Proposal:
    return read_entry(replace(TYPED, **changes), server=SERVER, now=NOW)


def a_meeting(number: int = 5, **changes: Any) -> Meeting:
    read = a_proposal(**changes)
    return Meeting(
        id=MeetingId(number),
        guild_id=GuildId(1),
        title=read.title,
        when=read.when,
        minutes=read.minutes,
        room_id=read.room_id,
        leads=read.leads,
        created_by=UserId(7),
    )


def a_preview(**changes: Any) -> Preview:
    read = a_proposal(**changes)
    return Preview(
        draft_id=DraftId(3),
        entry=replace(TYPED, **changes),
        proposal=read,
        outlook=outlook(read.when, now=NOW),
    )


def a_reminder(*, late: bool = False) -> MeetingReminder:
    return MeetingReminder(
        meeting_id=MeetingId(5),
        title="Tuesday circle",
        starts_at=FIRST,
        minutes=90,
        room_id=ChannelId(12),
        late=late,
    )


def text(said: Said) -> str:
    parts = [said.content or ""]
    for embed in said.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join(parts)


def presses(said: Said) -> list[Press]:
    return [item for row in said.rows for item in row if isinstance(item, Press)]


def ids(said: Said) -> list[str]:
    return [press.custom_id(said.key) for press in presses(said)]


def test_reminder_says_when_where_and_how_long() -> None:
    said = render.reminder(a_reminder(), KEY)
    stamp = int(FIRST.timestamp())
    assert text(said).split("\n")[1:5] == [
        "Tuesday circle",
        f"Starts <t:{stamp}:F> (<t:{stamp}:R>)",
        "**Where:** <#12>",
        "**How long:** 1 hour 30 minutes",
    ]


def test_reminder_carries_its_key_in_a_button() -> None:
    """A bot that died between send and record finds its message again by it."""
    assert f"meetings:next~{KEY}" in ids(render.reminder(a_reminder(), KEY))


def test_reminder_names_who_leads_and_rings_its_role() -> None:
    led = replace(a_reminder(), facilitator_id=UserId(33), rings=(RoleId(44),))
    said = render.reminder(led, KEY)
    assert "**Who leads:** <@33>" in text(said)
    assert said.content == "<@&44>"
    assert said.rings.to_dict() == {"parse": [], "roles": [44]}


def test_private_reminder_can_be_stopped_and_rings_nobody() -> None:
    said = render.reminder(replace(a_reminder(), is_private=True), KEY)
    assert ids(said) == [f"remind:none:5~{KEY}"]
    assert words.ASKED_FOR_IT in text(said)


@pytest.mark.parametrize(
    ("how", "says"),
    [(How.DM, "direct message"), (How.ROLE, "<@&44>"), (How.NONE, "not remind you")],
)
def test_wish_is_confirmed(how: How, says: str) -> None:
    meeting = replace(a_meeting(), ping_role_id=RoleId(44))
    assert says in text(render.reminded(Reminded(meeting=meeting, how=how)))


def test_closed_messages_are_explained() -> None:
    assert "/meetings remind" in text(render.dms_closed())


def test_late_reminder_says_so_first() -> None:
    assert words.LATE not in text(render.reminder(a_reminder(), KEY))
    late = render.reminder(a_reminder(late=True), KEY)
    assert (late.embeds[0].description or "").startswith(words.LATE)


def test_preview_shows_everything_that_will_be_kept() -> None:
    said = text(render.draft(a_preview()))
    assert "**When:** Every Tuesday at 7 pm, Eastern Time" in said
    assert "**Where:** <#12>" in said
    assert "**How long:** 1 hour 30 minutes" in said
    assert "**Reminders:** 1 day, 1 hour and 10 minutes before" in said
    assert words.NOT_SAVED_YET in said


def test_preview_shows_five_dates_for_the_reader_and_on_the_wall() -> None:
    said = text(render.draft(a_preview()))
    assert len(re.findall(r"<t:\d+:F> \(Tuesday, \w+ \d+, 7 pm there\)", said)) == 5
    assert f"<t:{int(FIRST.timestamp())}:F> (Tuesday, February 24, 7 pm there)" in said


def test_preview_says_how_a_bare_hour_was_read() -> None:
    said = text(render.draft(a_preview()))
    assert "I read “7” as **7 pm**. If you mean 7 am, press **Change time** and add “am”." in said
    assert "“19:00” is 7 pm." in text(render.draft(a_preview(time="19:00")))
    assert "”" not in text(render.draft(a_preview(time="7 PM"))), "nothing had to be read"
    assert "If you mean 10 pm" in text(render.draft(a_preview(time="10")))


def test_preview_says_what_clock_changes_do() -> None:
    said = text(render.draft(a_preview()))
    assert "On March 8 clocks go forward; the group still meets at 7 pm." in said
    autumn = text(render.preview(a_meeting(), outlook(a_meeting().when, now=NOW.replace(month=9))))
    assert "On November 1 clocks go back; the group still meets at 7 pm." in autumn


def test_preview_names_the_night_that_clocks_leap_over() -> None:
    """It does not also say that the group still meets then."""
    said = text(render.draft(a_preview(day="Sunday", time="2:30 am")))
    assert (
        "On March 8 there is no 2:30 am: clocks go past it. That day the group meets at 3:30 am."
        in said
    )
    assert "clocks go forward" not in said


def test_preview_names_the_night_that_has_an_hour_twice() -> None:
    meeting = a_meeting(day="Sunday", time="1:30 am")
    said = text(render.preview(meeting, outlook(meeting.when, now=NOW.replace(month=10))))
    assert "On November 1 clocks show 1:30 am twice. The group meets the first time." in said


def test_preview_where_clocks_never_change_says_so() -> None:
    assert words.CLOCKS_REST in text(render.draft(a_preview(zone="Arizona Time")))


def test_draft_can_be_saved_changed_or_cancelled() -> None:
    assert ids(render.draft(a_preview())) == [
        "meeting:save:3",
        "meeting:change:3",
        "meeting:cancel:3",
    ]


def test_a_meeting_that_stands_already_is_saved_again_with_open_eyes() -> None:
    said = render.draft(replace(a_preview(), twin=a_meeting()))
    assert words.STANDS_ALREADY in text(said)
    assert next(press.label for press in said.rows[0]) == words.SAVE_TWICE
    assert words.STANDS_ALREADY not in text(render.draft(a_preview()))


def test_unusable_draft_says_what_is_wrong_and_opens_the_form_again() -> None:
    error = InvalidInput("Time", "time_unreadable", "7 pm")
    said = render.draft(Unusable(draft_id=DraftId(3), entry=TYPED, error=error))
    assert "**Time**" in text(said)
    assert words.KEPT in text(said)
    assert ids(said) == ["meeting:change:3", "meeting:cancel:3"]


async def test_form_holds_what_was_typed() -> None:
    typed = replace(TYPED, time="half past late", zone="eastern", minutes="sixty")
    form = render.change_form(DraftId(3), typed)
    held: dict[str, object] = {}
    for label in form.children:
        assert isinstance(label, Label)
        match label.component:
            case TextInput() as field:
                held[field.custom_id] = field.default
            case Select() as choice:
                held[choice.custom_id] = [each.value for each in choice.options if each.default]
            case other:
                raise AssertionError(other)
    assert held == {
        "title": "Tuesday circle",
        "day": ["Tuesday"],
        "time": "half past late",
        "zone": "eastern",
        "minutes": "sixty",
    }
    assert form.custom_id == "meeting:change:3"
    assert form.is_finished()  # discord.py keeps nothing; the router answers


def test_saved_meeting_says_when_people_first_hear_of_it() -> None:
    reminded = FIRST - timedelta(days=1)
    what = Saved(meeting=a_meeting(), next_start=FIRST, first_reminder=reminded)
    said = text(render.saved(what, may_post=True))
    assert f"The first reminder comes <t:{int(reminded.timestamp())}:F>" in said
    assert "I may not post" not in said
    assert not render.saved(what, may_post=True).rows


def test_saved_meeting_says_if_its_room_is_closed_to_the_bot() -> None:
    what = Saved(meeting=a_meeting(leads=()), next_start=FIRST, first_reminder=None)
    said = text(render.saved(what, may_post=False))
    assert "I may not post in <#12> yet" in said
    assert words.NO_REMINDER in said


def test_nothing_planned_is_a_kind_answer() -> None:
    for said in (render.upcoming([]), render.every([])):
        assert "No meeting is planned yet. Staff post new dates here." in text(said)


def test_next_dates_are_the_readers_own() -> None:
    later = [FIRST + timedelta(weeks=n) for n in (1, 2)]
    found = Upcoming(meeting=a_meeting(), starts=[FIRST, *later], is_on=False)
    said = text(render.upcoming([found]))
    stamp = int(FIRST.timestamp())
    assert f"Tuesday circle\n<t:{stamp}:F> (<t:{stamp}:R>)\nThen <t:" in said
    assert "<#12> · 1 hour 30 minutes" in said


def test_meeting_that_goes_on_says_so() -> None:
    found = Upcoming(meeting=a_meeting(), starts=[FIRST], is_on=True)
    said = text(render.upcoming([found]))
    assert f"**Going on now**, since <t:{int(FIRST.timestamp())}:t>" in said
    assert "Then" not in said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY", "Every Tuesday at 7 pm, Eastern Time"),
        ("FREQ=WEEKLY;INTERVAL=2", "Every second Tuesday at 7 pm, Eastern Time"),
        (None, "Once, on Tuesday, March 10, 7 pm, Eastern Time"),
        ("FREQ=MONTHLY;BYDAY=2TU", "In a rhythm of its own, at 7 pm, Eastern Time"),
    ],
)
def test_rhythm_is_said_in_words(rule: str | None, said: str) -> None:
    first = datetime.fromisoformat("2026-03-10T19:00")
    assert render.how_often(Recurrence(first=first, zone=NEW_YORK, rule=rule)) == said


def test_list_names_every_meeting() -> None:
    said = text(render.every([a_meeting(1), a_meeting(2, title="Families", time="noon")]))
    assert "Tuesday circle\nEvery Tuesday at 7 pm, Eastern Time\n<#12> · 1 hour 30 minutes" in said
    assert "Families\nEvery Tuesday at noon, Eastern Time" in said
    assert render.in_one_line(a_meeting()).startswith("Tuesday circle · Every Tuesday")


def test_end_is_asked_for_once_more() -> None:
    said = render.end_question(a_meeting())
    assert "End Tuesday circle?" in text(said)
    assert ids(said) == ["meeting:end:5", "meeting:keep"]


@pytest.mark.parametrize(
    ("withdrawn", "said"),
    [(0, "No reminder of it was waiting."), (1, "1 reminder that"), (4, "4 reminders that")],
)
def test_end_says_what_will_not_be_sent(withdrawn: int, said: str) -> None:
    assert said in text(render.ended(Ended(meeting=a_meeting(), withdrawn=withdrawn)))


def test_short_answers_are_there() -> None:
    assert text(render.cancelled()).strip() == words.CANCELLED
    assert text(render.kept()).strip() == words.KEPT_ON


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0), "midnight"),
        (time(0, 5), "12:05 am"),
        (time(7), "7 am"),
        (time(12), "noon"),
        (time(12, 30), "12:30 pm"),
        (time(19), "7 pm"),
    ],
)
def test_time_of_day_is_said_as_people_say_it(at: time, said: str) -> None:
    assert words.clock(at) == said


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_time_that_is_said_can_be_typed(at: time) -> None:
    assert read_time(words.clock(at)).at == at


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(5, "5 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (2880, "2 days")],
)
def test_length_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert words.length(minutes) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([], "None"),
        ([10], "10 minutes before"),
        ([60, 10], "1 hour and 10 minutes before"),
        ([1440, 60, 10], "1 day, 1 hour and 10 minutes before"),
    ],
)
def test_lead_times_are_said_as_a_list(minutes: Sequence[int], said: str) -> None:
    assert words.leads([timedelta(minutes=each) for each in minutes]) == said


def test_every_card_fits_into_a_message_at_its_longest() -> None:
    """Discord API v10: an embed's parts, 6,000 characters together, 25 fields."""
    title, zone = "W" * 100, "America/Argentina/ComodRivadavia"
    longest = a_meeting(title=title, zone=zone)
    many = [replace(longest, room_id=ChannelId(2**63))] * 40
    starts = [FIRST + timedelta(weeks=n) for n in range(3)]
    every = [
        render.every(many),
        render.upcoming([Upcoming(meeting=each, starts=starts, is_on=False) for each in many]),
        render.draft(a_preview(title=title, zone=zone, time="7" + " " * 30 + "pm")),
        render.end_question(longest),
        render.saved(
            Saved(meeting=many[0], next_start=FIRST, first_reminder=FIRST), may_post=False
        ),
        render.reminder(replace(a_reminder(late=True), title=title), KEY),
    ]
    for said in every:
        assert len(said.content or "") <= CONTENT_MAX
        for embed in said.embeds:
            assert len(embed) <= 6000
            assert len(embed.description or "") <= DESCRIPTION_MAX
            assert len(embed.fields) <= 25
            assert all(len(field.value or "") < 1024 for field in embed.fields)
        assert all(len(press.label) <= 80 for press in presses(said))
        assert all(len(custom_id) <= 100 for custom_id in ids(said))
    assert words.AND_MORE in text(every[1])
    assert words.MORE_LEFT_OUT in text(every[0])
