"""What a Word file shows of its pages; the letters of a title as they are printed."""

from __future__ import annotations

import pytest

from namro.foundation.documents.checking import pages_of
from tests.foundation.documents.checking.drafts import PARTY, STATE, checked, codes
from tests.foundation.documents.opening.making import docx, paragraph, run

A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="851"/>'
SIZE = '<w:sz w:val="28"/>'
FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
PAGE = '<w:p><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r></w:p>'
LONG = "Tỉnh giao các sở làm tốt việc của mình và báo cáo kết quả từng quý. " * 60


def word(
    text: str,
    *,
    size: str = A4,
    margins: str = MARGINS,
    first: str = "<w:titlePg/>",
    looks: str = SIZE + FONT,
    header: str = PAGE,
) -> bytes:
    """A Word file of a draft: a paragraph a line, the table left out."""
    lines = [line for line in text.split("\n") if line and not line.startswith("|")]
    lines.insert(-12, LONG)
    body = "".join(paragraph(inner=run(line, looks)) for line in lines)
    return docx(
        f"{body}<w:sectPr>{size}{margins}{first}</w:sectPr>", headers=[header] if header else []
    )


@pytest.mark.parametrize("base", [STATE, PARTY], ids=["state", "party"])
def test_a_right_page_has_no_finding(base: str) -> None:
    found = checked(word(base), "du-thao.docx")
    assert [finding.code for finding in found if finding.category.value == "page"] == []


@pytest.mark.parametrize(
    ("code", "changes", "told"),
    [
        ("paper_not_a4", {"size": '<w:pgSz w:w="12240" w:h="15840"/>'}, "215,9 × 279,4"),
        ("margin", {"margins": MARGINS.replace("1701", "1134")}, "Lề trái là 20 mm"),
        ("margin", {"margins": MARGINS.replace('right="851"', 'right="1701"')}, "Lề phải là 30 mm"),
        ("font", {"looks": SIZE + FONT.replace("Times New Roman", "Arial")}, "Arial"),
        ("body_size", {"looks": FONT + '<w:sz w:val="24"/>'}, "cỡ chữ 12"),
        ("page_number_missing", {"header": ""}, "số trang"),
        ("page_number_on_first", {"first": ""}, "trang đầu"),
    ],
)
def test_a_wrong_page_is_found(code: str, changes: dict[str, str], told: str) -> None:
    found = checked(word(STATE, **changes), "du-thao.docx")
    messages = [finding.message() for finding in found if finding.code == code]
    assert messages, codes(found)
    assert told in messages[0]


def test_a_party_page_has_margins_and_sizes_of_its_own() -> None:
    right = MARGINS.replace('right="851"', 'right="1134"')
    found = checked(word(PARTY, margins=right, looks=FONT + '<w:sz w:val="26"/>'), "du-thao.docx")
    assert {"margin", "body_size"} <= set(codes(found))
    assert all("36-HD/VPTW" in one.source() for one in found if one.category.value == "page")
    fine = checked(word(STATE, margins=right, looks=FONT + '<w:sz w:val="26"/>'), "du-thao.docx")
    assert not {"margin", "body_size"} & set(codes(fine))


def test_a_title_in_capitals_is_found_where_letters_are_as_printed() -> None:
    title = "Cải cách thủ tục hành chính và phát triển dịch vụ số của tỉnh năm 2026"
    shouted = STATE.replace(title, title.upper())
    assert "title_in_capitals" in codes(checked(word(shouted), "du-thao.docx"))
    assert "title_in_capitals" not in codes(checked(word(STATE), "du-thao.docx"))
    assert "title_in_capitals" not in codes(checked(shouted)), "exports shout every title"


def test_fonts_and_sizes_come_from_styles_and_the_theme() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/>'
        '<w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
        '<w:style w:type="paragraph" w:styleId="Than"><w:basedOn w:val="Goc"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Goc"><w:basedOn w:val="Than"/>'
        '<w:rPr><w:rFonts w:ascii="Times New Roman"/><w:sz w:val="27"/></w:rPr></w:style>'
    )
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:minorFont>'
        '<a:latin typeface="Calibri"/></a:minorFont></a:theme>'
    )
    body = paragraph("mười chữ cái") + paragraph("bốn", '<w:pStyle w:val="Than"/>')
    pages = pages_of(docx(body, styles=styles, extra={"word/theme/theme1.xml": theme}))
    assert dict(pages.fonts) == {"Calibri": 12, "Times New Roman": 3}
    assert dict(pages.sizes) == {11.0: 12, 13.5: 3}
    assert pages.sections == ()


def test_a_lying_appendix_is_no_wrong_margin() -> None:
    lying = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/>'
        '<w:pgMar w:top="567" w:bottom="567" w:left="567" w:right="567"/></w:sectPr></w:pPr></w:p>'
    )
    body = lying + paragraph("Chữ") + f"<w:sectPr>{A4}{MARGINS}</w:sectPr>"
    pages = pages_of(docx(body))
    assert [section.landscape for section in pages.sections] == [True, False]
