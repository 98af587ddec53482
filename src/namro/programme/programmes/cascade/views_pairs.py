"""The page of one specification: which items of the two documents answer to one another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import may, require
from namro.foundation.history import editing
from namro.programme.programmes import versions
from namro.programme.programmes.cascade import presenting
from namro.programme.programmes.cascade.actions import add_pair, decide_pairs, pairs_of
from namro.programme.programmes.cascade.ends import End
from namro.programme.programmes.cascade.forms import LONGEST_REASON, PairForm
from namro.programme.programmes.cascade.models import PairStatus
from namro.programme.programmes.cascade.querysets import confirmed
from namro.programme.programmes.cascade.refusals import CascadeRefused
from namro.programme.programmes.models import Specification
from namro.programme.programmes.permissions import READ, SPECIFY
from namro.programme.programmes.rules.numbers import as_language

A_PAGE = 50
DECISIONS = {"confirm": PairStatus.CONFIRMED, "reject": PairStatus.REJECTED}


@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The pairs of one specification; the secretariat confirms, rejects and adds.

    `cap=proposed` (or confirmed, rejected) shows those alone.
    """
    require(request.user, READ)
    lower = versions.find(request.user, pk)
    specification = get_object_or_404(
        confirmed(request.user, None).select_related("lower", "upper"), pk=key, lower=lower
    )
    language = as_language(get_language())
    found, items, gone = presenting.pairs(request.user, specification, None, language)
    decides = may(request.user, SPECIFY, lower)
    choices: dict[str, Any] = {
        "uppers": items.choices(specification.upper, "upper"),
        "lowers": items.choices(specification.lower, "lower"),
    }
    form = PairForm(**choices) if decides else None
    changed: editing.ChangedMeanwhile | None = None
    if request.method == "POST":
        require(request.user, SPECIFY, lower)
        try:
            if "pair-upper" in request.POST:
                form = PairForm(request.POST, **choices)
                done = form.is_valid() and _added(request, specification, form)
            else:
                done = _decided(request, specification)
        except editing.ChangedMeanwhile as meanwhile:
            done, changed = False, meanwhile
        if done:
            return redirect(request.get_full_path())
    wanted = request.GET.get("cap", "")
    wanted = wanted if wanted in PairStatus.values else ""
    shown = [each for each in found if not wanted or each.pair.status == wanted]
    counts = [
        (value, label, sum(each.pair.status == value for each in found))
        for value, label in PairStatus.choices
    ]
    return render(
        request,
        "programmes/cascade/pairs.html",
        {
            "programme": lower,
            "illustrative": lower.illustrative,
            "source": lower.source,
            "tab": "cascade",
            "specification": specification,
            "page": Paginator(shown, A_PAGE).get_page(request.GET.get("trang")),
            "wanted": wanted,
            "counts": counts,
            "all": len(found),
            # For who may not see all it would count what is hidden, and call it gone.
            "gone": gone if decides else 0,
            "decides": decides,
            "form": form,
            "changed": changed,
            "version": editing.version(pairs_of(specification)) if decides else "",
            "checked": _keys(request.POST.getlist("pair")) if changed else [],
            "said": request.POST.get("reason", "") if changed else "",
        },
        status=409 if changed else 200,
    )


def _keys(said: list[str]) -> list[int]:
    return [int(key) for key in said if key.isascii() and key.isdecimal() and len(key) < 18]


def _added(request: HttpRequest, specification: Specification, form: PairForm) -> bool:
    upper, lower = End.parse(form.cleaned_data["upper"]), End.parse(form.cleaned_data["lower"])
    if upper is None or lower is None:
        raise Http404
    user: Any = request.user
    try:
        add_pair(
            user,
            specification,
            upper,
            lower,
            reason=form.cleaned_data["reason"],
            seen=request.POST.get(editing.FIELD, ""),
        )
    except CascadeRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    messages.success(request, _("The pair is written down."))
    return True


def _decided(request: HttpRequest, specification: Specification) -> bool:
    said = request.POST
    chosen = said.getlist("shown" if said.get("all") else "pair")[:A_PAGE]
    keys = _keys(chosen)
    status = DECISIONS.get(said.get("what", ""))
    reason = said.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    if not keys or status is None or not reason:
        words = _("Choose the pairs, say why for the history, then confirm or reject.")
        messages.error(request, words)
        return False
    user: Any = request.user
    try:
        seen = said.get(editing.FIELD, "")
        count = decide_pairs(user, specification, keys, status, reason=reason, seen=seen)
    except CascadeRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
        return False
    words = ngettext("%(n)s pair was decided.", "%(n)s pairs were decided.", count)
    messages.success(request, words % {"n": count})
    return True
