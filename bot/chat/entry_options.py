"""The clinic's answers as a list of choices."""

from collections.abc import Sequence

from discord.app_commands import Choice

from bot.chat.render.library import choice
from bot.domain.faq.library import Kept

# Of one option (Discord API v10, Application Command Option Choice).
CHOICES_MOST = 25


def entry_choices(entries: Sequence[Kept], typed: str) -> list[Choice[str]]:
    """Offer the entries whose titles hold what is typed so far."""
    found = [each for each in entries if typed.casefold() in each.latest.title.casefold()]
    return [Choice(name=choice(each), value=each.latest.id) for each in found[:CHOICES_MOST]]
