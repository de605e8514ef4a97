"""A drill, as admins and moderators read it."""

BANNER = "**DRILL. Nobody is in danger. This is practice.**"
STARTED = (
    "The drill is on. You have the help lines in private, and staff have the card. When somebody "
    "acknowledges, I send you the times. End it any time with `/clinic drill stop`."
)
STARTED_UNTOLD = (
    "The drill is on, but I could not post the card in the staff room. `/clinic status` says what "
    "to click. End the drill with `/clinic drill stop`."
)
STOPPED = "The drill has ended. I have sent you the times in private."
TAKEN = "Thank you for taking part. It was a drill: there is nothing else to do."
NOBODY_CALLED = (
    "In a real message this button rings the moderators at once. I have rung nobody. If you would "
    "like somebody to sit with you, now or at any time, `/support now` has the real button."
)
REPORT_TITLE = "DRILL: how it went"
HELPED = "Help lines in private"
CARD = "Card in the staff room"
TAKEN_AFTER = "Acknowledged"
NEVER = "It did not arrive."
NOBODY = "Nobody acknowledged before the drill was stopped."


def after(seconds: str) -> str:
    """Say how long something took."""
    return f"after {seconds} seconds"


def taken_after(seconds: str, user_id: int) -> str:
    """Say who acknowledged, and after how long."""
    return f"<@{user_id}>, after {seconds} seconds"
