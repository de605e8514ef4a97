"""The two that are measured: how each is started, and what it answers."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bench import bare
from bench.programs import Program, started
from bench.town import Json, Town


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A bot under measurement.

    Attributes:
        trigger: A message that it replies to.
        command: A slash command of its own.
        questions: What its one option is given, in turn; empty where it has none.
    """

    name: str
    arguments: Sequence[str]
    trigger: str
    command: str
    questions: Sequence[str] = ()

    def start(
        self, town: Town, folder: Path, **environ: str
    ) -> AbstractAsyncContextManager[Program]:
        """Start it in a town; `folder` keeps its database and its log."""
        known = {
            "WAYMARK_DISCORD_TOKEN": town.bot_token,
            "WAYMARK_DATABASE__PATH": str(folder / "waymark.db"),
            "WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS": "0.1",
            # The ladder of one round must not ring in the middle of the next.
            "WAYMARK_SAFETY__MODERATORS_AFTER_MINUTES": "60",
            "WAYMARK_SAFETY__ADMINS_AFTER_MINUTES": "120",
        }
        arguments = [*self.arguments, town.api]
        return started(arguments, folder / f"{self.name}.log", {**known, **environ})

    def options(self, number: int) -> list[Json]:
        """Return the command's options for its n-th use."""
        if not self.questions:
            return []
        question = self.questions[number % len(self.questions)]
        return [{"name": "question", "type": 3, "value": question}]


BARE = Side(
    name="bare",
    arguments=("-m", "bench.bare"),
    trigger=bare.TRIGGER,
    command=bare.COMMAND,
)
OURS = Side(
    name="ours",
    arguments=("run.py", "serve", "--endpoint"),
    trigger="i want to kill myself",
    command="ask",
    questions=(
        "do i need a referral for migraine treatment?",
        "what is ketamine?",
        "can it make me feel sick",
        "how long does an infusion take",
        "which is the tallest mountain on mars",
    ),
)
