"""Who is on call, as moderators read it."""

TITLE = "On call"
NOW = "Now"
NOBODY = "Nobody. A care card rings all moderators at once."
RUNG_FIRST = "A care card rings them first, and all moderators if nobody acknowledges."
NEXT = "Next"
NO_NEXT = "Nobody is down for the days to come."
EMPTY_WEEK = "No shifts yet. Add one with `/mod oncall schedule`."
LEFT = "Hand-over"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOW_ON = "You are on call. Thank you. Step away any time with `/mod oncall off`."
NOW_OFF = "You are off. Rest well. The rota knows, and nobody rings you as on call."
REMOVED = "Removed."
NOTED = "Thank you. It is shown here for two days, to staff alone, in place of the note before."
YOURS = "yours"
ANOTHERS = "another's"


BEGINS_TITLE = "Your shift begins"
THE_SERVER = "your server"


def begins(server: str, moment: str, relative: str) -> str:
    """Say to whoever's shift begins what it means, and the way out."""
    return (
        f"You are on call in {server} until {moment} ({relative}): if somebody may be in danger, "
        "the card rings you first. Thank you for being there.\n\n"
        "If you cannot, use `/mod oncall off` there. Then a card rings all moderators at once, so "
        "nobody is left alone. `/mod oncall show` has the hand-over note."
    )


def week(zone: str) -> str:
    """Name the week, by whose clocks it goes."""
    return f"The week, {zone}"


def until(user_id: int, moment: str, relative: str) -> str:
    """Say who is on call, and how long."""
    return f"<@{user_id}> until {moment} ({relative})"


def expected(moment: str) -> str:
    """Say from when the week counts again."""
    return f" The week counts for you again from {moment}; `/mod oncall on` brings you back sooner."


def added(line: str, zone: str) -> str:
    """Say which shift was added."""
    return f"Added, every week: {line}. It goes by {zone}, also when the clocks change."


def next_shift(moment: str, relative: str, named: str) -> str:
    """Say who begins next, and when."""
    return f"{moment} ({relative}): {named}"


def shift(weekday: int, starts: str, ends: str, user_id: int) -> str:
    """Say one line of the week."""
    return f"{DAYS[weekday]}, {starts} to {ends}: <@{user_id}>"


def shift_choice(weekday: int, starts: str, ends: str) -> str:
    """Name a shift in a list of choices, where no mention can be shown."""
    return f"{DAYS[weekday]}, {starts} to {ends}"


def left(user_id: int, moment: str, note: str) -> str:
    """Show the hand-over note."""
    return f"<@{user_id}>, {moment}:\n{note}"
