"""Saving a form as one goes: what its script sends, and the values that it gets back.

The script (`review-saving.js`) sends the same form as its button does, marked as sent by itself.
It gets plain values, so that nobody loses the field they are writing in. What needs a person, two
reviewers' values beside one another, is shown by the button's own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from namro.foundation.accounts.models import User
from namro.programme.programmes.review import actions, presenting
from namro.programme.programmes.review.models import DraftReview
from namro.programme.programmes.rules import editing, working
from namro.programme.programmes.rules.numbers import Language, as_language


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: what was written and seen, as text and as values of the draft."""

    written: dict[str, str]
    seen_written: dict[str, str]
    values: dict[str, Any]
    seen: dict[str, Any]
    wrong: dict[str, editing.Problem]
    page: str


def sent(request: HttpRequest, group: str, row: working.Item, language: Language) -> Sent:
    """The form of an item in the request; `row` is the item as it is now."""
    names = [each.name for each in editing.FIELDS[group]]
    written = {name: request.POST.get(name, "") for name in names}
    seen_written = {name: request.POST.get(f"seen-{name}", "") for name in names}
    values, wrong = editing.read(group, written, language)
    seen, unreadable = editing.read(group, seen_written, language)
    if unreadable:
        # What was there could not be written on the form, so the person saw the row itself.
        seen = {name: row.get(name) for name in values}
    return Sent(written, seen_written, values, seen, wrong, request.POST.get("page", "")[:40])


def asked(request: HttpRequest) -> bool:
    """Whether the page's script sent the form by itself."""
    return request.POST.get("auto") == "1"


def answer(
    request: HttpRequest, user: User, found: DraftReview, group: str, key: str, form: Sent
) -> JsonResponse:
    """Save what was sent and say what stands now; 422, 409 or 410 when nothing was saved.

    `values` are the item's values as its form writes them: the script shows those that the person
    did not touch, so that another reviewer's changes come in.
    """
    language = as_language(get_language())
    if form.wrong:
        told = {name: str(presenting.PROBLEMS[code]) for name, code in form.wrong.items()}
        return JsonResponse({"wrong": told}, status=422)
    try:
        row = actions.change(user, found.pk, key, form.values, form.seen, form.page)
    except actions.Clash as clash:
        return JsonResponse({"by": clash.by}, status=409)
    except actions.Gone:
        return gone()
    fresh = DraftReview.objects.defer(None).only("version", "working").get(pk=found.pk)
    now = versions(request, fresh)
    return JsonResponse(
        {
            "at": timezone.localtime().strftime("%H:%M:%S"),
            "values": editing.shown(group, row, language),
            "version": str(now["version"]),
            "open": now["open_count"],
        }
    )


def gone() -> JsonResponse:
    """The document was accepted, rejected or changed meanwhile; nothing was saved."""
    said = _("This has changed meanwhile; nothing was done. See how it is now.")
    return JsonResponse({"said": said}, status=410)


def versions(request: HttpRequest, fresh: DraftReview) -> dict[str, Any]:
    """The number of changes that the page may accept: only while nobody else changed anything."""
    seen = request.POST.get("version", "") or request.GET.get("version", "")
    number = int(seen[:9]) if seen[:9].isascii() and seen[:9].isdecimal() else -1
    alone = not actions.changed_by_others(fresh, request.user.get_username(), number)
    return {
        "version": fresh.version if alone else seen[:9],
        "open_count": len(working.open_issues(fresh.working or {})),
        "fresh": True,
    }
