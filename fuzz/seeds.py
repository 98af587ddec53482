"""Sound documents to damage, one list for each format, made without any file but their own."""

from __future__ import annotations

import io
from pathlib import Path

import docx as python_docx

from tests.foundation.documents.opening import making as m

KINDS = ("txt", "docx", "pdf", "html")

TEXT = """ỦY BAN NHÂN DÂN TỈNH AN HÒA\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 07/KH-UBND\tAn Hòa, ngày 09 tháng 02 năm 2026

KẾ HOẠCH
Phát triển du lịch tỉnh An Hòa giai đoạn 2026 - 2030

I. MỤC TIÊU
1. Mục tiêu chung
Đưa du lịch thành ngành kinh tế quan trọng.
2. Mục tiêu cụ thể đến năm 2030
- Đón trên 3 triệu lượt khách; doanh thu đạt 9.500 tỷ đồng.
- Tối thiểu 95% hồ sơ đúng hạn, trong đó có 40/99 xã đạt 100%.
a) Giảm 1,0-1,5% hộ nghèo/năm.
II. NHIỆM VỤ
1. Rà soát quy định.
III. TỔ CHỨC THỰC HIỆN
| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |
|----|----------|-----------------|----------|
| 1 | Đề án cảng du lịch | Sở Xây dựng | 2027 |
| 2 | Kế hoạch quảng bá |  | Quý II/2028 |

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Nguyễn Văn A
"""


def seeds(kind: str, corpus: Path | None = None) -> list[bytes]:
    """The sound files of a format; those of `corpus` too, when it is given and exists."""
    made = {"txt": _txt, "docx": _docx, "pdf": _pdf, "html": _html}[kind]()
    if corpus is not None and corpus.is_dir():
        for path in sorted(corpus.glob(f"*.{kind}")):
            # The head of a long text is as good a seed, and read ten times as fast.
            data = path.read_bytes()
            made.append(data[: data.rfind(b"\n", 0, 20_000)] if kind == "txt" else data)
    return made


def _txt() -> list[bytes]:
    return [TEXT.encode(), TEXT.encode("utf-16"), TEXT.replace("\n", "\r\n").encode("utf-8-sig")]


def _docx() -> list[bytes]:
    numbering = m.abstract(
        0,
        m.level(0, "upperRoman", "%1."),
        m.level(1, "decimal", "%1.%2."),
        m.level(2, "bullet", "-"),
    ) + m.num(1, 0, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    )
    lines = "".join(map(m.paragraph, TEXT.replace("|", "").splitlines()))
    merged = m.table(
        [m.cell("TT"), m.cell("Nhiệm vụ", '<w:gridSpan w:val="2"/>'), m.cell("Cơ quan chủ trì")],
        [m.cell("1"), m.cell("a"), m.cell("b"), m.cell("Sở X", '<w:vMerge w:val="restart"/>')],
        [m.cell("2"), m.cell("c"), m.cell("d"), m.cell("", "<w:vMerge/>")],
    )
    rich = (
        m.numbered("Mục", style="A")
        + m.numbered("Con", 1, 1)
        + m.paragraph("x", inner=m.text_box(m.paragraph("hộp")) + f"<w:ins>{m.run('thêm')}</w:ins>")
        + merged
    )
    full = m.docx(lines + rich, numbering=numbering, styles=styles, headers=[m.paragraph("đầu")])
    document = python_docx.Document()
    for line in TEXT.splitlines()[:12]:
        document.add_paragraph(line, style="List Number")
    document.add_table(rows=2, cols=3).cell(0, 0).merge(document.tables[0].cell(1, 1))
    buffer = io.BytesIO()
    document.save(buffer)
    return [full, buffer.getvalue()]


def _pdf() -> list[bytes]:
    body = TEXT.split("| TT")[0].replace("\n", " \\\n").replace("- ", "\\- ")
    table = (
        "\n\n#table(columns: 3, [TT], [Nhiệm vụ], [Chủ trì], [1], [Đề án],"
        " table.cell(rowspan: 2)[Sở X], [2], [Kế hoạch], table.cell(colspan: 3)[Nhóm])\n"
    )
    return [m.pdf(body + table), m.pdf(f"#rotate(90deg, reflow: true)[{table}]" * 3)]


def _html() -> list[bytes]:
    lines = "".join(f"<p align=center><b>{line}</b></p>\n" for line in TEXT.splitlines() if line)
    table = (
        "<table border=1><tr><th>TT<th colspan=2>Nhiệm vụ<th>Cơ quan chủ trì<tr><td>1<td>a<td>b"
        "<td rowspan=2>Sở X<tr><td>2<td><ul><li>c</ul><td><table><tr><td>d</table></table>"
    )
    lists = '<ol type="I" start=2><li>Mục<ol type=a><li value=3>con</ol></ol>'
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{lines}{table}{lists}"
    return [page.encode(), page.encode("utf-16"), f"{page}</body></html>".encode()]
