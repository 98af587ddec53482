"""How fast a drop of 126 returned workbooks is taken: one for each commune of the sample's city.

    python -m benchmarks.workbooks [--items 8 30]

An embedded database of its own holds the sample's communes and a round of 8 indicators, and one of
30. Each round's workbooks are made, filled in by openpyxl as an officer would, and sent in: read,
checked, entered and kept, as one ZIP file and as 126 files. Beside it, in the same run, openpyxl
opens the same files and reads their cells, and does nothing else: what anybody's reading of them
would take at the least, without the process of its own that keeps a hostile file away. Exit code 1
when a workbook is not taken, or one takes longer than its limit on average.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

WHY = "đo tốc độ / benchmark"
LIMIT_MS = 1000.0  # a workbook, all in all: a city's within two minutes


def main() -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--items", type=int, nargs="+", default=[8, 30])
    wanted = parser.parse_args().items
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    folder.chmod(0o711)  # as root, the database's own user must pass
    os.environ.pop("NAMRO_DATABASE_URL", None)
    os.environ |= {"NAMRO_VAR": str(folder), "NAMRO_EMBEDDED_THROWAWAY": "1"}
    try:
        from namro.config import entry

        with entry.prepared():
            from django.core.management import call_command

            from namro.sample.load import load_organisations

            call_command("migrate", verbosity=0, interactive=False)
            load_organisations()
            person = _person()
            return max(_measure(person, each) for each in wanted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _person() -> Any:
    """Who fills in the sheets of the whole city."""
    from namro.foundation.accounts.actions_roles import give_role
    from namro.foundation.accounts.models import Role, User
    from namro.foundation.accounts.operators import Operator

    person = User.objects.create(username="do-toc-do")
    give_role(Operator("bench"), person, Role.SECRETARIAT, reason=WHY)
    return person


def _measure(person: Any, items: int) -> int:
    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.collection.models import Cell
    from namro.programme.indicators.collection.workbooks import dropping
    from namro.programme.indicators.collection.workbooks.making import make_workbook

    operator = Operator("bench")
    sheets = _round(operator, items)
    begun = time.perf_counter()
    blank = [make_workbook(each) for each in sheets]
    making = time.perf_counter() - begun
    first = [
        (f"{each.code}.xlsx", _filled(book, 0)) for each, book in zip(sheets, blank, strict=True)
    ]
    again = [
        (f"{each.code}.xlsx", _filled(book, 1)) for each, book in zip(sheets, blank, strict=True)
    ]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in again:
            packed.writestr(name, content)
    begun, used = time.perf_counter(), _used()
    read = sum(_openpyxl(content) for _name, content in first)
    plain, plain_used = time.perf_counter() - begun, _used() - used
    assert read == len(sheets) * items
    size = sum(len(content) for _name, content in first)
    print(f"\n{len(sheets)} workbooks of {items} indicators, {size / 1e6:.1f} MB")
    print(f"{'made':<44}{making:7.2f} s")
    worst = 0.0
    for name, files in (
        (f"as {len(first)} files", first),
        ("as one ZIP file, each figure changed", [("tat-ca.zip", archive.getvalue())]),
        ("the same ZIP file again, nothing changed", [("tat-ca.zip", archive.getvalue())]),
    ):
        begun, used = time.perf_counter(), _used()
        drop = dropping.receive(person, files)
        kept = time.perf_counter() - begun
        dropping.take_all(drop.pk)
        took, used = time.perf_counter() - begun, _used() - used
        outcomes = set(drop.files.values_list("outcome", flat=True))
        assert len(outcomes) == 1 and outcomes <= {"taken", "same"}, outcomes  # noqa: PT018
        each = took / len(sheets)
        worst = max(worst, each)
        print(
            f"{name:<44}{took:7.2f} s{each * 1000:8.1f} ms each   {took / plain:5.2f} × openpyxl   "
            f"(Python's CPU {used:.1f} s, kept after {kept:.2f} s)"
        )
    print(f"{'openpyxl alone opens and reads them':<44}{plain:7.2f} s (CPU {plain_used:.1f} s)")
    assert Cell.objects.filter(sheet__in=sheets).count() == len(sheets) * items
    return int(worst * 1000 > LIMIT_MS)


def _round(operator: Any, items: int) -> list[Any]:
    """The sheets of a round that asks each commune of the sample for so many counts."""
    from django.utils import timezone

    from namro.foundation.calendar.periods import month
    from namro.foundation.organisations.models import Unit
    from namro.programme.indicators import actions
    from namro.programme.indicators.collection.actions_rounds import Asked, define_form, open_round

    city = Unit.objects.get(code="01", illustrative=True, valid_to__isnull=True)
    asked = [
        Asked(
            actions.define(
                operator, f"do-{items}-{number}", reason=WHY, kind="count", unit="hồ sơ",
                over_units="sum", name=f"Số hồ sơ đo thử thứ {number} của biểu {items}",
            )[0],
            more=(("lowest", 0), ("jump", 60)),
        )
        for number in range(items)
    ]  # fmt: skip
    form, _new = define_form(
        operator, f"do-{items}", asked, reason=WHY, name=f"Biểu đo thử {items} chỉ tiêu",
        top=city, unit_kinds=["commune"], scope="Thành phố đo thử", steps=["top"],
    )  # fmt: skip
    today = timezone.localdate()
    round_, _new = open_round(
        operator, form, month(today.year, today.month).previous, reason=WHY,
        due_on=today, closes_on=today,
    )  # fmt: skip
    return list(
        round_.sheets.select_related("round__form", "unit", "holder").order_by("unit__code")
    )


def _used() -> float:
    """Seconds of CPU that this process and those it has forked used, whatever else ran."""
    return sum(os.times()[:4])


def _filled(content: bytes, more: int) -> bytes:
    from openpyxl import load_workbook

    from namro.programme.indicators.collection.workbooks import layout

    book: Any = load_workbook(io.BytesIO(content))
    table = book[layout.TABLE]
    for row in range(layout.FIRST_ROW, table.max_row + 1):
        table.cell(row, layout.VALUE).value = 100 + row + more
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _openpyxl(content: bytes) -> int:
    """How many figures a workbook holds, by the plain use of the library."""
    from openpyxl import load_workbook

    from namro.programme.indicators.collection.workbooks import layout

    book: Any = load_workbook(io.BytesIO(content), data_only=True)
    table = book[layout.TABLE]
    rows = table.iter_rows(min_row=layout.FIRST_ROW, values_only=True)
    return sum(row[layout.VALUE - 1] is not None for row in rows)


if __name__ == "__main__":
    sys.exit(main())
