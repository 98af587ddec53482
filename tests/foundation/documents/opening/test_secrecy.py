"""Secrecy stamps are found wherever official templates put them, and only there."""

from __future__ import annotations

import unicodedata

import pytest

from namro.foundation.documents.reading.opening import Refused, open_bytes
from namro.foundation.documents.reading.opening.secrecy import is_stamp
from tests.foundation.documents.opening.making import (
    cell,
    docx,
    paragraph,
    pdf,
    run,
    table,
    text_box,
)

STAMPS = [
    "MẬT", "TỐI MẬT", "TUYỆT MẬT", "  MẬT  ", "M Ậ T", "T Ố I   M Ậ T", "T U Y Ệ T M Ậ T", "[MẬT]",
    "** MẬT **", "MẬT.", "Mật", "Tối mật", "Tuyệt mật", "Độ mật: Mật", "ĐỘ MẬT: TỐI MẬT",
    "Mức độ mật: Tuyệt mật", "Độ mật : mật", "MẬT\u00a0", "M\u200bẬT", "M\u00adẬ\u00adT",
    "TỐI MẬT (Bản số: 02)", "MẬT - Bản số 1", "Độ mật: Mật; Độ khẩn: Hỏa tốc",
    "Độ khẩn: Không\tĐộ mật: Tối mật",
    "MẬT - HỎA TỐC", "KHẨN, MẬT", "TỐI MẬT / THƯỢNG KHẨN", "MẬT\tHà Nội, ngày 01 tháng 3 năm 2021",
    "TỈNH ỦY HÀ NỘI          TỐI MẬT", "| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "- MẬT -",
    unicodedata.normalize("NFD", "TỐI MẬT"), unicodedata.normalize("NFD", "M Ậ T"),
]  # fmt: skip
ORDINARY = [
    "", "KẾ HOẠCH", "bảo vệ bí mật nhà nước", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "MẬT KHẨU", "mật khẩu",
    "Bảo mật thông tin", "mật", "mật.", "Mật độ dân số", "MẬT ONG", "tài liệu mật",
    "TÀI LIỆU MẬT THAM KHẢO",
    "- Mật", "- Mật;", "a) Tối mật", "1. Tuyệt mật", "c) MẬT", "Độ mật: Không", "Độ mật: Thường",
    "độ Tuyệt mật, Tối mật, Mật", "TUYỆT MẬT, TỐI MẬT, MẬT", "MẤT", "Ậ", "Họp kín - mật và khẩn",
    "Tỷ lệ văn bản mật được xử lý đạt 100%", "MẬT MÃ",
    "KHẨN - HỎA TỐC", "Độ mật: Không; Độ khẩn: Khẩn", "Mật ong, bản số 2",
    "Ban Cơ yếu - mật mã",
]  # fmt: skip


@pytest.mark.parametrize("line", STAMPS)
def test_stamps(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_lines(line: str) -> None:
    assert not is_stamp(line)


@pytest.mark.parametrize("before", ["CÔNG TÁC BẢO VỆ BÍ", "QUY CHẾ BẢO", "Ngành Cơ"])
def test_a_title_broken_before_its_last_word_is_no_stamp(before: str) -> None:
    assert not is_stamp("MẬT", before)
    assert is_stamp("MẬT", "TỈNH ỦY HÀ NỘI")


def _filler(count: int) -> list[str]:
    return [f"Dòng thứ {number} của văn bản" for number in range(count)]


def secret(data: bytes, name: str) -> bool:
    try:
        open_bytes(data, name)
    except Refused as refusal:
        if refusal.code != "secret":
            raise
        return True
    return False


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "T U Y Ệ T  M Ậ T", "Độ mật: Mật"])
def test_at_the_head_of_each_kind_of_file(stamp: str) -> None:
    lines = [*_filler(5), stamp, *_filler(5)]
    assert secret("\r\n".join(lines).encode("utf-8-sig"), "a.txt")
    assert secret("\n".join(lines).encode("utf-16"), "a.txt")
    assert secret(unicodedata.normalize("NFD", "\n".join(lines)).encode(), "a.md")
    assert secret(docx("".join(map(paragraph, lines))), "a.docx")
    assert secret("".join(f"<p>{line}</p>" for line in lines).encode(), "a.html")
    assert secret(pdf("\n\n".join(lines)), "a.pdf")


def test_a_lone_word_deep_in_the_body_is_no_stamp() -> None:
    lines = [*_filler(60), "MẬT", *_filler(5)]
    assert not secret("\n".join(lines).encode(), "a.txt")
    assert not secret(docx("".join(map(paragraph, lines))), "a.docx")


BODY = "".join(map(paragraph, _filler(80)))
WATERMARK = '<w:r><w:pict><v:shape><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    "data",
    [
        docx(BODY, headers=[paragraph("MẬT")]),
        docx(BODY, headers=[table([cell("TỈNH ỦY"), cell("TUYỆT MẬT")])]),
        docx(BODY, headers=[paragraph("", inner=WATERMARK)]),
        docx(BODY, headers=[paragraph("", inner=text_box(paragraph("MẬT")))]),
        docx(BODY + paragraph("", inner=text_box(paragraph("TUYỆT") + paragraph("MẬT")))),
        docx(BODY + paragraph("", inner=text_box(paragraph("M Ậ T")))),
        docx(table([cell("TỈNH ỦY"), cell("MẬT")]) + BODY),
        docx(paragraph("", inner=run("M") + run("Ậ") + run("T")) + BODY),
        docx(paragraph("", inner=run("mật", "<w:caps/>")) + BODY),
        docx(BODY, extra={"word/header7.xml": "<hdr><p><r><t>MẬT</t></r></p></hdr>"}),
        docx(BODY, extra={"docProps/core.xml": "<core><category>Tối mật</category></core>"}),
    ],
)
def test_in_the_parts_of_a_word_file(data: bytes) -> None:
    assert secret(data, "a.docx")


@pytest.mark.parametrize(
    "data",
    [
        docx(BODY, headers=[paragraph("Tài liệu bảo mật nội bộ")]),
        docx(BODY + paragraph("", inner=text_box(paragraph("BÍ MẬT KINH DOANH")))),
        docx(paragraph("Bảo vệ bí mật nhà nước") + BODY),
    ],
)
def test_ordinary_word_files_are_read(data: bytes) -> None:
    assert not secret(data, "a.docx")


def test_at_the_head_of_a_later_page() -> None:
    filler = " #pagebreak() ".join("\n\n".join(_filler(25)) for _ in range(3))
    assert secret(pdf(filler + " #pagebreak() TỐI MẬT\n\nPhụ lục"), "a.pdf")
    assert not secret(pdf(filler + " #pagebreak() Phụ lục về bảo mật"), "a.pdf")
