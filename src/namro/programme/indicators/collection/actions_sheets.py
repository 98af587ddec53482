"""The verbs of a unit's sheet: fill in, submit, approve, return, correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may, require
from namro.foundation.history import editing
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import counting
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.choices import (
    FILLING,
    Channel,
    RemarkKind,
    SheetState,
    Step,
)
from namro.programme.indicators.collection.entries import Entry, faults_in, says
from namro.programme.indicators.collection.models import (
    Cell,
    FormItem,
    Remark,
    Sheet,
    SheetFile,
)
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.collection.publishing import publish
from namro.programme.indicators.collection.refusals import (
    CollectionRefused,
    EntriesRefused,
)
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS

_ENTERED = (
    *("value", "numerator", "denominator", "not_applicable", "comment", "stage"),
    *("channel", "file", "entered_by", "entered_at"),
)


@dataclass(frozen=True, slots=True)
class Entered:
    """How many fields were changed, and how many held the same already."""

    changed: int
    unchanged: int


def enter(
    actor: Actor,
    number: int,
    entries: Mapping[int, Entry],
    *,
    channel: Channel,
    reason: str,
    file: SheetFile | None = None,
    seen: str | None = None,
) -> Entered:
    """Fill in fields of a sheet: all or nothing; the same again changes nothing.

    Args:
        number: the sheet's key.
        entries: by the key of the form's item.
        seen: the version of the sheet's fields that the page showed; fields that somebody else
            changed since are refused, others are not touched.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: the sheet takes no figures now.
        EntriesRefused: something entered is wrong; every fault is named.
        ChangedMeanwhile: somebody else changed one of the fields since.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet = locked(number)
        to_fill(actor, sheet)
        items = {each.pk: each for each in sheet.round.form.items.select_related("indicator")}
        known = {each.item_id: each for each in sheet.cells.all()}
        touched = [known[key].pk for key in entries if key in known]
        if seen is not None:
            editing.unchanged(seen, actor, editing.rows(Cell, sheet_id=sheet.pk).only(touched))
        if faults := [
            fault for key, said in entries.items() for fault in faults_in(items, key, said)
        ]:
            raise EntriesRefused(faults)
        now, who = timezone.now(), actor.get_username()
        made: list[Cell] = []
        altered: list[Cell] = []
        emptied: list[int | None] = []
        for key, said in entries.items():
            before = known.get(key)
            if before is None and said.empty and not said.comment:
                continue
            if before is not None and says(before) == said.said:
                continue
            if said.empty:
                emptied.append(before.pk if before else None)
                continue
            cell = before or Cell(sheet=sheet, item=items[key])
            cell.value, cell.numerator, cell.denominator = (
                *(said.value, said.numerator, said.denominator),
            )
            cell.not_applicable, cell.comment = said.not_applicable, said.comment
            cell.stage = said.stage.value
            cell.channel, cell.file = channel, file
            cell.entered_by, cell.entered_at = who, now
            (made if before is None else altered).append(cell)
        # A form may hold hundreds of fields: a statement for each would take most of the time.
        Cell.objects.bulk_create(
            made + altered,
            update_conflicts=True,
            unique_fields=("sheet", "item"),
            update_fields=_ENTERED,
        )
        sheet.cells.filter(pk__in=filter(None, emptied)).delete()
        changed = len(made) + len(altered) + len(emptied)
        return Entered(changed, len(entries) - changed)


def locked(number: int) -> Sheet:
    """The sheet, until the transaction ends nobody else's."""
    found: Sheet = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("round__form__top", "holder", "awaiting")
        .get(pk=number)
    )
    return found


def to_fill(actor: Actor, sheet: Sheet) -> None:
    """Refuse unless the actor may fill in the sheet now."""
    require(actor, FILL_SHEETS, sheet.holder)
    if sheet.state not in FILLING:
        raise CollectionRefused("not_filling", code=sheet.code, state=sheet.get_state_display())
    today = timezone.localdate()
    if today < sheet.round.opens_on:
        raise CollectionRefused("not_open", day=f"{sheet.round.opens_on:%d/%m/%Y}")
    # What was published is put right whenever it is found wrong.
    if sheet.state != SheetState.CORRECTING and today > sheet.round.takes_until:
        raise CollectionRefused("round_closed", day=f"{sheet.round.takes_until:%d/%m/%Y}")


def submit(actor: Actor, number: int, *, reason: str, seen: str | None = None) -> Sheet:
    """Submit a sheet (trình) to the first who approves it.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: it cannot be submitted now, or lacks figures; they are named.
        ChangedMeanwhile: somebody else changed the sheet or its fields since.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet = locked(number)
        to_fill(actor, sheet)
        editing.unchanged(seen, actor, sheet, fields_of(sheet))
        filled = {each.item_id: each for each in sheet.cells.all()}
        if not filled:
            raise CollectionRefused("nothing_entered", code=sheet.code)
        items = list(sheet.round.form.items.select_related("indicator"))
        missing = [each.indicator.name for each in items if each.required and each.pk not in filled]
        if missing:
            raise CollectionRefused("missing", code=sheet.code, items="; ".join(missing))
        sheet.state, sheet.step = SheetState.SUBMITTED, 0
        sheet.awaiting = _awaited(sheet)
        sheet.submitted_at, sheet.submitted_by = timezone.now(), actor.get_username()
        sheet.approved_by, sheet.approved_at, sheet.same_person = "", None, False
        # Counted once, here: the list of what waits for approval is long.
        sheet.doubts = sum(bool(row.doubts) for row in rows_of(sheet, peers=Peers.NOW))
        sheet.save()
        return sheet


def _awaited(sheet: Sheet) -> Unit:
    """The unit whose approver is next."""
    step = sheet.round.form.steps[sheet.step]
    if step == Step.OWN:
        return sheet.holder
    if step == Step.ABOVE:
        return Unit.objects.get(pk=sheet.above[0])
    return sheet.round.form.top


def fields_of(sheet: Sheet) -> editing.Rows:
    """What the history recorded of a sheet's fields."""
    return editing.rows(Cell, sheet_id=sheet.pk)


