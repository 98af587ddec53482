"""The steps of a change: what happens to which units, to whom they go, what it changes, done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.organisations import changing, saying, wizard
from namro.foundation.organisations.choices import (
    DESCENT,
    Block,
    EventKind,
    Hierarchy,
    Kind,
    ShareBasis,
)
from namro.foundation.organisations.forms import PlanBasisForm
from namro.foundation.organisations.models import Event
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.planning import Plan, carry_out
from namro.foundation.organisations.refusals import OrganisationRefused

LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Choose (in the address), fill in, look (`buoc=xem`), record (`buoc=ghi`)."""
    require_somewhere(request.user, CHANGE)
    said = request.POST if request.method == "POST" else request.GET
    made = wizard.asked(said)
    for unit in made.units:
        require(request.user, CHANGE, unit)
    words = said.get("tim", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    step = said.get("buoc", "")
    context: dict[str, Any] = {
        "asked": made,
        "words": words,
        "choices": wizard.find(words, made.day, made.units),
        "kinds": [(kind.value, kind.label, explained(kind)) for kind in wizard.KINDS],
        "unit_kinds": Kind.choices,
        "blocks": Block.choices,
        "hierarchies": Hierarchy.choices,
        "bases": ShareBasis.choices,
        "rows": made.kind in (EventKind.SPLIT, EventKind.REORGANISED),
        "descent": made.kind in DESCENT,
    }
    if not (made.ready and step and step != "chon"):
        return render(request, "organisations/change_choose.html", context)
    form = PlanBasisForm(request.POST if step in ("xem", "ghi") else None)
    if step in ("them-giao", "them-moi"):
        form = PlanBasisForm(initial={name: said.get(name, "") for name in form.fields})
    status = 200
    if request.method == "POST" and step in ("xem", "ghi"):
        answer = _try(request, made, form, context, step == "ghi")
        if answer is not None:
            return answer
        status = context.get("status", 422)
    context["form"] = form
    return render(request, "organisations/change_form.html", context, status=status)


def _try(
    request: HttpRequest,
    made: wizard.Asked,
    form: PlanBasisForm,
    context: dict[str, Any],
    final: bool,
) -> HttpResponse | None:
    """Show what the plan changes, or carry it out; what stands against it is put into `made`."""
    if not form.is_valid():
        return None
    user: Any = request.user
    try:
        plan = wizard.plan(made, form)

        def work() -> object:
            return carry_out(user, plan)

        if final:
            changing.carry_out(work, request.POST.get("dau", ""), plan.on)
            messages.success(request, _("Recorded; it holds from its day on."))
            return redirect(_after(plan))
        trial = changing.attempt(work, plan.on)
        context["status"] = 200
    except OrganisationRefused as refused:
        made.errors.append(refused.message(wizard.language()))
        return None
    except ValueError as wrong:
        made.errors.append(str(wrong))
        return None
    except changing.Changed as other:
        trial = other.trial
        context |= {"stale": True, "status": 409}
    context |= shown(trial)
    return None


def shown(trial: changing.Trial) -> dict[str, Any]:
    """What the piece `preview.html` needs of a trial."""

    def name(unit: int | None) -> str:
        if unit is None:
            return _("units that are not recorded")
        return trial.known[unit].name if unit in trial.known else str(unit)

    return {
        "trial": trial,
        "groups": saying.preview(trial),
        "flows": saying.flows(trial),
        "held": [(name(each.unit), each.label, each.count) for each in trial.held],
        "series": [
            {
                "label": each.label,
                "total": saying.number(each.total),
                "without": each.without,
                "units": [(name(unit), saying.number(value)) for unit, value in each.units],
                "groups": [
                    ([name(unit) for unit in group], saying.number(value))
                    for group, value in each.groups
                ],
            }
            for each in trial.series
        ],
    }


def _after(plan: Plan) -> str:
    """Where to go when it is done: to the unit, to the one that receives, or to the tree."""
    if plan.units:
        return reverse("organisations:unit", args=[plan.units[0].pk])
    event = Event.objects.order_by("-pk").first()
    name = event.names.first() if event is not None else None
    if name is not None:
        return reverse("organisations:unit", args=[name.unit_id])
    return reverse("organisations:tree")


def explained(kind: EventKind) -> str:
    """What a kind of change means, in a few words."""
    return {
        EventKind.MERGED: _("units go whole into one, which is there or new"),
        EventKind.SPLIT: _("one unit is divided among others, with shares where they are stated"),
        EventKind.REORGANISED: _("several units become several others"),
        EventKind.RENAMED: _("the unit stays and is called otherwise from the day on"),
        EventKind.MOVED: _("the unit stands under another, or in another order"),
        EventKind.DISSOLVED: _("units end and nobody receives them"),
        EventKind.FOUNDED: _("a new unit begins that came from none"),
    }[kind]
