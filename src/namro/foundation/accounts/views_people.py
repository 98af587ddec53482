"""The pages of people: the list, one person with their roles, giving, ending, delegating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.actions_roles import (
    delegate,
    end_assignment,
    give_role,
    may_end,
)
from namro.foundation.accounts.forms_roles import (
    DelegateForm,
    EndForm,
    GiveForm,
    begins,
    ends,
    scope_choices,
    scope_text,
)
from namro.foundation.accounts.listing_people import COLUMNS, Labels, listing, name_of_file
from namro.foundation.accounts.models import Form, Role, RoleAssignment, User
from namro.foundation.accounts.models_roles import DELEGABLE
from namro.foundation.accounts.permissions import (
    DELEGATE,
    GIVE_ROLES,
    MANAGE_USERS,
    SEE_PEOPLE,
    holdings,
    may,
    may_somewhere,
    require,
    require_somewhere,
)
from namro.foundation.accounts.refusals import RoleRefused
from namro.foundation.accounts.rules import duties
from namro.foundation.interface import exporting

PER_PAGE = 50
MOST_ROWS = 20_000
LONGEST_SEARCH = 200
ENTERS = {Role.SECRETARIAT, Role.REPORTING_OFFICER}


def _person(request: HttpRequest) -> User:
    """The signed-in person.

    Raises:
        PermissionDenied: nobody is signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list of people with the roles they hold now, searched and filtered."""
    require(request.user, SEE_PEOPLE)
    user = _person(request)
    asked = listing(user, request.GET.dict())
    query = request.GET.copy()
    query.pop("trang", None)
    return render(
        request,
        "accounts/people.html",
        {
            "asked": asked,
            "page": Paginator(asked.found, PER_PAGE).get_page(request.GET.get("trang")),
            "query": query.urlencode(),
            "manages": may(user, MANAGE_USERS),
        },
    )


@require_safe
def people_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The list as asked for, as XLSX or CSV."""
    require(request.user, SEE_PEOPLE)
    if fmt not in exporting.FORMATS:
        raise Http404
    asked = listing(_person(request), request.GET.dict())
    name = name_of_file()
    return exporting.download(fmt, name, name, COLUMNS, asked.found[:MOST_ROWS])


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, with the roles they hold, held and are to hold; everybody sees themselves."""
    user = _person(request)
    if user.pk != pk:
        require(user, SEE_PEOPLE)
    found = get_object_or_404(User, pk=pk)
    rows = (
        found.role_assignments.select_related("delegated_from__user")
        .prefetch_related("delegations__user")
        .order_by("-valid_from", "-pk")
    )
    now, labels = timezone.now(), Labels(user)
    valid = set(found.role_assignments.valid().values_list("pk", flat=True))
    groups: dict[str, list[dict[str, Any]]] = {"now": [], "coming": [], "earlier": []}
    own = user.pk == found.pk and may(user, DELEGATE)
    for row in rows:
        coming = row.valid_from > now and (row.valid_to is None or row.valid_to > row.valid_from)
        when = "now" if row.pk in valid else "coming" if coming else "earlier"
        groups[when].append(
            {
                "shown": labels.role(row),
                "ends": when != "earlier" and may_end(user, row),
                "delegates": own
                and when != "earlier"
                and row.delegated_from_id is None
                and row.role in DELEGABLE,
                "given": [
                    (each.user, labels.role(each))
                    for each in row.delegations.all()
                    if each.valid_to > now
                ],
            }
        )
    held = {each["shown"].row.role for each in groups["now"]}
    return render(
        request,
        "accounts/person.html",
        {
            "person": found,
            "groups": groups,
            "gives": user.pk != found.pk and found.is_active and may_somewhere(user, GIVE_ROLES),
            "both": duties.both(not held.isdisjoint(ENTERS), Role.APPROVER in held),
            "sees_people": may(user, SEE_PEOPLE),
            "manages": may(user, MANAGE_USERS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """A role is given to one person."""
    require_somewhere(request.user, GIVE_ROLES)
    user = _person(request)
    found = get_object_or_404(User, pk=pk)
    within = [each.scope for each in holdings(user, GIVE_ROLES)]
    words = request.GET.get("tim", "").replace("\0", "")[:LONGEST_SEARCH]
    choices = scope_choices(user, words, within, request.POST.get("scope", ""))
    form = GiveForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            give_role(
                user,
                found,
                Role(said["role"]),
                scope=said["found"],
                since=begins(said["since"]),
                until=ends(said["until"]),
                reason=said["reason"],
            )

        if _done(form, act):
            messages.success(request, _("The role is given."))
            return redirect("accounts:person", found.pk)
    context = {"person": found, "form": form, "words": words}
    return render(request, "accounts/give.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """One role ends: by who gives roles, its holder, or who delegated it."""
    user = _person(request)
    row = _role(pk)
    if not may_end(user, row):
        require(user, GIVE_ROLES, row.scope)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _done(
            form,
            lambda: end_assignment(user, row, at=ends(said["last"]), reason=said["reason"]),
        ):
            messages.success(request, _("The role ends; that it was held stays recorded."))
            return redirect("accounts:person", row.user_id)
    context = {"person": row.user, "role": Labels(user).role(row), "form": form}
    return render(request, "accounts/end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """A role of one's own is exercised by another for a time."""
    require(request.user, DELEGATE)
    user = _person(request)
    row = _role(pk)
    if row.user_id != user.pk:
        raise PermissionDenied(RoleRefused("not_yours").message(_language()))
    words = request.GET.get("tim", "").replace("\0", "")[:LONGEST_SEARCH]
    own = scope_text(row.scope)
    choices = scope_choices(user, words, [row.scope], request.POST.get("scope", "") or own)
    first = {"scope": own, "field": row.field}
    form = DelegateForm(request.POST or None, choices=choices, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            delegate(
                user,
                row,
                said["to"],
                form=Form(said["form"]),
                scope=said["found"],
                since=begins(said["since"]),
                until=ends(said["until"]),
                reason=said["reason"],
            )

        if _done(form, act):
            words_done = _("%(name)s may act in your place until that day.")
            messages.success(request, words_done % {"name": said["to"].get_full_name()})
            return redirect("accounts:person", user.pk)
    context = {"person": user, "role": Labels(user).role(row), "form": form, "words": words}
    return render(request, "accounts/delegate.html", context)


def _role(pk: int) -> RoleAssignment:
    rows = RoleAssignment.objects.select_related("user", "delegated_from__user")
    found: RoleAssignment = get_object_or_404(rows, pk=pk)
    return found


def _done(form: Any, act: Callable[[], object]) -> bool:
    """Do it; what is refused is said above the form."""
    try:
        act()
    except RoleRefused as refused:
        form.add_error(None, refused.message(_language()))
        return False
    return True


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "vi"
