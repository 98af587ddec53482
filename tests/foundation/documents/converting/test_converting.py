"""Old Word, OpenDocument and scans: read where the tools are installed, named where they are not.

Where LibreOffice or Tesseract is missing on the machine, the tests that need them are skipped
with its name; the refusals, the stamps and the clearing away are tested everywhere.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image

from namro.foundation.documents import converting
from namro.foundation.documents.converting import office, scans
from namro.foundation.documents.reading import Refused, read_bytes

NEEDS_OFFICE = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
NEEDS_OCR = pytest.mark.skipif(scans.program() is None, reason="Tesseract (vie) is not installed")

PLAN = """#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#align(center)[*KẾ HOẠCH*]
#align(center)[Thực hiện cải cách hành chính năm 2026]
= I. MỤC TIÊU, CHỈ TIÊU
1. Tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 95% vào năm 2026.

2. Tối thiểu 80% người dân hài lòng.
"""
ODT_MIME = "application/vnd.oasis.opendocument.text"


def odt(*lines: str) -> bytes:
    """An OpenDocument text with these paragraphs."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        f'office:version="1.2"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODT_MIME)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


def picture(source: str, kind: str = "PNG", pages: int = 1) -> bytes:
    """A typst text as a picture of 200 dots per inch, or a scan in PDF."""
    drawn = typst.compile(source.encode(), format="png", ppi=200.0)
    image = Image.open(io.BytesIO(drawn if isinstance(drawn, bytes) else drawn[0])).convert("L")
    written = io.BytesIO()
    more = {"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}
    image.save(written, kind, **more)
    return written.getvalue()


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], set[str]]]:
    """What is left of the folders that this test's conversions made, and of LibreOffice's own.

    Only what this process made counts: others may be converting at the same time.
    """
    made: list[Path] = []
    make = tempfile.mkdtemp

    def noted(*args: Any, **options: Any) -> str:
        made.append(Path(make(*args, **options)))
        return str(made[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", noted)

    def look() -> set[str]:
        left = {str(folder) for folder in made if folder.exists()}
        return left | {str(path) for path in Path("/tmp").glob("lu*.tmp")}

    yield look
    assert made, "a conversion makes a folder"


@pytest.mark.parametrize(
    ("data", "name", "way"),
    [
        (odt("Kế hoạch"), "a.odt", "office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "a.doc",
            "office",
        ),
        (b"\x89PNG\r\n\x1a\n", "a.png", "ocr"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "ocr"),
        ("Kế hoạch".encode(), "a.txt", "direct"),
    ],
)
def test_the_way_is_decided_by_the_content(data: bytes, name: str, way: str) -> None:
    assert converting.look(data, name).way == way


def test_a_pdf_without_text_is_a_scan() -> None:
    assert converting.look(picture(PLAN, "PDF"), "a.pdf").way == "ocr"
    text = typst.compile(PLAN.encode(), format="pdf")
    assert converting.look(text, "a.pdf").way == "direct"


def partly_scanned(*kinds: str, stamp: str = "") -> bytes:
    """A PDF of these pages: "text" printed, "scan" a picture of the plan, "blank" a grey point."""
    pages = []
    boxed = f"#rect(inset: 8pt)[#text(size: 18pt)[*{stamp}*]]\n" if stamp else ""
    scanned = ", ".join(str(byte) for byte in picture(boxed + PLAN) if "scan" in kinds)
    point = 'image(bytes((128,)), format: (encoding: "luma8", width: 1, height: 1), width: 5cm)'
    for kind in kinds:
        if kind == "text":
            pages.append("KẾ HOẠCH\n\nII. NHIỆM VỤ\n\nĐạt tối thiểu 60% năm 2027.")
        else:
            pages.append(f"#image(bytes(({scanned})))" if kind == "scan" else f"#{point}")
    return typst.compile(b'#set text(lang: "vi")\n' + "#pagebreak()".join(pages).encode(),
                         format="pdf")  # fmt: skip


@NEEDS_OCR
@pytest.mark.slow
def test_only_the_scanned_pages_of_a_pdf_are_recognised() -> None:
    data = partly_scanned("text", "scan", "text", "blank")
    assert converting.look(data, "a.pdf") == converting.Look("mixed", (2, 4))
    ready = converting.prepared(data, "a.pdf")
    assert set(ready.recognised) == {2, 4}
    draft = read_bytes(ready.data, ready.name, ready.recognised)
    # The text stands in the order of the pages, what was printed as it was printed.
    places = [draft.text.index(words) for words in ("II. NHIỆM VỤ", "trên 95%")]
    assert places == sorted(places)
    assert draft.text.count("Đạt tối thiểu 60% năm 2027.") == 2
    told = [issue["message"] for issue in draft.as_dict()["issues"]
            if issue["code"] == "pages_recognised"]  # fmt: skip
    assert len(told) == 1
    assert told[0].startswith("Trang 2, 4 là ảnh, chữ được nhận dạng bằng Tesseract")


@NEEDS_OCR
@pytest.mark.slow
def test_a_stamp_on_a_scanned_page_among_printed_ones_is_seen() -> None:
    with pytest.raises(Refused) as refused:
        converting.prepared(partly_scanned("text", "text", "scan", stamp="TỐI MẬT"), "a.pdf")
    assert refused.value.code == "secret"


def test_where_recognition_is_not_to_be_had_the_pages_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mostly_text = partly_scanned("text", "text", "blank")
    mostly_pictures = partly_scanned("text", "blank", "blank", "blank")
    monkeypatch.setattr(scans, "program", lambda: None)
    ready = converting.prepared(mostly_text, "a.pdf")
    assert (ready.data, ready.recognised) == (mostly_text, {})
    issues = read_bytes(ready.data, ready.name).as_dict()["issues"]
    (told,) = [issue["message"] for issue in issues if issue["code"] == "pages_unread"]
    assert "Trang 3" in told
    assert "tesseract-ocr, tesseract-ocr-vie" in told
    with pytest.raises(Refused) as refused:
        converting.look(mostly_pictures, "a.pdf")
    assert refused.value.code == "ocr_missing"
    # Too many of them are not recognised either.
    monkeypatch.setattr(scans, "program", lambda: "tesseract")
    monkeypatch.setattr(scans, "MAX_PAGES", 0)
    assert converting.look(mostly_text, "a.pdf").way == "direct"
    with pytest.raises(Refused) as refused:
        converting.look(mostly_pictures, "a.pdf")
    assert refused.value.code == "too_many_pages"


def test_what_one_waits_for_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "program", lambda: "tesseract")
    monkeypatch.setattr(scans, "recognise", lambda data, page: "Trang")
    data = partly_scanned("text", "text", "text", "blank", "blank")
    with pytest.raises(Refused) as refused:
        converting.prepared(data, "a.pdf", most_pages=1)
    assert refused.value.code == "too_many_pages"
    with pytest.raises(Refused) as refused:
        converting.prepared(data, "a.pdf", seconds=-1)
    assert refused.value.code == "out_of_time"
    assert converting.prepared(data, "a.pdf").recognised == {4: "Trang", 5: "Trang"}


def test_an_extension_that_lies_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        converting.look(odt("x"), "a.png")
    assert refused.value.code == "wrong_type"


def test_without_the_tools_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused) as refused:
        converting.to_docx(odt("x"), "a.odt")
    assert "libreoffice-writer-nogui" in refused.value.message("vi")
    with pytest.raises(Refused) as refused:
        converting.count_pages(picture(PLAN))
    assert "tesseract-ocr, tesseract-ocr-vie" in refused.value.message("vi")


