"""Hidden messages: staff's card, and the letters to their writers in their own language."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import discord
from discord import ButtonStyle, Embed
from discord.utils import format_dt

from bot.chat.render.said import NOTE, Press, Said, card, clip
from bot.chat.wording.en import hiding as words
from bot.chat.wording.es import hiding as spanish
from bot.domain.asides import Aside, Told
from bot.domain.deliveries import nonce
from bot.domain.hiding import Hiding, Mark, Matter, Mode, What, Writer, card_key
from bot.domain.notices import HidingDisputed, WordsExpire

LETTERS = {"en": words.LETTER, "es": spanish.LETTER}
REASONS = {"en": words.REASON, "es": spanish.REASON}
DISPUTED = {"en": words.DISPUTED, "es": spanish.DISPUTED}

# Of one message (Discord API v10, Embed Limits); a little is left for what is marked later.
EMBEDS_MOST, TOGETHER, FIELDS_MOST = 10, 5600, 20
WORDS_MOST = 4000


def staff_card(matter: Matter, hiding: Hiding | None, *, kept: timedelta) -> Said:
    """Render a card: facts first, then, where the message is being hidden, its words apart."""
    if hiding is None:
        return Said(embeds=(_head(matter, None),), rows=((_history(matter),),))
    right = Press(words.RIGHT, "hiding:right", (hiding.id,))
    return Said(
        embeds=(_head(matter, hiding.at + kept), _words(matter)),
        rows=((right, _history(matter)),),
        key=nonce(card_key(hiding.id)),
    )


def _head(matter: Matter, until: datetime | None) -> Embed:
    heard, found = matter.heard, matter.follows
    by = {Writer.STAFF: words.BY_STAFF, Writer.WEBHOOK: words.BY_WEBHOOK, Writer.MEMBER: ""}
    fields = [
        (words.WHO, f"<@{heard.author_id}>, {format_dt(heard.at, 'f')}"),
        (words.WHERE, _link(matter) if until is None else f"<#{heard.channel_id}>"),
        (words.HEARD, ", ".join(f"`{each}`" for each in matter.verdict.signals) or "—"),
    ]
    if until is not None:
        fields.append((words.UNTIL, format_dt(until, "R")))
    return card(
        words.card_title(found.what, found.mode),
        "\n".join(filter(None, (words.DID[found.mode], by[matter.writer]))),
        colour=NOTE,
        fields=fields,
    )


def _link(matter: Matter) -> str:
    heard = matter.heard
    return f"https://discord.com/channels/{heard.guild_id}/{heard.channel_id}/{heard.message_id}"


def _history(matter: Matter) -> Press:
    return Press(words.HISTORY, "case:history", (matter.heard.author_id,))


def _words(matter: Matter) -> Embed:
    embed = Embed(description=clip(matter.heard.words or words.NO_WORDS, WORDS_MOST), colour=NOTE)
    embed.timestamp = matter.heard.at
    return embed


def gathered(was: discord.Message, matter: Matter, hiding: Hiding | None) -> list[Embed] | None:
    """Return a card's embeds with one message more; None when there is no space for it."""
    head, *rest = _copied(was)
    if hiding is not None:
        rest.append(_words(matter))
    elif len(head.fields) < FIELDS_MOST:
        head.add_field(name=words.MORE, value=_link(matter), inline=False)
    else:
        return None
    embeds = [head, *rest]
    fits = len(embeds) <= EMBEDS_MOST and sum(map(len, embeds)) <= TOGETHER
    return embeds if fits else None


def marked(was: discord.Message, mark: Mark, by: int | None) -> list[Embed]:
    """Return a card's embeds with what came after it."""
    head, *rest = _copied(was)
    head.add_field(name="✓", value=words.MARK[mark].format(by=f"<@{by}>"), inline=False)
    return [head, *rest]


def expired(was: discord.Message) -> list[Embed]:
    """Return a card's embeds without the words."""
    head = _copied(was)[0]
    kept = [each for each in head.fields if each.name != words.UNTIL]
    head.clear_fields()
    for each in kept:
        head.add_field(name=each.name, value=each.value, inline=False)
    head.set_footer(text=words.EXPIRED)
    return [head]


def _copied(was: discord.Message) -> list[Embed]:
    return [Embed.from_dict(embed.to_dict()) for embed in was.embeds]


def letter(note: Aside) -> Said:
    """Render what a writer is told: `note.what` names the letter."""
    hiding_id, what, language, guild_id, channel_id = note.facts
    say = LETTERS[language]
    talk = Press(say["talk"], "staff:talk", (guild_id,))
    buttons = (talk,)
    parts = [say[note.what].format(room=f"<#{channel_id}>")]
    if note.what != "righted":
        parts.append(REASONS[language][what])
    if note.what == "hidden":
        parts += [say["hidden_more"], say["mistake"]]
        dispute = Press(say["dispute"], "hiding:dispute", (hiding_id, language))
        buttons = (dispute, talk)
    if what == What.TRIGGER_DETAIL:
        parts.append(say["help"])
        buttons += (Press(say["sit"], "staff:sit", style=ButtonStyle.primary),)
    embed = card(say[f"{note.what}_title"], "\n\n".join(parts))
    return Said(embeds=(embed,), rows=(buttons,))


def notice(what: WordsExpire | HidingDisputed, key: str) -> Said:
    """Render a call for a second look; of words that expire, nothing is said."""
    if isinstance(what, WordsExpire):
        return Said(key=key)
    parts = [words.DISPUTE.format(who=f"<@{what.author_id}>", kind=words.KIND[what.what])]
    if what.card_message_id is not None:
        at = f"{what.guild_id}/{what.card_channel_id}/{what.card_message_id}"
        parts.append(words.SEE_CARD.format(link=f"https://discord.com/channels/{at}"))
    embed = card(words.DISPUTE_TITLE, "\n\n".join(parts), colour=NOTE)
    right = Press(words.RIGHT, "hiding:right", (what.hiding_id,))
    return Said(embeds=(embed,), rows=((right,),), key=key)


def disputed(language: str) -> Said:
    """Render what a writer is told who asks for a second look."""
    return Said(content=DISPUTED[language])


def righted(told: Told) -> Said:
    """Render what the moderator who put it right is told in private."""
    return Said(content=words.RIGHTED[told])


def kinds() -> Sequence[tuple[str, str]]:
    """Return what a policy can be about, as label and key."""
    return [(words.KIND[what].capitalize(), what.value) for what in What]


def modes() -> Sequence[tuple[str, str]]:
    """Return how far the bot may go, as label and key."""
    return [(words.MODE[mode], mode.value) for mode in Mode]


def mode_set(what: What, mode: Mode) -> Said:
    """Render what an admin's choice means."""
    return Said(content=words.mode_set(what, mode))


def audit_reason(hiding: Hiding) -> str:
    """Return what Discord's audit log says about a hidden message."""
    return words.audit_reason(hiding.what)
