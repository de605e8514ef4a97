"""The one ear. Every word a member writes passes here first, and only here becomes answerable.

A person in danger comes first and alone: support is sent before anything is written to disk, and
nothing else runs on that message.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.asides import Aside
from bot.domain.earlier import WINDOW, Earlier
from bot.domain.helped import Helped
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.messages import Heard, ScreenedText, Spot
from bot.domain.screening import Level, Signals, Verdict, screen
from bot.services.alerts import AlertService
from bot.services.asides import AsideService
from bot.services.homes import Homes
from bot.services.ports import Now, Voice
from bot.services.second_ear import SecondEar

# The note behind a neutral line, where nothing is urgent.
OFFER = "offer"
# Among a verdict's signals: it took what the person wrote just before to hear them.
WITH_EARLIER = "with:earlier"
# Messages that were a crisis; more than this many within a minute is no use of a room.
CARED_FOR = 1000

Message = tuple[UserId, MessageId | None]
"""A message, or the last words that somebody typed into a command or a form."""


@dataclass(slots=True, kw_only=True)
class SafetyService:
    """Judges what is written and, where somebody may be in danger, sees that they are helped.

    Attributes:
        cooldown: How long one person is not given the same help lines again in a room; staff are
            told every time.
        second_ear: The model beside the grammar.
        earlier: What people wrote in the last minutes, for thoughts that are written in pieces.
    """

    alerts: AlertService
    asides: AsideService
    homes: Homes
    signals: Signals
    now: Now
    cooldown: timedelta
    second_ear: SecondEar = field(default_factory=SecondEar)
    earlier: Earlier = field(default_factory=Earlier)
    _helped: Helped = field(init=False)
    _cared_for: OrderedDict[Message, None] = field(default_factory=OrderedDict[Message, None])
    _heard: dict[ChannelId, datetime] = field(default_factory=dict[ChannelId, datetime])
    _sweep: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        """Begin with nobody helped."""
        self._helped = Helped(self.cooldown)

    async def hear(self, heard: Heard, voice: Voice) -> Verdict:
        """Judge words with both ears. Nothing else may happen to them before.

        A crisis that the grammar hears is returned at once; otherwise the model is waited for, a
        quarter of a second at most. What it hears later is cared for through `voice`.
        """
        # No await before this line: in a burst, a message keeps its place.
        verdict = self._with_earlier(heard, self.judge(heard))
        if heard.message_id is None:
            self._cared_for.pop((heard.author_id, None), None)
        if not verdict.is_crisis:
            follow = partial(self._follow, heard, voice, self.now())
            verdict = await self.second_ear.add_to(verdict, heard, follow)
        if verdict.is_crisis:
            # It is cared for: what comes after it is judged anew.
            self.earlier.forget(heard)
        return verdict

    async def _follow(self, heard: Heard, voice: Voice, since: datetime, verdict: Verdict) -> None:
        """Care for a crisis that was heard late, unless its writer was helped in the meantime.

        Args:
            heard: The words.
            voice: How their writer is reached.
            since: When they were heard.
            verdict: What the model took them for.
        """
        is_helped = self._helped.since(heard.author_id, since)
        if is_helped or self.is_cared_for(heard.author_id, heard.message_id):
            return
        self.earlier.forget(heard)
        await self.care(heard, verdict, voice)

    def is_cared_for(self, author_id: UserId, message_id: MessageId | None) -> bool:
        """Say whether a message was a crisis after all: then nothing else of it happens.

        Args:
            author_id: Who wrote it.
            message_id: None for the words that they typed last into a command or a form.
        """
        return (author_id, message_id) in self._cared_for

    def gone(self, message_id: MessageId) -> None:
        """Follow nothing that is heard late of a message: its writer, or staff, took it away."""
        self.second_ear.forget(message_id)

    def hides(self, message_id: MessageId) -> None:
        """Follow what is heard late of a message although it is gone: the bot is hiding it."""
        self.second_ear.keep(message_id)

    def judge(self, heard: Heard) -> Verdict:
        """Judge words by the grammar alone, in one synchronous call."""
        return screen(heard.words, self.signals)

    def _with_earlier(self, heard: Heard, verdict: Verdict) -> Verdict:
        """Return the crisis that a message is together with those just before it, if it is one."""
        joined = self.earlier.join(heard, now=self.now())
        self._sweep_later()
        if joined is None or verdict.is_crisis:
            return verdict
        together = screen(joined, self.signals)
        if not together.is_crisis:
            return verdict
        return replace(together, signals=(WITH_EARLIER, *together.signals))

    def _forget_words(self) -> None:
        # Where nobody writes any more, nothing else would.
        self._sweep = None
        self.earlier.sweep(now=self.now())
        self._sweep_later()

    def _sweep_later(self) -> None:
        if len(self.earlier) and self._sweep is None:
            loop = asyncio.get_running_loop()
            self._sweep = loop.call_later(WINDOW.total_seconds(), self._forget_words)

    def pass_on(self, heard: Heard, verdict: Verdict) -> ScreenedText | None:
        """Return the words as something that may be answered, or None if the gate keeps them."""
        return None if verdict.is_crisis else ScreenedText(heard.text)

    async def care(self, heard: Heard, verdict: Verdict, voice: Voice) -> None:
        """Help whoever wrote this: first the person, then staff, then the record."""
        self._remember(heard)
        if heard.channel_id is not None and verdict.level is not Level.LOW:
            self._heard[heard.channel_id] = self.now()
        reached = await self._support(heard, verdict, voice)
        if verdict.level is Level.LOW and not reached:
            await self._leave_line(heard, verdict)
        told = [
            await self.alerts.tell(server, heard, verdict, support_sent=reached)
            for server in await self.homes.of(heard.author_id, heard.guild_id)
        ]
        # What is past and safe is offered help in private; nobody was rung who could be named.
        if any(told) and verdict.level is not Level.LOW:
            await voice.staff_were_told(verdict)

    def _remember(self, heard: Heard) -> None:
        self._cared_for[heard.author_id, heard.message_id] = None
        if len(self._cared_for) > CARED_FOR:
            self._cared_for.popitem(last=False)

    def is_tender(self, channel_id: ChannelId, user_id: UserId) -> bool:
        """Say whether somebody needed help here a moment ago, or this person did anywhere."""
        at, now = self._heard.get(channel_id), self.now()
        is_hurt = at is not None and now - at < self.cooldown
        return is_hurt or self._helped.lately(user_id, now=now)

    async def _leave_line(self, heard: Heard, verdict: Verdict) -> None:
        """Offer help behind a neutral line to somebody who takes no direct messages."""
        offer = Aside(
            what=OFFER,
            facts=(verdict.language.value,),
            user_id=heard.author_id,
            guild_id=heard.guild_id,
            channel_id=heard.channel_id,
        )
        await self.asides.leave_line(offer)

    async def _support(self, heard: Heard, verdict: Verdict, voice: Voice) -> bool:
        author, now = heard.author_id, self.now()
        # Words typed into a command are owed an answer each time; a room is not filled with one.
        is_typed = heard.message_id is None and heard.spot is Spot.MESSAGE
        if not is_typed and self._helped.has(author, verdict, now=now):
            return True
        reached = await voice.support(verdict)
        if reached:
            self._helped.remember(author, verdict, now=now)
        return reached
