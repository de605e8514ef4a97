"""Proposals that wait for a moderator to confirm them, as drafts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.cases import DRAFT_KEPT, Action, Proposal, Reason
from bot.domain.ids import DraftId, GuildId, UserId
from bot.storage import drafts
from bot.storage.database import Transaction

DRAFT_KIND = "case"


async def keep(
    tx: Transaction, proposal: Proposal, *, in_care: bool, by: UserId, now: datetime
) -> DraftId:
    """Keep a proposal until its moderator confirms or leaves it.

    Args:
        in_care: Whether they are told that care is under way.
    """
    return await drafts.add(
        tx,
        DRAFT_KIND,
        {**_typed(proposal), "in_care": in_care},
        guild_id=proposal.guild_id,
        author_id=by,
        expires_at=now + DRAFT_KEPT,
    )


async def look(
    tx: Transaction, draft_id: DraftId, *, guild_id: GuildId, by: UserId, now: datetime
) -> tuple[Proposal, bool] | None:
    """Return a proposal, and whether its moderator knows of care.

    None when it is gone, too old or somebody else's.
    """
    draft = await drafts.get(tx, draft_id, now=now)
    if draft is None or (draft.kind, draft.guild_id, draft.author_id) != (DRAFT_KIND, guild_id, by):
        return None
    return _proposal(guild_id, draft.typed), draft.typed.get("in_care", True)


async def take(
    tx: Transaction, draft_id: DraftId, *, guild_id: GuildId, by: UserId, now: datetime
) -> bool:
    """Remove a proposal; say whether it was still there."""
    if await look(tx, draft_id, guild_id=guild_id, by=by, now=now) is None:
        return False
    await drafts.remove(tx, draft_id)
    return True


def _typed(proposal: Proposal) -> Mapping[str, Any]:
    return {
        "action": proposal.action,
        "reason": proposal.reason,
        "target_id": proposal.target_id,
        "note": proposal.note,
        "seconds": None if proposal.length is None else proposal.length.total_seconds(),
        "delete_seconds": proposal.delete_seconds,
        "channel_id": proposal.channel_id,
        "message_id": proposal.message_id,
    }


def _proposal(guild_id: GuildId, typed: Mapping[str, Any]) -> Proposal:
    seconds = typed["seconds"]
    return Proposal(
        guild_id=guild_id,
        action=Action(typed["action"]),
        reason=Reason(typed["reason"]),
        target_id=typed["target_id"],
        note=typed["note"],
        length=None if seconds is None else timedelta(seconds=seconds),
        delete_seconds=typed.get("delete_seconds", 0),  # a draft of the release before has none
        channel_id=typed["channel_id"],
        message_id=typed["message_id"],
    )
