"""AutoMod rules of ours: their names, the question about one, and how they stand in the status."""

from collections.abc import Iterable

from discord import ButtonStyle

from bot.chat.render.said import NOTE, Press, Said, card
from bot.chat.wording.en import automod as words
from bot.domain.automod import Part
from bot.domain.notices import AutomodChanged
from bot.services.automod import Standing


def name(part: Part) -> str:
    """Return what a rule is called at Discord."""
    return words.NAMES[part]


def audit_reason() -> str:
    """Return what the audit log says of a change of ours."""
    return words.REASON


def changed(notice: AutomodChanged, key: str) -> Said:
    """Render the question about a rule that somebody changed or deleted."""
    text = words.ASKED[notice.change].format(
        name=words.NAMES[notice.part], watched=words.WATCHED[notice.part]
    )
    leave = Press(words.LEAVE, "automod:leave", (notice.row_id,))
    return Said(
        embeds=(card(words.TITLE[notice.change], text, colour=NOTE),),
        rows=((_again(notice.row_id), leave),),
        key=key,
    )


def answered(row_id: int, *, again: bool) -> Said:
    """Render the question once it is answered; who left it may think again."""
    text = words.PUT_BACK if again else words.LEFT
    rows = () if again else ((_again(row_id),),)
    return Said(embeds=(card(words.TITLE["edited"], text, colour=NOTE),), rows=rows)


def _again(row_id: int) -> Press:
    return Press(words.AGAIN, "automod:again", (row_id,), style=ButtonStyle.primary)


def guard(standing: Standing) -> str:
    """Say how the rules stand and what is weaker than reading messages, for the status card."""
    missing = [part for part in Part if part not in standing.watched | standing.by_hand]
    cut = [part for part, each in standing.filters.items() if each.cut]
    unsaid = sum(len(each.unsaid) for each in standing.filters.values())
    lines = [
        f"**{words.GUARD_TITLE}**",
        words.watching(_listed(standing.watched)) if standing.watched else "",
        words.not_watching(_listed(missing)) if missing else "",
        words.by_hand(_listed(standing.by_hand)) if standing.by_hand else "",
        words.cut(_listed(cut)) if cut else "",
        words.unsaid(unsaid) if unsaid else "",
        words.WEAKER_CONTENT,
    ]
    return "\n".join(filter(None, lines))


def without_members() -> str:
    """Say what is weaker without the members intent, for the status card."""
    return words.WEAKER_MEMBERS


def _listed(parts: Iterable[Part]) -> str:
    known = set(parts)
    return ", ".join(words.WATCHED[part] for part in Part if part in known)
