"""Set-up and status, as a receptionist reads them."""

SETUP_TITLE = "Waymark is set up here"
STATUS_TITLE = "Status"
ALL_GREEN = "Everything works."
NOT_GREEN = "Some things need a click. They are marked with ✗ below, with what to do."
AGAIN = (
    "Run `/clinic setup` again to change anything; what you leave out stays as it is. "
    "Lines marked ★ I chose myself, by name: please check them."
)
NEXT = "Next: `/clinic meeting add` for your first meeting, then `/clinic status` any time."
ZONE = "Time zone"
CHOSEN = "★"

PART = {
    "server": "The whole server",
    "staff": "Staff room",
    "questions": "Questions room",
    "meetings": "Meeting room",
    "admin": "Admins",
    "moderator": "Moderators",
    "facilitator": "Facilitators",
    "member": "Members",
}
# A server does well without these; they are no reason to turn red.
OPTIONAL = {"questions", "facilitator", "member"}


def line(part: str, mention: str | None, problem: str | None, missing: tuple[str, ...]) -> str:
    """Return one line of the status: a sign, what it is, and what to click if it is not well."""
    name = PART[part]
    match problem:
        case None:
            return f"✓ **{name}**: {mention or 'all rights are there'}"
        case "not_set" if part in OPTIONAL:
            return f"○ **{name}**: not used"
        case "not_set":
            return f"✗ **{name}**: not chosen yet. Name one with `/clinic setup`."
        case "gone":
            return f"✗ **{name}**: it was removed. Name another with `/clinic setup`."
        case "public":
            return (
                f"✗ **{name}**: {mention} can be read by everyone. In its settings, under "
                "Permissions, switch on Private Channel."
            )
        case _:
            at = f"{mention}, Edit Channel, Permissions" if mention else "Server Settings, Roles"
            return f"✗ **{name}**: open {at}, and give my role {', '.join(missing)}."
