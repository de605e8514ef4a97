"""Files that are used only if they are the very ones that were tested."""

import hashlib
from pathlib import Path

VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
VOCABULARY = Path(__file__).with_name("vocab.txt")


class PinnedFileError(Exception):
    """A file is missing or another one; the text says which."""


def checked(path: Path, sha256: str) -> bytes:
    """Return a file's content.

    Raises:
        PinnedFileError: It cannot be read, or its hash is another.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PinnedFileError(f"{path.name} cannot be read ({error.strerror})") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PinnedFileError(f"{path.name} is not the one that was tested (sha256 differs)")
    return content


def vocabulary() -> list[str]:
    """Return the pieces of the vocabulary by number.

    Raises:
        PinnedFileError: It is missing or another one.
    """
    return checked(VOCABULARY, VOCABULARY_SHA256).decode().splitlines()
