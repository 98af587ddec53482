"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import Programme, Provision, SourceDocument, Target
from tests.programme.programmes.drafts import TEXT, FakeDraft

pytestmark = pytest.mark.django_db

Values = dict[str, Any]


@pytest.fixture
def source() -> SourceDocument:
    import_draft(
        Operator("tests"), FakeDraft(), SourceFile("a.txt", TEXT.encode()), reason="to test"
    )
    return SourceDocument.objects.get()


def programme(**values: Any) -> Programme:
    return Programme(
        **{"number": "1", "number_key": "1", "title": "Tên", "sort_key": "", "search_text": ""}
        | values
    )


@pytest.mark.parametrize(
    "values",
    [
        {"number_key": ""},
        {"title": ""},
        {"level": "secret"},
        {"period_start": 2025, "period_end": 2021},
        {"period_start": 2021},
        {"period_end": 2025},
        {"edition": 2021},  # with the number and issuer of the one that is there already
    ],
)
def test_programmes(source: SourceDocument, values: Values) -> None:
    if "edition" in values:
        there = source.programme
        values = values | {"number_key": there.number_key, "issuer_key": there.issuer_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        programme(**values).save()


def test_one_programme_of_a_number_even_where_nothing_else_is_known(db: None) -> None:
    programme().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        programme().save()


@pytest.mark.parametrize("values", [{"sha256": "ABC"}, {"level": "secret"}, {}])
def test_sources(source: SourceDocument, values: Values) -> None:
    other = programme()
    other.save()
    kept: Values = {
        "programme": other,
        "file_name": "b",
        "size": 1,
        "sha256": "0" * 64,
        "content": b"b",
        "text": "b",
        "reader_version": "1",
        "imported_by": "x",
    }
    if not values:  # a second source of one programme
        values = {"programme": source.programme}
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceDocument.objects.create(**kept | values)
    SourceDocument.objects.create(**kept)


SPOILT: list[tuple[type[Any], Values]] = [
    (Target, {"start": 10, "end": 9}),
    (Target, {"order": 1}),
    (Target, {"comparator": "about"}),
    (Target, {"within": "elsewhere"}),
    (Target, {"value_low": 2, "value_high": 1}),
    (Target, {"value_low": None, "value_high": 1}),
    (Target, {"comparator": "qualitative"}),
    (Target, {"due_year": 2025, "due_on": "2025-01-01"}),
    (Target, {"baseline_year": 2015, "baseline_previous_year": True}),
    (Target, {"confidence": 1.1}),
    (Provision, {"kind": "verse"}),
    (Provision, {"depth": 3}),
    (Provision, {"path": "Phần thứ nhất/I"}),
]


@pytest.mark.parametrize(("model", "values"), SPOILT)
def test_passages(source: SourceDocument, model: type[Any], values: Values) -> None:
    first = model.objects.filter(source=source).order_by("order").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=first.pk).update(**values)


def test_what_others_stand_on_is_not_deleted(source: SourceDocument) -> None:
    from django.db.models import ProtectedError

    delete: Callable[[], object]
    for delete in (source.programme.delete, source.delete, Provision.objects.all().delete):
        with pytest.raises(ProtectedError):
            delete()
