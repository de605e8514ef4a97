"""What staff are told when something promised could not be said."""

from discord.utils import format_dt

from bot.chat.render.said import NOTE, Said, card
from bot.chat.wording.en import ledger as words
from bot.domain.notices import DeliveryTrouble


def trouble(notice: DeliveryTrouble, key: str) -> Said:
    """Render a report to the staff room; its footer carries the ledger's key."""
    text = words.trouble(
        notice.problem, where=f"<#{notice.where}>", when=format_dt(notice.due_at, "F")
    )
    embed = card(words.TITLE, f"**{notice.subject}**\n{text}", colour=NOTE, footer=f"Ref {key}")
    return Said(embeds=(embed,), key=key)
