"""How to reach the clinic, as admins read it."""

TITLE = "How members reach the clinic"
NONE = "There is none now. Add one with `/clinic contacts edit`."
VERIFIED = "Thank you. I will ask again in half a year."
CHECK = "Please try each of them, then run `/clinic contacts verify`."


def line(reach: str, verified: str, review: str) -> str:
    """Show one contact, when it was tried, and when to try it again."""
    return f"{reach}\nTried {verified}, to be tried again by {review}"
