"""Training of the second ear: examples in, weights and bars out. The same in, the same out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.screening import Kind
from bot.domain.screening.likeness import PLACES, places, plain
from bot.domain.screening.normalise import Lexicon
from bot.domain.screening.opinion import Bar
from bot.embedding.learned import (
    KINDS,
    PIECES,
    WAYS,
    Learned,
    Matrix,
    directions,
    nearness,
    packed,
    scores,
)
from bot.services.examples import Example, Wish
from bot.services.ports import Encoder

# How much the weights are held back (ridge); .1 to .3 do the same.
_HELD_BACK = np.float32(0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What training gives.

    Attributes:
        unseen: Example by kind: scores from a model that had not seen the example's file.
    """

    learned: Learned
    unseen: Matrix


def train(
    examples: Sequence[Example],
    wishes: Mapping[Kind, Wish],
    *,
    encoder: Encoder,
    lexicon: Lexicon,
    digest: str,
) -> Trained:
    """Learn from the examples, all of which have words; a minute or two."""
    words = [plain(example.text, lexicon) for example in examples]
    rows = packed(encoder.shades(words))
    pieces, rarity = _pieces(words)
    vectors = directions(rows)
    kernel = np.asarray(nearness(vectors, vectors) + PIECES * (pieces @ pieces.T), np.float32)
    sittings = [example.sitting for example in examples]
    weights, left_out = solve(kernel, wanted(examples), trust=_trust(examples), sittings=sittings)
    unseen = scores(left_out)
    names = sorted({example.source for example in examples})
    numbers = {name: number for number, name in enumerate(names)}
    learned = Learned(
        encoder=encoder.name,
        digest=digest,
        bars={kind: bar(wishes[kind], kind, examples, unseen[:, at]) for at, kind in _columns()},
        names=names,
        sources=np.array([numbers[example.source] for example in examples], np.int16),
        packed=rows,
        weights=weights,
        rarity=rarity,
        pieces=PIECES * (pieces.T @ weights),
    )
    return Trained(learned=learned, unseen=unseen)


def bar(wish: Wish, kind: Kind, examples: Sequence[Example], scores: Matrix) -> Bar:
    """Return the bars of one kind, from scores of examples that were not learned from.

    `heard` lies as high as the alarms that are allowed demand, and no lower than few misses need.
    """
    own = np.array([example.kind is kind for example in examples])
    ok = np.array([example.kind is Kind.OK for example in examples])
    everyday = np.array([example.is_everyday for example in examples])
    needed = np.sort(scores[own])[int(wish.missed * own.sum())]
    heard = max(
        float(needed),
        _over(scores[everyday], wish.everyday),
        _over(scores[ok & ~everyday], wish.hard),
    )
    sure = max(heard, _over(scores[~own], wish.sure))
    return Bar(heard=round(heard, 4), sure=round(sure, 4))


def _over(scores: Matrix, share: float) -> float:
    """Return a score that at most a share of some scores reaches."""
    falling = np.sort(scores)[::-1]
    return float(falling[int(share * len(falling))]) + 1e-3


def _columns() -> enumerate[Kind]:
    return enumerate(KINDS)


def solve(
    kernel: Matrix, wanted: Matrix, *, trust: Matrix, sittings: Sequence[str]
) -> tuple[Matrix, Matrix]:
    """Return the weights, and scores of every file's examples from a model without that file.

    Args:
        kernel: Example by example.
        wanted: Example by column.
        trust: How much each example counts.
        sittings: The file of each example.

    A file was written in one sitting: only a whole file left out tells how strangers' words do.
    Nothing is solved again for it; see Rasmussen and Williams, Gaussian Processes, 5.4.2.
    """
    trust = trust[:, None]
    system = kernel * trust * trust.T
    system[np.diag_indices_from(system)] += _HELD_BACK
    inverse = np.linalg.inv(system)
    solved = inverse @ (trust * wanted)
    unseen = np.zeros_like(wanted)
    for sitting in sorted(set(sittings)):
        left = np.flatnonzero([one == sitting for one in sittings])
        error = np.linalg.solve(inverse[np.ix_(left, left)], solved[left])
        unseen[left] = wanted[left] - error / trust[left]
    return np.asarray(trust * solved, np.float32), unseen


def wanted(examples: Sequence[Example]) -> Matrix:
    """Return what each column is to say of each example; see `learned.scores`.

    To take one trouble for another is half a mistake, and so is to offer help where a message only
    sounds like danger. To offer it in the middle of everyday talk is a whole one.

    Returns:
        Example by column.
    """
    kinds = np.array([example.kind for example in examples], object)
    ok = kinds == Kind.OK
    everyday = np.array([example.is_everyday for example in examples])
    columns = [
        np.where(kinds == kind, 1.5, np.where(everyday, -1.5, -0.5))
        if kind is Kind.CRISIS
        else np.where(kinds == kind, 1.5, np.where(ok, -1, -0.5))
        for kind in KINDS
    ]
    for way in WAYS:
        told_so = [each.kind is Kind.CRISIS and way in each.source.split(".") for each in examples]
        columns.append(np.where(told_so, 1, -1))
    return np.stack(columns, axis=1).astype(np.float32)


def _trust(examples: Sequence[Example]) -> Matrix:
    """Return how much each example counts: those of a rare kind more, by the fourth root."""
    kinds = [example.kind for example in examples]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    squared = np.array([counts[kind] ** -0.5 for kind in kinds], np.float32)
    return np.sqrt(squared / squared.mean())


def _pieces(words: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Return texts by places, rows of length one, and how much each place counts."""
    found = np.zeros((len(words), PLACES), np.float32)
    for row, text in enumerate(words):
        found[row, list(places(text))] = 1
    rarity = np.log((1 + len(words)) / (1 + found.sum(axis=0))) + 1
    rarity = rarity.astype(np.float32)
    found *= rarity
    found /= np.linalg.norm(found, axis=1, keepdims=True) + np.float32(1e-9)
    return found, rarity
