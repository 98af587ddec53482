"""Importing: everything or nothing, twice is once, and only by those who may."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.db.utils import Error as DatabaseError

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import Imported, SourceFile, import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.counting import count_items
from namro.programme.programmes.models import (
    Deliverable,
    Programme,
    Provision,
    SourceDocument,
    Target,
)
from namro.programme.programmes.refusals import MESSAGES, ImportRefused
from tests.programme.programmes.drafts import TEXT, FakeDraft

OPERATOR = Operator("tests")
FILE = SourceFile("chuong-trinh.txt", TEXT.encode())


def keep(draft: FakeDraft | None = None, file: SourceFile = FILE, **options: Any) -> Imported:
    return import_draft(OPERATOR, draft or FakeDraft(), file, reason="to test", **options)


def counts() -> dict[str, int]:
    models = connection.introspection.installed_models(
        [
            name
            for name in connection.introspection.table_names()
            if name.startswith("programmes_") and not name.endswith("event")
        ]
    )
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.django_db
def test_everything_is_kept_with_its_place() -> None:
    result = keep()
    assert result.changed
    programme = result.programme
    assert (programme.number, programme.title) == ("07-CTr/TU", "về việc thử, giai đoạn 2021-2025")
    assert (programme.edition, programme.level) == (2021, "internal")
    source = SourceDocument.objects.get()
    assert bytes(source.content) == FILE.content
    assert source.text == TEXT
    assert source.sha256 == FILE.sha256
    first, part, yearly, done = Target.objects.all()
    assert (first.value_low, first.value_high, first.unit) == (Decimal(75), None, "%")
    assert TEXT[first.start : first.end] == first.text
    assert first.provision is not None
    assert first.provision.path == "Phần thứ nhất/I/2"
    assert (part.part_of, part.value_low) == (first, Decimal("60.5"))
    assert (yearly.value_low, yearly.value_high) == (Decimal(9000), Decimal(10000))
    assert yearly.each_year
    assert (done.value_low, done.due_year, done.qualifier) == (None, 2025, "cơ bản")
    assert [row.lead_inferred for row in Deliverable.objects.all()] == [False, True]
    assert Deliverable.objects.get(no="1").co_ordinating == ["Sở Nội vụ"]
    assert [node.path for node in Provision.objects.filter(depth=0)] == ["Phần thứ nhất"]
    assert {name: count for name, count in counts().items() if count} == {
        "Programme": 1,
        "SourceDocument": 1,
        "Provision": 4,
        "Objective": 1,
        "Requirement": 1,
        "Target": 4,
        "TargetIdentity": 4,
        "DeliverableIdentity": 2,
        "Deliverable": 2,
        "RoadmapStep": 1,
        "Recipient": 2,
        "DraftIssue": 1,
        "SearchEntry": 11,
    }


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing() -> None:
    first = keep()
    before = counts()
    again = keep(file=SourceFile("ten-khac.txt", FILE.content))
    assert not again.changed
    assert again.programme == first.programme
    assert counts() == before


@pytest.mark.django_db
def test_another_document_of_the_same_number_is_refused() -> None:
    keep()
    before = counts()
    # Without a date or an issuer it may still be the same programme.
    other = FakeDraft()
    other.content["document"].update(issued_on=None, period=None, issuer=None, number="07 - CTr/TU")
    for draft in (FakeDraft(), other):
        with pytest.raises(ImportRefused) as refused:
            keep(draft, SourceFile("khac.txt", b"another"))
        assert refused.value.code == "other_document"
        assert "chuong-trinh.txt" in refused.value.message("vi")
    assert counts() == before


@pytest.mark.django_db
def test_the_same_number_of_another_term_or_issuer_is_another_programme() -> None:
    keep()
    later = FakeDraft()
    later.content["document"].update(period=[2026, 2030], issued_on="2026-02-03")
    assert keep(later, SourceFile("a.txt", b"a")).changed
    elsewhere = FakeDraft()
    assert keep(elsewhere, SourceFile("b.txt", b"b"), issuer="Tỉnh ủy Khác").changed
    assert Programme.objects.count() == 3


@pytest.mark.django_db
def test_a_listed_programme_is_filled_in() -> None:
    listed = list_programme(
        OPERATOR,
        "07-CTr/TU",
        "Tên đã biết",
        reason="to test",
        issuer="Thành uỷ Thử",
        period=[2021, 2025],
    )
    assert listed.changed
    assert not list_programme(
        OPERATOR, "07-ctr/tu", "Tên khác", reason="again", issuer="Thành ủy Thử"
    ).changed
    result = keep()
    assert result.programme == listed.programme
    listed.programme.refresh_from_db()
    assert listed.programme.title == "về việc thử, giai đoạn 2021-2025"
    assert Programme.objects.count() == 1


@pytest.mark.django_db
def test_two_listed_programmes_of_one_number_want_an_issuer() -> None:
    for issuer in ("Thành ủy Một", "Thành ủy Hai"):
        list_programme(OPERATOR, "07-CTr/TU", "Tên", reason="to test", issuer=issuer)
    draft = FakeDraft()
    draft.content["document"]["issuer"] = None
    with pytest.raises(ImportRefused) as refused:
        keep(draft)
    assert refused.value.code == "which_one"
    assert keep(draft, issuer="thành uỷ hai").programme.issuer == "thành uỷ hai"


@pytest.mark.django_db
def test_a_document_without_a_number_wants_one() -> None:
    draft = FakeDraft()
    draft.content["document"]["number"] = None
    with pytest.raises(ImportRefused) as refused:
        keep(draft)
    assert refused.value.code == "no_number"
    assert keep(draft, number="09-KH/TU").programme.number == "09-KH/TU"
    with pytest.raises(ImportRefused) as refused:
        keep(FakeDraft(), SourceFile("b", b"b"), number="08-CTr/TU")
    assert refused.value.code == "number_differs"


@pytest.mark.django_db
def test_a_document_with_nothing_in_it_is_refused() -> None:
    draft = FakeDraft()
    for part in ("outline", "targets", "deliverables", "objectives"):
        draft.content[part] = []
    with pytest.raises(ImportRefused) as refused:
        keep(draft)
    assert refused.value.code == "empty"


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("targets", lambda content: content["targets"][3].update(end=10**6)),
    ("targets", lambda content: content["targets"][0].update(comparator="about")),
    ("targets", lambda content: content["targets"][2].update(value=[2, 1])),
    ("targets", lambda content: content["targets"][0].update(part_of=1)),
    ("programmes_target_qualitative", lambda content: content["targets"][3].update(value=3)),
    ("programmes_target_confidence", lambda content: content["targets"][3].update(confidence=2)),
    ("programmes_roadmapstep_years", lambda content: content["roadmap"][0].update(to=2020)),
    ("programmes_deliverable", lambda content: content["deliverables"][1].update(lead="")),
    ("outline", lambda content: content["outline"][0].update(parent="p1/I")),
    ("issues", lambda content: content["issues"][0].update(start=-1)),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "spoil"), BROKEN)
def test_what_cannot_be_kept_leaves_nothing(
    where: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    draft = FakeDraft()
    spoil(draft.content)
    with pytest.raises(ImportRefused) as refused:
        keep(draft)
    assert refused.value.code == "unkept"
    assert where in refused.value.message("vi")
    assert set(counts().values()) == {0}
    assert keep().changed  # the transaction was given back


@pytest.mark.django_db
def test_odd_characters_do_not_stop_an_import() -> None:
    draft = FakeDraft(text=TEXT[:-3] + "\0\ud800\n")
    keep(draft)
    assert SourceDocument.objects.get().text == TEXT[:-3] + "\ufffd\ufffd\n"


@pytest.mark.django_db
def test_a_kept_document_never_changes() -> None:
    keep()
    with pytest.raises(DatabaseError):
        SourceDocument.objects.update(text="other")


@pytest.mark.django_db
def test_history_names_who_and_why() -> None:
    keep()
    from django.apps import apps

    events = apps.get_model("programmes", "TargetEvent").objects.all()
    assert events.count() == 4
    context = events.first().pgh_context
    assert (context.metadata["who"], context.metadata["why"]) == ("operator:tests", "to test")
    source_event = apps.get_model("programmes", "SourceDocumentEvent")
    names = {field.name for field in source_event._meta.get_fields()}
    assert not {"content", "text"} & names


@pytest.mark.django_db
def test_only_the_secretariat_imports(secretariat: User, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        import_draft(reader, FakeDraft(), FILE, reason="to test")
    with pytest.raises(PermissionDenied):
        list_programme(reader, "01", "Tên", reason="to test")
    assert not Programme.objects.exists()
    assert import_draft(secretariat, FakeDraft(), FILE, reason="to test").changed
    assert SourceDocument.objects.get().imported_by == secretariat.username


@pytest.mark.django_db
def test_who_sees_what(make_user: Callable[..., User], secretariat: User, reader: User) -> None:
    from django.contrib.auth.models import AnonymousUser

    keep(level=Level.PUBLIC)
    other = FakeDraft()
    other.content["document"]["number"] = "08-CTr/TU"
    keep(other, SourceFile("b.txt", b"b"), level=Level.RESTRICTED)
    third = FakeDraft()
    third.content["document"]["number"] = "09-CTr/TU"
    keep(third, SourceFile("c.txt", b"c"))

    def numbers(user: Any) -> list[str]:
        return [each.number[:2] for each in Programme.objects.visible_to(user).in_order()]

    assert numbers(secretariat) == ["07", "08", "09"]
    assert numbers(reader) == ["07", "09"]
    assert numbers(make_user("khong-vai-tro")) == []
    assert numbers(AnonymousUser()) == []
    assert numbers(None) == []


@pytest.mark.django_db
def test_searching_with_and_without_marks_and_counting() -> None:
    keep()
    list_programme(OPERATOR, "10-CTr/TU", "Phòng, chống tham nhũng 100%", reason="to test")
    list_programme(OPERATOR, "2-CTr/TU", "Đô thị", reason="to test")

    def found(words: str) -> list[str]:
        return [each.number for each in Programme.objects.all().matching(words).in_order()]

    assert found("") == ["2-CTr/TU", "10-CTr/TU", "07-CTr/TU"]
    assert found("ve viec THỬ") == ["07-CTr/TU"]
    assert found("đô thị") == found("do thi") == ["2-CTr/TU"]
    assert found("% _ '") == found("")
    assert found("không có") == []
    listed = list(Programme.objects.all())
    count_items(listed, OPERATOR)
    assert {
        each.number: (each.target_count, each.deliverable_count, each.source_count)
        for each in listed
    } == {"2-CTr/TU": (0, 0, 0), "10-CTr/TU": (0, 0, 0), "07-CTr/TU": (4, 2, 1)}
    assert [each.number for each in Programme.objects.all().with_document()] == ["07-CTr/TU"]


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_give_one_programme() -> None:
    results: list[object] = []
    ready = threading.Barrier(4)

    def work() -> None:
        try:
            ready.wait()
            results.append(keep().changed)
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [False, False, False, True]
    assert counts()["Programme"] == 1
    assert counts()["Target"] == 4


@pytest.mark.django_db(transaction=True)
def test_two_different_documents_at_once_give_one_and_a_refusal() -> None:
    results: list[object] = []
    ready = threading.Barrier(2)

    def work(content: bytes) -> None:
        try:
            ready.wait()
            keep(file=SourceFile("f.txt", content))
            results.append("kept")
        except ImportRefused as refused:
            results.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[content]) for content in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == ["kept", "other_document"]
    assert counts()["SourceDocument"] == 1


def test_every_refusal_is_said_in_both_languages() -> None:
    import string

    for vietnamese, english in MESSAGES.values():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (vietnamese, english)
        ]
        assert fields[0] == fields[1]
