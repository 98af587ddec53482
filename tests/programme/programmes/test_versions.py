"""Amendments: proposed, compared, accepted as versions with dates; nothing of the first is lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes import jobs
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import set_item_levels
from namro.programme.programmes.actions_versions import (
    accept_amendment,
    begin_versions,
    comparison_of,
    latest_version,
    propose_amendment,
    reject_amendment,
)
from namro.programme.programmes.choices import Level
from namro.programme.programmes.counting import count_items
from namro.programme.programmes.models import (
    Amendment,
    Deliverable,
    Programme,
    SourceDocument,
    Target,
)
from namro.programme.programmes.models_search import SearchEntry
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules.comparison import PARTS, side_of_draft
from namro.programme.programmes.rules.versions import At, Span, as_day, may_begin, standing
from namro.programme.programmes.versions import compared, find, side_of_source
from tests.programme.programmes.drafts import TEXT, FakeDraft

OPERATOR = Operator("tests")
FIRST = SourceFile("ban-dau.txt", TEXT.encode())
SECOND = SourceFile("sua-doi.txt", b"amended")
DAY = dt.date(2023, 7, 1)


def amended_draft() -> FakeDraft:
    """The draft with two figures and one lead changed, and a row added before the others."""
    draft = FakeDraft()
    draft.content["targets"][0]["value"] = 80
    draft.content["targets"][2]["value"] = [9500, 10000]
    draft.content["deliverables"][0]["lead"] = "Ban Tuyên giáo"
    draft.content["deliverables"].insert(
        0, {**draft.content["deliverables"][0], "no": "3", "title": "Nghị quyết: Việc thứ ba"}
    )
    return draft


@pytest.fixture
def kept(db: None) -> Programme:
    return import_draft(OPERATOR, FakeDraft(), FIRST, reason="to test").programme


def propose(draft: FakeDraft | None = None, file: SourceFile = SECOND, **more: Any) -> Amendment:
    return propose_amendment(OPERATOR, draft or amended_draft(), file, reason="to test", **more)


def accept(
    amendment: Amendment, day: dt.date = DAY, *, actor: User | Operator = OPERATOR, **more: Any
) -> SourceDocument:
    values: dict[str, Any] = {
        "reason": "to test",
        "basis_number": "15-QĐ/TU",
        "basis_date": dt.date(2023, 6, 20),
        "in_force_from": day,
        **more,
    }
    return accept_amendment(actor, amendment, **values)


def test_what_is_kept_says_what_the_draft_says(kept: Programme) -> None:
    source = SourceDocument.objects.get()
    draft = side_of_draft(FakeDraft().content, TEXT)
    rows = side_of_source(source)
    for part in PARTS:
        assert list(rows[part]) == list(draft[part]), part
    assert (source.version, source.in_force_from) == (1, dt.date(2021, 3, 17))


def test_a_proposal_changes_nothing_and_says_what_would_change(kept: Programme) -> None:
    amendment = propose()
    assert propose() == amendment
    assert (amendment.programme, amendment.status) == (kept, "proposed")
    assert SourceDocument.objects.count() == 1
    latest = latest_version(kept)
    assert latest is not None
    found = comparison_of(amendment, latest)
    said = sorted((each.part, each.change.value, sorted(each.fields)) for each in found.differences)
    assert said == [
        ("deliverables", "added", []),
        ("deliverables", "changed", ["lead_text"]),
        ("targets", "changed", ["value_low"]),
        ("targets", "changed", ["value_low"]),
    ]


def test_both_versions_stay_with_dates_and_identities(kept: Programme) -> None:
    before = list(Target.objects.values()), list(Deliverable.objects.values())
    version = accept(propose())
    first, second = SourceDocument.objects.filter(programme=kept).order_by("version")
    assert second == version
    assert (first.in_force_until, second.in_force_from, second.in_force_until) == (DAY, DAY, None)
    assert (second.version, second.basis_number) == (2, "15-QĐ/TU")
    # Nothing of the first is lost.
    assert list(Target.objects.filter(source=first).values()) == before[0]
    assert list(Deliverable.objects.filter(source=first).values()) == before[1]
    assert (bytes(first.content), first.text) == (FIRST.content, TEXT)
    assert (bytes(second.content), Amendment.objects.get().content) == (SECOND.content, None)
    # By date.
    assert kept.source_on(dt.date(2020, 1, 1)) == first
    assert kept.source_on(DAY - dt.timedelta(days=1)) == first
    assert kept.source_on(DAY) == kept.source == second
    values = [
        kept.source_on(day).targets.get(order=0).value_low  # type: ignore[union-attr]
        for day in (DAY - dt.timedelta(days=1), DAY)
    ]
    assert values == [75, 80]
    # What is the same thing has the same identity; what is new has one of its own.
    old = dict(first.deliverables.values_list("title", "identity_id"))
    new = dict(second.deliverables.values_list("title", "identity_id"))
    assert {title: new[title] for title in old} == old
    assert new["Nghị quyết: Việc thứ ba"] not in old.values()
    assert set(first.targets.values_list("identity_id")) == set(
        second.targets.values_list("identity_id")
    )
    # Counting, and searching, know today's version alone.
    count_items([kept], OPERATOR)
    assert (kept.target_count, kept.deliverable_count, kept.source_count) == (4, 3, 1)
    count_items([kept], OPERATOR, dt.date(2022, 1, 1))
    assert (kept.target_count, kept.deliverable_count) == (4, 2)
    assert SearchEntry.objects.filter(kind="nhiem-vu").count() == 3
    assert len(compared(first, second).differences) == 4


def test_a_version_of_a_coming_day_is_not_shown_before(kept: Programme) -> None:
    draft = amended_draft()
    draft.content["document"]["title"] = "về việc mới"
    accept(propose(draft), dt.date(2999, 1, 1))
    first = SourceDocument.objects.get(version=1)
    assert kept.source == first
    kept.refresh_from_db()
    assert kept.title == "về việc thử, giai đoạn 2021-2025"
    assert SearchEntry.objects.filter(kind="nhiem-vu").count() == 2


def test_on_its_day_the_list_and_the_search_follow(
    kept: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = amended_draft()
    draft.content["document"]["title"] = "về việc mới"
    day = dt.date(2999, 1, 1)
    accept(propose(draft), day)
    assert begin_versions(OPERATOR, day - dt.timedelta(days=1), reason="hourly") == 0
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    for _ in range(2):
        jobs.begin_versions(timestamp=0)
        kept.refresh_from_db()
        assert kept.title == "về việc mới"
        assert SearchEntry.objects.filter(kind="nhiem-vu").count() == 3


def test_a_third_version_follows_the_second(kept: Programme) -> None:
    accept(propose())
    draft = amended_draft()
    draft.content["targets"][0]["value"] = 85
    third = propose(draft, SourceFile("lan-ba.txt", b"third"))
    with pytest.raises(ImportRefused) as refused:
        accept(third, DAY)
    assert refused.value.code == "not_later"
    accept(third, dt.date(2024, 7, 1))
    assert [each.in_force_until for each in SourceDocument.objects.order_by("version")] == [
        DAY,
        dt.date(2024, 7, 1),
        None,
    ]
    identities = set(Target.objects.filter(order=0).values_list("identity_id"))
    assert len(identities) == 1


def refused(code: str, work: Callable[[], object]) -> None:
    with pytest.raises(ImportRefused) as error:
        work()
    assert error.value.code == code


def test_what_is_refused(kept: Programme) -> None:
    refused("same_document", lambda: propose(file=FIRST))
    refused("no_difference", lambda: propose(FakeDraft()))
    other = amended_draft()
    other.content["document"]["number"] = "55-CTr/TU"
    refused("nothing_to_amend", lambda: propose(other))
    elsewhere = amended_draft()
    elsewhere.content["document"]["issuer"] = "Tỉnh ủy Khác"
    refused("nothing_to_amend", lambda: propose(elsewhere))
    broken = amended_draft()
    broken.content["targets"][0]["value"] = "chín"
    refused("unkept", lambda: propose(broken))
    amendment = propose()
    refused("no_basis", lambda: accept(amendment, basis_number=" "))
    refused("not_later", lambda: accept(amendment, dt.date(2021, 3, 17)))
    refused("moved_on", lambda: accept(amendment, seen=-1))
    assert SourceDocument.objects.count() == 1
    with pytest.raises(ValueError):
        accept(amendment, reason=" ")
    accept(amendment)
    refused("decided", lambda: accept(amendment))
    refused("decided", lambda: reject_amendment(OPERATOR, amendment, reason="late"))


def test_an_amendment_of_another_year_finds_its_programme(db: None) -> None:
    draft = FakeDraft()
    draft.content["document"].update(period=None, title="về việc thử")
    programme = import_draft(OPERATOR, draft, FIRST, reason="to test").programme
    later = amended_draft()
    later.content["document"].update(period=None, issued_on="2023-06-20", title="về việc thử")
    amendment = propose(later)
    assert amendment.programme == programme
    version = accept(amendment)
    programme.refresh_from_db()
    assert (programme.edition, programme.issued_on) == (2021, dt.date(2021, 3, 17))
    assert version.head["issued_on"] == "2023-06-20"


def test_a_draft_that_the_database_refuses_leaves_all_as_it_was(kept: Programme) -> None:
    draft = amended_draft()
    draft.content["deliverables"][2].update(lead="", lead_inferred=True)
    amendment = propose(draft)
    refused("unkept", lambda: accept(amendment))
    amendment.refresh_from_db()
    assert amendment.status == "proposed"
    assert SourceDocument.objects.get().in_force_until is None
    assert Target.objects.count() == 4


def test_rejecting_keeps_the_decision_and_nothing_of_the_file(kept: Programme) -> None:
    amendment = reject_amendment(OPERATOR, propose(), reason="not signed")
    amendment.refresh_from_db()
    assert (amendment.status, amendment.decision_reason) == ("rejected", "not signed")
    assert (amendment.content, amendment.text, amendment.draft) == (None, "", None)
    # It may be proposed again.
    assert propose().pk != amendment.pk


def test_only_the_secretariat_amends(kept: Programme, secretariat: User, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        propose_amendment(reader, amended_draft(), SECOND, reason="to test")
    amendment = propose_amendment(secretariat, amended_draft(), SECOND, reason="to test")
    for work in (
        lambda: reject_amendment(reader, amendment, reason="to test"),
        lambda: accept(amendment, actor=reader),
    ):
        with pytest.raises(PermissionDenied):
            work()
    assert SourceDocument.objects.count() == 1


def test_the_database_lets_one_version_be_in_force_on_a_day(kept: Programme) -> None:
    accept(propose())
    with pytest.raises(IntegrityError, match="one_version_a_day"), transaction.atomic():
        SourceDocument.objects.filter(version=1).update(in_force_until=DAY + dt.timedelta(days=1))
    with pytest.raises(IntegrityError, match="version_basis"), transaction.atomic():
        SourceDocument.objects.filter(version=2).update(basis_number="")
    with pytest.raises(IntegrityError, match="has_identity"), transaction.atomic():
        Target.objects.update(identity=None)


def test_the_history_says_who_amended_and_why(kept: Programme) -> None:
    from django.apps import apps

    accept(propose(), reason="theo kết luận")
    events = apps.get_model("programmes", "SourceDocumentEvent").objects.order_by("pgh_id")
    assert [(each.pgh_label, each.version) for each in events] == [
        ("insert", 1),
        ("update", 1),
        ("insert", 2),
    ]
    assert events.last().pgh_context.metadata["why"] == "theo kết luận"
    names = {
        field.name for field in apps.get_model("programmes", "AmendmentEvent")._meta.get_fields()
    }
    assert not {"content", "text", "draft"} & names


def test_an_amendment_keeps_the_level_of_its_programme(db: None) -> None:
    import_draft(OPERATOR, FakeDraft(), FIRST, reason="to test", level=Level.RESTRICTED)
    # A lower level that somebody chose for the amendment does not lower it.
    assert accept(propose(level=Level.PUBLIC)).level == "restricted"


def test_a_level_holds_through_versions_and_is_not_lost_by_rewriting(kept: Programme) -> None:
    target = Target.objects.get(label="(2)")
    deliverable = Deliverable.objects.get(no="2")
    for row in (target, deliverable):
        assert row.identity is not None
        set_item_levels(OPERATOR, kept, [row.identity], Level.RESTRICTED, reason="x")
    draft = amended_draft()
    # Written anew: told as removed and added, and so another item.
    anew = {**draft.content["deliverables"][2], "title": "Chuyên đề hoàn toàn khác hẳn"}
    draft.content["deliverables"][2] = anew
    version = accept(propose(draft))
    levels = {row.title: row.identity.level for row in version.deliverables.all()}
    assert levels["Đề án: Một việc"] == ""
    assert levels["Chuyên đề hoàn toàn khác hẳn"] == "restricted"
    assert version.targets.get(label="(2)").identity == target.identity


@pytest.mark.parametrize(
    ("levels", "highest"),
    [
        (["public", "internal"], "internal"),
        (["restricted", "public"], "restricted"),
        (["public", "public"], "public"),
    ],
)
def test_the_higher_level(levels: list[str], highest: str) -> None:
    assert Level.highest(*levels) == highest


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_make_one_version() -> None:
    import_draft(OPERATOR, FakeDraft(), FIRST, reason="to test")
    results: list[object] = []
    amendment = propose()
    ready = threading.Barrier(2)

    def work() -> None:
        try:
            ready.wait()
            results.append(accept(amendment).version)
        except ImportRefused as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [2, "decided"]
    assert SourceDocument.objects.count() == 2


D = dt.date
SPANS = [
    Span(D(2021, 3, 17), D(2023, 7, 1)),
    Span(D(2023, 7, 1), D(2024, 1, 1)),
    Span(D(2024, 1, 1)),
]
STANDING = [
    (SPANS, D(2020, 1, 1), 0),
    (SPANS, D(2021, 3, 17), 0),
    (SPANS, D(2023, 6, 30), 0),
    (SPANS, D(2023, 7, 1), 1),
    (SPANS, D(2023, 12, 31), 1),
    (SPANS, D(2024, 1, 1), 2),
    (SPANS, D(2999, 1, 1), 2),
    ([Span(None)], D(2024, 1, 1), 0),
    ([], D(2024, 1, 1), None),
]


@pytest.mark.parametrize(("spans", "day", "index"), STANDING)
def test_which_version_stands(spans: list[Span], day: dt.date, index: int | None) -> None:
    assert standing(spans, day) == index


@pytest.mark.parametrize(
    ("latest", "day", "may"),
    [
        (Span(D(2021, 3, 17)), D(2021, 3, 18), True),
        (Span(D(2021, 3, 17)), D(2021, 3, 17), False),
        (Span(None), D(2000, 1, 1), True),
        (Span(D(2021, 3, 17), D(2023, 1, 1)), D(2024, 1, 1), False),
    ],
)
def test_when_a_version_may_begin(latest: Span, day: dt.date, may: bool) -> None:
    assert may_begin(latest, day) is may


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2025", D(2025, 12, 31)),
        (" 1-2-2025 ", D(2025, 2, 1)),
        ("2025-12-31", D(2025, 12, 31)),
        ("31/02/2025", None),
        ("2025", None),
        ("31/12/0001", None),
        ("9999-12-31", None),
        ("٣١/١٢/٢٠٢٥", None),
        ("' OR 1=1", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, day: dt.date | None) -> None:
    assert as_day(text) == day


def test_the_version_that_a_page_finds_is_the_one_the_database_says(
    kept: Programme, django_assert_num_queries: Any
) -> None:
    accept(propose())
    third = FakeDraft()
    third.content["targets"][0]["value"] = 90
    later = DAY + dt.timedelta(days=400)
    accept(propose(third, SourceFile("lan-ba.txt", b"third")), later)
    # The last also ends: after it none stands.
    SourceDocument.objects.filter(version=3).update(in_force_until=dt.date(2026, 1, 1))
    found = []
    for day in (
        None,
        dt.date(2000, 1, 1),
        *(
            edge + dt.timedelta(days=shift)
            for edge in (dt.date(2021, 3, 17), DAY, later, dt.date(2026, 1, 1))
            for shift in (-1, 0, 1)
        ),
    ):
        asked = Programme.objects.get(pk=kept.pk).source_on(day)
        shown = find(OPERATOR, At(kept.pk, day))
        with django_assert_num_queries(0):
            assert shown.source == asked, day
        found.append(asked.version if asked else None)
    assert set(found) == {None, 1, 2, 3}
