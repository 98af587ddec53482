"""The pages before the review: the list of drafts, the upload, and the progress of reading."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.foundation.documents.reading import Refused
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.programmes.choices import Level
from namro.programme.programmes.permissions import REVIEW
from namro.programme.programmes.review import receiving
from namro.programme.programmes.review.models import DraftReview, ReviewStatus
from namro.programme.programmes.rules.numbers import as_language

PER_PAGE = 50
# A reading that shows no progress for so long was broken off (the machine was switched off).
BROKEN_OFF = timedelta(minutes=10)
ACCEPT = ".docx,.doc,.odt,.pdf,.html,.htm,.txt,.md,.png,.jpg,.jpeg,.tif,.tiff"


def reviewer(request: HttpRequest) -> User:
    """The signed-in person, who may review.

    Raises:
        PermissionDenied: they may not.
    """
    require(request.user, REVIEW)
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Documents being read and under review first, then those decided."""
    user = reviewer(request)
    found = DraftReview.objects.visible_to(user).select_related("programme", "uploaded_by")
    page = Paginator(found.order_by("decided_at", "-pk"), PER_PAGE)
    ordered = page.get_page(request.GET.get("trang"))
    return render(request, "programmes/review/list.html", {"page": ordered})


def most_in_all() -> int:
    """How many bytes the form may bring: one file and little more."""
    return int(settings.NAMRO_MAX_UPLOAD_BYTES) + 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(most_in_all, reviewer)
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file; what is wrong with it is said on the page, and nothing of it is kept."""
    user = reviewer(request)
    context: dict[str, Any] = {
        "levels": Level.choices,
        "level": request.POST.get("level", Level.INTERNAL.value),
        "no_secret": request.POST.get("no_secret") == "1",
        "accept": ACCEPT,
        "limit": settings.NAMRO_MAX_UPLOAD_BYTES,
    }
    if request.method == "POST":
        answer = _received(request, user, context)
        if answer is not None:
            return answer
        return render(request, "programmes/review/upload.html", context, status=422)
    return render(request, "programmes/review/upload.html", context)


def _received(request: HttpRequest, user: User, context: dict[str, Any]) -> HttpResponse | None:
    """Take the file in and go to its page, or put what is wrong into `context`."""
    file = request.FILES.get("file")
    if too_large(request) or (file and (file.size or 0) > settings.NAMRO_MAX_UPLOAD_BYTES):
        limit = settings.NAMRO_MAX_UPLOAD_BYTES // 1024**2
        context["file_error"] = Refused("oversized", limit_mb=limit).message(_language())
    elif file is None:
        context["file_error"] = _("Choose the file of the document.")
    if not context["no_secret"]:
        context["secret_error"] = _("Confirm this before the file is taken in.")
    if context["level"] not in Level.values:
        context["level_error"] = _("Choose one of the list.")
    if file is None or any(name.endswith("_error") for name in context):
        return None
    try:
        examined = receiving.examine(file.name or "", file.read())
        review = receiving.take_in(
            user, examined, level=Level(context["level"]), no_secret=context["no_secret"]
        )
    except Refused as refused:
        context["file_error"] = refused.message(_language())
        return None
    except receiving.AlreadyHere as here:
        context["here"] = here
        return None
    except IntegrityError:
        # Somebody else uploaded the same bytes in the same moment.
        context["file_error"] = _("This file is under review already; see the list.")
        return None
    return redirect("programmes:review", pk=review.pk)


def _language() -> str:
    return as_language(get_language())


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is; asked for again and again by the page that shows it."""
    user = reviewer(request)
    review = get_object_or_404(DraftReview.objects.visible_to(user), pk=pk)
    if review.status != ReviewStatus.READING:
        if not request.headers.get("HX-Request"):
            return redirect("programmes:review", pk=pk)
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("programmes:review", args=[pk])
        return answer
    return render(request, "programmes/review/progress.html", reading(review))


def reading(review: DraftReview) -> dict[str, Any]:
    """What the page of a document that is being read shows."""
    done = len(review.ocr_pages) if review.pages else 0
    waited = timezone.now() - max(review.reading_since, review.changed_at)
    return {"review": review, "done": done, "broken_off": waited > BROKEN_OFF}


def not_under_review(request: HttpRequest, review: DraftReview) -> HttpResponse:
    """The page of a document that is being read, was not read, or is decided."""
    context: dict[str, Any] = {"review": review}
    if review.status == ReviewStatus.READING:
        context = reading(review)
    if review.status == ReviewStatus.FAILED:
        refused = Refused(review.refusal, **review.refusal_params)
        context["why"] = refused.message(_language())
    return render(request, "programmes/review/state.html", context)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document again whose reading was broken off."""
    user = reviewer(request)
    review = get_object_or_404(DraftReview.objects.visible_to(user), pk=pk)
    receiving.read_again(user, review.pk)
    messages.success(request, _("The document waits to be read again."))
    return redirect("programmes:review", pk=pk)
