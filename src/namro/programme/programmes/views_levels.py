"""The pages of levels: one programme's, and what waits for approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import (
    may,
    require,
    require_somewhere,
)
from namro.foundation.history import editing
from namro.programme.programmes import presenting_levels, versions
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.actions_requests import ask_lower, decide, level_things, withdraw
from namro.programme.programmes.choices import Level, LevelRequestStatus
from namro.programme.programmes.forms_levels import DecideForm, LevelForm, WithdrawForm
from namro.programme.programmes.models import LevelRequest, Programme
from namro.programme.programmes.open_work import requests_to_decide
from namro.programme.programmes.permissions import (
    APPROVE_LEVEL,
    ASK_LEVEL,
    RAISE_LEVEL,
    READ_RESTRICTED,
)
from namro.programme.programmes.presenting_levels import ItemShown
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import levels as rules
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.seeing import level_of

PER_PAGE = 100
LONGEST_SEARCH = 200
MOST_DECIDED = 50


def _person(request: HttpRequest) -> User:
    """The signed-in person.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
def programme_levels(request: HttpRequest, pk: int) -> HttpResponse:
    """The levels of one programme and of its items, what is asked for, and how they changed."""
    user = _person(request)
    found = versions.find(user, pk)
    require(user, READ_RESTRICTED, found)
    if not may(user, APPROVE_LEVEL, found):
        require(user, RAISE_LEVEL, found)
    items = presenting_levels.items_of(found, found.source)
    asked = _Filter(request, items)
    present = level_of(found)
    forms = {
        "raise_form": LevelForm(prefix="raise", choices=rules.higher(present)),
        "ask_form": LevelForm(prefix="ask", choices=rules.lower(present)),
        "items_form": LevelForm(prefix="items", choices=list(reversed(rules.ORDER))),
        "withdraw_form": WithdrawForm(),
    }
    if request.method == "POST":
        done = _posted(request, user, found, forms, asked)
        if done:
            query = asked.query
            return redirect(request.path + (f"?{query}" if query else ""))
    open_requests = _requests(programme=found, status=LevelRequestStatus.OPEN)
    decided = _requests(programme=found).exclude(status=LevelRequestStatus.OPEN).order_by("-pk")
    page = Paginator(asked.found, PER_PAGE).get_page(request.GET.get("trang"))
    context: dict[str, Any] = {
        "programme": found,
        "illustrative": found.illustrative,
        "source": found.source,
        "tab": "levels",
        "level": present,
        "audience": presenting_levels.audience(present, found),
        "filter": asked,
        "page": page,
        "own_count": sum(bool(each.own) for each in items),
        "item_count": len(items),
        "open": presenting_levels.requests_of(open_requests, user, effects=False),
        "decided": presenting_levels.requests_of(decided[:MOST_DECIDED], user, effects=False),
        "history": presenting_levels.history_of(found, items),
        "raises": may(user, RAISE_LEVEL, found),
        "asks": may(user, ASK_LEVEL, found),
        "approves": may(user, APPROVE_LEVEL, found),
        "checked": set(request.POST.getlist("item")),
        "version": editing.version(*level_things(found)),
        **forms,
    }
    changed = any(getattr(form, "changed", None) for form in forms.values())
    return render(
        request, "programmes/levels/programme.html", context, status=409 if changed else 200
    )


class _Filter:
    """What the address asks for of a programme's items."""

    def __init__(self, request: HttpRequest, items: list[ItemShown]) -> None:
        kind, level = request.GET.get("loai", ""), request.GET.get("muc", "")
        self.kind = kind if kind in ("chi-tieu", "nhiem-vu") else ""
        self.level = level if level in (*Level.values, "rieng") else ""
        self.words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
        self.found = presenting_levels.chosen(items, self.kind, self.level, self.words)
        self.query = request.GET.urlencode()
        self.levels = Level.choices


