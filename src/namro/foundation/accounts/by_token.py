"""Requests to the programming interface: by access token only, never by a session.

A token is asked for before any view is reached, so that no address of it can forget to; only what
its room states to be public is open without one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from math import ceil

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from namro.foundation.accounts.actions_tokens import count_use, find_token, until_next_minute
from namro.foundation.accounts.holding import Limit, limited_to
from namro.foundation.accounts.middleware import needs_second_factor
from namro.foundation.accounts.models import ApiToken
from namro.foundation.accounts.routes import PUBLIC, stated
from namro.foundation.interface.problems import MEDIA_TYPE, as_problem, is_api, problem

Answer = Callable[[HttpRequest], HttpResponseBase]
_READING = ("GET", "HEAD", "OPTIONS")


def forget_cookies(get_response: Answer) -> Answer:
    """What a browser sends along by itself proves nothing to the programming interface.

    So no other site can make a signed-in person's browser do anything there. It stands before
    sessions.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if is_api(request):
            request.COOKIES = {}
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return answer


class ActByToken:
    """The person of a request's token acts, within what the token allows."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; whatever is wrong is told as a problem."""
        if not is_api(request):
            return self.get_response(request)
        with ExitStack() as stack:
            refused = _too_large(request) or self._begin(request, stack)
            response = refused or self.get_response(request)
        if response.status_code >= 400 and response.get("Content-Type", "") != MEDIA_TYPE:
            told = as_problem(response.status_code)
            if response.has_header("Allow"):
                told["Allow"] = response["Allow"]
            response = told
        response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Nobody goes on without a token, but to what is public."""
        if not is_api(request) or hasattr(request, "token"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        route = stated().get(name)
        if route is not None and route.read == PUBLIC and request.method in _READING:
            return None
        return _nobody()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A body that is larger than said is refused as any that is too large."""
        if is_api(request) and isinstance(error, RequestDataTooBig):
            return as_problem(413)
        return None

    @staticmethod
    def _begin(request: HttpRequest, stack: ExitStack) -> HttpResponse | None:
        given = request.headers.get("Authorization", "")
        if not given:
            return None
        scheme, _space, text = given.partition(" ")
        token = find_token(text.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return _nobody()
        if count_use(token) > settings.NAMRO_API_PER_MINUTE:
            return _too_often()
        stack.enter_context(limited_to(limit(token)))
        if needs_second_factor(token.user):
            return problem(
                403,
                "second-factor",
                "Vai trò này cần lớp xác thực thứ hai; hãy đăng nhập trang và thiết lập.",
                "This role needs a second factor; sign in to the site and set one up.",
            )
        if token.read_only and request.method not in _READING:
            return problem(
                403,
                "read-only",
                "Mã truy cập này chỉ được đọc; hãy tạo mã được ghi nếu cần.",
                "This access token reads only; make one that writes if you need it.",
            )
        request.user = token.user
        request.token = token  # type: ignore[attr-defined]
        request._cached_user = token.user  # type: ignore[attr-defined]  # the log names who
        return None


def limit(token: ApiToken) -> Limit:
    """What a token allows."""
    return Limit(token.user_id, token.pk, frozenset(token.roles), token.read_only)


def _too_large(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.NAMRO_API_MAX_BYTES:
        return as_problem(413)
    return None


def _nobody() -> HttpResponse:
    response = problem(
        401,
        "no-token",
        "Cần mã truy cập còn hiệu lực trong đầu mục “Authorization: Bearer …”; tạo mã ở trang “Tài "
        "khoản của tôi”.",
        "A valid access token is needed, in the header “Authorization: Bearer …”; make one on the "
        "page “My account”.",
    )
    response["WWW-Authenticate"] = 'Bearer realm="namro"'
    return response


def _too_often() -> HttpResponse:
    seconds = ceil(until_next_minute().total_seconds())
    response = problem(
        429,
        "too-often",
        f"Quá {settings.NAMRO_API_PER_MINUTE} yêu cầu trong một phút; hãy đợi {seconds} giây.",
        f"More than {settings.NAMRO_API_PER_MINUTE} requests in a minute; wait {seconds} seconds.",
    )
    response["Retry-After"] = str(seconds)
    return response
