"""The pages on which figures are recorded: one, many from a table, one in place of a wrong one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.indicators import pasting
from namro.programme.indicators.actions_figures import record, replace, try_out
from namro.programme.indicators.choices import Stage
from namro.programme.indicators.figures import told_in_words
from namro.programme.indicators.forms import COUNTED, FigureForm, ReplaceForm
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.permissions import RECORD
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused
from namro.programme.indicators.rules.sheet import NAMES, NEEDED, WORDS
from namro.programme.indicators.views_library import find, language_here

MOST_ERRORS = 200
MOST_SHOWN = 100


def _recorder(request: HttpRequest) -> User:
    """The signed-in person, who may record figures.

    Raises:
        PermissionDenied: they may not.
    """
    require(request.user, RECORD)
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def record_figure(request: HttpRequest, code: str) -> HttpResponse:
    """Record one figure of an indicator."""
    user = _recorder(request)
    found = find(request, code)
    if request.method != "POST":
        return _page(request, FigureForm(initial=_start(request, found)), found)
    form = FigureForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        reason = said["reason"] or _("figure of %(source)s") % {"source": said["source"]}
        cells, counted = form.cells(found), found.kind in COUNTED
        try:
            done = record(user, cells, reason=reason[:500], counted=counted)
        except FiguresRefused as refused:
            _errors(form, refused)
        else:
            for row in done.new:
                words = {"figure": told_in_words(row, language_here())}
                messages.success(request, _("Recorded: %(figure)s.") % words)
            if not done.new:
                messages.info(request, _("This figure was recorded already; nothing changed."))
            return redirect("indicators:indicator", code=found.key)
    return _page(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
def replace_figure(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Record what should have been recorded in place of a figure."""
    user = _recorder(request)
    found = find(request, code)
    wrong = get_object_or_404(Observation, pk=key, indicator=found) if key < 2**63 else None
    if wrong is None:
        raise Http404
    if request.method != "POST":
        return _page(request, ReplaceForm(initial=FigureForm.of(wrong)), found, wrong)
    form = ReplaceForm(request.POST)
    if form.is_valid():
        cells, counted = form.cells(found), found.kind in COUNTED
        try:
            made = replace(user, wrong, cells, reason=form.cleaned_data["reason"], counted=counted)
        except FiguresRefused as refused:
            _errors(form, refused)
        except IndicatorRefused as refusal:
            form.add_error(None, refusal.message(language_here()))
        else:
            words = {"figure": told_in_words(made, language_here())}
            messages.success(request, _("Replaced. Now stands: %(figure)s.") % words)
            return redirect("indicators:indicator", code=found.key)
    return _page(request, form, found, wrong)


def _start(request: HttpRequest, found: Indicator) -> dict[str, str]:
    """What the form of a further figure begins with: what the last one of its kind says, where an
    address names one that its source corrected."""
    key = request.GET.get("dinh-chinh", "")
    if key.isascii() and key.isdecimal() and len(key) < 18:
        row = Observation.objects.filter(pk=int(key), indicator=found).first()
        if row is not None:
            return FigureForm.of(row) | {"stage": Stage.CORRECTED, "published_on": ""}
    return {"stage": Stage.FINAL, "confidence": "high"}


def _errors(form: FigureForm, refused: FiguresRefused) -> None:
    vi = language_here() != "en"
    for each in refused.errors:
        text = each.vi if vi else each.en
        form.add_error(each.column if each.column in form.fields else None, _capital(text))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _page(
    request: HttpRequest, form: FigureForm, found: Indicator, wrong: Observation | None = None
) -> HttpResponse:
    figures = Observation.objects.filter(indicator=found).order_by()
    sources = set(figures.values_list("source", flat=True)[:500])
    return render(
        request,
        "indicators/record.html",
        {
            "form": form,
            "indicator": found,
            "wrong": wrong,
            "wrong_words": told_in_words(wrong, language_here()) if wrong else "",
            "scopes": sorted(set(figures.values_list("scope", flat=True)[:500])),
            "sources": sorted({*sources, found.declared_source} - {""}),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: pasting.LARGEST + 256 * 1024, _recorder)
def record_table(request: HttpRequest) -> HttpResponse:
    """Many figures, pasted or uploaded: tried first, with what is new or wrong, then recorded."""
    user = _recorder(request)
    context: dict[str, Any] = {
        "columns": [(name, vietnamese, name in NEEDED) for name, vietnamese in NAMES.items()],
        "words": [(NAMES[name], ", ".join(words)) for name, words in WORDS.items()],
        "limit": pasting.LARGEST,
        "most_rows": pasting.MOST_ROWS,
    }
    if request.method != "POST":
        return render(request, "indicators/record_table.html", context)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
    context |= {"reason": reason, "text": request.POST.get("bang", "").replace("\0", "")}
    status = 422
    try:
        cells = _cells(request)
        context["text"] = pasting.as_text(cells)
        if request.POST.get("buoc") == "ghi":
            done = record(user, cells, reason=reason or _("a table of figures"))
            messages.success(request, _result(done.added, done.unchanged))
            return redirect("indicators:library")
        tried = try_out(user, cells)
        rows = [told_in_words(row, language_here(), whole=True) for row in tried.new[:MOST_SHOWN]]
        context |= {"tried": tried, "rows": rows, "more": len(tried.new) - len(rows)}
        status = 200
    except pasting.TableRefused as refusal:
        context["errors"] = [refusal.in_words(language_here())]
    except FiguresRefused as refused:
        said = [each.message(language_here()) for each in refused.errors]
        context |= {"errors": said[:MOST_ERRORS], "error_count": len(said)}
    return render(request, "indicators/record_table.html", context, status=status)


def _cells(request: HttpRequest) -> list[list[str]]:
    file = request.FILES.get("tep")
    if too_large(request) or (file is not None and (file.size or 0) > pasting.LARGEST):
        raise pasting.TableRefused.too_large()
    if file is not None:
        return pasting.from_file(file.read(), (file.name or "")[:255])
    return pasting.from_text(request.POST.get("bang", ""))


def _result(added: int, unchanged: int) -> str:
    words = ngettext("Recorded %(n)s figure.", "Recorded %(n)s figures.", added) % {"n": added}
    there = ngettext(
        "%(n)s figure was there already.", "%(n)s figures were there already.", unchanged
    ) % {"n": unchanged}
    return f"{words} {there}"
