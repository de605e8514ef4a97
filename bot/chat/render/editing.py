"""A change of a meeting, as an admin checks it and says which dates it is for."""

from datetime import datetime

from discord import ButtonStyle
from discord.utils import escape_markdown, format_dt

from bot.chat.render.errors import sentence
from bot.chat.render.meetings import ahead, facts
from bot.chat.render.said import NOTE, Press, Said, card
from bot.chat.wording.en import exceptions as words
from bot.chat.wording.en import meetings as calendar
from bot.domain.errors import InvalidInput
from bot.domain.meetings import Meeting
from bot.services.editing import EditDraft


def question(draft: EditDraft) -> Said:
    """Render a change: what would come of it, or what is wrong with it."""
    change = Press(calendar.CHANGE_TYPED, "edit:change", (draft.draft_id,))
    cancel = Press(calendar.CANCEL, "edit:cancel", (draft.draft_id,))
    if isinstance(draft.read, InvalidInput):
        text = f"{sentence(draft.read)}\n\n{calendar.KEPT}"
        embed = card(calendar.UNUSABLE_TITLE, text, colour=NOTE)
        return Said(embeds=(embed,), rows=((change, cancel),))
    proposal, outlook = draft.read
    if draft.is_same:
        embed = card(words.same(proposal.title), words.SAME, colour=NOTE)
        return Said(embeds=(embed,), rows=((change, cancel),))
    rest = Press(words.AND_ALL_AFTER, "edit:rest", (draft.draft_id,), style=ButtonStyle.success)
    one = Press(words.ONLY_THIS, "edit:one", (draft.draft_id,), style=ButtonStyle.success)
    moment = words.from_on(format_dt(draft.which.at, "F"), calendar.wall(draft.which.wall))
    which = moment if draft.may_be_one else f"{moment}\n{words.ONE_IS_TIME}"
    embed = card(
        words.change_question(proposal.title),
        facts(proposal),
        fields=[*ahead(proposal.when, outlook), (words.WHICH, which)],
        footer=calendar.NOT_SAVED_YET,
    )
    saves = (one, rest) if draft.may_be_one else (rest,)
    return Said(embeds=(embed,), rows=((*saves, change, cancel),))


def changed(meeting: Meeting, start: datetime) -> Said:
    """Render that a meeting was changed."""
    text = words.changed(escape_markdown(meeting.title), format_dt(start, "F"))
    return Said(embeds=(card(words.CHANGED_TITLE, text),))
