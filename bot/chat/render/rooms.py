"""Answers about rooms that open and close with their meetings."""

from discord.utils import escape_markdown, format_dt

from bot.chat.render import moderation
from bot.chat.render.said import CARE, Said, card
from bot.chat.wording.en import rooms as words
from bot.domain.ids import ChannelId
from bot.domain.notices import RoomTrouble
from bot.domain.rooms import Why
from bot.services.rooms import Kept, OpenUntil


def opening(found: OpenUntil) -> Said:
    """Render what a facilitator who opens a room is told."""
    room = f"<#{found.room_id}>"
    if found.closes_at is None:
        text = words.OPENED_FOR_GOOD.format(room=room)
    else:
        text = words.OPENED.format(room=room, until=format_dt(found.closes_at, "R"))
    return Said(embeds=(card(words.OPENED_TITLE, text),))


def closing(room_id: ChannelId) -> Said:
    """Render what a facilitator who closes a room is told."""
    return Said(embeds=(card(words.CLOSED_TITLE, words.CLOSED.format(room=f"<#{room_id}>")),))


def kept(found: Kept) -> Said:
    """Render what the switch of a meeting's room does."""
    title, text = (
        (words.KEPT_TITLE, words.KEPT) if found.is_kept else (words.LET_GO_TITLE, words.LET_GO)
    )
    said = text.format(
        room=f"<#{found.meeting.room_id}>", title=escape_markdown(found.meeting.title)
    )
    return Said(embeds=(card(title, said),))


def trouble(notice: RoomTrouble, key: str) -> Said:
    """Render a report to the staff room; its footer carries the ledger's key."""
    text = words.TROUBLE[notice.problem].format(
        room=f"<#{notice.room_id}>", do=words.STATE[notice.wanted]
    )
    return Said(
        embeds=(card(words.TROUBLE_TITLE, text, colour=CARE, footer=f"Ref {key}"),), key=key
    )


def audit_reason(why: Why) -> str:
    """Return what a server's audit log says about a change of ours."""
    if why.case is not None:
        return moderation.audit_reason(why.case)
    return words.REASON[why.leaves]
