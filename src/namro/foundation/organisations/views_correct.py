"""The pages on which what had never been so is put right: looked at first, then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.foundation.organisations import actions_corrections as correct
from namro.foundation.organisations import changing, forms
from namro.foundation.organisations.actions_withdrawing import withdraw_event, withdraw_unit
from namro.foundation.organisations.choices import Hierarchy, ShareBasis
from namro.foundation.organisations.descent import share_text
from namro.foundation.organisations.keeping import day_text
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.naming import name_on
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.views_change import shown

UNIT, NAME, PLACE, EVENT, SHARE = "don-vi", "ten", "vi-tri", "su-kien", "ty-le"
WITHDRAW, WITHDRAW_UNIT = "rut", "rut-don-vi"


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What is recorded of a unit, each with the way to put it right."""
    unit = get_object_or_404(Unit, pk=pk)
    require(request.user, CHANGE, unit)
    events = (
        Event.objects.filter(
            Q(parts__predecessor=unit)
            | Q(parts__successor=unit)
            | Q(names__unit=unit)
            | Q(places__unit=unit)
        )
        .distinct()
        .order_by("-on", "-pk")
    )
    parts = EventPart.objects.filter(
        Q(predecessor=unit) | Q(successor=unit), predecessor__isnull=False
    ).exclude(predecessor=unit, successor=unit)
    return render(
        request,
        "organisations/correct.html",
        {
            "unit": unit,
            "illustrative": unit.illustrative,
            "name": _name(unit),
            "names": unit.names.order_by("valid_from"),
            "places": unit.places.select_related("parent").order_by("hierarchy", "valid_from"),
            "events": events,
            "parts": [
                (part, _ends(part), share_text(part.share))
                for part in parts.select_related("event", "predecessor", "successor").order_by(
                    "event__on", "pk"
                )
                if part.event.kind not in ("renamed", "moved")
            ],
            "withdrawable": unit.valid_from is None,
        },
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """One thing to put right: the row, its form, and what the form's values do."""

    row: Any
    title: str
    form: type[forms.ReasonForm]
    do: Callable[[Any, dict[str, Any], str], object]
    lone: bool = False  # nothing but a reason is asked for


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int, what: str, key: int) -> HttpResponse:
    """One thing: its form; what would change (`buoc=xem`); and doing it (`buoc=ghi`)."""
    unit = get_object_or_404(Unit, pk=pk)
    require(request.user, CHANGE, unit)
    task = _task(unit, what, key)
    initial = {} if task.lone else task.form.of(task.row)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "unit": unit,
        "illustrative": unit.illustrative,
        "name": _name(unit),
        "title": task.title,
        "withdraws": task.lone,
        "version": editing.version(task.row),
    }
    form = task.form(initial=initial)
    status = 200
    if request.method == "POST":
        form = task.form(_chosen(request.POST))
        context["version"] = request.POST.get(editing.FIELD, "")
        status = 422
        if form.is_valid():
            answer = _try(request, unit, task, form, context)
            if answer is not None:
                return answer
            status = int(context.get("status", 422))
    context["form"] = form
    return render(request, "organisations/correct_one.html", context, status=status)


def _try(
    request: HttpRequest, unit: Unit, task: _Task, form: Any, context: dict[str, Any]
) -> HttpResponse | None:
    """Show what would change, or do it; what stands against it is said on the page."""
    seen = request.POST.get(editing.FIELD, "")
    user: Any = request.user

    def work() -> object:
        return task.do(user, form.cleaned_data, seen)

    try:
        if request.POST.get("buoc") == "ghi":
            changing.carry_out(work, request.POST.get("dau", ""))
            messages.success(request, _("Corrected; what stood there before is in the history."))
            there = Unit.objects.filter(pk=unit.pk).exists()
            return (
                redirect("organisations:unit", unit.pk) if there else redirect("organisations:tree")
            )
        trial = changing.attempt(work)
        context["status"] = 200
    except OrganisationRefused as refused:
        form.add_error(None, refused.message("en" if get_language() == "en" else "vi"))
        return None
    except editing.ChangedMeanwhile as changed:
        context |= {"changed": changed, "status": 409}
        return None
    except changing.Changed as other:
        trial = other.trial
        context |= {"stale": True, "status": 409}
    context |= shown(trial)
    return None


def _chosen(posted: QueryDict) -> QueryDict:
    """The form's data, where a person chose between two versions as they chose."""
    data = editing.decided(posted)
    kept = posted.get("keep-parent") == "theirs" and posted.get("theirs-parent", "")
    if kept and kept.isascii() and kept.isdecimal() and len(kept) < 18:
        above = Unit.objects.filter(pk=int(kept)).first()
        data["parent"] = above.code if above is not None else ""
    return data


