"""What moderators read about cases that are looked at again."""

STATE = {
    "begun": " (not finished)",
    "done": "",
    "failed": " (not done)",
}
SET_ASIDE_MARK = " (set aside)"
BY_HAND = "Done in Discord's own menus"
HOW_TO = "To put one right: /mod case edit and its number. To set one aside: /mod case expire."
NEWER = "Newer"
OLDER = "Older"
IN_CARE = (
    "**They may be having a hard time:** a care card about them is open, or is less than a day old."
)


def history_title(total: int) -> str:
    """Name a person's history."""
    return "1 case" if total == 1 else f"{total} cases"


def page(number: int, pages: int) -> str:
    """Say which page this is."""
    return f"Page {number} of {pages}, newest first."


def entry(reason: str, day: str, by: str) -> str:
    """Say why, when and by whom."""
    return f"{reason}\n{day}, by {by}"


def note(text: str) -> str:
    """Show what the moderator typed."""
    return f"Note: “{text}”"


# A case that is changed.

CHANGED_TITLE = "Changed"
CHANGED = (
    "Only the record has changed. What the person and staff were told before stays as it was said. "
    "If the person should know better now, write to them, or use `/mod warn` with a kind note."
)
EXPIRE_TITLE = "Set this case aside?"
EXPIRE = (
    "The note is forgotten for good, and this case is not looked at any more when I say what is "
    "usual next. Its number and what was done stay. This cannot be undone."
)
STILL_RUNS = "The act itself goes on. `/mod {ending}` ends it."
SET_ASIDE = "Set it aside"
LEFT = "Left as it is. Nothing was changed."
EXPIRED_TITLE = "Set aside"
EXPIRED = (
    "The note is forgotten, and this case is not looked at any more when I say what is usual next. "
    "Its number and what was done stay."
)

# Cases as a file.

EVERYBODY = "everybody"
EXPORT_TITLE = "Before you take this out"
MAKE_FILE = "Make the file"
CUT = " There are more, older ones; this is as many as fit."


def leaks(about: str) -> str:
    """Say what a file gives away, before it is made."""
    return (
        f"The file holds every case about {about}: who it is about, what was done, why, by whom, "
        "and notes that have not expired. It shows that a person belongs to this group.\n\n"
        "Once it is made, a copy lies with Discord, and one on your device when you save it. "
        "Notes in it do not expire by themselves, and erasing data here does not reach it. "
        "Please delete it as soon as you no longer need it."
    )


def exported(count: int) -> str:
    """Say what the file holds."""
    held = "1 case" if count == 1 else f"{count} cases"
    return f"{held}, newest first. Please delete the file as soon as you no longer need it."


NOTHING_TO_EXPORT = "There is no case yet, so I have made no file."
