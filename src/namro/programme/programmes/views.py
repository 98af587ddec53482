"""The pages of programmes: the list, one programme, and its source text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.interface.exporting import attachment
from namro.programme.programmes import listing, places, presenting, row_html, versions
from namro.programme.programmes.models import Programme, SourceDocument
from namro.programme.programmes.permissions import READ
from namro.programme.programmes.rules import places as rules
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.seeing import seen_by

PER_PAGE = 50


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """All programmes that the person may see; `q` searches with or without marks.

    `on` shows those issued by that day, as their documents were then; `listing` says what else
    can be asked.
    """
    require(request.user, READ)
    asked = listing.listing(request)
    paginator = Paginator(asked.found, PER_PAGE)
    paginator.count = asked.count  # known from counting for the filters
    page = paginator.get_page(request.GET.get("trang"))
    asked.seen(list(page.object_list), request.user)
    return render(
        request,
        "programmes/list.html",
        {
            "page": page,
            "asked": asked,
            "illustrative": any(programme.illustrative for programme in page),
        },
    )


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: what its document says, each item with its place in the source text."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    context: dict[str, Any] = {
        "programme": found,
        "illustrative": found.illustrative,
        "tab": "programme",
    }
    source = found.source
    if source is not None:
        language = as_language(get_language())
        seen = seen_by(request.user, source)
        context |= {
            "source": source,
            **presenting.content(found, seen, language, request.GET),
        }
        context["rows"] = row_html.deliverable_rows(
            context["rows"], grouped=context["table"].order is None
        )
    return render(request, "programmes/programme.html", context)


@require_safe
def source_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The normalised text, in parts; `muc` marks one item's place, `phan` chooses a part."""
    found, source = _source(request, pk, "content")
    seen = seen_by(request.user, source)
    parts = rules.parts(seen.text)
    mark, item, label = None, None, None
    name = request.GET.get("muc", "")
    if name:
        place = seen.find(name)
        if place is None:
            raise Http404
        item, label = place
        mark = places.place_of(item, seen.text)
    number = rules.part_of(parts, mark.start) if mark else 0
    wanted = request.GET.get("phan", "")
    if wanted.isdecimal() and wanted.isascii() and len(wanted) < 9:
        number = min(max(int(wanted) - 1, 0), len(parts) - 1)
    return render(
        request,
        "programmes/source.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": source,
            "paragraphs": presenting.with_anchor(rules.paragraphs(seen.text, parts[number], mark)),
            "anchor": places.ANCHOR,
            "withheld": seen.withheld,
            "item": item,
            "item_home": places.home_of(item, found.at) if item else "",
            "tab": "source",
            "item_kind": label,
            "number": number + 1,
            "parts": range(1, len(parts) + 1),
        },
    )


@require_safe
def source_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, byte for byte as it came, to keep; never shown in the browser.

    A file cannot be shown in part: who may not see all that it says does not get it.
    """
    _found, source = _source(request, pk, "text")
    if seen_by(request.user, source).withheld:
        raise PermissionDenied(
            _("The file holds restricted items, so it is not given out. Its text shows the rest.")
        )
    response = HttpResponse(bytes(source.content), content_type="application/octet-stream")
    response["Content-Disposition"] = attachment(source.file_name)
    response["Cache-Control"] = "private, no-store"
    return response


def _source(request: HttpRequest, pk: int, unneeded: str) -> tuple[Programme, SourceDocument]:
    """The programme and its source (without its large field `unneeded`), if visible."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    current = found.source
    if current is None:
        raise Http404
    source = SourceDocument.objects.defer(unneeded).get(pk=current.pk)
    return found, source
