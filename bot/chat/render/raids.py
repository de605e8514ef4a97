"""Layouts of what is said about floods and raids."""

from collections.abc import Sequence
from datetime import datetime

from discord import ButtonStyle, Embed, Message
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import CALM, CARE, NOTE, Press, Said, card, ringing
from bot.chat.wording.en import raids as words
from bot.domain.ids import UserId
from bot.domain.raids import Response
from bot.domain.room_notices import NewcomerHeld, NewcomerLetter, RaidCard

RaidNotice = RaidCard | NewcomerHeld | NewcomerLetter


def notice(what: RaidNotice, key: str) -> Said:
    """Render what is said unasked about a flood or a raid."""
    match what:
        case RaidCard():
            return _card(what, key)
        case NewcomerHeld():
            return _held(what, key)
        case NewcomerLetter():
            return _letter(what, key)


def _card(what: RaidCard, key: str) -> Said:
    room = f"<#{what.room_id}>"
    facts = {"count": what.count, "seconds": what.seconds, "room": room}
    parts = [words.TEXT[what.what].format(**facts)]
    rows: tuple[tuple[Press, ...], ...] = ()
    if what.calmed:
        until = format_dt(what.until, "t")
        parts += [words.CALMED[what.what].format(room=room, until=until), words.WHAT_NEXT]
        down = Press(words.STAND_DOWN, "raid:down", style=ButtonStyle.primary)
        rows = ((down, Press(words.KEEP, "raid:keep")),)
    else:
        parts.append(words.NOT_CALMED)
    embed = card(words.TITLE[what.what], "\n".join(parts), colour=CARE, footer=f"Ref {key}")
    rung = " ".join(f"<@&{role_id}>" for role_id in what.rings)
    return Said(
        content=rung or None, embeds=(embed,), rows=rows, key=key, rings=ringing(what.rings)
    )


def _held(what: NewcomerHeld, key: str) -> Said:
    text = words.HELD.format(who=f"<@{what.user_id}>", until=format_dt(what.until, "t"))
    title = words.HELD_TITLE.format(number=what.number)
    press = Press(words.LET_WRITE, "raid:let", (what.number,))
    return Said(embeds=(card(title, text, colour=NOTE),), rows=((press,),), key=key)


def _letter(what: NewcomerLetter, key: str) -> Said:
    server = escape_markdown(what.server) or words.THE_SERVER
    text = words.LETTER.format(until=format_dt(what.until, "t"), left=format_dt(what.until, "R"))
    talk = Press(words.TALK_TO_STAFF, "staff:talk", (what.guild_id,))
    embed = card(words.LETTER_TITLE.format(server=server), text, colour=CALM)
    return Said(embeds=(embed,), rows=((talk,),), key=key)


def responses() -> Sequence[tuple[str, str]]:
    """Return how far the bot may go by itself, as label and key."""
    return [(words.RESPONSE[each], each.value) for each in Response]


def chosen(response: Response, *, hold_newcomers: bool) -> Said:
    """Render what an admin's choice means."""
    newcomers = words.NEWCOMERS_HELD if hold_newcomers else words.NEWCOMERS_LEFT
    return Said(content=f"{words.CHOSEN[response]} {newcomers}")


def stood_down(shown: Message, by: UserId) -> Said:
    """Render a card after somebody took back what the bot had set."""
    return _after(shown, words.STOOD_DOWN.format(who=f"<@{by}>"))


def kept(shown: Message, by: UserId, until: datetime) -> Said:
    """Render a card after somebody kept what the bot had set."""
    text = words.KEPT.format(who=f"<@{by}>", until=format_dt(until, "f"))
    down = Press(words.STAND_DOWN, "raid:down")
    return _after(shown, text, rows=((down,),))


def let_go(shown: Message, who: UserId, by: UserId) -> Said:
    """Render a card after somebody let a newcomer write."""
    return _after(shown, words.LET_GO.format(by=f"<@{by}>", who=f"<@{who}>"))


def _after(shown: Message, text: str, *, rows: tuple[tuple[Press, ...], ...] = ()) -> Said:
    embed = shown.embeds[0] if shown.embeds else Embed()
    embed.description = f"{embed.description or ''}\n{text}"
    return Said(content=shown.content or None, embeds=(embed,), rows=rows)
