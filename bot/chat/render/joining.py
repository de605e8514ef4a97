"""The rules and privacy notice: the card, what members read of it, and what admins decide."""

from datetime import datetime, timedelta

import discord
from discord import ButtonStyle, TextStyle
from discord.ui import Label, Modal, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render import said
from bot.chat.render.said import CARE, Press, Said
from bot.chat.wording.en import joining as words
from bot.chat.wording.es import joining as spanish
from bot.domain.consent import (
    LANGUAGES,
    REVIEWER_MAX,
    TEXT_MAX,
    TEXT_MIN,
    Card,
    Consent,
    Joined,
    Terms,
)
from bot.domain.ids import ChannelId, DraftId, GuildId, RoleId
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.services.terms import Rewritten

REASON = words.REASON
SAY = {"en": words.SAY, "es": spanish.SAY}
THE_SERVER = {"en": words.THE_SERVER, "es": spanish.THE_SERVER}
OTHER = {"en": "es", "es": "en"}


def card(terms: Terms, *, language: str, key: str) -> Said:
    """Render the public card: the whole text, and the button under it."""
    agree = Press(
        SAY[language]["agree"], "rules:agree", (terms.version,), style=ButtonStyle.success
    )
    other = Press(SAY[language]["other"], "rules:read", (OTHER[language],))
    return Said(embeds=(_text(terms, language),), rows=((agree, other),), key=key)


def read(
    terms: Terms,
    mine: Consent | None,
    *,
    language: str,
    guild_id: GuildId,
    is_outdated: bool = False,
) -> Said:
    """Render the text for one reader, with what they agreed to so far."""
    say = SAY[language]
    place = (terms.version, guild_id, language)
    agree = Press(say["agree"], "rules:agree", place, style=ButtonStyle.success)
    other = Press(say["other"], "rules:read", (OTHER[language], guild_id))
    back = Press(say["withdraw"], "rules:leave", (guild_id, language))
    row: tuple[Press, ...] = (agree, other)
    lead = say["outdated"] if is_outdated else None
    if mine is not None:
        is_same = mine.version >= terms.version
        at = format_dt(mine.agreed_at, "D")
        lead = say["you_agreed" if is_same else "you_agreed_older"].format(at=at)
        row = (other, back) if is_same else (agree, other, back)
    return Said(content=lead, embeds=(_text(terms, language),), rows=(row,))


def joined(how: Joined, terms: Terms, *, language: str, guild_id: GuildId) -> Said:
    """Render what somebody is told who has agreed."""
    say = SAY[language]
    text = f"{say[how.value].format(version=terms.version)}\n\n{say['support']}"
    again = Press(say["read"], "rules:read", (language, guild_id))
    back = Press(say["withdraw"], "rules:leave", (guild_id, language))
    return Said(embeds=(said.card(say["joined_title"], text),), rows=((again, back),))


def confirm(language: str, guild_id: GuildId) -> Said:
    """Ask before a consent is taken back."""
    say = SAY[language]
    yes = Press(say["sure"], "rules:withdraw", (guild_id, language), style=ButtonStyle.danger)
    no = Press(say["stay"], "rules:stay", (language,))
    text = f"{say['sure_text']}\n\n{say['support']}"
    return Said(embeds=(said.card(say["sure_title"], text),), rows=((yes, no),))


def stayed(language: str) -> Said:
    """Say that nothing was taken back."""
    return Said(content=SAY[language]["stayed"])


def withdrawn(language: str, *, is_gone: bool) -> Said:
    """Say what came of taking it back."""
    say = SAY[language]
    text = say["withdrawn" if is_gone else "withdrawn_later"]
    return Said(content=f"{text}\n\n{say['support']}")


def hint(until: datetime, *, language: str) -> Said:
    """Say once, beside another answer, that there is a newer version."""
    return Said(content=SAY[language]["hint"].format(until=format_dt(until, "D")))


def notice(what: TermsChanged | JoiningTrouble, key: str) -> Said:
    """Render what is said unasked about joining."""
    if isinstance(what, JoiningTrouble):
        role, how = f"<@&{what.role_id}>", words.MEND[what.problem]
        text = words.TROUBLE.format(role=role, how=how)
        embed = said.card(words.TROUBLE_TITLE, text, colour=CARE, footer=f"Ref {key}")
        return Said(embeds=(embed,), key=key)
    say = SAY[what.language]
    server = escape_markdown(what.server or THE_SERVER[what.language])
    kind = "over" if what.is_over else "changed"
    text = say[kind].format(server=server, until=format_dt(what.until, "D"))
    embed = said.card(say[f"{kind}_title"], text, footer=say["footer"])
    button = Press(say["read_now"], "rules:read", (what.language, what.guild_id))
    return Said(embeds=(embed,), rows=((button,),), key=key)


