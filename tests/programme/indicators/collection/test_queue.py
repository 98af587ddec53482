"""The approver's queue: read a page at a time, it says what reading all of it would say."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.interface.tables import EMPTY
from namro.foundation.organisations.models import Unit
from namro.programme.indicators import actions
from namro.programme.indicators.choices import IndicatorKind, OverUnits
from namro.programme.indicators.collection import actions_rounds
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Step
from namro.programme.indicators.collection.listing import names_on, period_of
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.queue import QUEUE, Queue, Waiting
from namro.programme.programmes import tables
from tests.programme.indicators.collection.conftest import WHY, last_month

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/cho-duyet/"
FORMS = ("Kết quả một cửa", "Ý kiến người dân")
# Whether it waits, since how many hours, how many doubts, which of the districts is above it.
_SHEET = st.tuples(st.booleans(), st.integers(0, 60), st.integers(0, 2), st.booleans())


@pytest.fixture
def sheets(operator: Operator, form: Form, city: dict[str, Unit]) -> list[Sheet]:
    """The sheets of four communes in five rounds of two forms, some past due."""
    opinions, _new = actions.define(
        operator,
        "y-kien",
        name="Số ý kiến",
        kind=IndicatorKind.COUNT,
        unit="ý kiến",
        over_units=OverUnits.SUM,
        reason=WHY,
    )
    other, _new = actions_rounds.define_form(
        operator,
        "y-kien",
        [Asked(opinions)],
        name=FORMS[1],
        top=city["01"],
        unit_kinds=["commune"],
        scope="Thành phố Thử Nghiệm",
        steps=[Step.ABOVE, Step.TOP],
        reason=WHY,
    )
    until, period = timezone.localdate() + dt.timedelta(days=30), last_month()
    for asked, ends in (
        (form, period),
        (other, period),
        (form, period.previous),
        (other, period.previous),
        (other, period.previous.previous),
    ):
        due = {"due_on": until} if (asked, ends) == (other, period) else {}
        actions_rounds.open_round(operator, asked, ends, reason=WHY, closes_on=until, **due)
    return list(Sheet.objects.order_by("pk"))


def wait(sheets: list[Sheet], said: list[tuple[bool, int, int, bool]], city: Any) -> None:
    """Let some of the sheets wait, as if they had been submitted."""
    now = timezone.now()
    for sheet, (waits, hours, doubts, second) in zip(sheets, said, strict=True):
        over = city["002" if second else "001"]
        sheet.state, sheet.awaiting = ("submitted", over) if waits else ("open", None)
        sheet.submitted_at = now - dt.timedelta(hours=hours) if waits else None
        sheet.doubts, sheet.above = doubts, [over.pk, city["01"].pk]
    fields = ("state", "awaiting", "submitted_at", "doubts", "above")
    Sheet.objects.bulk_update(sheets, fields)


def all_of_it(sheets: list[Sheet]) -> list[Waiting]:
    """Everything that waits, told sheet by sheet."""
    today = timezone.localdate()
    names = names_on({each.above[0] for each in sheets}, today)
    rounds = {each.pk: each for each in Round.objects.select_related("form")}
    lines = []
    for each in sheets:
        if each.state == "submitted":
            asked, day = rounds[each.round_id], timezone.localdate(each.submitted_at)
            late, over = today > asked.due_on, each.above[0]
            said = (asked, period_of(asked), late, each.doubts, over, names[over], 1)
            lines.append(Waiting(*said, each.pk, each.name, each.code, day, (today - day).days))
    return sorted(lines, key=lambda each: (each.round.due_on, each.submitted, each.key))


_ASKED = st.fixed_dictionaries(
    {},
    optional={
        "bieu": st.sampled_from([*FORMS, "khác", EMPTY]),
        "tren": st.sampled_from(["khác", EMPTY]) | st.integers(0, 1),
        "tre": st.sampled_from(["co", "khong", "x"]),
        "co-nghi-ngo": st.sampled_from(["co", "khong"]),
        "xep": st.sampled_from(
            [f"{way}{each.name}" for way in ("", "-") for each in QUEUE.columns] + ["x"]
        ),
        "trang": st.sampled_from(["1", "2", "3", "99", "0", "x"]),
        "in": st.just("1"),
    },
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    # Each example writes twenty sheets: what fails is told as it was found.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(said=st.lists(_SHEET, min_size=20, max_size=20), asked=st.lists(_ASKED, min_size=3))
def test_a_page_is_what_reading_all_of_it_gives(
    operator: Operator,
    sheets: list[Sheet],
    city: dict[str, Unit],
    said: list[tuple[bool, int, int, bool]],
    asked: list[dict[str, Any]],
) -> None:
    with (
        transaction.atomic(),
        patch.object(tables, "ROWS_A_PAGE", 3),
        patch.object(tables, "MOST_ROWS", 9),
    ):
        wait(sheets, said, city)
        everything = all_of_it(sheets)
        waits = Queue(operator, "vi")
        assert len(waits) == len(everything)
        above = sorted({each.above for each in everything})
        for one in asked:
            query = QueryDict(mutable=True)
            for name, value in one.items():
                # A number stands for one of the districts that there are.
                query[name] = above[value % len(above)] if above and value in (0, 1) else value
            mine = tables.table(QUEUE, waits, query)
            all_read = tables.table(QUEUE, everything, query)
            assert list(mine.page) == list(all_read.page)
            assert (mine.page.number, mine.numbers) == (all_read.page.number, all_read.numbers)
            assert mine.page.paginator.count == all_read.page.paginator.count
            assert (mine.boxes, mine.heads) == (all_read.boxes, all_read.heads)
            assert (mine.all, mine.more) == (all_read.all, all_read.more)
            assert tables.asked_for(QUEUE, waits, query) == tables.asked_for(
                QUEUE, everything, query
            )
        transaction.set_rollback(True)


@pytest.mark.parametrize("asked", ["", "xep=-cho", "tre=co&xep=ky", "co-nghi-ngo=khong&trang=2"])
def test_of_many_only_those_shown_are_read(
    sheets: list[Sheet],
    city: dict[str, Unit],
    signed_in: Callable[[User], Client],
    make_user: Callable[..., User],
    asked: str,
) -> None:
    wait(sheets, [(True, 30, number % 2, False) for number in range(len(sheets))], city)
    client = signed_in(make_user("duyet", "approver"))
    with patch.object(tables, "ROWS_A_PAGE", 3), CaptureQueriesContext(connection) as queries:
        page = client.get(f"{AT}?{asked}")
    assert page.context["all"] == len(sheets)
    assert page.context["doubtful"] == len(sheets) / 2
    assert len(page.context["table"].page.object_list) == 3
    read = [each["sql"] for each in queries if '"indicators_sheet"."code"' in each["sql"]]
    assert len(read) == 1
    assert "LIMIT 3" in read[0]


def test_a_round_opened_meanwhile_waits_for_the_next_look(
    operator: Operator, sheets: list[Sheet], city: dict[str, Unit]
) -> None:
    last = sheets[-1].round_id
    wait(sheets, [(each.round_id != last, 3, 0, False) for each in sheets], city)
    waits = Queue(operator, "vi")
    wait(sheets, [(True, 3, 0, False)] * len(sheets), city)
    read = waits.read(waits.groups, None, slice(None))
    assert {each.round.pk for each in read} == {each.round_id for each in sheets} - {last}


def test_where_nothing_waits_there_is_one_empty_page(operator: Operator) -> None:
    shown = tables.table(QUEUE, Queue(operator, "vi"), QueryDict("tre=co&trang=4"))
    assert (list(shown.page), shown.all, shown.page.number) == ([], 0, 1)


def test_what_rows_say_is_escaped(
    sheets: list[Sheet],
    city: dict[str, Unit],
    signed_in: Callable[[User], Client],
    make_user: Callable[..., User],
) -> None:
    wait(sheets, [(True, 30, 2, False)] * len(sheets), city)
    Sheet.objects.update(name="<b>\"&'")
    Form.objects.update(name="<i>\"&'")
    page = signed_in(make_user("duyet", "approver")).get(AT)
    body = page.content.decode().partition("<tbody")[2].partition("</tbody>")[0]
    assert body.count("&lt;b&gt;&quot;&amp;&#x27;") == 2 * len(sheets)
    assert body.count("&lt;i&gt;&quot;&amp;&#x27;") == len(sheets)
    assert "<b>" not in body
    assert "<i>" not in body


def test_what_is_asked_for_is_kept_as_a_file(
    sheets: list[Sheet],
    city: dict[str, Unit],
    signed_in: Callable[[User], Client],
    make_user: Callable[..., User],
) -> None:
    wait(sheets, [(True, 30 + number, number % 3, False) for number in range(20)], city)
    client = signed_in(make_user("duyet", "approver"))
    with patch.object(tables, "ROWS_A_PAGE", 3):
        for asked in ("", "xep=-nghi-ngo", "tre=co&co-nghi-ngo=co", f"q={quote('ý kiến')}"):
            page = client.get(f"{AT}?{asked}")
            assert f"{AT}tep.csv" in page.content.decode()
            answer = client.get(f"{AT}tep.csv?{asked}")
            text = answer.content.decode("utf-8-sig")
            heads, *rows = csv.reader(io.StringIO(text))
            assert 3 < len(rows) == page.context["table"].page.paginator.count
            shown = [(each.name, each.form, each.code) for each in page.context["table"].page]
            places = [heads.index(each) for each in ("Đơn vị", "Biểu", "Mã phiếu")]
            assert [tuple(row[each] for each in places) for row in rows[:3]] == shown
    book = load_workbook(io.BytesIO(client.get(f"{AT}tep.xlsx?tre=co").content), read_only=True)
    first: Any = list(book.worksheets[0].iter_rows(values_only=True))[1]
    assert (first[8], first[4]) == ("quá hạn", (timezone.localdate() - first[7].date()).days)
    assert client.get(f"{AT}tep.pdf").status_code == 404
