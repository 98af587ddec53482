"""What a request of a program is about: found among what its token may see, else not there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require_somewhere
from namro.foundation.calendar import parse
from namro.programme.indicators.collection.models import Form, FormItem, Round, Sheet
from namro.programme.indicators.permissions import SEE_SHEETS


def actor_of(request: HttpRequest) -> User:
    """Whose token the request bears."""
    if not isinstance(request.user, User):  # Nobody comes here without a token.
        raise PermissionDenied
    return request.user


def rounds_of(actor: User) -> QuerySet[Any]:
    """The rounds of which they see a sheet."""
    found: QuerySet[Any] = Round.objects.visible_to(actor).select_related("form")
    return found


def forms_of(actor: User) -> QuerySet[Form]:
    """Those of which they see a round."""
    return Form.objects.filter(pk__in=rounds_of(actor).values("form")).select_related("top")


def sheets_of(actor: User) -> QuerySet[Any]:
    """The sheets that they see."""
    found: QuerySet[Any] = Sheet.objects.visible_to(actor).select_related(
        "round__form", "unit", "holder", "awaiting"
    )
    return found


def sheet_of(request: HttpRequest, code: str) -> Sheet:
    """A sheet that they may see.

    Raises:
        Http404: there is none of that code, or they may not: nobody learns which.
    """
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    found: Sheet | None = sheets_of(actor).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def item_of(sheet: Sheet, number: int | None) -> FormItem | None:
    """An item of a sheet's form, where one is named.

    Raises:
        Http404: the form has none of that number.
    """
    if number is None:
        return None
    found = FormItem.objects.filter(form=sheet.round.form_id, pk=number).first()
    if found is None:
        raise Http404
    return found


def of_period(found: QuerySet[Any], period: str, prefix: str = "") -> QuerySet[Any]:
    """Those of a period as people write it; `prefix` leads to the row that has its days."""
    span = parse(period)
    return found.filter(**{f"{prefix}first_day": span.first, f"{prefix}last_day": span.last})
