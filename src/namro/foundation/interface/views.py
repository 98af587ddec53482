"""The start page, the language switch, the health check and the error pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from django.views.i18n import set_language as django_set_language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What each person sees first: the list of programmes."""
    try:
        return redirect(reverse("programmes:list"))
    except NoReverseMatch:
        return render(request, "interface/home.html")


# Before sign-in too: the sign-in page itself must be readable. Django's view goes back to an
# address of this site only, and remembers the choice in a cookie.
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the interface (by POST)."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("home"))
    return django_set_language(request)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """``ok`` with status 200 when the site and its database answer, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        response = HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    else:
        response = HttpResponse("ok\n", content_type="text/plain")
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Error 400."""
    return render(request, "interface/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Error 403, with the sentence the refusal carries."""
    return render(request, "interface/403.html", {"why": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Error 404."""
    return render(request, "interface/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page that is too old, or from elsewhere."""
    return render(request, "interface/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Error 500: needs neither the database nor the session."""
    return render(None, "interface/500.html", status=500)
