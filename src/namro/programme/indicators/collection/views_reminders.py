"""The pages of reminders: one's own, and what could not be delivered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require, require_somewhere
from namro.programme.indicators.collection import listing, mailing
from namro.programme.indicators.collection.choices import MailState
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.models_reminders import Digest
from namro.programme.indicators.collection.reminding import Reminders
from namro.programme.indicators.collection.standing import standing_of, told
from namro.programme.indicators.jobs import defer_digest
from namro.programme.indicators.permissions import COLLECT, SEE_SHEETS
from namro.programme.programmes.rules.numbers import as_language

ROWS = 50


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the person is asked for now, and what was sent to them."""
    require_somewhere(request.user, SEE_SHEETS)
    today = timezone.localdate()
    person: Any = request.user
    found = Reminders(today, Sheet.objects.visible_to(person)).of(person)
    return render(
        request,
        "indicators/collection/reminders.html",
        {
            "parts": [
                (_("Overdue"), _lines(found.overdue)),
                (_("Returned to you"), _lines(found.returned)),
                (_("Due soon"), _lines(found.due_soon)),
                (_("Waits for your approval"), _lines(found.waiting)),
            ],
            "empty": not (found.overdue or found.returned or found.due_soon or found.waiting),
            "digests": Digest.objects.filter(person=person)[:10],
            "has_address": bool(person.email),
            "may_collect": may(request.user, COLLECT),
        },
    )


def _lines(keys: list[int]) -> list[dict[str, Any]]:
    shown = Sheet.objects.filter(pk__in=keys[:ROWS])
    rows = list(shown.select_related("round__form").order_by("round__due_on", "pk"))
    first = listing.first_submitted(each.pk for each in rows)
    today, language = timezone.localdate(), as_language(get_language())
    return [
        {
            "sheet": each,
            "period": listing.period_of(each.round, language),
            "standing": told(standing_of(each.state, first.get(each.pk), each.round.due_on, today)),
        }
        for each in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def undelivered(request: HttpRequest) -> HttpResponse:
    """What could not be sent, to whom and why; it can be sent again."""
    require(request.user, COLLECT)
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("nhac") if each.isdecimal()]
        actor: Any = request.user
        done = sum(mailing.send_again(actor, each, defer_digest) for each in chosen[:500])
        if done:
            messages.success(request, _("%(n)s reminders are sent again.") % {"n": done})
        else:
            messages.error(request, _("Tick what is to be sent again."))
        return redirect("indicators:undelivered")
    found = Digest.objects.exclude(state=MailState.SENT).select_related("person")
    page = Paginator(found, ROWS).get_page(request.GET.get("trang"))
    return render(
        request,
        "indicators/collection/undelivered.html",
        {
            "page": page,
            "to_files": not settings.EMAIL_HOST,
            "failed": [each for each in page if each.state == MailState.FAILED],
        },
    )
