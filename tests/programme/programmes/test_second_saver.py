"""Two people edit the same thing: the second is told, whatever it is, and nothing is overwritten.

Every action that writes stands in `GUARDED` with how it is guarded; what is guarded by a version,
by its state or value by value is tried below.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pghistory.models import Event

import namro
from namro.foundation.accounts import actions as accounts
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.programme.programmes import actions_levels, actions_requests, actions_versions
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_requests import level_things
from namro.programme.programmes.cascade import actions as cascade
from namro.programme.programmes.cascade.ends import End
from namro.programme.programmes.cascade.models import PairStatus
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Deliverable, Programme
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.review import actions as review
from namro.programme.programmes.review.models import DraftReview
from tests.programme.programmes.cascade.conftest import lower, upper
from tests.programme.programmes.drafts import FakeDraft
from tests.programme.programmes.review.conftest import other, under_review
from tests.programme.programmes.test_versions import amended_draft

__all__ = ["lower", "other", "under_review", "upper"]
pytestmark = pytest.mark.django_db
FIRST, SECOND = Operator("first"), Operator("second")
DAY = dt.date(2023, 7, 1)

#: How each action that writes is guarded against a second saver:
#: "version": the form carries what it showed (history/editing.py); "values": value by value;
#: "state": what was decided or recorded once is refused the second time; "adds": it only adds, and
#: the same again is refused or changes nothing; "same": whoever does it wants the same state;
#: "alone": no person edits there, or one only what is their own.
GUARDED = {
    "foundation.accounts.actions": {"create_user": "adds", "set_password": "alone"},
    "foundation.accounts.actions_people": {
        "invite": "adds",
        "new_link": "same",
        "revoke_links": "same",
        "accept": "state",
        "close_account": "state",
        "reopen_account": "state",
        "hand_over": "state",
        "ask_erasure": "state",
        "erase": "state",
    },
    "foundation.accounts.actions_roles": {
        "give_role": "same",
        "end_role": "state",
        "end_assignment": "state",
        "delegate": "adds",
    },
    "foundation.accounts.actions_tokens": {"make_token": "adds", "end_token": "state"},
    "foundation.accounts.factors": {"_note": "alone", "note": "alone"},
    "foundation.accounts.single_sign_on": {"pre_social_login": "alone", "_made": "adds"},
    "foundation.accounts.views": {"form_valid": "alone"},
    "foundation.organisations.actions": {"found": "adds", "rename": "state", "move": "state"},
    "foundation.organisations.actions_boundaries": {"record_boundaries": "adds"},
    "foundation.organisations.actions_descent": {"reorganise": "state", "dissolve": "state"},
    "foundation.organisations.actions_corrections": {"correcting": "version"},
    "foundation.organisations.loading": {"load": "adds"},
    "programme.indicators.actions_allocated": {
        "allocate": "state",
        "amend": "version",
        "withdraw": "version",
    },
    "programme.indicators.actions_allocated_table": {"load_allocations": "adds"},
    "programme.indicators.actions_said": {"conclude": "adds", "explain": "adds"},
    "programme.indicators.actions_measures": {"remeasure": "version", "unmeasure": "version"},
    "programme.indicators.actions_bridges": {
        "propose_bridge": "adds",
        "approve_bridge": "state",
        "refuse_bridge": "state",
    },
    "programme.indicators.actions_figures": {"record": "adds", "replace": "state"},
    "programme.indicators.actions": {
        "define": "state",
        "redefine": "version",
        "measure": "version",
        "confirm": "version",
    },
    "programme.indicators.collection.actions_forms": {
        "change_form": "version",
        "retire_form": "version",
        "replace_form": "version",
    },
    "programme.indicators.collection.actions_paper": {"enter_from_paper": "version"},
    "programme.indicators.collection.actions_rounds": {
        "define_form": "state",
        "open_round": "state",
        "reopen_round": "version",
        "hand_over": "version",
    },
    "programme.indicators.collection.actions_evidence": {
        "add_file": "adds",
        "remove_file": "state",
    },
    "programme.indicators.collection.actions_files": {"keep_file": "adds"},
    "programme.indicators.collection.workbooks.taking": {"_take": "values"},
    "programme.indicators.collection.actions_sheets": {
        "enter": "version",
        "submit": "version",
        "approve": "version",
        "send_back": "version",
        "correct": "version",
        "remark": "adds",
    },
    "programme.programmes.leads.actions": {
        "match_leads": "adds",
        "confirm_links": "same",
        "choose_unit": "version",
        "not_listed": "version",
        "hand_over": "adds",
        "withdraw_hand_over": "state",
    },
    "programme.programmes.actions": {"list_programme": "adds", "import_draft": "adds"},
    "programme.programmes.actions_levels": {"raise_level": "version", "set_item_levels": "version"},
    "programme.programmes.actions_requests": {
        "ask_lower": "version",
        "decide": "state",
        "withdraw": "state",
    },
    "programme.programmes.actions_versions": {
        "propose_amendment": "adds",
        "accept_amendment": "state",
        "reject_amendment": "state",
        "begin_versions": "alone",
    },
    "programme.programmes.cascade.actions": {
        "specify": "version",
        "not_specified": "version",
        "decide_pairs": "version",
        "add_pair": "version",
    },
    "programme.programmes.review.actions": {"_open": "values"},
    "programme.programmes.review.receiving": {
        "take_in": "adds",
        "read_again": "state",
        "read_in_background": "alone",
        "_recognise_all": "alone",
        "_give_up": "alone",
    },
    "sample.collection": {"_fill": "adds"},
}


def writers() -> dict[str, set[str]]:
    """By module, the functions that record a reason, and so write."""
    root = Path(namro.__file__).parent
    found: dict[str, set[str]] = {}
    for path in sorted(root.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = (each.func for each in ast.walk(function) if isinstance(each, ast.Call))
            if any(ast.unparse(call) == "history.reason" for call in calls):
                module = ".".join(path.relative_to(root).with_suffix("").parts)
                found.setdefault(module, set()).add(function.name)
    return found


def test_every_action_says_how_it_is_guarded() -> None:
    assert writers() == {module: set(how) for module, how in GUARDED.items()}


@dataclass
class World:
    """What the two find, and what both of them saw."""

    upper: Programme
    lower: Programme
    item: Any
    levels: str
    people: list[User]
    more: dict[str, Any]


@pytest.fixture
def world(
    upper: Programme,
    lower: Programme,
    under_review: DraftReview,
    other: User,
    secretariat: User,
    reader: User,
) -> World:
    item = Deliverable.objects.filter(source__programme=upper).first()
    assert item is not None
    specified = cascade.specify(FIRST, lower, upper, reason="t")
    pair = specified.pairs.first()
    source = SourceFile("07.docx", b"07")
    programme = import_draft(FIRST, FakeDraft(), source, reason="t").programme
    eighth = FakeDraft()
    eighth.content["document"]["number"] = "08-CTr/TU"
    restricted = import_draft(
        FIRST,
        eighth,
        SourceFile("08.docx", b"08"),
        reason="t",
        level=Level.RESTRICTED,
    ).programme
    amendment = actions_versions.propose_amendment(
        FIRST, amended_draft(), SourceFile("sua-doi.txt", b"amended"), reason="t"
    )
    asker = Operator("asker")
    request = actions_requests.ask_lower(asker, restricted, Level.INTERNAL, reason="t")
    accounts.give_role(FIRST, reader, Role.APPROVER, reason="t")
    return World(
        upper,
        lower,
        item.identity,
        editing.version(*level_things(upper)),
        [secretariat, other, reader],
        {
            "specified": specified,
            "specifications": editing.version(cascade.SPECIFICATIONS),
            "pair": pair,
            "pairs": editing.version(cascade.pairs_of(specified)),
            "amendment": amendment,
            "amended": programme,
            "request": request,
            "review": under_review,
        },
    )


def level(actor: Operator, world: World, wanted: Level) -> Any:
    return actions_levels.raise_level(actor, world.upper, wanted, reason="x", seen=world.levels)


def items(actor: Operator, world: World, wanted: Level) -> Any:
    return actions_levels.set_item_levels(
        actor, world.upper, [world.item], wanted, reason="x", seen=world.levels
    )


def ask(actor: Operator, world: World) -> Any:
    return actions_requests.ask_lower(
        actor, world.upper, Level.PUBLIC, reason="x", seen=world.levels
    )


def specify(actor: Operator, world: World, act: Callable[..., Any]) -> Any:
    seen = world.more["specifications"]
    return act(actor, world.lower, world.upper, reason="x", seen=seen)


def pairs(actor: Operator, world: World, status: PairStatus) -> Any:
    found = world.more["specified"]
    keys = [world.more["pair"].pk]
    return cascade.decide_pairs(actor, found, keys, status, reason="x", seen=world.more["pairs"])


def by_hand(actor: Operator, world: World) -> Any:
    pair = world.more["pair"]
    ends = (End.of_pair(pair, "upper"), End.of_pair(pair, "lower"))
    found = world.more["specified"]
    return cascade.add_pair(actor, found, *ends, reason="x", seen=world.more["pairs"])


def decide(actor: Operator, world: World, approved: bool) -> Any:
    keys = [world.more["request"].pk]
    return actions_requests.decide(actor, keys, approved=approved, reason="x")


def withdraw(actor: Operator, world: World) -> Any:
    return actions_requests.withdraw(actor, [world.more["request"].pk], reason="x")


def accept(actor: Operator, world: World, basis: str) -> Any:
    return actions_versions.accept_amendment(
        actor,
        world.more["amendment"],
        reason="x",
        basis_number=basis,
        basis_date=DAY,
        in_force_from=DAY,
    )


def refuse(actor: Operator, world: World) -> Any:
    return actions_versions.reject_amendment(actor, world.more["amendment"], reason="x")


def change(world: World, place: int, words: str) -> Any:
    seen = {"subject": review_item(world)["subject"]} if place == 0 else world.more["seen"]
    world.more.setdefault("seen", seen)
    person, pk = world.people[place], world.more["review"].pk
    return review.change(person, pk, "chi-tieu-1", {"subject": words}, world.more["seen"])


def review_item(world: World) -> dict[str, Any]:
    working = DraftReview.objects.defer(None).get(pk=world.more["review"].pk).working or {}
    found: dict[str, Any] = working["targets"][0]
    return found


R = PairStatus.REJECTED
TWO: dict[str, tuple[Callable[[World], Any], Callable[[World], Any], type[Exception]]] = {
    "a level is raised, and asked to be lowered": (
        lambda w: level(FIRST, w, Level.RESTRICTED),
        lambda w: ask(SECOND, w),
        editing.ChangedMeanwhile,
    ),
    "an item is restricted, and set to internal": (
        lambda w: items(FIRST, w, Level.RESTRICTED),
        lambda w: items(SECOND, w, Level.INTERNAL),
        editing.ChangedMeanwhile,
    ),
    "a programme is lowered, and raised by who saw it higher": (
        lambda w: items(FIRST, w, Level.INTERNAL),
        lambda w: items(SECOND, w, Level.RESTRICTED),
        editing.ChangedMeanwhile,
    ),
    "confirmed by one, rejected by the other": (
        lambda w: specify(FIRST, w, cascade.not_specified),
        lambda w: specify(SECOND, w, cascade.specify),
        editing.ChangedMeanwhile,
    ),
    "a pair is confirmed, and rejected": (
        lambda w: pairs(FIRST, w, PairStatus.CONFIRMED),
        lambda w: pairs(SECOND, w, R),
        editing.ChangedMeanwhile,
    ),
    "a pair is rejected, and made by hand": (
        lambda w: pairs(FIRST, w, R),
        lambda w: by_hand(SECOND, w),
        editing.ChangedMeanwhile,
    ),
    "a request is approved, and refused": (
        lambda w: decide(FIRST, w, True),
        lambda w: decide(SECOND, w, False),
        ImportRefused,
    ),
    "a request is refused, and withdrawn": (
        lambda w: decide(FIRST, w, False),
        lambda w: withdraw(SECOND, w),
        ImportRefused,
    ),
    "an amendment is accepted on two bases": (
        lambda w: accept(FIRST, w, "1"),
        lambda w: accept(SECOND, w, "2"),
        ImportRefused,
    ),
    "an amendment is accepted, and rejected": (
        lambda w: accept(FIRST, w, "1"),
        lambda w: refuse(SECOND, w),
        ImportRefused,
    ),
    "a value of a draft is changed in two ways": (
        lambda w: change(w, 0, "một"),
        lambda w: change(w, 1, "hai"),
        review.Clash,
    ),
    "a draft is changed, and rejected by who did not see it": (
        lambda w: change(w, 0, "một"),
        lambda w: review.reject(w.people[1], w.more["review"].pk, "x", 0),
        review.Stale,
    ),
    "a draft is changed, and accepted by who did not see it": (
        lambda w: change(w, 0, "một"),
        lambda w: review.accept(w.people[1], w.more["review"].pk, 0, "x"),
        review.Stale,
    ),
}


def entries() -> dict[str, int]:
    """How many entries the history holds, by table."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models()
        if issubclass(model, Event)
    }


@pytest.mark.parametrize("what", TWO)
def test_the_second_saver_is_told_and_nothing_is_overwritten(what: str, world: World) -> None:
    first, second, refusal = TWO[what]
    first(world)
    before = entries()
    with pytest.raises(refusal):
        second(world)
    assert entries() == before


def test_whoever_wants_the_same_is_not_bothered(world: World) -> None:
    level(FIRST, world, Level.RESTRICTED)
    assert not level(SECOND, world, Level.RESTRICTED).changed
    pairs(FIRST, world, PairStatus.CONFIRMED)
    assert pairs(SECOND, world, PairStatus.CONFIRMED) == 0


def test_a_role_ended_twice_is_ended_once_and_said_so(reader: User) -> None:
    assert accounts.end_role(FIRST, reader, Role.READER, reason="x")
    assert not accounts.end_role(SECOND, reader, Role.READER, reason="x")
