"""A change tried before it is made, a change planned and done at one stroke, and two at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from fractions import Fraction as F

import pytest
from django.db import connection

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions, changing, holdings
from namro.foundation.organisations.actions_descent import Gives
from namro.foundation.organisations.choices import EventKind, ShareBasis
from namro.foundation.organisations.keeping import Basis, New, Rehome
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.planning import Plan, carry_out
from namro.foundation.organisations.questions import descendants, on_units_of, tree
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.changes import Difference
from tests.foundation.organisations.conftest import BASIS, BEFORE, DAY, TERRITORY, WHY, new, unit

City = dict[str, Unit]
UNKNOWN, ONE = ShareBasis.UNKNOWN, dt.timedelta(days=1)


def everything() -> list[list[tuple[object, ...]]]:
    models = (Unit, UnitName, Place, Event, EventPart)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def of_units(trial: changing.Trial) -> list[Difference]:
    """The differences in units, their names and places."""
    return [each for each in trial.differences if isinstance(each.subject, int)]


def merger(city: City, into: New | None = None) -> Plan:
    """District 001 goes into 002 or a new one; its communes go along."""
    to = into.code if into else city["002"]
    home: Unit | str = to
    return Plan(
        EventKind.MERGED,
        DAY,
        [city["001"]],
        BASIS,
        WHY,
        gives=[Gives(city["001"], to, F(1), ShareBasis.PUBLISHED)],
        founded=[into] if into else [],
        rehomed=[Rehome(city[code], TERRITORY, home) for code in ("00001", "00002")],
    )


@pytest.mark.parametrize("founded", [False, True])
def test_a_merger_takes_along_what_stood_under_it(
    city: City, operator: Operator, founded: bool
) -> None:
    into = new("003", "01", 3) if founded else None
    if into is not None:
        into = New(into.code, into.name, city["001"].kind, into.block, into.places)  # type: ignore[arg-type]
    event = carry_out(operator, merger(city, into))
    assert event is not None
    home = unit("003") if founded else city["002"]
    below = {node.code for node in descendants(home.pk, TERRITORY, DAY)}
    assert {"00001", "00002"} <= below
    assert {n.code for n in descendants(city["001"].pk, TERRITORY, BEFORE)} == {"00001", "00002"}
    # In their own order, by the event's own basis.
    assert set(event.places.exclude(unit__code="003").values_list("unit__code", "order")) == {
        ("00001", 2),
        ("00002", 1),
    }


def test_trying_changes_nothing_and_tells_each_difference(city: City, operator: Operator) -> None:
    before = everything()
    trial = changing.attempt(lambda: carry_out(operator, merger(city)), DAY)
    assert everything() == before
    told = {
        (trial.known[each.subject].code, each.respect, each.first, each.last)
        for each in trial.differences
        if isinstance(each.subject, int)
    }
    assert told == {
        ("001", "unit", DAY, None),
        ("001", "name", DAY, None),
        ("001", "territory", DAY, None),
        ("00001", "territory", DAY, None),
        ("00002", "territory", DAY, None),
    }
    done = changing.carry_out(lambda: carry_out(operator, merger(city)), trial.digest, DAY)
    assert done.digest == trial.digest
    assert unit("00001").places.get(valid_to=None).parent == city["002"]


def test_a_back_dated_move_tells_what_it_changes_since(city: City, operator: Operator) -> None:
    one, early = city["00001"], dt.date(2024, 1, 1)
    actions.move(operator, one, TERRITORY, city["002"], 9, DAY, reason=WHY, basis=BASIS)
    plan = Plan(
        *(EventKind.MOVED, early, [one], BASIS, WHY),
        hierarchy=TERRITORY,
        parent=city["01"],
        order=3,
    )
    trial = changing.attempt(lambda: carry_out(operator, plan), early)
    (only,) = of_units(trial)
    assert (only.before, only.after) == ((city["001"].pk, 2), (city["01"].pk, 3))
    assert (only.first, only.last) == (early, BEFORE)
    assert {trial.known[pk].code for pk in (city["001"].pk, city["01"].pk)} == {"001", "01"}


def test_what_others_changed_meanwhile_is_not_overwritten(city: City, operator: Operator) -> None:
    one = city["00001"]

    def rename(name: str, on: dt.date = DAY) -> Callable[[], object]:
        plan = Plan(EventKind.RENAMED, on, [one], BASIS, WHY, name=name)
        return lambda: carry_out(operator, plan)

    seen = changing.attempt(rename("Tên của tôi"), DAY).digest
    rename("Tên của người kia", BEFORE)()
    before = everything()
    with pytest.raises(changing.Changed) as error:
        changing.carry_out(rename("Tên của tôi"), seen, DAY)
    assert everything() == before
    (only,) = of_units(error.value.trial)
    assert (only.before, only.after) == ("Tên của người kia", "Tên của tôi")
    changing.carry_out(rename("Tên của tôi"), error.value.trial.digest, DAY)


def test_a_series_is_shown_on_the_group_and_what_is_held_is_counted(
    city: City, operator: Operator
) -> None:
    figures = {city[f"0000{n}"].pk: 10**n for n in range(1, 5)}
    series = holdings.Series(
        "hộ", "Số hộ", lambda units, _on: {one: figures.get(one) for one in units if one in figures}
    )
    links = holdings.Holder("vai", "vai trò", lambda units, _on: {units[0]: 3} if units else {})  # type: ignore[index]
    plan = Plan(
        *(EventKind.SPLIT, DAY, [city["00001"]], BASIS, WHY),
        gives=[
            Gives(city["00001"], city["00002"], F(1, 4), ShareBasis.AREA),
            Gives(city["00001"], city["00003"], None, UNKNOWN),
            Gives(city["00001"], "00008", None, UNKNOWN),
        ],
        founded=[new("00008", "001")],
    )
    with holdings.registered(series), holdings.registered(links):
        trial = changing.attempt(lambda: carry_out(operator, plan), DAY)
    (held,) = trial.held
    assert (held.unit, held.label, held.count) == (city["00001"].pk, "vai trò", 3)
    (change,) = trial.series
    assert change.total == 10
    assert change.units == [(city["00002"].pk, F(10, 4))]
    ((group, value),) = change.groups
    assert ({trial.known[pk].code for pk in group if pk}, value) == ({"00003", "00008"}, F(30, 4))
    # As planned, so done: the whole city keeps its total.
    carry_out(operator, plan)
    assert on_units_of(figures, BEFORE, DAY).total() == sum(figures.values())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"founded": [new("8", "001")]}, "code_of_commune"),
        ({"reason": " "}, "no_reason"),
        ({"basis": Basis()}, "no_basis"),
        ({"rehomed": []}, "has_children"),
        ({"kind": EventKind.RENAMED, "units": []}, "choose_one"),
    ],
)
def test_a_plan_that_cannot_be(
    city: City, operator: Operator, changed: dict[str, object], code: str
) -> None:
    from dataclasses import replace

    before = everything()
    with pytest.raises(OrganisationRefused) as error:
        carry_out(operator, replace(merger(city), **changed))  # type: ignore[arg-type]
    assert error.value.code == code
    assert everything() == before


def test_where_children_go_must_be_there(city: City, operator: Operator) -> None:
    from dataclasses import replace

    plan = merger(city)
    for parent, code in (("no", "no_such_unit"), (city["00001"], "in_circle")):
        rehomed = [Rehome(city["00001"], TERRITORY, parent)]
        with pytest.raises(OrganisationRefused) as error:
            carry_out(operator, replace(plan, rehomed=rehomed))
        assert error.value.code == code


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever step the process dies at, what was there is there and nothing else."""
    operator = Operator("tests")
    units = actions.found(
        operator,
        [new("01", None), new("001", "01"), new("002", "01"), new("00001", "001")],
        None,
        reason=WHY,
    )
    city = {one.code: one for one in units}
    plan = merger(city | {"00002": city["00001"]})
    plan.rehomed.pop()
    before = everything()

    class Killed(BaseException):
        pass

    def die(*_args: object, **_kwargs: object) -> None:
        raise Killed

    base = "namro.foundation.organisations.actions_descent"
    for step in ("end_units", "add_units", "rehome", "check_no_children", "check_parts"):
        with monkeypatch.context() as patched:
            patched.setattr(f"{base}.{step}", die)
            with pytest.raises(Killed):
                carry_out(operator, plan)
        assert everything() == before
    carry_out(operator, plan)
    assert everything() != before


