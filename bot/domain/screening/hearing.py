"""Which of a kind's signals stand, once the guards have had their say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from bot.domain.screening.grammar import Hit, Said
from bot.domain.screening.normalise import BREAK
from bot.domain.screening.signals import Ear, Part, Scope, Signal

# "not suicidal and ...": a signal's own words may run a little past the guard's.
_TAIL = 2


def hear(ear: Ear, said: Said, possible: int, turns: frozenset[str]) -> list[Signal]:
    """Return the signals that are meant, each once, in the order of the content files.

    Args:
        ear: Of one kind.
        said: A message.
        possible: The bits of the patterns that may be in it, from the glance.
        turns: Words such as "but".
    """
    heard: dict[int, list[Hit]] = {}
    for block in ear.blocks:
        if possible & block.possible:
            for hit in block.machine.hits(said):
                heard.setdefault(hit.label, []).append(hit)
    return _meant(ear, said, heard, turns) if heard else []


def _meant(
    ear: Ear, said: Said, heard: Mapping[int, Sequence[Hit]], turns: frozenset[str]
) -> list[Signal]:
    asked: dict[Part, dict[int, list[Hit]]] = {part: defaultdict(list) for part in Part}
    for hit in ear.checks.hits(said):
        label = ear.labels[hit.label]
        asked[label.part][label.index].append(hit)
    clauses = list(accumulate(word == BREAK or word in turns for word in said.words))
    held = {at: hits for at, hits in asked[Part.GUARD].items() if at not in asked[Part.LIFTED]}
    silenced = _Silence(ear, held, clauses)
    return [
        ear.signals[index]
        for index, hits in sorted(heard.items())
        if (not ear.signals[index].also or index in asked[Part.ALSO])
        and index not in asked[Part.UNLESS]
        and not silenced.all(hits, ear.signals[index].despite)
    ]


class _Silence:
    """Where in a message which guards hold."""

    def __init__(self, ear: Ear, guards: dict[int, list[Hit]], clauses: Sequence[int]) -> None:
        self._clauses = clauses
        self._everywhere: set[str] = set()
        self._clause: dict[int, set[str]] = defaultdict(set)
        self._place: dict[int, set[str]] = defaultdict(set)
        for index, hits in guards.items():
            guard = ear.guards[index]
            for hit in hits:
                if guard.scope is Scope.MESSAGE:
                    self._everywhere.add(guard.id)
                elif guard.scope is Scope.CLAUSE:
                    self._clause[clauses[hit.end]].add(guard.id)
                else:
                    for place in range(max(0, hit.end - hit.reach + 1), hit.end + 1 + _TAIL):
                        self._place[place].add(guard.id)

    def all(self, hits: Sequence[Hit], despite: frozenset[str]) -> bool:
        """Say whether not one of a signal's hits is left."""
        if "all" in despite:
            return False
        return all(any(held not in despite for held in self._over(hit)) for hit in hits)

    def _over(self, hit: Hit) -> Iterator[str]:
        yield from self._everywhere
        yield from self._clause.get(self._clauses[hit.end], ())
        yield from self._place.get(hit.end, ())
