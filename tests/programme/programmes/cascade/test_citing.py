"""Which documents a document cites, and in what manner."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.rules.citing import citations

# (what a document opens with, what it cites: manner, kind, name, date, issuer)
CASES = [
    (
        "Thực hiện Chương trình số 12-CTr/TU ngày 5/4/2021 của Thành ủy về phát triển thể thao, "
        "Ủy ban nhân dân Thành phố ban hành Kế hoạch như sau:",
        [("carries_out", "Chương trình", "12-CTr/TU", dt.date(2021, 4, 5), "Thành ủy")],
    ),
    (
        "Căn cứ Nghị quyết số 88-NQ/TW ngày 03 tháng 6 năm 2024 của Bộ Chính trị về thư viện;\n"
        "Căn cứ Kế hoạch số 23/KH-UBND ngày 09/7/2025 của UBND tỉnh về làm theo Nghị quyết số "
        "66/NQ-CP ngày 02/5/2025 của Chính phủ;",
        [
            ("based_on", "Nghị quyết", "88-NQ/TW", dt.date(2024, 6, 3), "Bộ Chính trị"),
            ("based_on", "Kế hoạch", "23/KH-UBND", dt.date(2025, 7, 9), "UBND tỉnh"),
            # Only what another document is about.
            ("mentions", "Nghị quyết", "66/NQ-CP", dt.date(2025, 5, 2), "Chính phủ"),
        ],
    ),
    (
        # Several, parted by semicolons, all led by one word.
        "Triển khai thực hiện Nghị quyết số 88-NQ/TW ngày 03/6/2024 của Bộ Chính trị về thư viện; "
        "Quyết định số 415/QĐ-TTg ngày 07/8/2024 của Thủ tướng",
        [
            ("carries_out", "Nghị quyết", "88-NQ/TW", dt.date(2024, 6, 3), "Bộ Chính trị"),
            ("carries_out", "Quyết định", "415/QĐ-TTg", dt.date(2024, 8, 7), "Thủ tướng"),
        ],
    ),
    (
        # Two joined by "và".
        "Thực hiện Nghị quyết số 05-NQ/TU ngày 01/02/2022 của Thành ủy và Kế hoạch số 12-KH/TU",
        [
            ("carries_out", "Nghị quyết", "05-NQ/TU", dt.date(2022, 2, 1), "Thành ủy"),
            ("carries_out", "Kế hoạch", "12-KH/TU", None, ""),
        ],
    ),
    (
        # In a title printed over several lines and in capitals.
        "KẾ HOẠCH\nTRIỂN KHAI THỰC HIỆN KẾT LUẬN SỐ 21-KL/TU\nCỦA BAN THƯỜNG VỤ TỈNH ỦY",
        [("carries_out", "Kết luận", "21-KL/TU", None, "BAN THƯỜNG VỤ TỈNH ỦY")],
    ),
    (
        "Thực hiện Nghị quyết Đại hội đại biểu lần thứ IX Đảng bộ huyện Nam Châu; Chương trình "
        "số 10- CTr/HU ngày 31/2/2021",
        [
            (
                *("carries_out", "Nghị quyết", "Nghị quyết Đại hội lần thứ IX", None),
                "Đảng bộ huyện Nam Châu",
            ),
            # A space in the number; a date that is none.
            ("carries_out", "Chương trình", "10-CTr/HU", None, ""),
        ],
    ),
    ("Theo đề nghị của Sở Y tế tại Tờ trình số 77/TTr-SYT ngày 09/3/2025.",
     [("mentions", "Tờ trình", "77/TTr-SYT", dt.date(2025, 3, 9), "")]),
    ("Trồng thêm cây bóng mát, phấn đấu 30/34 tuyến phố đạt 95% trong năm 2025.", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "wanted"), CASES)
def test_what_an_opening_cites(opening: str, wanted: list[tuple[object, ...]]) -> None:
    found = citations(opening, len(opening))
    assert [(c.manner, c.kind, c.name, c.dated_on, c.issuer) for c in found] == wanted
    for cited in found:
        said = " ".join(opening[cited.start : cited.end].split())
        assert said.lower().startswith(cited.kind.lower())
        if cited.number:
            assert cited.number in said.replace(" ", "").replace("–", "-")


def test_a_document_does_not_cite_itself_nor_one_twice() -> None:
    opening = (
        "Kế hoạch số 5/KH-SNV\n"
        "Căn cứ Chương trình số 01-CTr/TU của Thành ủy;\n"
        "Sở Nội vụ ban hành Kế hoạch thực hiện Chương trình số 01-CTr/TU ngày 17/3/2021 như sau:"
    )
    found = citations(opening, len(opening), "5/KH-SNV")
    assert [(c.manner, c.number, c.dated_on) for c in found] == [
        ("carries_out", "01-CTr/TU", dt.date(2021, 3, 17))
    ]


def test_what_stands_after_the_first_heading_is_not_looked_at() -> None:
    text = "Căn cứ Luật;\nI. MỤC TIÊU\nThực hiện Nghị quyết số 57-NQ/TW"
    assert citations(text, text.index("I. MỤC")) == []
    assert citations(text, len(text))


@given(
    st.text(alphabet="Nghị quyết số 0123456789-/NQTWCP ngày;,.\n vàthực hiện căn cứ", max_size=300)
)
def test_every_citation_stands_where_it_says(text: str) -> None:
    found = citations(text, len(text))
    assert len({(c.number or c.name.lower(), c.dated_on) for c in found}) == len(found)
    for cited in found:
        assert 0 <= cited.start < cited.end <= len(text)
        assert cited.manner in {"carries_out", "based_on", "mentions"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "manner"),
    [
        ("310-kh-ubnd-thanh-pho-ha-noi.txt", "carries_out"),
        ("3260-kh-ddqh15.txt", "carries_out"),
        ("144-kh-ubnd-tinh-bac-ninh.txt", "based_on"),
        ("552-kh-ubnd-tinh-dong-thap.txt", "based_on"),
        ("597-kh-ubnd-tinh-dong-thap.txt", "based_on"),
        ("2629-qd-ttg.txt", "based_on"),
        # It carries out a plan of its province that carries out the resolution.
        ("987-kh-ubnd-tinh-nghe-an.txt", "mentions"),
    ],
)
def test_how_issued_plans_cite_resolution_57(shared: Path, name: str, manner: str) -> None:
    draft = read_bytes((shared / "corpus" / name).read_bytes(), name)
    outline = draft.as_dict("vi")["outline"]
    until = next(node["start"] for node in outline if node["heading"])
    cited = {c.number: c for c in citations(draft.text, until)}["57-NQ/TW"]
    assert (cited.manner, cited.dated_on) == (manner, dt.date(2024, 12, 22))
