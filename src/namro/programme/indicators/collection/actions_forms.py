"""The verbs of forms that are there already: changing, replacing and retiring one.

What a round has asked stays as it was asked: another question is another form, whose rounds go on
where those of the first end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators.collection.models import Form, FormItem
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.permissions import COLLECT
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formula_measures import check_relation
from namro.programme.indicators.rules.formula_reading import parse_relation
from namro.programme.indicators.rules.formulas import check_names

#: What may change of a form that a round asked already: nothing of what was asked.
FREE = (
    *("name", "note", "opens_before", "due_after", "closes_after"),
    *("recurs_from", "recurs_to"),
)


def items_of(form: Form) -> editing.Rows:
    """What the history recorded of a form's items."""
    return editing.rows(FormItem, form_id=form.pk)


def equation_faults(text: str, units: Mapping[str, str]) -> list[tuple[str, TargetError]]:
    """What is wrong with relations, line by line.

    Args:
        units: the units of measure of all indicators, by key.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            relation = parse_relation(line)
            for side in (relation.left, relation.right):
                check_names(side, units)
            check_relation(relation, units)
        except TargetError as wrong:
            found.append((line, wrong))
    return found


def asked_elsewhere(
    indicator: Indicator,
    measure: str,
    *,
    top: Any,
    hierarchy: str,
    frequency: str,
    unit_kinds: Sequence[str],
    begins: dt.date | None = None,
    but: Sequence[int] = (),
) -> FormItem | None:
    """The item by which another form asks the same units for the same figure already.

    Args:
        begins: from when the figure would be asked; forms that ended before are past. None: today.
        but: forms that do not count, by key.
    """
    begins = begins or timezone.localdate()
    found: QuerySet[FormItem] = FormItem.objects.filter(
        Q(form__recurs_to__isnull=True) | Q(form__recurs_to__gte=begins),
        indicator=indicator,
        measure=measure,
        form__top=top,
        form__hierarchy=hierarchy,
        form__frequency=frequency,
        form__unit_kinds__overlap=list(unit_kinds),
    )
    return found.exclude(form__in=but).select_related("form").first()


def change_form(
    actor: Actor,
    number: int,
    said: Mapping[str, Any],
    asked: Sequence[Any],
    *,
    reason: str,
    seen: str | None = None,
) -> Form:
    """Change a form; of one that a round asked already, only what `FREE` names and the checks.

    Args:
        number: the form's key.
        said: its columns.
        asked: what it asks for, in order (`actions_rounds.Asked`).

    Raises:
        PermissionDenied: the actor may not, for its top unit or the new one.
        CollectionRefused: a round asked it already, or as for `actions_rounds.define_form`.
        ChangedMeanwhile: somebody else changed the form or its items since.
        ValidationError: something said cannot be.
    """
    from namro.programme.indicators.collection.actions_rounds import check_item

    with transaction.atomic(), history.reason(actor, reason):
        form: Form = Form.objects.select_for_update().get(pk=number)
        require(actor, COLLECT, form.top)
        if "top" in said:
            require(actor, COLLECT, said["top"])
        editing.unchanged(seen, actor, form, items_of(form))
        known = {(each.indicator_id, each.measure): each for each in form.items.all()}
        wanted = {(each.indicator.pk, each.measure): each for each in asked}
        if form.rounds.exists():
            fixed = {name for name in said if name not in FREE}
            same = all(getattr(form, name) == said[name] for name in fixed)
            parts = all(
                known[key].as_fraction == wanted[key].as_fraction
                for key in known.keys() & wanted.keys()
            )
            if not same or known.keys() != wanted.keys() or not parts:
                raise CollectionRefused("asked_stays", form=form.name)
        if not asked:
            raise CollectionRefused("no_items", form=form.name)
        for name, value in said.items():
            setattr(form, name, value)
        form.full_clean()
        form.save()
        for key in known.keys() - wanted.keys():
            known[key].delete()
        for order, each in enumerate(asked, start=1):
            check_item(form, each)
            item = known.get((each.indicator.pk, each.measure))
            item = item or FormItem(form=form, indicator=each.indicator)
            item.as_fraction, item.order = each.as_fraction, order
            for name, value in each.more:
                setattr(item, name, value)
            item.full_clean()
            item.save()
        return form


def retire_form(
    actor: Actor, number: int, on: dt.date, *, reason: str, seen: str | None = None
) -> Form:
    """Ask no more after a day; rounds that were opened go on.

    Raises:
        PermissionDenied: the actor may not, for the form's top unit.
        CollectionRefused: it would end before its first round began to recur.
        ChangedMeanwhile: somebody else changed the form since.
    """
    with transaction.atomic(), history.reason(actor, reason):
        form: Form = Form.objects.select_for_update().get(pk=number)
        require(actor, COLLECT, form.top)
        editing.unchanged(seen, actor, form, items_of(form))
        form.recurs_to = on
        form.save()
        return form


def replace_form(
    actor: Actor,
    number: int,
    key: str,
    asked: Sequence[Any],
    *,
    reason: str,
    seen: str | None = None,
    **said: Any,
) -> Form:
    """Define the form that asks on where another ends: the day before the new one recurs.

    Raises:
        PermissionDenied: the actor may not, for either top unit.
        CollectionRefused: it is not said from when, or as for `actions_rounds.define_form`.
        ChangedMeanwhile: somebody else changed the form that ends since.
    """
    from namro.programme.indicators.collection.actions_rounds import define_form

    with transaction.atomic(), history.reason(actor, reason):
        begins: dt.date | None = said.get("recurs_from")
        if begins is None:
            raise CollectionRefused("say_from")
        retire_form(actor, number, begins - dt.timedelta(days=1), reason=reason, seen=seen)
        made, new = define_form(actor, key, asked, reason=reason, **said)
        if not new:
            raise CollectionRefused("key_taken", key=key)
        return made
