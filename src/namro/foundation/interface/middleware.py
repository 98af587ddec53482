"""The language of the interface: Vietnamese until the reader chooses another."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Vietnamese first: only the reader's own choice (the language cookie) changes it.

    The browsers of many offices ask for English because nobody set them up; what they ask for
    says nothing of the official in front of them, so their Accept-Language is not looked at.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the chosen language, else Vietnamese."""
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)
