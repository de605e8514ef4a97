"""The text of a clinic's page or file, as Markdown; with limits, for files come from anywhere.

Everything here is busy with the processor: call it in a thread.
"""

import codecs
import logging
import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import InvalidInput

log = logging.getLogger(__name__)

# A clinic's leaflet with its pictures; its words are some kilobytes of it.
FILE_MAX = 2 * 1024 * 1024
# What a Word file may unfold to, and by how much; a real one unfolds tenfold.
UNFOLDED_MAX = 20 * 1024 * 1024
RATIO_MAX = 100
PARTS_MOST = 1000
# How a Word file begins that has a password, or that was made before 2007 (MS-CFB, section 2.2).
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
KINDS = ".html, .docx, .md or .txt"
FIELD = "File"


def markdown(name: str, content: bytes) -> str:
    """Return the words of a file with their headings.

    Args:
        name: Says by its ending what it is.

    Raises:
        InvalidInput: It is too large, of another kind, damaged, made to overwhelm us, or needs a
            library that is not installed.
    """
    refuse_large(len(content))
    read = _READERS.get(PurePath(name).suffix.lower())
    if read is None:
        raise InvalidInput(FIELD, "page_kind", f"a file that ends in {KINDS}")
    try:
        text = read(content)
    except InvalidInput:
        raise
    except Exception as error:  # noqa: BLE001 - no list foresees what a file does to a parser
        # The kind alone: the message may quote the file.
        log.warning("page unreadable", extra={"kind": type(error).__name__})
        raise InvalidInput(FIELD, "page_unreadable", KINDS) from None
    if not text.strip():
        raise InvalidInput(FIELD, "page_empty", "")
    return text


def name_of(address: str, content: bytes) -> str:
    """Return what a page would be called as a file: by its address's ending, else by its bytes."""
    name = PurePath(urlsplit(address).path).name
    if PurePath(name).suffix.lower() in _READERS:
        return name
    return "page.docx" if content.startswith(b"PK") else "page.html"


def refuse_large(size: int) -> None:
    """Refuse a file by its size in bytes, before anybody loads it.

    Raises:
        InvalidInput: It is too large.
    """
    if size > FILE_MAX:
        raise InvalidInput(FIELD, "page_too_large", f"at most {FILE_MAX // 1024 // 1024} MB")


def _html(content: bytes | str) -> str:
    extract: Callable[..., str | None] = _library("trafilatura").extract
    config = _library("trafilatura.settings").use_config()
    # Else it takes a page of three short answers for no text, and gives its headings up.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    found = extract(
        content,
        config=config,
        output_format="markdown",
        include_formatting=True,
        include_comments=False,
        favor_recall=True,
    )
    return found or ""


def _word(content: bytes) -> str:
    if content.startswith(OLD_OR_LOCKED):
        raise InvalidInput(FIELD, "page_locked", "")
    _refuse_bombs(content)
    mammoth = _library("mammoth")
    without = mammoth.images.img_element(_no_picture)
    found = mammoth.convert_to_html(BytesIO(content), convert_image=without)
    return _html(f"<html><body><article>{found.value}</article></body></html>")


def _no_picture(image: object) -> Mapping[str, str]:
    """Leave a picture out; it is not even opened."""
    del image
    return {}


def _plain(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    if b"\0" in content:  # a picture or a program that was called .txt
        raise InvalidInput(FIELD, "page_no_text", "")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows saves where nobody asked for UTF-8.
        return content.decode("cp1252", "replace")


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = file.infolist()
        unfolded = sum(part.file_size for part in parts)
        folded = sum(part.compress_size for part in parts)
        is_bomb = unfolded > UNFOLDED_MAX or unfolded > RATIO_MAX * max(folded, 1024)
        if is_bomb or len(parts) > PARTS_MOST:
            raise InvalidInput(FIELD, "page_bomb", "")
        for part in parts:
            # Word writes none; what defines entities wants them multiplied.
            if part.filename.endswith((".xml", ".rels")) and _defines(file.read(part)):
                raise InvalidInput(FIELD, "page_bomb", "")


def _defines(xml: bytes) -> bool:
    plain = xml.replace(b"\0", b"")  # so that two-byte encodings read the same
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise InvalidInput(FIELD, "page_library", "") from None


_READERS: Mapping[str, Callable[[bytes], str]] = {
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
    ".md": _plain,
    ".markdown": _plain,
    ".txt": _plain,
}
