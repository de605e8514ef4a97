"""People who cannot wait: cries for help and messages hidden, and how long each of them took."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench import timing
from bench.figures import percentile
from bench.sides import OURS
from bench.town import Json, Town
from tests.e2e import driver

# Enough for a median and a p95 that mean something.
TIMES = 20
# A room takes 5 messages in 5 s from the bot: faster than that is the room's limit, not ours.
EVERY_SECONDS = 1.1
HIDDEN = "DELETE", "/channels/{channel_id}/messages/{message_id}", 204
SUBMITTED = 5  # an interaction's type (Discord API v10): a form that was sent


@dataclass(frozen=True, slots=True)
class Waits:
    """How long people waited, in milliseconds: 95 in 100 no longer than this."""

    cry: float
    hide: float


@dataclass(frozen=True, slots=True)
class Urgent:
    """Everybody at their clients, and as many newcomers as will cry for help.

    Attributes:
        writers: Each is helped once in half an hour, so every cry has one of its own.
    """

    town: Town
    clients: driver.Town
    writers: list[str]

    async def come(self) -> tuple[list[str], list[str]]:
        """Let people cry and a moderator hide, side by side; return both kinds of messages."""
        writers = [self.writers.pop() for _ in range(TIMES)]
        cried, hidden = await asyncio.gather(self._cries(writers), self._hides())
        return cried, hidden

    async def _cries(self, writers: Sequence[str]) -> list[str]:
        written: list[str] = []
        for token in writers:
            written.append(await self.town.say(OURS.trigger, token))
            await asyncio.sleep(EVERY_SECONDS)
        return written

    async def _hides(self) -> list[str]:
        moderator, where = self.clients.moderator, self.clients.at("lounge")
        hidden: list[str] = []
        for number in range(TIMES):
            said = await self.clients.member.say(where["channel_id"], f"line {number}")
            form = await moderator.form(await moderator.menu(where, "Hide", said["id"]))
            await moderator.submit(where, form, reason="private_details", note="")
            hidden.append(said["id"])
            await asyncio.sleep(EVERY_SECONDS)
        return hidden


@asynccontextmanager
async def people(town: Town) -> AsyncGenerator[Urgent]:
    """Seat everybody for as long as the block lasts."""
    writers = await town.newcomers(2 * TIMES)
    async with driver.Town.at_clients(town.api, town.url, town.gateway) as clients:
        yield Urgent(town, clients, writers)


def waits(records: Sequence[Json], came: tuple[list[str], list[str]]) -> Waits:
    """Return how long people waited, from the sandbox's record of requests."""
    cried, hidden = came
    replied, written = timing.replies(records), timing.written(records)
    cries = [(replied[one] - written[one]) * 1000 for one in cried]
    gone = {each["path"].split("/")[-1]: timing.moment(each) for each in records if _hides(each)}
    sent = [timing.moment(each) for each in records if _submits(each)]
    hides = [
        (gone[one] - max(moment for moment in sent if moment <= gone[one])) * 1000 for one in hidden
    ]
    return Waits(percentile(cries, 0.95), percentile(hides, 0.95))


def _hides(record: Json) -> bool:
    return (record["method"], record["route"], record["status"]) == HIDDEN


def _submits(record: Json) -> bool:
    is_interaction = record["method"] == "POST" and record["path"].endswith("/interactions")
    return is_interaction and record["request_body"].get("type") == SUBMITTED