def _posted(
    request: HttpRequest,
    user: User,
    programme: Programme,
    forms: dict[str, Any],
    asked: _Filter,
) -> bool:
    """Do what was sent; what is wrong is said in its form, or above the page."""
    what = request.POST.get("do", "")
    name = f"{what}_form"
    if name not in forms:
        return False
    empty = forms[name]
    if isinstance(empty, LevelForm):
        choices = [value for value, _label in empty.fields["level"].choices]  # type: ignore[attr-defined]
        form: Any = LevelForm(request.POST, prefix=what, choices=choices)
    else:
        form = WithdrawForm(request.POST)
    forms[name] = form
    if not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    seen = request.POST.get(editing.FIELD, "")
    try:
        if what == "withdraw":
            withdraw(user, _keys(request), reason=reason)
            messages.success(request, _("The request is withdrawn."))
            return True
        level = Level(form.cleaned_data["level"])
        if what == "raise":
            raise_level(user, programme, level, reason=reason, seen=seen)
            messages.success(request, _("The programme is protected more from now on."))
        elif what == "ask":
            ask_lower(user, programme, level, reason=reason, seen=seen)
            messages.success(request, _("The request is open; another person decides."))
        else:
            return _set_items(request, user, programme, form, asked, level, reason)
    except ImportRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    except editing.ChangedMeanwhile as changed:
        form.changed = changed
        return False
    return True


def _set_items(
    request: HttpRequest,
    user: User,
    programme: Programme,
    form: LevelForm,
    asked: _Filter,
    level: Level,
    reason: str,
) -> bool:
    """Give the chosen items a level; all that the filter finds where that was said."""
    names = set(request.POST.getlist("item"))
    whole = request.POST.get("which") == "all"
    rows = [each.row for each in asked.found if whole or each.name in names]
    if not rows:
        form.add_error(None, _("Choose at least one item of the list."))
        return False
    done = set_item_levels(
        user,
        programme,
        [row.identity for row in rows],
        level,
        reason=reason,
        seen=request.POST.get(editing.FIELD, ""),
    )
    said = []
    if done.raised:
        words = ngettext(
            "%(n)s item is protected more.", "%(n)s items are protected more.", done.raised
        )
        said.append(words % {"n": done.raised})
    if done.asked:
        words = ngettext(
            "%(n)s request is open; another person decides.",
            "%(n)s requests are open; another person decides.",
            len(done.asked),
        )
        said.append(words % {"n": len(done.asked)})
    if done.same or done.waiting:
        words = ngettext(
            "%(n)s item has this level already, or its request waits.",
            "%(n)s items have this level already, or their requests wait.",
            done.same + done.waiting,
        )
        said.append(words % {"n": done.same + done.waiting})
    messages.success(request, " ".join(said))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def level_requests(request: HttpRequest) -> HttpResponse:
    """What waits for approval, with what would become visible to whom."""
    user = _person(request)
    require_somewhere(user, APPROVE_LEVEL)
    form = DecideForm()
    if request.method == "POST":
        form = DecideForm(request.POST)
        if form.is_valid() and _decided(request, user, form):
            return redirect("programmes:level-requests")
    mine = requests_to_decide(user).values("pk")
    waiting = _requests(pk__in=mine).order_by("programme__sort_key", "pk")
    context = {
        "groups": presenting_levels.requests_of(waiting, user, effects=True),
        "form": form,
        "fresh": DecideForm(),
        "checked": set(_keys(request)),
        "sent_for": request.POST.get("programme", ""),
    }
    return render(request, "programmes/levels/requests.html", context)


def _decided(request: HttpRequest, user: User, form: DecideForm) -> bool:
    keys = _keys(request)
    if not keys:
        form.add_error(None, _("Choose at least one request."))
        return False
    approved = request.POST.get("decision") == "approve"
    try:
        decide(user, keys, approved=approved, **form.cleaned_data)
    except ImportRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    messages.success(
        request,
        _("Approved; it holds from now on.") if approved else _("Refused; nothing changed."),
    )
    return True


def _keys(request: HttpRequest) -> list[int]:
    """The requests that were chosen."""
    said = request.POST.getlist("request")
    return [int(each) for each in said if each.isascii() and each.isdecimal() and len(each) < 19]


def _requests(**which: Any) -> Any:
    return LevelRequest.objects.filter(**which).select_related("programme", "target", "deliverable")
