"""What had never been so is put right or withdrawn, and the record as it was is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions, actions_descent, holdings
from namro.foundation.organisations import actions_corrections as correct
from namro.foundation.organisations.actions_withdrawing import withdraw_event, withdraw_unit
from namro.foundation.organisations.choices import ShareBasis
from namro.foundation.organisations.keeping import Basis, Rehome
from namro.foundation.organisations.models import (
    Correction,
    Event,
    EventPart,
    Place,
    Unit,
    UnitName,
)
from namro.foundation.organisations.questions import ancestors, on_units_of, successors, tree
from namro.foundation.organisations.refusals import OrganisationRefused
from tests.foundation.organisations.conftest import BASIS, BEFORE, DAY, TERRITORY, WHY, new, unit

City = dict[str, Unit]
ONE = dt.timedelta(days=1)
LATER = dt.date(2025, 9, 1)


def refused(work: Callable[[], object]) -> str:
    before = rows()
    with pytest.raises(OrganisationRefused) as error:
        work()
    assert error.value.message("vi") != error.value.message("en")
    assert rows() == before
    return error.value.code


def rows(*, but: tuple[Any, ...] = ()) -> list[list[Any]]:
    models = (Unit, UnitName, Place, Event, EventPart, Correction)
    return [list(m.objects.order_by("pk").values_list()) for m in models if m not in but]


def test_a_mistyped_name_is_put_right_for_all_its_days(city: City, operator: Operator) -> None:
    name = city["00001"].names.get()
    made = correct.correct_name(operator, name, " Phường Một ", reason="gõ nhầm")
    assert [n.name for n in tree(BEFORE) if n.code == "00001"] == ["Phường Một"]
    assert made.changes == [["name", "Đơn vị 00001", "Phường Một"]]
    assert list(city["00001"].corrections.values_list("reason", flat=True)) == ["gõ nhầm"]
    kept = apps.get_model("organisations", "UnitNameEvent").objects.filter(pgh_obj_id=name.pk)
    assert list(kept.order_by("pgh_id").values_list("name", flat=True)) == [
        "Đơn vị 00001",
        "Phường Một",
    ]
    assert refused(lambda: correct.correct_name(operator, name, "", reason=WHY)) == "no_name"
    same = "Phường Một"
    assert refused(lambda: correct.correct_name(operator, name, same, reason=WHY)) == "nothing_new"
    assert refused(lambda: correct.correct_name(operator, name, "A", reason=" ")) == "no_reason"


def test_a_units_own_facts(city: City, operator: Operator) -> None:
    one = city["00001"]
    values = {"code": "00009", "note": "x", "block": "communes"}
    made = correct.correct_unit(operator, one, values, reason=WHY)
    assert made.changes == [["code", "00001", "00009"], ["note", "", "x"]]

    def change(**said: Any) -> Callable[[], object]:
        return lambda: correct.correct_unit(operator, one, said, reason=WHY)

    assert refused(change(code="00002")) == "code_taken"
    assert refused(change(code="9")) == "code_of_commune"
    assert refused(change(note="x")) == "nothing_new"


def test_a_wrong_parent(city: City, operator: Operator) -> None:
    place = city["00001"].places.get()
    correct.correct_place(operator, place, city["002"], 7, reason=WHY)
    assert [n.code for n in ancestors(city["00001"].pk, TERRITORY, BEFORE)] == ["002", "01"]
    district = city["002"].places.get()
    under = city["00001"]
    circle = lambda: correct.correct_place(operator, district, under, 1, reason=WHY)  # noqa: E731
    assert refused(circle) == "in_circle"
    late = actions.found(operator, [new("00007", "01")], DAY, reason=WHY, basis=BASIS)[0]
    early = lambda: correct.correct_place(operator, place, late, 1, reason=WHY)  # noqa: E731
    assert refused(early) == "parent_not_there"


def test_a_wrong_day_takes_along_what_began_and_ended(city: City, operator: Operator) -> None:
    event = actions_descent.merge(
        operator,
        [city["00001"], city["00002"]],
        new("00001", "001", 5),
        DAY,
        reason=WHY,
        basis=BASIS,
    )
    for on in (LATER, dt.date(2025, 3, 1)):
        correct.correct_event(operator, event, {"on": on}, reason="ghi nhầm ngày")
        event.refresh_from_db()
        assert event.on == on
        assert {n.unit for n in tree(on - ONE)} == {one.pk for one in city.values()}
        after = [n.code for n in tree(on) if n.kind == "commune"]
        assert sorted(after) == ["00001", "00003", "00004"]
        assert unit("00001").valid_from == on
        assert on_units_of({city["00002"].pk: 4}, on - ONE).units == {unit("00001").pk: 4}
    actions.rename(operator, unit("00001"), "Phường Mới", LATER, reason=WHY, basis=BASIS)
    past = lambda: correct.correct_event(operator, event, {"on": LATER}, reason=WHY)  # noqa: E731
    assert refused(past) == "not_between"
    none = {"basis_number": "", "source": ""}
    bare = lambda: correct.correct_event(operator, event, none, reason=WHY)  # noqa: E731
    assert refused(bare) == "no_basis"


def test_a_day_that_passes_what_is_recorded_beside_it(city: City, operator: Operator) -> None:
    one = city["00001"]
    first = actions.rename(operator, one, "B", DAY, reason=WHY, basis=BASIS)
    second = actions.rename(operator, one, "C", LATER, reason=WHY, basis=BASIS)

    def to(event: Event, on: dt.date) -> Callable[[], object]:
        return lambda: correct.correct_event(operator, event, {"on": on}, reason=WHY)

    assert refused(to(first, LATER)) == "not_between"
    assert refused(to(second, DAY)) == "not_between"
    to(first, BEFORE)()
    spans = one.names.order_by("valid_from").values_list("name", "valid_from", "valid_to")
    assert set(spans) == {
        ("Đơn vị 00001", None, BEFORE - ONE),
        ("B", BEFORE, LATER - ONE),
        ("C", LATER, None),
    }


def test_a_share_that_was_mistyped(city: City, operator: Operator) -> None:
    into = [
        (city["00002"], F(1, 4), ShareBasis.AREA),
        (city["00003"], None, ShareBasis.UNKNOWN),
    ]
    event = actions_descent.split(operator, city["00001"], into, DAY, reason=WHY, basis=BASIS)
    part = event.parts.get(successor=city["00002"])
    correct.correct_share(operator, part, (1, 3), ShareBasis.POPULATION, reason=WHY)
    assert {r.share for r in successors(city["00001"].pk)} == {F(1, 3), None}

    def to(share: tuple[int, int] | None, basis: ShareBasis) -> Callable[[], object]:
        return lambda: correct.correct_share(operator, part, share, basis, reason=WHY)

    assert refused(to((1, 1), ShareBasis.AREA)) == "shares_over"
    assert refused(to((1, 2), ShareBasis.UNKNOWN)) == "share_without_basis"
    assert refused(to((1, 3), ShareBasis.POPULATION)) == "nothing_new"


@pytest.mark.parametrize("kind", ["rename", "move", "merge", "split", "dissolve", "found"])
def test_a_withdrawn_event_leaves_what_was_there_before(
    city: City, operator: Operator, kind: str
) -> None:
    before = rows(but=(Correction,))
    one, said = city["00001"], {"reason": WHY, "basis": BASIS}
    unknown = (None, ShareBasis.UNKNOWN)
    works: dict[str, Callable[[], Any]] = {
        "rename": lambda: actions.rename(operator, one, "B", DAY, **said),  # type: ignore[arg-type]
        "move": lambda: actions.move(operator, one, TERRITORY, city["002"], 1, DAY, **said),  # type: ignore[arg-type]
        "merge": lambda: actions_descent.merge(
            operator,
            [one, city["00002"]],
            new("00001", "001"),
            DAY,
            **said,  # type: ignore[arg-type]
        ),
        "split": lambda: actions_descent.split(
            operator,
            one,
            [(one, *unknown), (new("00008", "001"), *unknown)],
            DAY,
            **said,  # type: ignore[arg-type]
        ),
        "dissolve": lambda: actions_descent.dissolve(
            operator,
            [city["001"]],
            DAY,
            rehomed=[
                Rehome(city["00001"], TERRITORY, city["002"]),
                Rehome(city["00002"], TERRITORY, city["01"], 9),
            ],
            **said,  # type: ignore[arg-type]
        ),
        "found": lambda: actions.found(operator, [new("00008", "001")], DAY, **said),  # type: ignore[arg-type]
    }
    event = works[kind]()
    event = event if isinstance(event, Event) else Event.objects.get()
    assert rows(but=(Correction,)) != before
    made = withdraw_event(operator, event, reason="ghi nhầm")
    assert rows(but=(Correction,)) == before
    assert (made.kind, made.reason) == ("withdrawn", "ghi nhầm")
    kept = apps.get_model("organisations", "EventEvent").objects.get(pgh_label="delete")
    assert (kept.key, kept.on) == (event.key, DAY)
    assert kept.pgh_context.metadata["why"] == "ghi nhầm"


def test_what_rests_on_an_event_is_named(city: City, operator: Operator) -> None:
    merged = actions_descent.merge(
        operator, [city["00001"]], new("00008", "001"), DAY, reason=WHY, basis=BASIS
    )
    made = unit("00008")
    renamed = actions.rename(operator, made, "Tên khác", LATER, reason=WHY, basis=BASIS)
    withdraw = lambda: withdraw_event(operator, merged, reason=WHY)  # noqa: E731
    assert refused(withdraw) == "depends_event"
    withdraw_event(operator, renamed, reason=WHY)
    values = holdings.Series("test", "Số hộ", lambda units, _on: dict.fromkeys(units, 1))
    with holdings.registered(values):
        assert refused(withdraw) == "depends_held"
    links = holdings.Holder("test", "liên kết", lambda units, _on: dict.fromkeys(units, 2))
    with holdings.registered(links):
        assert refused(withdraw) == "depends_held"
    # Its code was given again meanwhile.
    actions.found(operator, [new("00001", "002")], LATER, reason=WHY, basis=BASIS)
    assert refused(withdraw) == "code_taken"
    withdraw_event(operator, Event.objects.get(kind="founded"), reason=WHY)
    back: Callable[[], object] = withdraw
    back()
    assert refused(withdraw) == "not_there"


def test_a_unit_that_never_was(city: City, operator: Operator) -> None:
    def withdraw(code: str) -> Callable[[], object]:
        return lambda: withdraw_unit(operator, city[code], reason="không có đơn vị này")

    assert refused(withdraw("001")) == "depends_child"
    withdraw("00001")()
    assert not Unit.objects.filter(code="00001").exists()
    assert refused(withdraw("00001")) == "not_there"
    made = actions.found(operator, [new("00008", "001")], DAY, reason=WHY, basis=BASIS)[0]
    later = lambda: withdraw_unit(operator, made, reason=WHY)  # noqa: E731
    assert refused(later) == "has_event"


def test_a_parent_that_ended_meanwhile_cannot_take_back(city: City, operator: Operator) -> None:
    for code in ("00001", "00002"):
        actions.move(operator, city[code], TERRITORY, city["002"], 5, DAY, reason=WHY, basis=BASIS)
    actions_descent.dissolve(operator, [city["001"]], DAY, reason=WHY, basis=BASIS)
    moved = Event.objects.filter(kind="moved").first()
    assert moved is not None
    take_back = lambda: withdraw_event(operator, moved, reason=WHY)  # noqa: E731
    assert refused(take_back) == "parent_not_there"


def test_only_who_may_change_units_corrects_them(
    city: City, reader: User, secretariat: User, operator: Operator
) -> None:
    event = actions.rename(operator, city["00001"], "B", DAY, reason=WHY, basis=Basis(number="1"))
    before = rows()
    name, place = city["00002"].names.get(), city["00002"].places.get()
    refusing: list[Callable[[], object]] = [
        lambda: correct.correct_name(reader, name, "X", reason=WHY),
        lambda: correct.correct_unit(reader, city["00001"], {"note": "X"}, reason=WHY),
        lambda: correct.correct_place(reader, place, None, 1, reason=WHY),
        lambda: correct.correct_event(reader, event, {"note": "X"}, reason=WHY),
        lambda: withdraw_event(reader, event, reason=WHY),
        lambda: withdraw_unit(reader, city["00002"], reason=WHY),
    ]
    for work in refusing:
        with pytest.raises(PermissionDenied):
            work()
    assert rows() == before
    made = correct.correct_name(secretariat, name, "X", reason=WHY)
    assert made.recorded_by == "to-giup-viec"
