"""A province that does not exist, with complete figures, so that every verdict can be seen.

``python -m namro.sample.fictional`` writes ``fictional_programme.txt``,
``fictional_observations.csv`` and ``fictional_allocations.csv`` beside this file from the tables
below; the same tables give the same bytes. Nothing in it is a real figure.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCOPE = "Nam Châu"
SOURCE = "Số liệu hư cấu của phần mềm"
NUMBER = "21-CTr/TU"
FIRST, LAST = 2024, 2028


# A period, a value, and what else the row's columns say.
Row = tuple[str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Series:
    """One target and its figures: the sentence, the indicator it is proposed for, and its rows.

    Without a sentence: more figures of the one before.
    """

    sentence: str
    indicator: str
    rows: tuple[Row, ...]


def _yearly(indicator: str, sentence: str, first: int, *values: str) -> Series:
    rows: tuple[Row, ...] = tuple(
        (str(first + step), value, {}) for step, value in enumerate(values)
    )
    return Series(sentence, indicator, rows)


SERIES = (
    # Reached when due, and kept above it since.
    _yearly(
        "sipas",
        "Đến năm 2025, chỉ số SIPAS đạt trên 88%.",
        2021,
        "82.1",
        "84",
        "85.9",
        "87.2",
        "89.4",
    ),
    # Every closed year above the upper end.
    _yearly(
        "dang-vien-ket-nap",
        "Hằng năm kết nạp 800 - 900 đảng viên.",
        2022,
        "840",
        "861",
        "934",
        "951",
    ),
    # Its year goes on: nine months stand beside the same months of the year before.
    Series(
        "",
        "dang-vien-ket-nap",
        (
            ("2025-9M", "668", {"published_on": "2025-10-08"}),
            ("2026-9M", "702", {"published_on": "2026-10-08"}),
        ),
    ),
    # Ahead of the straight path from 2023.
    _yearly(
        "ho-so-dung-han",
        "Đến năm 2028, 99% hồ sơ thủ tục hành chính được trả kết quả đúng hạn.",
        2022,
        "92.3",
        "93",
        "94.6",
        "96.1",
    ),
    # Short of the path by less than a fifth of the change planned so far.
    _yearly(
        "don-vi-su-nghiep-tu-chu",
        "Đến năm 2028, có tối thiểu 30% đơn vị sự nghiệp công lập tự chủ.",
        2022,
        "9",
        "10",
        "13.7",
        "17.2",
    ),
    # Hardly moved.
    _yearly(
        "ky-nang-so",
        "Đến năm 2028, 100% cán bộ, công chức được bồi dưỡng kỹ năng số.",
        2022,
        "38",
        "40",
        "44",
        "51.5",
    ),
    # Due, and not there.
    _yearly(
        "bien-che-su-nghiep",
        "Đến năm 2025, giảm tối thiểu 10% biên chế sự nghiệp so với năm 2021.",
        2021,
        "24310",
        "24102",
        "23577",
        "22950",
        "22604",
    ),
    # Two sources of equal standing say different things.
    Series(
        "Đến năm 2025, chỉ số cải cách hành chính (PAR INDEX) đạt tối thiểu 88%.",
        "par-index",
        (
            ("2023", "85.5", {}),
            ("2025", "88.3", {}),
            ("2025", "87.6", {"source": "Nguồn hư cấu thứ hai"}),
        ),
    ),
    # What is counted was changed, and nothing bridges it.
    Series(
        "Đến năm 2025, tích hợp 60% dịch vụ công trực tuyến với Cổng Dịch vụ công quốc gia.",
        "dich-vu-cong-tich-hop",
        (("2023", "35", {}), ("2025", "71", {"concept": "dịch vụ công toàn trình, một phần"})),
    ),
    # Asked for, and nobody ever measured it.
    Series("Đến năm 2028, tỷ lệ cán bộ nữ diện cấp ủy quản lý đạt tối thiểu 20%.", "can-bo-nu", ()),
    # Without a figure: judged by evidence when it is due.
    Series("Đến năm 2028, cơ bản hoàn thành số hóa kho lưu trữ.", "", ()),
)

# What was given out: (target, what it asks, year, unit, value, document, its day). The second row
# of a year and unit amends the first.
GIVEN = (
    ("(2)", "800", "2024", "", "820", "12-KH/TU", "2024-02-01"),
    ("(2)", "800", "2025", "", "850", "03-KH/TU", "2025-01-20"),
    ("(2)", "800", "2025", "", "880", "41-KH/TU", "2025-06-30"),
    ("(2)", "800", "2026", "", "900", "58-KH/TU", "2025-12-15"),
    ("(2)", "800", "2026", "Huyện ủy Sông Đông", "310", "58-KH/TU", "2025-12-15"),
    ("(2)", "800", "2026", "Huyện ủy Núi Tây", "325", "58-KH/TU", "2025-12-15"),
    ("(2)", "800", "2026", "Đảng ủy các cơ quan tỉnh", "240", "58-KH/TU", "2025-12-15"),
    ("(5)", "100", "2026", "", "65", "07-KH/UBND", "2025-12-20"),
    ("(5)", "100", "2028", "", "100", "07-KH/UBND", "2025-12-20"),
)


def allocations() -> str:
    """What was given out of its targets, as a table."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    heads = ["programme", "target", "asked", "year", "unit", "value", "document", "document_on"]
    writer.writerow([*heads, "source"])
    for row in GIVEN:
        writer.writerow([NUMBER, *row, SOURCE])
    return file.getvalue()