def _task(unit: Unit, what: str, key: int) -> _Task:
    """What `what` and `key` name, where it is of this unit.

    Raises:
        Http404: it is not.
    """
    if what == UNIT and key == unit.pk:
        return _Task(unit, _("The unit's own facts"), forms.UnitForm, _do_unit(unit))
    if what == WITHDRAW_UNIT and key == unit.pk:
        return _Task(
            unit,
            _("Withdraw the unit: it never was"),
            forms.ReasonForm,
            lambda actor, said, seen: withdraw_unit(actor, unit, reason=said["reason"], seen=seen),
            lone=True,
        )
    if what == NAME:
        name = get_object_or_404(UnitName, pk=key, unit=unit)
        return _Task(
            name,
            _("How the name is written"),
            forms.NameForm,
            lambda actor, said, seen: correct.correct_name(
                actor, name, said["name"], reason=said["reason"], seen=seen
            ),
        )
    if what == PLACE:
        place = get_object_or_404(Place, pk=key, unit=unit)
        title = _("Place in the hierarchy: %(hierarchy)s") % {
            "hierarchy": Hierarchy(place.hierarchy).label
        }
        return _Task(place, title, forms.PlaceForm, _do_place(place))
    if what in (EVENT, WITHDRAW):
        event = _event(unit, key)
        if what == WITHDRAW:
            return _Task(
                event,
                _("Withdraw the event: it never was"),
                forms.ReasonForm,
                lambda actor, said, seen: withdraw_event(
                    actor, event, reason=said["reason"], seen=seen
                ),
                lone=True,
            )
        return _Task(event, _("The event's day and basis"), forms.EventForm, _do_event(event))
    if what == SHARE:
        part = get_object_or_404(
            EventPart.objects.filter(Q(predecessor=unit) | Q(successor=unit)), pk=key
        )
        title = _("Share: %(ends)s") % {"ends": _ends(part)}
        return _Task(part, title, forms.ShareForm, _do_share(part))
    raise Http404


def _event(unit: Unit, key: int) -> Event:
    event = get_object_or_404(Event, pk=key)
    about = Q(predecessor=unit) | Q(successor=unit)
    if not (
        event.parts.filter(about).exists()
        or event.names.filter(unit=unit).exists()
        or event.places.filter(unit=unit).exists()
    ):
        raise Http404
    return event


def _do_unit(unit: Unit) -> Callable[[Any, dict[str, Any], str], object]:
    def do(actor: Any, said: dict[str, Any], seen: str) -> object:
        values = {name: said[name] for name in correct.UNIT_FIELDS}
        return correct.correct_unit(actor, unit, values, reason=said["reason"], seen=seen)

    return do


def _do_event(event: Event) -> Callable[[Any, dict[str, Any], str], object]:
    def do(actor: Any, said: dict[str, Any], seen: str) -> object:
        values = {name: said[name] for name in correct.EVENT_FIELDS}
        return correct.correct_event(actor, event, values, reason=said["reason"], seen=seen)

    return do


def _do_place(place: Place) -> Callable[[Any, dict[str, Any], str], object]:
    def do(actor: Any, said: dict[str, Any], seen: str) -> object:
        code = said["parent"].strip()
        above: Unit | None = None
        if code:
            day = place.valid_from
            rows = Unit.objects.filter(code=code)
            held = rows.on(day) if day is not None else rows.filter(valid_from__isnull=True)
            above = held.first()
            if above is None:
                raise OrganisationRefused("no_such_unit", code=code, day=day_text(place.valid_from))
        return correct.correct_place(
            actor, place, above, said["order"], reason=said["reason"], seen=seen
        )

    return do


def _do_share(part: EventPart) -> Callable[[Any, dict[str, Any], str], object]:
    def do(actor: Any, said: dict[str, Any], seen: str) -> object:
        return correct.correct_share(
            actor,
            part,
            forms.pair(said["share"]),
            ShareBasis(said["basis"]),
            reason=said["reason"],
            estimated_by=said["estimated_by"],
            seen=seen,
        )

    return do


def _name(unit: Unit) -> str:
    return name_on(list(unit.names.all()), timezone.localdate()) or unit.code


def _ends(part: EventPart) -> str:
    ends = [_name(end) if end is not None else "…" for end in (part.predecessor, part.successor)]
    return " → ".join(ends)
