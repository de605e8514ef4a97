"""Meanings of the clinic's entries: computed once a text, kept in the database, read in bulk."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.domain.errors import StorageError
from bot.domain.faq.entries import Entry
from bot.domain.faq.index import approved, spoken
from bot.domain.faq.meaning import Meanings
from bot.domain.faq.smalltalk import LINES
from bot.services.ports import Encoder
from bot.storage import vectors
from bot.storage.database import Database

log = logging.getLogger(__name__)

# A few tenths of a second each; between them others get their turn, and what is done is kept.
_TEXTS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class MeaningService:
    """Knows what the entries mean. A database that fails costs time, never an answer."""

    database: Database
    encoder: Encoder

    async def missing(self, entries: Sequence[Entry]) -> int:
        """Return how many texts of the approved entries have not been computed yet."""
        texts = _texts(entries)
        return len(set(texts) - set(await self._kept(texts)))

    async def of(self, entries: Sequence[Entry]) -> Meanings:
        """Return the meanings of the approved entries; milliseconds for each text that is new."""
        texts = _texts(entries)
        known = await self._kept(texts)
        new = [text_hash for text_hash in texts if text_hash not in known]
        for start in range(0, len(new), _TEXTS_AT_ONCE):
            some = new[start : start + _TEXTS_AT_ONCE]
            packed = await asyncio.to_thread(self.encoder.packed, [texts[each] for each in some])
            made = dict(zip(some, packed, strict=True))
            await self._keep(made)
            known |= made
        rows = [[known[_hash(text)] for text in spoken(entry)] for entry in approved(entries)]
        far = [known[_hash(line)] for line in LINES]
        return await asyncio.to_thread(self.encoder.meanings, rows, small_talk=far)

    async def forget_other_models(self) -> None:
        """Remove what an earlier release's model has left."""
        try:
            async with self.database.transaction() as tx:
                await vectors.forget_other_models(tx, model=self.encoder.name)
        except StorageError:
            log.exception("old vectors not removed")

    async def _kept(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        model = self.encoder.name
        try:
            async with self.database.transaction() as tx:
                if len(texts) > vectors.MOST_AT_ONCE:
                    return await vectors.every(tx, model=model)
                return await vectors.some(tx, model=model, hashes=list(texts))
        except StorageError:
            log.exception("vectors not read")
            return {}

    async def _keep(self, made: Mapping[str, bytes]) -> None:
        try:
            async with self.database.transaction() as tx:
                await vectors.keep(tx, model=self.encoder.name, vectors=made)
        except StorageError:
            log.exception("vectors not kept")


def _texts(entries: Sequence[Entry]) -> dict[str, str]:
    texts = chain(LINES, *(spoken(entry) for entry in approved(entries)))
    return {_hash(text): text for text in texts}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
