"""What holds for every page: its language, and that nobody keeps a signed-in person's copy."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_cache_control


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Vietnamese first: only the reader's own choice (the language cookie) changes it.

    The browsers of many offices ask for English because nobody set them up; what they ask for
    says nothing of the official in front of them, so their Accept-Language is not looked at.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the chosen language, else Vietnamese."""
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)


def private_when_signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let no browser and no proxy keep what a signed-in person was shown (after sessions)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        # A page that never looked who asks (health) is nobody's, and may work with no database.
        if request.session.accessed and SESSION_KEY in request.session:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


# U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069 as UTF-8.
_DIRECTION_MARKS = re.compile(
    b"\xd8\x9c|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
    # The same written as a character reference, as a careless template could.
    b"|&#(?:x0*(?:61c|200[ef]|202[a-e]|206[6-9])|0*(?:1564|820[67]|823[4-8]|829[4-7]));",
    re.IGNORECASE,
)
_SHOWN = "\ufffd".encode()


class VisibleDirectionMiddleware:
    """No page turns the direction of its text: each mark that would is shown as U+FFFD (\ufffd).

    A document could otherwise show a number, a name or a file's ending backwards. Here and not in
    each template, so that none can forget it; files that are downloaded stay as they came. One
    character stands for one, so that offsets counted in the browser stay right.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, its direction marks made visible if it is a page."""
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        if not kind.startswith("text/html") or response.streaming:
            return response
        # Most pages have none; looking is much cheaper than writing them anew.
        if _DIRECTION_MARKS.search(response.content):
            response.content = _DIRECTION_MARKS.sub(_SHOWN, response.content)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response
