"""The parts that have Discord's own AutoMod stand guard where messages are not read."""

from functools import cached_property

from bot.assembly.core import Core
from bot.chat.automod import DiscordRules
from bot.scheduler import AlarmClock
from bot.services import automod_content
from bot.services.automod import AutomodService
from bot.services.automod_ear import AutomodEar


class GuardParts(Core):
    """The parts that have Discord's own AutoMod stand guard where messages are not read."""

    @cached_property
    def automod_alarm(self) -> AlarmClock:
        """What rings when AutoMod's rules are to be brought in step."""
        return AlarmClock(real=self.real)

    @cached_property
    def automod(self) -> AutomodService:
        """The rules."""
        return AutomodService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            rules=DiscordRules(self.client),
            derive=lambda: automod_content.filters(self.settings.content.folder / "signals"),
            is_on=not self.settings.discord.message_content,
            alarm=self.automod_alarm,
            now=self.clock,
            real=self.real,
        )

    @cached_property
    def automod_ear(self) -> AutomodEar:
        """Who hears that one was hit."""
        return AutomodEar(automod=self.automod, now=self.clock)
