"""The sentence model: all-MiniLM-L6-v2 from a pinned package, run in numpy.

`load` is the door. Without the `semantic` extra it says why there is no model; nothing crashes.
"""

import importlib
import os
from dataclasses import dataclass
from pathlib import Path

from bot.domain.screening.normalise import Lexicon
from bot.embedding.pinned import PinnedFileError, vocabulary
from bot.services.ports import Ear, Encoder

# OpenBLAS reads this once, when numpy is first imported. One thread: the other core belongs to the
# event loop, and these matrices are too small to gain from sharing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

MODEL = "opinion.npz"
"""What `run.py safety train` writes beside the signals."""


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no sentence model to be had.

    Attributes:
        reason: What is missing or wrong, a few words for the operator.
    """

    reason: str


def load() -> Encoder | Absent:
    """Read the model, a tenth of a second; everything that can be wrong with it becomes a reason.

    Nothing is downloaded: the weights come from the installed package, the vocabulary from here.
    """
    try:
        minilm = importlib.import_module("bot.embedding.minilm")
    except ImportError as error:
        return Absent(f"the semantic extra is not installed ({error.name} is missing)")
    try:
        return minilm.read()
    except minilm.ModelError as error:
        return Absent(str(error))


def load_ear(signals: Path, lexicon: Lexicon, encoder: Encoder | Absent) -> Ear | Absent:
    """Read the gate's model; everything that can be wrong with it becomes a reason.

    Args:
        signals: The folder it stands in.
        encoder: The sentence model that it was trained with.
    """
    if isinstance(encoder, Absent):
        return encoder
    ear, learned = (importlib.import_module(f"bot.embedding.{name}") for name in ("ear", "learned"))
    try:
        model = learned.load(signals / MODEL)
    except ValueError as error:
        return Absent(str(error))
    if model.encoder != encoder.name:
        return Absent(f"{MODEL} was trained with another sentence model")
    return ear.Ear(encoder, model, lexicon)


def known_words() -> frozenset[str]:
    """Return the words that are spelt right, lower case; none where the vocabulary is not ours."""
    try:
        return frozenset(piece for piece in vocabulary() if piece.isalpha())
    except PinnedFileError:
        return frozenset()
