"""A calendar file is shown, taken in, changed by its next version, and handed out again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import ProblemKind, Series, read, write
from bot.domain.errors import Conflict, InvalidInput, NotPermitted
from bot.domain.ids import ChannelId, DraftId, GuildId, UserId
from bot.domain.meetings import held
from bot.domain.notices import MeetingReminder
from bot.domain.servers import Actor, Right
from bot.services.calendars import FILE_MAX, CalendarService, Taken
from bot.services.deliveries import DeliveryService
from bot.services.editing import EditService, Wanted
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.domain.calendar.builders import FILES, a_series, calendar
from tests.fakes import FakeAlarm, FakeMessenger, ManualClock

ADMIN = Actor(user_id=UserId(7), guild_id=GuildId(1), rights=frozenset({Right.ADMINISTER}))
OTHER = Actor(user_id=UserId(8), guild_id=GuildId(1), rights=frozenset({Right.ADMINISTER}))
MEMBER = Actor(user_id=UserId(9), guild_id=GuildId(1))
LEADER = Actor(user_id=UserId(6), guild_id=GuildId(1), rights=frozenset({Right.FACILITATE}))
GUILD = GuildId(1)
UID = "one@example.org"


@pytest.fixture
def meetings(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> MeetingService:
    return MeetingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        now=clock,
        horizon=timedelta(days=15),
        usual_leads=(timedelta(hours=1),),
    )


@pytest.fixture
def calendars(meetings: MeetingService, alarm: FakeAlarm) -> CalendarService:
    return CalendarService(meetings=meetings, alarm=alarm)


def file_of(*series: Series) -> bytes:
    return write(series, name="Groups", at=datetime(2026, 3, 1, tzinfo=UTC)).encode()


async def taken(calendars: CalendarService, *series: Series) -> Taken:
    draft = await calendars.draft(file_of(*series), None, by=ADMIN)
    return await calendars.save(draft.draft_id, by=ADMIN)


async def walls(meetings: MeetingService, clock: ManualClock, count: int = 4) -> list[str]:
    [meeting] = await meetings.all(GUILD)
    ahead = held(meeting, after=clock())
    return [f"{next(ahead).wall:%m-%d %H:%M}" for _ in range(count)]


async def test_nothing_is_kept_before_it_is_saved(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    draft = await calendars.draft(file_of(a_series(uid=UID)), None, by=ADMIN)

    assert [each.title for each in draft.comparison.new] == ["Tuesday circle"]
    assert draft.room_id == ChannelId(12)
    assert await meetings.all(GUILD) == []
    await calendars.discard(draft.draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await calendars.save(draft.draft_id, by=ADMIN)


async def test_a_series_is_held_on_its_dates_and_announced(
    calendars: CalendarService,
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    series = a_series(
        uid=UID,
        except_for=("2026-03-10T19:00",),
        extra=("2026-03-12T19:00",),
        moved={"2026-03-17T19:00": "2026-03-18T18:30"},
    )
    await taken(calendars, series)

    assert await walls(meetings, clock) == [
        "03-12 19:00",
        "03-18 18:30",
        "03-24 19:00",
        "03-31 19:00",
    ]
    clock.moment = datetime(2026, 3, 12, 22, 0, 30, tzinfo=UTC)
    await deliveries.deliver_due()
    assert len(messenger.posted) == 1


async def test_the_same_file_again_changes_nothing(calendars: CalendarService) -> None:
    await taken(calendars, a_series(uid=UID))
    again = await calendars.draft(file_of(a_series(uid=UID)), None, by=ADMIN)

    assert again.comparison.unchanged == 1
    assert not again.comparison.changes_anything


async def test_a_later_version_changes_the_meeting_and_its_reminders(
    calendars: CalendarService,
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await taken(calendars, a_series(uid=UID, except_for=("2026-03-24T19:00",)))
    found = await taken(
        calendars, a_series(uid=UID, sequence=1, first="2026-03-03T18:00", title="Early circle")
    )

    assert [each.title for each in found.changed] == ["Early circle"]
    assert await walls(meetings, clock, 3) == ["03-10 18:00", "03-17 18:00", "03-24 18:00"]
    clock.moment = datetime(2026, 3, 10, 21, 0, 30, tzinfo=UTC)
    await deliveries.deliver_due()
    clock.moment = datetime(2026, 3, 10, 22, 0, 30, tzinfo=UTC)
    await deliveries.deliver_due()
    # What comes at the start changes the card that stands; nothing new is posted an hour late.
    said = [each for each in messenger.posted if isinstance(each, MeetingReminder)]
    assert len(said) == 1


async def test_a_version_older_than_ours_is_left_alone(calendars: CalendarService) -> None:
    await taken(calendars, a_series(uid=UID, sequence=5))
    older = await calendars.draft(file_of(a_series(uid=UID, minutes=30)), None, by=ADMIN)

    assert older.comparison.unchanged == 1


async def test_our_own_file_is_known_when_it_comes_back(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    await taken(calendars, a_series(uid=UID))
    text = await calendars.export(GUILD, name="Groups")
    assert text is not None
    back = await calendars.draft(text.encode(), None, by=ADMIN)

    assert back.comparison.unchanged == 1
    assert f"UID:{UID}" in text
    assert len(await meetings.all(GUILD)) == 1


async def test_what_was_skipped_here_is_left_out_of_the_file(
    calendars: CalendarService,
    meetings: MeetingService,
    database: Database,
    servers: Servers,
    clock: ManualClock,
) -> None:
    await taken(calendars, a_series(uid=UID))
    [meeting] = await meetings.all(GUILD)
    exceptions = ExceptionService(
        database=database, servers=servers, planner=meetings.planner, now=clock
    )
    await exceptions.skip(meeting.id, "2026-03-17", by=LEADER)
    text = await calendars.export(GUILD, name="Groups")

    assert text is not None
    assert "EXDATE;TZID=America/New_York:20260317T190000" in text
    [series] = read(text, usual_zone=ZoneInfo("UTC")).series
    assert series.sequence > 0


async def test_a_server_without_meetings_has_no_file(calendars: CalendarService) -> None:
    assert await calendars.export(GUILD, name="Groups") is None


async def test_what_a_calendar_calls_off_is_asked_about_and_not_ended(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    await taken(calendars, a_series(uid=UID))
    file = file_of(a_series(uid=UID)).replace(b"METHOD:PUBLISH", b"METHOD:CANCEL")
    draft = await calendars.draft(file, None, by=ADMIN)
    found = await calendars.save(draft.draft_id, by=ADMIN)

    assert [each.title for each in found.called_off] == ["Tuesday circle"]
    assert len(await meetings.all(GUILD)) == 1


async def test_what_staff_ended_does_not_come_back(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    await taken(calendars, a_series(uid=UID))
    [meeting] = await meetings.all(GUILD)
    await meetings.end(meeting.id, by=ADMIN)
    again = await calendars.draft(file_of(a_series(uid=UID)), None, by=ADMIN)

    assert (again.comparison.over, again.comparison.new) == (1, [])


async def test_a_place_goes_in_and_comes_out_and_a_new_one_is_a_change(
    calendars: CalendarService,
) -> None:
    await taken(calendars, a_series(uid=UID, place="Main Street 7; upstairs, left"))
    text = await calendars.export(GUILD, name="Groups")
    assert text is not None
    [series] = read(text, usual_zone=ZoneInfo("UTC")).series
    assert series.place == "Main Street 7; upstairs, left"

    again = await calendars.draft(text.encode(), None, by=ADMIN)
    assert again.comparison.unchanged == 1
    found = await taken(calendars, a_series(uid=UID, place="Online"))
    assert len(found.changed) == 1


@pytest.mark.parametrize("name", ["google.ics", "apple.ics", "outlook.ics"])
async def test_every_programs_file_is_known_when_it_comes_again(
    calendars: CalendarService, name: str
) -> None:
    file = (FILES / name).read_bytes()
    draft = await calendars.draft(file, None, by=ADMIN)
    new = len(draft.comparison.new)
    await calendars.save(draft.draft_id, by=ADMIN)
    again = await calendars.draft(file, None, by=ADMIN)

    assert new > 0
    assert (again.comparison.unchanged, again.comparison.changes_anything) == (new, False)


async def split(meetings: MeetingService, date: str) -> None:
    """Have staff change a date and all after it to half past seven."""
    *_, meeting = await meetings.all(GUILD)
    editing = EditService(meetings=meetings)
    wanted = Wanted(which=date, changes={"time": "7:30 pm"})
    draft = await editing.draft(meeting.id, wanted, by=ADMIN)
    await editing.save_rest(draft.draft_id, by=ADMIN)


@pytest.mark.parametrize("dates", [("2026-03-10",), ("2026-03-31",), ("2026-03-17", "2026-03-31")])
async def test_after_a_split_the_calendar_means_all_of_the_series_again(
    calendars: CalendarService, meetings: MeetingService, clock: ManualClock, dates: tuple[str, ...]
) -> None:
    """RFC 5545, 3.8.4.7: a uid names the whole; two series on one evening are one too many."""
    await taken(calendars, a_series(uid=UID))
    for date in dates:
        await split(meetings, date)
    same = await calendars.draft(file_of(a_series(uid=UID)), None, by=ADMIN)
    assert same.comparison.unchanged == 1
    await taken(calendars, a_series(uid=UID, sequence=9, first="2026-03-03T20:00"))

    assert await walls(meetings, clock) == [
        "03-10 20:00",
        "03-17 20:00",
        "03-24 20:00",
        "03-31 20:00",
    ]


async def test_a_split_series_comes_out_as_two_that_do_not_overlap(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    await taken(calendars, a_series(uid=UID))
    await split(meetings, "2026-03-31")
    text = await calendars.export(GUILD, name="Groups")

    assert text is not None
    first, rest = read(text, usual_zone=ZoneInfo("UTC")).series
    assert first.uid != UID
    assert "UNTIL=20260331T225959Z" in (first.when.rule or "")
    assert (rest.uid, rest.when.first.isoformat()) == (UID, "2026-03-31T19:30:00")
    again = await calendars.draft(text.encode(), None, by=ADMIN)
    assert (again.comparison.unchanged, again.comparison.changes_anything) == (2, False)


async def test_a_series_that_is_ended_by_its_rule_is_asked_about(
    calendars: CalendarService, meetings: MeetingService
) -> None:
    await taken(calendars, a_series(uid=UID))
    found = await taken(
        calendars, a_series(uid=UID, sequence=1, rule="FREQ=WEEKLY;UNTIL=20260304T000000Z")
    )

    assert [each.title for each in found.called_off] == ["Tuesday circle"]
    assert len(await meetings.all(GUILD)) == 1


async def test_a_series_without_dates_ahead_is_left_out(calendars: CalendarService) -> None:
    old = a_series(uid=UID, first="2020-03-03T19:00", rule="FREQ=WEEKLY;COUNT=3")
    draft = await calendars.draft(file_of(old), None, by=ADMIN)

    assert draft.comparison.over == 1


async def test_who_was_invited_is_not_kept(calendars: CalendarService, database: Database) -> None:
    """A file can hold names, addresses and notes; the draft holds dates."""
    file = (
        (FILES / "google.ics")
        .read_bytes()
        .replace(b"SEQUENCE:3\r\n", b"SEQUENCE:3\r\nATTENDEE;CN=Jo Doe:mailto:jo@example.org\r\n")
    )
    await calendars.draft(file, None, by=ADMIN)

    async with database.transaction() as tx:
        [row] = await tx.fetch_all("SELECT payload FROM drafts")
    assert "Tuesday circle" in row["payload"]
    for word in ("Jo Doe", "example.org", "cup of tea"):
        assert word not in row["payload"]


async def test_a_file_that_is_too_much_is_refused(calendars: CalendarService) -> None:
    with pytest.raises(InvalidInput):
        await calendars.draft(b" " * (FILE_MAX + 1), None, by=ADMIN)
    many = [a_series(uid=f"{number}@example.org") for number in range(51)]
    with pytest.raises(InvalidInput):
        await calendars.draft(file_of(*many), None, by=ADMIN)


async def test_noise_is_shown_as_no_calendar(calendars: CalendarService) -> None:
    draft = await calendars.draft(b"\xff\xfe\x00", None, by=ADMIN)
    kinds = [problem.kind for problem in draft.comparison.problems]
    assert kinds == [ProblemKind.NOT_A_CALENDAR]

    empty = await calendars.draft(calendar().encode(), None, by=ADMIN)
    assert list(empty.comparison.problems) == []


async def test_only_an_admin_takes_a_calendar_in_and_only_their_own(
    calendars: CalendarService,
) -> None:
    file = file_of(a_series(uid=UID))
    with pytest.raises(NotPermitted):
        await calendars.draft(file, None, by=MEMBER)
    draft = await calendars.draft(file, None, by=ADMIN)
    with pytest.raises(NotPermitted):
        await calendars.save(draft.draft_id, by=MEMBER)
    with pytest.raises(Conflict):
        await calendars.save(draft.draft_id, by=OTHER)
    with pytest.raises(Conflict):
        await calendars.save(DraftId(999), by=ADMIN)
