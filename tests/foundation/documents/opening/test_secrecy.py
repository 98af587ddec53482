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
    part,
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
    "MẬT Bản số 03", "MẬT Bản số: 02", "Mật Bản số 03", "TUYỆT MẬT Bản số 1/5", "TỐI-MẬT",
    "TUYỆT–MẬT",
    "MẬT (đóng dấu)", "MẬT (đã đóng dấu)", "(Dấu) MẬT", "Dấu: MẬT", "DẤU: TỐI MẬT", "TÀI LIỆU MẬT",
    "Tài liệu Mật", "TÀI LIỆU TUYỆT MẬT", "VĂN BẢN MẬT", "HỒ SƠ TỐI MẬT", "M.Ậ.T", "T.Ố.I  M.Ậ.T",
    "MẬT - Trang 1", "Trang 3/12 - MẬT", "MẬT – 4", "TỐI MẬT | Trang 2", "MẬT/ KHẨN/ Bản số 2",
    "Số: 77/KH-UBND MẬT", "Số: 77/KH-UBND (TỐI MẬT)", "Số: 12-KH/TU - MẬT", "Số: /BC-UBND MẬT",
    "Số 77/KH-UBND MẬT Hà Nội, ngày 20 tháng 11 năm 2025", "Số: 77 /KH-UBND MẬT", "![MẬT](dau.png)",
    "TỐI MẬT TỐI MẬT TỐI MẬT", "MẬT MẬT", "ＭẬＴ", "ＴỐＩ ＭẬＴ", "МẬТ", "М\u0410\u0323\u0302Т",
    "ΤỐΙ ΜẬΤ", "TỐI MẬT./.", "M\u2066ẬT", "M\ufe0fẬT", "TỈNH ỦY A\tMẬT Bản số 03",
]  # fmt: skip
ORDINARY = [
    "", "KẾ HOẠCH", "bảo vệ bí mật nhà nước", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "MẬT KHẨU", "mật khẩu",
    "Bảo mật thông tin", "mật", "mật.", "Mật độ dân số", "MẬT ONG", "tài liệu mật",
    "TÀI LIỆU MẬT THAM KHẢO",
    "- Mật", "- Mật;", "a) Tối mật", "1. Tuyệt mật", "c) MẬT", "Độ mật: Không", "Độ mật: Thường",
    "độ Tuyệt mật, Tối mật, Mật", "TUYỆT MẬT, TỐI MẬT, MẬT", "MẤT", "Ậ", "Họp kín - mật và khẩn",
    "Tỷ lệ văn bản mật được xử lý đạt 100%", "MẬT MÃ",
    "KHẨN - HỎA TỐC", "Độ mật: Không; Độ khẩn: Khẩn", "Mật ong, bản số 2",
    "Ban Cơ yếu - mật mã", "tài liệu mật phải được lưu giữ riêng", "Tài liệu mật", "văn bản mật",
    "TÀI LIỆU MẬT PHẢI ĐƯỢC LƯU GIỮ RIÊNG", "QUẢN LÝ TÀI LIỆU MẬT", "DANH MỤC TÀI LIỆU MẬT",
    "Số: 77/KH-UBND MẬT KHẨU", "Số lượng MẬT", "Số văn bản đến/đi MẬT", "Số: 77/QĐ về tài liệu mật",
    "Số: 77/KH-UBND", "Mật 12", "Mật: 12 văn bản", "MẬT KHẨU - Trang 1", "Mật độ - trang 3",
    "ĐỘ MẬT", "ĐỘ TỐI MẬT", "Dấu mật", "đóng dấu mật", "TUYỆT MẬT - TỐI MẬT - MẬT",
    "TUYỆT MẬT TỐI MẬT MẬT",
    "GIẢI MẬT", "BÍ MẬT", "Hồ sơ mật", "1. VĂN BẢN MẬT", "MẬT VIỆN", "TÀI LIỆU",
    "BÍ MẬT NHÀ NƯỚC", "Trang 1", "Bản số 03", "[bảo mật](https://a.vn/mat)", "Mất", "MAT",
]  # fmt: skip


