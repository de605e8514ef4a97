"""What is said about calendars that are read from an address."""

from typing import Final

from bot.domain.errors import Trouble
from bot.domain.subscriptions import Gone

TROUBLE: Final = {
    Trouble.ADDRESS: "That is not a calendar's address. Copy the address that ends in .ics from "
    "your calendar program. It begins with https:// or webcal://.",
    Trouble.CREDENTIALS: "That address holds a name and a password, and I do not keep those. "
    "Please use the calendar's public or secret address instead.",
    Trouble.PRIVATE: "That address leads into a private network, which I do not read. Please use "
    "one that is open to the internet.",
    Trouble.UNKNOWN_HOST: "I cannot find that address on the internet. Is it spelled right?",
    Trouble.UNREACHABLE: "I could not connect to that address. Please try again later.",
    Trouble.TLS: "That address does not have a certificate that I can trust. Please tell whoever "
    "runs it.",
    Trouble.TIMEOUT: "That address took longer than ten seconds to answer. Please try again later.",
    Trouble.TOO_LARGE: "That calendar is too large. The most I can read is 1 MB. Please share one "
    "that holds only the groups.",
    Trouble.REDIRECTS: "That address sends me on from one place to the next. Please use the last "
    "one.",
    Trouble.NOT_FOUND: "There is no calendar at that address. It may have been moved.",
    Trouble.GONE: "The calendar at that address was removed for good.",
    Trouble.FORBIDDEN: "I may not read that address. In your calendar's settings, share it by a "
    "public or secret address, and use that one.",
    Trouble.SERVER: "The other side has a problem just now. Please try again later.",
    Trouble.REFUSED: "The other side does not give me a calendar at that address. Please copy it "
    "again from your calendar program.",
    Trouble.NOT_A_CALENDAR: "What stands at that address is not a calendar. Copy the address that "
    "ends in .ics from your calendar program, not the one of a web page.",
}

SOURCE: Final = "I will read this address again"
ADDRESSES: Final = "Addresses I read"
ADDRESSES_TITLE: Final = "Calendar addresses"
NO_MORE_READ: Final = (
    "I do not read this address any more. Its meetings stay, and you change them here from now on."
)
STOP_MANY: Final = "Stop reading {name}"
STOP: Final = "Stop reading this address"
HOW_TO: Final = "To take meetings over, give `/clinic meeting import` a file or an address."

CHANGED_TITLE: Final = "The calendar has changed"
CHANGED: Final = "I have taken this over from **{label}**. Reminders follow."
BY_HAND: Final = "It had been changed here by hand. The calendar counts, so that is undone."
NEW_TITLE: Final = "New in the calendar"
NEW: Final = "New in **{label}**. I add nothing unasked: look at it first, then save."
LOOK: Final = "Look at what is new"
NAME: Final = "Name"
LENGTH: Final = "Length"
NEXT: Final = "Next dates"
NONE_AHEAD: Final = "none"
OTHERWISE: Final = "A date further ahead, or the place."

GONE_TITLE: Final = "Is this group over?"
GONE: Final = {
    Gone.VANISHED: "**{title}** is no longer in the calendar {label}.",
    Gone.CANCELLED: "**{title}** is cancelled in the calendar {label}.",
    Gone.OVER: "**{title}** has no more dates in the calendar {label}.",
}
STILL_HELD: Final = (
    "Here it goes on: next on {when}, with its reminders. I end nothing unasked. Which is right?"
)
END: Final = "End this group"
KEEP: Final = "Keep this group"
ENDED: Final = "**{title}** has ended. Its reminders are withdrawn."
KEPT: Final = (
    "The group goes on as it is here. You will not be asked again, unless it comes back to the "
    "calendar and leaves once more."
)

TROUBLE_TITLE: Final = "I cannot read a calendar"
MEETINGS_STAY: Final = (
    "Its meetings stay as they are, with their reminders. I go on trying, and `/clinic status` "
    "shows it until it works again."
)


def source(label: str, hours: int) -> str:
    """Say that an address is read again, and what counts from then on."""
    often = "every hour" if hours == 1 else f"every {hours} hours"
    return (
        f"{label}, {often}. When the calendar changes a group, the calendar counts, also over what "
        "was changed here by hand. New or ended groups are asked about first."
    )


def address(label: str, problem: str | None, read_at: str | None) -> str:
    """Describe one address in a list."""
    when = f"read {read_at}" if read_at else "not read yet"
    return f"✗ {label}: {problem}" if problem else f"✓ {label}: {when}"


def went_on(what: str, before: str, after: str) -> str:
    """Say what was, and what is now."""
    return f"{what}: {before} → **{after}**"


def last_read(when: str) -> str:
    """Say when it was last well."""
    return f"I last read it {when}."


def more(count: int) -> str:
    """Say how many more meetings were changed."""
    return f"And {count} more."


def minutes(count: int) -> str:
    """Say how long."""
    return f"{count} minutes"
