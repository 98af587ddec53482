"""The pages of reminders: one's own, and what could not be delivered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require, require_somewhere
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column
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
_MINE: tuple[Column[Any], ...] = (
    Column("viec", _("What is to be done"), lambda each: each["part"], None, 24),
    Column(
        "don-vi",
        pgettext_lazy("organisation", "Unit"),
        lambda each: each["sheet"].name,
        None,
        30,
    ),
    Column("bieu", _("Form"), lambda each: each["sheet"].round.form.name, None, 30),
    Column("ky", _("Period asked about"), lambda each: each["period"]),
    Column("han", _("Due"), lambda each: each["sheet"].round.due_on),
    Column("tinh-trang", _("State"), lambda each: str(each["standing"]["words"]), None, 26),
    Column("ma", _("Code of the sheet"), lambda each: each["sheet"].code),
)
_UNDELIVERED: tuple[Column[Digest], ...] = (
    Column("nguoi", _("To whom"), lambda each: each.person.get_full_name(), None, 30),
    Column("ngay", _("Day"), lambda each: each.on),
    Column("tinh-trang", _("State"), lambda each: each.get_state_display(), None, 26),
    Column("vi-sao", _("Why"), lambda each: each.error, None, 60),
    Column("lan", _("Tried"), lambda each: each.tries, None, 10),
)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the person is asked for now, and what was sent to them."""
    require_somewhere(request.user, SEE_SHEETS)
    person: Any = request.user
    parts = _parts(person)
    return render(
        request,
        "indicators/collection/reminders.html",
        {
            "parts": [(title, len(keys), _lines(keys[:ROWS])) for title, keys in parts],
            "shown": ROWS,
            "empty": not any(keys for _title, keys in parts),
            "digests": Digest.objects.filter(person=person)[:10],
            "has_address": bool(person.email),
            "may_collect": may(request.user, COLLECT),
        },
    )


def _parts(person: Any) -> list[tuple[Any, list[int]]]:
    """What the person is to do, in the order of the page, with the sheets by their keys."""
    found = Reminders(timezone.localdate(), Sheet.objects.visible_to(person)).of(person)
    return [
        (_("Overdue"), found.overdue),
        (_("Returned to you"), found.returned),
        (_("Due soon"), found.due_soon),
        (_("Waits for your approval"), found.waiting),
    ]


@require_safe
def mine_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """All that the person is asked for now, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    parts = [(str(title), _lines(keys)) for title, keys in _parts(request.user)]
    lines = [line | {"part": title} for title, of_it in parts for line in of_it]
    title = str(_("Reminders"))
    return exporting.download(fmt, title, title, _MINE, lines)


def _lines(keys: list[int]) -> list[dict[str, Any]]:
    shown = Sheet.objects.filter(pk__in=keys)
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
    page = Paginator(_undelivered(), ROWS).get_page(request.GET.get("trang"))
    return render(
        request,
        "indicators/collection/undelivered.html",
        {
            "page": page,
            "to_files": not settings.EMAIL_HOST,
            "failed": [each for each in page if each.state == MailState.FAILED],
        },
    )


def _undelivered() -> Any:
    return Digest.objects.exclude(state=MailState.SENT).select_related("person")


@require_safe
def undelivered_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """What could not be sent, as a file."""
    require(request.user, COLLECT)
    if fmt not in exporting.FORMATS:
        raise Http404
    title = str(_("Reminders that were not delivered"))
    return exporting.download(fmt, title, title, _UNDELIVERED, _undelivered())
