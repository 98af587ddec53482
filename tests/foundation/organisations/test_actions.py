"""Founding, renaming, moving, merging, splitting, dissolving: what changes, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions, actions_descent
from namro.foundation.organisations.choices import EventKind, Hierarchy, ShareBasis
from namro.foundation.organisations.keeping import Basis, Under
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.questions import (
    ancestors,
    descendants,
    on_units_of,
    predecessors,
    successors,
    tree,
)
from namro.foundation.organisations.refusals import OrganisationRefused
from tests.foundation.organisations.conftest import (
    BASIS,
    BEFORE,
    DAY,
    TERRITORY,
    WHY,
    new,
    unit,
)

City = dict[str, Unit]
ONE = dt.timedelta(days=1)


def codes(on: dt.date, hierarchy: Hierarchy = TERRITORY) -> list[tuple[int, str]]:
    return [(node.depth, node.code) for node in tree(on, hierarchy)]


def refused(work: Callable[[], object]) -> str:
    """Why `work` is refused; nothing may have changed by it."""
    before = _rows()
    with pytest.raises(OrganisationRefused) as error:
        work()
    assert _rows() == before
    for language in ("vi", "en"):
        assert "{" not in error.value.message(language)
    return error.value.code


def _rows() -> list[Any]:
    models = (Unit, UnitName, Place, Event, EventPart)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_the_tree_follows_the_protocol_order_and_not_the_alphabet(city: City) -> None:
    assert codes(BEFORE) == [
        (0, "01"),
        (1, "001"),
        (2, "00002"),
        (2, "00001"),
        (1, "002"),
        (2, "00003"),
        (2, "00004"),
    ]
    assert tree(BEFORE, Hierarchy.PARTY) == []


def test_above_and_below(city: City) -> None:
    above = ancestors(city["00001"].pk, TERRITORY, BEFORE)
    assert [node.code for node in above] == ["001", "01"]
    below = descendants(city["001"].pk, TERRITORY, BEFORE)
    assert [(node.depth, node.code) for node in below] == [(0, "00002"), (0, "00001")]
    assert len(descendants(city["01"].pk, TERRITORY, BEFORE)) == 6
    assert ancestors(city["01"].pk, TERRITORY, BEFORE) == []


def test_a_merger_ends_the_old_and_begins_the_new_which_may_take_an_old_code(
    city: City, operator: Operator
) -> None:
    before = tree(BEFORE)
    actions_descent.merge(
        operator,
        [city["00001"], city["00002"]],
        new("00001", "001", 5),
        DAY,
        reason=WHY,
        basis=BASIS,
    )
    assert (2, "00002") not in codes(DAY)
    assert [code for _depth, code in codes(DAY)].count("00001") == 1
    # As it was then: the day before shows the same units at the same places.
    assert [(n.unit, n.name, n.depth) for n in tree(BEFORE)] == [
        (n.unit, n.name, n.depth) for n in before
    ]
    into = unit("00001")
    assert into.pk != city["00001"].pk
    assert [(r.code, r.share, r.kind) for r in predecessors(into.pk)] == [
        ("00001", F(1), "merged"),
        ("00002", F(1), "merged"),
    ]
    assert [(r.successor, r.name) for r in successors(city["00002"].pk)] == [
        (into.pk, "Đơn vị 00001")
    ]


def test_a_unit_that_has_figures_is_merged_and_none_is_lost_or_moved(
    city: City, operator: Operator
) -> None:
    values: dict[int, F | int | None] = {
        city[code].pk: 10**i for i, code in enumerate(("00001", "00002", "00003", "00004"))
    }
    there = set(Unit.objects.values_list("pk", flat=True))
    actions_descent.merge(operator, [city["00001"]], city["00003"], DAY, reason=WHY, basis=BASIS)
    found = on_units_of(values, BEFORE)
    assert found.units == {
        city["00003"].pk: 101,
        city["00002"].pk: 10,
        city["00004"].pk: 1000,
    }
    assert found.total() == 1111
    # As it was then, nothing has changed, and no unit is gone.
    assert on_units_of(values, BEFORE, BEFORE).units == values
    assert there <= set(Unit.objects.values_list("pk", flat=True))


def test_a_split_with_stated_shares_and_with_none(city: City, operator: Operator) -> None:
    share = F(12_345, 45_678)
    actions_descent.split(
        operator,
        city["00001"],
        [
            (new("00005", "001", 3), share, ShareBasis.POPULATION),
            (city["00002"], 1 - share, ShareBasis.POPULATION),
        ],
        DAY,
        reason=WHY,
        basis=BASIS,
    )
    actions_descent.split(
        operator,
        city["00003"],
        [(city["00003"], None, ShareBasis.UNKNOWN), (city["00004"], None, ShareBasis.UNKNOWN)],
        DAY,
        reason=WHY,
        basis=BASIS,
    )
    found = on_units_of({city["00001"].pk: 45_678, city["00003"].pk: 7}, BEFORE)
    assert found.units == {unit("00005").pk: 12_345, city["00002"].pk: 33_333}
    assert found.groups == {frozenset({city["00003"].pk, city["00004"].pk}): 7}
    assert unit("00003").valid_to is None
    assert {part.share for part in EventPart.objects.filter(predecessor=city["00001"])} == {
        share,
        1 - share,
    }


def test_an_estimate_names_who_chose_it_and_counts_only_when_asked(
    city: City, operator: Operator
) -> None:
    actions_descent.split(
        operator,
        city["00001"],
        [
            (city["00001"], F(1, 2), ShareBasis.AREA),
            (city["00002"], F(1, 2), ShareBasis.AREA),
        ],
        DAY,
        reason=WHY,
        basis=BASIS,
        estimated_by="Nguyễn Văn A",
    )
    values: dict[int, F | int | None] = {city["00001"].pk: 4}
    assert on_units_of(values, BEFORE).units == {}
    asked = on_units_of(values, BEFORE, estimates=True)
    assert asked.units == {city["00001"].pk: 2, city["00002"].pk: 2}
    assert asked.estimated == {city["00001"].pk, city["00002"].pk}
    assert {r.estimated_by for r in successors(city["00001"].pk)} == {"Nguyễn Văn A"}


def test_a_move_may_be_back_dated_and_lasts_until_what_is_recorded_next(
    city: City, operator: Operator
) -> None:
    commune = city["00001"]

    def move(parent: str, on: dt.date, order: int = 9) -> None:
        actions.move(operator, commune, TERRITORY, city[parent], order, on, reason=WHY, basis=BASIS)

    def parent(on: dt.date) -> str:
        return ancestors(commune.pk, TERRITORY, on)[0].code

    move("002", DAY)
    early = dt.date(2024, 1, 1)
    move("01", early)
    assert parent(early - ONE) == "001"
    assert (parent(early), parent(BEFORE), parent(DAY)) == ("01", "01", "002")
    # What was thought before the back-dated move stays in the history.
    was = apps.get_model("organisations", "PlaceEvent").objects.filter(unit_id=commune.pk)
    assert {(row.parent_id, row.valid_to) for row in was} >= {
        (city["001"].pk, None),
        (city["001"].pk, BEFORE),
        (city["001"].pk, early - ONE),
    }
    assert refused(lambda: move("001", DAY)) == "already_that_day"
    assert refused(lambda: move("002", DAY + ONE)) == "nothing_new"
    move("002", DAY + ONE, order=3)
    assert [n.order for n in tree(DAY + ONE) if n.unit == commune.pk] == [3]


def test_a_new_name_from_its_day_on(city: City, operator: Operator) -> None:
    actions.rename(operator, city["00001"], "Phường Mới", DAY, reason=WHY, basis=BASIS)
    assert [n.name for n in tree(DAY) if n.code == "00001"] == ["Phường Mới"]
    assert [n.name for n in tree(BEFORE) if n.code == "00001"] == ["Đơn vị 00001"]
    # A series does not notice.
    assert on_units_of({city["00001"].pk: 3}, BEFORE).units == {city["00001"].pk: 3}


def test_a_dissolved_unit_keeps_its_figures(city: City, operator: Operator) -> None:
    actions_descent.dissolve(operator, [city["00001"]], DAY, reason=WHY, basis=BASIS)
    assert (2, "00001") in codes(BEFORE)
    assert (2, "00001") not in codes(DAY)
    assert on_units_of({city["00001"].pk: 3}, BEFORE).units == {city["00001"].pk: 3}
    assert successors(city["00001"].pk) == []


def test_districts_end_when_their_communes_stand_elsewhere(city: City, operator: Operator) -> None:
    districts = [city["001"], city["002"]]

    def dissolve() -> object:
        return actions_descent.dissolve(operator, districts, DAY, reason=WHY, basis=BASIS)

    assert refused(dissolve) == "has_children"
    for order, code in enumerate(("00001", "00002", "00003", "00004")):
        actions.move(
            operator, city[code], TERRITORY, city["01"], order, DAY, reason=WHY, basis=BASIS
        )
    dissolve()
    assert codes(DAY) == [(0, "01"), *((1, f"0000{n}") for n in range(1, 5))]
    assert len(codes(BEFORE)) == 7


def test_several_hierarchies_stand_beside_each_other(city: City, operator: Operator) -> None:
    party = replace(
        new("DB-01", None, hierarchy=Hierarchy.PARTY),
        places=(Under(Hierarchy.PARTY, None, 1), Under(Hierarchy.STATE, None, 1)),
    )
    made = actions.found(operator, [party], DAY, reason=WHY, basis=BASIS)
    actions.move(operator, city["00001"], Hierarchy.PARTY, made[0], 1, DAY, reason=WHY, basis=BASIS)
    assert codes(DAY, Hierarchy.PARTY) == [(0, "DB-01"), (1, "00001")]
    assert codes(DAY, Hierarchy.STATE) == [(0, "DB-01")]
    assert codes(BEFORE, Hierarchy.PARTY) == []


def test_what_cannot_be_is_refused_and_changes_nothing(city: City, operator: Operator) -> None:
    commune, other, district = city["00001"], city["00002"], city["001"]

    def merge(*units: Unit, **changed: Any) -> Callable[[], object]:
        given: dict[str, Any] = {"into": other, "on": DAY, "reason": WHY, "basis": BASIS} | changed
        return lambda: actions_descent.merge(operator, list(units), **given)

    def founding(*news: Any, on: dt.date | None = DAY) -> Callable[[], object]:
        return lambda: actions.found(operator, list(news), on, reason=WHY, basis=BASIS)

    def gives(*shares: tuple[Unit, F | None, ShareBasis]) -> Callable[[], object]:
        return lambda: actions_descent.split(
            operator, commune, list(shares), DAY, reason=WHY, basis=BASIS
        )

    def move(what: Unit, to: Unit, on: dt.date = DAY) -> Callable[[], object]:
        return lambda: actions.move(operator, what, TERRITORY, to, 1, on, reason=WHY, basis=BASIS)

    stated, unknown = ShareBasis.STATED, ShareBasis.UNKNOWN
    third = city["00003"]
    assert refused(merge(commune, basis=Basis())) == "no_basis"
    assert refused(merge()) == "no_parts"
    assert refused(merge(district)) == "has_children"
    assert refused(founding(new("00001", "001"))) == "code_taken"
    assert refused(founding(new("x", "001"))) == "code"
    assert refused(founding(replace(new("9", "001"), name=" "))) == "no_name"
    assert refused(founding(new("9", "999"))) == "no_such_unit"
    assert refused(founding(new("9", "8"), new("8", "01"))) == "no_such_unit"
    assert refused(founding(new("9", "01", -1))) == "order"
    assert refused(gives((other, F(1, 2), stated))) == "shares_under"
    assert refused(gives((other, F(2, 3), stated), (third, F(2, 3), stated))) == "shares_over"
    assert refused(gives((other, F(1, 2), unknown), (third, None, unknown))) == (
        "share_without_basis"
    )
    assert refused(gives((other, None, stated), (third, None, unknown))) == "share_without_basis"
    assert refused(gives((other, None, unknown), (other, None, unknown))) == "shares_twice"
    assert refused(move(district, commune)) == "in_circle"
    assert refused(move(district, district)) == "in_circle"
    late = actions.found(operator, [new("9", "01")], DAY, reason=WHY, basis=BASIS)[0]
    assert refused(move(commune, late, BEFORE)) == "parent_not_there"
    assert refused(move(late, district, BEFORE)) == "not_alive"
    actions.rename(operator, commune, "Tên mới", DAY, reason=WHY, basis=BASIS)
    assert refused(merge(commune)) == "has_later"
    merge(city["00004"])()
    assert refused(merge(city["00004"])) == "same_day"
    there = Event.objects.latest("pk").key
    assert refused(merge(city["00001"], key=there)) == "key_taken"
    assert refused(merge(city["00004"], on=DAY + ONE)) == "not_alive"
    assert refused(move(commune, city["00004"])) == "parent_not_there"


def test_only_the_secretariat_changes_units(city: City, secretariat: User, reader: User) -> None:
    def merge(actor: User) -> Event:
        return actions_descent.merge(
            actor, [city["00001"]], city["00002"], DAY, reason="Theo NQ 01", basis=BASIS
        )

    before = _rows()
    with pytest.raises(PermissionDenied):
        merge(reader)
    assert _rows() == before
    event = merge(secretariat)
    assert (event.kind, event.recorded_by) == (EventKind.MERGED, "to-giup-viec")
    kept = apps.get_model("organisations", "UnitEvent").objects.get(
        pgh_label="update", pgh_obj_id=city["00001"].pk
    )
    assert kept.valid_to == BEFORE
    assert kept.pgh_context.metadata["why"] == "Theo NQ 01"
    assert kept.pgh_context.metadata["who"] == "to-giup-viec"
