"""The page on which a form is defined, changed, or replaced by another from a later period on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.history import editing
from namro.programme.indicators.collection import actions_forms, actions_rounds
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.forms import CollectionForm, item_forms
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.views_forms import find
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.permissions import COLLECT
from namro.programme.programmes.rules.numbers import as_language

_COLUMNS = (
    *("name", "programme", "scope", "frequency", "regime", "top", "hierarchy", "unit_kinds"),
    *("steps", "opens_before", "due_after", "closes_after", "recurs_from", "recurs_to", "note"),
)
EMPTY_LINES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest) -> HttpResponse:
    """Define a form; `thay` names the form that it takes the place of."""
    require_somewhere(request.user, COLLECT)
    said = request.GET.get("thay", "")[:80]
    replaced = Form.objects.filter(key=said).select_related("top").first() if said else None
    if replaced is not None:
        require(request.user, COLLECT, replaced.top)
    return _edit(request, None, replaced)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a form; of what rounds asked already only the checks, the days and the words."""
    found = find(code)
    require(request.user, COLLECT, found.top)
    return _edit(request, found, None)


def _edit(request: HttpRequest, found: Form | None, replaced: Form | None) -> HttpResponse:
    origin = found or replaced
    fixed = found is not None and found.rounds.exists()
    units = dict(Indicator.objects.values_list("key", "unit"))
    kwargs: dict[str, Any] = {"actor": request.user, "fixed": fixed}
    lines: dict[str, Any] = {"form_kwargs": {"units": units, "fixed": fixed}, "prefix": "muc"}
    if origin is not None:
        kwargs["initial"] = {name: getattr(origin, name) for name in _COLUMNS}
        if replaced is not None:
            kwargs["initial"] |= {"recurs_from": None, "recurs_to": None}
        lines["initial"] = _lines(origin)
    more = EMPTY_LINES
    if request.method != "POST":
        form, items = CollectionForm(**kwargs), item_forms(more, fixed)(**lines)
        return _page(request, form, items, found, replaced)
    form = CollectionForm(request.POST, **kwargs)
    if found is not None and "key" in form.fields:
        del form.fields["key"]
    items = item_forms(more, fixed)(request.POST, **lines)
    fine = form.is_valid() and items.is_valid()
    if request.POST.get("viec") == "them-dong":
        return _page(request, form, _longer(request, lines, fixed), found, replaced, asking=True)
    if fine and _none_elsewhere(form, items, found, replaced):
        answer = _written(request, form, items, found, replaced)
        if not isinstance(answer, editing.ChangedMeanwhile):
            if answer is not None:
                return answer
        else:
            return _page(request, form, items, found, replaced, changed=answer)
    return _page(request, form, items, found, replaced)


def _lines(form: Form) -> list[dict[str, Any]]:
    names = ("measure", "as_fraction", "required", "lowest", "highest", "jump", "equation")
    return [
        {name: getattr(each, name) for name in names}
        | {"indicator": f"{each.indicator.key} – {each.indicator.name}"}
        for each in form.items.select_related("indicator")
    ]


def _longer(request: HttpRequest, lines: dict[str, Any], fixed: bool) -> Any:
    """The same lines with empty ones after them."""
    posted = request.POST.copy()
    count = posted.get("muc-TOTAL_FORMS", "0")
    posted["muc-TOTAL_FORMS"] = str(int(count if count.isdecimal() else 0) + EMPTY_LINES)
    return item_forms(EMPTY_LINES, fixed)(posted, **lines)


def _none_elsewhere(
    form: CollectionForm, items: Any, found: Form | None, replaced: Form | None
) -> bool:
    """Whether nothing is asked of the same units by another form; each that is says by which."""
    said: dict[str, Any] = form.cleaned_data
    place = {
        name: said[name] if name in said else getattr(found, name)
        for name in ("top", "hierarchy", "frequency", "unit_kinds")
    }
    but = [each.pk for each in (found, replaced) if each is not None]
    free = True
    for line in items:
        if not line.asks:
            continue
        line.elsewhere = actions_forms.asked_elsewhere(
            line.cleaned_data["indicator"],
            line.checks()["measure"],
            begins=said.get("recurs_from"),
            but=but,
            **place,
        )
        free = free and line.elsewhere is None
    return free


def _written(
    request: HttpRequest,
    form: CollectionForm,
    items: Any,
    found: Form | None,
    replaced: Form | None,
) -> HttpResponse | editing.ChangedMeanwhile | None:
    """Do it; None where it was refused, which the form then says."""
    actor: Any = request.user
    asked = [
        Asked(
            line.cleaned_data["indicator"],
            line.cleaned_data["as_fraction"],
            tuple(
                {"measure": line.cleaned_data["measure"] or "in_period", **line.checks()}.items()
            ),
        )
        for line in items
        if line.asks
    ]
    why, seen = form.cleaned_data["reason"], request.POST.get(editing.FIELD, "")
    said = form.said()
    try:
        if found is not None:
            made = actions_forms.change_form(actor, found.pk, said, asked, reason=why, seen=seen)
        elif replaced is not None:
            key = form.cleaned_data["key"]
            made = actions_forms.replace_form(
                actor, replaced.pk, key, asked, reason=why, seen=seen, **said
            )
        else:
            key = form.cleaned_data["key"]
            made, new = actions_rounds.define_form(actor, key, asked, reason=why, **said)
            if not new:
                raise CollectionRefused("key_taken", key=key)
    except CollectionRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return None
    except ValidationError as wrong:
        form.add_error(None, wrong.messages)
        return None
    except editing.ChangedMeanwhile as changed:
        return changed
    messages.success(request, _("Saved the form."))
    return redirect("indicators:form", code=made.key)


def _page(
    request: HttpRequest,
    form: CollectionForm,
    items: Any,
    found: Form | None,
    replaced: Form | None,
    *,
    asking: bool = False,
    changed: editing.ChangedMeanwhile | None = None,
) -> HttpResponse:
    if found is not None and "key" in form.fields:
        del form.fields["key"]
    origin = found or replaced
    elsewhere = any(getattr(line, "elsewhere", None) for line in items)
    wrong = form.is_bound and not asking
    return render(
        request,
        "indicators/collection/form_edit.html",
        {
            "form": form,
            "items": items,
            "found": found,
            "replaced": replaced,
            "fixed": found is not None and found.rounds.exists(),
            "elsewhere": elsewhere,
            "wrong": wrong and (form.errors or any(items.errors) or items.non_form_errors()),
            "asking": asking,
            "indicators": Indicator.objects.visible_to(request.user)
            .filter(formula="")
            .order_by("name")
            .values_list("key", "name"),
            "version": editing.version(origin, actions_forms.items_of(origin)) if origin else "",
            "changed": changed,
        },
        status=409 if changed else 422 if wrong else 200,
    )
