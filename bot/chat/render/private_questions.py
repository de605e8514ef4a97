"""A question to staff without a name: the form, staff's buttons, and what its asker is told."""

from discord import ButtonStyle, TextStyle
from discord.ui import Label, Modal, TextDisplay, TextInput
from discord.utils import escape_markdown, format_dt

from bot.chat.render.asked import still_at_hand
from bot.chat.render.said import CARE, Press, Said, card
from bot.chat.wording.en import private_questions as words
from bot.chat.wording.es import private_questions as spanish
from bot.domain.handovers import QUESTION_MAX
from bot.domain.ids import HandoverId, UserId
from bot.domain.report_notices import StaffLetter

SAY = {"en": words.SAY, "es": spanish.SAY}
THE_SERVER = {"en": words.THE_SERVER, "es": spanish.THE_SERVER}


def form(language: str, *, asked: str = "") -> Modal:
    """Lay out the form; that staff can learn who asks is what it says first.

    Args:
        language: Of whoever asks: "en" or "es".
        asked: What they typed before and could not send.
    """
    say = SAY[language]
    made = Modal(title=say["form"], custom_id="private:ask")
    question: TextInput[Modal] = TextInput(
        custom_id="question",
        style=TextStyle.paragraph,
        default=asked[:QUESTION_MAX] or None,
        max_length=QUESTION_MAX,
    )
    made.add_item(TextDisplay(say["danger"]))
    made.add_item(Label(text=say["question"], component=question))
    made.stop()  # discord.py keeps no state for it; the router answers
    return made


def not_asked(language: str, asked: str) -> Said:
    """Render that nobody has a question; what was typed stays at hand."""
    say = SAY[language]
    again = Press(say["again"], "private:again", style=ButtonStyle.primary)
    return Said(content=say["not_arrived"], embeds=(still_at_hand(asked),), rows=((again,),))


def letter(what: StaffLetter, key: str | None) -> Said:
    """Render that two of staff have learned who asked."""
    say = SAY[what.language]
    server = escape_markdown(what.server or THE_SERVER[what.language])
    text = say["letter"].format(server=server, at=format_dt(what.about_at, "D"))
    talk = Press(say["talk"], "staff:talk", (what.guild_id,), style=ButtonStyle.primary)
    embed = card(say["letter_title"], text, footer=say["letter_footer"])
    return Said(embeds=(embed,), rows=((talk,),), key=key)


def confirm(handover_id: HandoverId) -> Said:
    """Render what staff read before they wish to learn who asked."""
    yes = Press(words.LEARN_NOW, "private:learn", (handover_id,), style=ButtonStyle.danger)
    return Said(embeds=(card(words.LEARN_TITLE, words.LEARN_TEXT, colour=CARE),), rows=((yes,),))


def learned(asker_id: UserId | None) -> Said:
    """Render what staff learn, in private."""
    text = words.WANTED if asker_id is None else words.ASKER.format(asker=asker_id)
    return Said(content=text)


def blocked(*, now: bool) -> Said:
    """Render what staff are told of a block."""
    return Said(content=words.BLOCKED if now else words.UNBLOCKED)


def switched(*, on: bool) -> Said:
    """Render what an admin is told."""
    return Said(content=words.SWITCHED[on])