@pytest.mark.parametrize("line", STAMPS)
def test_stamps(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_lines(line: str) -> None:
    assert not is_stamp(line)


@pytest.mark.parametrize("before", ["CÔNG TÁC BẢO VỆ BÍ", "QUY CHẾ BẢO", "Ngành Cơ", "NHÀ NƯỚC ĐỘ"])
def test_a_title_broken_before_its_last_word_is_no_stamp(before: str) -> None:
    assert not is_stamp("MẬT", before)
    assert is_stamp("MẬT", "TỈNH ỦY HÀ NỘI")


@pytest.mark.parametrize("before", ["KẾ HOẠCH QUẢN LÝ", "Về lưu trữ các", "GIAO NHẬN"])
def test_a_title_broken_before_secret_papers_is_no_stamp(before: str) -> None:
    assert not is_stamp("TÀI LIỆU MẬT", before)
    assert is_stamp("TÀI LIỆU MẬT", "TỈNH ỦY HÀ NỘI")


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


@pytest.mark.parametrize(
    ("deep", "refused"),
    [
        (["TỐI MẬT"], True),
        (["TUYỆT", "MẬT"], True),
        (["TUYỆT MẬT (Bản số: 02)"], True),
        (["PHỤ LỤC II", "(Kèm theo Kế hoạch)", "MẬT"], True),
        (["MẬT", "PHỤ LỤC II"], True),
        (["TỈNH A\tMẬT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], True),
        (["- TỐI MẬT"], False),
        (["Tối mật"], False),
        (["DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ", "TỐI MẬT"], False),
        (["PHỤ LỤC VỀ BẢO VỆ BÍ", "MẬT NHÀ NƯỚC"], False),
        (["PHỤ LỤC II", *("một dòng" for _ in range(9)), "MẬT"], False),
        (["bảo vệ bí mật nhà nước", "MẬT KHẨU"], False),
    ],
)
def test_deep_in_the_body(deep: list[str], refused: bool) -> None:
    lines = [*_filler(60), *deep, *_filler(5)]
    assert secret("\n".join(lines).encode(), "a.txt") is refused
    assert secret(docx("".join(map(paragraph, lines))), "a.docx") is refused
    page = "".join(f"<p>{line}</p>" for line in lines).replace("\t", "</p><p>")
    assert secret(page.encode(), "a.html") is refused


def test_at_the_head_of_a_later_page_of_a_text() -> None:
    lines = _filler(60)
    assert secret("\n".join([*lines, "\fSở Y tế", "MẬT", *lines]).encode(), "a.txt")
    assert secret("\n".join([*lines, "\f", "MẬT", *lines]).encode(), "a.txt")
    assert not secret("\n".join([*lines, "\fSở Y tế", *lines, "MẬT"]).encode(), "a.txt")


def test_a_table_that_counts_secret_papers_is_read() -> None:
    counts = table(
        [cell("TUYỆT MẬT"), cell("TỐI MẬT"), cell("MẬT")], [cell("0"), cell("2"), cell("5")]
    )
    assert not secret(docx(BODY + counts), "a.docx")
    assert not secret(docx(counts + BODY), "a.docx")
    assert secret(docx(BODY + table([cell("TỈNH ỦY"), cell("TỐI MẬT")])), "a.docx")


def test_a_lone_word_deep_in_the_body_is_no_stamp() -> None:
    lines = [*_filler(60), "MẬT", *_filler(5)]
    assert not secret("\n".join(lines).encode(), "a.txt")
    assert not secret(docx("".join(map(paragraph, lines))), "a.docx")


BODY = "".join(map(paragraph, _filler(80)))
WATERMARK = '<w:r><w:pict><v:shape><v:textpath string="TỐI MẬT"/></v:shape></w:pict></w:r>'


DRAWN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
BREAK = paragraph("", inner='<w:r><w:br w:type="page"/></w:r>')


def drawn(*texts: str) -> str:
    """A run with a drawing of these paragraphs, each in two runs."""
    inner = "".join(
        f"<a:p><a:r><a:t>{text[:2]}</a:t></a:r><a:r><a:t>{text[2:]}</a:t></a:r></a:p>"
        for text in texts
    )
    return f"<w:r><w:drawing {DRAWN}><a:txBody>{inner}</a:txBody></w:drawing></w:r>"


def notes(name: str, item: str, text: str) -> dict[str, bytes | str]:
    """A part with one note."""
    return {f"word/{name}.xml": part(name, f"<w:{item}>{paragraph(text)}</w:{item}>")}


def diagram(text: str) -> dict[str, bytes | str]:
    """The data of a diagram with one shape."""
    return {"word/diagrams/data1.xml": f"<d {DRAWN}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d>"}


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (docx(paragraph("", inner=run("tối mật", "<w:smallCaps/>")) + BODY), True),
        (docx(paragraph("", inner=run("tối mật", '<w:smallCaps w:val="0"/>')) + BODY), False),
        (docx(BODY + paragraph("x", inner=run("MẬT", "<w:vanish/>"))), True),
        (docx(BODY + paragraph("x", inner=run("BÍ MẬT", "<w:vanish/>"))), False),
        (docx(BODY + paragraph("", inner=drawn("MẬT"))), True),
        (docx(BODY + paragraph("", inner=drawn("TUYỆT", "MẬT"))), True),
        (docx(BODY + paragraph("", inner=drawn("BÍ MẬT KINH DOANH"))), False),
        (docx(BODY, extra=notes("footnotes", "footnote", "MẬT")), True),
        (docx(BODY, extra=notes("footnotes", "footnote", "Luật bảo vệ bí mật nhà nước")), False),
        (docx(BODY, extra=notes("endnotes", "endnote", "TỐI MẬT")), True),
        (docx(BODY, extra=notes("comments", "comment", "Đóng dấu: MẬT")), True),
        (docx(BODY, extra=notes("comments", "comment", "Bỏ chữ mật ở đây")), False),
        (docx(BODY, extra=diagram("MẬT")), True),
        (docx(BODY, extra=diagram("Bảo mật")), False),
        (docx(BODY, headers=[paragraph("MẬT - Trang 1")]), True),
        (docx(BODY, headers=[paragraph("Bảo mật - Trang 1")]), False),
        (docx(BODY + paragraph("", inner=text_box(paragraph("TÀI LIỆU MẬT")))), True),
        (docx(BODY + paragraph("", inner=text_box(paragraph("MẬT Bản số: 02")))), True),
        (docx(BODY + BREAK + paragraph("Sở Y tế") + paragraph("MẬT") + BODY), True),
        (docx(BODY + paragraph("MẬT", "<w:pageBreakBefore/>") + BODY), True),
        (docx(BODY + paragraph("x", "<w:sectPr/>") + paragraph("MẬT") + BODY), True),
        (docx(BODY + BREAK + table([cell("SỞ Y TẾ"), cell("MẬT")]) + BODY), True),
        (docx(BODY + BREAK + paragraph("BẢO VỆ BÍ") + paragraph("MẬT") + BODY), False),
        (docx(BODY + BREAK + BODY + paragraph("MẬT") + BODY), False),
    ],
)
def test_wherever_a_word_file_has_words(data: bytes, refused: bool) -> None:
    assert secret(data, "a.docx") is refused


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


TEXT = "\n\n".join(_filler(60))
TILTED = "#set page(background: rotate({angle}deg, text({size}pt, fill: luma(85%))[{words}]))\n"


@pytest.mark.parametrize("angle", [-45, -60, 30, 8, -12, 135])
@pytest.mark.parametrize("words", ["TỐI MẬT", "MẬT", "T U Y Ệ T  M Ậ T", "MẬT (Bản số 03)"])
def test_tilted_across_the_pages(angle: int, words: str) -> None:
    assert secret(pdf(TILTED.format(angle=angle, size=60, words=words) + TEXT), "a.pdf")


@pytest.mark.parametrize("words", ["DỰ THẢO", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "MẬT KHẨU"])
def test_an_ordinary_watermark_is_no_stamp(words: str) -> None:
    assert not secret(pdf(TILTED.format(angle=-45, size=60, words=words) + TEXT), "a.pdf")


PLACED = "#place(dx: {dx}cm, dy: {dy}cm)[#text({looks})[{words}]]\n"


@pytest.mark.parametrize(
    ("dx", "dy", "looks", "words"),
    [
        (1, 0, "size: 20pt, fill: red", "MẬT"),  # over the first line
        (2, 10, "size: 20pt, fill: red", "MẬT"),  # over a line of the body
        (2, 10, "fill: red", "M.Ậ.T"),
        (2, 10, "size: 18pt", "TÀI LIỆU MẬT"),
        (2, 0, "size: 13pt", "MẬT"),  # like the text, at the head
        (2, 3, "size: 9pt", "tối mật"),  # small capitals
    ],
)
def test_printed_over_a_line(dx: float, dy: float, looks: str, words: str) -> None:
    made = PLACED.format(dx=dx, dy=dy, looks=looks, words=words)
    assert secret(pdf(made + TEXT), "a.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "#align(center)[*BẢO VỆ BÍ* #text(fill: blue)[*MẬT NHÀ NƯỚC*]]",
        "#text(size: 16pt)[KẾ HOẠCH BẢO VỆ BÍ MẬT]",
        "Xử lý #text(size: 9pt)[tài liệu mật] đúng quy định",
        "#table(columns: 3, [TUYỆT MẬT], [TỐI MẬT], [MẬT], [0], [2], [5])",
        "Chế độ bảo \\ mật của hệ thống",
    ],
)
def test_ordinary_words_in_a_pdf(text: str) -> None:
    assert not secret(pdf(text + "\n\n" + TEXT), "a.pdf")


