"""Reports: the member's form and answers in their language, and staff's card."""

import discord
from discord import ButtonStyle, Embed, SelectOption, TextStyle
from discord.ui import Label, Modal, Select, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.said import NOTE, Press, Said, card, clip
from bot.chat.wording.en import reports as words
from bot.chat.wording.es import reports as spanish
from bot.domain.handovers import visible
from bot.domain.report_notices import StaffLetter
from bot.domain.reports import WORDS_MAX, Filed, Kind

SAY = {"en": words.SAY, "es": spanish.SAY}
KIND = {"en": words.KIND, "es": spanish.KIND}
THE_SERVER = {"en": words.THE_SERVER, "es": spanish.THE_SERVER}

Target = tuple[str, ...]


def form(target: Target, language: str, *, typed: str = "") -> Modal:
    """Lay out the form.

    Args:
        target: What it is about, as the cog reads it back.
        language: "en" or "es".
        typed: What was typed before, where it did not arrive.
    """
    say = SAY[language]
    made = Modal(title=say["form"], custom_id=":".join(("report:send", language, *target)))
    kinds = [
        SelectOption(label=label, value=kind, default=kind == Kind.WORRIED)
        for kind, label in KIND[language].items()
    ]
    kind: Select[Modal] = Select(custom_id="kind", options=kinds, required=True)
    told: TextInput[Modal] = TextInput(
        custom_id="words",
        style=TextStyle.paragraph,
        required=False,
        default=typed[:WORDS_MAX] or None,
        max_length=WORDS_MAX,
    )
    answers = [
        SelectOption(label=say["no"], value="no", default=True),
        SelectOption(label=say["yes"], value="yes"),
    ]
    name: Select[Modal] = Select(custom_id="name", options=answers, required=True)
    made.add_item(Label(text=say["kind"], component=kind))
    made.add_item(Label(text=say["words"], description=say["words_hint"], component=told))
    made.add_item(Label(text=say["name"], description=say["name_hint"], component=name))
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def filed(what: Filed, language: str, *, target: Target, typed: str) -> Said:
    """Render what the reporter is told; what they typed stays at hand where it did not arrive."""
    say = SAY[language]
    if what is not Filed.NOT_ARRIVED:
        return Said(content=say[what.value])
    again = Press(say["again"], "report:again", (language, *target), style=ButtonStyle.primary)
    kept = Embed(description=clip(visible(typed), WORDS_MAX), colour=NOTE)
    kept.set_author(name=say["you_wrote"])
    return Said(content=say["not_arrived"], embeds=(kept,) if typed else (), rows=((again,),))


def typed_on(message: discord.Message | None) -> str:
    """Return what a reporter had typed, as the private message they pressed a button on shows."""
    if message is None or not message.flags.ephemeral or not message.embeds:
        return ""
    return message.embeds[0].description or ""


def own(language: str) -> Said:
    """Render what somebody is told who would report themselves."""
    say = SAY[language]
    talk = Press(say["talk"], "staff:talk")
    sit = Press(say["sit"], "staff:sit", style=ButtonStyle.primary)
    return Said(content=say["own"], rows=((talk, sit),))


def letter(what: StaffLetter, key: str | None) -> Said:
    """Render what staff write to a reporter."""
    say = SAY[what.language]
    server = escape_markdown(what.server or THE_SERVER[what.language])
    parts = [say["letter"].format(server=server, at=format_dt(what.about_at, "D")), what.text]
    if what.by is not None:
        parts.append(say["letter_by"].format(by=f"<@{what.by}>"))
    embed = card(say["letter_title"], "\n\n".join(parts), footer=say["letter_footer"])
    back = Press(say["write_back"], "report:back", (what.language, what.subject))
    return Said(embeds=(embed,), rows=((back,),), key=key)


def back_form(language: str, report_id: str) -> Modal:
    """Lay out the form in which a reporter writes back."""
    say = SAY[language]
    made = Modal(title=say["back_form"], custom_id=f"report:reply:{language}:{report_id}")
    told: TextInput[Modal] = TextInput(
        custom_id="words", style=TextStyle.paragraph, max_length=WORDS_MAX
    )
    made.add_item(Label(text=say["back_words"], description=say["back_hint"], component=told))
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def wrote_back(language: str, *, arrived: bool) -> Said:
    """Render what a reporter is told who wrote back."""
    return Said(content=SAY[language]["back_arrived" if arrived else "back_not_arrived"])
