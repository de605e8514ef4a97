"""What follows from a message: help and nothing else, or what the clinic's policy says."""

from dataclasses import dataclass

from bot.domain.hiding import Writer
from bot.domain.messages import Heard, ScreenedText
from bot.domain.screening import Verdict
from bot.services.hiding import HidingService
from bot.services.ports import Voice
from bot.services.safety import SafetyService


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The one fork: a crisis is cared for, and nothing else of that message happens."""

    safety: SafetyService
    hiding: HidingService

    async def follow(
        self,
        heard: Heard,
        verdict: Verdict,
        voice: Voice,
        *,
        writer: Writer,
        is_new: bool = True,
    ) -> ScreenedText | None:
        """Do what follows from a message; return what may still be answered, if anything may.

        Only what `is_new` counts towards a flood: an edit is no message more.
        """
        text = self.safety.pass_on(heard, verdict)
        if text is None:
            await self.safety.care(heard, verdict, voice)
            return None
        stands = await self.hiding.act(heard, verdict, writer=writer, is_new=is_new)
        # The model may have heard a crisis in it in the meantime.
        is_answered = stands and not self.safety.is_cared_for(heard.author_id, heard.message_id)
        return text if is_answered else None