def test_in_the_foot_of_a_page() -> None:
    assert secret(pdf("#set page(footer: [MẬT - Trang 1])\n" + TEXT), "a.pdf")
    assert not secret(pdf("#set page(footer: [Bảo mật - Trang 1])\n" + TEXT), "a.pdf")


PAGE = "<html><head><title>{title}</title></head><body>{body}<p>Kế hoạch</p></body></html>"


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        (PAGE.format(title="MẬT", body=""), True),
        (PAGE.format(title="Kế hoạch bảo mật", body=""), False),
        (PAGE.format(title="", body="<svg><text x=1><tspan>M&#7852;T</tspan></text></svg>"), True),
        (PAGE.format(title="", body="<button class=a>TỐI <b>MẬT</b></button>"), True),
        (PAGE.format(title="", body="<button>Đổi mật khẩu</button>"), False),
        (PAGE.format(title="", body="<noscript><p>MẬT</p></noscript>"), True),
        (PAGE.format(title="", body="<img src=a.png alt='MẬT'>"), True),
        (PAGE.format(title="", body="<img src=a.png alt=MẬT>"), True),
        (PAGE.format(title="", body='<img alt="Mật độ dân số">'), False),
        (PAGE.format(title="", body="<input value='TUYỆT MẬT'>"), True),
        (PAGE.format(title="", body="<input type=password placeholder='Mật khẩu'>"), False),
        (PAGE.format(title="", body="<option value=1>Mật</option><option>Tối mật</option>"), False),
        (PAGE.format(title="", body="<input type=checkbox value='Mật'>"), False),
        (PAGE.format(title="", body="<div style='display:none'>M<b>Ậ</b>T</div>"), True),
        (PAGE.format(title="", body="<div hidden><p>bí mật</p></div>"), False),
    ],
)
def test_wherever_a_page_has_words(made: str, refused: bool) -> None:
    assert secret(made.encode(), "a.html") is refused
