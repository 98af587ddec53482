"""Whatever reading yields can be kept: reader and database agree on damaged documents too."""

from __future__ import annotations

import random

import pytest
from django.db import transaction

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.reading import Refused, read_bytes, read_document
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import Programme
from namro.programme.programmes.refusals import ImportRefused
from namro.sample import build

MUTANTS = 60


def damaged(lines: list[str], chance: random.Random) -> list[str]:
    """The lines with some repeated, lost, cut, moved, or with other figures."""
    lines = list(lines)
    for _ in range(chance.randrange(1, 40)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        harm = chance.randrange(5)
        if harm == 0:
            lines.insert(at, lines[other])
        elif harm == 1 and len(lines) > 5:
            del lines[at]
        elif harm == 2:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        elif harm == 3:
            figure = str(chance.randrange(10 ** chance.randrange(1, 12)))
            lines[at] = lines[at].replace(chance.choice("0123456789"), figure)
        else:
            lines[at], lines[other] = lines[other], lines[at]
    return lines


@pytest.mark.django_db
def test_what_is_read_can_be_kept() -> None:
    whole = read_document(build.DOCUMENT).text.split("\n")
    kept = 0
    for seed in range(MUTANTS):
        content = "\n".join(damaged(whole, random.Random(seed))).encode()
        try:
            draft = read_bytes(content, "hong.txt")
        except Refused:
            continue
        number = "" if draft.document.number else "1-CTr/TU"
        try:
            with transaction.atomic():
                import_draft(
                    Operator("tests"),
                    draft,
                    SourceFile("hong.txt", content),
                    reason="to test",
                    number=number,
                )
                assert Programme.objects.get().source is not None
                kept += 1
                transaction.set_rollback(True)
        except ImportRefused as refused:
            # "unkept" would mean that the reader said what the database refuses.
            assert refused.code != "unkept", (seed, refused.message("en"))  # noqa: PT017
    assert kept > MUTANTS // 2
