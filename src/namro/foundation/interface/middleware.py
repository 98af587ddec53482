"""What holds for every page: its language, and that nobody keeps a signed-in person's copy."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
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
