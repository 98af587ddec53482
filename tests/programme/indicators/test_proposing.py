"""Which indicator a target means."""

from __future__ import annotations

import pytest

from namro.programme.indicators.rules.kinds import Comparator
from namro.programme.indicators.rules.proposing import Candidate, propose

SIPAS, PAPI, PAPI_SCORE, ON_TIME, CUT, POSTS = range(1, 7)
LIBRARY = [
    Candidate(SIPAS, "%", "index", ("sipas", "mức độ hài lòng; hành chính")),
    Candidate(PAPI, "hạng", "rank", ("papi",)),
    Candidate(PAPI_SCORE, "điểm", "index", ("papi",)),
    Candidate(ON_TIME, "%", "ratio", ("hồ sơ; đúng hạn",)),
    Candidate(CUT, "thủ tục", "count", ("thủ tục; cắt giảm",)),
    Candidate(POSTS, "biên chế", "count", ("biên chế",)),
]

# (subject, sentence, comparator, unit) → indicator
CASES = [
    (("chỉ số SIPAS", "", Comparator.MORE_THAN, "%"), SIPAS),
    (("mức độ hài lòng về sự phục vụ hành chính", "", Comparator.AT_LEAST, "%"), SIPAS),
    (("chi so sipas", "", Comparator.MORE_THAN, "%"), SIPAS),  # without marks
    (("chỉ số PAPI", "", Comparator.IMPROVE_RANK_AT_LEAST, "bậc"), PAPI),  # a rank is asked for
    (("chỉ số PAPI", "", Comparator.AT_LEAST, "điểm"), PAPI_SCORE),
    (("chỉ số PAPI", "", Comparator.AT_LEAST, "%"), None),
    (("tỷ lệ hồ sơ đúng hạn", "", Comparator.REACH, "%"), ON_TIME),
    (("tỷ lệ thủ tục được cắt giảm", "", Comparator.REACH, "%"), None),  # a number is no share
    (("biên chế", "", Comparator.REDUCE_AT_LEAST, "%"), POSTS),  # a change can be of anything
    (("", "Đến năm 2025 SIPAS đạt 90%", Comparator.REACH, "%"), SIPAS),  # no subject
    (("cán bộ", "SIPAS đạt 90%; 80% cán bộ …", Comparator.REACH, "%"), None),  # another target's
    (("hồ sơ đúng hạn và SIPAS", "", Comparator.REACH, "%"), ON_TIME),  # the longer words
    (("sipass", "", Comparator.REACH, "%"), None),  # whole words alone
    (("SIPAS", "", Comparator.QUALITATIVE, ""), None),
]


@pytest.mark.parametrize(("asked", "wanted"), CASES)
def test_which_indicator_is_meant(asked: tuple[str, str, Comparator, str], wanted: int) -> None:
    assert propose(*asked, LIBRARY) == wanted


def test_two_that_come_equally_far_are_left_to_a_person() -> None:
    twins = [Candidate(1, "%", "ratio", ("hồ sơ",)), Candidate(2, "%", "ratio", ("hồ sơ",))]
    assert propose("hồ sơ", "", Comparator.REACH, "%", twins) is None
