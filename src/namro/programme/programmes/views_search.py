"""Search over all programmes: what stands in them, with or without marks, short or written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may, require
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from namro.programme.programmes.models_search import FoundKind, SearchEntry
from namro.programme.programmes.permissions import READ, READ_RESTRICTED
from namro.programme.programmes.places import address_of_name
from namro.programme.programmes.rules import searching
from namro.programme.programmes.rules.searching import Piece, Term

LONGEST = 200
FIRST = 5  # hits of each kind while no kind is chosen
PER_PAGE = 50
MOST_PAGES = 200  # what lies further back is found by asking more exactly


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its pieces, where it is, and the programme it stands in."""

    pieces: list[Piece]
    address: str
    programme: Programme


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: str
    label: str
    count: int
    hits: list[Hit]


def found_by(user: Actor | None, asked: list[Term]) -> QuerySet[SearchEntry]:
    """The entries that have all that is asked for and that `user` may see."""
    visible = Programme.objects.visible_to(user)
    found = SearchEntry.objects.filter(
        vector=SearchQuery(searching.as_tsquery(asked), config="simple", search_type="raw"),
        programme__in=visible.order_by().values("pk"),
    )
    if not may(user, READ_RESTRICTED):
        found = found.exclude(level=Level.RESTRICTED)
    return found.defer("vector", "words", "sort_key")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What `q` finds, by kind; `loai` chooses one kind, `ct` one programme, `trang` a page."""
    require(request.user, READ)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    asked = searching.terms(words)
    kind = request.GET.get("loai", "")
    kind = kind if kind in FoundKind.values else ""
    within = _programme(request)
    context: dict[str, Any] = {"words": words, "kind": kind, "within": within, "asked": asked}
    context["also"] = [way for term in asked for way in term.ways[1:]]
    if asked:
        found = found_by(request.user, asked)
        if within is not None:
            found = found.filter(programme=within)
        context |= _results(found, asked, kind, request.GET.get("trang", ""))
    return render(request, "programmes/search.html", context)


def _programme(request: HttpRequest) -> Programme | None:
    """The programme to stay within, if one is named that the person may see."""
    said = request.GET.get("ct", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        return None
    found: Programme | None = Programme.objects.visible_to(request.user).filter(pk=said).first()
    return found


def _results(
    found: QuerySet[SearchEntry], asked: list[Term], kind: str, page: str
) -> dict[str, Any]:
    """The groups of hits, and the page of the one kind that was chosen."""
    counts = dict(found.order_by().values_list("kind").annotate(rows=Count("pk")))
    results: dict[str, Any] = {"total": sum(counts.values()), "page": None}
    if kind:
        chosen = found.filter(kind=kind).order_by("sort_key", "programme_id", "order")
        paginator = Paginator(chosen[: PER_PAGE * MOST_PAGES], PER_PAGE)
        paginator.count = min(counts.get(kind, 0), PER_PAGE * MOST_PAGES)
        results["page"] = paginator.get_page(page)
        entries = list(results["page"])
    else:
        place = Window(
            RowNumber(),
            partition_by=F("kind"),
            order_by=["sort_key", "programme_id", "order"],
        )
        entries = list(found.annotate(place=place).filter(Q(place__lte=FIRST)))
    programmes = Programme.objects.in_bulk({entry.programme_id for entry in entries})
    hits: dict[str, list[Hit]] = {}
    for entry in entries:
        programme = programmes[entry.programme_id]
        hits.setdefault(entry.kind, []).append(
            Hit(searching.pieces(entry.text, asked), _address(entry), programme)
        )
    results["illustrative"] = any(each.illustrative for each in programmes.values())
    results["groups"] = [
        Group(value, str(label), counts[value], hits.get(value, []))
        for value, label in FoundKind.choices
        if counts.get(value)
    ]
    return results


def _address(entry: SearchEntry) -> str:
    """Where a hit leads: to the item on the programme's pages, or the programme itself."""
    if entry.kind == FoundKind.PROGRAMME:
        return reverse("programmes:programme", args=[entry.programme_id])
    return address_of_name(entry.kind, entry.order, entry.programme_id)
