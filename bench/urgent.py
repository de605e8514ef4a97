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

# Of each, in turn. A room takes 5 messages in 5 s from the bot, and all of them end in the staff
# room: faster than this, the room's limit would be measured.
TIMES = 10
EVERY_SECONDS = 1.1
HIDDEN = "DELETE", "/channels/{channel_id}/messages/{message_id}", 204
SUBMITTED = 5  # an interaction's type (Discord API v10): a form that was sent


@dataclass(frozen=True, slots=True)
class Waits:
    """How long people waited, in milliseconds: the p95."""

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
        """Let people cry and a moderator hide, in turn; return both kinds of messages."""
        cried: list[str] = []
        hidden: list[str] = []
        for number in range(TIMES):
            cried.append(await self.town.say(OURS.trigger, self.writers.pop()))
            await asyncio.sleep(EVERY_SECONDS)
            hidden.append(await self._hide(f"line {number}"))
            await asyncio.sleep(EVERY_SECONDS)
        return cried, hidden

    async def _hide(self, text: str) -> str:
        moderator, where = self.clients.moderator, self.clients.at("lounge")
        said = await self.clients.member.say(where["channel_id"], text)
        form = await moderator.form(await moderator.menu(where, "Hide", said["id"]))
        await moderator.submit(where, form, reason="private_details", note="")
        return said["id"]


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
