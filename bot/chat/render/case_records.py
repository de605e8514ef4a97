"""Cases that are looked at again: a person's history, a changed case, cases as a file."""

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import CARE, NOTE, Attached, Press, Said, card
from bot.chat.wording.en import case_records as words
from bot.chat.wording.en import moderation as case_words
from bot.domain.cases import Action, Case
from bot.domain.ids import UserId
from bot.services.case_records import Exported
from bot.services.moderation import History

# What ends an act that goes on.
ENDINGS = {Action.TIMEOUT: "untimeout", Action.BAN: "unban"}


def history(what: History) -> Said:
    """Render a page of a person's cases, newest first, with what is usual next."""
    parts = [f"<@{what.target_id}>"]
    if what.in_care:
        parts.append(words.IN_CARE)
    if what.pages > 1:
        parts.append(words.page(what.page + 1, what.pages))
    step = case_words.IN_CARE if what.in_care else what.usual
    parts.append(case_words.usual(step, what.total))
    entries = [entry(case) for case in what.cases]
    colour = CARE if what.in_care else NOTE
    title = words.history_title(what.total)
    footer = words.HOW_TO if what.cases else None
    embed = card(title, "\n".join(parts), colour=colour, fields=entries, footer=footer)
    rows = (turns,) if (turns := _turns(what)) else ()
    return Said(embeds=(embed,), rows=rows)


def _turns(what: History) -> tuple[Press, ...]:
    turns: list[Press] = []
    if what.page > 0:
        turns.append(Press(words.NEWER, "case:page", (what.target_id, what.page - 1)))
    if what.page + 1 < what.pages:
        turns.append(Press(words.OLDER, "case:page", (what.target_id, what.page + 1)))
    return tuple(turns)


def entry(case: Case) -> tuple[str, str]:
    """Return a case as a field of a card."""
    title = case_words.case_title(case.number, case.action) + words.STATE[case.state]
    if case.set_aside:
        title += words.SET_ASIDE_MARK
    day = format_dt(case.created_at, "f")
    reason = case_words.REASON[case.reason]
    parts = [words.entry(reason, day, f"<@{case.moderator_id}>")]
    if case.entry_id is not None:
        parts.append(words.BY_HAND)
    if case.until is not None:
        parts.append(case_words.until(format_dt(case.until, "f")))
    if case.note:
        parts.append(words.note(escape_markdown(case.note)))
    return title, "\n".join(parts)


def changed(case: Case) -> Said:
    """Render a case that was changed."""
    embed = card(words.CHANGED_TITLE, words.CHANGED, fields=[entry(case)])
    return Said(embeds=(embed,), rows=_to_history(case))


def before_expiry(case: Case, *, runs: bool) -> Said:
    """Render the question before a case is set aside.

    Args:
        case: As it stands.
        runs: Whether its break or ban goes on at this moment.
    """
    parts = [words.EXPIRE]
    if runs:
        parts.append(words.STILL_RUNS.format(ending=ENDINGS[case.action]))
    buttons = (
        Press(case_words.LEAVE_IT, "case:keep", style=ButtonStyle.primary),
        Press(words.SET_ASIDE, "case:expire", (case.number,), style=ButtonStyle.danger),
    )
    embed = card(words.EXPIRE_TITLE, "\n\n".join(parts), colour=CARE, fields=[entry(case)])
    return Said(embeds=(embed,), rows=(buttons,))


def kept() -> Said:
    """Render what a moderator is told who leaves a case as it is."""
    return Said(content=words.LEFT)


def expired(case: Case) -> Said:
    """Render a case that was set aside."""
    embed = card(words.EXPIRED_TITLE, words.EXPIRED, fields=[entry(case)])
    return Said(embeds=(embed,), rows=_to_history(case))


def _to_history(case: Case) -> tuple[tuple[Press, ...], ...]:
    if case.target_id is None:
        return ()
    return ((Press(case_words.HISTORY, "case:history", (case.target_id,)),),)


def before_export(target_id: UserId | None, kind: str) -> Said:
    """Render what a file of cases gives away, before there is one."""
    about = words.EVERYBODY if target_id is None else f"<@{target_id}>"
    make = Press(words.MAKE_FILE, "case:export", (target_id or 0, kind))
    embed = card(words.EXPORT_TITLE, words.leaks(about), colour=CARE)
    return Said(embeds=(embed,), rows=((make,),))


def export(made: Exported) -> Said:
    """Render a file of cases."""
    if not made.count:
        return Said(content=words.NOTHING_TO_EXPORT)
    text = words.exported(made.count) + (words.CUT if made.cut else "")
    return Said(content=text, files=(Attached(made.name, made.content),))
