"""Staff's side of reports: the card, its forms, the list of what is open."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle, Embed, SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import format_dt

from bot.chat.render.handovers import plain
from bot.chat.render.said import CALM, CARE, NOTE, Link, Press, Said, card, clip, mentions, ringing
from bot.chat.wording.en import reports as words
from bot.domain.deliveries import Sent
from bot.domain.ids import GuildId
from bot.domain.letters import TEXT_MAX, Reached
from bot.domain.report_notices import ReportWaiting
from bot.domain.reports import (
    NOTE_MAX,
    About,
    Kind,
    Mark,
    Outcome,
    Report,
    State,
    Voice,
    is_private,
)
from bot.domain.servers import Server
from bot.services.report_ports import Rings

# Of one message (Discord API v10, Embed Limits); a little is left for what is marked later.
EMBEDS_MOST, TOGETHER = 10, 5200
WORDS_SHOWN = 2000
LISTED = 15


def staff_card(
    report: Report, voice: Voice, typed: str, *, rings: Rings, stands: bool = True
) -> Said:
    """Render a new card: facts first, then the words apart."""
    return Said(
        content=mentions(rings.roles, rings.people),
        embeds=(_head(report, (), stands=stands), _words(voice, typed)),
        rows=_buttons(report),
        rings=ringing(rings.roles, rings.people),
    )


def _head(report: Report, lines: Sequence[str], *, stands: bool) -> Embed:
    worried = report.kind is Kind.WORRIED
    fields = [(words.ABOUT, _about(report))]
    if report.channel_id is not None:
        fields.append((words.WHERE, f"<#{report.channel_id}>" if stands else words.DELETED))
    told = [each for each in report.voices if not each.is_reply]
    fields.append((words.TOLD, words.told(len(told), len(report.reporters()))))
    if lines:
        fields.append((words.SO_FAR, "\n".join(lines)))
    return card(
        words.CARD_TITLE.format(kind=words.KIND[report.kind]),
        words.CARE_CARD if worried and report.about is About.PERSON else "",
        colour=_colour(report),
        fields=fields,
        footer=words.FOOTER,
    )


def _colour(report: Report) -> discord.Colour:
    if report.state is State.RESOLVED:
        return NOTE
    return CALM if report.state is State.CLAIMED else CARE


def _about(report: Report) -> str:
    match report.about:
        case About.PERSON:
            return f"<@{report.about_id}>"
        case About.LEFT:
            return words.LEFT.format(who=f"<@{report.about_id}>")
        case About.THE_BOT:
            return words.ABOUT_BOT
        case About.PROGRAM:
            return words.ABOUT_PROGRAM
        case About.NOBODY:
            return words.ABOUT_NOBODY


def _words(voice: Voice, typed: str) -> Embed:
    title = words.REPLY if voice.is_reply else words.VOICE
    embed = Embed(
        title=title.format(number=voice.number, kind=words.KIND[voice.kind]),
        description=clip(plain(typed) or words.NO_WORDS, WORDS_SHOWN),
        colour=NOTE,
    )
    who = f"<@{voice.reporter_id}>" if voice.is_named else words.NO_NAME
    embed.add_field(name=words.FROM, value=who)
    embed.timestamp = voice.at
    return embed


def gathered(was: discord.Message, report: Report, voice: Voice, typed: str) -> list[Embed] | None:
    """Return a card's embeds with one voice more; None when there is no space for it."""
    old, *rest = _copied(was)
    head = _head(report, _lines(old), stands=not _is_deleted(old))
    embeds = [head, *rest, _words(voice, typed)]
    fits = len(embeds) <= EMBEDS_MOST and sum(map(len, embeds)) <= TOGETHER
    return embeds if fits else None


def marked(was: discord.Message, report: Report, mark: Mark, by: int, *, at: datetime) -> Said:
    """Render a card with one more line of what staff did, and the buttons that are left."""
    old, *rest = _copied(was)
    outcome = "" if report.outcome is None else words.OUTCOME[report.outcome]
    line = words.MARK[mark].format(by=f"<@{by}>", at=format_dt(at, "R"), outcome=outcome)
    head = _head(report, [*_lines(old), line], stands=not _is_deleted(old))
    return Said(embeds=(head, *rest), rows=_buttons(report))


def _lines(head: Embed) -> list[str]:
    return [each.value or "" for each in head.fields if each.name == words.SO_FAR]


def _is_deleted(head: Embed) -> bool:
    return any(each.value == words.DELETED for each in head.fields)


def _copied(was: discord.Message) -> list[Embed]:
    return [Embed.from_dict(embed.to_dict()) for embed in was.embeds]


