"""Strange texts of up to 4,000 characters: any of Unicode, disguises, and one thing repeated."""

import random
from collections.abc import Iterator

LONGEST = 4000
_BITS = (
    "i want to kill myself", "k i l l", "k1ll", "...", "@", "https://x.y/", "\u200b", "\u0301",
    "\U0001f52a", "\U0001f52b", "\u0430", "not ", "but ", "she said ", "5 5 5 0 1 ", "(555) ", "-",
    "\n", "<@1>", "\ufdfa", "ß", "I\u0307", "\ud83d", "a.", "x@y.z", "111", "*", "|", "~~", "  ",
)  # fmt: skip


def strange(count: int, *, seed: int) -> Iterator[str]:
    """Yield texts, the same ones for the same seed."""
    source = random.Random(seed)  # noqa: S311 - the same texts each time
    for number in range(count):
        size = LONGEST if number % 7 == 0 else source.randint(0, LONGEST)
        yield (_any, _mixed, _repeated)[number % 3](source)[:size]


def _any(source: random.Random) -> str:
    return "".join(chr(source.randrange(0x110000)) for _ in range(LONGEST))


def _mixed(source: random.Random) -> str:
    return "".join(source.choices(_BITS, k=LONGEST))


def _repeated(source: random.Random) -> str:
    return "".join(source.choices(_BITS, k=2)) * LONGEST