def document() -> str:
    """The programme of the province, in the form that reading expects."""
    asked = [each for each in SERIES if each.sentence]
    targets = "\n".join(f"({number}) {each.sentence}" for number, each in enumerate(asked, 1))
    return f"""TỈNH ỦY NAM CHÂU\tĐẢNG CỘNG SẢN VIỆT NAM
*\tNam Châu, ngày 15 tháng 01 năm {FIRST}
Số {NUMBER}

CHƯƠNG TRÌNH
cải cách hành chính tỉnh Nam Châu (tỉnh hư cấu), giai đoạn {FIRST}-{LAST}
-----

I. MỤC TIÊU
1. Mục tiêu chung
Minh họa mọi kết quả đánh giá bằng một tỉnh không có thật.
2. Chỉ tiêu
{targets}

II. NHIỆM VỤ, GIẢI PHÁP
1. Theo dõi số liệu
Ghi số liệu đúng kỳ, kèm nguồn.

Nơi nhận:
- Các huyện ủy;
- Lưu Văn phòng.
"""


def observations() -> str:
    """Its figures, as a table that can be recorded."""
    file = io.StringIO(newline="")
    heads = ["indicator", "scope", "period", "value", "concept", "published_on", "source", "note"]
    writer = csv.DictWriter(file, heads, lineterminator="\n")
    writer.writeheader()
    for each in SERIES:
        for period, value, more in each.rows:
            row = {
                "indicator": each.indicator,
                "scope": SCOPE,
                "period": period,
                "value": value,
                # Each year's figure becomes known in March.
                "published_on": f"{int(period[:4]) + 1}-03-15",
                "source": SOURCE,
                "note": "số liệu hư cấu",
            }
            if each.indicator == "dich-vu-cong-tich-hop":
                row["concept"] = "mức độ 3, 4 theo Nghị định 43/2011/NĐ-CP"
            writer.writerow(row | more)
    return file.getvalue()


def main() -> None:
    """Write all three files."""
    (HERE / "fictional_programme.txt").write_text(document(), encoding="utf-8")
    (HERE / "fictional_observations.csv").write_text(observations(), encoding="utf-8")
    (HERE / "fictional_allocations.csv").write_text(allocations(), encoding="utf-8")


if __name__ == "__main__":
    main()
