"""The verbs that raise protection: of a programme, of its items, and through amendments.

Raising takes effect at once. Lowering is asked for and approved by another (`actions_requests`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.programmes.actions import Imported
from namro.programme.programmes.actions_requests import (
    Item,
    level_things,
    locked,
    open_request,
    waiting_for,
)
from namro.programme.programmes.choices import Level
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.models import LevelRequest, Programme, SourceDocument
from namro.programme.programmes.permissions import ASK_LEVEL, RAISE_LEVEL
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import levels
from namro.programme.programmes.rules.comparison import Change, Comparison
from namro.programme.programmes.seeing import level_of


@dataclass
class ItemsLevelled:
    """What became of items that were to have a level: raised, asked for, or nothing to do."""

    raised: int = 0
    same: int = 0
    waiting: int = 0
    asked: list[LevelRequest] = field(default_factory=list)


def raise_level(
    actor: User | Operator,
    programme: Programme,
    level: Level,
    *,
    reason: str,
    seen: str | None = None,
) -> Imported:
    """Show a programme, with every version of its document, to fewer people from now on.

    The level that it has already changes nothing. Two people at once cannot undo one another:
    the row is locked, and protection only ever rises.

    `seen`: the version (`level_things`) of what the person was shown; None: no page was.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody changed its level since.
        ImportRefused: the level would protect it less; nothing was changed.
    """
    require(actor, RAISE_LEVEL, programme)
    with transaction.atomic(), history.reason(actor, reason):
        found = locked(programme)
        present = level_of(found)
        if present == level:
            return Imported(found, changed=False)
        editing.unchanged(seen, actor, *level_things(found, []))
        if levels.lowers(present, level):
            raise ImportRefused(
                "no_lowering", number=found.number, kept=present.value, wanted=level.value
            )
        found.level = level
        found.save(update_fields=["level"])
        index_programme(found)  # what search finds bears the level too
    return Imported(found, changed=True)


def set_item_levels(
    actor: User | Operator,
    programme: Programme,
    items: Sequence[Item],
    level: Level,
    *,
    reason: str,
    seen: str | None = None,
) -> ItemsLevelled:
    """Give items of one programme a level of their own: at once where it protects them more.

    Where it protects an item less, a request is opened that another person decides. An item is
    never less protected than its programme, whatever its own level says.

    `seen`: as for `raise_level`.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody changed the level of one of them since.
    """
    require(actor, RAISE_LEVEL, programme)
    done = ItemsLevelled()
    with transaction.atomic(), history.reason(actor, reason):
        found = locked(programme)
        editing.unchanged(seen, actor, *level_things(found, items))
        for given in items:
            item = type(given)._default_manager.get(pk=given.pk, programme=found)
            if item.level == level:
                done.same += 1
            elif not item.level or levels.lowers(level, item.level):
                item.level = level
                item.save(update_fields=["level"])
                done.raised += 1
            elif waiting_for(found, item) is not None:
                done.waiting += 1
            else:
                require(actor, ASK_LEVEL, programme)
                done.asked.append(open_request(actor, found, level, reason=reason, item=item))
        if done.raised:
            index_programme(found)
    return done


def carry_levels(latest: SourceDocument, version: SourceDocument, what: Comparison) -> None:
    """Protect what an amendment adds like what it removes; part of accepting it.

    An item rewritten beyond recognition is told as one removed and one added.
    """
    for part in ("targets", "deliverables"):
        told = what.of(part)
        gone = [each.old for each in told if each.change is Change.REMOVED]
        new = [each.new for each in told if each.change is Change.ADDED]
        before = getattr(latest, part).filter(order__in=gone).select_related("identity")
        level = levels.carried(row.identity.level for row in before)
        if level:
            for row in getattr(version, part).filter(order__in=new).select_related("identity"):
                row.identity.level = level
                row.identity.save(update_fields=["level"])
