"""Every notice finds its layout here."""

from bot.chat.render import (
    asides,
    automod,
    care,
    care_cards,
    drills,
    events,
    handovers,
    hiding,
    joining,
    ledger,
    letters,
    meetings,
    moderation,
    raids,
    report_cards,
    room_acts,
    rooms,
    rota,
    subscriptions,
)
from bot.chat.render.raids import RaidNotice
from bot.chat.render.room_acts import RoomNotice
from bot.chat.render.said import Said
from bot.domain.care_notices import CareCard, DrillReport, FollowUp, SecondWanted, ShiftBegins
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.domain.notices import (
    AutomodChanged,
    CalendarChanged,
    CalendarTrouble,
    CardChange,
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
)
from bot.domain.report_notices import ReportWaiting, StaffLetter
from bot.domain.room_notices import NewcomerHeld, NewcomerLetter, RaidCard


def notice(what: Notice, key: str) -> Said:
    """Render a notice; `key` is its nonce, which the message carries where a read-back looks."""
    match what:
        case MeetingReminder() | CardChange() | CaseLine() | CaseLetter() | CaseTrouble():
            return _plain(what, key)
        case CareCard() | SecondWanted() | FollowUp() | ShiftBegins() | DrillReport():
            return _care(what, key)
        case StaffCall() | QuestionAnswered() | ReportWaiting() | StaffLetter() | TermsChanged():
            return _told(what, key)
        case DeliveryTrouble() | RoomTrouble() | EventGone() | AutomodChanged() | JoiningTrouble():
            return _trouble(what, key)
        case CalendarChanged() | SeriesGone() | CalendarTrouble():
            return subscriptions.notice(what, key)
        case _:
            return _aside(what, key)


def _plain(
    what: MeetingReminder | CardChange | CaseLine | CaseLetter | CaseTrouble, key: str
) -> Said:
    match what:
        case MeetingReminder():
            return meetings.reminder(what, key)
        case CardChange():
            return meetings.card_change(what, key)
        case CaseLine():
            return moderation.case_line(what, key)
        case CaseLetter():
            return moderation.case_letter(what, key)
        case CaseTrouble():
            return moderation.case_trouble(what, key)


def _care(what: CareCard | SecondWanted | FollowUp | ShiftBegins | DrillReport, key: str) -> Said:
    match what:
        case CareCard(is_drill=True):
            return drills.as_drill(care_cards.care_card(what, key))
        case CareCard():
            return care_cards.care_card(what, key)
        case SecondWanted():
            return care_cards.second_wanted(what, key)
        case FollowUp():
            return care_cards.follow_up(what, key)
        case ShiftBegins():
            return rota.begins(what, key)
        case DrillReport():
            return drills.report(what, key)


def _told(
    what: StaffCall | QuestionAnswered | ReportWaiting | StaffLetter | TermsChanged, key: str
) -> Said:
    match what:
        case StaffCall():
            return care.staff_call(what, key)
        case QuestionAnswered():
            return handovers.letter(what, key)
        case ReportWaiting():
            return report_cards.waiting(what, key)
        case StaffLetter():
            return letters.letter(what, key)
        case TermsChanged():
            return joining.notice(what, key)


def _trouble(
    what: DeliveryTrouble | RoomTrouble | EventGone | AutomodChanged | JoiningTrouble, key: str
) -> Said:
    match what:
        case DeliveryTrouble():
            return ledger.trouble(what, key)
        case RoomTrouble():
            return rooms.trouble(what, key)
        case EventGone():
            return events.gone(what, key)
        case AutomodChanged():
            return automod.changed(what, key)
        case JoiningTrouble():
            return joining.notice(what, key)


def _aside(
    what: NeutralLine | OwnMessageGone | WordsExpire | HidingDisputed | RoomNotice | RaidNotice,
    key: str,
) -> Said:
    match what:
        case WordsExpire() | HidingDisputed():
            return hiding.notice(what, key)
        case NeutralLine() | OwnMessageGone():
            return asides.notice(what, key)
        case RaidCard() | NewcomerHeld() | NewcomerLetter():
            return raids.notice(what, key)
        case _:
            return room_acts.notice(what, key)
