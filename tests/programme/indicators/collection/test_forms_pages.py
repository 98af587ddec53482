"""Forms on pages: defining, changing, replacing and retiring; what units are asked in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_forms, actions_rounds
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.models import Indicator
from tests.programme.indicators.collection.conftest import WHY, last_month

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/"
Sign = Callable[[User], Client]


def filled(city: dict[str, Unit], *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the page sends."""
    said: dict[str, Any] = {
        "key": "dan-so",
        "name": "Dân số hằng tháng",
        "scope": "Thành phố Thử Nghiệm",
        "frequency": "month",
        "regime": "calendar",
        "top": city["01"].pk,
        "hierarchy": "territory",
        "unit_kinds": ["commune"],
        "steps": ["top", "above"],
        "opens_before": 5,
        "due_after": 5,
        "closes_after": 10,
        "reason": "kế hoạch năm",
        "muc-TOTAL_FORMS": len(lines),
        "muc-INITIAL_FORMS": 0,
        "viec": "ghi",
        **more,
    }
    for number, line in enumerate(lines):
        said |= {f"muc-{number}-{name}": value for name, value in line.items()}
    return said


@pytest.fixture
def people_counted(operator: Operator) -> Indicator:
    """An indicator that no form asks for."""
    from namro.programme.indicators import actions
    from namro.programme.indicators.choices import IndicatorKind, OverUnits

    return actions.define(
        operator,
        "dan-so",
        name="Dân số",
        kind=IndicatorKind.COUNT,
        unit="người",
        over_units=OverUnits.SUM,
        reason=WHY,
    )[0]


def line(key: str, **more: Any) -> dict[str, Any]:
    """One figure as the page sends it."""
    return {"indicator": key, "measure": "in_period", "required": "on", **more}


def test_a_form_is_defined_with_its_checks(
    city: dict[str, Unit], people_counted: Indicator, signed_in: Sign, secretariat: User
) -> None:
    one = line("dan-so – Dân số", lowest="1000", highest="9.370,5", jump="12,5")
    answer = signed_in(secretariat).post(f"{AT}lap-bieu/", filled(city, one))
    assert answer.status_code == 302, answer.context["form"].errors
    form = Form.objects.get(key="dan-so")
    assert form.steps == ["above", "top"]  # in their order, however they were ticked
    item = form.items.get()
    assert (item.lowest, item.highest, item.jump) == (1000, Decimal("9370.5"), Decimal("12.5"))