def form(language: str, terms: Terms, draft_id: DraftId | None) -> Modal:
    """Lay out the form in which an admin changes the text in one language."""
    title = words.FORM.format(language=words.LANGUAGE[language])
    made = Modal(title=title, custom_id=f"rules:write:{language}:{draft_id or 0}")
    text: TextInput[Modal] = TextInput(
        custom_id="text",
        style=TextStyle.paragraph,
        default=terms.text(language),
        min_length=TEXT_MIN,
        max_length=TEXT_MAX,
    )
    reviewer: TextInput[Modal] = TextInput(
        custom_id="reviewer",
        default=terms.reviewed_by,
        required=False,
        max_length=REVIEWER_MAX,
    )
    made.add_item(Label(text=words.FORM_TEXT, description=words.FORM_HINT, component=text))
    label = Label[Modal](
        text=words.FORM_REVIEWER, description=words.FORM_REVIEWER_HINT, component=reviewer
    )
    made.add_item(label)
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def preview(draft: Rewritten, *, language: str, grace: timedelta) -> Said:
    """Render a version that is not published yet, with what publishing it means."""
    terms = draft.terms
    text = words.PREVIEW.format(version=terms.version, days=grace.days)
    lines = [text if terms.version > draft.seen else words.FIRST]
    unchanged = [each for each in LANGUAGES if each not in draft.changed]
    if draft.changed:
        lines += [words.OTHER_STAYS.format(language=words.LANGUAGE[each]) for each in unchanged]
    publish = Press(words.PUBLISH, "rules:publish", (draft.draft_id,), style=ButtonStyle.success)
    change = [
        Press(
            words.REWRITE.format(language=words.LANGUAGE[each]),
            "rules:rewrite",
            (each, draft.draft_id),
        )
        for each in LANGUAGES
    ]
    forget = Press(words.FORGET, "rules:forget", (draft.draft_id,))
    embeds = (_text(terms, language),)
    return Said(content="\n\n".join(lines), embeds=embeds, rows=((publish, *change, forget),))


def published(terms: Terms) -> Said:
    """Say that a version counts."""
    return Said(content=words.PUBLISHED.format(version=terms.version))


def forgotten() -> Said:
    """Say that a draft was given up."""
    return Said(content=words.FORGOTTEN)


def ask_to_post(
    terms: Terms, channel_id: ChannelId, *, language: str, card: Card | None, is_newly_worded: bool
) -> Said:
    """Render what an admin reads before the card goes up, or where it stands already.

    Args:
        terms: What the card would show.
        channel_id: The room that was asked for.
        language: Of the words below.
        card: The card there is, or None.
        is_newly_worded: Whether the files hold newer words, which an admin may take.
    """
    is_up = card is not None and not card.is_down
    is_here = card is not None and card.shows(terms.version, in_room=channel_id)
    is_draft = terms.published_at is None
    live = words.POST_HERE if is_here else words.POST_LIVE
    text = words.POST_DRAFT if is_draft else live.format(version=terms.version)
    source = words.SOURCE.format(source=escape_markdown(terms.source))
    title = words.HERE_TITLE if is_here else words.POST_TITLE
    lines = [f"**{title.format(room=f'<#{channel_id}>')}**", text, source]
    put_up = Press(words.POST, "rules:post", (channel_id, terms.version), style=ButtonStyle.success)
    buttons = [] if is_here else [put_up]
    buttons.append(Press(SAY[language]["other"], "rules:show", (OTHER[language],)))
    if is_newly_worded:
        lines.append(words.NEW_WORDS_HINT.format(button=words.NEW_WORDS))
        buttons.append(Press(words.NEW_WORDS, "rules:offer"))
    if is_up:
        buttons.append(Press(words.TAKE_DOWN, "rules:down", style=ButtonStyle.danger))
    embed = _text(terms, language)
    return Said(content="\n".join(lines), embeds=(embed,), rows=(tuple(buttons),))


def shown(terms: Terms, *, language: str) -> Said:
    """Render the text alone, as an admin looks at it."""
    return Said(embeds=(_text(terms, language),))


def posted(channel_id: ChannelId, *, is_up: bool) -> Said:
    """Say whether the card is up."""
    text = words.POSTED if is_up else words.POSTED_LATER
    return Said(content=text.format(room=f"<#{channel_id}>"))


def taken_down(*, is_gone: bool) -> Said:
    """Say whether the card is down."""
    return Said(content=words.TAKEN_DOWN if is_gone else words.TAKEN_DOWN_LATER)


def role_chosen(role_id: RoleId | None) -> Said:
    """Say what is given to whoever agrees."""
    if role_id is None:
        return Said(content=words.ROLE_NONE)
    return Said(content=words.ROLE_SET.format(role=f"<@&{role_id}>"))


def _text(terms: Terms, language: str) -> discord.Embed:
    say = SAY[language]
    by = terms.reviewed_by
    reviewed = say["unreviewed"] if by is None else say["reviewed"].format(name=by)
    version = say["version"].format(version=terms.version, dated=terms.dated.isoformat())
    return said.card(say["title"], terms.text(language), footer=f"{version} {reviewed}")
