"""No page leads anybody where they are refused: each link and each form of each page is tried.

So what a page offers is held to what its reader may do, whichever page it is.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from namro.foundation.accounts.permissions import may_somewhere
from namro.foundation.accounts.routes import stated
from tests.config.test_every_route import DECIDED, World, addresses, world

__all__ = ["world"]
pytestmark = [pytest.mark.xdist_group("routes"), pytest.mark.django_db]
# They are for nobody's page but one's own, or leave the site.
LEFT_OUT = re.compile(r"/tai-khoan/(dang-xuat|hai-lop|mat-khau|phien)/|/ngon-ngu/|/static/")


class Offers(HTMLParser):
    """The links and the forms of a page: method and address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a person, or htmx for them, can follow."""
        said = dict(attrs)
        if tag == "a":
            self._add("get", said.get("href"))
        elif tag == "form" and (said.get("method") or "").lower() == "post":
            self._add("post", said.get("action") or "")
        self._add("get", said.get("hx-get"))
        self._add("post", said.get("hx-post"))

    def _add(self, method: str, address: str | None) -> None:
        if address is None or address.startswith(("#", "mailto:", "http")):
            return
        there = urlsplit(urljoin(self.page, address))
        if not LEFT_OUT.search(there.path):
            query = f"?{there.query}" if method == "get" and there.query else ""
            self.found.add((method, there.path + query))


def _offered(client: Client, page: str) -> set[tuple[str, str]]:
    answer = client.get(page)
    if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
        return set()
    offers = Offers(page)
    offers.feed(answer.content.decode())
    return offers.found


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("reader", "everywhere"),
        ("auditor", "everywhere"),
        ("approver", "everywhere"),
        ("secretariat", "unit"),
        ("secretariat", "other programme"),
    ],
)
def test_no_page_leads_where_one_is_refused(world: World, role: str, scope: str) -> None:
    user = world.people[role, scope]
    client = Client()
    client.force_login(user, backend="namro.foundation.accounts.backends.UsernameOrEmailBackend")
    tried: dict[tuple[str, str], str] = {("get", "/"): ""}
    pages = {"/", "/tai-khoan/", f"/tai-khoan/nguoi-dung/{user.pk}/"}
    for name in DECIDED:
        if may_somewhere(user, stated()[name].read):
            pages |= set(addresses(name, world.keys, "programme"))
    for page in sorted(pages):
        for each in _offered(client, page):
            tried.setdefault(each, page)
    wrong = []
    for (method, address), page in tried.items():
        with transaction.atomic():
            status = getattr(client, method)(address).status_code
            transaction.set_rollback(True)
        if status in (403, 404):
            wrong.append(f"{page} offers {method} {address}: {status}")
    assert not wrong, "\n".join(wrong)
