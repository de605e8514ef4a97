"""Meanings computed once a text; a reload computes what changed and nothing else."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.domain.errors import StorageError
from bot.domain.faq import search
from bot.domain.faq.entries import Entry
from bot.domain.faq.meaning import Meanings
from bot.domain.faq.search import Answer
from bot.domain.faq.smalltalk import LINES
from bot.domain.ids import GuildId
from bot.domain.messages import ScreenedText
from bot.services.answers import AnswerService
from bot.services.meanings import MeaningService
from bot.storage import vectors
from bot.storage.database import Database, Transaction
from tests.domain.faq.builders import a_small_clinic, an_entry
from tests.fakes import ManualClock

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")

import numpy as np

from bot.embedding.rows import pack
from bot.embedding.vectors import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

GUILD = GuildId(7)


@dataclass
class LetterEncoder:
    """A model that is quick: a text is its letters. Remembers what it was given to keep."""

    name: str = "letters 1"
    asked: list[str] = field(default_factory=list[str])

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        rows = [[1.0 + text.count(chr(97 + n)) for n in range(26)] for text in texts]
        found = np.array(rows, np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def shades(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        return self.encode(texts)

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        self.asked.extend(texts)
        return pack(self.encode(texts))

    def meanings(
        self, packed: Sequence[Sequence[bytes]], *, small_talk: Sequence[bytes]
    ) -> Meanings:
        return Vectors(self, packed, small_talk)


class FullDatabase:
    """A database that takes nothing."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        raise StorageError("full")

    async def close(self) -> None:
        raise StorageError("full")


@pytest.fixture
def encoder() -> LetterEncoder:
    """A model."""
    return LetterEncoder()


def service(database: Database, clock: ManualClock, encoder: LetterEncoder) -> AnswerService:
    return AnswerService(
        database=database,
        shipped=search.build(a_small_clinic()),
        now=clock,
        target=0.05,
        load_encoder=lambda: encoder,
    )


async def test_a_second_start_computes_nothing(database: Database, encoder: LetterEncoder) -> None:
    clinic = a_small_clinic()
    first = await MeaningService(database, encoder).of(clinic)
    # Title, four phrasings and the answer of each approved entry; and small talk.
    assert len(encoder.asked) == 6 * 6 + len(LINES)
    again = LetterEncoder()
    second = await MeaningService(database, again).of(clinic)

    assert again.asked == []
    asked = "is there a newsletter"
    assert first.question(asked).near(3) == second.question(asked).near(3)


async def test_a_changed_phrasing_alone_is_computed(
    database: Database, encoder: LetterEncoder
) -> None:
    meanings = MeaningService(database, encoder)
    await meanings.of([an_entry()])
    encoder.asked.clear()
    changed = an_entry(ask=("is there a lot", "new words", "where do i leave my car", "garage?"))

    assert len((await meanings.begin([changed])).missing) == 1
    await meanings.of([changed])
    assert encoder.asked == ["new words"]


async def test_another_models_vectors_are_computed_anew_and_removed(
    database: Database, encoder: LetterEncoder
) -> None:
    await MeaningService(database, encoder).of([an_entry()])
    other = MeaningService(database, LetterEncoder(name="letters 2"))
    assert len((await other.begin([an_entry()])).missing) == 6 + len(LINES)
    await other.forget_others([])
    assert len((await MeaningService(database, encoder).begin([an_entry()])).missing) == 6 + len(
        LINES
    )


async def test_the_vectors_of_texts_that_are_gone_are_removed(
    database: Database, clock: ManualClock, encoder: LetterEncoder
) -> None:
    """At the start, so that what is taken back on the same day costs nothing."""
    many = [an_entry(f"lot-{n}", title=f"Where is lot {n}?", body=f"Lot {n}.") for n in range(210)]
    meanings = MeaningService(database, encoder)
    await meanings.of(many)
    answers = service(database, clock, encoder)
    await answers.reload(GUILD, [an_entry()])
    await answers.prepare()

    async with database.transaction() as tx:
        left = await vectors.names(tx, model=encoder.name)
    kept = [*answers.shipped.entries, an_entry()]
    assert len((await meanings.begin(kept)).missing) == 0
    assert len(left) == len((await meanings.begin(kept)).known)
    assert len((await meanings.begin(many)).missing) > 400


