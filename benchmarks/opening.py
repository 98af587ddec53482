"""How long it takes to open files of 200 pages, against their limits.

    python -m benchmarks.opening

The DOCX (text, generated numbering, merged tables) has 5 seconds to be opened and read; the PDF
(text and ruled tables) has 60. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass

from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.blocks import Table
from namro.foundation.documents.reading.opening import open_bytes
from tests.foundation.documents.opening import making as m

PAGES = 200
DOCX_SECONDS = 5.0
PDF_SECONDS = 60.0
#: Words on a page of an official document set in 14 points.
_WORDS_A_PAGE = 380
_SENTENCE = (
    "Các sở, ban, ngành chủ động phối hợp, bảo đảm tối thiểu 95% hồ sơ được giải quyết đúng hạn "
    "và báo cáo kết quả trước ngày 15 tháng 12 hằng năm."
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds to open a file and to read it whole, and the limit for both together."""

    name: str
    megabytes: float
    opened: float
    whole: float
    limit: float
    blocks: int


def docx_of(pages: int) -> bytes:
    """A Word plan of so many pages: headings, numbered lines, a table every fifth page."""
    numbering = (
        m.abstract(
            0,
            m.level(0, "upperRoman", "%1."),
            m.level(1, "decimal", "%2."),
            m.level(2, "lowerLetter", "%3)"),
        )
        + m.num(1, 0)
    )  # fmt: skip
    lines_a_page = _WORDS_A_PAGE // len(_SENTENCE.split())
    body: list[str] = []
    for page in range(pages):
        body.append(m.numbered(f"NHIỆM VỤ VÀ GIẢI PHÁP NHÓM {page + 1}", 1, 0 if page % 10 else 1))
        body.extend(m.numbered(_SENTENCE, 1, 2) for _ in range(lines_a_page - 1))
        if page % 5 == 4:
            body.append(_table(page))
    return m.docx("".join(body), numbering=numbering)


def _table(page: int) -> str:
    head = [m.cell(text) for text in ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")]
    rows = []
    for number in range(1, 13):
        merge = '<w:vMerge w:val="restart"/>' if number % 3 == 1 else "<w:vMerge/>"
        lead = f"Sở thứ {number}" if number % 3 == 1 else ""
        title = f"Xây dựng đề án số {page}.{number}"
        rows.append([m.cell(str(number)), m.cell(title), m.cell(lead, merge), m.cell("2027")])
    return m.table(head, *rows)


def pdf_of(pages: int) -> bytes:
    """The same as PDF, a ruled table on every fifth page."""
    lines = _WORDS_A_PAGE // len(_SENTENCE.split())
    sheets = []
    for page in range(pages):
        sheet = f"*{page + 1}. Nhiệm vụ và giải pháp*\n\n" + f"{_SENTENCE}\n\n" * (lines // 2)
        if page % 5 == 4:
            cells = "".join(f"[{n}], [Đề án số {page}.{n}], [Sở thứ {n}], " for n in range(1, 13))
            sheet += f"#table(columns: (1cm, 1fr, 4cm), {cells})"
        sheets.append(sheet)
    return m.pdf("\n#pagebreak()\n".join(sheets))


def measure(name: str, data: bytes, limit: float) -> Timing:
    """Opens and reads the file once."""
    began = time.perf_counter()
    opened = open_bytes(data, name)
    middle = time.perf_counter()
    draft_of(opened)
    ended = time.perf_counter()
    assert any(isinstance(block, Table) for block in opened.blocks)
    return Timing(name, len(data) / 1e6, middle - began, ended - began, limit, len(opened.blocks))


def main() -> int:
    """Prints one line a file; 1 when one took longer than its limit."""
    timings = [
        measure("200-pages.docx", docx_of(PAGES), DOCX_SECONDS),
        measure("200-pages.pdf", pdf_of(PAGES), PDF_SECONDS),
    ]
    for timing in timings:
        print(
            f"{timing.name:<16} {timing.megabytes:5.1f} MB {timing.blocks:6} blocks   "
            f"opened {timing.opened:5.2f} s   read whole {timing.whole:5.2f} s   "
            f"limit {timing.limit:.0f} s   {timing.whole / timing.limit:4.0%} of it"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    return int(any(timing.whole > timing.limit for timing in timings))


if __name__ == "__main__":
    sys.exit(main())
