"""The review itself: the text beside the draft, and each change as a request of its own.

Every request works without scripts: then the answer is a page instead of a piece of one.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.review import actions, presenting, saving
from namro.programme.programmes.review.models import DraftReview, ReviewStatus
from namro.programme.programmes.review.uploading import not_under_review, reviewer
from namro.programme.programmes.rules import editing, places, working
from namro.programme.programmes.rules.marks import marked_lines
from namro.programme.programmes.rules.numbers import Language, as_language


def _language() -> Language:
    return as_language(get_language())


def sought(request: HttpRequest, pk: int, *large: str) -> DraftReview:
    """The review if the person may see it, with its `large` fields."""
    user = reviewer(request)
    kept = {"content", "readable", "text", "read", "working", "ocr_pages"} - set(large)
    visible = DraftReview.objects.visible_to(user).defer(None).defer(*kept)
    found: DraftReview = get_object_or_404(visible, pk=pk)
    return found


def _htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The text and the draft side by side; `phan` chooses a part of a long text."""
    found = sought(request, pk, "text", "working")
    if found.status != ReviewStatus.REVIEW:
        return not_under_review(request, found)
    return render(request, "programmes/review/review.html", page(request, found))


def page(request: HttpRequest, found: DraftReview) -> dict[str, Any]:
    """What the page of a review shows."""
    draft = found.working or {}
    parts = places.parts(found.text)
    wanted = request.GET.get("phan", "")
    number = 0
    if wanted.isdecimal() and wanted.isascii() and len(wanted) < 9:
        number = min(max(int(wanted) - 1, 0), len(parts) - 1)
    part = parts[number]
    doubts = presenting.issues(draft, _language())
    return {
        "review": found,
        "lines": marked_lines(found.text, part, presenting.marks(found)),
        "head": presenting.form("document", draft["document"], _language()),
        "issues": doubts,
        "open_count": sum(not doubt.done for doubt in doubts),
        "groups": presenting.groups(found, part, _language()),
        "addable": [(name, presenting.TITLES[name][1]) for name in working.ADDABLE],
        "number": number + 1,
        "parts": range(1, len(parts) + 1),
        "head_key": working.HEAD,
        "version": found.version,
        "found_places": [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One item: its form (GET with `sua`), its line in the list, or its changed values (POST)."""
    found = sought(request, pk, "text", "working")
    if found.status != ReviewStatus.REVIEW:
        return saving.gone() if saving.asked(request) else moved_on(request, pk)
    placed = working.find(found.working or {}, key)
    if placed is None or placed[0] == "issues":
        raise Http404
    group, row = placed
    if request.method == "POST":
        return _change(request, found, group, key)
    if "sua" in request.GET or not _htmx(request):
        return _form(request, found, group, key, presenting.form(group, row, _language()))
    return _closed(request, pk, group, key, row)


def _form(
    request: HttpRequest,
    found: DraftReview,
    group: str,
    key: str,
    fields: list[presenting.FormField],
    **more: Any,
) -> HttpResponse:
    context = {
        "review": found,
        "group": group,
        "key": key,
        "fields": fields,
        "one": presenting.TITLES[group][1] if group in presenting.TITLES else "",
        "page": presenting.page_name(),
        "said": _said(found, key),
        **more,
    }
    name = "form" if _htmx(request) else "form_page"
    # 422: a proxy or a script must not take it for a success.
    status = 422 if more.get("wrong") else 409 if more.get("clash") else 200
    return render(request, f"programmes/review/{name}.html", context, status=status)


def _said(found: DraftReview, key: str) -> str:
    """What the document says where the item stands; its beginning when it is long."""
    _, row = working.find(found.working or {}, key) or ("", {})
    if "start" not in row:
        return ""
    return found.text[row["start"] : min(row["end"], row["start"] + 1000)]


def _change(request: HttpRequest, found: DraftReview, group: str, key: str) -> HttpResponse:
    user, language = reviewer(request), _language()
    _, row = working.find(found.working or {}, key) or ("", {})
    sent = saving.sent(request, group, row, language)
    if saving.asked(request):
        return saving.answer(request, user, found, group, key, sent)
    if sent.wrong:
        fields = presenting.form(group, row, language, written=sent.written, wrong=sent.wrong)
        fields = _as_seen(fields, sent.seen_written)
        return _form(request, found, group, key, fields, wrong=True)
    try:
        changed = actions.change(user, found.pk, key, sent.values, sent.seen, sent.page)
    except actions.Gone:
        return moved_on(request, found.pk)
    except actions.Clash as clash:
        fresh = sought(request, found.pk, "text", "working")
        _, row = working.find(fresh.working or {}, key) or ("", {})
        fields = presenting.form(group, row, language, written=sent.written, theirs=clash.theirs)
        return _form(request, fresh, group, key, fields, clash=clash)
    if not _htmx(request):
        return _back(found.pk, key)
    return _closed(request, found.pk, group, key, changed, saved=True)


def _closed(
    request: HttpRequest, pk: int, group: str, key: str, row: working.Item, *, saved: bool = False
) -> HttpResponse:
    """The item as it stands in the draft once its form is closed."""
    fresh = sought(request, pk, "text", "working")
    context = {"review": fresh, "key": key, "group": group, "saved": saved}
    context |= saving.versions(request, fresh)
    if group == "document":
        context["head"] = presenting.form(group, row, _language())
    else:
        context["each"] = presenting.shown(group, row, _language(), fresh.text)
    return render(request, "programmes/review/saved.html", context)


def _as_seen(
    fields: list[presenting.FormField], seen: dict[str, str]
) -> list[presenting.FormField]:
    """The fields with what the person saw when the form was opened."""
    from dataclasses import replace

    return [replace(each, seen=seen[each.name]) for each in fields]


def _back(pk: int, key: str = "") -> HttpResponse:
    address = reverse("programmes:review", args=[pk])
    return redirect(f"{address}#{key}" if key else address)


def moved_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The document was accepted, rejected or changed under the person's hands: show what is."""
    messages.error(request, _("This has changed meanwhile; nothing was done. See how it is now."))
    address = reverse("programmes:review", args=[pk])
    if not _htmx(request):
        return redirect(address)
    answer = HttpResponse(status=409)
    answer["HX-Redirect"] = address
    return answer


@require_POST
def mark(request: HttpRequest, pk: int, key: str, what: str) -> HttpResponse:
    """Set an item aside or bring it back, confirm a lead, tick a doubt."""
    user = reviewer(request)
    sought(request, pk)
    on = request.POST.get("on", "1") == "1"
    try:
        if what == "bo":
            row = actions.set_aside(user, pk, key, on)
        elif what == "xac-nhan":
            row = actions.confirm_lead(user, pk, key)
        else:
            row = actions.tick(user, pk, key, on)
    except actions.Gone:
        return moved_on(request, pk)
    if not _htmx(request):
        return _back(pk, key)
    fresh = sought(request, pk, "text", "working")
    context: dict[str, Any] = {"review": fresh, **saving.versions(request, fresh)}
    group, _row = working.find(fresh.working or {}, key) or ("", {})
    draft = fresh.working or {}
    if group == "issues":
        context |= {"each": presenting.issue(draft, row, _language()), "name": "issue"}
    else:
        context |= {"each": presenting.shown(group, row, _language(), fresh.text), "name": "item"}
        if what == "xac-nhan":
            # The doubt about this lead is settled as well: show it so.
            context["settled"] = [
                doubt for doubt in presenting.issues(draft, _language()) if doubt.about == key
            ]
    return render(request, "programmes/review/marked.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Import the draft as it is now, and go to the programme's page."""
    user = reviewer(request)
    sought(request, pk)
    try:
        result = actions.accept(
            user,
            pk,
            _version(request),
            editing.clean(request.POST.get("reason", ""))[:2000],
        )
    except actions.Gone:
        return moved_on(request, pk)
    except actions.Stale:
        messages.error(
            request,
            _("Somebody changed the draft since you opened this page. Look at it, then accept."),
        )
    except actions.NotReady:
        messages.error(request, _("Enter the number of the document first."))
        return _back(pk, working.HEAD)
    except ImportRefused as refused:
        messages.error(request, refused.message(_language()))
    else:
        if result.amendment is not None:
            words = _("The programme has a document already: this one waits as its amendment.")
            messages.success(request, words)
            return redirect("programmes:amendment", pk=result.programme.pk, key=result.amendment.pk)
        messages.success(request, _("Accepted. This is the programme's page."))
        if result.request is not None:
            words = _("It is kept as internal; publishing it waits for another person's approval.")
            messages.info(request, words)
        return redirect("programmes:programme", pk=result.programme.pk)
    return _back(pk)


def _version(request: HttpRequest) -> int:
    """How many changes of the draft the person saw; -1: the form did not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the file and the draft; the reason is kept."""
    user = reviewer(request)
    sought(request, pk)
    try:
        reason = editing.clean(request.POST.get("reason", ""))[:2000]
        actions.reject(user, pk, reason, _version(request))
    except actions.Gone:
        return moved_on(request, pk)
    except actions.Stale:
        messages.error(
            request,
            _("Somebody changed the draft since you opened this page. Look at it, then reject."),
        )
        return _back(pk)
    except ValueError:
        messages.error(request, _("Say why the document is rejected; the reason is kept."))
        return _back(pk)
    messages.success(request, _("Rejected: the file and its draft are deleted."))
    return redirect("programmes:reviews")
