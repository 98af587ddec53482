"""What waits for an approver, and the page on which one sheet is read and decided on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require, require_somewhere
from namro.foundation.accounts.telling import names_of
from namro.foundation.history import editing
from namro.foundation.interface import exporting
from namro.programme.indicators.collection import (
    actions_sheets,
    decide_html,
    listing,
    queue,
    queue_html,
)
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.sheet_html import options_html
from namro.programme.indicators.collection.sheet_page import said_of_sheet
from namro.programme.indicators.collection.standing import standing_of, told
from namro.programme.indicators.collection.views_rounds import reason_of, words_of
from namro.programme.indicators.permissions import APPROVE_SHEETS
from namro.programme.programmes import tables
from namro.programme.programmes.rules.numbers import as_language

# How many sheets are approved by one press; the page shows no more.
MOST_AT_ONCE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the person; several are approved at once, each by itself."""
    require_somewhere(request.user, APPROVE_SHEETS)
    if request.method == "POST":
        _approve_several(request)
        query = request.GET.urlencode()
        return redirect(f"{request.path}?{query}" if query else request.path)
    waits = queue.Queue(request.user, _language())
    words = words_of(request)
    shown = tables.table(queue.QUEUE, _holding(waits, words), request.GET)
    page: Any = shown.page.object_list
    queue.say_versions(page)
    return render(
        request,
        "indicators/collection/queue.html",
        {
            "table": shown,
            "rows": queue_html.rows(page),
            "words": words,
            "late": sum(each.alike for each in waits.groups if each.late),
            "doubtful": sum(each.alike for each in waits.groups if each.doubts),
            "all": len(waits),
            "illustrative": any(each.round.form.illustrative for each in page),
        },
    )


def _holding(waits: queue.Queue, words: str) -> queue.Queue | list[queue.Waiting]:
    """What waits and holds these words; a search looks at each."""
    if not words:
        return waits
    return listing.holding(waits.read(waits.groups, None, slice(None)), words)


