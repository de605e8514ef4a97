"""Letters of staff to one member: each kind has its words with its noun."""

from bot.chat.render import private_questions, reports
from bot.chat.render.said import Said
from bot.domain.letters import What
from bot.domain.report_notices import StaffLetter


def letter(what: StaffLetter, key: str | None) -> Said:
    """Render a letter; without a key it is shown to its reader at their next use of the bot."""
    if what.what == What.QUESTION_OPENED:
        return private_questions.letter(what, key)
    return reports.letter(what, key)
