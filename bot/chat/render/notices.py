"""Every notice finds its layout here."""

from bot.chat.render import (
    asides,
    automod,
    care,
    events,
    handovers,
    hiding,
    ledger,
    meetings,
    moderation,
    rooms,
    subscriptions,
)
from bot.chat.render.said import Said
from bot.domain.notices import (
    AutomodChanged,
    CalendarChanged,
    CalendarTrouble,
    CardChange,
    CareCard,
    CaseLetter,
    CaseLine,
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


def notice(what: Notice, key: str) -> Said:
    """Render a notice; `key` is its nonce, which the message carries where a read-back looks."""
    match what:
        case MeetingReminder() | CardChange():
            return _reminder(what, key)
        case CareCard() | StaffCall() | QuestionAnswered():
            return _care(what, key)
        case CaseLine() | CaseLetter():
            return _case(what, key)
        case DeliveryTrouble() | RoomTrouble() | EventGone() | AutomodChanged():
            return _trouble(what, key)
        case CalendarChanged() | SeriesGone() | CalendarTrouble():
            return subscriptions.notice(what, key)
        case NeutralLine() | OwnMessageGone() | WordsExpire() | HidingDisputed():
            return _aside(what, key)


def _reminder(what: MeetingReminder | CardChange, key: str) -> Said:
    if isinstance(what, CardChange):
        return meetings.card_change(what, key)
    return meetings.reminder(what, key)


def _care(what: CareCard | StaffCall | QuestionAnswered, key: str) -> Said:
    match what:
        case CareCard():
            return care.care_card(what, key)
        case StaffCall():
            return care.staff_call(what, key)
        case QuestionAnswered():
            return handovers.letter(what, key)


def _case(what: CaseLine | CaseLetter, key: str) -> Said:
    if isinstance(what, CaseLine):
        return moderation.case_line(what, key)
    return moderation.case_letter(what, key)


def _trouble(what: DeliveryTrouble | RoomTrouble | EventGone | AutomodChanged, key: str) -> Said:
    match what:
        case DeliveryTrouble():
            return ledger.trouble(what, key)
        case RoomTrouble():
            return rooms.trouble(what, key)
        case EventGone():
            return events.gone(what, key)
        case AutomodChanged():
            return automod.changed(what, key)


def _aside(what: NeutralLine | OwnMessageGone | WordsExpire | HidingDisputed, key: str) -> Said:
    if isinstance(what, WordsExpire | HidingDisputed):
        return hiding.notice(what, key)
    return asides.notice(what, key)
