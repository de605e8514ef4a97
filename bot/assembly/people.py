"""The parts that look after people: the gate, and what reaches one of them alone."""

import logging
from functools import cached_property

from bot import embedding
from bot.assembly.core import Core
from bot.chat.hider import DiscordHider
from bot.chat.people import DiscordPeople
from bot.domain.screening import Signals
from bot.given import contacts, hiding_rules, ladder
from bot.services import safety_content
from bot.services.asides import AsideService
from bot.services.caring import Caring
from bot.services.hiding import HidingService
from bot.services.ports import Ear
from bot.services.safety import SafetyService
from bot.services.second_ear import SecondEar
from bot.services.staff import StaffService

log = logging.getLogger(__name__)


class PeopleParts(Core):
    """The parts that look after people: the gate, and what reaches one of them alone."""

    @cached_property
    def safety(self) -> SafetyService:
        """The one ear."""
        return SafetyService(
            alerts=self.caring.alerts,
            homes=self.homes,
            signals=self.signals,
            asides=self.asides,
            now=self.clock,
            cooldown=self.settings.safety.cooldown,
            second_ear=self.second_ear,
        )

    @cached_property
    def signals(self) -> Signals:
        """What the grammar listens for."""
        return safety_content.load_signals(self.settings.content.folder / "signals")

    @cached_property
    def second_ear(self) -> SecondEar:
        """The model beside the grammar; it begins to load as soon as it is made."""
        second = SecondEar(load=self._ear, is_wanted=self.settings.safety.second_ear)
        second.prepare()
        return second

    def _ear(self) -> Ear | None:
        if not self.settings.safety.second_ear:
            return None
        folder = self.settings.content.folder / "signals"
        loaded = embedding.load_ear(folder, self.signals.lexicon, self.encoder)
        if isinstance(loaded, embedding.Absent):
            log.warning("the gate hears by its grammar alone", extra={"reason": loaded.reason})
            return None
        return loaded

    @cached_property
    def caring(self) -> Caring:
        """What brings staff to a person in danger."""
        return Caring(
            ladder=ladder(self.settings),
            given=contacts(self.settings),
            database=self.database,
            deliveries=self.deliveries,
            people=DiscordPeople(self.client),
            server_name=self.server_name,
            now=self.clock,
            tells_shifts=self.settings.safety.shift_notices,
        )

    @cached_property
    def asides(self) -> AsideService:
        """What reaches one person alone."""
        return AsideService(
            database=self.database,
            deliveries=self.deliveries,
            whisper=self.client.whisper,
            now=self.clock,
        )

    @cached_property
    def hiding(self) -> HidingService:
        """What follows from the other kinds."""
        return HidingService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            asides=self.asides,
            hider=DiscordHider(self.messenger, self.settings.safety.words_kept),
            now=self.clock,
            rules=hiding_rules(self.settings),
            is_spared=self.safety.is_cared_for,
            hides=self.safety.hides,
        )

    @cached_property
    def staff(self) -> StaffService:
        """Calls staff on a member's wish."""
        return StaffService(
            database=self.database,
            deliveries=self.deliveries,
            homes=self.homes,
            now=self.clock,
        )
