"""The sample in the database: the ten programmes, and what Programme 01's document says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.cascade.actions import not_specified
from namro.programme.programmes.models import (
    Deliverable,
    Programme,
    SourceDocument,
    Specification,
    Target,
)
from namro.programme.programmes.refusals import ImportRefused
from namro.sample import build, load

pytestmark = pytest.mark.django_db

# item, comparator, value, unit, due, baseline, every year: the figures of the published programme.
TARGETS = [
    ("(1)", "more_than", 75, None, "%", None, None, True),
    ("(2)", "between", 9000, 10000, "đảng viên", None, None, True),
    ("(3)", "at_least", 15, None, "%", 2025, None, False),
    ("(3)", "at_least", 15, None, "%", 2025, None, False),
    ("(4)", "reach", 40, None, "%", 2025, None, False),
    ("(4)", "reach", 100, None, "%", 2025, None, False),
    ("(4)", "at_least", 80, None, "%", 2025, None, False),
    ("(5)", "reduce_at_least", 20, None, "%", 2025, 2015, False),
    ("(6)", "reduce_at_least", 10, None, "%", 2025, 2021, False),
    ("(7)", "at_least", 20, None, "%", 2025, 2015, False),
    ("(8)", "reach", 100, None, "%", None, None, False),
    ("(8)", "reach", 60, None, "%", None, None, False),
    ("(9)", "reach", 100, None, "%", None, None, False),
    ("(10)", "increase", 20, None, "%", 2025, None, False),
    ("(11)", "reach", 60, None, "%", None, None, False),
    ("(11)", "qualitative", None, None, "", 2025, None, False),
    ("(12)", "improve_rank_at_least", 5, None, "bậc", None, "previous", True),
    ("(13)", "more_than", 85, None, "%", 2023, None, False),
    ("(13)", "more_than", 90, None, "%", 2025, None, False),
    ("(14)", "reach", 100, None, "%", None, None, False),
    ("(14)", "reach", 30, None, "%", None, None, False),
]


def test_loading_twice_gives_the_ten_programmes_and_what_stands_about_them_once() -> None:
    said: list[str] = []
    assert load.load(said.append) == 12
    assert len(said) == 1
    assert load.load(said.append) == 0
    assert len(said) == 1
    programmes = list(Programme.objects.all().in_order())
    ten = [f"{n:02}-CTr/TU" for n in range(1, 11)]
    resolution, plan = "Nghị quyết Đại hội lần thứ XVII", "176/KH-UBND"
    assert [each.number for each in programmes] == [resolution, *ten, plan]
    stands = Specification.objects.filter(decision="confirmed")
    assert {(each.lower.number, each.upper.number) for each in stands} == {
        *((number, resolution) for number in ten),
        (plan, "06-CTr/TU"),
    }
    assert all(each.illustrative and each.level == "public" for each in programmes)
    assert [each.number for each in programmes if each.source] == ["01-CTr/TU"]


def test_what_somebody_decided_of_the_sample_stands() -> None:
    load.load()
    found = Specification.objects.get(lower__number="176/KH-UBND")
    not_specified(Operator("tests"), found.lower, found.upper, reason="to test")
    assert load.load() == 0
    found.refresh_from_db()
    assert found.decision == "rejected"


def test_what_is_already_there_is_left_alone() -> None:
    listed = list_programme(
        Operator("tests"), "02-CTr/TU", "Tên của chúng tôi", reason="t", issuer="Thành ủy Hà Nội"
    ).programme
    load.load()
    listed.refresh_from_db()
    assert (listed.title, listed.illustrative) == ("Tên của chúng tôi", False)
    assert not Specification.objects.filter(lower=listed).exists()
    assert Programme.objects.count() == 12


def test_a_real_document_stands_beside_the_sample_and_the_sample_gives_way() -> None:
    load.load()
    sample = Programme.objects.get(number="01-CTr/TU")
    data = build.read_data()
    data["body"]["blocks"][4][1] += " Một câu nữa."
    content = build.build(data)
    real = import_draft(
        Operator("tests"),
        read_bytes(content, "01.docx"),
        SourceFile("01.docx", content),
        reason="to test",
    ).programme
    assert real != sample
    assert not real.illustrative
    assert load.load() == 0
    draft, third = read_bytes(content, "01.docx"), SourceFile("01.docx", content + b" ")
    with pytest.raises(ImportRefused) as refused:
        import_draft(Operator("tests"), draft, third, reason="to test")
    assert refused.value.code == "other_document"


def test_the_sample_gives_way_to_a_real_document_that_came_first() -> None:
    data = build.read_data()
    data["body"]["blocks"][4][1] += " Một câu nữa."
    content = build.build(data)
    import_draft(
        Operator("tests"),
        read_bytes(content, "01.docx"),
        SourceFile("01.docx", content),
        reason="to test",
    )
    assert load.load() == 11
    assert Programme.objects.filter(number="01-CTr/TU").count() == 1


def test_programme_01_is_read_to_the_letter() -> None:
    load.load()
    programme = Programme.objects.get(number="01-CTr/TU")
    assert programme.issuer == "Thành ủy Hà Nội"
    assert programme.title == load.read_programmes()["programme"][0]["title"]
    assert f"{programme.issued_on}" == "2021-03-17"
    assert (programme.period_start, programme.period_end) == (2021, 2025)
    assert (programme.signer_role.casefold(), programme.signer) == ("bí thư", "")
    source = SourceDocument.objects.get()
    assert source.objectives.count() == 5
    assert source.requirements.count() == 7
    assert source.roadmapsteps.count() == 3
    assert source.recipients.count() == 13
    leads = set(Deliverable.objects.values_list("lead_text", flat=True))
    assert Deliverable.objects.count() == 34
    assert len(leads) == 11
    inferred = Deliverable.objects.filter(lead_inferred=True).values_list("no", flat=True)
    assert list(inferred) == ["21", "22", "23", "24", "29", "33"]


def test_programme_01_has_the_published_figures() -> None:
    load.load()
    found = [
        (
            target.label,
            target.comparator,
            target.value_low,
            target.value_high,
            target.unit,
            target.due_year,
            "previous" if target.baseline_previous_year else target.baseline_year,
            target.each_year,
        )
        for target in Target.objects.filter(within="targets")
    ]
    expected = [
        (
            label,
            comparator,
            None if low is None else Decimal(low),
            None if high is None else Decimal(high),
            *rest,
        )
        for label, comparator, low, high, *rest in TARGETS
    ]
    assert found == expected
    task = Target.objects.get(within="tasks")
    assert (task.comparator, task.value_low, task.unit) == ("reach", Decimal(100), "%")
    assert "loại hình tổ chức đảng" in task.text
