"""`run.py safety train`: the gate's model, learned anew from the examples."""

import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot import embedding
from bot.cli.intervals import alarms, recall
from bot.domain.errors import InvalidContent
from bot.domain.screening import Kind
from bot.domain.screening.likeness import plain
from bot.services import examples
from bot.services.examples import Example
from bot.services.safety_content import load_signals

USAGE = "usage: safety train"
HEAD = f"{'':<34}{'heard, of examples kept out':>30}{'everyday alarms':>22}{'hard alarms':>22}"


def train(arguments: Sequence[str], *, content: Path) -> int:
    """Learn from `signals/examples/` and write the model beside the signals.

    Args:
        arguments: What follows `safety train`: nothing.
        content: The folder that holds `signals/`.

    Returns:
        The exit code: 0, or 2 when content or model cannot be used; then nothing was written.
    """
    signals = content / "signals"
    encoder = embedding.load()
    if arguments:
        return _refuse(USAGE)
    if isinstance(encoder, embedding.Absent):
        return _refuse(encoder.reason)
    try:
        wishes, digest = examples.wishes(signals), examples.digest(signals)
        lexicon = load_signals(signals).lexicon
        # A lone emoji has no words, and the model no opinion of it.
        read = [example for example in examples.read(signals) if plain(example.text, lexicon)]
    except InvalidContent as error:
        return _refuse(str(error))
    training = importlib.import_module("bot.embedding.training")
    learned = importlib.import_module("bot.embedding.learned")
    trained = training.train(read, wishes, encoder=encoder, lexicon=lexicon, digest=digest)
    learned.save(trained.learned, signals / embedding.MODEL)
    heard = {
        kind: [score >= trained.learned.bars[kind].heard for score in trained.unseen[:, at]]
        for at, kind in enumerate(learned.KINDS)
    }
    bars = {kind: f"{bar.heard:.3f}" for kind, bar in trained.learned.bars.items()}
    sys.stdout.write("\n".join(_report(read, heard, bars)) + "\n")
    return 0


def _refuse(problem: str) -> int:
    sys.stderr.write(f"{problem}\n")
    return 2


def _report(
    read: Sequence[Example], heard: dict[Kind, list[bool]], bars: dict[Kind, str]
) -> Iterator[str]:
    yield f"{len(read)} examples; each was judged by a model that had not seen its file"
    yield ""
    yield HEAD
    for kind, said in heard.items():
        own = [hit for hit, example in zip(said, read, strict=True) if example.kind is kind]
        plain = [hit for hit, example in zip(said, read, strict=True) if example.is_everyday]
        hard = [
            hit
            for hit, example in zip(said, read, strict=True)
            if example.kind is Kind.OK and not example.is_everyday
        ]
        yield (
            f"{kind + ' from ' + bars[kind]:<34}{recall(sum(own), len(own)):>30}"
            f"{alarms(sum(plain), len(plain)):>22}{alarms(sum(hard), len(hard)):>22}"
        )
    yield ""
    for source in sorted({example.source for example in read if example.kind is not Kind.OK}):
        hits = [
            hit
            for example, hit in zip(read, heard[Kind(source.partition(".")[0])], strict=True)
            if example.source == source
        ]
        yield f"{source:<34}{recall(sum(hits), len(hits)):>30}"
