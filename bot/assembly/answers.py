"""The parts that answer: the clinic's words, who edits them, who asks a person."""

import logging
from collections.abc import Sequence
from functools import cached_property

from bot import embedding
from bot.assembly.core import Core
from bot.chat.desk import DiscordDesk
from bot.domain.faq import search
from bot.domain.faq.entries import Entry
from bot.domain.faq.signature import held_back, unsigned
from bot.services import faq_content
from bot.services.answers import AnswerService
from bot.services.handovers import HandoverService
from bot.services.library import LibraryService
from bot.services.ports import Encoder

log = logging.getLogger(__name__)


class AnswerParts(Core):
    """The parts that answer: the clinic's words, who edits them, who asks a person."""

    @cached_property
    def shipped(self) -> Sequence[Entry]:
        """The entries in the clinic's folder; broken ones are left out, unsigned ones held back."""
        loaded = faq_content.load(self.settings.content.faq)
        for problem in loaded.problems:
            log.warning("answer left out", extra={"entry": problem.where, "key": problem.key})
        for entry in loaded.entries:
            if unsigned(entry):
                log.warning("answer held back", extra={"entry": entry.id, "key": "reviewed_by"})
        return [held_back(entry) for entry in loaded.entries]

    @cached_property
    def library(self) -> LibraryService:
        """Each server's own entries."""
        return LibraryService(
            database=self.database,
            servers=self.servers,
            answers=self.answers,
            shipped={entry.id: entry for entry in self.shipped},
            now=self.clock,
        )

    @cached_property
    def answers(self) -> AnswerService:
        """The clinic's own answers."""
        known_words = embedding.known_words()
        return AnswerService(
            database=self.database,
            shipped=search.build(self.shipped, known_words=known_words),
            now=self.clock,
            target=self.settings.answers.false_answer_target,
            load_encoder=self._encoder,
            known_words=known_words,
        )

    def _encoder(self) -> Encoder | None:
        if not self.settings.answers.by_meaning:
            return None
        if isinstance(self.encoder, embedding.Absent):
            log.warning("answers go by words alone", extra={"reason": self.encoder.reason})
            return None
        return self.encoder

    @cached_property
    def handovers(self) -> HandoverService:
        """Questions that go to a person."""
        return HandoverService(
            database=self.database,
            deliveries=self.deliveries,
            homes=self.homes,
            desk=DiscordDesk(self.client),
            library=self.library,
            now=self.clock,
            real=self.real,
        )
