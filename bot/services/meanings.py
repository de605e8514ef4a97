"""Meanings of the clinic's entries: computed once a text, kept in the database, read in bulk."""

import asyncio
import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

# Half a second or so each; what is done is kept. The model reads them together, which costs less.
_TEXTS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of some entries' meanings so far.

    Attributes:
        known: Vectors by their texts' names.
        missing: Texts that have to be computed, by their names.
    """

    entries: Sequence[Entry]
    known: Mapping[str, bytes]
    missing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MeaningService:
    """Knows what the entries mean. A database that fails costs time, never an answer."""

    database: Database
    encoder: Encoder

    async def begin(self, entries: Sequence[Entry]) -> Begun:
        """Read what is kept of the approved entries' meanings, once."""
        wanted = await asyncio.to_thread(_wanted, entries)
        known = await self._kept(wanted)
        return Begun(entries, known, await asyncio.to_thread(_texts, entries, known))

    async def finish(self, begun: Begun) -> Meanings:
        """Compute what was missing, milliseconds a text, and return the meanings."""
        known, texts = dict(begun.known), begun.missing
        new = list(texts)
        for start in range(0, len(new), _TEXTS_AT_ONCE):
            some = new[start : start + _TEXTS_AT_ONCE]
            packed = await asyncio.to_thread(self.encoder.packed, [texts[each] for each in some])
            made = dict(zip(some, packed, strict=True))
            await self._keep(made)
            known |= made
        return await asyncio.to_thread(self._ready, begun.entries, known)

    async def of(self, entries: Sequence[Entry]) -> Meanings:
        """Return the meanings of the approved entries; milliseconds for each text that is new."""
        return await self.finish(await self.begin(entries))

    def _ready(self, entries: Sequence[Entry], known: Mapping[str, bytes]) -> Meanings:
        rows = [[known[each] for each in _names(entry)] for entry in approved(entries)]
        far = [known[text_hash(line)] for line in LINES]
        return self.encoder.meanings(rows, small_talk=far)

    async def forget_others(self, kept: Sequence[Entry]) -> None:
        """Remove what an earlier release's model has left, and what texts have that are gone.

        Args:
            kept: The entries of every server, and those that ship.
        """
        model, wanted = self.encoder.name, frozenset(await asyncio.to_thread(_wanted, kept))
        try:
            async with self.database.transaction() as tx:
                await vectors.forget_other_models(tx, model=model)
                gone = [each for each in await vectors.names(tx, model=model) if each not in wanted]
                for start in range(0, len(gone), vectors.MOST_AT_ONCE):
                    some = gone[start : start + vectors.MOST_AT_ONCE]
                    await vectors.forget(tx, model=model, hashes=some)
        except StorageError:
            log.exception("old vectors not removed")

    async def _kept(self, texts: Collection[str]) -> dict[str, bytes]:
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


def _wanted(entries: Sequence[Entry]) -> list[str]:
    names = chain(map(text_hash, LINES), *(_names(entry) for entry in approved(entries)))
    return list(dict.fromkeys(names))


def _texts(entries: Sequence[Entry], known: Mapping[str, bytes]) -> dict[str, str]:
    """Return the texts that are not known yet, by their names."""
    strange = (one for one in approved(entries) if any(name not in known for name in _names(one)))
    texts = chain(LINES, *(spoken(entry) for entry in strange))
    return {name: text for text in texts if (name := text_hash(text)) not in known}


# Most entries are the same at every reload, and a large clinic has 10,000.
@lru_cache(maxsize=16_384)
def _names(entry: Entry) -> tuple[str, ...]:
    return tuple(text_hash(text) for text in spoken(entry))


def text_hash(text: str) -> str:
    """Return the name under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
