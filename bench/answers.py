"""`python -m bench.answers`: how fast answers are found among 60, 1,000 and 10,000 entries.

The shipped entries, as many as there may be, and made-up ones whose words come as often as words
do. Their vectors are drawn: what a vector says costs nothing. Questions are read by the real model.
Times are the processor's, all threads together, so that a busy machine does not stretch them.
"""

import argparse
import asyncio
import gc
import multiprocessing
import random
import time
from collections.abc import Awaitable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import spread
from bench.scale import rss_mib
from bench.table import Goal, Measure, at_most, below, plain
from bot import embedding
from bot.app import real_now
from bot.domain.faq import search
from bot.domain.faq.entries import Entry, EntryId
from bot.domain.faq.index import approved, spoken
from bot.domain.faq.search import Index
from bot.domain.faq.smalltalk import LINES
from bot.given import CONTENT
from bot.services import faq_content
from bot.services.meanings import MeaningService, text_hash
from bot.services.ports import Encoder
from bot.storage import vectors
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite

SIZES = {60: 20.0, 1_000: 25.0, 10_000: 40.0}
QUICK = {60: 20.0, 400: 25.0}
QUESTIONS = 500
WIDTH = 384


@cache
def shipped() -> tuple[Entry, ...]:
    """Return the approved entries that ship."""
    return approved(faq_content.load(CONTENT / "faq").entries)


def clinic(size: int, seed: int) -> list[Entry]:
    """Return so many entries; the same seed makes the same ones."""
    dice = random.Random(seed)  # noqa: S311  made-up content
    known = sorted(word for word in embedding.known_words() if len(word) > 3 and word.isascii())
    dice.shuffle(known)
    often = [1 / rank for rank in range(1, len(known) + 1)]

    def line(length: int) -> str:
        return " ".join(dice.choices(known, often, k=length))

    own = list(shipped()[:size])
    for number in range(size - len(own)):
        asks = tuple(line(dice.randint(3, 9)) for _ in range(4))
        made = EntryId(f"made-{number}")
        own.append(replace(own[0], id=made, title=line(6), ask=asks, tags=(), body=line(25)))
    return own


def questions(entries: Sequence[Entry], seed: int) -> Iterator[str]:
    """Yield phrasings as people type them: every other one with two letters swapped."""
    dice = random.Random(seed)  # noqa: S311  made-up content
    for number in range(QUESTIONS):
        text = dice.choice(dice.choice(entries).ask)
        at = dice.randrange(1, max(2, len(text) - 1))
        swapped = text[: at - 1] + text[at : at + 1] + text[at - 1] + text[at + 1 :]
        yield swapped if number % 2 else text


async def keep_drawn(database: Database, encoder: Encoder, entries: Sequence[Entry]) -> None:
    """Put a vector for every text where the bot keeps them."""
    texts = {*LINES, *(text for entry in approved(entries) for text in spoken(entry))}
    hashes = sorted(text_hash(text) for text in texts)
    dice = random.Random(1)  # noqa: S311  made-up content
    for start in range(0, len(hashes), vectors.MOST_AT_ONCE):
        some = hashes[start : start + vectors.MOST_AT_ONCE]
        async with database.transaction() as tx:
            drawn = {each: dice.randbytes(WIDTH) for each in some}
            await vectors.keep(tx, model=encoder.name, vectors=drawn)


async def timed(work: Awaitable[Index]) -> tuple[float, Index]:
    """Return how many seconds of the processor an index took, and the index."""
    began = time.process_time()
    index = await work
    return time.process_time() - began, index


async def ready(
    meanings: MeaningService, entries: Sequence[Entry], previous: Index | None = None
) -> Index:
    """Make an index ready for questions, as a start and a reload do."""
    made = await meanings.of(entries)
    words = embedding.known_words()
    index = search.build(entries, known_words=words, meanings=made, previous=previous)
    _ = index.gate
    return index


async def by_meaning(entries: Sequence[Entry], encoder: Encoder, seed: int) -> dict[str, float]:
    """Measure a start, a reload and questions with the sentence model."""
    with TemporaryDirectory(prefix="bench-") as folder:
        database = await open_sqlite(Path(folder) / "waymark.db")
        try:
            await migrate(database, now=real_now())
            await keep_drawn(database, encoder, entries)
            meanings = MeaningService(database, encoder)
            # A start has read nothing yet.
            spoken.cache_clear()
            start, index = await timed(ready(meanings, entries))
            changed = [replace(entries[0], body=f"{entries[0].body} Changed."), *entries[1:]]
            reload, index = await timed(ready(meanings, changed, index))
        finally:
            await database.close()
    gc.collect()
    found = {"start": start, "reload": reload, "memory": rss_mib()}
    return found | spread("question", asked(index, entries, seed), 50, 99)


def asked(index: Index, entries: Sequence[Entry], seed: int) -> list[float]:
    """Return how many milliseconds each question took."""
    took: list[float] = []
    for text in questions(entries, seed):
        began = time.process_time()
        search.answer(index, text)
        took.append((time.process_time() - began) * 1000)
    return took


def measure(size: int, seed: int) -> dict[str, float]:
    """Measure one size, in a process of its own."""
    before = rss_mib()
    entries = clinic(size, seed)
    began = time.process_time()
    index = search.build(entries, known_words=embedding.known_words())
    _ = index.gate
    found = {"before": before, "words start": time.process_time() - began}
    found |= spread("words", asked(index, entries, seed), 50, 99)
    del index
    encoder = embedding.load()
    if isinstance(encoder, embedding.Absent):
        return found
    return found | asyncio.run(by_meaning(entries, encoder, seed))


def reading() -> dict[str, float]:
    """Measure what a first start has to read: every shipped text, and small talk."""
    encoder = embedding.load()
    if isinstance(encoder, embedding.Absent):
        return {}
    texts = [*LINES, *(text for entry in shipped() for text in spoken(entry))]
    began = time.process_time()
    encoder.packed(texts)
    return {"texts": len(texts), "reading": time.process_time() - began}


def measures(most: float) -> tuple[Measure, ...]:
    """Return the rows of one size."""
    soon: Goal = below(3)
    return (
        Measure("question p50", "ms", "a question, p50"),
        Measure("question p99", "ms", "a question, p99", at_most(most)),
        Measure("start", "s", "ready, vectors kept", soon),
        Measure("reload", "s", "one entry changed", below(1)),
        Measure("memory", "MiB", "memory afterwards"),
        Measure("before", "MiB", "memory before"),
        Measure("words p50", "ms", "words alone: a question, p50"),
        Measure("words p99", "ms", "words alone: a question, p99", at_most(most)),
        Measure("words start", "s", "words alone: ready", soon),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the entries and questions")
    parser.add_argument("--quick", action="store_true", help="does it still run? says no more")
    given = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    for size, most in (QUICK if given.quick else SIZES).items():
        with ProcessPoolExecutor(1, mp_context=spawn) as alone:
            found = alone.submit(measure, size, given.seed).result()
        print(f"{size:,} entries\n{plain(found, measures(most))}\n")
    first = Measure("reading", "s", "processor, every shipped text"), Measure("texts", "", "texts")
    print(f"a first start\n{plain(reading(), first)}\nseed {given.seed}")


if __name__ == "__main__":
    main()
