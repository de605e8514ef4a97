"""A drill, as admins and moderators see it."""

from dataclasses import replace

from bot.chat.render.said import Link, Press, Said, card, mentions, ringing
from bot.chat.wording.en import drills as words
from bot.domain.care_notices import DrillReport


def as_drill(said: Said) -> Said:
    """Put the banner above everything else that a message says."""
    return replace(said, content="\n\n".join(filter(None, (words.BANNER, said.content))))


def help_lines(said: Said) -> Said:
    """Render the help lines as a drill: their button for a person calls nobody."""
    return as_drill(replace(said, rows=tuple(tuple(map(_practised, row)) for row in said.rows)))


def _practised(item: Press | Link) -> Press | Link:
    return replace(item, name="drill:sit", args=()) if isinstance(item, Press) else item


def nobody_called() -> Said:
    """Render what the admin is told who asks for a person in a drill."""
    return Said(content=f"{words.BANNER}\n\n{words.NOBODY_CALLED}")


def report(notice: DrillReport, key: str) -> Said:
    """Render the times at the end."""
    taken = words.NOBODY
    if notice.taken_ms is not None and notice.taken_by is not None:
        taken = words.taken_after(_seconds(notice.taken_ms), notice.taken_by)
    fields = [
        (words.HELPED, _after(notice.helped_ms)),
        (words.CARD, _after(notice.card_ms)),
        (words.TAKEN_AFTER, taken),
    ]
    embed = card(words.REPORT_TITLE, words.BANNER, fields=fields, footer=f"Ref {key}")
    return Said(
        content=mentions((), notice.calls),
        embeds=(embed,),
        key=key,
        rings=ringing((), notice.calls),
    )


def _after(milliseconds: int | None) -> str:
    return words.NEVER if milliseconds is None else words.after(_seconds(milliseconds))


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f}"


def started(*, told: bool) -> Said:
    """Render what the admin is told who starts a drill."""
    return Said(content=words.STARTED if told else words.STARTED_UNTOLD)


def stopped() -> Said:
    """Render what the admin is told who stops a drill."""
    return Said(content=words.STOPPED)


def taken() -> Said:
    """Render what the moderator is told who takes a drill's card."""
    return Said(content=words.TAKEN)
