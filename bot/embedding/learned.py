"""What training leaves behind: the examples as vectors, and how each of them weighs.

A message is like a kind as far as it is like the kind's examples: kernel ridge regression, one kind
against the rest (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 5.8). Two
kernels are added: nearness of meaning, and short pieces of words in common.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bot.domain.screening import Kind
from bot.domain.screening.likeness import PLACES
from bot.domain.screening.opinion import Bar
from bot.embedding.rows import pack

Matrix = NDArray[np.float32]

FORMAT = 2
KINDS = tuple(kind for kind in Kind if kind is not Kind.OK)
# A crisis is told in ways that have little in common, so each is asked for on its own as well.
WAYS = ("explicit", "veiled", "other_person", "medical", "obfuscated")
COLUMNS = len(KINDS) + len(WAYS)
# How fast nearness of meaning fades, and what pieces in common count beside it. Chosen by training
# on one author's examples and judging another's (1, 1.5, 2, 2.5, 4; 0 to .5).
FADES, PIECES = np.float32(2.5), np.float32(0.2)
# What the likeliest way counts beside the crisis itself; 0, 1 and 2 heard less, or alarmed more.
_LIKELIEST_WAY = np.float32(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A trained model.

    Attributes:
        encoder: Name of the sentence model whose vectors these are.
        digest: Of the examples and wishes it was trained from.
        bars: From which score on a kind is heard.
        names: Names of the files of examples.
        sources: For each example the number of its file in `names`.
        packed: Example by width, int8; a direction, its length means nothing.
        weights: Example by column: the kinds, then the ways.
        rarity: How much a piece in each place counts.
        pieces: Place by column.
    """

    encoder: str
    digest: str
    bars: Mapping[Kind, Bar]
    names: Sequence[str]
    sources: NDArray[np.int16]
    packed: NDArray[np.int8]
    weights: Matrix
    rarity: Matrix
    pieces: Matrix


def packed(vectors: Matrix) -> NDArray[np.int8]:
    """Return vectors as they are kept, a byte a number."""
    return np.frombuffer(b"".join(pack(vectors)), np.int8).reshape(vectors.shape)


def directions(rows: NDArray[np.int8]) -> Matrix:
    """Return packed rows as vectors of length one."""
    wide = rows.astype(np.float32)
    return wide / np.linalg.norm(wide, axis=1, keepdims=True)


def nearness(vectors: Matrix, others: Matrix) -> Matrix:
    """Return how near each is to each of the others in meaning, 1 for the same."""
    return np.exp(np.float32(-2) * FADES * (np.float32(1) - vectors @ others.T))


def scores(columns: Matrix) -> Matrix:
    """Return how like each kind messages are.

    Args:
        columns: Message by column.

    Returns:
        Message by kind.
    """
    kinds = np.array(columns[:, : len(KINDS)])
    kinds[:, KINDS.index(Kind.CRISIS)] += _LIKELIEST_WAY * columns[:, len(KINDS) :].max(axis=1)
    return kinds


def save(learned: Learned, path: Path) -> None:
    """Write a model; the same model is always the same bytes."""
    header = {
        "format": FORMAT,
        "encoder": learned.encoder,
        "examples": learned.digest,
        "kinds": [*KINDS, *WAYS],
        "bars": {kind: [bar.heard, bar.sure] for kind, bar in learned.bars.items()},
        "names": list(learned.names),
    }
    with path.open("wb") as file:
        np.savez(
            file,
            header=np.frombuffer(json.dumps(header, sort_keys=True).encode(), np.uint8),
            sources=learned.sources,
            packed=learned.packed,
            weights=learned.weights,
            rarity=learned.rarity,
            pieces=learned.pieces,
        )


def load(path: Path) -> Learned:
    """Read a model.

    Raises:
        ValueError: It is missing, or not one that this release understands.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
        header = json.loads(arrays.pop("header").tobytes())
        return _checked(header, arrays)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path.name} cannot be read ({type(error).__name__})") from error


def _checked(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Learned:
    if header["format"] != FORMAT or header["kinds"] != [*KINDS, *WAYS]:
        raise ValueError("another format")
    learned = Learned(
        encoder=header["encoder"],
        digest=header["examples"],
        bars={Kind(kind): Bar(heard=bar[0], sure=bar[1]) for kind, bar in header["bars"].items()},
        names=tuple(header["names"]),
        sources=arrays["sources"],
        packed=arrays["packed"],
        weights=cast("Matrix", arrays["weights"]),
        rarity=cast("Matrix", arrays["rarity"]),
        pieces=cast("Matrix", arrays["pieces"]),
    )
    examples = len(learned.packed)
    shapes = (learned.weights.shape, learned.sources.shape, learned.pieces.shape)
    if shapes != ((examples, COLUMNS), (examples,), (PLACES, COLUMNS)):
        raise ValueError("shapes")
    if set(learned.bars) != set(KINDS) or learned.rarity.shape != (PLACES,):
        raise ValueError("bars")
    return learned
