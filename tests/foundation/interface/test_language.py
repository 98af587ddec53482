"""Vietnamese first: a browser's wish changes nothing, the reader's choice does."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["", "en-US,en;q=0.9", "fr", "vi"])
def test_the_browsers_language_is_not_looked_at(client: Client, asked: str) -> None:
    page = client.get(reverse(settings.LOGIN_URL), headers={"accept-language": asked})
    assert page.headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in page.content.decode()


def test_the_readers_choice_is_kept(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse(settings.LOGIN_URL), headers={"accept-language": "vi"})
    assert page.headers["Content-Language"] == "en"
