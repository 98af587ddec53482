"""Ways of judging suggested from the words that programmes use."""

from __future__ import annotations

from datetime import date

import pytest

from namro.programme.indicators.rules import Comparator, Judging
from namro.programme.indicators.rules.suggesting import suggest

EACH, DUE, TOTAL, MEAN = (
    Judging.EACH_PERIOD,
    Judging.AT_DUE,
    Judging.CUMULATED,
    Judging.MEAN,
)
REACH = Comparator.REACH


@pytest.mark.parametrize(
    ("text", "comparator", "unit", "readings"),
    [
        ("Hằng năm kết nạp 9.000 - 10.000 đảng viên", Comparator.BETWEEN, "đảng viên", [EACH]),
        ("hàng năm trên 75% đảng viên", Comparator.MORE_THAN, "%", [EACH]),
        ("Mỗi năm giảm 2% so với năm trước", Comparator.REDUCE, "%", [EACH]),
        ("Đến năm 2025, 100% hồ sơ đúng hạn", REACH, "%", [DUE]),
        ("Đến hết năm 2025 có 500 doanh nghiệp", REACH, "doanh nghiệp", [DUE]),
        ("Tăng trưởng bình quân 7,5%/năm", REACH, "%", [MEAN]),
        ("Năng suất lao động tăng bình quân 7%/năm", Comparator.INCREASE, "%", [MEAN]),
        (
            "PAPI hằng năm tăng trung bình tối thiểu 5 bậc so với năm trước",
            Comparator.IMPROVE_RANK_AT_LEAST,
            "bậc",
            [MEAN, EACH],
        ),
        ("Thu nhập bình quân đầu người đạt 8.500 USD", REACH, "USD", [DUE]),
        ("Diện tích nhà ở bình quân đầu người 29,5 m2 vào năm 2025", REACH, "m2", [DUE]),
        ("Trong cả nhiệm kỳ xây 1.000 căn nhà", REACH, "căn", [TOTAL]),
        ("Lũy kế vốn đầu tư 3.100 nghìn tỷ đồng", REACH, "nghìn tỷ đồng", [TOTAL]),
        ("Giai đoạn 2021-2025 xây 1.000 căn nhà", REACH, "căn", [TOTAL, DUE]),
        ("Giai đoạn 2021-2025 đạt 40%", REACH, "%", [DUE]),
        ("Cơ bản hoàn thành chuyển đổi số", Comparator.QUALITATIVE, "", [DUE]),
        ("Trung bình trong 10 hạng đầu", Comparator.RANK_WITHIN, "hạng", [DUE]),
    ],
)
def test_the_words_suggest_how_it_is_judged(
    text: str, comparator: Comparator, unit: str, readings: list[Judging]
) -> None:
    found = suggest(text, comparator, unit)
    assert list(found.readings) == readings
    assert found.ambiguous == (len(readings) > 1)
    assert all(words in text for words in found.because)


def test_without_a_word_the_last_day_is_inferred() -> None:
    assert suggest("100% cán bộ được bồi dưỡng", REACH, "%").inferred_due
    assert not suggest("Đến năm 2025, 100% cán bộ", REACH, "%").inferred_due
    assert not suggest("100% cán bộ", REACH, "%", due=date(2025, 12, 31)).inferred_due


def test_what_the_reader_found_beside_the_words_counts() -> None:
    assert suggest("trên 75%", REACH, "%", each_year=True).readings == (EACH,)
    assert suggest("tăng 5 bậc", REACH, "bậc", from_previous_year=True).readings == (EACH,)


def test_words_it_does_not_rest_on_are_not_named() -> None:
    assert suggest("Trung bình trong 10 hạng đầu", Comparator.RANK_WITHIN, "hạng").because == ()
