"""`python -m bench.hearing`: how fast the gate hears, alone and with the whole bot around it."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import timing
from bench.lines import lines
from bench.sides import OURS
from bench.town import Json, open_town
from bot import embedding
from bot.domain.screening import screen
from bot.services.safety_content import load_signals
from bot.services.second_ear import AT_ONCE
from tests.domain.screening.strange import strange

SIGNALS = Path("config/content/signals")
# Each holds a signal, or what nearly is one.
SIGNALLED = (
    "i want to kill myself tonight",
    "does anybody here sell ket? i can pay cash",
    "my brother took a whole bottle of pills and he won't wake up",
    "i k1ll3d it at work today and i'm dying of laughter",
    "can i double my dose if one lozenge does nothing",
    "ya no quiero vivir, estoy cansada de todo",
)
# What no signal knows: only the model hears it.
VEILED = "my kids would get over me sooner than they think"
CRIES, EVERY_SECONDS = 15, 1.2
FUZZED = 10_000


def rate(judge: Callable[[Any], object], texts: Sequence[Any]) -> float:
    """Return how many texts are judged in a second of this thread's processor time."""
    began = time.thread_time()
    for text in texts:
        judge(text)
    return len(texts) / (time.thread_time() - began)


def slowest(judge: Callable[[str], object]) -> float:
    """Return the longest time for one strange text, in milliseconds of processor time.

    Of three tries the best: a busy machine makes one slow, a bad pattern all.
    """
    return (
        max(min(1 / rate(judge, [text]) for _ in range(3)) for text in strange(FUZZED, seed=2))
        * 1000
    )


async def live(text: str, folder: Path) -> tuple[float, float]:
    """Return how long support and the care card took, medians in milliseconds."""
    async with (
        open_town(folder) as town,
        OURS.start(town, folder, WAYMARK_SAFETY__SECOND_EAR="true") as program,
    ):
        await program.ready()
        writers = await town.newcomers(CRIES + 1)
        cried: list[str] = []
        for writer in writers:
            await asyncio.sleep(EVERY_SECONDS)
            cried.append(await town.say(text, writer))
        await asyncio.sleep(EVERY_SECONDS)
        records = await town.traffic()
        # The first one meets a model that is still being loaded.
        rooms = await town.call(
            town.tokens["moderator"], "GET", f"/guilds/{town.guild_id}/channels"
        )
        staff = next(room["id"] for room in rooms if room["name"] == "staff")
        return waits(records, cried[1:], staff=staff)


def waits(records: Sequence[Json], cried: Sequence[str], *, staff: str) -> tuple[float, float]:
    """Return the medians from a cry to the first message anywhere, and to the staff room's."""
    written = timing.written(records)
    moments = [(timing.moment(each), each["path"]) for each in records if _is_ours(each)]
    support: list[float] = []
    card: list[float] = []
    for one in cried:
        after = [(at - written[one], path) for at, path in moments if at > written[one]]
        support.append(min(wait for wait, path in after if f"/{staff}/" not in path))
        card.append(min(wait for wait, path in after if f"/{staff}/" in path))
    return statistics.median(support) * 1000, statistics.median(card) * 1000


def _is_ours(record: Json) -> bool:
    """Say whether a bot posted a message: only bots give buttons."""
    called = record["method"], record["route"], record["status"]
    is_message = called == ("POST", "/channels/{channel_id}/messages", 200)
    return is_message and bool(record["request_body"].get("components"))


def main() -> None:
    """Measure everything once and print a line for each."""
    signals = load_signals(SIGNALS)

    def judge(text: str) -> object:
        return screen(text, signals)

    judge("words are filed at their first use")
    say(f"grammar, everyday: {rate(judge, lines(40_000)):,.0f} messages a second")
    say(f"grammar, with a signal: {rate(judge, SIGNALLED * 1000):,.0f} messages a second")
    say(f"grammar, {FUZZED:,} strange texts of up to 4,000: slowest {slowest(judge):.1f} ms")
    ear = embedding.load_ear(SIGNALS, signals.lexicon, embedding.load())
    if isinstance(ear, embedding.Absent):
        say(f"no model: {ear.reason}")
    else:
        ear.opine("words are filed at their first use")
        say(f"model: {rate(ear.opine, lines(400)):,.0f} messages a second, off the loop")
        told = lines(400)
        waiting = [told[at : at + AT_ONCE] for at in range(0, len(told), AT_ONCE)]
        say(f"model, {AT_ONCE} at once: {rate(ear.opine_all, waiting) * AT_ONCE:,.0f} a second")
    for what, text in (("grammar", OURS.trigger), ("model alone", VEILED)):
        with TemporaryDirectory(prefix="bench-") as folder:
            support, card = asyncio.run(live(text, Path(folder)))
        say(f"heard by the {what}: support {support:.0f} ms, care card {card:.0f} ms (medians)")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
