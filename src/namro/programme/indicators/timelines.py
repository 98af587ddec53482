"""How changes of indicators, their figures and what judges targets are told: as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.history.registering import Rows, Values, register, rows
from namro.programme.indicators.choices import Judging
from namro.programme.indicators.collection import timelines as _collection  # noqa: F401 - its own
from namro.programme.indicators.models import (
    Allocation,
    Bridge,
    Indicator,
    Observation,
    TargetMeasure,
)
from namro.programme.indicators.models_said import Conclusion, Explanation
from namro.programme.indicators.permissions import READ, READ_RESTRICTED
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads.timelines import of_open_programmes


def _of_indicator(path: str) -> Callable[[Actor, QuerySet[Any]], QuerySet[Any]]:
    """Entries of indicators (reached over `path`) that somebody may read."""

    def visible(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
        if not may(actor, READ):
            return entries.none()
        if may(actor, READ_RESTRICTED):
            return entries
        seen = Indicator.objects.exclude(level=Level.RESTRICTED).values("pk")
        return entries.filter(**{f"{path}__in": seen})

    return visible


_of_its_indicator = _of_indicator("indicator")


# A word on one target may repeat another that is restricted.
_of_target = of_open_programmes("target__programme")


def _measures(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return _of_target(actor, _of_its_indicator(actor, entries))


def _figure(values: Values) -> str:
    return f"{values['scope']}, {values['first_day']:%d/%m/%Y} – {values['last_day']:%d/%m/%Y}"


def _parts(key: Any) -> list[Rows]:
    return [rows(model, indicator_id=key) for model in (Observation, Bridge, TargetMeasure)]


_BELONGS = {"indicator": _("indicator"), "target": _("target")}

register(
    Indicator,
    kind="chi-so",
    label=_("indicator"),
    visible=_of_indicator("pgh_obj"),
    name=lambda values: values["name"],
    url=lambda values: reverse("indicators:indicator", args=[values["key"]]),
    parts=_parts,
)
register(
    Observation,
    kind="so-lieu",
    label=_("observation"),
    visible=_of_its_indicator,
    name=_figure,
    labels=_BELONGS
    | {
        "unit": _("unit of the organisation"),
        "sheet": pgettext_lazy("collection", "sheet"),
        "supersedes": _("in place of the figure"),
    },
    page=False,
)
register(
    Bridge,
    kind="cau-noi",
    label=_("bridge between methods"),
    visible=_of_its_indicator,
    name=lambda values: f"{values['old']} → {values['new']}",
    labels=_BELONGS,
    page=False,
)
register(
    TargetMeasure,
    kind="cach-xet",
    label=_("measure of a target"),
    visible=_measures,
    name=lambda values: values["scope"],
    labels=_BELONGS,
    choices={"readings": Judging.choices},
    page=False,
)


def _given(values: Values) -> str:
    """To whom and for when: "2024, Huyện A"."""
    return ", ".join(str(each) for each in (values["year"], values["unit_name"]) if each)


register(
    Allocation,
    kind="giao-chi-tieu",
    label=_("allocation of a target"),
    visible=_of_target,
    name=_given,
    labels=_BELONGS | {"unit": _("unit of the organisation")},
    silent=frozenset({"holder"}),
    page=False,
)
for _model, _kind, _label in (
    (Conclusion, "ket-luan", _("conclusion of the standing body")),
    (Explanation, "giai-trinh", _("explanation")),
):
    register(
        _model,
        kind=_kind,
        label=_label,
        visible=_of_target,
        name=lambda values: f"{values['on']:%d/%m/%Y}",
        labels=_BELONGS,
        page=False,
    )
