"""The answer in words, for every status and every reason, in both languages."""

from __future__ import annotations

import re

import pytest

from namro.programme.indicators.rules import Flag, Reason, Status, sentence
from namro.programme.indicators.rules.words import FLAG, REASON, STATUS
from tests.programme.indicators.reading_cases import all_cases
from tests.programme.indicators.test_cases import JUDGED, answer_to

# (file and the ends of a case's title, vi, en): whole sentences, as a report would have them.
SAID = [
    (
        "Đạt 40 % đến năm 2025: vừa dưới",
        "Năm 2025: 39,99%, mục tiêu đạt 40%: chưa đạt. Còn thiếu 0,01 điểm %.",
        "2025: 39.99%, target reach 40%: missed. Short by 0.01 percentage points.",
    ),
    (
        "Đạt 40 % đến năm 2025: không có số liệu",
        "Mục tiêu đạt 40%: không có số liệu (không có số liệu của kỳ kết thúc ngày 31/12/2025).",
        "Target reach 40%: no data (there is no figure for a period ending on 31/12/2025).",
    ),
    (
        "Đạt 40 % đến năm 2025: đạt muộn một năm",
        "Năm 2025: 39%, mục tiêu đạt 40%: chưa đạt. Còn thiếu 1 điểm %. Đạt muộn, năm 2026.",
        "2025: 39%, target reach 40%: missed. Short by 1 percentage points. Reached late, 2026.",
    ),
    (
        "86,5 thiếu hai phần ba mức tăng phải có",
        "Năm 2024: 86,5 điểm, mục tiêu trên 90 điểm: khó đạt. Còn thiếu 3,5 điểm. Theo lộ trình, "
        "đến 31/12/2024 cần 89,03 điểm, từ nay mỗi năm cần thêm 3,5 điểm.",
        "2024: 86.5 points, target more than 90 points: off track. Short by 3.5 points. The path "
        "asks for 89.03 points by 31/12/2024, from here on 3.5 points more each year.",
    ),
    (
        "mốc 85,15 năm 2020: đạt sớm",
        "Năm 2024: 90,01 điểm, mục tiêu trên 90 điểm: đạt. Phải giữ vững đến 31/12/2025.",
        "2024: 90.01 points, target more than 90 points: reached. To be kept until 31/12/2025.",
    ),
    (
        "mốc 85,15 năm 2020: trong giai đoạn chưa có số liệu",
        "Mục tiêu trên 90 điểm: không có số liệu (không có số liệu nào từ 01/01/2021 đến "
        "31/12/2024).",
        "Target more than 90 points: no data (there is no figure from 01/01/2021 to 31/12/2024).",
    ),
    (
        "Giảm 10 % so với năm 2021: giảm 12 % là vượt",
        "Năm 2025: 880, so với 1.000 (năm 2021): giảm 12%, mục tiêu giảm 10% so với năm 2021: "
        "vượt.",
        "2025: 880, against 1,000 (2021): down 12%, target reduce by 10% compared with 2021: "
        "exceeded.",
    ),
    (
        "lại tăng 10 % (bỏ quên chiều là sai)",
        "Năm 2025: 1.100, so với 1.000 (năm 2021): tăng 10%, mục tiêu giảm 10% so với năm 2021: "
        "chưa đạt. Còn thiếu 20 điểm %.",
        "2025: 1,100, against 1,000 (2021): up 10%, target reduce by 10% compared with 2021: "
        "missed. Short by 20 percentage points.",
    ),
    (
        "so với cùng kỳ năm trước",
        "Năm 2021: 10.027 đảng viên, mục tiêu hằng năm từ 9.000 đến 10.000 đảng viên: vượt. 1/1 "
        "năm đạt. 9 tháng đầu năm 2022: 7.833 đảng viên, bằng 87% mục tiêu của cả năm, tăng "
        "11,9% so cùng kỳ (kỳ chưa kết thúc nên chưa đánh giá).",
        "2021: 10,027 đảng viên, target 9,000 to 10,000 đảng viên each year: exceeded. Reached "
        "in 1 of 1 years. First nine months of 2022: 7,833 đảng viên, 87% of the year's target, "
        "up 11.9% on last year (not closed, so not judged).",
    ),
    (
        "Mỗi tháng ít nhất 95 % hồ sơ đúng hạn: tháng ba chưa đạt",
        "Tháng 3 năm 2025: 94,9%, mục tiêu mỗi tháng tối thiểu 95%: chưa đạt. 2/3 kỳ đạt. Còn "
        "thiếu 0,1 điểm %.",
        "March 2025: 94.9%, target at least 95% each month: missed. Reached in 2 of 3 periods. "
        "Short by 0.1 percentage points.",
    ),
    (
        "giai đoạn 2021-2025, hết giai đoạn: vừa dưới",
        "Giai đoạn 2021-2025: 999 căn, mục tiêu đạt 1.000 căn, lũy kế cả giai đoạn: chưa đạt. Còn "
        "thiếu 1 căn.",
        "2021 to 2025: 999 căn, target reach 1,000 căn, over the whole term: missed. Short "
        "by 1 căn.",
    ),
    (
        "hết giai đoạn: thiếu một năm nhưng đã đủ",
        "Giai đoạn 2021-2024: 1.000 căn, mục tiêu đạt 1.000 căn, lũy kế cả giai đoạn: đạt. Còn "
        "thiếu số liệu của năm 2025.",
        "2021 to 2024: 1,000 căn, target reach 1,000 căn, over the whole term: reached. Figures "
        "are missing for 2025.",
    ),
    (
        "năm 2025 lên 24",
        "Mục tiêu tăng tối thiểu 5 bậc so với năm trước, bình quân cả giai đoạn: chưa đạt. Bình "
        "quân 2021 đến 2025: 4,8 bậc. Còn thiếu 0,2 bậc.",
        "Target rise by at least 5 places on the year before, as the mean of the term: missed. "
        "Mean 2021 to 2025: 4.8 places. Short by 0.2 places.",
    ),
    (
        "từ hạng 20 không thể tăng 25 bậc trong 5 năm",
        "Mục tiêu tăng tối thiểu 5 bậc so với năm trước, bình quân cả giai đoạn: cần xem xét (hạng "
        "20 không còn chỗ để tăng 5 bậc mỗi năm trong 5 năm).",
        "Target rise by at least 5 places on the year before, as the mean of the term: needs "
        "judgement (from rank 20 there is no room to rise 5 places each year for 5 years).",
    ),
    (
        "hai nguồn khác nhau về mốc",
        "Năm 2025: 90, mục tiêu tăng 10 điểm so với năm 2020: cần xem xét (các nguồn ngang nhau "
        "nêu số liệu khác nhau: 79 (A); 85 (B)).",
        "2025: 90, target increase by 10 points compared with 2020: needs judgement (sources of "
        "equal standing differ: 79 (A); 85 (B)).",
    ),
    (
        "Hai nguồn: trong tổng lũy kế",
        "Giai đoạn 2024-2025: 89 điểm, mục tiêu đạt 90 điểm, lũy kế cả giai đoạn: cần xem xét (các "
        "nguồn ngang nhau nêu số liệu khác nhau: 49 điểm (A); 51 điểm (B)).",
        "2024 to 2025: 89 points, target reach 90 points, over the whole term: needs judgement "
        "(sources of equal standing differ: 49 points (A); 51 points (B)).",
    ),
    (
        "một năm cũ trong bình quân",
        "Mục tiêu đạt 92%, bình quân cả giai đoạn: không so sánh được (có số liệu tính theo phương "
        "pháp hoặc đối tượng khác (mức độ 4) mà chưa có cách quy đổi được phê duyệt).",
        "Target reach 92%, as the mean of the term: not comparable (a figure counts by another "
        "method or population (mức độ 4) and no bridge over it is approved).",
    ),
    (
        "cách tính trên đường đi: điểm bắt đầu theo cách tính cũ",
        "Năm 2023: 86 điểm, mục tiêu đạt 90 điểm: không so sánh được (có số liệu tính theo phương "
        "pháp hoặc đối tượng khác (năm yếu tố) mà chưa có cách quy đổi được phê duyệt). Còn thiếu "
        "4 điểm.",
        "2023: 86 points, target reach 90 points: not comparable (a figure counts by another "
        "method or population (năm yếu tố) and no bridge over it is approved). Short by 4 points.",
    ),
    (
        "một năm lùi nhưng bình quân đủ",
        "Năm 2025: hạng 23, so với hạng 29 (năm 2024): tăng 6 bậc, mục tiêu tăng tối thiểu 5 bậc "
        "so với năm trước: cần xem xét (câu chữ có hai cách hiểu: xét từng kỳ: chưa đạt; xét bình "
        "quân cả giai đoạn: đạt). 2/5 năm đạt. Bình quân 2021 đến 2025: 5 bậc.",
        "2025: rank 23, against rank 29 (2024): up 6 places, target rise by at least 5 places on "
        "the year before: needs judgement (the words can be read in two ways: judged each period: "
        "missed; judged on the mean of the term: reached). Reached in 2 of 5 years. Mean 2021 to "
        "2025: 5 places.",
    ),
]
_TITLES = {case.title: case for case in JUDGED}