async def test_many_entries_are_read_at_once(database: Database, encoder: LetterEncoder) -> None:
    many = [an_entry(f"lot-{n}", title=f"Where is lot {n}?", body=f"Lot {n}.") for n in range(210)]
    await MeaningService(database, encoder).of(many)
    assert len((await MeaningService(database, LetterEncoder()).begin(many)).missing) == 0


async def test_a_database_that_fails_costs_only_time(encoder: LetterEncoder) -> None:
    meanings = MeaningService(FullDatabase(), encoder)
    made = await meanings.of([an_entry()])
    await meanings.forget_others([])
    assert made.question("where can i park").near(0).phrasing == 0


async def test_words_answer_until_the_model_is_there(
    database: Database, clock: ManualClock, encoder: LetterEncoder
) -> None:
    answers = service(database, clock, encoder)
    question = ScreenedText("is there a newsletter?")
    assert isinstance(await answers.answer(question, guild_id=None), Answer)
    await answers.reload(GUILD, a_small_clinic())
    assert encoder.asked == []
    await answers.prepare()

    assert answers.shipped.is_by_meaning
    assert isinstance(await answers.answer(question, guild_id=None), Answer)
    assert isinstance(await answers.answer(question, guild_id=GUILD), Answer)


async def test_without_a_model_words_go_on_answering(
    database: Database, clock: ManualClock
) -> None:
    answers = AnswerService(
        database=database, shipped=search.build(a_small_clinic()), now=clock, target=0.05
    )
    await answers.prepare()
    assert not answers.shipped.is_by_meaning
    assert isinstance(
        await answers.answer(ScreenedText("is there a newsletter?"), guild_id=None), Answer
    )


async def test_what_was_withdrawn_is_gone_before_new_texts_are_computed(
    database: Database, clock: ManualClock, encoder: LetterEncoder
) -> None:
    """Computing a large import takes minutes; a withdrawn answer may not be shown meanwhile."""
    answers = service(database, clock, encoder)
    await answers.prepare()
    seen: list[int] = []
    many: list[Entry] = [an_entry(f"lot-{n}", title=f"Lot {n}?", body=f"{n}") for n in range(40)]
    question = ScreenedText("is there a newsletter?")

    async def watch() -> None:
        while isinstance(await answers.answer(question, guild_id=GUILD), Answer):
            pass
        seen.append(len(encoder.asked))

    encoder.asked.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        await answers.reload(GUILD, many)
    assert seen[0] < len(encoder.asked)


async def test_of_two_reloads_at_once_the_later_one_stands(
    database: Database, clock: ManualClock, encoder: LetterEncoder
) -> None:
    answers = service(database, clock, encoder)
    await answers.prepare()
    async with asyncio.TaskGroup() as group:
        group.create_task(answers.reload(GUILD, a_small_clinic()))
        await asyncio.sleep(0)
        group.create_task(answers.reload(GUILD, [an_entry()]))
    assert answers.titles("", guild_id=GUILD) == ("Where can I park?",)


async def test_a_change_does_not_wait_for_everything_shipped_to_be_computed(
    database: Database, clock: ManualClock
) -> None:
    """An admin saves an answer seconds after the first start, and has it at once."""
    release = threading.Event()

    class BusyEncoder(LetterEncoder):
        def packed(self, texts: Sequence[str]) -> list[bytes]:
            release.wait(60)
            return super().packed(texts)

    answers = service(database, clock, BusyEncoder())
    async with asyncio.TaskGroup() as group:
        group.create_task(answers.prepare())
        async with asyncio.timeout(30):
            await answers.reload(GUILD, [an_entry("coats", title="Where do I hang my coat?")])
        titles = answers.titles("", guild_id=GUILD)
        release.set()

    assert titles == ("Where do I hang my coat?",)
