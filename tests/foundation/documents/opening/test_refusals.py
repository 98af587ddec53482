"""What is refused, and with which sentence; nothing else may leave `open_bytes`."""

from __future__ import annotations

import io
import os
import traceback
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.blocks import Outside
from namro.foundation.documents.reading.opening import Refused, limits, open_bytes, open_file
from namro.foundation.documents.reading.opening.refusal import MESSAGES
from tests.foundation.documents.opening.making import (
    MACRO_TYPE,
    docx,
    paragraph,
    part,
    pdf,
    zipped,
)

GOOD = docx(paragraph("KẾ HOẠCH"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
XLSX = zipped(
    {
        "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    }
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
DTD = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"41" * 32
    + b">/U<"
    + b"42" * 32
    + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF"
)


BODILESS = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": part("document", "")})
ACTIVE_X = docx(paragraph("x"), extra={"word/activeX/activeX1.xml": "<a/>"})
WEB_ARCHIVE = b"MIME-Version: 1.0\nContent-Type: multipart/related; x"
ENTITY_PAGE = b'<!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>'
NESTED = docx("<w:tbl><w:tr><w:tc>" * 100 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 100)


def linked(kind: str, part: str = "document", target: str = "https://example.org/x") -> bytes:
    """A Word file one of whose parts refers to something outside."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r7" Target="{target}" TargetMode="External" Type="'
        f'http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        "</Relationships>"
    )
    return docx(paragraph("Kế hoạch"), extra={f"word/_rels/{part}.xml.rels": relations})


@pytest.mark.parametrize(
    ("kind", "part", "target", "left"),
    [
        ("attachedTemplate", "settings", "file:///\\\\may-chu\\mau\\M%E1%BA%ABu%20KH.dotm",
         Outside("template", "Mẫu KH.dotm")),
        ("attachedTemplate", "settings", "https://example.org/mau/chung.dotx/",
         Outside("template", "chung.dotx")),
        ("image", "document", "http://example.org/hinh%0A1.png", Outside("picture", "hinh 1.png")),
        ("image", "header1", "x" * 500 + ".png", Outside("picture", "x" * 116 + ".png")),
    ],
)  # fmt: skip
def test_what_holds_no_words_is_left_outside_and_told(
    kind: str, part: str, target: str, left: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    opened = open_bytes(linked(kind, part, target), "a.docx")
    assert opened.outside == (left,)
    (told,) = [issue for issue in draft_of(opened).issues if issue.code.endswith("_outside")]
    assert f"“{left.name}”" in told.message("vi")
    assert f"“{left.name}”" in told.message("en")
    assert "may-chu" not in told.message("vi")


LINKED = docx(paragraph("x") + '<w:altChunk r:id="r9"/>')


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _bomb() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": b" " * (30 << 20)})


def _crowd() -> bytes:
    return zipped({f"a{number}": b"" for number in range(limits.MAX_ZIP_ENTRIES + 1)})


def _locked_zip() -> bytes:
    data = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


CASES = [
    ("no bytes", b"", "a.txt", "empty"),
    ("blanks only", b" \n\t\r\n", "a.txt", "empty"),
    ("blank word file", docx(paragraph()), "a.docx", "empty"),
    ("blank page", b"<html><body><p> </p></body></html>", "a.html", "empty"),
    ("scan", pdf("#rect(width: 5cm, height: 5cm)"), "a.pdf", "scan"),
    ("picture", PNG, "a.png", "scan"),
    ("locked pdf", LOCKED_PDF, "a.pdf", "encrypted"),
    ("locked word file", OLE + _utf16("EncryptedPackage"), "a.docx", "encrypted"),
    ("locked zip", _locked_zip(), "a.docx", "encrypted"),
    ("zip bomb by ratio", _bomb(), "a.docx", "zip_bomb"),
    ("zip bomb by entries", _crowd(), "a.docx", "zip_bomb"),
    ("macro by type", docx(paragraph("x"), main_type=MACRO_TYPE), "a.docm", "macro"),
    ("macro by part", docx(paragraph("x"), extra={"word/vbaProject.bin": b"x"}), "a.docx", "macro"),
    ("activex", ACTIVE_X, "a.docx", "macro"),
    (
        "embedded workbook with macros",
        docx(
            paragraph("x"),
            extra={"word/embeddings/oleObject1.bin": OLE + _utf16("_VBA_PROJECT")},
        ),
        "a.docx",
        "macro",
    ),
    (
        "embedded package",
        docx(paragraph("x"), extra={"word/embeddings/o.bin": OLE + _utf16("\x01Ole10Native")}),
        "a.docx",
        "macro",
    ),
    (
        "entities in the document",
        zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": DTD + "<w>&b;</w>"}),
        "a.docx",
        "entities",
    ),
    (
        "entities in utf-16",
        docx(
            paragraph("x"),
            extra={"word/styles.xml": (DTD.replace("1.0", "1.0") + "<w/>").encode("utf-16")},
        ),
        "a.docx",
        "entities",
    ),
    ("entities in a page", ENTITY_PAGE, "a.html", "entities"),
    ("old word file", OLE + _utf16("WordDocument"), "a.doc", "unsupported"),
    ("rich text", b"{\\rtf1 x}", "a.rtf", "unsupported"),
    ("opendocument", ODT, "a.odt", "unsupported"),
    ("workbook", XLSX, "a.xlsx", "unsupported"),
    ("table of data", b"a,b\n1,2\n", "a.csv", "unsupported"),
    ("zip", zipped({"a.txt": "x"}), "a.zip", "unsupported"),
    ("web archive", WEB_ARCHIVE, "a.mht", "unsupported"),
    ("word file called pdf", GOOD, "a.pdf", "wrong_type"),
    ("pdf called docx", pdf("x"), "a.docx", "wrong_type"),
    ("page called doc", b"<html><body>x</body></html>", "a.doc", "wrong_type"),
    ("old word file called docx", OLE + _utf16("WordDocument"), "a.docx", "wrong_type"),
    ("workbook called docx", XLSX, "a.docx", "wrong_type"),
    ("rich text called txt", b"{\\rtf1 x}", "a.txt", "wrong_type"),
    ("text called html", b"chi co chu", "a.html", "wrong_type"),
    ("text called pdf", b"chi co chu", "a.pdf", "wrong_type"),
    ("program called txt", b"\x7fELF\x02\x01\x01\x00", "a.txt", "binary"),
    ("noughts", b"abc\x00\x01\x02def" * 9, "a.txt", "binary"),
    ("control characters", bytes(range(1, 9)) * 30 + b"abc", "a.txt", "binary"),
    ("cut word file", GOOD[: len(GOOD) // 2], "a.docx", "corrupt"),
    ("word file without its head", GOOD[9:], "a.docx", "corrupt"),
    ("broken xml", docx("<w:p>"), "a.docx", "corrupt"),
    ("word file without body", BODILESS, "a.docx", "corrupt"),
    ("cut pdf", pdf("x")[:200], "a.pdf", "corrupt"),
    ("merged from elsewhere", LINKED, "a.docx", "linked_parts"),
    ("frame elsewhere", linked("frame", "webSettings"), "a.docx", "linked_outside"),
    ("object elsewhere", linked("oleObject"), "a.docx", "linked_outside"),
    ("subdocument elsewhere", linked("subDocument"), "a.docx", "linked_outside"),
    ("tables in tables", NESTED, "a.docx", "too_complex"),
    ("cut utf-16", "Kế hoạch".encode("utf-16") + b"\x01", "a.txt", "encoding"),
    ("shift-jis", "計画の目標を定める".encode("shift-jis"), "a.txt", "encoding"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "code"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        open_bytes(data, name)
    assert caught.value.code == code
    for language in ("vi", "en"):
        sentence = caught.value.message(language)
        assert sentence.endswith(".")
        assert "{" not in sentence
    assert caught.value.message("vi") != caught.value.message("en")


def test_a_wrong_type_says_what_the_file_really_is() -> None:
    with pytest.raises(Refused) as caught:
        open_bytes(GOOD, "ke-hoach.pdf")
    assert "Word" in caught.value.message("vi")
    assert ".pdf" in caught.value.message("en")


def test_the_declared_size_of_a_part_is_not_believed() -> None:
    """An entry that claims to be small cannot unpack to more than it claims."""
    data = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a>" + "x" * 100_000})
    size = (100_003).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(Refused) as caught:
        open_bytes(data.replace(size, (10).to_bytes(4, "little")), "a.docx")
    assert caught.value.code == "corrupt"


def test_two_parts_of_one_name_are_refused() -> None:
    out = zipped({"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"})
    buffer = io.BytesIO(out)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", part("document", ""))
    with pytest.raises(Refused) as caught:
        open_bytes(buffer.getvalue(), "a.docx")
    assert caught.value.code == "corrupt"


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PDF_PAGES", 2)
    with pytest.raises(Refused) as caught:
        open_bytes(pdf("a #pagebreak() b #pagebreak() c"), "a.pdf")
    assert caught.value.code == "too_many_pages"
    assert "3" in caught.value.message("en")


def test_too_large_bytes_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        open_bytes(b"a" * (limits.MAX_FILE_BYTES + 1), "a.txt")
    assert caught.value.code == "oversized"


class TestPaths:
    """`open_file`: the file system's own refusals."""

    @staticmethod
    def refusal(path: Path) -> str:
        with pytest.raises(Refused) as caught:
            open_file(path)
        return caught.value.code

    def test_missing(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path / "khong-co.docx") == "missing"
        assert self.refusal(tmp_path / ("x" * 5000)) == "unreadable"

    def test_a_folder(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path) == "folder"

    def test_a_pipe_does_not_wait(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "ong.txt")
        assert self.refusal(tmp_path / "ong.txt") == "not_regular"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_no_permission(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("x")
        path.chmod(0)
        assert self.refusal(path) == "unreadable"

    def test_a_huge_sparse_file_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "lon.txt"
        with path.open("wb") as stream:
            stream.truncate(1 << 40)
        assert self.refusal(path) == "oversized"

    def test_a_good_file(self, tmp_path: Path) -> None:
        path = tmp_path / "Kế hoạch số 01.docx"
        path.write_bytes(GOOD)
        assert open_file(path).format == "docx"


SECRET_WORDS = "NỘI DUNG KHÔNG ĐƯỢC LỘ"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (f"TỈNH ỦY\nTỐI MẬT\n{SECRET_WORDS}".encode(), "a.txt"),
        (docx(paragraph("MẬT") + paragraph(SECRET_WORDS)), "a.docx"),
        (f"<html><body><p>MẬT</p><p>{SECRET_WORDS}</p></body></html>".encode(), "a.html"),
        (pdf(f"MẬT\n\n{SECRET_WORDS}"), "a.pdf"),
    ],
)
def test_nothing_of_a_secret_file_is_kept(
    data: bytes, name: str, caplog: pytest.LogCaptureFixture, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(Refused) as caught:
        open_bytes(data, name)
    refusal = caught.value
    assert refusal.code == "secret"
    assert refusal.params == {}
    assert refusal.__cause__ is None
    assert refusal.__context__ is None
    told = "".join(traceback.format_exception(refusal)) + caplog.text + repr(refusal)
    assert SECRET_WORDS not in unicodedata.normalize("NFC", told)
    assert list(tmp_path.iterdir()) == []


@given(
    st.binary(max_size=400), st.sampled_from([".txt", ".md", ".docx", ".pdf", ".html", "", ".doc"])
)
def test_any_bytes_are_read_or_refused(data: bytes, extension: str) -> None:
    try:
        opened = open_bytes(data, "a" + extension)
    except Refused:
        return
    assert opened.plain or opened.blocks


def test_every_message_can_be_said() -> None:
    filled: dict[str, str | int] = {
        "limit_mb": 50, "limit": 1, "pages": 2, "limit_s": 60, "extension": ".doc",
        "actual_vi": "x", "actual_en": "x", "encoding": "VNI", "font": "VNI-Times",
    }  # fmt: skip
    for code in MESSAGES:
        for language in ("vi", "en"):
            sentence = Refused(code, **filled).message(language)
            assert sentence[0].isupper()
            assert sentence.endswith(".")


@pytest.mark.parametrize("kind", ["hyperlink", "image"])
def test_ordinary_links_to_the_outside_are_no_reason_to_refuse(kind: str) -> None:
    assert open_bytes(linked(kind), "a.docx").format == "docx"
    assert open_bytes(linked(kind, "footnotes"), "a.docx").format == "docx"
