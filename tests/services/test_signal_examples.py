"""What the gate's model learns from: named after a kind, said once, made up, and counted."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "config" / "content" / "signals" / "examples"
KINDS = {
    "crisis",
    "sourcing",
    "dosing",
    "harassment",
    "trigger_detail",
    "contact_info",
    "spam",
    "self_promo",
    "ok",
}
LANGUAGES = {"en", "es"}
# SAMHSA, Poison Help: facts H6 and H10b.
HELP_LINES = {"18006624357", "18002221222"}
PHONE = re.compile(r"(?<!\d)(?:\+?\d{1,2}[-. ])?(?:\(?\d{2,3}\)?[-. ]?)?\d{3,4}[-. ]?\d{4}(?!\d)")
MADE_UP_PHONE = re.compile(r"\d{0,4}55501\d\d")
NO_PHONE = {"4471902"}  # the number of a parcel


@cache
def files() -> tuple[Path, ...]:
    """Return the files of examples in the order of their names."""
    return tuple(sorted(EXAMPLES.glob("*.txt")))


def messages() -> Iterator[tuple[str, str]]:
    """Yield each message after `file:line`, notes left out."""
    for path in files():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.startswith("# "):
                yield f"{path.name}:{number}", line


def as_typed(text: str) -> str:
    """Return the text without capitals and spacing; odd spellings stay, they are learned from."""
    return " ".join(text.casefold().split()).strip(".!?")


def words(text: str) -> str:
    """Return the words alone, odd spellings made plain."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def test_a_files_name_begins_with_a_kind_and_ends_with_a_language() -> None:
    assert files()
    for path in files():
        kind, *_, language = path.stem.split(".")
        assert kind in KINDS, path.name
        assert language in LANGUAGES, path.name


def test_every_kind_has_examples_in_both_languages() -> None:
    """A kind without Spanish would be told apart by its language."""
    found = {(path.stem.split(".")[0], path.stem.rpartition(".")[2]) for path in files()}

    assert found == {(kind, language) for kind in KINDS for language in LANGUAGES}


def test_no_example_is_blank_or_too_long_for_one_message() -> None:
    """A sentence model reads only its first few hundred words."""
    assert [place for place, text in messages() if not text.strip() or len(text) > 1000] == []


def test_no_example_is_there_twice() -> None:
    """What is twice weighs twice, and would sit on both sides of a cross-validation."""
    first: dict[str, str] = {}
    twice = [
        (first[key], place)
        for place, text in messages()
        if first.setdefault(key := as_typed(text), place) != place
    ]

    assert twice == []


def test_the_same_words_are_never_of_two_kinds() -> None:
    kinds: dict[str, str] = {}
    torn = [
        place
        for place, text in messages()
        if (key := words(text))
        and kinds.setdefault(key, place.partition(".")[0]) != place.partition(".")[0]
    ]

    assert torn == []


def test_every_phone_number_is_made_up_or_a_help_line() -> None:
    """A number that someone answers must not be called from a list of examples."""
    real = [
        place
        for place, text in messages()
        for phone in PHONE.finditer(text)
        if (digits := re.sub(r"\D", "", phone[0])) not in HELP_LINES | NO_PHONE
        and not MADE_UP_PHONE.fullmatch(digits)
    ]

    assert real == []


def test_the_data_card_tells_the_counts_of_the_files() -> None:
    card = (EXAMPLES / "README.md").read_text("utf-8")
    counts = {path.name: 0 for path in files()}
    for place, _ in messages():
        counts[place.partition(":")[0]] += 1
    spoken = {path.stem: said(path) for path in sorted((EXAMPLES / "voices").glob("*.txt"))}
    beside, voices = sum(counts.values()), sum(spoken.values())

    assert f"{beside + voices:,} messages: {voices:,} in `voices/`" in card
    assert f"and {beside:,} beside it" in card
    assert re.findall(r"^(\S+\.txt):(\d+)$", card, re.MULTILINE) == [
        (name, str(count)) for name, count in counts.items()
    ]
    assert re.findall(r"^\| (\w+) \| [^|]+ \| (\d+) \|", card, re.MULTILINE) == [
        (voice, str(count)) for voice, count in spoken.items()
    ]


def said(path: Path) -> int:
    """Return how many messages a voice has; what begins with `#` is a note or a heading."""
    lines = path.read_text("utf-8").splitlines()
    return len([line for line in lines if line.strip() and not line.startswith("#")])
