"""How a target is judged, suggested from the words of its document; a person confirms it.

| words | suggested |
|---|---|
| hằng năm, hàng năm, mỗi năm, từng năm | each year |
| bình quân/trung bình … năm, …/năm bình quân | the mean of the term |
| both ("hằng năm tăng trung bình 5 bậc") | either: both are shown |
| đến năm Y, đến hết năm Y, vào năm Y, trước năm Y | when due |
| lũy kế, cả giai đoạn, trong cả nhiệm kỳ, cộng dồn, trong 5 năm | the total of the term |
| trong giai đoạn a-b, giai đoạn a-b, with a counted noun | the total, or when due: both are shown |
| none of these | when due, on the programme's last day, marked as inferred |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from namro.programme.indicators.rules.kinds import Comparator, Judging

_YEARLY = re.compile(r"h[ằà]ng năm|mỗi năm|từng năm|các năm", re.IGNORECASE)
_MEAN = re.compile(r"bình quân|trung bình", re.IGNORECASE)
# "Thu nhập bình quân đầu người" is a mean over people and not over years.
_MEAN_OF_PEOPLE = re.compile(
    r"(?:bình quân|trung bình)\s+(?:đầu người|trên|mỗi|một|chung|của)(?!\s*năm)", re.IGNORECASE
)
_DUE = re.compile(
    r"(?:đến|tới|vào|trước|trong|cuối|hết)(?:\s+(?:hết|cuối|trước))?\s+năm\s+\d{4}", re.IGNORECASE
)
_TOTAL = re.compile(
    r"l[ũu]y kế|lu[ỹy] kế|cộng dồn|cả (?:giai đoạn|nhiệm kỳ)|toàn (?:giai đoạn|nhiệm kỳ)"
    r"|trong \d+ năm",
    re.IGNORECASE,
)
_PHASE = re.compile(r"giai đoạn\s+\d{4}\s*[-–]\s*\d{4}|nhiệm kỳ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Ways of judging that the words allow, and the words they rest on.

    `inferred_due`: no word names a day, and the programme's last was taken.
    """

    readings: tuple[Judging, ...]
    because: tuple[str, ...]
    inferred_due: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether a person must choose."""
        return len(self.readings) > 1


def suggest(
    text: str,
    comparator: Comparator,
    unit: str,
    *,
    each_year: bool = False,
    due: date | None = None,
    from_previous_year: bool = False,
) -> Suggestion:
    """The ways of judging that a target's own words allow.

    Args:
        text: the target's sentence, with the heading's words where they carry over.
        comparator, unit: as read.
        each_year, due, from_previous_year: what the reader found beside the words.
    """
    if comparator is Comparator.QUALITATIVE:
        return Suggestion((Judging.AT_DUE,), (), due is None)
    because: list[str] = []

    def said(pattern: re.Pattern[str], within: str = text) -> bool:
        found = pattern.search(within)
        if found:
            because.append(found.group(0))
        return found is not None

    # The mean of ranks is no rank.
    means = comparator is not Comparator.RANK_WITHIN
    mean = means and said(_MEAN, _MEAN_OF_PEOPLE.sub("", text))
    yearly = said(_YEARLY) or (each_year and not mean)
    if mean:
        readings = (Judging.MEAN, Judging.EACH_PERIOD) if yearly else (Judging.MEAN,)
        return Suggestion(readings, tuple(because))
    if yearly or from_previous_year:
        return Suggestion((Judging.EACH_PERIOD,), tuple(because))
    adds_up = unit not in ("", "%", "điểm %") and not comparator.is_change
    adds_up = adds_up and not comparator.is_rank
    if adds_up and said(_TOTAL):
        return Suggestion((Judging.CUMULATED,), tuple(because), due is None)
    dated = said(_DUE) or due is not None
    if adds_up and not dated and said(_PHASE):
        return Suggestion((Judging.CUMULATED, Judging.AT_DUE), tuple(because))
    return Suggestion((Judging.AT_DUE,), tuple(because), not dated)
