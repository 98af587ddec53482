"""Named terms and reporting windows: rows of tables with their sources."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from namro.foundation.calendar import CalendarError, parse
from namro.foundation.calendar.reporting import parse_window, regime, regimes
from namro.foundation.calendar.terms import bodies, parse_term, roman, term_of, term_on, terms_of
from namro.foundation.calendar.working import national_calendar


@pytest.mark.parametrize(
    ("text", "canonical", "first", "last", "estimated"),
    [
        (
            "Đảng bộ thành phố Hà Nội nhiệm kỳ 2020-2025", "dang-bo-ha-noi:2020/2025",
            date(2020, 10, 13), date(2025, 10, 16), False,
        ),
        (
            "Thành ủy Hà Nội khóa XVII", "dang-bo-ha-noi:2020/2025",
            date(2020, 10, 13), date(2025, 10, 16), False,
        ),
        (
            "Đại hội đại biểu toàn quốc lần thứ XIII", "dang-toan-quoc:2021/2026",
            date(2021, 2, 1), date(2026, 1, 22), False,
        ),
        (
            "HĐND Thành phố nhiệm kỳ 2021-2026", "hdnd-ha-noi:2021/2026",
            date(2021, 6, 23), date(2026, 6, 22), True,
        ),
        (
            "dang-bo-ha-noi:2025/2030", "dang-bo-ha-noi:2025/2030",
            date(2025, 10, 17), date(2030, 10, 16), True,
        ),
    ],
)  # fmt: skip
def test_terms(text: str, canonical: str, first: date, last: date, estimated: bool) -> None:
    term = parse_term(text)
    assert str(term) == canonical
    assert (term.first, term.last, term.estimated) == (first, last, estimated)
    assert parse_term(str(term)) == term == parse_term(term.in_words("vi"))
    assert parse_term(term.in_words("en")) == term


def test_each_term_begins_where_the_one_before_ends_and_has_a_source() -> None:
    for body in bodies():
        terms = terms_of(body.code)
        assert all(one.last + timedelta(days=1) == after.first for one, after in pairwise(terms))
        assert all(term.source and term.first in term.period for term in terms)
        assert [term.estimated for term in terms] == [*[False] * (len(terms) - 1), True]
        assert sorted(terms) == list(terms)


def test_the_programme_was_issued_in_the_term_it_names() -> None:
    term = term_on("dang-bo-ha-noi", date(2021, 3, 17))
    assert term.period == parse("nhiệm kỳ 2020-2025")
    assert term == term_of("dang-bo-ha-noi", parse("term:2020/2025"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hội Chữ thập đỏ nhiệm kỳ 2020-2025", "không nêu cơ quan nào"),
        ("Đảng bộ thành phố Hà Nội nhiệm kỳ 2021-2026", "đang có: 2015-2020"),
        ("Đảng bộ thành phố Hà Nội", "đang có: 2015-2020"),
    ],
)
def test_unknown_terms_are_refused(text: str, says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        parse_term(text)


def test_unknown_bodies_are_refused() -> None:
    with pytest.raises(CalendarError, match="đang có: dang-toan-quoc"):
        terms_of("x")
    with pytest.raises(CalendarError, match="ngày 01/01/2000"):
        term_on("hdnd-ha-noi", date(2000, 1, 1))


@pytest.mark.parametrize(
    ("number", "written"), [(4, "IV"), (9, "IX"), (13, "XIII"), (18, "XVIII"), (49, "XLIX")]
)
def test_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2025-01", date(2024, 12, 15), date(2025, 1, 14)),
        ("2025-03", date(2025, 2, 15), date(2025, 3, 14)),
        ("2025-Q1", date(2024, 12, 15), date(2025, 3, 14)),
        ("2025-Q2", date(2025, 3, 15), date(2025, 6, 14)),
        ("2025-S1", date(2024, 12, 15), date(2025, 6, 14)),
        ("2025-9M", date(2024, 12, 15), date(2025, 9, 14)),
        ("2025", date(2024, 12, 15), date(2025, 12, 14)),
    ],
)
def test_windows_of_the_state(period: str, first: date, last: date) -> None:
    window = regime("nd-09-2019").window(parse(period))
    assert (window.first, window.last) == (first, last)
    assert window != regime("ctr-01-tu").window(parse("2025-Q1"))
    assert parse_window(str(window)) == window


def test_quarters_of_the_state_cover_the_reporting_year() -> None:
    state = regime("nd-09-2019")
    quarters = [state.window(parse(f"2025-Q{number}")) for number in (1, 2, 3, 4)]
    year = state.window(parse("2025"))
    assert quarters[0].first == year.first
    assert quarters[3].last == year.last
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(quarters))


@pytest.mark.parametrize(
    ("code", "period", "says"),
    [
        ("nd-09-2019", "2025-S2", "không có báo cáo cho kỳ “2025-S2”"),
        ("nd-09-2019", "2018", "có hiệu lực từ 12/03/2019"),
        ("nd-09-2019", "2021/2025", "không có báo cáo"),
        ("ctr-01-tu", "2025-01", "không có báo cáo"),
        ("ctr-01-tu", "2026", "đến 31/12/2025"),
        ("x", "2025", "đang có: nd-09-2019, ctr-01-tu"),
    ],
)
def test_what_a_regime_does_not_have_is_refused(code: str, period: str, says: str) -> None:
    with pytest.raises(CalendarError, match=says):
        parse_window(f"{code}:{period}")


def test_the_regime_of_programme_01_says_what_is_assumed() -> None:
    programme = regime("ctr-01-tu")
    evidence = {p: programme.window(parse(p)).evidence for p in ("2024", "2024-Q1", "2024-S2")}
    assert evidence == {"2024": "text", "2024-Q1": "assumed", "2024-S2": "assumed"}
    window = programme.window(parse("2024-Q1"))
    assert (window.first, window.last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert [review.code for review in programme.reviews] == ["so-ket", "tong-ket"]
    assert all(one.basis for one in regimes())


def test_a_deadline_is_a_parameter() -> None:
    window = regime("nd-09-2019").window(parse("2026-08"))
    calendar = national_calendar()
    assert window.deadline() == date(2026, 8, 14)
    assert window.deadline(days=3) == date(2026, 8, 17)
    # Friday 14/08 and five working days: 22/08 is a Saturday worked, but the fifth is Friday 21/08.
    assert window.deadline(working_days=5, calendar=calendar) == date(2026, 8, 21)
    assert window.deadline(working_days=6, calendar=calendar) == date(2026, 8, 22)
    with pytest.raises(CalendarError, match="lịch làm việc"):
        window.deadline(working_days=1)
