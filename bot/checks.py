"""What `run.py check` found, as a table that a receptionist can read. Pure: nothing is looked up.

Each builder takes what somebody else found out and says it in plain words: what is so, and what
to do about it, with where to click.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap

WIDTH = 100
# Indent, name, state: what is left of the width holds the words.
NAME, STATE = 14, 8
GAP = "  "
INDENT = NAME + STATE + 2 * len(GAP)
# More lines than this for one check hide the other checks; the rest is a number.
MOST = 5


class State(StrEnum):
    """How a check came out. The value is the word that stands in the table."""

    GREEN = "ok"
    AMBER = "look"
    RED = "TO FIX"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What was looked at, one or two words.
        says: What is so; may be several lines.
        do: What to do about it, beginning with a verb; None when nothing is to be done.
    """

    name: str
    state: State
    says: str
    do: str | None = None


def table(checks: Sequence[Check]) -> str:
    """Return the checks as aligned plain text, at most 100 characters wide, with a closing line."""
    rows = [row for check in checks for row in _rows(check)]
    return "\n".join([*rows, "", _closing(checks)])


def exit_status(checks: Sequence[Check]) -> int:
    """Return 1 when anything is red, else 0."""
    return int(any(check.state is State.RED for check in checks))


def settings_read(*, files: Sequence[str], clinic: str, servers: int) -> Check:
    """Say which settings count.

    Args:
        files: The settings files that were read, the strongest first.
        servers: How many [[servers]] tables they have.
    """
    says = f"Read from {_listed(files)}. Clinic: {clinic}. {_count(servers, 'server')} to set up."
    if servers:
        return Check("Settings", State.GREEN, says)
    return Check(
        "Settings",
        State.AMBER,
        says,
        "Copy config/clinic.example.toml to config/clinic.toml and fill it in, "
        "or set your server up in Discord with /clinic setup.",
    )


def settings_refused(problems: Sequence[str]) -> Check:
    """Say what is wrong with the settings, a line a problem."""
    return Check(
        "Settings",
        State.RED,
        _several(problems),
        "Correct what the line names, save, and run the check again.",
    )


def content_read(
    *, approved: int, unsigned: int, drafts: int, overdue: int, problems: Sequence[str] = ()
) -> Check:
    """Say how the clinic's answers stand.

    Args:
        approved: Entries that members are shown.
        unsigned: Of these, those that no clinician has reviewed.
        drafts: Entries that members are not shown.
        overdue: Approved entries whose review date has passed.
        problems: Files that cannot be used, a line each.
    """
    if problems:
        return Check(
            "Content",
            State.RED,
            _several(problems),
            "Correct the files that are named, in config/content.",
        )
    if not approved:
        return Check(
            "Content",
            State.RED,
            f"No approved answers; {_count(drafts, 'draft')}. /ask can only point to a person.",
            "Approve at least one answer: status: approved in its file in config/content/faq.",
        )
    says = f"{_count(approved, 'approved answer')}, {_count(drafts, 'draft')}."
    if unsigned:
        says += f" Not yet signed by a clinician: {unsigned}."
    if overdue:
        says += f" Past the review date: {overdue}."
    if not unsigned and not overdue:
        return Check("Content", State.GREEN, says)
    return Check(
        "Content",
        State.AMBER,
        says,
        "Before going live, have a clinician sign each answer or switch it off.",
    )


def meaning_ready(*, lacking: str | None) -> Check:
    """Say how answers are found.

    Args:
        lacking: Why there is no sentence model, a few words; None when there is one.
    """
    if lacking is None:
        return Check("Answers", State.GREEN, "Found by what a question means, and by its words.")
    return Check(
        "Answers",
        State.AMBER,
        f"Found by a question's words alone: {lacking}.",
        "For better answers install Waymark with all its extras: make .venv.",
    )


def hearing_ready(
    *, is_off: bool = False, lacking: str | None = None, is_stale: bool = False
) -> Check:
    """Say how the gate hears.

    Args:
        is_off: Whether the setting leaves the model out.
        lacking: Why there is no model beside the grammar, a few words; None when there is one.
        is_stale: Whether the examples have changed since the model was trained.
    """
    if is_off:
        return Check(
            "Hearing danger",
            State.AMBER,
            "By the clinic's signals alone; the model beside them is switched off.",
            "To hear veiled words too, and more false alarms: [safety] second_ear = true.",
        )
    if lacking is not None:
        return Check(
            "Hearing danger",
            State.AMBER,
            f"By the clinic's signals alone, so veiled words are missed more often: {lacking}.",
            "Install Waymark with all its extras (make .venv), then: run.py safety train.",
        )
    if is_stale:
        return Check(
            "Hearing danger",
            State.AMBER,
            "By the clinic's signals and a model, but its examples have changed since training.",
            "Train it anew: run.py safety train.",
        )
    return Check("Hearing danger", State.GREEN, "By the clinic's signals and by a model.")


def database_ready(*, path: str, version: int, waiting: int = 0) -> Check:
    """Say that the database can be used.

    Args:
        version: The newest migration that was applied; 0 for a file not made yet.
        waiting: Migrations that the next start will apply.
    """
    if version == 0:
        says = f"{path} is not there yet. The first start makes it."
    elif waiting:
        says = f"{path} opens. The next start brings it up to date ({_count(waiting, 'step')})."
    else:
        says = f"{path} opens and is up to date (version {version})."
    return Check("Database", State.GREEN, says)