@NEEDS_OFFICE
@pytest.mark.slow
def test_an_odt_is_read(places: Callable[[], set[str]]) -> None:
    before = places()
    word = converting.to_docx(odt("KẾ HOẠCH", "I. MỤC TIÊU", "Đạt trên 75% năm 2026"), "a.odt")
    assert "Đạt trên 75% năm 2026" in read_bytes(word, "a.docx").text
    assert places() <= before


@NEEDS_OFFICE
@pytest.mark.slow
def test_a_stamp_survives_conversion(places: Callable[[], set[str]]) -> None:
    before = places()
    word = converting.to_docx(odt("TỐI MẬT", "KẾ HOẠCH", "I. MỤC TIÊU"), "a.odt")
    with pytest.raises(Refused) as refused:
        read_bytes(word, "a.docx")
    assert refused.value.code == "secret"
    assert places() <= before


@NEEDS_OFFICE
@pytest.mark.slow
def test_an_old_word_file_is_read(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.odt").write_bytes(odt("KẾ HOẠCH", "I. MỤC TIÊU", "Đạt trên 75% năm 2026"))
    subprocess.run(
        [str(office.program()), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "a.odt")],
        check=True, capture_output=True, timeout=120,
        env={**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    data = (tmp_path / "a.doc").read_bytes()
    assert converting.look(data, "a.doc").way == "office"
    assert "Đạt trên 75% năm 2026" in read_bytes(converting.to_docx(data, "a.doc"), "a.docx").text


@pytest.fixture
def false_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A program in place of LibreOffice that does what a test says; notes where it was."""

    def make(script: str) -> Path:
        program, noted = tmp_path / "soffice", tmp_path / "noted"
        program.write_text(f"#!{sys.executable}\nimport os, sys, time, pathlib\n"
                           f"folder = pathlib.Path.cwd()\nnoted = pathlib.Path({str(noted)!r})\n"
                           "noted.write_text(f'{folder} {oct(folder.stat().st_mode)}')\n"
                           f"{script}\n")  # fmt: skip
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(office, "program", lambda: str(program))
        return noted

    return make


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("sys.exit(1)", "office_failed"),
        ("pass", "office_failed"),
        ("os.kill(os.getpid(), 11)", "office_failed"),
        ("time.sleep(60)", "out_of_time"),
        ("os.fork() or time.sleep(60); time.sleep(60)", "out_of_time"),
    ],
)
def test_whatever_happens_nothing_is_left(
    script: str, code: str, false_office: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", 1)
    noted = false_office(script)
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        converting.to_docx(odt("bí mật"), "a.odt")
    assert refused.value.code == code
    assert time.monotonic() - began < 15
    folder, mode = noted.read_text().split()
    assert mode.endswith("700")
    assert not Path(folder).exists()


def test_the_folder_is_in_memory_where_that_can_be() -> None:
    with office.private_folder() as folder:
        (folder / "x").write_text("x")
        if os.access("/dev/shm", os.W_OK):
            assert folder.is_relative_to("/dev/shm")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF", "TIFF"])
def test_a_scan_is_read(kind: str) -> None:
    pages = 2 if kind in ("PDF", "TIFF") else 1
    data = picture(PLAN, kind, pages)
    assert converting.count_pages(data) == pages
    text = converting.recognise(data, pages - 1)
    draft = read_bytes(converting.joined([text]).encode(), "scan.txt")
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 95%" in draft.text
    values = [(target["comparator"], target["value"]) for target in draft.as_dict()["targets"]]
    assert ("more_than", 95) in values


@NEEDS_OCR
@pytest.mark.slow
@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_stamped_scan_is_refused(stamp: str) -> None:
    boxed = f'#set text(lang: "vi")\n#rect(inset: 8pt)[#text(size: 18pt)[*{stamp}*]]\n{PLAN}'
    with pytest.raises(Refused) as refused:
        converting.recognise(picture(boxed), 0)
    assert refused.value.code == "secret"


@pytest.mark.parametrize(
    ("line", "stamped"),
    [
        ("MẬT", True), ("MAT", True), ("TOI MẬT", True), ("TUYỆT MAT", True), ("M Ậ T", True),
        ("| MẬT |", True), ("MẶT   Hà Nội, ngày 1", True), ("ĐỘ MẬT: MẬT", True),
        ("mặt", False), ("MẶT TRẬN TỔ QUỐC", False), ("Bảo vệ bí mật nhà nước", False),
        ("ỦY BAN NHÂN DÂN", False), ("", False),
    ],
)  # fmt: skip
def test_a_blurred_stamp_is_a_stamp(line: str, stamped: bool) -> None:
    assert scans.may_be_stamped(["ỦY BAN NHÂN DÂN", line, "KẾ HOẠCH"]) is stamped


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "program", lambda: "tesseract")
    image = Image.new("L", (20, 20), 255)
    written = io.BytesIO()
    image.save(written, "TIFF", save_all=True, append_images=[image] * scans.MAX_PAGES)
    with pytest.raises(Refused) as refused:
        converting.count_pages(written.getvalue())
    assert refused.value.code == "too_many_pages"


def test_a_picture_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "program", lambda: "tesseract")
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    with pytest.raises(Refused) as refused:
        converting.recognise(written.getvalue(), 0)
    assert refused.value.code == "too_complex"


@pytest.mark.parametrize("kind", [b"\x89PNG\r\n\x1a\n garbage", b"II*\x00 garbage", b"GIF89a"])
def test_a_damaged_or_other_picture_is_refused(
    kind: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "program", lambda: "tesseract")
    with pytest.raises(Refused) as refused:
        converting.count_pages(kind)
    assert refused.value.code == "picture_kind"


def test_lines_broken_at_the_edge_are_joined() -> None:
    page = "1. Tỷ lệ hồ sơ được giải quyết đúng hạn trong năm\nđạt trên 95%.\n2. Việc khác\n"
    assert converting.joined([page]).split("\n")[:2] == [
        "1. Tỷ lệ hồ sơ được giải quyết đúng hạn trong năm đạt trên 95%.",
        "2. Việc khác",
    ]
