"""Set-up and status, as a receptionist reads them."""

SETUP_TITLE = "Waymark is set up here"
ALMOST_TITLE = "Almost there"
STATUS_TITLE = "Status"
HEARING_TITLE = "What I hear"
ALL_GREEN = "Everything works."
NOT_GREEN = "Some things need a click. They are marked with ✗ below, with what to do."
AGAIN = "Run `/clinic setup` again to change anything; what you leave out stays as it is."
CHOSEN_LINES = "Lines marked ★ I chose myself, by name: please check them."
NEXT = (
    "Next: `/clinic meeting add` for your first meeting, and `/clinic faq review` to sign the "
    "answers. If newcomers are to agree to rules first: `/clinic rules role`, then `/clinic rules "
    "post`. `/clinic status` says at any time how things are."
)
CHOSEN = "★"

PART = {
    "server": "The whole server",
    "staff": "Staff room",
    "questions": "Questions room",
    "meetings": "Meeting room",
    "lounge": "Lounge",
    "admin": "Admins",
    "moderator": "Moderators",
    "facilitator": "Facilitators",
    "member": "Members",
    "events": "Discord's event list",
    "calendar": "Calendar address",
    "answers": "Answers",
    "care": "Care cards",
    "reports": "Reports",
    "shift": "On call",
    "contacts": "The clinic's contacts",
    "help_lines": "Help lines",
    "hearing": "Hearing danger",
    "ping": "Role that reminders ring",
    "door": "Room that opens and closes",
    "automod": "Discord's AutoMod",
    "lockdown": "The server's doors",
    "joining": "Joining",
}
# What is well where no right, room or role is meant.
WELL = {
    "joining": "the card is up",
    "answers": "every one is signed, and none is overdue",
    "care": "none is left unanswered",
    "reports": "each one has somebody",
    "contacts": "tried, and not due yet",
    "help_lines": "checked, and not due yet",
    "hearing": "by the clinic's signals, and a model beside them",
}
# A server does well without these; they are no reason to turn red.
OPTIONAL = {"questions", "lounge", "facilitator", "member"}

# How something stands that is no reason to turn red either.
STANDS = {
    "unsigned": "{at} have no clinician's name yet, and their cards say so. Sign each or switch it "
    "off with `/clinic faq review`.",
    "reports_wait": "{at}. Run `/mod reports`, open the card and press **I will take it**.",
    "shift_left": "a shift began {at}, and nobody has it, so a care card rings all moderators at "
    "once. Whoever can take it uses `/mod oncall on`.",
    "rules_draft": "the rules wait for you: `/clinic rules post` shows them, then puts them up.",
    "rules_new_words": "new wording of the rules came with me, and members still read the old one. "
    "`/clinic rules post` shows it to you.",
    "rules_no_card": "the rules count, and no card shows them. `/clinic rules post` puts one up.",
    "screening_first": "Discord's own rules screening is on, so newcomers pass that first. A role "
    "given before would carry them past it, so I wait, and give it right after.",
    "open_to_all": "{at} can be read by everyone, so the role opens nothing there. To change that, "
    "open the room's settings, Permissions: take View Channel from @everyone, give it to the role.",
    "hearing_off": "by the clinic's signals alone. The model beside them is switched off "
    "(`[safety] second_ear`).",
    "hearing_loading": "by the clinic's signals. The model beside them is being loaded.",
    "hearing_slow": "by the clinic's signals, and a model beside them. Since my last start it had "
    "no time for {at} messages; those were judged by the signals alone. If this number grows on a "
    "quiet day, ask for a faster machine.",
    "hearing_absent": "by the clinic's signals alone, so veiled words are missed more often. The "
    "model beside them cannot be loaded: `run.py check` says why.",
}

