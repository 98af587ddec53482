"""Adding what the reading missed: the passage, what it is, and of a provision what it is below."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from namro.programme.programmes.review import actions, presenting, suggesting
from namro.programme.programmes.review.models import ReviewStatus
from namro.programme.programmes.review.uploading import reviewer
from namro.programme.programmes.review.views import moved_on, page, sought
from namro.programme.programmes.rules import editing, working
from namro.programme.programmes.rules.marks import passage
from namro.programme.programmes.rules.places import Place


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what the reading missed: by its words, or by its first and last character."""
    user = reviewer(request)
    found = sought(request, pk, "text", "working")
    if found.status != ReviewStatus.REVIEW:
        return moved_on(request, pk)
    group = request.POST.get("group", "")
    place, problem, several = _chosen(request, found.text)
    if group not in working.ADDABLE:
        problem = _("Choose what the passage is.")
    if group == "outline" and place is not None:
        place = suggesting.line_of(found.text, place)
        if any(node["start"] == place.start for node in working.outline(found.working or {})):
            problem = _("This line is a part of the document already: edit it in the outline.")
    if place is None or problem:
        context = page(request, found) | {
            "add_problem": problem,
            "found_places": several,
            "add": request.POST,
        }
        return render(request, "programmes/review/review.html", context, status=422)
    new = suggesting.item_of(group, found.text, place)
    if group == "outline":
        ranks = presenting.ranks(found, place)
        if request.POST.get("below") not in [rank for rank, _words in ranks]:
            # One more question: what it stands below.
            context = page(request, found) | {
                "add": {"group": group, "start": str(place.start), "end": str(place.end)},
                "ranks": ranks,
                "below": presenting.rank(found, place),
                "provision": new,
            }
            return render(request, "programmes/review/review.html", context)
        new["parent"] = request.POST["below"] or None
    try:
        row = actions.add(user, pk, group, place, new)
    except actions.Gone:
        return moved_on(request, pk)
    address = reverse("programmes:review-item", args=[pk, row["_key"]])
    messages.success(request, _("Added. Check its values and save them."))
    return redirect(f"{address}?sua=1")


def _chosen(request: HttpRequest, text: str) -> tuple[Place | None, str, list[tuple[Place, str]]]:
    """The passage that was chosen, or what is wrong; the places when there are several."""
    ends = [request.POST.get(name, "").strip() for name in ("start", "end")]
    words = editing.clean(request.POST.get("words", "")[: suggesting.LONGEST])
    if any(ends):
        if not all(each.isdecimal() and each.isascii() and len(each) < 10 for each in ends):
            return None, _("Give the first and the last character as whole numbers."), []
        start, end = int(ends[0]), int(ends[1])
        if not 0 <= start < end <= len(text) or end - start > suggesting.LONGEST:
            return None, _("There is no such passage in the text, or it is too long."), []
        # Blanks at its ends are no part of what is said.
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return None, _("This passage holds no letters."), []
        return Place(start, end), "", []
    if not words:
        return None, _("Select a passage in the text, or write its words here."), []
    found = passage(text, words)
    if not found:
        return None, _("These words do not stand in the text like this; copy them from it."), []
    if len(found) > 1:
        several = [(each, text[max(0, each.start - 60) : each.end + 60]) for each in found]
        return None, _("These words stand in several places; choose one."), several
    return found[0], "", []
