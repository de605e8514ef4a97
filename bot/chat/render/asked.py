"""What somebody had asked, as the private message they pressed a button on shows it.

Only Discord and its reader hold that message. Carrying the question there spares a tired person
from typing it twice, and spares us from keeping it.
"""

import discord

from bot.chat.render.said import NOTE
from bot.chat.wording.en import answers as words
from bot.domain.faq.entries import EntryId
from bot.domain.handovers import visible

PICK = "faq:show:"


def still_at_hand(asked: str) -> discord.Embed:
    """Render what somebody typed, in the place where `asked_on` finds it again."""
    return discord.Embed(colour=NOTE).set_footer(text=words.you_asked(visible(asked)))


def asked_on(message: discord.Message | None) -> str:
    """Return the question that a private message shows, or nothing."""
    if message is None or not message.flags.ephemeral:
        return ""
    for embed in message.embeds:
        text = embed.footer.text or ""
        if text.startswith(words.YOU_ASKED):
            return text.removesuffix(words.NOT_ADVICE).strip().removeprefix(words.YOU_ASKED).strip()
    return ""


def picks_on(message: discord.Message | None) -> list[EntryId]:
    """Return the entries that a message offers, best first."""
    rows = message.components if message else []
    items = [item for row in rows for item in getattr(row, "children", ())]
    ids = [getattr(item, "custom_id", None) or "" for item in items]
    return [EntryId(each.removeprefix(PICK)) for each in ids if each.startswith(PICK)]
