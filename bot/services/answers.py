"""Answers a question with what the clinic wrote, or says honestly that there is nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

from bot.domain.errors import NotFound, StorageError
from bot.domain.faq import search
from bot.domain.faq.entries import Entry, EntryId
from bot.domain.faq.meaning import Meanings
from bot.domain.faq.search import Answer, Index, NoAnswer, Offer
from bot.domain.ids import GuildId
from bot.domain.messages import ScreenedText
from bot.services.meanings import MeaningService
from bot.services.ports import Encoder, Now
from bot.storage import answers as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

# A direct message belongs to no server; its counts stand under none.
NO_GUILD = GuildId(0)

# With more texts to compute than this, words alone answer from the new entries meanwhile: an entry
# that was withdrawn must not be shown for a minute longer.
_SOON = 32


def _no_encoder() -> None:
    """Return no model."""


def _one_worker() -> ThreadPoolExecutor:
    # Its thread starts with the first question and ends with the service.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")


@dataclass(slots=True, kw_only=True)
class AnswerService:
    """Searches a clinic's entries. Counts what was asked, by nearest entry; keeps no words.

    Attributes:
        shipped: What a server that has changed nothing answers from, and direct messages.
        target: Of questions that nothing was written for, at most this share may be answered.
        load_encoder: Returns the sentence model; tenths of a second, so in a thread.
        known_words: Words that are spelt right.
    """

    database: Database
    shipped: Index
    now: Now
    target: float
    load_encoder: Callable[[], Encoder | None] = _no_encoder
    known_words: frozenset[str] = frozenset()
    _meanings: MeaningService | None = None
    _own: dict[GuildId, Index] = field(default_factory=dict[GuildId, Index])
    _wanted: dict[GuildId, object] = field(default_factory=dict[GuildId, object])
    _worker: ThreadPoolExecutor = field(default_factory=_one_worker)

    async def prepare(self) -> None:
        """Load the model and learn how sure an answer must be; until then words alone answer."""
        await asyncio.to_thread(_learn, self.shipped)
        encoder = await asyncio.to_thread(self.load_encoder)
        if encoder is None:
            return
        meanings = MeaningService(self.database, encoder)
        entries = self.shipped.entries
        made = await meanings.of(entries)
        self.shipped = await asyncio.to_thread(self._ready, entries, self.shipped, made)
        # Only now: until then a reload would wait for all of these to be made.
        self._meanings = meanings
        for guild_id, index in list(self._own.items()):
            await self.reload(guild_id, index.entries)
        every = [index.entries for index in (self.shipped, *self._own.values())]
        await meanings.forget_others(list(chain.from_iterable(every)))

    async def reload(self, guild_id: GuildId, entries: Sequence[Entry]) -> None:
        """Answer a server from its own entries from now on; until then the old ones answer."""
        # Of two at once the one that was asked for last stands.
        wanted = self._wanted[guild_id] = object()
        async for index in self._stages(entries, self._index(guild_id)):
            if self._wanted[guild_id] is not wanted:
                return
            self._own[guild_id] = index

    async def _stages(self, entries: Sequence[Entry], old: Index) -> AsyncIterator[Index]:
        meanings = self._meanings
        begun = None if meanings is None else await meanings.begin(entries)
        if begun is None or len(begun.missing) > _SOON:
            yield await asyncio.to_thread(self._ready, entries, old, None)
        if meanings is not None and begun is not None:
            made = await meanings.finish(begun)
            yield await asyncio.to_thread(self._ready, entries, old, made)

    def _ready(self, entries: Sequence[Entry], old: Index, meanings: Meanings | None) -> Index:
        index = search.build(entries, known_words=self.known_words, meanings=meanings, previous=old)
        _learn(index)
        return index

    async def answer(
        self, text: ScreenedText, *, guild_id: GuildId | None, target: float | None = None
    ) -> Answer | Offer | NoAnswer:
        """Return the answer, up to three offers, or the honest no; no database is asked.

        The search has a thread of its own: neither the event loop nor a reload waits for it.

        Args:
            target: A stricter share than the service's own, for a room where nobody asked us.
        """
        judged = self._worker.submit(
            _judge, self._index(guild_id), text, target=self.target if target is None else target
        )
        return await asyncio.wrap_future(judged)

    async def others(
        self, text: ScreenedText, besides: EntryId, *, guild_id: GuildId | None
    ) -> tuple[EntryId, ...]:
        """Return up to three entries that come next nearest to a question, best first."""
        most = search.MOST_OFFERED + 1
        searched = self._worker.submit(search.search, self._index(guild_id), text, limit=most)
        near = await asyncio.wrap_future(searched)
        ids = [match.entry.id for match in near if match.entry.id != besides]
        return tuple(ids[: search.MOST_OFFERED])

    async def note(self, entry_id: EntryId, outcome: str, *, guild_id: GuildId | None) -> None:
        """Count what became of an answer, by its entry.

        Args:
            outcome: "helpful", "not_asked" (not what was asked), "person" or "shared".
        """
        await self._count(guild_id or NO_GUILD, entry_id, outcome)

    async def count(self, found: Answer | Offer | NoAnswer, *, guild_id: GuildId | None) -> None:
        """Count what was asked, by its nearest entry. Called after the person has the answer."""
        match found:
            case Answer(match, _):
                nearest, outcome = match.entry.id, "answer"
            case Offer(matches, _):
                nearest, outcome = matches[0].entry.id, "offer"
            case NoAnswer(topic, _):
                nearest, outcome = topic.id if topic else EntryId(""), "none"
        await self._count(guild_id or NO_GUILD, nearest, outcome)

    async def _count(self, guild_id: GuildId, entry_id: EntryId, outcome: str) -> None:
        day = self.now().date()
        try:
            async with self.database.transaction() as tx:
                await rows.count(tx, guild_id=guild_id, day=day, entry_id=entry_id, outcome=outcome)
        except StorageError:
            log.exception("answer not counted")

    def entry(self, entry_id: EntryId, *, guild_id: GuildId | None) -> Entry:
        """Return an approved entry.

        Raises:
            NotFound: It is not approved, or was taken out.
        """
        for entry in self._index(guild_id).entries:
            if entry.id == entry_id:
                return entry
        raise NotFound("answer")

    def known(self, ids: Iterable[str], *, guild_id: GuildId | None) -> Sequence[Entry]:
        """Return those of some entries that are approved, in the order asked for."""
        approved = {str(entry.id): entry for entry in self._index(guild_id).entries}
        return [approved[each] for each in ids if each in approved]

    def titles(self, typed: str, *, guild_id: GuildId | None) -> tuple[str, ...]:
        """Return up to 25 titles for a half-typed question."""
        return tuple(title for _, title in search.titles(self._index(guild_id), typed))

    def _index(self, guild_id: GuildId | None) -> Index:
        return self.shipped if guild_id is None else self._own.get(guild_id, self.shipped)


def _learn(index: Index) -> None:
    _ = index.gate


def _judge(index: Index, text: ScreenedText, *, target: float) -> Answer | Offer | NoAnswer:
    return _by_title(index, text) or search.answer(index, text, target=target)


def _by_title(index: Index, text: ScreenedText) -> Answer | NoAnswer | None:
    """Take a title picked from the list at its word, however the search would rank it."""
    asked = text.strip().casefold()
    for entry in index.entries:
        if entry.title.casefold() == asked:
            if not entry.is_covered:
                return NoAnswer(entry, 1.0)
            return Answer(search.Match(entry, 1.0, entry.title), 1.0)
    return None