@pytest.mark.parametrize(
    ("equation", "told"),
    [
        ("[dan-so] = [khong-co]", "khong-co"),
        ("[dan-so] >", "Ký tự thứ"),
        ("[dan-so] = [so-ngay]", "cùng đơn vị"),
    ],
)
def test_an_equation_is_checked_where_it_is_written(
    city: dict[str, Unit],
    indicators: dict[str, Indicator],
    people_counted: Indicator,
    signed_in: Sign,
    secretariat: User,
    equation: str,
    told: str,
) -> None:
    said = filled(city, line("dan-so", equation=equation))
    answer = signed_in(secretariat).post(f"{AT}lap-bieu/", said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Form.objects.filter(key="dan-so").exists()


def test_the_same_figure_is_asked_once_and_the_form_that_asks_it_is_offered(
    city: dict[str, Unit],
    form: Form,
    people_counted: Indicator,
    signed_in: Sign,
    secretariat: User,
) -> None:
    client = signed_in(secretariat)
    lines = [line("ho-so"), line("dan-so")]
    answer = client.post(f"{AT}lap-bieu/", filled(city, *lines))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kết quả một cửa" in page
    assert f"{AT}bieu/{form.key}/" in page
    used = [lines[0] | {"DELETE": "on"}, lines[1]]
    assert client.post(f"{AT}lap-bieu/", filled(city, *used)).status_code == 302
    assert [each.indicator.key for each in Form.objects.get(key="dan-so").items.all()] == ["dan-so"]


def test_what_a_round_asked_stays(
    operator: Operator, form: Form, round_: Round, people_counted: Indicator
) -> None:
    asked = [Asked(each.indicator, each.as_fraction) for each in form.items.all()]
    before = list(form.items.values_list("pk", "indicator", "as_fraction"))
    for wrong in ([*asked, Asked(people_counted)], asked[:-1]):
        with pytest.raises(CollectionRefused, match="what it asks stays"):
            actions_forms.change_form(operator, form.pk, {}, wrong, reason=WHY)
    with pytest.raises(CollectionRefused, match="what it asks stays"):
        actions_forms.change_form(operator, form.pk, {"scope": "x"}, asked, reason=WHY)
    checked = [Asked(asked[0].indicator, more=(("highest", 5),)), *asked[1:]]
    actions_forms.change_form(operator, form.pk, {"due_after": 7}, checked, reason=WHY)
    form.refresh_from_db()
    assert (form.due_after, form.items.all()[0].highest) == (7, 5)
    assert list(form.items.values_list("pk", "indicator", "as_fraction")) == before


def test_another_form_asks_on_where_one_ends(
    operator: Operator, form: Form, round_: Round, people_counted: Indicator
) -> None:
    begins = last_month().next.next.first
    said = {name: getattr(form, name) for name in ("top", "unit_kinds", "scope", "steps")}
    asked = [Asked(form.items.all()[0].indicator), Asked(people_counted)]
    with pytest.raises(CollectionRefused, match="Say from which day"):
        actions_forms.replace_form(operator, form.pk, "moi", asked, reason=WHY, name="x", **said)
    made = actions_forms.replace_form(
        operator, form.pk, "moi", asked, reason=WHY, name="Mới", recurs_from=begins, **said
    )
    form.refresh_from_db()
    assert form.recurs_to == begins - dt.timedelta(days=1)
    assert made.items.count() == 2
    with pytest.raises(CollectionRefused, match="asks no more"):
        actions_rounds.open_round(operator, form, last_month().next.next, reason=WHY)


def test_the_second_who_changes_a_form_is_told(
    city: dict[str, Unit], form: Form, operator: Operator, signed_in: Sign, secretariat: User
) -> None:
    client, page = signed_in(secretariat), f"{AT}bieu/{form.key}/sua/"
    version = client.get(page).context["version"]
    actions_forms.retire_form(operator, form.pk, dt.date(2030, 1, 1), reason="người khác")
    said = filled(city, line("ho-so"), version=version)
    answer = client.post(page, said)
    assert answer.status_code == 409
    assert "người khác" in answer.content.decode()
    stale = {"tu-ngay": "01/01/2031", "ly-do": "x", "version": version}
    assert client.post(f"{AT}bieu/{form.key}/thoi-hoi/", stale).status_code == 409
    fresh = editing.version(form, actions_forms.items_of(form))
    assert (
        client.post(f"{AT}bieu/{form.key}/thoi-hoi/", stale | {"version": fresh}).status_code == 302
    )


def test_a_round_is_opened_by_hand(form: Form, signed_in: Sign, secretariat: User) -> None:
    client = signed_in(secretariat)
    offered = client.get(f"{AT}bieu/{form.key}/").context["offered"]
    first = f"{offered[1]['first']:%d/%m/%Y}"
    answer = client.post(f"{AT}bieu/{form.key}/mo-dot/", {"ky": first, "ly-do": "kế hoạch"})
    made = Round.objects.get()
    assert answer["Location"] == f"{AT}dot/{made.pk}/"
    assert made.sheets.count() == 4
    assert made.due_on == offered[1]["due"]


def test_the_burden_counts_fractions_twice_and_quarters_by_their_months(
    operator: Operator,
    city: dict[str, Unit],
    form: Form,
    people_counted: Indicator,
    signed_in: Sign,
    secretariat: User,
) -> None:
    actions_rounds.define_form(
        operator,
        "quy",
        [Asked(people_counted)],
        name="Dân số quý",
        top=city["01"],
        unit_kinds=["commune"],
        scope="x",
        steps=["top"],
        frequency="quarter",
        reason=WHY,
    )
    client = signed_in(secretariat)
    lines = client.get(f"{AT}ganh-nang/").context["table"].page.object_list
    assert len(lines) == 4
    # Three values and a fraction each month, one value each quarter.
    assert {(each.year, each.most, each.a_month) for each in lines} == {(64, 6, 6)}
    assert "Dân số quý" in client.get(f"{AT}ganh-nang/tep.csv").content.decode("utf-8-sig")
    actions_forms.retire_form(
        operator, form.pk, timezone.localdate() - dt.timedelta(days=1), reason=WHY
    )
    lines = client.get(f"{AT}ganh-nang/").context["table"].page.object_list
    assert {each.year for each in lines} == {4}


def test_lists_of_forms_and_rounds_are_searched_and_kept_as_files(
    form: Form, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    """What is searched for is what the file holds, without marks too."""
    client = signed_in(secretariat)
    assert round_.form == form
    for page in ("bieu", "dot"):
        found = client.get(f"{AT}{page}/?q=khong-co-bieu-nay")
        assert len(found.context["table"].page.object_list) == 0
        assert "Không dòng nào" in found.content.decode()
        assert form.name not in client.get(f"{AT}{page}/tep.csv?q=khong-co").content.decode()
        assert form.name in client.get(f"{AT}{page}/tep.csv").content.decode("utf-8-sig")
        assert client.get(f"{AT}{page}/tep.xlsx").content[:2] == b"PK"
        assert client.get(f"{AT}{page}/tep.doc").status_code == 404
