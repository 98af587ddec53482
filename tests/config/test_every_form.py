"""Each form of each page, sent as it stands on the page: what is wrong is said on a field that is
there, so that a person can put it right.

Tests of a page may send more than the page holds; a browser does not.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from lxml import html

from namro.foundation.accounts.permissions import may_somewhere
from namro.foundation.accounts.routes import stated
from tests.config.test_every_link import LEFT_OUT
from tests.config.test_every_route import DECIDED, World, addresses, world

__all__ = ["world"]
pytestmark = [pytest.mark.xdist_group("routes"), pytest.mark.django_db]


def sent_by(form: Any) -> dict[str, Any]:
    """What a browser sends of a form of lxml; empty fields in which people write say “thử”."""
    said: dict[str, Any] = {}
    for name, value in form.form_values():
        said.setdefault(name, []).append(value)
    for field in form.inputs:
        writes = field.tag == "textarea" or field.get("type", "text") in ("text", "search")
        if field.name and writes and not field.get("value") and not field.text:
            said[field.name] = ["thử"]
    return said


def errors_of(context: Any) -> list[tuple[BaseForm, str]]:
    """The errors of fields among all that a page was made of."""
    forms: list[BaseForm] = []
    for each in context or ():
        for value in each.flatten().values() if hasattr(each, "flatten") else each.values():
            if isinstance(value, BaseForm):
                forms.append(value)
            elif isinstance(value, BaseFormSet):
                forms.extend(value.forms)
    bound = {id(form): form for form in forms if form.is_bound}
    return [(form, name) for form in bound.values() for name in form.errors if name != "__all__"]


@pytest.mark.parametrize(
    ("role", "scope"), [("secretariat", "everywhere"), ("approver", "everywhere")]
)
def test_what_is_wrong_is_said_where_it_can_be_put_right(
    world: World, role: str, scope: str
) -> None:
    user = world.people[role, scope]
    client = Client()
    client.force_login(user, backend="namro.foundation.accounts.backends.UsernameOrEmailBackend")
    pages = {"/", f"/tai-khoan/nguoi-dung/{user.pk}/"}
    for name in DECIDED:
        if may_somewhere(user, stated()[name].read):
            pages |= set(addresses(name, world.keys, "programme"))
    tried, wrong = 0, []
    for page in sorted(pages):
        answer = client.get(page)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        if not answer.content.strip():
            continue
        forms: list[Any] = html.document_fromstring(answer.content.decode()).forms  # type: ignore[attr-defined]
        for form in forms:
            address = form.action or page
            if form.method != "POST" or LEFT_OUT.search(address):
                continue
            if any(each.get("type") == "file" for each in form.inputs):
                continue  # A browser sends no form whose file was not chosen.
            tried += 1
            with transaction.atomic():
                sent = client.post(address, sent_by(form))
                transaction.set_rollback(True)
            if sent.status_code >= 500:
                wrong.append(f"{page}, form {address}: {sent.status_code}")
            for bound, name in errors_of(sent.context):
                if bound.add_prefix(name) not in bound.data and name not in bound.fields:
                    wrong.append(f"{page}, form {address}: an error on {name}, which is not there")
    assert tried
    assert not wrong, "\n".join(wrong)
