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
from namro.foundation.accounts.permissions import may, reach, require
from namro.foundation.accounts.scopes import ScopeKind
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
    return _matching(user, asked).filter(programme__in=visible.order_by().values("pk"))


def _matching(user: Actor | None, asked: list[Term]) -> QuerySet[SearchEntry]:
    """The entries that have all that is asked for, in whatever programme."""
    found = SearchEntry.objects.filter(
        vector=SearchQuery(searching.as_tsquery(asked), config="simple", search_type="raw")
    )
    if not may(user, READ_RESTRICTED):
        own = reach(user, READ_RESTRICTED).of(ScopeKind.PROGRAMME)
        found = found.filter(~Q(level=Level.RESTRICTED) | Q(programme__in=sorted(own)))
    return found


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
        context |= _results(request.user, asked, found, kind, request.GET.get("trang", ""))
    return render(request, "programmes/search.html", context)


def _programme(request: HttpRequest) -> Programme | None:
    """The programme to stay within, if one is named that the person may see."""
    said = request.GET.get("ct", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        return None
    found: Programme | None = Programme.objects.visible_to(request.user).filter(pk=said).first()
    return found


def _results(
    user: Actor | None, asked: list[Term], found: QuerySet[SearchEntry], kind: str, page: str
) -> dict[str, Any]:
    """The groups of hits, and the page of the one kind that was chosen.

    All that was found is gone through once, and only counted: how much of each kind there is in
    each programme, in the order of the results. The few hits to show are then looked for in the
    programmes in which they must stand.
    """
    counts: dict[str, list[tuple[int, int]]] = {}
    for its_kind, programme, rows in (
        found.order_by("kind", "sort_key", "programme_id")
        .values_list("kind", "programme_id")
        .annotate(rows=Count("pk"))
    ):
        counts.setdefault(its_kind, []).append((programme, rows))
    totals = {each: sum(rows for _, rows in counted) for each, counted in counts.items()}
    results: dict[str, Any] = {"total": sum(totals.values()), "page": None}
    entries: list[SearchEntry] = []
    if kind:
        listed = range(min(totals.get(kind, 0), PER_PAGE * MOST_PAGES))
        results["page"] = chosen = Paginator(listed, PER_PAGE).get_page(page)
        first, end = max(chosen.start_index() - 1, 0), chosen.end_index()
        within, skipped = searching.holding(counts.get(kind, []), first, end)
        standing = _shown(user, asked, Q(kind=kind, programme_id__in=within))
        entries = list(standing[first - skipped : end - skipped]) if within else []
    elif counts:
        places = Q()
        for each, counted in counts.items():
            places |= Q(kind=each, programme_id__in=searching.holding(counted, 0, FIRST)[0])
        place = Window(
            RowNumber(), partition_by=F("kind"), order_by=["sort_key", "programme_id", "order"]
        )
        entries = list(_shown(user, asked, places).annotate(place=place).filter(place__lte=FIRST))
    hits: dict[str, list[Hit]] = {}
    for entry in entries:
        hits.setdefault(entry.kind, []).append(
            Hit(searching.pieces(entry.text, asked), _address(entry), entry.programme)
        )
    results["illustrative"] = any(each.programme.illustrative for each in entries)
    results["groups"] = [
        Group(value, str(label), totals[value], hits.get(value, []))
        for value, label in FoundKind.choices
        if value in totals
    ]
    return results


def _shown(user: Actor | None, asked: list[Term], where: Q) -> QuerySet[SearchEntry]:
    """The entries of some programmes that `user` was found to see, with what a hit shows."""
    return (
        _matching(user, asked)
        .filter(where)
        .order_by("sort_key", "programme_id", "order")
        .select_related("programme")
        .only("kind", "order", "text", "programme__number", "programme__illustrative")
    )


def _address(entry: SearchEntry) -> str:
    """Where a hit leads: to the item on the programme's pages, or the programme itself."""
    if entry.kind == FoundKind.PROGRAMME:
        return reverse("programmes:programme", args=[entry.programme_id])
    return address_of_name(entry.kind, entry.order, entry.programme_id)