def _buttons(report: Report) -> tuple[tuple[Press | Link, ...], ...]:
    args = (report.id, report.guild_id)
    row: list[Press | Link] = []
    if report.state is State.OPEN:
        row.append(Press(words.CLAIM, "report:claim", args, style=ButtonStyle.primary))
    row.append(Press(words.WRITE, "report:write", args))
    if report.state is not State.RESOLVED:
        row.append(Press(words.RESOLVE, "report:resolve", args))
    if report.channel_id is not None and report.message_id is not None:
        where = f"{report.guild_id}/{report.channel_id}/{report.message_id}"
        row.append(Link(words.OPEN_MESSAGE, f"https://discord.com/channels/{where}"))
    return (tuple(row),)


def write_form(report: Report) -> Modal:
    """Lay out the form in which staff write to one of the reporters."""
    made = Modal(title=words.WRITE_FORM, custom_id=f"report:letter:{report.id}:{report.guild_id}")
    # A select has at most 25 options (Discord API v10); the newest may have waited longest.
    options = [
        SelectOption(
            label=words.VOICE.format(number=each.number, kind=words.KIND[each.kind]),
            value=str(each.number),
        )
        for each in report.reporters()[-25:]
    ]
    options[-1].default = True
    to: Select[Modal] = Select(custom_id="to", options=options, required=True)
    text: TextInput[Modal] = TextInput(
        custom_id="words", style=TextStyle.paragraph, max_length=TEXT_MAX
    )
    made.add_item(Label(text=words.WRITE_TO, component=to))
    made.add_item(Label(text=words.WRITE_WORDS, description=words.WRITE_HINT, component=text))
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def resolve_form(report: Report) -> Modal:
    """Lay out the form in which staff write what came of it."""
    made = Modal(title=words.RESOLVE_FORM, custom_id=f"report:done:{report.id}:{report.guild_id}")
    options = [
        SelectOption(label=words.OUTCOME[each].capitalize(), value=each.value) for each in Outcome
    ]
    outcome: Select[Modal] = Select(custom_id="outcome", options=options, required=True)
    note: TextInput[Modal] = TextInput(
        custom_id="note", style=TextStyle.paragraph, required=False, max_length=NOTE_MAX
    )
    made.add_item(Label(text=words.RESOLVE_OUTCOME, component=outcome))
    made.add_item(Label(text=words.RESOLVE_NOTE, description=words.RESOLVE_HINT, component=note))
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def reached(what: Reached) -> Said:
    """Render what staff are told of their letter."""
    return Said(content=words.REACHED[what])


def not_sent() -> Said:
    """Render what staff are told whose letter the gate kept."""
    return Said(content=words.NOT_SENT)


def claimed() -> Said:
    """Render what staff are told who take a report."""
    return Said(content=words.CLAIMED)


def resolved() -> Said:
    """Render what staff are told who wrote down an outcome."""
    return Said(content=words.RESOLVED)


def waiting(what: ReportWaiting, key: str) -> Said:
    """Render the call to look at a card."""
    title, text = words.CALLS[what.why]
    card_at = Sent(what.card_message_id, what.card_channel_id)
    link = _link(None if what.in_private else what.guild_id, card_at)
    parts = [text.format(kind=words.KIND[what.kind]), words.SEE.format(link=link)]
    return Said(
        content=mentions(what.rings, what.calls),
        embeds=(card(title, "\n".join(parts), colour=CARE, footer=f"Ref {key}"),),
        rings=ringing(what.rings, what.calls),
        key=key,
    )


def _link(guild_id: GuildId | None, at: Sent) -> str:
    # Discord shows a direct message to its reader under this name alone.
    return f"https://discord.com/channels/{guild_id or '@me'}/{at.channel_id}/{at.message_id}"


def open_ones(found: Sequence[Report], server: Server) -> Said:
    """Render the list of reports that nobody has resolved."""
    if not found:
        return Said(content=words.NOTHING_OPEN)
    entries = [_entry(each, server) for each in found[:LISTED]]
    if len(found) > LISTED:
        entries.append(words.MORE.format(count=len(found) - LISTED))
    return Said(embeds=(card(words.OPEN_TITLE, "\n\n".join(entries)),))


def _entry(report: Report, server: Server) -> str:
    state = words.STATE_OPEN
    if report.claimed_by is not None:
        state = words.STATE_CLAIMED.format(by=f"<@{report.claimed_by}>")
    where = words.NO_CARD
    if report.cards:
        at = report.cards[-1]
        link = _link(None if is_private(at, server) else report.guild_id, at)
        where = words.SEE.format(link=link)
    kind = words.KIND[report.kind]
    return words.ENTRY.format(
        kind=kind, at=format_dt(report.created_at, "R"), state=state, where=where
    )