@pytest.mark.django_db(transaction=True)
def test_two_people_confirm_at_once_and_one_is_asked_again() -> None:
    operator = Operator("tests")
    one = actions.found(operator, [new("00001", None)], None, reason=WHY)[0]

    def rename(name: str, on: dt.date) -> Callable[[], object]:
        plan = Plan(EventKind.RENAMED, on, [one], BASIS, WHY, name=name)
        return lambda: carry_out(operator, plan)

    wanted = [rename("A", DAY), rename("B", DAY + ONE)]
    seen = [changing.attempt(work, DAY).digest for work in wanted]
    start, said = threading.Barrier(2), []

    def confirm(number: int) -> None:
        try:
            start.wait(timeout=30)
            changing.carry_out(wanted[number], seen[number], DAY)
            said.append("kept")
        except changing.Changed:
            said.append("asked again")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(said) == ["asked again", "kept"]
    assert one.names.count() == 2
    assert [n.code for n in tree(BEFORE)] == ["00001"]


def test_another_share_is_another_change(city: City, operator: Operator) -> None:
    def split(share: F) -> str:
        plan = Plan(
            *(EventKind.SPLIT, DAY, [city["00001"]], BASIS, WHY),
            gives=[
                Gives(city["00001"], city["00002"], share, ShareBasis.AREA),
                Gives(city["00001"], city["00003"], 1 - share, ShareBasis.AREA),
            ],
        )
        return changing.attempt(lambda: carry_out(operator, plan), DAY).digest

    assert split(F(1, 3)) == split(F(1, 3)) != split(F(1, 4))
