"""The second ear: how like each kind a message is. See `services.ports.Ear`."""

from collections.abc import Sequence

import numpy as np

from bot.domain.screening import Kind
from bot.domain.screening.likeness import places, plain
from bot.domain.screening.normalise import Lexicon
from bot.domain.screening.opinion import Opinion
from bot.embedding.learned import KINDS, Learned, Matrix, directions, nearness, scores
from bot.services.ports import Encoder

# Of what has no words.
_NOTHING = Opinion(scores=dict.fromkeys(KINDS, float("-inf")), nearest={})


class Ear:
    """Compares messages with the examples. Nothing changes after it was made.

    Attributes:
        bars: From which score on a kind is heard.
        digest: Of the examples it was trained from.
    """

    def __init__(self, encoder: Encoder, learned: Learned, lexicon: Lexicon) -> None:
        self.bars = learned.bars
        self.digest = learned.digest
        self._encoder, self._learned, self._lexicon = encoder, learned, lexicon
        self._examples = directions(learned.packed)
        self._names = [learned.names[int(source)] for source in learned.sources]
        # For each kind, which examples are its own.
        self._own = {
            kind: np.flatnonzero([name.partition(".")[0] == kind for name in self._names])
            for kind in KINDS
        }

    def opine(self, text: str) -> Opinion:
        """Return how like each kind a message is; milliseconds."""
        return self.opine_all([text])[0]

    def opine_all(self, texts: Sequence[str]) -> list[Opinion]:
        """Return how like each kind each message is; the model's weights are read but once."""
        words = [plain(text, self._lexicon) for text in texts]
        said = [each for each in words if each]
        nears = iter(nearness(self._encoder.shades(said), self._examples))
        return [self._opinion(each, next(nears)) if each else _NOTHING for each in words]

    def _opinion(self, words: str, near: Matrix) -> Opinion:
        columns = near @ self._learned.weights + self._in_common(words)
        [found] = scores(columns[np.newaxis])
        return Opinion(
            scores={kind: float(score) for kind, score in zip(KINDS, found, strict=True)},
            nearest={kind: self._nearest(kind, near) for kind in KINDS},
        )

    def _in_common(self, words: str) -> Matrix:
        filed = np.array(places(words), np.intp)
        rarity = self._learned.rarity[filed]
        length = np.sqrt(rarity @ rarity) + np.float32(1e-9)
        return np.asarray((rarity / length) @ self._learned.pieces[filed], np.float32)

    def _nearest(self, kind: Kind, near: Matrix) -> str:
        own = self._own[kind]
        return self._names[int(own[int(np.argmax(near[own]))])]
