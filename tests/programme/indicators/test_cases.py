"""Every row of the tables in `cases`, each with an id of its own; nothing unsaid may be there."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from namro.programme.indicators.rules import Attainment, Target, TargetError, attainment
from namro.programme.indicators.rules.sentences import sentence
from tests.programme.indicators.reading_cases import (
    FLAGS,
    JUDGINGS,
    REASONS,
    STATUSES,
    Case,
    all_cases,
    bridge_of,
    figures_of,
    period_of,
    target_of,
)

CASES = list(all_cases())
JUDGED = [case for case in CASES if "từ chối" not in case.expected]
REFUSED = [case for case in CASES if "từ chối" in case.expected]


def _ids(cases: list[Case]) -> list[str]:
    return [case.title for case in cases]


def answer_to(case: Case) -> tuple[Target, Attainment]:
    """The target of a case and the answer to it."""
    target = target_of(case.target)
    bridges = [bridge_of(each) for each in case.bridges]
    return target, attainment(
        target, figures_of(case.figures), case.on, case.known, bridges=bridges
    )


@pytest.mark.parametrize("case", JUDGED, ids=_ids(JUDGED))
def test_a_case_is_judged_as_the_method_says(case: Case) -> None:
    target, answer = answer_to(case)
    expected = case.expected
    assert answer.status is STATUSES[expected["kết luận"]]
    reason = expected.get("lý do")
    assert answer.reason is (REASONS[reason] if reason else None)
    assert answer.flags == {FLAGS[each] for each in expected.get("đánh dấu", ())}
    told = {
        "hơn kém": answer.gap,
        "tỷ lệ": answer.share,
        "lộ trình": answer.expected,
        "nhịp": answer.pace,
        "bình quân": answer.mean,
    }
    for word, number in told.items():
        if word in expected:
            assert number == Fraction(Decimal(expected[word])), (word, number)
    if "dựa vào" in expected:
        assert answer.figure is not None
        assert answer.figure.period == period_of(expected["dựa vào"])
    if "các năm" in expected:
        wanted = {period_of(key): STATUSES[word] for key, word in expected["các năm"].items()}
        assert {each.period: each.status for each in answer.periods} == wanted
    if "số năm đạt" in expected:
        reached, closed = answer.reached_periods
        assert f"{reached}/{closed}" == expected["số năm đạt"]
    if "từng nghĩa" in expected:
        both = {JUDGINGS[key]: STATUSES[word] for key, word in expected["từng nghĩa"].items()}
        assert {key: each.status for key, each in answer.readings.items()} == both
    if "năm dở" in expected:
        _check_open_period(answer, expected["năm dở"])
    text = sentence(target, answer).replace("\N{NO-BREAK SPACE}", " ")
    if "hiện" in expected:
        shown = re.escape(expected["hiện"])
        assert re.search(rf"(?<![\d.,]){shown}(?!\w)", text), text


def _check_open_period(answer: Attainment, expected: dict[str, Any]) -> None:
    running = answer.open_period
    assert running is not None
    for word, number in (("tỷ lệ", running.share), ("so cùng kỳ", running.change)):
        wanted = expected.get(word)
        if wanted is None:
            assert word != "so cùng kỳ" or number is None
            continue
        assert number is not None
        assert round(number, 4) == Fraction(Decimal(wanted))


@pytest.mark.parametrize("case", REFUSED, ids=_ids(REFUSED))
def test_what_means_nothing_is_refused_in_words(case: Case) -> None:
    with pytest.raises(TargetError) as refused:
        answer_to(case)
    assert case.expected["từ chối"] in refused.value.vi
    assert refused.value.vi.endswith(".")
    assert refused.value.en.endswith(".")
    assert refused.value.en != refused.value.vi


def test_the_tables_are_whole() -> None:
    titles = [case.title for case in CASES]
    assert len(titles) == len(set(titles))
    assert len(CASES) >= 150
    assert all("docs/attainment.md" in case.rule or "vấn đề D" in case.rule for case in CASES)
    statuses = {case.expected.get("kết luận") for case in JUDGED}
    assert statuses == set(STATUSES)
    assert {flag for case in JUDGED for flag in case.expected.get("đánh dấu", ())} == set(FLAGS)
