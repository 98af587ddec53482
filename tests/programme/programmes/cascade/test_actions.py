"""Saying what specifies what: proposals, decisions, refusals, and what stays through versions."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from namro.foundation.accounts.models import User
from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.actions import SourceFile, list_programme
from namro.programme.programmes.actions_versions import accept_amendment, propose_amendment
from namro.programme.programmes.cascade.actions import (
    add_pair,
    decide_pairs,
    list_cited,
    not_specified,
    specify,
)
from namro.programme.programmes.cascade.drawing import drawing
from namro.programme.programmes.cascade.ends import End
from namro.programme.programmes.cascade.models import PairStatus
from namro.programme.programmes.cascade.presenting import bars, below, who_issued
from namro.programme.programmes.cascade.querysets import cited_elsewhere, suggestions
from namro.programme.programmes.cascade.refusals import MESSAGES, CascadeRefused
from namro.programme.programmes.models import (
    Citation,
    Programme,
    Specification,
    SpecifiedPair,
    Target,
)
from namro.sample import build
from tests.programme.programmes.cascade.conftest import OPERATOR, bring_in
from tests.programme.programmes.cascade.plan import PLAN
from tests.programme.programmes.test_compare_cli import amended

pytestmark = pytest.mark.django_db


def refused(code: str, work: Callable[[], object]) -> None:
    with pytest.raises(CascadeRefused) as found:
        work()
    assert found.value.code == code
    for language in ("vi", "en"):
        assert "{" not in found.value.message(language)


def specified(lower: Programme, upper: Programme) -> Specification:
    return specify(OPERATOR, lower, upper, reason="to test")


def target(programme: Programme, label: str, *, last: bool = True) -> Target:
    rows = Target.objects.filter(source=programme.source, label=label).order_by("order")
    found: Target | None = rows.last() if last else rows.first()
    assert found is not None
    return found


def test_what_a_document_cites_is_kept_and_suggested(upper: Programme, lower: Programme) -> None:
    assert [
        (each.manner, each.number, each.dated_on)
        for each in Citation.objects.filter(source=lower.source)
    ] == [
        ("carries_out", "01-CTr/TU", dt.date(2021, 3, 17)),
        ("carries_out", "04-NQ/TU", dt.date(2021, 2, 1)),
    ]
    for programme in (upper, lower):
        (suggestion,) = suggestions(OPERATOR, programme)
        assert (suggestion.lower, suggestion.upper, suggestion.sure) == (lower, upper, True)
    assert [each.number for each in cited_elsewhere(lower)] == ["04-NQ/TU"]
    specified(lower, upper)
    assert suggestions(OPERATOR, upper) == suggestions(OPERATOR, lower) == []


def test_a_document_of_another_date_is_not_the_one_cited(upper: Programme) -> None:
    other = bring_in(PLAN.replace("17/3/2021", "17/3/2016"))
    assert suggestions(OPERATOR, other) == []
    assert [each.number for each in cited_elsewhere(other)] == ["01-CTr/TU", "04-NQ/TU"]


def test_like_items_are_proposed(upper: Programme, lower: Programme) -> None:
    found = specified(lower, upper)
    pairs = {
        (str(End.of_pair(pair, "upper")), str(End.of_pair(pair, "lower")))
        for pair in found.pairs.all()
    }
    # SIPAS of 2025, not of 2023; women; organisations doing well; two tasks.
    assert pairs == {
        (str(End.of(target(upper, "(13)"))), str(End.of(target(lower, "(1)")))),
        (str(End.of(target(upper, "(3)"))), str(End.of(target(lower, "(2)")))),
        (str(End.of(target(upper, "(1)"))), str(End.of(target(lower, "(3)")))),
        ("pPhần thứ hai/II/A/1/1.4", "pII/1"),
        ("pPhần thứ hai/II/A/1/1.2", "pII/2"),
    }
    assert {pair.status for pair in found.pairs.all()} == {"proposed"}
    assert specified(lower, upper).pairs.count() == 5, "twice changes nothing"


def test_what_was_taken_up_and_where_figures_differ(upper: Programme, lower: Programme) -> None:
    found = specified(lower, upper)
    decide_pairs(
        OPERATOR,
        found,
        [pair.pk for pair in found.pairs.all() if pair.upper_target_id],
        PairStatus.CONFIRMED,
        reason="read both",
    )
    seen = below(OPERATOR, upper, "vi")
    assert [(bar.kind, bar.taken_up, bar.proposed, bar.all) for bar in bars(seen)] == [
        ("provision", 0, 2, 25),
        ("target", 3, 0, 22),
        ("deliverable", 0, 0, 34),
    ]
    assert [
        (each.upper.label, each.upper.words, each.lower.words, each.differences[0].change)
        for each in seen.differing
    ] == [
        (
            "(3)",
            "phấn đấu tối thiểu 15%, đến năm 2025",
            "tối thiểu 10%, đến năm 2025",
            "looser",
        ),
        ("(13)", "trên 90%, đến năm 2025", "trên 95%, đến năm 2025", "tighter"),
    ]
    rejected = next(pair for pair in found.pairs.all() if pair.upper_target_id)
    assert decide_pairs(OPERATOR, found, [rejected.pk], PairStatus.REJECTED, reason="no") == 1
    assert decide_pairs(OPERATOR, found, [rejected.pk], PairStatus.REJECTED, reason="no") == 0
    assert bars(below(OPERATOR, upper, "vi"))[1].taken_up == 2
    assert specified(lower, upper).pairs.filter(status="rejected").count() == 1, (
        "not proposed again"
    )


def test_who_takes_up_a_section_takes_up_what_stands_under_it(
    upper: Programme, lower: Programme
) -> None:
    found = specified(lower, upper)
    SpecifiedPair.objects.all().delete()
    source = upper.source
    assert source is not None
    section = source.provisions.get(path="Phần thứ hai/II/A/1/1.4")
    wider = SpecifiedPair(
        specification=found,
        upper_path="Phần thứ hai/II/A",
        lower_path="II",
        status="confirmed",
        decided_by="test",
        decided_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    wider.save()
    seen = below(OPERATOR, upper, "vi")
    taken = {each.told.end.key for each in seen.taken if each.standing == "taken_up"}
    assert section.path in taken
    assert taken == {
        each.told.end.key
        for each in seen.taken
        if str(each.told.end.key).startswith("Phần thứ hai/II/A/")
    }


def test_who_has_issued_a_document(upper: Programme, lower: Programme) -> None:
    specified(lower, upper)
    source = upper.source
    assert source is not None
    rows = who_issued(
        list(source.deliverables.all()),
        list(source.targets.all()),
        below(OPERATOR, upper, "vi").documents,
    )
    by_name = {row.organisation: row for row in rows}
    assert [each.number for each in by_name["Ban Tổ chức Thành ủy"].documents] == ["45-KH/BTCTU"]
    assert by_name["Ban Tổ chức Thành ủy"].deliverables > 0
    others = [row for row in rows if row.organisation != "Ban Tổ chức Thành ủy"]
    assert len(others) >= 10
    assert not any(row.documents for row in others)
    assert sum(row.deliverables for row in rows) == 34


def test_the_drawing_goes_all_the_way_up_and_down(upper: Programme, lower: Programme) -> None:
    specified(lower, upper)
    year = bring_in(PLAN.replace("45-KH", "7-KH").replace("năm 2021\n", "năm 2022\n"), "nam.txt")
    specified(year, lower)
    for programme in (upper, lower, year):
        (top,) = drawing(OPERATOR, programme)
        chain = [top, top.below[0], top.below[0].below[0]]
        assert [each.programme for each in chain] == [upper, lower, year]
        assert [each.here for each in chain] == [each.programme == programme for each in chain]
    upper.day = dt.date(2021, 12, 31)
    (top,) = drawing(OPERATOR, upper)
    assert [each.programme.number for each in top.below] == ["45-KH/BTCTU"]
    assert top.below[0].below == [], "the plan of 2022 was not issued yet"


def test_what_is_refused(upper: Programme, lower: Programme) -> None:
    refused("specifies_itself", lambda: specified(lower, lower))
    refused("specifies_later", lambda: specified(upper, lower))
    found = specified(lower, upper)
    other = list_programme(OPERATOR, "9-KH/X", "Kế hoạch thử", reason="to test").programme
    specified(upper, other)
    refused("specifies_in_circle", lambda: specified(other, lower))
    end = End.of(target(lower, "(1)"))
    refused("item_gone", lambda: add_pair(OPERATOR, found, end, end, reason="x"))
    one, task = End.of(target(upper, "(1)")), End("provision", "II/1")
    refused("target_with_target", lambda: add_pair(OPERATOR, found, one, task, reason="x"))
    refused(
        "pair_gone", lambda: decide_pairs(OPERATOR, found, [0], PairStatus.CONFIRMED, reason="x")
    )
    refused(
        "no_decision", lambda: decide_pairs(OPERATOR, found, [], PairStatus.PROPOSED, reason="x")
    )
    assert len(MESSAGES) == 7, "a new refusal is tried here too"
    assert Specification.objects.count() == 2


def test_only_the_secretariat_says_so(
    upper: Programme, lower: Programme, secretariat: User, reader: User
) -> None:
    end = End("provision", "II")
    found = specify(secretariat, lower, upper, reason="to test")
    for work in (
        lambda: specify(reader, lower, upper, reason="x"),
        lambda: not_specified(reader, lower, upper, reason="x"),
        lambda: add_pair(reader, found, end, end, reason="x"),
        lambda: decide_pairs(reader, found, [], PairStatus.CONFIRMED, reason="x"),
        lambda: list_cited(reader, Citation.objects.all()[0], lower, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            work()


def test_taking_it_back_and_saying_it_again(upper: Programme, lower: Programme) -> None:
    found = specified(lower, upper)
    pair = found.pairs.all()[0]
    decide_pairs(OPERATOR, found, [pair.pk], PairStatus.CONFIRMED, reason="read both")
    not_specified(OPERATOR, lower, upper, reason="a mistake")
    assert drawing(OPERATOR, upper) == []
    assert below(OPERATOR, upper, "vi").documents == []
    assert suggestions(OPERATOR, upper) == [], "what was rejected is not suggested again"
    again = specified(lower, upper)
    assert again.pk == found.pk
    assert again.pairs.get(pk=pair.pk).status == "confirmed"


def test_a_cited_document_is_listed_and_linked(upper: Programme, lower: Programme) -> None:
    (cited,) = cited_elsewhere(lower)
    listed = list_cited(OPERATOR, cited, lower, reason="cited").programme
    assert (listed.number, listed.issued_on) == ("04-NQ/TU", dt.date(2021, 2, 1))
    assert listed.title == "về công tác cán bộ"
    assert cited_elsewhere(lower) == []
    (top,) = drawing(OPERATOR, lower)
    assert top.programme == listed


def test_what_a_restricted_document_cites_is_listed_as_restricted(lower: Programme) -> None:
    Programme.objects.filter(pk=lower.pk).update(level="restricted")
    lower.refresh_from_db()
    (cited,) = cited_elsewhere(lower)
    assert list_cited(OPERATOR, cited, lower, reason="cited").programme.level == "restricted"


def test_a_pair_stays_when_a_document_is_amended(upper: Programme, lower: Programme) -> None:
    """The identity of a target goes through versions; what has changed is compared anew."""
    found = specified(lower, upper)
    for pair in found.pairs.all():
        decide_pairs(OPERATOR, found, [pair.pk], PairStatus.CONFIRMED, reason="read both")
    before = below(OPERATOR, upper, "vi")
    file = SourceFile("sua-doi.docx", build.build(amended(build.read_data())))
    proposal = propose_amendment(
        OPERATOR, read_bytes(file.content, file.name), file, reason="to test"
    )
    accept_amendment(
        OPERATOR,
        proposal,
        reason="to test",
        basis_number="15-QĐ/TU",
        basis_date=dt.date(2023, 6, 20),
        in_force_from=dt.date(2023, 7, 1),
    )
    upper = Programme.objects.get(pk=upper.pk)
    after = below(OPERATOR, upper, "vi")
    assert bars(after) == bars(before)
    told = {each.upper.label: each for each in after.differing}
    # "trên 75%" became "trên 80%", so the plan's 75 is looser now.
    assert [each.change for each in told["(1)"].differences] == ["looser"]
    assert "(1)" not in {each.upper.label for each in before.differing}
    upper.day = dt.date(2022, 1, 1)
    assert "(1)" not in {each.upper.label for each in below(OPERATOR, upper, "vi").differing}


def test_the_database_refuses_what_cannot_be(upper: Programme, lower: Programme) -> None:
    found = specified(lower, upper)
    identity = target(upper, "(1)").identity_id
    for values in (
        {},
        {"upper_path": "I"},
        {"upper_path": "I", "lower_path": "I", "lower_target_id": identity},
        {"upper_target_id": identity, "lower_path": "I"},
        {"upper_path": "I", "lower_path": "I", "status": "confirmed"},
        {"upper_path": "I", "lower_path": "I", "likeness": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpecifiedPair.objects.create(specification=found, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Specification.objects.create(lower=lower, upper=lower, decision="confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Specification.objects.create(lower=lower, upper=upper, decision="confirmed")


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_close_no_circle(upper: Programme) -> None:
    one = list_programme(OPERATOR, "1-KH/X", "Kế hoạch một", reason="to test").programme
    other = list_programme(OPERATOR, "2-KH/X", "Kế hoạch hai", reason="to test").programme
    codes: list[str] = []
    start = threading.Barrier(2)

    def work(lower: Programme, above: Programme) -> None:
        start.wait()
        try:
            specified(lower, above)
        except CascadeRefused as problem:
            codes.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["specifies_in_circle"]
    assert Specification.objects.count() == 1
