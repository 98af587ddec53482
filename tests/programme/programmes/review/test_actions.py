"""What reviewers do to a draft, alone and two at once, until it is accepted or rejected."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import (
    Deliverable,
    DraftIssue,
    Objective,
    Programme,
    Provision,
    RoadmapStep,
    SourceDocument,
    Target,
)
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.review import actions
from namro.programme.programmes.review.models import DraftReview, ReviewEdit, ReviewStatus, Via
from namro.programme.programmes.review.receiving import AlreadyHere, Examined, take_in
from namro.programme.programmes.rules.places import Place
from tests.programme.programmes.drafts import CONTENT, TEXT
from tests.programme.programmes.review.conftest import drafted, read_draft

pytestmark = pytest.mark.django_db


def item(review: DraftReview, group: str, at: int) -> dict[str, Any]:
    found: dict[str, Any] = drafted(review.pk)[group][at]
    return found


def test_a_value_is_changed_and_the_change_is_kept(
    under_review: DraftReview, secretariat: User
) -> None:
    seen = {"lead": "Ban Tổ chức", "title": "Đề án: Một việc"}
    actions.change(secretariat, under_review.pk, "nhiem-vu-1", {**seen, "lead": "Sở Nội vụ"}, seen)
    assert item(under_review, "deliverables", 0)["lead"] == "Sở Nội vụ"
    edit = ReviewEdit.objects.get()
    assert (edit.key, edit.before, edit.after, edit.by) == (
        "nhiem-vu-1",
        {"lead": "Ban Tổ chức"},
        {"lead": "Sở Nội vụ"},
        secretariat.username,
    )
    assert DraftReview.objects.get().version == 1


def test_saving_what_is_there_changes_nothing(under_review: DraftReview, secretariat: User) -> None:
    seen = {"lead": "Ban Tổ chức", "product": None}
    actions.change(secretariat, under_review.pk, "nhiem-vu-1", {**seen, "product": ""}, seen)
    assert DraftReview.objects.get().version == 0
    assert not ReviewEdit.objects.exists()


def test_two_at_once_on_different_values_lose_nothing(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    seen = {"lead": "Ban Tổ chức", "due": "Quý I/2022"}
    pk = under_review.pk
    actions.change(secretariat, pk, "nhiem-vu-1", {**seen, "lead": "Sở Nội vụ"}, seen, "a")
    actions.change(other, pk, "nhiem-vu-1", {**seen, "due": "Quý II/2022"}, seen, "b")
    kept = item(under_review, "deliverables", 0)
    assert (kept["lead"], kept["due"]) == ("Sở Nội vụ", "Quý II/2022")


def test_two_at_once_on_one_value_are_told_of_one_another(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    seen = {"lead": "Ban Tổ chức", "due": "Quý I/2022"}
    pk = under_review.pk
    actions.change(secretariat, pk, "nhiem-vu-1", {**seen, "lead": "Sở Nội vụ"}, seen, "a")
    mine = {"lead": "Sở Tài chính", "due": "Quý III/2022"}
    with pytest.raises(actions.Clash) as told:
        actions.change(other, pk, "nhiem-vu-1", mine, seen, "b")
    assert told.value.theirs == {"lead": "Sở Nội vụ"}
    assert told.value.mine == {"lead": "Sở Tài chính"}
    assert told.value.by == secretariat.username
    kept = item(under_review, "deliverables", 0)
    assert (kept["lead"], kept["due"]) == ("Sở Nội vụ", "Quý I/2022")
    # Having seen the other's value, the person may keep their own.
    now = {"lead": "Sở Nội vụ", "due": "Quý I/2022"}
    actions.change(other, pk, "nhiem-vu-1", mine, now, "c")
    assert item(under_review, "deliverables", 0)["lead"] == "Sở Tài chính"


def test_ones_own_quick_changes_do_not_clash(under_review: DraftReview, secretariat: User) -> None:
    seen = {"lead": "Ban Tổ chức"}
    for lead in ("Sở Nội vụ", "Sở Tài chính", "Ban Tổ chức"):
        actions.change(secretariat, under_review.pk, "nhiem-vu-1", {"lead": lead}, seen, "a")
        assert item(under_review, "deliverables", 0)["lead"] == lead


def test_ones_own_page_does_not_overrule_another(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    seen, pk = {"lead": "Ban Tổ chức"}, under_review.pk
    actions.change(secretariat, pk, "nhiem-vu-1", {"lead": "Sở Nội vụ"}, seen, "a")
    actions.change(other, pk, "nhiem-vu-1", {"lead": "Sở Y tế"}, {"lead": "Sở Nội vụ"}, "b")
    with pytest.raises(actions.Clash):
        actions.change(secretariat, pk, "nhiem-vu-1", {"lead": "Sở Nội vụ"}, seen, "a")
    assert item(under_review, "deliverables", 0)["lead"] == "Sở Y tế"


def test_a_lead_is_confirmed_and_its_doubt_settled(
    under_review: DraftReview, secretariat: User
) -> None:
    actions.confirm_lead(secretariat, under_review.pk, "nhiem-vu-2")
    assert item(under_review, "deliverables", 1)["lead_inferred"] is False
    assert item(under_review, "issues", 0)["_done"] is True


def test_accepting_keeps_the_changed_draft(under_review: DraftReview, secretariat: User) -> None:
    pk = under_review.pk
    actions.set_aside(secretariat, pk, "chi-tieu-1", True)
    start = TEXT.index("Làm đến cùng.")
    target = {
        "label": None, "within": "targets", "subject": "việc", "comparator": "at_least",
        "value": 7.5, "unit": "%", "due": 2025, "baseline": None, "each_year": False,
        "lead": None, "aspiration": False, "qualifier": None, "part_of": None,
        "text": "Làm đến cùng.", "confidence": 1.0,
    }  # fmt: skip
    actions.add(secretariat, pk, "targets", Place(start, start + 13), target)
    version = DraftReview.objects.get(pk=pk).version
    result = actions.accept(secretariat, pk, version, "")
    targets = list(Target.objects.filter(source__programme=result.programme).order_by("order"))
    assert [target.text for target in targets] == [
        "khối xã trên 60,5%",
        "Mỗi năm kết nạp 9.000 - 10.000 đảng viên",
        "Đến năm 2025, cơ bản hoàn thành <số hóa>",
        "Làm đến cùng.",
    ]
    # What it was part of is set aside, so it stands on its own.
    assert targets[0].part_of is None
    assert str(targets[3].value_low.normalize()) == "7.5"
    assert DraftIssue.objects.count() == 1  # nobody settled it
    review = DraftReview.objects.get(pk=pk)
    assert review.status == ReviewStatus.ACCEPTED
    assert review.programme == result.programme
    assert review.content is None
    assert bytes(SourceDocument.objects.get().content) == TEXT.encode()


def test_the_outline_is_put_right_and_items_keep_their_places(
    under_review: DraftReview, secretariat: User
) -> None:
    pk = under_review.pk
    start = TEXT.index("1. Mục tiêu")
    new = {
        "parent": "p1/I", "label": "1", "label_raw": "1.", "kind": "objective", "heading": True,
        "title": "Mục tiêu",
    }  # fmt: skip
    actions.add(secretariat, pk, "outline", Place(start, start + 11), new)
    actions.set_aside(secretariat, pk, "de-muc-4", True)
    seen = {"label": "2", "title": "Chỉ tiêu"}
    actions.change(secretariat, pk, "de-muc-3", {**seen, "label": "2a"}, seen)
    assert [edit.what for edit in ReviewEdit.objects.all()] == ["add", "remove", "change"]
    assert {edit.by for edit in ReviewEdit.objects.all()} == {secretariat.username}
    result = actions.accept(secretariat, pk, 3, "")
    kept = Provision.objects.filter(source__programme=result.programme).order_by("order")
    assert [(node.path, node.title) for node in kept] == [
        ("Phần thứ nhất", "MỤC TIÊU"),
        ("Phần thứ nhất/I", "Mục tiêu và chỉ tiêu"),
        ("Phần thứ nhất/I/1", "Mục tiêu"),
        ("Phần thứ nhất/I/2a", "Chỉ tiêu"),
    ]
    # Each item still says where it stands, now below what was added.
    objective, step = Objective.objects.get(), RoadmapStep.objects.get()
    assert objective.provision.path == "Phần thứ nhất/I/1"  # type: ignore[union-attr]
    assert TEXT[objective.start : objective.end] == objective.text
    # The section that was none gave its text to the one before it.
    assert step.provision.path == "Phần thứ nhất/I"  # type: ignore[union-attr]


def test_what_was_done_to_the_outline_is_undone(
    under_review: DraftReview, secretariat: User
) -> None:
    pk = under_review.pk
    start = TEXT.index("1. Mục tiêu")
    new = {"parent": "p1", "label": "1", "label_raw": "1.", "kind": "other", "heading": True,
           "title": "Mục tiêu"}  # fmt: skip
    added = actions.add(secretariat, pk, "outline", Place(start, start + 11), new)
    actions.set_aside(secretariat, pk, "de-muc-2", True)
    actions.set_aside(secretariat, pk, added["_key"], True)
    actions.set_aside(secretariat, pk, "de-muc-2", False)
    result = actions.accept(secretariat, pk, 4, "")
    kept = Provision.objects.filter(source__programme=result.programme).order_by("order")
    assert [(node.start, node.end, node.label, node.title) for node in kept] == [
        (node["start"], node["end"], node["label"], node["title"]) for node in CONTENT["outline"]
    ]


def test_parts_follow_their_whole(under_review: DraftReview, secretariat: User) -> None:
    actions.tick(secretariat, under_review.pk, "xem-lai-1", True)
    result = actions.accept(secretariat, under_review.pk, 1, "")
    parts = Target.objects.filter(source__programme=result.programme, part_of__isnull=False)
    assert [part.part_of.text for part in parts] == ["Tỷ lệ đạt trên 75%"]
    assert not DraftIssue.objects.exists()


def test_nobody_accepts_what_they_did_not_see(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    actions.set_aside(other, under_review.pk, "chi-tieu-1", True)
    with pytest.raises(actions.Stale):
        actions.accept(secretariat, under_review.pk, 0, "")
    assert not Programme.objects.exists()


def test_ones_own_later_changes_count_as_seen(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    pk = under_review.pk
    actions.set_aside(other, pk, "chi-tieu-1", True)
    actions.set_aside(secretariat, pk, "chi-tieu-2", True)
    actions.set_aside(secretariat, pk, "chi-tieu-3", True)
    with pytest.raises(actions.Stale):
        actions.accept(secretariat, pk, 4, "")  # a number that never was
    with pytest.raises(actions.Stale):
        actions.accept(secretariat, pk, 0, "")
    actions.accept(secretariat, pk, 1, "")
    assert Target.objects.count() == 1


def test_a_number_must_be_entered(secretariat: User) -> None:
    examined = Examined("x.txt", b"x", Via.DIRECT, draft=read_draft(number=None))
    review = take_in(secretariat, examined, level="restricted", no_secret=True)  # type: ignore[arg-type]
    with pytest.raises(actions.NotReady):
        actions.accept(secretariat, review.pk, 0, "")
    actions.change(secretariat, review.pk, "van-ban", {"number": "12/KH-UBND"}, {"number": None})
    result = actions.accept(secretariat, review.pk, 1, "")
    assert (result.programme.number, result.programme.level) == ("12/KH-UBND", "restricted")


def test_what_the_import_refuses_leaves_the_review_as_it_is(
    under_review: DraftReview, secretariat: User
) -> None:
    pk = under_review.pk
    review = DraftReview.objects.get(pk=pk)
    review.working = drafted(pk)
    review.working["targets"][0]["start"] = 10**6  # a damaged draft
    review.save()
    with pytest.raises(ImportRefused):
        actions.accept(secretariat, pk, 0, "")
    assert DraftReview.objects.get(pk=pk).status == ReviewStatus.REVIEW
    assert not Programme.objects.exists()
    assert not Deliverable.objects.exists()


def test_rejecting_leaves_the_fact_the_hash_and_the_reason(
    under_review: DraftReview, secretariat: User
) -> None:
    pk, digest = under_review.pk, under_review.sha256
    actions.set_aside(secretariat, pk, "chi-tieu-1", True)
    actions.reject(secretariat, pk, "Nhầm tệp")
    review = DraftReview.objects.get(pk=pk)
    assert (review.status, review.sha256, review.reason) == ("rejected", digest, "Nhầm tệp")
    assert (review.content, review.text, review.read, review.working) == (None, "", None, None)
    assert review.file_name == ""
    assert not ReviewEdit.objects.exists()
    from django.apps import apps

    events = apps.get_model("programmes", "DraftReviewEvent").objects.filter(pgh_obj_id=pk)
    assert events.filter(status="rejected", pgh_context__metadata__why="Nhầm tệp").exists()
    names = {field.name for field in events.model._meta.get_fields()}
    assert names.isdisjoint({"content", "readable", "text", "read", "working", "file_name"})
    edits = apps.get_model("programmes", "ReviewEditEvent")
    assert {field.name for field in edits._meta.get_fields()}.isdisjoint({"before", "after"})


def test_a_rejection_needs_a_reason(under_review: DraftReview, secretariat: User) -> None:
    with pytest.raises(ValueError, match="reason"):
        actions.reject(secretariat, under_review.pk, " ")


def test_what_is_decided_is_not_changed_any_more(
    under_review: DraftReview, secretariat: User
) -> None:
    actions.reject(secretariat, under_review.pk, "Nhầm tệp")
    for attempt in (
        lambda: actions.change(secretariat, under_review.pk, "van-ban", {"number": "1"}, {}),
        lambda: actions.set_aside(secretariat, under_review.pk, "chi-tieu-1", True),
        lambda: actions.accept(secretariat, under_review.pk, 0, ""),
        lambda: actions.reject(secretariat, under_review.pk, "again"),
    ):
        with pytest.raises(actions.Gone):
            attempt()


def test_readers_may_not(under_review: DraftReview, reader: User) -> None:
    for attempt in (
        lambda: actions.change(reader, under_review.pk, "van-ban", {"number": "1"}, {}),
        lambda: actions.set_aside(reader, under_review.pk, "chi-tieu-1", True),
        lambda: actions.confirm_lead(reader, under_review.pk, "nhiem-vu-2"),
        lambda: actions.tick(reader, under_review.pk, "xem-lai-1", True),
        lambda: actions.add(reader, under_review.pk, "targets", Place(0, 1), {}),
        lambda: actions.accept(reader, under_review.pk, 0, ""),
        lambda: actions.reject(reader, under_review.pk, "no"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not DraftReview.objects.visible_to(reader).exists()


def test_the_same_file_is_under_review_once(
    under_review: DraftReview, secretariat: User, other: User
) -> None:
    again = Examined("khác.txt", TEXT.encode(), Via.DIRECT, draft=read_draft())
    with pytest.raises(AlreadyHere) as here:
        take_in(other, again, level="internal", no_secret=True)  # type: ignore[arg-type]
    assert here.value.review == under_review
    actions.accept(secretariat, under_review.pk, 0, "")
    with pytest.raises(AlreadyHere) as here:
        take_in(other, again, level="internal", no_secret=True)  # type: ignore[arg-type]
    assert here.value.programme == Programme.objects.get()


@pytest.mark.parametrize("key", ["de-muc-99", "xem-lai-1", "chi-tieu-99", "chi-tieu-0", "x"])
def test_what_cannot_be_set_aside(key: str, under_review: DraftReview, secretariat: User) -> None:
    with pytest.raises(actions.Gone):
        actions.set_aside(secretariat, under_review.pk, key, True)
    assert DraftReview.objects.get().version == 0


@pytest.mark.parametrize("key", ["chi-tieu-1", "xem-lai-2"])
def test_only_doubts_are_ticked(key: str, under_review: DraftReview, secretariat: User) -> None:
    with pytest.raises(actions.Gone):
        actions.tick(secretariat, under_review.pk, key, True)
    assert DraftReview.objects.get().version == 0