# What to do about each problem; {at} is the room or role as Discord shows it.
TO_DO = {
    "onboarding_gives": "Discord's onboarding gives {at} to whoever picks an answer, so people get "
    "in without agreeing. Open Server Settings, Onboarding, and take the role out there.",
    "card_not_up": "the card is not up. Give my role View Channel, Send Messages, Embed Links and "
    "Read Message History in its room, or put it elsewhere with `/clinic rules post`.",
    "role_gone": "it was deleted. Choose another with `/clinic rules role`.",
    "role_everyone": "everybody has {at}. Choose another with `/clinic rules role`.",
    "role_managed": "{at} belongs to an app. Choose another with `/clinic rules role`.",
    "role_powerful": "{at} allows acting on others or on the server, so I give it to nobody. "
    "Switch that off in Server Settings, Roles, or choose another with `/clinic rules role`.",
    "role_staff": "{at} is a staff role. Choose another with `/clinic rules role`.",
    "role_opens_staff": "{at} can see the staff room, so I give it to nobody. Close the room to "
    "it, or choose another with `/clinic rules role`.",
    "role_lacking": "open Server Settings, Roles, and give my role Manage Roles.",
    "role_too_high": "{at} stands above my own role. Open Server Settings, Roles, and drag my role "
    "above it.",
    "not_set": "not chosen yet. Name one with `/clinic setup`.",
    "gone": "it was removed. Name another with `/clinic setup`.",
    "unread": "I cannot read {at}. Its meetings stay. What to do is in `/clinic meeting import`, "
    "which lists every address.",
    "automod_forbidden": "Discord did not let me keep rules there. Open Server Settings, Roles, "
    "and give my role Manage Server.",
    "automod_no_room": "this server has six keyword rules, and Discord allows no more. Open Server "
    "Settings, Safety Setup, AutoMod, and delete one of your own.",
    "automod_refused": "Discord refused a rule. Check that the staff room is still there; I try "
    "again every hour.",
    "doors_closed": "invites are paused, so nobody can come in by one. "
    "`/mod lockdown stop` opens them again.",
    "overdue": "{at} should have been read again by now. Go through them with `/clinic faq "
    "review`.",
    "unanswered": "somebody may be in danger, and nobody took the card in all that time. Look for "
    "it in the staff room and press Acknowledge.",
    "reports_red": "{at}. Somebody told you something a whole day ago or more, and has no answer. "
    "Run `/mod reports`, open the card and press **I will take it**.",
    "unverified": "nobody has tried them yet. Try each, then run `/clinic contacts verify`.",
    "due": "it is time to try them again. Try each, then run `/clinic contacts verify`.",
    "review_due": "their texts have to be checked again by a clinician. The files are in "
    "`config/content/support`.",
    "cannot_ring": "I cannot ring {at}. Open Server Settings, Roles, that role, and switch on "
    "Allow anyone to @mention this role.",
    "ping_gone": "it was removed. Name another with `/clinic meeting edit`.",
    "has_rights": "{at} gives rights, so I hand it to nobody. Open Server Settings, Roles, that "
    "role, and switch its permissions off.",
    "too_high": "{at} stands above my own role. Open Server Settings, Roles, and drag my role "
    "above it.",
    "public": "{at} can be read by everyone. In its settings, under Permissions, switch on "
    "Private Channel.",
}


def unsigned(count: str) -> str:
    """Warn whoever goes live of answers that no clinician has signed."""
    return (
        f"**Before members come:** {count} of the answers that I give have no clinician's name "
        "yet. Open `/clinic faq review`, and sign each or switch it off."
    )


def line(part: str, mention: str | None, problem: str | None, missing: tuple[str, ...]) -> str:
    """Return one line of the status: a sign, what it is, and what to click if it is not well."""
    name = PART[part]
    if problem is None:
        return f"✓ **{name}**: {mention or WELL.get(part, 'all rights are there')}"
    if problem == "not_set" and part in OPTIONAL:
        return f"○ **{name}**: not used"
    if problem in STANDS:
        return f"○ **{name}**: {STANDS[problem].format(at=mention)}"
    if problem in TO_DO:
        return f"✗ **{name}**: {TO_DO[problem].format(at=mention)}"
    at = f"{mention}, Edit Channel, Permissions" if mention else "Server Settings, Roles"
    return f"✗ **{name}**: open {at}, and give my role {', '.join(missing)}."


def untaken(count: int, oldest: str) -> str:
    """Say how many reports nobody has, and when the oldest came."""
    if count == 1:
        return f"nobody has taken one that came {oldest}"
    return f"nobody has taken {count}, and the oldest came {oldest}"


def zone(name: str) -> str:
    """Say whose clocks count."""
    return f"✓ **Time zone**: {name}"


def zone_release(release: str) -> str:
    """Say how recent the world's time zones are that the bot goes by."""
    return f"✓ **Time zone rules**: release {release}"
