"""The act of a case at Discord: doing it, and asking whether it was done."""

import logging
from dataclasses import dataclass

from bot.domain import cases
from bot.domain.cases import LACKED, Action, Case
from bot.domain.deliveries import Failure
from bot.domain.errors import ClinicError, Conflict, NotFound, NotPermitted, OutOfReach, Rank
from bot.services.case_ports import Moderator
from bot.services.ports import MessengerError, Now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Acts:
    """Does at Discord what a case asks, and says what stands there."""

    moderator: Moderator
    now: Now

    async def do(self, case: Case) -> Failure | None:
        """Do it; return why it was not done, or None when it was."""
        try:
            await self._do(case)
        except MessengerError as error:
            # An answer that got lost says nothing about the act: ask before calling it undone.
            if error.failure is Failure.PASSING and await self.happened(case):
                return None
            return error.failure
        return None

    async def _do(self, case: Case) -> None:
        match case.action:
            case Action.TIMEOUT:
                end = cases.native_end(case)
                if end is not None:
                    await self.moderator.time_out(case, end)
            case Action.UNTIMEOUT:
                await self.moderator.end_timeout(case)
            case Action.HIDE:
                await self.moderator.delete_message(case)
            case _:
                await self._do_to_membership(case)

    async def _do_to_membership(self, case: Case) -> None:
        match case.action:
            case Action.KICK:
                await self.moderator.kick(case)
            case Action.BAN:
                await self.moderator.ban(case)
            case Action.UNBAN:
                await self.moderator.unban(case)
            case _:  # a note and a warning change nothing at Discord
                return

    async def happened(self, case: Case) -> bool | None:
        """Say whether an act was done; None when Discord does not answer."""
        try:
            return await self._stands(case)
        except MessengerError as error:
            log.warning("act unknown", extra={"case": case.number, "failure": error.failure})
            return None

    async def _stands(self, case: Case) -> bool:
        match case.action:
            case Action.TIMEOUT | Action.UNTIMEOUT:
                return await self._timeout_stands(case)
            case Action.HIDE:
                return await self._is_hidden(case)
            case Action.KICK:
                return await self._is_kicked(case)
            case Action.BAN:
                return cases.is_banned_as(case, await self._ban(case))
            case Action.UNBAN:
                return await self._ban(case) is None
            case _:
                return True

    async def _timeout_stands(self, case: Case) -> bool:
        target = await self.moderator.standing(case.guild_id, case.person)
        if case.action is Action.TIMEOUT:
            return cases.is_timed_out_as(case, target)
        return target is not None and not cases.is_timed_out(target, now=self.now())

    async def _is_hidden(self, case: Case) -> bool:
        if case.channel_id is None or case.message_id is None:
            return False
        return await self.moderator.message(case.channel_id, case.message_id) is None

    async def _is_kicked(self, case: Case) -> bool:
        was_kicked = await self.moderator.was_kicked(case)
        if was_kicked is not None:
            return was_kicked
        # Whoever is gone is gone; without the log nobody can say how.
        return await self.moderator.standing(case.guild_id, case.person) is None

    async def _ban(self, case: Case) -> cases.Banned | None:
        return await self.moderator.ban_of(case.guild_id, case.person)

    async def is_open(self, case: Case) -> bool:
        """Say whether an act that was not done can still be: nobody decided otherwise meanwhile.

        Raises:
            MessengerError: Discord does not answer.
        """
        match case.action:
            case Action.TIMEOUT:
                target = await self.moderator.standing(case.guild_id, case.person)
                return target is not None and not cases.is_timed_out(target, now=self.now())
            case Action.KICK:
                return await self.moderator.standing(case.guild_id, case.person) is not None
            case Action.BAN:
                return await self._ban(case) is None
            case _:
                return True


def refusal(case: Case, failure: Failure) -> ClinicError | None:
    """Return what a moderator can do about an act that failed; None for trying again."""
    if failure is Failure.FORBIDDEN:
        return NotPermitted(LACKED[case.action], by_bot=True)
    if failure is not Failure.GONE:
        return None
    match case.action:
        case Action.HIDE:
            return NotFound("message")
        case Action.BAN:
            return NotFound("member")
        case Action.UNBAN:
            return Conflict("not_banned")
        case _:
            return OutOfReach(Rank.LEFT)
