"""The verb that raises a programme's protection. Lowering it is publishing, and not done here."""

from __future__ import annotations

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require
from namro.programme.programmes.actions import Imported
from namro.programme.programmes.choices import Level
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.models import Programme
from namro.programme.programmes.permissions import RAISE_LEVEL
from namro.programme.programmes.refusals import ImportRefused


def raise_level(
    actor: User | Operator, programme: Programme, level: Level, *, reason: str
) -> Imported:
    """Show a programme, with every version of its document, to fewer people from now on.

    The level that it has already changes nothing. Two people at once cannot undo one another:
    the row is locked, and protection only ever rises.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: the level would protect it less; nothing was changed.
    """
    require(actor, RAISE_LEVEL)
    with transaction.atomic(), history.reason(actor, reason):
        found = Programme.objects.select_for_update().get(pk=programme.pk)
        if found.level == level:
            return Imported(found, changed=False)
        if Level.highest(level, found.level) != level:
            raise ImportRefused(
                "no_lowering", number=found.number, kept=found.level, wanted=level.value
            )
        found.level = level
        found.save(update_fields=["level"])
        index_programme(found)  # what search finds bears the level too
    return Imported(found, changed=True)