def _to_decide(actor: Actor, sheet: Sheet, seen: str | None) -> None:
    """Refuse unless the sheet waits for the actor, as the page showed it."""
    # Who may approve at no step at all learns nothing of its state.
    require(actor, APPROVE_SHEETS, sheet.awaiting or sheet.round.form.top)
    editing.unchanged(seen, actor, sheet, fields_of(sheet))
    if sheet.state != SheetState.SUBMITTED:
        raise CollectionRefused("not_submitted", code=sheet.code, state=sheet.get_state_display())


def approve(actor: Actor, number: int, *, reason: str, seen: str | None = None) -> Sheet:
    """Approve a sheet; the last who approves publishes its figures, and the totals follow.

    That the same person entered or submitted them is allowed, and kept with the sheet.

    Raises:
        PermissionDenied: the sheet waits for another unit's approver.
        CollectionRefused: it does not wait for approval.
        ChangedMeanwhile: somebody else changed the sheet or its fields since.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet = locked(number)
        _to_decide(actor, sheet, seen)
        who = actor.get_username()
        entered = set(sheet.cells.values_list("entered_by", flat=True).distinct())
        sheet.same_person = sheet.same_person or who in entered | {sheet.submitted_by}
        sheet.approved_by, sheet.approved_at = who, timezone.now()
        if sheet.step + 1 < len(sheet.round.form.steps):
            sheet.step += 1
            sheet.awaiting = _awaited(sheet)
        else:
            sheet.state, sheet.awaiting = SheetState.APPROVED, None
            publish(sheet)
        sheet.save()
        return sheet


def send_back(
    actor: Actor,
    number: int,
    why: str,
    *,
    item: FormItem | None = None,
    seen: str | None = None,
) -> Sheet:
    """Return a submitted sheet (trả lại) with the reason, to be changed and submitted again.

    Raises:
        PermissionDenied: the sheet waits for another unit's approver.
        CollectionRefused: no reason is given, or it does not wait for approval.
        ChangedMeanwhile: somebody else changed the sheet or its fields since.
    """
    if not why.strip():
        raise CollectionRefused("say_why")
    with transaction.atomic(), history.reason(actor, why):
        sheet = locked(number)
        _to_decide(actor, sheet, seen)
        # What was published before stays until what takes its place is approved.
        published = sheet.observations.exists()
        sheet.state = SheetState.CORRECTING if published else SheetState.RETURNED
        sheet.awaiting, sheet.step = None, 0
        sheet.save()
        _say(actor, sheet, RemarkKind.RETURN, why, item)
        return sheet


def correct(actor: Actor, number: int, why: str, *, seen: str | None = None) -> Sheet:
    """Open an approved sheet to put published figures right; what is published stands meanwhile.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: no reason is given, or it is not approved.
        ChangedMeanwhile: somebody else changed the sheet since.
    """
    if not why.strip():
        raise CollectionRefused("say_why")
    with transaction.atomic(), history.reason(actor, why):
        sheet = locked(number)
        require(actor, FILL_SHEETS, sheet.holder)
        editing.unchanged(seen, actor, sheet, fields_of(sheet))
        if sheet.state != SheetState.APPROVED:
            raise CollectionRefused("not_approved", code=sheet.code)
        sheet.state = SheetState.CORRECTING
        sheet.save()
        counting.taken_back(sheet.pk)
        _say(actor, sheet, RemarkKind.CORRECTION, why, None)
        return sheet


def remark(
    actor: Actor, number: int, text: str, *, item: FormItem | None = None, reason: str
) -> Remark:
    """Say something of a sheet or of one of its fields.

    Raises:
        PermissionDenied: the actor may neither fill it in nor approve it.
        CollectionRefused: nothing is said.
    """
    if not text.strip():
        raise CollectionRefused("say_why")
    with transaction.atomic(), history.reason(actor, reason):
        sheet = Sheet.objects.select_related("holder", "awaiting", "round__form__top").get(
            pk=number
        )
        if not may(actor, FILL_SHEETS, sheet.holder):
            require(actor, APPROVE_SHEETS, sheet.awaiting or sheet.round.form.top)
        return _say(actor, sheet, RemarkKind.COMMENT, text, item)


def _say(actor: Actor, sheet: Sheet, kind: RemarkKind, text: str, item: FormItem | None) -> Remark:
    made = Remark(
        sheet=sheet, item=item, kind=kind, text=text.strip(), said_by=actor.get_username()
    )
    made.save()
    return made
