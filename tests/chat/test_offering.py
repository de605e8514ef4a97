import pytest
from discord.app_commands import Choice

from bot.chat.offering import offered
from bot.domain.errors import NotFound, NotPermitted, StorageError

TEA = Choice(name="Tea", value="tea")


@offered
async def drinks(typed: str, error: Exception | None = None) -> list[Choice[str]]:
    if error is not None:
        raise error
    return [each for each in [TEA] if typed in each.value]


async def test_what_is_found_is_offered() -> None:
    assert await drinks("te") == [TEA]


@pytest.mark.parametrize("error", [NotFound("meeting"), NotPermitted("moderate")])
async def test_what_one_may_not_see_or_is_gone_is_not_offered(error: Exception) -> None:
    assert await drinks("te", error) == []


async def test_a_fault_is_not_passed_over() -> None:
    with pytest.raises(StorageError):
        await drinks("te", StorageError("locked"))
