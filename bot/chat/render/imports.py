"""A page that is taken in: one passage at a time, then what became of it."""

from collections.abc import Sequence

from discord import ButtonStyle
from discord.utils import escape_markdown

from bot.chat.render.entry_changes import diff
from bot.chat.render.said import CALM, NOTE, Press, Said, card, clip
from bot.chat.wording.en import imports as words
from bot.domain.faq.library import SHIPPED
from bot.services.imports import Finished, Step

TITLES_MOST = 12
TITLE_SHOWN = 75
BODY_SHOWN = 3500


def outcome(what: Step | Finished) -> Said:
    """Render the next passage, or the end of the page."""
    return finished(what) if isinstance(what, Finished) else step(what)


def step(what: Step) -> Said:
    """Render a passage with what it would change, and ask."""
    seen = what.existing.version if what.existing else SHIPPED
    args = (what.draft_id, what.number)
    label = words.UPDATE if what.existing else words.TAKE
    row = (
        Press(label, "passage:take", (*args, seen), style=ButtonStyle.success),
        Press(words.SKIP, "passage:skip", args),
        Press(words.STOP, "passage:stop", args),
    )
    embed = card(
        words.title(what.number + 1, what.total),
        f"{words.STALE}\n{_passage(what)}" if what.is_stale else _passage(what),
        footer=words.NOTHING_SHOWN,
        colour=NOTE if what.existing else CALM,
    )
    return Said(embeds=(embed,), rows=(row,))


def _passage(what: Step) -> str:
    if what.existing is None:
        head = f"{words.NEW_HERE}\n\n**{escape_markdown(what.after.title)}**"
        return f"{head}\n{clip(what.after.body, BODY_SHOWN)}"
    title = escape_markdown(clip(what.existing.latest.title, TITLE_SHOWN))
    return f"{words.changes(title)}\n{diff(what.existing.latest, what.after)}"


def finished(what: Finished) -> Said:
    """Render what became of a page."""
    parts = [words.unchanged(what.unchanged)] if what.unchanged else []
    parts += [words.skipped(what.skipped)] if what.skipped else []
    parts += [words.NEXT] if what.taken else []
    fields = [(words.TAKEN, _titles(what.taken))] if what.taken else []
    if what.gone:
        fields.append((words.GONE, f"{words.GONE_HINT}\n{_titles(what.gone)}"))
    if not (what.taken or what.skipped):
        parts.insert(0, words.NOTHING_NEW)
    return Said(embeds=(card(words.DONE_TITLE, "\n".join(parts), fields=fields),))


def _titles(titles: Sequence[str]) -> str:
    lines = [f"- {escape_markdown(clip(title, TITLE_SHOWN))}" for title in titles[:TITLES_MOST]]
    more = len(titles) - TITLES_MOST
    return "\n".join([*lines, *([f"- +{more}"] if more > 0 else [])])
