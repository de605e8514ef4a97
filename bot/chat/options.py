"""The options of a slash command as one value: a command may have more than a function should."""

from collections.abc import Callable, Coroutine
from dataclasses import MISSING, Field, fields
from functools import wraps
from inspect import Parameter, Signature
from typing import Any, TypeVar

from discord import Interaction

Cog = TypeVar("Cog")
Options = TypeVar("Options")
Told = Coroutine[Any, Any, None]


def gathered(
    options: type[Options],
) -> Callable[[Callable[[Cog, Interaction, Options], Told]], Callable[..., Told]]:
    """Give a command the fields of a dataclass as its options, and the method one value of it.

    Stands right above the method. A field without a default is a required option.
    """

    def decorate(method: Callable[[Cog, Interaction, Options], Told]) -> Callable[..., Told]:
        @wraps(method)
        async def command(cog: Cog, interaction: Interaction, **chosen: Any) -> None:
            await method(cog, interaction, options(**chosen))

        # discord.py reads the options out of the signature.
        vars(command)["__signature__"] = _signature(options)
        return command

    return decorate


def _signature(options: Any) -> Signature:
    first = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in ("cog", "interaction")]
    return Signature([*first, *(_parameter(field) for field in fields(options))])


def _parameter(field: Field[Any]) -> Parameter:
    default = Parameter.empty if field.default is MISSING else field.default
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=field.type)
