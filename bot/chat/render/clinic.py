"""Set-up and status cards for admins."""

from collections.abc import Collection, Sequence

import discord

from bot.chat.health import Finding
from bot.chat.render.said import CALM, CARE, Said, card
from bot.chat.wording.en import clinic as words
from bot.domain.servers import Server


def status(server: Server, findings: Sequence[Finding]) -> Said:
    """Render what works and, where something does not, what to click."""
    return Said(embeds=(_card(words.STATUS_TITLE, server, findings, chosen=()),))


def set_up(server: Server, findings: Sequence[Finding], *, chosen: Collection[str]) -> Said:
    """Render what set-up left.

    Args:
        server: As it now is.
        findings: What works and what does not.
        chosen: Parts that nobody named and the bot found by their names.
    """
    return Said(embeds=(_card(words.SETUP_TITLE, server, findings, chosen=chosen),))


def is_red(finding: Finding) -> bool:
    """Say whether somebody has to do something about a finding."""
    return finding.problem is not None and not (
        finding.problem == "not_set" and finding.part in words.OPTIONAL
    )


def _card(
    title: str, server: Server, findings: Sequence[Finding], *, chosen: Collection[str]
) -> discord.Embed:
    red = any(is_red(finding) for finding in findings)
    lines = [
        words.line(finding.part, finding.mention, finding.problem, finding.missing)
        + (f" {words.CHOSEN}" if finding.part in chosen else "")
        for finding in findings
    ]
    lines.append(f"✓ **{words.ZONE}**: {server.zone.key}")
    text = [words.NOT_GREEN if red else words.ALL_GREEN, "\n".join(lines)]
    if title == words.SETUP_TITLE:
        text += [words.AGAIN, words.NEXT]
    return card(title, "\n\n".join(text), colour=CARE if red else CALM)
