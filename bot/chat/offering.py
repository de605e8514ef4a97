"""What a command offers while somebody types: nothing at all where they may not see it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from discord.app_commands import Choice

from bot.domain.errors import NotFound, NotPermitted

P = ParamSpec("P")
C = TypeVar("C", str, int)
Finds = Callable[P, Coroutine[Any, Any, list[Choice[C]]]]


def offered(find: Finds[P, C]) -> Finds[P, C]:
    """Let a list be empty for whoever may not see it, and of what is not there any more.

    There are no words to be said while somebody types; the command they send says them. And
    discord.py logs whatever a list raises as a fault of ours.
    """

    @wraps(find)
    async def looked_up(*args: P.args, **options: P.kwargs) -> list[Choice[C]]:
        try:
            return await find(*args, **options)
        except (NotPermitted, NotFound):
            return []

    return looked_up
