"""A conclusion of the standing body, and an explanation: beside the computed verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions_said import Why, conclude, explain, explanation_due
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.models import Conclusion, Explanation
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.kinds import Status
from namro.programme.programmes.models import Programme, Target
from namro.programme.programmes.rules.versions import At
from namro.programme.programmes.versions import find

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("figures")]
DAY = dt.date(2024, 12, 31)
WHY = Why("objective", "nguồn lực chậm", "bổ sung khảo sát", dt.date(2025, 6, 30))


@pytest.fixture
def standing(make_user: Callable[..., User]) -> User:
    return make_user("thuong-truc", "standing_body")


@pytest.fixture
def officer(make_user: Callable[..., User]) -> User:
    return make_user("can-bo", "reporting_officer")


@pytest.fixture
def programme(figures: None, standing: User) -> Programme:
    return find(standing, At(Programme.objects.get(number="01-CTr/TU").pk, DAY))


def sipas(programme: Programme, actor: User, value: int = 90) -> Judged:
    key = Target.objects.get(value_low=value, source=programme.source).identity_id
    assert key is not None
    return judge(programme, actor, DAY, dt.date(2025, 12, 31), only=[key])[0]


def test_a_conclusion_stands_beside_the_verdict_and_changes_nothing(
    standing: User, programme: Programme
) -> None:
    before = sipas(programme, standing)
    conclude(
        standing,
        programme,
        before,
        Status.AT_RISK,
        on=DAY,
        reason="đã có kết quả khảo sát sơ bộ",
        document="Thông báo số 5-TB/BCĐ",
    )
    kept = Conclusion.objects.get()
    assert (kept.computed, kept.verdict, kept.said_by) == ("off_track", "at_risk", "thuong-truc")
    assert sipas(programme, standing).status is Status.OFF_TRACK


@pytest.mark.parametrize(("reason", "document"), [("", "Thông báo"), ("vì thế", " ")])
def test_a_conclusion_without_reason_or_document_is_refused(
    standing: User, programme: Programme, reason: str, document: str
) -> None:
    with pytest.raises(IndicatorRefused, match="reason and the document"):
        conclude(
            standing,
            programme,
            sipas(programme, standing),
            Status.REACHED,
            on=DAY,
            reason=reason,
            document=document,
        )
    assert not Conclusion.objects.exists()


def test_who_reports_does_not_conclude_and_who_concludes_does_not_explain(
    standing: User, officer: User, programme: Programme
) -> None:
    judged = sipas(programme, standing)
    with pytest.raises(PermissionDenied):
        conclude(officer, programme, judged, Status.REACHED, on=DAY, reason="a", document="b")
    with pytest.raises(PermissionDenied):
        explain(standing, programme, judged, WHY, on=DAY)


def test_an_explanation_is_asked_for_until_it_is_given(officer: User, programme: Programme) -> None:
    judged = sipas(programme, officer)
    assert explanation_due(judged)
    explain(officer, programme, judged, WHY, on=DAY)
    assert not explanation_due(judged)
    kept = Explanation.objects.get()
    assert (kept.computed, kept.cause_kind, kept.remedy_by) == (
        "off_track",
        "objective",
        dt.date(2025, 6, 30),
    )


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why("objective", " ", "làm lại", dt.date(2025, 6, 30)), "cause and the remedy"),
        (Why("objective", "chậm", "", dt.date(2025, 6, 30)), "cause and the remedy"),
        (Why("objective", "chậm", "làm lại", dt.date(2024, 6, 30)), "30/06/2024"),
    ],
)
def test_an_explanation_that_says_nothing_is_refused(
    officer: User, programme: Programme, why: Why, said: str
) -> None:
    with pytest.raises(IndicatorRefused, match=said):
        explain(officer, programme, sipas(programme, officer), why, on=DAY)
    assert not Explanation.objects.exists()


def test_what_nobody_can_explain_is_not_asked_for(officer: User, programme: Programme) -> None:
    nothing = sipas(programme, officer, 40)
    assert nothing.status is Status.NO_DATA
    assert not explanation_due(nothing)
    with pytest.raises(IndicatorRefused, match="nothing is to be explained"):
        explain(officer, programme, nothing, WHY, on=DAY)


def test_the_pages_forms(
    signed_in: Callable[[User], Client], officer: User, programme: Programme
) -> None:
    client = signed_in(officer)
    judged = sipas(programme, officer)
    address = f"/chi-tieu/{programme.pk}@2024-12-31/{judged.row.identity_id}/"
    page = client.get(address).content.decode()
    assert "giai-trinh/" in page
    assert "ket-luan/" not in page
    said = {
        "loai": "subjective",
        "nguyen-nhan": "<b>chậm</b>",
        "giai-phap": "làm lại",
        "han": "30/06/2027",
    }
    assert client.post(f"{address}giai-trinh/", said).status_code == 302
    assert "&lt;b&gt;chậm&lt;/b&gt;" in client.get(address).content.decode()
    assert client.post(f"{address}ket-luan/", {}).status_code == 403
    wrong = client.post(f"{address}giai-trinh/", said | {"han": "31/02/2027"}, follow=True)
    assert Explanation.objects.count() == 1
    assert wrong.status_code == 200
