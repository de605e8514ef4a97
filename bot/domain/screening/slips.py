"""How a word looks when it is typed in a hurry, by ear, or so that a filter does not see it."""

import re
from collections.abc import Iterator
from itertools import combinations, product
from string import ascii_lowercase

# Of one word. More ways than these are nobody's.
MOST = 96
_VOWELS = frozenset("aeiou")
_SHORTEST = 3
# What sounds the same in Spanish: as it is spelled, and as people write it who go by ear.
_EAR = (
    ("qui", ("qui", "ki", "qi")), ("que", ("que", "ke", "qe")), ("cc", ("cc", "c", "ks")),
    ("ch", ("ch",)), ("ce", ("ce", "se", "ze")), ("ci", ("ci", "si", "zi")), ("c", ("c", "k")),
    ("gue", ("gue", "ge")), ("gui", ("gui", "gi")), ("ge", ("ge", "je")), ("gi", ("gi", "ji")),
    ("ll", ("ll", "y")), ("z", ("z", "s")), ("v", ("v", "b")), ("b", ("b", "v")),
    ("h", ("h", "")), ("x", ("x", "s")),
)  # fmt: skip
_SOUND = re.compile("|".join(sound for sound, _ in _EAR) + "|.")
_WRITTEN = dict(_EAR)


def one_wrong(word: str) -> Iterator[str]:
    """Yield the word as hurried fingers type it; the first letter is nearly always right."""
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        for letter in ascii_lowercase:
            yield head + letter + tail[1:]
            yield head + letter + tail
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def starred(word: str) -> Iterator[str]:
    """Yield the word with letters starred out."""
    inside = range(1, len(word))
    for count in range(1, len(word) - 1):
        for places in combinations(inside, count):
            yield "".join("*" if at in places else letter for at, letter in enumerate(word))


def clipped(word: str) -> Iterator[str]:
    """Yield the word with vowels left out, or with two letters in the wrong order."""
    inside = [at for at in range(1, len(word)) if word[at] in _VOWELS]
    for count in range(1, len(inside) + 1):
        for left_out in combinations(inside, count):
            short = "".join(letter for at, letter in enumerate(word) if at not in left_out)
            if len(short) >= _SHORTEST:
                yield short
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def by_ear(word: str) -> Iterator[str]:
    """Yield a Spanish word as it is written by its sound: "kiero", "biba", "yegue", "aser"."""
    sounds = _SOUND.findall(word)
    if sounds[-2:] == ["m", "e"]:
        sounds[-2:] = ["me"]
    ways = [("me", "m") if sound == "me" else _WRITTEN.get(sound, (sound,)) for sound in sounds]
    for _, letters in zip(range(MOST), product(*ways), strict=False):
        yield "".join(letters)


def spelled_out(sounds: str) -> Iterator[str]:
    """Yield every word of a row of sounds: "s u|oo i|y" is "sui", "suy", "sooi", "sooy"."""
    yield from map("".join, product(*(sound.split("|") for sound in sounds.split())))
