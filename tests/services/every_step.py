"""A process that dies at any step one likes: before or after each word with the world outside."""

import functools
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.storage.database import Transaction
from bot.storage.sqlite import SqliteDatabase
from tests.services.moderation.wishes import Killed

Outward = Callable[..., Coroutine[Any, Any, Any]]


@dataclass
class Doom:
    """Counts the steps of a process.

    Attributes:
        at: The step at which it dies, counted from 1; None: it lives.
        steps: How many it has made since it was doomed.
    """

    at: int | None = None
    steps: int = 0

    def doom(self, at: int) -> None:
        """Let it die at a step from now."""
        self.at, self.steps = at, 0

    def spare(self) -> None:
        """Let it live."""
        self.at = None

    def step(self) -> None:
        """Make a step."""
        self.steps += 1
        if self.steps == self.at:
            raise Killed

    def watch(
        self, monkeypatch: pytest.MonkeyPatch, ports: Collection[tuple[type, Collection[str]]]
    ) -> None:
        """Count every transaction, and every call of the methods named, once before and after."""
        monkeypatch.setattr(
            SqliteDatabase, "transaction", self._around_tx(SqliteDatabase.transaction)
        )
        for port, names in ports:
            for name in names:
                monkeypatch.setattr(port, name, self._around(getattr(port, name)))

    def _around(self, call: Outward) -> Outward:
        @functools.wraps(call)
        async def counted(*args: Any, **kwargs: Any) -> Any:
            self.step()
            answer = await call(*args, **kwargs)
            self.step()
            return answer

        return counted

    def _around_tx(self, begin: Callable[[SqliteDatabase], Any]) -> Callable[[SqliteDatabase], Any]:
        @asynccontextmanager
        async def counted(database: SqliteDatabase) -> AsyncGenerator[Transaction]:
            self.step()
            async with begin(database) as tx:
                yield tx
            self.step()

        return counted
