"""Labels of an outline that are longer than any document has."""

from __future__ import annotations

import random

import pytest

from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.cascade.actions import specify
from namro.programme.programmes.models import SpecifiedPair
from namro.programme.programmes.refusals import ImportRefused
from tests.programme.programmes.drafts import FakeDraft

OPERATOR = Operator("tests")
FILE = SourceFile("07.docx", b"07")


def test_a_path_that_no_index_holds_is_refused_in_words(db: None) -> None:
    letters = random.Random(7).choices("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự", k=401)
    draft = FakeDraft()
    draft.content["outline"][0]["label"] = "".join(letters)
    with pytest.raises(ImportRefused) as refused:
        import_draft(OPERATOR, draft, FILE, reason="to test")
    assert refused.value.code == "unkept"
    # The longest one that is let through can be kept, also twice in one entry of an index.
    path = "".join(letters[:400])
    del draft.content["outline"][1:]
    draft.content["outline"][0]["label"] = path
    upper = import_draft(OPERATOR, draft, FILE, reason="to test").programme
    lower = list_programme(OPERATOR, "1-KH/X", "Thử", reason="to test").programme
    linked = specify(OPERATOR, lower, upper, reason="to test")
    SpecifiedPair.objects.create(specification=linked, upper_path=path, lower_path=path[::-1])
