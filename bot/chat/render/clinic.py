"""Set-up and status cards for admins."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import tzdata
from discord.utils import format_dt

from bot.chat.health import Finding
from bot.chat.render.said import CALM, CARE, Said, card
from bot.chat.wording.en import clinic as words
from bot.domain import zones
from bot.domain.servers import Server


def status(server: Server, findings: Sequence[Finding], *, weaker: Sequence[str] = ()) -> Said:
    """Render what works and, where something does not, what to click.

    Args:
        server: The server.
        findings: What works and what does not.
        weaker: Paragraphs on what works less well by the clinic's own choice.
    """
    red = any(is_red(finding) for finding in findings)
    text = [words.NOT_GREEN if red else words.ALL_GREEN, _lines(server, findings, chosen=())]
    said = _said(words.STATUS_TITLE, text, red=red)
    more = (card(words.HEARING_TITLE, "\n\n".join(weaker), colour=CALM),) if weaker else ()
    return replace(said, embeds=said.embeds + more)


def set_up(server: Server, findings: Sequence[Finding], *, chosen: Collection[str]) -> Said:
    """Render what set-up left.

    Args:
        server: As it now is.
        findings: What works and what does not.
        chosen: Parts that nobody named and the bot found by their names.
    """
    red = any(is_red(finding) for finding in findings)
    text = [words.NOT_GREEN if red else words.ALL_GREEN, _lines(server, findings, chosen=chosen)]
    waiting = [each.mention for each in findings if each.problem == "unsigned"]
    text += [words.unsigned(count) for count in waiting if count is not None]
    text += [words.AGAIN, *([words.CHOSEN_LINES] if chosen else []), words.NEXT]
    return _said(words.ALMOST_TITLE if red else words.SETUP_TITLE, text, red=red)


def is_red(finding: Finding) -> bool:
    """Say whether somebody has to do something about a finding."""
    if finding.problem is None or finding.problem in words.STANDS:
        return False
    return not (finding.problem == "not_set" and finding.part in words.OPTIONAL)


def _lines(server: Server, findings: Sequence[Finding], *, chosen: Collection[str]) -> str:
    lines = [
        words.line(finding.part, _what(finding), finding.problem, finding.missing)
        + (f" {words.CHOSEN}" if finding.part in chosen else "")
        for finding in findings
    ]
    clocks = [words.zone(zones.name(server.zone)), words.zone_release(tzdata.IANA_VERSION)]
    return "\n".join([*lines, *clocks])


def _what(finding: Finding) -> str | None:
    if finding.since is None or finding.mention is None:
        return finding.mention
    return words.untaken(int(finding.mention), format_dt(finding.since, "R"))


def _said(title: str, text: Sequence[str], *, red: bool) -> Said:
    return Said(embeds=(card(title, "\n\n".join(text), colour=CARE if red else CALM),))
