"""The page of one lead: which unit it is, and who leads since that ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.organisations.choices import Precision
from namro.foundation.organisations.fates import Fate
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import register
from namro.programme.programmes import versions
from namro.programme.programmes.leads import presenting
from namro.programme.programmes.leads.actions import (
    choose_unit,
    hand_over,
    not_listed,
    withdraw_hand_over,
)
from namro.programme.programmes.leads.forms import ChooseForm, HandOverForm, WithdrawForm
from namro.programme.programmes.leads.linking import home_named
from namro.programme.programmes.leads.models import LeadLink
from namro.programme.programmes.leads.refusals import LeadRefused
from namro.programme.programmes.models import Programme
from namro.programme.programmes.permissions import LINK_LEADS
from namro.programme.programmes.rules.leading import name_key
from namro.programme.programmes.rules.numbers import as_language, date
from namro.programme.programmes.seeing import seen_by

LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One lead: its candidates, a search (`q`) for others, and the hand-over where it ended."""
    found, link, lead = _find(request, pk, key)
    day = found.day or timezone.localdate()
    fate = lead.standing.fate if lead.standing is not None and lead.standing.asks else None
    chooser, over = ChooseForm(), _over(request, fate) if fate is not None else None
    withdraw = WithdrawForm() if lead.standing is not None and lead.standing.steps else None
    if request.method == "POST":
        said = request.POST
        if "over-reason" in said and fate is not None:
            over = _over(request, fate, said)
            done = over.is_valid() and _handed_over(request, found, fate, over)
        elif "withdraw-reason" in said and lead.standing is not None and lead.standing.steps:
            withdraw = WithdrawForm(said)
            done = withdraw.is_valid() and _withdrawn(request, found, lead)
        else:
            chooser = ChooseForm(said)
            done = chooser.is_valid() and _chosen(request, link, chooser)
            if not chooser.is_valid():
                messages.error(request, _("Choose a unit, and say why for the history."))
        if done:
            return redirect("programmes:leads", found.at)
    language = as_language(get_language())
    words = _words(request)
    return render(
        request,
        "programmes/leads/one.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": found.source,
            "tab": "leads",
            "day": day,
            "lead": lead,
            "link": link,
            "reasons": lead.reasons(language),
            "candidates": _candidates(link, language),
            "words": words,
            "hints": _hints(words, link.on, language) if words else [],
            "fate": fate,
            "event": presenting.event_words(fate) if fate is not None else "",
            "ended": presenting.ended_words(fate) if fate is not None else "",
            "basis": presenting.basis_words(fate.event) if fate and fate.event else "",
            "successors": fate.successors if fate is not None else (),
            "over": over,
            "withdraw": withdraw,
            "steps": lead.standing.steps if lead.standing is not None else (),
        },
    )


@require_safe
def suggestions(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The units that are called as somebody types (`q`), a piece of the page."""
    _found, link, _lead = _find(request, pk, key)
    words = _words(request)
    hints = _hints(words, link.on, as_language(get_language())) if words else []
    return render(
        request, "programmes/leads/hints.html", {"words": words, "hints": hints, "link": link}
    )


def _find(request: HttpRequest, pk: int, key: int) -> tuple[Programme, LeadLink, presenting.Lead]:
    """The programme, the link and its lead as seen by the person; only who decides comes here."""
    found = versions.find(request.user, pk)
    require(request.user, LINK_LEADS, found)
    source = found.source
    if source is None:
        raise Http404
    rows = LeadLink.objects.select_related("source__programme", "unit")
    link = get_object_or_404(rows, pk=key, source=source)
    day = found.day or timezone.localdate()
    listed = presenting.leads(found, seen_by(request.user, source), day)
    lead = next((each for each in listed if name_key(each.name) == link.name_key), None)
    if lead is None:  # it stands in what the person may not see
        raise Http404
    return found, link, lead


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def _candidates(link: LeadLink, language: Any) -> list[dict[str, Any]]:
    """What the register has for the name, with score and reasons; the linked unit first."""
    known = register()
    # As for the link itself: the place of the document decides whose department is meant.
    match = known.index.match(link.name, link.on, home_named(link.source))
    return [
        {
            "unit": known.units[each.unit],
            "name": known.name(each.unit, link.on),
            "percent": round(each.score * 100),
            "reasons": each.words(language),
            "there": each.standing == "there",
        }
        for each in match.candidates
        if each.unit != link.unit_id
    ]


def _hints(words: str, on: dt.date, language: Any) -> list[dict[str, Any]]:
    known = register()
    return [
        {
            "unit": known.units[each.unit],
            "name": known.name(each.unit, on),
            "there": each.standing == "there",
            "note": each.words(language) if each.standing != "there" else "",
        }
        for each in known.index.suggest(words, on)
    ]


def _over(request: HttpRequest, fate: Fate, said: Any = None) -> HandOverForm:
    """The form of a hand-over: the recorded successors first, then who is found by `nq`."""
    last = fate.unit.valid_to
    begins = fate.event.on if fate.event is not None else None
    if begins is None and last is not None:
        begins = last + dt.timedelta(days=1)
    choices = {str(each.unit.pk): each.name for each in fate.successors if each.unit is not None}
    words = request.GET.get("nq", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    posted = said.get("over-successor", "") if said is not None else ""
    if words and begins is not None:
        known = register()
        for each in known.index.suggest(words, begins):
            if each.standing == "there":
                choices.setdefault(str(each.unit), known.name(each.unit, begins))
    event = fate.event
    exact = event is None or event.precision == Precision.DAY
    return HandOverForm(
        said,
        choices=[("", "---"), *choices.items()]
        if posted or len(choices) != 1
        else list(choices.items()),
        initial={
            # A day that is not known is not made up; a person says which.
            "on": date(begins) if begins and exact else "",
            "basis_number": event.basis_number if event is not None else "",
            "basis_date": date(event.basis_date) if event and event.basis_date else "",
            "source": event.source if event is not None and not event.basis_number else "",
        },
    )


def _chosen(request: HttpRequest, link: LeadLink, form: ChooseForm) -> bool:
    user: Any = request.user
    said = form.cleaned_data
    try:
        if said["unit"] is None:
            not_listed(user, link, reason=said["reason"], seen=said["seen"])
            messages.success(
                request, _("“%(name)s” is not in the register: written down.") % {"name": link.name}
            )
            return True
        unit = get_object_or_404(Unit, pk=said["unit"])
        choose_unit(user, link, unit, reason=said["reason"], seen=said["seen"])
    except LeadRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
        return False
    messages.success(request, _("“%(name)s” is confirmed.") % {"name": link.name})
    return True


def _handed_over(request: HttpRequest, found: Programme, fate: Fate, form: HandOverForm) -> bool:
    user: Any = request.user
    said = form.cleaned_data
    successor = get_object_or_404(Unit, pk=int(said["successor"]))
    try:
        hand_over(
            user,
            found,
            fate.unit,
            successor,
            on=said["on"],
            reason=said["reason"],
            basis_number=said["basis_number"],
            basis_date=said["basis_date"],
            source=said["source"],
        )
    except LeadRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    messages.success(request, _("The hand-over is written down."))
    return True


def _withdrawn(request: HttpRequest, found: Programme, lead: presenting.Lead) -> bool:
    user: Any = request.user
    assert lead.standing is not None  # noqa: S101  # the caller looked
    last = lead.standing.steps[-1].hand_over
    try:
        withdraw_hand_over(user, found, last.unit, reason=request.POST["withdraw-reason"])
    except LeadRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
        return False
    messages.success(request, _("The hand-over is withdrawn."))
    return True
