"""The page of a programme's leads: each name, the unit it means, and how that stands on a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.interface import exporting
from namro.foundation.organisations.models import Unit
from namro.programme.programmes import versions
from namro.programme.programmes.leads import presenting
from namro.programme.programmes.leads.actions import confirm_links, match_leads
from namro.programme.programmes.leads.forms import LONGEST_REASON
from namro.programme.programmes.leads.models import LinkState
from namro.programme.programmes.leads.refusals import LeadRefused
from namro.programme.programmes.models import Programme, SourceDocument
from namro.programme.programmes.permissions import LINK_LEADS, READ
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.seeing import seen_by

# Marks of a file name that no file system likes are replaced.
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
# More names than these nobody ticks at once.
MOST = 500
STATE, ASKS = "loc", "hoi"


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """All leads as of a day (`on`); `loc` shows those of one state, or what asks ("hoi").

    The secretariat looks them up anew and confirms many at once.
    """
    require(request.user, READ)
    found = versions.find(request.user, pk)
    source = _source(found)
    if request.method == "POST":
        require(request.user, LINK_LEADS, found)
        done = _matched(request, source) if "match" in request.POST else _confirmed(request, source)
        if done:
            return redirect(request.get_full_path())
    day = found.day or timezone.localdate()
    language = as_language(get_language())
    listed = presenting.leads(found, seen_by(request.user, source), day)
    wanted = request.GET.get(STATE, "")
    wanted = wanted if wanted in (*presenting.STATES, ASKS) else ""
    counts = [
        (value, label, sum(each.state == value for each in listed))
        for value, label in presenting.STATES.items()
    ]
    shown = [each for each in listed if _wanted(each, wanted)]
    return render(
        request,
        "programmes/leads/overview.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": source,
            "tab": "leads",
            "day": day,
            "title": presenting.title(len(listed), day),
            "rows": [_row(each, language) for each in shown],
            "all": len(listed),
            "asks": sum(each.asks for each in listed),
            "counts": [each for each in counts if each[2]],
            "wanted": wanted,
            "decides": may(request.user, LINK_LEADS, found),
            "confirmable": any(_confirmable(each) for each in shown),
            "empty_register": not Unit.objects.exists(),
        },
    )


@require_safe
def download(request: HttpRequest, pk: int, what: str, fmt: str) -> HttpResponse:
    """All leads as of a day as a file: XLSX or CSV."""
    require(request.user, READ)
    if fmt not in exporting.FORMATS:
        raise Http404
    found = versions.find(request.user, pk)
    day = found.day or timezone.localdate()
    rows = presenting.leads(found, seen_by(request.user, _source(found)), day)
    title = _("Leads")
    name = f"{found.number} {title} {day:%Y-%m-%d}".translate(_FORBIDDEN)
    return exporting.download(fmt, name, title, presenting.COLUMNS, rows)


def _source(found: Programme) -> SourceDocument:
    source = found.source
    if source is None:
        raise Http404
    return source


def _wanted(lead: presenting.Lead, wanted: str) -> bool:
    return not wanted or lead.state == wanted or (wanted == ASKS and lead.asks)


def _confirmable(lead: presenting.Lead) -> bool:
    return lead.state in (LinkState.PROPOSED, LinkState.AUTOMATIC) and bool(
        lead.link and lead.link.unit_id
    )


def _row(lead: presenting.Lead, language: Any) -> dict[str, Any]:
    """A lead with all that its card says."""
    standing = lead.standing
    ended = standing.fate if standing is not None and standing.asks else None
    event = ended.event if ended is not None else None
    return {
        "lead": lead,
        "reasons": lead.reasons(language),
        "confirmable": _confirmable(lead),
        "standing": presenting.standing_words(lead),
        "event": presenting.event_words(ended) if ended is not None else "",
        "basis": presenting.basis_words(event) if event is not None else "",
        "steps": [] if standing is None else standing.steps,
    }


def _matched(request: HttpRequest, source: SourceDocument) -> bool:
    user: Any = request.user
    done = match_leads(user, source, reason=_("Looked the leads up in the register of units"))
    words = ngettext("%(n)s name was looked up.", "%(n)s names were looked up.", done.names)
    words = words % {"n": done.names}
    if done.asked:
        more = ngettext("%(n)s of them waits for you.", "%(n)s of them wait for you.", done.asked)
        words = f"{words} {more % {'n': done.asked}}"
    messages.success(request, words)
    return True


def _confirmed(request: HttpRequest, source: SourceDocument) -> bool:
    said = request.POST
    chosen = said.getlist("shown" if said.get("all") else "link")[:MOST]
    keys = [int(key) for key in chosen if key.isascii() and key.isdecimal() and len(key) < 18]
    reason = said.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    if not keys or not reason:
        messages.error(request, _("Choose the names, say why for the history, then confirm."))
        return False
    user: Any = request.user
    try:
        count = confirm_links(user, source, keys, reason=reason)
    except LeadRefused as refused:
        messages.error(request, refused.message(as_language(get_language())))
        return False
    words = ngettext("%(n)s name was confirmed.", "%(n)s names were confirmed.", count)
    messages.success(request, words % {"n": count})
    return True
