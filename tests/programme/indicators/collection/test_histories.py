"""Random histories of rounds and of the units they ask: mergers and splits between rounds and
within one, hand-overs, returns, corrections. Totals added to step by step are those counted anew,
and what is re-told on the units of today keeps the city's total."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations import actions_descent
from namro.foundation.organisations.choices import ShareBasis
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import (
    actions_rounds,
    actions_sheets,
    counting,
    totals,
)
from namro.programme.indicators.collection.choices import Channel, SheetState
from namro.programme.indicators.collection.drilling import Asked, lines_of, result_of
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.restated import on_units_of_today
from tests.foundation.organisations.conftest import BASIS, new
from tests.programme.indicators.collection.conftest import (
    WHY,
    entries,
    last_month,
)
from tests.programme.indicators.collection.test_totals import _FIGURES, _rows

_PICK = st.integers(0, 20)
_STEP = st.one_of(
    st.tuples(st.just("report"), _PICK, _FIGURES),
    st.tuples(st.just("report"), _PICK, _FIGURES),
    st.tuples(st.just("return"), _PICK, _FIGURES),
    st.tuples(st.just("open"), st.just(0), st.none()),
    st.tuples(st.just("merge"), _PICK, st.booleans()),
    st.tuples(st.just("absorb"), _PICK, st.booleans()),
    st.tuples(
        st.just("split"), _PICK, st.tuples(st.booleans(), st.none() | st.sampled_from([1, 2, 5]))
    ),
)


class _City:
    """A city that lives: its rounds come one after another, its communes come and go."""

    def __init__(self, actor: Operator, form: Form) -> None:
        self.actor, self.form = actor, form
        self.period = last_month().previous.previous.previous
        self.day = self.period.first
        self.made = 0
        self.open_next()

    def open_next(self) -> None:
        if self.period.last >= timezone.localdate():
            return
        until = timezone.localdate() + dt.timedelta(days=30)
        actions_rounds.open_round(
            *(self.actor, self.form, self.period), reason=WHY, due_on=until, closes_on=until
        )
        self.period = self.period.next

    def communes(self) -> list[Unit]:
        """Those that are there, in one order."""
        return list(Unit.objects.filter(kind="commune", valid_to__isnull=True).order_by("pk"))

    def _next_day(self, *, within: bool) -> dt.date:
        """A day of reorganisation after the last one: within the round opened last, or after it."""
        latest = self.period.previous
        wanted = latest.first + dt.timedelta(days=9) if within else latest.last
        self.day = max(self.day, wanted) + dt.timedelta(days=1)
        return self.day

    def _new(self) -> Any:
        self.made += 1
        return new(f"9{self.made:04}", "001", 10 + self.made)

    def reorganise(self, kind: str, which: int, said: Any) -> None:
        there = self.communes()
        day = self._next_day(within=said[0] if kind == "split" else said)
        if day > timezone.localdate() or (kind != "split" and len(there) < 2):
            return
        one, other = there[which % len(there)], there[(which + 1) % len(there)]
        grounds: Any = {"reason": WHY, "basis": BASIS}
        if kind == "merge":
            actions_descent.merge(self.actor, [one, other], self._new(), day, **grounds)
        elif kind == "absorb":
            actions_descent.merge(self.actor, [one], other, day, **grounds)
        else:
            parts = said[1]
            first = None if parts is None else Fraction(1, parts + 1)
            shares = (first, None if first is None else 1 - first)
            basis = ShareBasis.UNKNOWN if parts is None else ShareBasis.POPULATION
            into = [(self._new(), share, basis) for share in shares]
            actions_descent.split(self.actor, one, into, day, **grounds)
        actions_rounds.hand_over_ended(self.actor, timezone.localdate(), reason=WHY)

    def report(self, which: int, figures: tuple[object, ...], *, sent_back: bool) -> None:
        sheets = list(Sheet.objects.order_by("pk").select_related("round__form"))
        sheet = sheets[which % len(sheets)]
        if sheet.state == SheetState.APPROVED:
            actions_sheets.correct(self.actor, sheet.pk, "again")
        # What is published is not emptied.
        published = {each.item_id: each.value for each in sheet.cells.all()}
        said = tuple(
            published.get(item.pk) if figure is None else figure
            for item, figure in zip(sheet.round.form.items.all(), figures, strict=True)
        )
        entered = entries(sheet.round, *said)
        actions_sheets.enter(self.actor, sheet.pk, entered, channel=Channel.WEB, reason=WHY)
        actions_sheets.submit(self.actor, sheet.pk, reason=WHY)
        if sent_back:
            actions_sheets.approve(self.actor, sheet.pk, reason=WHY)
            actions_sheets.send_back(self.actor, sheet.pk, "look again")
            return
        for _step in self.form.steps:
            actions_sheets.approve(self.actor, sheet.pk, reason=WHY)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    # A step costs a second: what fails is told as it was found.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(history=st.lists(_STEP, min_size=1, max_size=9))
def test_totals_are_those_counted_anew_whatever_happens_to_the_units(
    operator: Operator, form: Form, history: list[tuple[str, int, Any]]
) -> None:
    with transaction.atomic():
        living = _City(operator, form)
        for what, which, said in history:
            event(what)
            if what == "open":
                living.open_next()
            elif what in ("report", "return"):
                living.report(which, said, sent_back=what == "return")
            else:
                living.reorganise(what, which, said)
            assert totals.differences() == []
            assert counting.differences() == []
        kept = set(_rows())
        totals.recount()
        assert set(_rows()) == kept
        _the_city_keeps_its_total(operator, form)
        transaction.set_rollback(True)


def _the_city_keeps_its_total(actor: Operator, form: Form) -> None:
    dossiers = form.items.select_related("indicator").get(indicator__key="ho-so")
    for round_ in Round.objects.select_related("form__top"):
        asked = Asked(round_, dossiers)
        lines = lines_of(actor, asked)
        city = result_of(asked, lines)
        told = on_units_of_today(asked, lines, timezone.localdate())
        assert sum((each.found.value or Fraction(0) for each in told), Fraction(0)) == (
            city.value or 0
        )
        assert city.there == sum(each.value is not None for each in lines)
        today = {unit.pk for unit in Unit.objects.filter(valid_to__isnull=True)}
        assert all(set(each.units) <= today for each in told)