# Keys are those of `StorageError.problem`.
DATABASE_CURES = {
    "locked": "Stop the other program that has the file open (another Waymark?), then try again.",
    "full": "Make room on the disk. Nothing was lost.",
    "newer_schema": "Run the newer Waymark again, or restore a backup made before the update.",
    "changed_migration": "Install this release of Waymark again, unchanged.",
}


def database_refused(*, path: str, problem: str, detail: str = "") -> Check:
    """Say why the database cannot be used.

    Args:
        problem: As in `StorageError`: "locked", "full", "newer_schema", ...
        detail: One line for the operator.
    """
    cure = DATABASE_CURES.get(problem, "Check the path and who may write there.")
    return Check(
        "Database",
        State.RED,
        f"{path} cannot be used: {detail or problem}.",
        f"{cure} Do not delete the file.",
    )


def token_absent() -> Check:
    """Say that there is no token, which is no fault."""
    return Check(
        "Discord",
        State.AMBER,
        "No token: fine for the sandbox, which needs no account.",
        "For your own server, put the bot's token in WAYMARK_DISCORD_TOKEN "
        "(discord.com/developers/applications, your app, Bot, Reset Token).",
    )


def token_refused() -> Check:
    """Say that Discord does not know the token."""
    return Check(
        "Discord",
        State.RED,
        "Discord does not accept the token.",
        "Open discord.com/developers/applications, your app, Bot, Reset Token, and put the new "
        "one in WAYMARK_DISCORD_TOKEN.",
    )


def discord_unreachable(*, endpoint: str) -> Check:
    """Say that nothing answered where Discord should be."""
    return Check(
        "Discord",
        State.RED,
        f"{endpoint} does not answer.",
        "Check the internet connection and [discord] endpoint; discordstatus.com says whether "
        "Discord itself is down.",
    )


def discord_ready(*, bot: str, servers: int) -> Check:
    """Say that the bot can log in.

    Args:
        bot: The bot's own name.
        servers: How many servers it is in.
    """
    if servers:
        return Check(
            "Discord", State.GREEN, f"{bot} can log in; it is in {_count(servers, 'server')}."
        )
    return Check(
        "Discord",
        State.AMBER,
        f"{bot} can log in, but it is in no server yet.",
        "Open discord.com/developers/applications, your app, Installation, and use its link to "
        "invite the bot.",
    )


def intents(*, missing: Sequence[str]) -> Check:
    """Say whether the app has the privileged intents that the settings ask for.

    Args:
        missing: Names as the Developer Portal shows them, such as "Message Content Intent".
    """
    if not missing:
        return Check("Intents", State.GREEN, "All that the settings ask for are switched on.")
    return Check(
        "Intents",
        State.RED,
        f"Switched off at Discord: {_listed(missing)}.",
        "Open discord.com/developers/applications, your app, Bot, Privileged Gateway Intents, "
        "switch it on and save. Or switch it off in [discord] of the settings.",
    )


def hearing(*, message_content: bool, members: bool) -> Check:
    """Say what the bot is told by Discord, and what is weaker where it is told less."""
    without = (
        ""
        if members
        else " It is not told who joins, leaves or takes another name ([discord] members_intent)."
    )
    if message_content:
        says = f"Messages are read, in memory, to hear a person in danger.{without}"
        return Check("Hearing", State.GREEN, says)
    return Check(
        "Hearing",
        State.AMBER,
        "Messages are not read; Discord's AutoMod stands guard with the clinic's phrases. It hears "
        "set phrases only, no misspelling and no context, and it only tells staff: nothing is "
        "hidden. Whoever has Manage Server or Administrator is exempt, as are bots and webhooks. "
        f"Commands, forms, direct messages and mentions work as ever.{without}",
        "For the full ear, set message_content = true in [discord]. With AutoMod, give the bot's "
        "role Manage Server.",
    )


def permissions(*, server: str, missing: Sequence[str]) -> Check:
    """Say whether the bot may do in one server what its features need.

    Args:
        server: The server's name or id.
        missing: Names as Discord's role settings show them, such as "Manage Messages".
    """
    if not missing:
        return Check("Permissions", State.GREEN, f"{server}: everything that is needed.")
    return Check(
        "Permissions",
        State.RED,
        f"{server}: not allowed are {_listed(missing)}.",
        "In Discord: Server Settings, Roles, the bot's role, Permissions; switch these on.",
    )


def _rows(check: Check) -> list[str]:
    width = WIDTH - INDENT
    words = [part for line in check.says.splitlines() for part in wrap(line, width)]
    if check.do is not None:
        words += wrap(check.do, width, initial_indent="> ", subsequent_indent="  ")
    names = wrap(check.name, NAME) or [""]
    height = max(len(words), len(names))
    names += [""] * (height - len(names))
    states = [check.state.value] + [""] * (height - 1)
    words += [""] * (height - len(words))
    return [
        f"{name:<{NAME}}{GAP}{state:<{STATE}}{GAP}{text}".rstrip()
        for name, state, text in zip(names, states, words, strict=True)
    ]


def _closing(checks: Sequence[Check]) -> str:
    red = sum(check.state is State.RED for check in checks)
    amber = sum(check.state is State.AMBER for check in checks)
    if red:
        return f"{_count(red, 'thing')} to fix before Waymark can start."
    if amber:
        return f"Waymark can start. {_count(amber, 'thing')} to look at."
    return "Waymark can start. All is well."


def _several(lines: Sequence[str]) -> str:
    more = len(lines) - MOST
    shown = list(lines[:MOST])
    return "\n".join([*shown, f"... and {more} more."] if more > 0 else shown)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
