"""The sample's units: what the published facts say of Hanoi on each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest

from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Event, EventPart, Unit
from namro.foundation.organisations.questions import (
    Node,
    ancestors,
    descendants,
    on_units_of,
    successors,
    tree,
)
from namro.sample.load import load_organisations

pytestmark = pytest.mark.django_db

TERM, YEAR_END = dt.date(2021, 12, 31), dt.date(2024, 12, 31)
FIRST, LAST, SECOND = dt.date(2025, 1, 2), dt.date(2025, 6, 30), dt.date(2025, 7, 2)


@pytest.fixture(autouse=True)
def _sample() -> None:
    load_organisations()


def kinds(on: dt.date) -> dict[str, int]:
    return dict(Counter(node.kind for node in tree(on)))


def test_how_many_units_hanoi_has_on_each_day() -> None:
    expected = {
        TERM: (30, 579),
        YEAR_END: (30, 579),
        dt.date(2025, 1, 1): (30, 526),
        FIRST: (30, 526),
        LAST: (30, 526),
        dt.date(2025, 7, 1): (0, 126),
        SECOND: (0, 126),
    }
    found = {day: kinds(day) for day in expected}
    assert {
        day: (count.get("district", 0), count["commune"]) for day, count in found.items()
    } == expected
    assert {count["province"] for count in found.values()} == {1}


def test_districts_stand_in_official_order_and_communes_under_theirs() -> None:
    nodes = tree(FIRST)
    names = [node.name for node in nodes if node.kind == "district"]
    assert names[:4] == ["Quận Ba Đình", "Quận Hoàn Kiếm", "Quận Tây Hồ", "Quận Long Biên"]
    by_unit = {node.unit: node for node in nodes}
    under = Counter(by_unit[n.parent].name for n in nodes if n.kind == "commune" and n.parent)
    # The numbers published for 11 January 2025.
    assert (under["Quận Ba Đình"], under["Quận Đống Đa"], under["Huyện Gia Lâm"]) == (13, 17, 17)
    assert {node.depth for node in nodes if node.kind == "commune"} == {2}
    assert {node.depth for node in tree(SECOND) if node.kind == "commune"} == {1}


def _series(on: dt.date) -> dict[int, Fraction | int | None]:
    """Totals that could come from nowhere else: each unit's is a power of its own."""
    communes = [node for node in tree(on) if node.kind == "commune"]
    return {node.unit: 3**n for n, node in enumerate(communes)}


def test_a_series_of_the_old_communes_keeps_the_citys_total_on_the_126() -> None:
    new = {node.unit for node in tree(SECOND) if node.kind == "commune"}
    for since in (TERM, FIRST):
        values = _series(since)
        found = on_units_of(values, since)
        assert found.total() == sum(value for value in values.values() if value is not None)
        shown = set(found.units) | {one for group in found.groups for one in group}
        assert shown == new
        assert not found.estimated
        # As it was then: the same figures on the same units.
        assert on_units_of(values, since, since).units == values


def test_what_went_whole_is_on_its_successor_and_what_was_divided_on_the_group() -> None:
    communes = {node.code: node for node in tree(FIRST) if node.kind == "commune"}
    values: dict[int, Fraction | int | None] = {node.unit: 1 for node in communes.values()}
    found = on_units_of(values, FIRST)
    # 327 communes went whole into one, 199 were divided without published shares.
    assert sum(found.units.values()) == 327
    assert sum(found.groups.values()) == 199
    new = {node.code: node.unit for node in tree(SECOND)}
    old = communes["00004"]
    assert old.name == "Phường Trúc Bạch"
    went = {each.successor: each.share for each in successors(old.unit)}
    assert went == {new["00004"]: Fraction(1)}


def test_a_commune_of_2021_is_followed_through_both_changes() -> None:
    old = next(node for node in tree(TERM) if node.name == "Phường Trung Tự")
    first = successors(old.unit)
    assert {each.name for each in first} == {"Phường Phương Liên - Trung Tự", "Phường Kim Liên"}
    assert {each.share for each in first} == {None}
    found = on_units_of({old.unit: 12_000}, TERM)
    ((group, value),) = found.groups.items()
    assert value == 12_000
    names = {node.unit: node.name for node in tree(SECOND)}
    assert {names[unit] for unit in group if isinstance(unit, int)} == {
        each.name
        for node in first
        if node.successor is not None
        for each in successors(node.successor)
    }


def test_departments_before_and_after_the_first_of_march() -> None:
    def names(on: dt.date) -> set[str]:
        return {node.name for node in tree(on, Hierarchy.STATE) if node.kind == "department"}

    before, after = names(dt.date(2025, 2, 28)), names(dt.date(2025, 3, 1))
    assert (len(before), len(after)) == (22, 16)
    assert before - after >= {"Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải", "Sở Ngoại vụ"}
    assert "Sở Nông nghiệp và Môi trường" in after - before
    gone = Unit.objects.get(code="S06")
    # Part of it went where no source says: nothing is counted as whole.
    assert [(each.name, each.share) for each in successors(gone.pk)] == [
        ("Sở Khoa học và Công nghệ", None),
        ("", None),
    ]


def test_what_became_of_the_eleven_leads_of_programme_01() -> None:
    leads = Unit.objects.filter(code__startswith="CT01-", note__contains="chủ trì").order_by("code")
    assert leads.count() == 11
    ended = {
        each.names.get().name: [relative.name for relative in successors(each.pk)]
        for each in leads.exclude(valid_to=None)
    }
    assert ended == {
        "Đảng đoàn HĐND Thành phố": [],
        "Ban Cán sự đảng UBND Thành phố": [],
        "Ban Tuyên giáo Thành ủy": ["Ban Tuyên giáo và Dân vận Thành ủy"],
        "Ban Dân vận Thành ủy": ["Ban Tuyên giáo và Dân vận Thành ủy"],
    }


def test_party_committees_of_districts_give_way_to_those_of_communes() -> None:
    def committees(on: dt.date) -> list[Node]:
        root = Unit.objects.get(code="DB-01")
        below = descendants(root.pk, Hierarchy.PARTY, on)
        return [node for node in below if node.code.startswith("DB-") and node.code[3].isdigit()]

    assert [len(committees(day)) for day in (TERM, LAST, SECOND)] == [30, 30, 126]
    one = committees(SECOND)[0]
    assert [node.code for node in ancestors(one.unit, Hierarchy.PARTY, SECOND)] == ["DB-01"]


def test_loading_twice_changes_nothing_and_every_event_rests_on_something() -> None:
    before = [list(model.objects.values_list()) for model in (Unit, Event, EventPart)]
    assert load_organisations() == 0
    assert [list(model.objects.values_list()) for model in (Unit, Event, EventPart)] == before
    assert not Event.objects.filter(source="").exists()
    # No share without a stated basis: all that is stated is a whole.
    assert {part.share for part in EventPart.objects.exclude(basis="unknown")} == {Fraction(1)}
