"""What became of a form about an answer, and an answer's history, gaps and files."""

from collections.abc import Sequence

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.errors import sentence
from bot.chat.render.library import ROW, entry
from bot.chat.render.said import NOTE, Attached, Press, Said, card, clip
from bot.chat.wording.en import library as words
from bot.domain.errors import InvalidInput
from bot.domain.faq.entries import Entry, Status
from bot.domain.faq.library import LABELS, SHIPPED, Difference, Kept, Version, differences
from bot.services.entry_forms import Clash, Unsaved
from bot.services.library import MISSED, Checked, Gap

DIFF_MAX = 2500
VERSIONS_MOST = 10
GAPS_MOST = 15


def saved(what: Kept, checked: Checked) -> Said:
    """Render an answer as it was just saved."""
    heads = {
        Status.APPROVED: words.SAVED_LIVE,
        Status.DRAFT: words.SAVED_DRAFT,
        Status.RETIRED: words.SWITCHED_OFF,
    }
    return entry(what, checked, title=heads[what.latest.status], left=checked.due)


def unsaved(what: Unsaved) -> Said:
    """Render why something typed is not saved, with ways on."""
    change = Press(
        words.CHANGE, "entry:retype", (what.draft_id, what.seen), style=ButtonStyle.primary
    )
    rows = ((change, Press(words.GIVE_UP, "entry:forget", (what.draft_id,))),)
    match what.why:
        case InvalidInput() as wrong:
            embed = card(words.NOT_SAVED_TITLE, sentence(wrong), footer=words.KEPT_AN_HOUR)
        case Clash(theirs=theirs, before=before):
            head = words.faster(_who(theirs), words.DONE[theirs.kind], format_dt(theirs.at, "R"))
            text = f"{head}\n{diff(before, theirs.entry)}\n{words.CLASH_HINT}"
            embed = card(words.CLASH_TITLE, text, colour=NOTE, footer=words.KEPT_AN_HOUR)
    return Said(embeds=(embed,), rows=rows)


def forgotten() -> Said:
    """Render that something typed was given up."""
    return Said(content=words.GIVEN_UP)


def history(found: Kept, versions: Sequence[Version], *, is_shipped: bool) -> Said:
    """Render who changed an answer and when, the newest first, each with a button."""
    shown = versions[:VERSIONS_MOST]
    lines = [
        words.change(each.number, words.DONE[each.kind], _who(each), format_dt(each.at, "f"))
        for each in shown
    ]
    numbers = [each.number for each in shown]
    if is_shipped:
        lines.append(f"**{SHIPPED}** {words.SHIPPED}")
        numbers = [*numbers[: VERSIONS_MOST - 1], SHIPPED]
    entry_id = found.latest.id
    # The last one is what stands now.
    old = [number for number in numbers if number != found.version]
    opens = [Press(str(number), "entry:version", (entry_id, number)) for number in old]
    rows = tuple(tuple(opens[at : at + ROW]) for at in range(0, len(opens), ROW))
    title = f"{words.HISTORY_TITLE}: {found.latest.title}"
    footer = words.HISTORY_HINT if rows else None
    return Said(
        embeds=(card(title, "\n".join(lines) or words.NEVER_CHANGED, footer=footer),), rows=rows
    )


def version(found: Kept, number: int, then: Entry) -> Said:
    """Render what going back to a version would change."""
    args = (found.latest.id, number, found.version)
    title = f"{found.latest.title} ({number})"
    if then == found.latest:
        return Said(embeds=(card(title, words.SAME),))
    restore = Press(words.RESTORE, "entry:restore", args, style=ButtonStyle.primary)
    text = f"{words.DIFFERENT}\n{diff(found.latest, then)}"
    return Said(embeds=(card(title, text),), rows=((restore,),))


def diff(before: Entry, after: Entry) -> str:
    """Render what is different between two wordings, in words and whole lines."""
    parts = [_difference(each) for each in differences(before, after)]
    return clip("\n".join(parts), DIFF_MAX) or words.SAME


def _difference(what: Difference) -> str:
    label = LABELS[what.key]
    if what.key not in {"ask", "body"}:
        was, becomes = (escape_markdown(", ".join(each)) for each in (what.was, what.becomes))
        return words.in_place(label, was or words.NOBODY, becomes or words.NOBODY)
    parts = [f"**{label}**"]
    parts += [words.WAS, *map(_quoted, what.was)] if what.was else []
    parts += [words.BECOMES, *map(_quoted, what.becomes)] if what.becomes else []
    return "\n".join(parts)


def _quoted(line: str) -> str:
    return f"> {escape_markdown(line)}"


def gaps(found: Sequence[Gap]) -> Said:
    """Render what was asked and not answered, as counts."""
    lines = [_gap(each) for each in found[:GAPS_MOST]]
    text = "\n".join(lines) or words.GAPS_NONE
    return Said(embeds=(card(words.GAPS_TITLE, text, footer=words.GAPS_HINT),))


def _gap(gap: Gap) -> str:
    title = escape_markdown(gap.nearest.title) if gap.nearest else words.NOTHING_NEAR
    parts = [
        words.times(words.OUTCOME[key], gap.outcomes[key]) for key in MISSED if key in gap.outcomes
    ]
    return words.asked(title, ", ".join(parts))


def exported(file: bytes) -> Said:
    """Render all answers as a file."""
    return Said(content=words.EXPORTED, files=(Attached(words.EXPORT_NAME, file),))


def _who(version: Version) -> str:
    return f"<@{version.by}>" if version.by else words.SOMEBODY