@require_safe
def waiting_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """What waits for the person as asked for, as a file."""
    require_somewhere(request.user, APPROVE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    waits = queue.Queue(request.user, _language())
    wanted = tables.asked_for(queue.QUEUE, _holding(waits, words_of(request)), request.GET)
    title = _("Sheets to approve")
    return exporting.download(fmt, title, title, queue.QUEUE.file, wanted)


def _approve_several(request: HttpRequest) -> None:
    """Approve what was ticked: each in its own transaction, and told which went and which not."""
    chosen = [int(each) for each in request.POST.getlist("phieu") if each.isdecimal()]
    if not chosen:
        messages.error(request, _("Tick the sheets that you approve."))
        return
    actor: Any = request.user
    why = reason_of(request) or "duyệt nhiều phiếu / approved several"
    done: list[str] = []
    # What is not the person's own is not told apart from what is not there.
    known = Sheet.objects.visible_to(request.user).in_bulk(chosen[:MOST_AT_ONCE])
    for key in chosen[:MOST_AT_ONCE]:
        name = f"{known[key].name} ({known[key].code})" if key in known else f"#{key}"
        seen = request.POST.get(f"v-{key}", "")
        try:
            if key not in known:
                raise PermissionDenied
            actions_sheets.approve(actor, key, reason=why, seen=seen)
        except CollectionRefused as refused:
            messages.error(request, f"{name}: {refused.message(_language())}")
        except editing.ChangedMeanwhile:
            messages.error(
                request,
                _("%(name)s: somebody changed it since; open it and look again.") % {"name": name},
            )
        except PermissionDenied:
            messages.error(request, _("%(name)s: it does not wait for you.") % {"name": name})
        else:
            done.append(name)
    if done:
        words = ngettext("Approved %(n)s sheet: ", "Approved %(n)s sheets: ", len(done))
        messages.success(request, words % {"n": len(done)} + "; ".join(done))


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """One sheet: its fields beside what was before, doubts, remarks, files; approve or return."""
    found: Sheet = get_object_or_404(
        Sheet.objects.visible_to(request.user).select_related(
            "round__form__top", "unit", "holder", "awaiting"
        ),
        pk=key,
    )
    if request.method == "POST":
        require(request.user, APPROVE_SHEETS, found.awaiting or found.round.form.top)
        return _decided(request, found)
    return _page(request, found)


def _decided(request: HttpRequest, found: Sheet) -> HttpResponse:
    actor: Any = request.user
    seen = request.POST.get(editing.FIELD, "")
    why, what = reason_of(request), request.POST.get("viec", "")
    item = _item(request, found)
    name = f"{found.name} ({found.code})"
    try:
        if what == "tra-lai":
            actions_sheets.send_back(actor, found.pk, why, item=item, seen=seen)
            messages.success(request, _("Returned %(name)s.") % {"name": name})
        elif what == "duyet":
            made = actions_sheets.approve(
                actor, found.pk, reason=why or "duyệt phiếu / approved", seen=seen
            )
            published = made.state == SheetState.APPROVED
            said = (
                _("Approved %(name)s; its figures are published.")
                if published
                else _("Approved %(name)s; it goes to the next who approves.")
            )
            messages.success(request, said % {"name": name})
        else:
            messages.error(request, _("Press one of the two buttons: approve or return."))
            return redirect("indicators:decide", key=found.pk)
    except CollectionRefused as refused:
        messages.error(request, refused.message(_language()))
        return redirect("indicators:decide", key=found.pk)
    except editing.ChangedMeanwhile as changed:
        return _page(request, found, changed)
    return redirect("indicators:queue")


def _item(request: HttpRequest, found: Sheet) -> Any:
    said = request.POST.get("muc", "")
    if not said.isdecimal():
        return None
    item = found.round.form.items.filter(pk=int(said)).first()
    if item is None:
        raise Http404
    return item


def _page(
    request: HttpRequest, found: Sheet, changed: editing.ChangedMeanwhile | None = None
) -> HttpResponse:
    language = _language()
    rows = rows_of(found, peers=Peers.NOW, plans=True)
    items = [row.item for row in rows]
    remarks, files = said_of_sheet(found, items)
    accounts = {row.cell.entered_by for row in rows if row.cell is not None}
    accounts |= {each.said_by for each in remarks} | {each.added_by for each in files}
    accounts |= {found.submitted_by, found.approved_by}
    people = names_of(accounts)
    above = found.above[0]
    asked = {each for each in (found.holder_id, found.awaiting_id) if each}
    names = listing.names_on(asked, timezone.localdate())
    first = listing.first_submitted([found.pk]).get(found.pk)
    standing = standing_of(found.state, first, found.round.due_on, timezone.localdate())
    decides = found.awaiting is not None and may(request.user, APPROVE_SHEETS, found.awaiting)
    account = request.user.get_username()
    own = account in {found.submitted_by} | {r.cell.entered_by for r in rows if r.cell is not None}
    return render(
        request,
        "indicators/collection/decide.html",
        {
            "sheet": found,
            "round": found.round,
            "period": listing.period_of(found.round, language),
            "above": listing.names_on({above}, found.round.last_day).get(above, ""),
            "holder": names.get(found.holder_id, ""),
            "waits_for": names.get(found.awaiting_id or 0, ""),
            "standing": told(standing),
            "rows": decide_html.rows(rows, people, language),
            "item_options": options_html(items),
            "doubts": sum(bool(row.doubts) for row in rows),
            "empty": sum(row.cell is None for row in rows),
            "remarks": remarks,
            "files": files,
            "people": people,
            "decides": decides,
            "own": decides and own,
            "version": editing.version(found, actions_sheets.fields_of(found)),
            "changed": changed,
            "illustrative": found.round.form.illustrative,
        },
        status=409 if changed else 200,
    )


def _language() -> Any:
    return as_language(get_language())