@pytest.mark.parametrize(("title", "vi", "en"), SAID, ids=[row[0] for row in SAID])
def test_an_answer_reads_as_a_report_would_have_it(title: str, vi: str, en: str) -> None:
    (case,) = [each for name, each in _TITLES.items() if name.endswith(title)]
    target, answer = answer_to(case)
    assert _plain(sentence(target, answer)) == vi
    assert _plain(sentence(target, answer, "en")) == en


@pytest.mark.parametrize("case", JUDGED, ids=list(_TITLES))
def test_the_sentence_says_the_answer_with_its_reason_and_flags(case: object) -> None:
    target, answer = answer_to(case)  # type: ignore[arg-type]
    for place, language in enumerate(("vi", "en")):
        text = _plain(sentence(target, answer, language))  # type: ignore[arg-type]
        assert STATUS[answer.status][place] in text
        if answer.reason is not None:
            assert _start(REASON[answer.reason][place]) in text.lower()
        for flag in answer.flags - {Flag.INCOMPLETE, Flag.ESTIMATE}:
            assert _start(FLAG[flag][place]).lower() in text.lower()
        assert not re.search(r"[{}]|\(\)|None|  | ,|\.\.|: :", text)
        assert text[0].isupper() or text[0].isdigit()


def test_every_status_reason_and_flag_has_words_in_both_languages() -> None:
    for words in (STATUS, REASON, FLAG):
        assert all(vi and en and vi != en for vi, en in words.values())
    assert set(STATUS) == set(Status)
    assert set(REASON) == set(Reason)
    assert set(FLAG) == set(Flag)
    assert len({vi for vi, _en in STATUS.values()}) == len(STATUS)


def test_every_reason_occurs_in_the_cases() -> None:
    told = {answer_to(case)[1].reason for case in all_cases() if "từ chối" not in case.expected}
    assert told - {None} == set(Reason)


def _start(words: str) -> str:
    """The words before the first gap to be filled."""
    return words.split("{", maxsplit=1)[0].lower()


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")
