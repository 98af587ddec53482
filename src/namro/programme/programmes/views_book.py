"""A document to read as a book: one heading a page, the outline beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.programme.programmes import places, presenting, versions
from namro.programme.programmes.models import Programme, Provision, SourceDocument
from namro.programme.programmes.permissions import READ
from namro.programme.programmes.rules import book
from namro.programme.programmes.rules.places import Place, paragraphs
from namro.programme.programmes.seeing import seen_by

# A heading with all that stands under it is shown whole up to this many characters.
LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Turn:
    """A page to turn to: its address and its title."""

    address: str
    title: str


@require_safe
def read(request: HttpRequest, pk: int, order: int = 0) -> HttpResponse:
    """One page of the book. `order` counts the outline's nodes from 1; 0 is the beginning.

    `tron=1` shows the heading with all that stands under it.
    """
    require(request.user, READ)
    found = versions.find(request.user, pk)
    current = found.source
    if current is None:
        raise Http404
    source = SourceDocument.objects.defer("content").get(pk=current.pk)
    seen = seen_by(request.user, source)
    nodes, text = seen.rows(Provision), seen.text
    if order > len(nodes):
        raise Http404
    leaves = book.leaves(len(text), [(n.start, n.end) for n in nodes], [n.heading for n in nodes])
    node = nodes[order - 1] if order else None
    number = _leaf(leaves, order, node)
    leaf = leaves[number]
    # A node that heads no page of its own is shown on the page it stands in, marked.
    chapter = nodes[leaf.node] if leaf.node is not None else None
    whole = chapter is not None and request.GET.get("tron") == "1"
    place = Place(leaf.start, leaf.end)
    if chapter is not None and whole:
        place = Place(chapter.start, min(chapter.end, chapter.start + LONGEST))
    mark = places.place_of(node, text) if node is not None and node != chapter else None
    texts = presenting.with_anchor(paragraphs(text, place, mark))
    under = [n for n in nodes if chapter is not None and n.parent_id == chapter.pk and n.heading]
    return render(
        request,
        "programmes/book.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": source,
            "tab": "book",
            "chapter": chapter,
            "title": presenting.provision_title(chapter, text) if chapter else "",
            "paragraphs": texts,
            "anchor": places.ANCHOR,
            "whole": whole,
            "has_under": bool(under),
            "under": [_turn(found, each, text) for each in under],
            "previous": _page(found, leaves, nodes, number - 1, text),
            "following": _page(found, leaves, nodes, number + 1, text),
            "number": number + 1,
            "count": len(leaves),
            "place": places.address_of(chapter, found.at) if chapter else "",
            "outline": presenting.branches(presenting.shown_nodes(nodes, found), text, chapter),
        },
    )


def _leaf(leaves: list[book.Leaf], order: int, node: Provision | None) -> int:
    """The index of the page on which a node stands."""
    if node is None:
        return 0
    for index, leaf in enumerate(leaves):
        if leaf.node == order - 1:
            return index
    return book.leaf_of(leaves, node.start)


def _turn(programme: Programme, node: Provision, text: str) -> Turn:
    title = presenting.provision_title(node, text)
    label = "" if title.startswith(node.label) else f"{node.label} "
    return Turn(places.book_address(node, programme.at), f"{label}{title}".strip())


def _page(
    programme: Programme, leaves: list[book.Leaf], nodes: list[Provision], number: int, text: str
) -> Turn | None:
    if not 0 <= number < len(leaves):
        return None
    index = leaves[number].node
    if index is None:
        return Turn(reverse("programmes:book", args=[programme.at]), "")
    return _turn(programme, nodes[index], text)
