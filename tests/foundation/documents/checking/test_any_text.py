"""Whatever the text: the check ends, its places lie in the text, its time grows with the length."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from namro.foundation.documents.checking.profiles import PROFILES, Side, profile_on
from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.opening import open_bytes
from tests.foundation.documents.checking.drafts import PARTY, STATE, checked

LINES = sorted({line for text in (STATE, PARTY) for line in text.split("\n") if line})
ODD = [
    "Số:", "Số 0/", "ngày tháng năm", ", ngày 99 tháng 99 năm 9999", "KT.", "TM. TM. TM.", "- ",
    "Nơi nhận", "| | |", "|---|---|", "Phụ lục", "Phần thứ hai", "d) ", "e) ", "f) x", "100%", "%",
    "Tăng %", "(Kèm theo số 9/)", "GS.TS. X", "Lưu", "\t\t", "ĐẢNG CỘNG SẢN VIỆT NAM", "IIII. A",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES + ODD), min_size=1, max_size=40), st.sampled_from(Side))
def test_places_lie_in_the_text(lines: list[str], side: Side) -> None:
    text = "x\n" + "\n".join(lines)
    read = draft_of(open_bytes(text.encode(), "x.md")).text
    for finding in checked(text, side=side):
        assert 0 <= finding.start <= finding.end <= len(read)
        assert finding.as_dict()["message"]["vi"]
        assert len(finding.quote) <= 160


def test_time_grows_with_the_length() -> None:
    def seconds(times: int) -> float:
        row = "| 1 | Việc số {} cần làm cho xong | | | | |\n"
        target = "{}. Tối thiểu 95% hồ sơ thứ {} được giải quyết đúng hạn.\n\n"
        head, rest = STATE.split("III. NHIỆM VỤ")
        text = head + "".join(target.format(n % 90, n) for n in range(times))
        text += "III. NHIỆM VỤ" + rest + "".join(row.format(n) for n in range(times))
        opened_at = time.process_time()
        assert checked(text)
        return time.process_time() - opened_at

    seconds(50)
    assert seconds(3000) < 40 * max(seconds(300), 0.05)


def test_the_tables_of_a_side_follow_one_another_without_gap_or_overlap() -> None:
    for side in Side:
        own = [one for one in PROFILES if one.side is side]
        for before, after in pairwise(own):
            assert before.valid_to is not None
            assert (after.valid_from - before.valid_to).days == 1
            assert profile_on(side, before.valid_to) is before
            assert profile_on(side, after.valid_from) is after
        assert own[-1].valid_to is None
        assert profile_on(side, None) is own[-1]
