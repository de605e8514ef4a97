"""Who is on call, as moderators read it."""

TITLE = "On call"
NOW = "Now"
NOBODY = "Nobody. A care card rings all moderators at once."
RUNG_FIRST = "A care card rings them first, and all moderators if nobody acknowledges."
NEXT = "Next"
NO_NEXT = "Nobody is down for the days to come."
WEEK = "The week"
EMPTY_WEEK = "No shifts yet. Add one with `/mod oncall schedule`."
LEFT = "Hand-over"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOW_ON = "You are on call. Thank you. Step away any time with `/mod oncall off`."
NOW_OFF = "You are off. Rest well. The rota knows, and nobody rings you as on call."
ADDED = "Added."
REMOVED = "Removed."
NOTED = "Thank you. It is shown here for two days, to staff alone."


def next_shift(moment: str, relative: str, user_id: int) -> str:
    """Say who begins next, and when."""
    return f"{moment} ({relative}): <@{user_id}>"


def shift(weekday: int, starts: str, ends: str, user_id: int) -> str:
    """Say one line of the week."""
    return f"{DAYS[weekday]}, {starts} to {ends}: <@{user_id}>"


def shift_choice(weekday: int, starts: str, ends: str) -> str:
    """Name a shift in a list of choices, where no mention can be shown."""
    return f"{DAYS[weekday]}, {starts} to {ends}"


def left(user_id: int, moment: str, note: str) -> str:
    """Show the hand-over note."""
    return f"<@{user_id}>, {moment}:\n{note}"
