"""Cases that are looked at again: changed, set aside, and taken out as a file."""

import csv
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from bot.domain import cases
from bot.domain.cases import NOTE_KEPT, NOTE_MAX, Action, Case, Reason, State
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import CaseNumber, UserId
from bot.domain.servers import Actor, Right, require
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import cases as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

# About a megabyte: well below what Discord takes as a file, and more than years of one server.
EXPORTED_MOST = 5000
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Cases as a file.

    Attributes:
        count: How many cases it holds.
        cut: Whether there are more, older ones.
    """

    name: str
    content: bytes
    count: int
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecords:
    """Keeps what moderators wrote about cases right."""

    database: Database
    servers: Servers
    now: Now

    async def edit(
        self, number: CaseNumber, *, reason: Reason | None, note: str | None, by: Actor
    ) -> Case:
        """Give a case another reason or note; the note's time begins anew.

        Raises:
            NotPermitted: `by` may not moderate.
            NotFound: There is no such case here.
            InvalidInput: The note is too long, or nothing is to be changed.
        """
        if reason is None and note is None:
            raise InvalidInput("Reason or note", "nothing_to_change")
        trimmed = None if note is None else " ".join(note.split())
        if trimmed is not None and len(trimmed) > NOTE_MAX:
            raise InvalidInput("Note", "too_long", f"At most {NOTE_MAX} characters.")
        case = await self._get(number, by)
        changed = replace(case, reason=reason or case.reason)
        if trimmed is not None:
            changed = replace(changed, note=trimmed, note_expires_at=self.now() + NOTE_KEPT)
        return await self._keep(changed, by)

    async def look(self, number: CaseNumber, *, by: Actor) -> tuple[Case, bool]:
        """Return a case that may be set aside, and whether its break or ban goes on.

        Raises:
            NotPermitted, NotFound: As `edit`.
            Conflict: It is set aside already.
        """
        case = await self._get(number, by)
        if case.set_aside:
            raise Conflict("set_aside_already")
        runs = case.state is State.DONE and case.action in {Action.TIMEOUT, Action.BAN}
        is_over = case.until is not None and case.until <= self.now()
        return cases.without_expired_note(case, now=self.now()), runs and not is_over

    async def expire(self, number: CaseNumber, *, by: Actor) -> Case:
        """Set a case aside: its note is forgotten at once, and it bears on nothing any more.

        Raises:
            NotPermitted, NotFound, Conflict: As `look`.
        """
        case, _ = await self.look(number, by=by)
        return await self._keep(replace(case, note="", set_aside=True), by)

    async def export(self, *, target_id: UserId | None, as_csv: bool, by: Actor) -> Exported:
        """Return cases as a file, newest first; of one person where one is named.

        Raises:
            NotPermitted: `by` may not moderate, or not administer where it is about everybody.
        """
        self.may_export(target_id, by=by)
        now = self.now()
        async with self.database.transaction() as tx:
            found = await rows.in_server(
                tx, by.guild_id, target_id=target_id, limit=EXPORTED_MOST + 1
            )
        kept = [cases.without_expired_note(case, now=now) for case in found[:EXPORTED_MOST]]
        told = [flat(case) for case in kept]
        log.info("cases exported", extra={"guild_id": by.guild_id, "count": len(told)})
        return Exported(
            name=f"cases-{now:%Y-%m-%d}.{'csv' if as_csv else 'json'}",
            content=as_table(told) if as_csv else as_json(told),
            count=len(told),
            cut=len(found) > EXPORTED_MOST,
        )

    def may_export(self, target_id: UserId | None, *, by: Actor) -> None:
        """Let whoever may take cases out pass.

        Raises:
            NotPermitted: They may not.
        """
        right = Right.ADMINISTER if target_id is None else Right.MODERATE
        require(by, right, self.servers.need(by.guild_id))

    async def _get(self, number: CaseNumber, by: Actor) -> Case:
        require(by, Right.MODERATE, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            case = await rows.get(tx, by.guild_id, number)
        if case is None:
            raise NotFound("case")
        return case

    async def _keep(self, case: Case, by: Actor) -> Case:
        async with self.database.transaction() as tx:
            await rows.edit(tx, case, by=by.user_id)
        log.info("case changed", extra={"case": case.number})
        return case


def flat(case: Case) -> Mapping[str, str | int | None]:
    """Return a case as a file shows it: ids as text, as a spreadsheet would round them."""
    return {
        "case": case.number,
        "action": case.action.value,
        "state": case.state.value,
        "person": None if case.target_id is None else str(case.target_id),
        "moderator": str(case.moderator_id),
        "reason": case.reason.value,
        "note": case.note,
        "at": case.created_at.isoformat(timespec="seconds"),
        "until": None if case.until is None else case.until.isoformat(timespec="seconds"),
        "room": None if case.channel_id is None else str(case.channel_id),
        "in_discords_menus": "yes" if case.entry_id is not None else "no",
        "set_aside": "yes" if case.set_aside else "no",
    }


def as_json(told: Sequence[Mapping[str, str | int | None]]) -> bytes:
    """Return rows as JSON."""
    return json.dumps([dict(row) for row in told], indent=2, ensure_ascii=False).encode()


def as_table(told: Sequence[Mapping[str, str | int | None]]) -> bytes:
    """Return rows as CSV, without anything that a spreadsheet would run."""
    out = StringIO()
    names = list(told[0]) if told else ["case"]
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows([{name: _cell(value) for name, value in row.items()} for row in told])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
