"""Files from anywhere become text, or are refused in words."""

import logging
import sys
import zipfile
from io import BytesIO

import pytest

from bot.domain.errors import InvalidInput
from bot.services.page_text import FILE_MAX, markdown, name_of

PAGE = """<html><head><title>x</title></head><body><nav><a href=/>Home</a></nav><main>
<h1>Questions</h1><h2>Do I need a referral?</h2><p>Yes. Please <b>bring</b> it along.</p>
<details><summary>Can I drive home?</summary><p>No. Somebody should drive you.</p></details>
</main><script>alert(1)</script><footer>Copyright</footer></body></html>"""
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Do I need a referral?</w:t></w:r>'
    "</w:p><w:p><w:r><w:t>Yes. Please bring it along.</w:t></w:r></w:p></w:body></w:document>"
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    "</w:styles>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)


def word(**more: str) -> bytes:
    """Return a small Word file, with other parts in place of its own or beside them."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="word/document.xml"),
        "word/_rels/document.xml.rels": RELATIONS.format(kind="styles", target="styles.xml"),
        "word/document.xml": DOCUMENT,
        "word/styles.xml": STYLES,
        **more,
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return made.getvalue()


def problem(name: str, content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(InvalidInput) as caught:
        markdown(name, content)
    return caught.value.problem


def test_a_page_is_its_words_without_its_menus() -> None:
    pytest.importorskip("trafilatura")
    text = markdown("FAQ.HTML", PAGE.encode())

    assert "## Do I need a referral?\n\nYes. Please **bring** it along." in text
    assert "## Can I drive home?" in text
    for word_left_out in ("Home", "Copyright", "alert"):
        assert word_left_out not in text


def test_a_word_file_keeps_its_headings() -> None:
    pytest.importorskip("mammoth")

    assert markdown("faq.docx", word()) == "# Do I need a referral?\n\nYes. Please bring it along."


def test_plain_text_is_taken_as_it_is() -> None:
    assert markdown("faq.md", "\ufeff# A?\nYes ü".encode()) == "# A?\nYes ü"


@pytest.mark.parametrize(
    "content",
    [
        "Café: is it “open”?".encode("cp1252"),
        "Café: is it “open”?".encode("utf-16"),
        "Café: is it “open”?".encode("utf-8-sig"),
    ],
)
def test_what_windows_saves_is_read_with_every_letter(content: bytes) -> None:
    assert markdown("faq.txt", content) == "Café: is it “open”?"


def test_a_page_in_an_older_encoding_is_read_with_every_letter() -> None:
    pytest.importorskip("trafilatura")
    old = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Yes", "Sí, señor")

    assert "Sí, señor. Please" in markdown("faq.html", old.encode("cp1252"))


def test_a_picture_that_was_called_a_text_is_refused() -> None:
    assert problem("faq.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == "page_no_text"
    assert problem("faq.md", b"MZ\x90\0" * 100) == "page_no_text"


def test_a_word_file_with_a_password_is_refused_as_one() -> None:
    """Word puts an encrypted file into the container it used before 2007."""
    assert problem("faq.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) == "page_locked"


def test_a_word_files_table_comes_with_its_rows() -> None:
    pytest.importorskip("mammoth")
    cells = [f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Tea?", "Yes.")]
    table = f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl></w:body>"
    text = markdown("faq.docx", word(**{"word/document.xml": DOCUMENT.replace("</w:body>", table)}))

    assert "| Tea? | Yes. |" in text


def test_other_kinds_and_empty_and_large_files_are_refused() -> None:
    assert problem("faq.pdf", b"%PDF") == "page_kind"
    assert problem("faq", b"text") == "page_kind"
    assert problem("faq.txt", b" \n ") == "page_empty"
    assert problem("faq.txt", b"x" * (FILE_MAX + 1)) == "page_too_large"


def test_a_page_without_words_is_refused() -> None:
    pytest.importorskip("trafilatura")

    assert problem("faq.html", b"<html><body></body></html>") == "page_empty"
    assert problem("faq.html", b"<div>" * 50_000 + b"text") == "page_empty"


def test_a_word_file_that_unfolds_too_far_is_refused() -> None:
    assert problem("faq.docx", word(**{"word/media/a.xml": "0" * 25_000_000})) == "page_bomb"
    many = {f"word/{number}.txt": "" for number in range(1000)}
    assert problem("faq.docx", word(**many)) == "page_bomb"
    assert problem("faq.docx", word(**{"word/media/b.bin": "0" * 2_000_000})) == "page_bomb"


def test_a_word_file_that_defines_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]>' + DOCUMENT

    assert problem("faq.docx", word(**{"word/document.xml": bomb})) == "page_bomb"
    wide = {"word/document.xml": bomb.encode("utf-16").decode("latin-1")}
    assert problem("faq.docx", word(**wide)) == "page_bomb"


def test_a_word_file_nested_without_end_is_refused() -> None:
    pytest.importorskip("mammoth")
    deep = DOCUMENT.replace("<w:p>", "<w:p>" + "<w:ins>" * 4000, 1).replace(
        "</w:p>", "</w:ins>" * 4000 + "</w:p>", 1
    )

    assert problem("faq.docx", word(**{"word/document.xml": deep})) == "page_unreadable"


def test_a_damaged_file_is_refused_and_the_log_does_not_quote_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert problem("faq.docx", b"quixotic") == "page_unreadable"

    [record] = caplog.records
    assert "quixotic" not in record.getMessage() + str(record.__dict__)


@pytest.mark.parametrize(("name", "content"), [("a.html", PAGE.encode()), ("a.docx", word())])
def test_without_its_library_a_file_is_refused_in_words(
    name: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("trafilatura", "mammoth"):
        monkeypatch.setitem(sys.modules, library, None)

    assert problem(name, content) == "page_library"
    assert markdown("faq.md", b"# A?\nYes.") == "# A?\nYes."


def test_a_page_at_an_address_is_known_by_its_ending_or_its_bytes() -> None:
    assert name_of("https://a.example/faq.md?x=1", b"") == "faq.md"
    assert name_of("https://a.example/faq.php", b"<html>") == "page.html"
    assert name_of("https://a.example", b"PK\3\4") == "page.docx"
