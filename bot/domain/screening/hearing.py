"""Which of a kind's signals stand, once the guards have had their say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bot.domain.screening.grammar import Hit
from bot.domain.screening.normalise import BREAK
from bot.domain.screening.signals import Ear, Part, Scope, Signal

# "not suicidal and ...": a signal's own words may run a little past the guard's.
_TAIL = 2


def hear(ear: Ear, words: Sequence[str], turns: frozenset[str]) -> list[Signal]:
    """Return the signals that are meant, each once, in the order of the content files."""
    heard: dict[Part, dict[int, list[Hit]]] = {part: defaultdict(list) for part in Part}
    for hit in ear.machine.hits(words):
        label = ear.labels[hit.label]
        heard[label.part][label.index].append(hit)
    if not heard[Part.SIGNAL]:
        return []
    clauses = list(accumulate(word == BREAK or word in turns for word in words))
    silenced = _Silence(ear, heard[Part.GUARD], clauses)
    return [
        ear.signals[index]
        for index, hits in sorted(heard[Part.SIGNAL].items())
        if (not ear.signals[index].also or index in heard[Part.ALSO])
        and index not in heard[Part.UNLESS]
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
