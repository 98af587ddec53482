"""``namro import FILE`` and ``namro programmes``: commands for the operator of the server."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from django.core.exceptions import PermissionDenied
from django.db.utils import Error as DatabaseError
from django.utils import timezone
from psycopg.errors import UndefinedTable
from rich.console import Console
from rich.table import Table

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.foundation.documents.reading import Refused, read_document
from namro.programme.programmes.actions import Imported, SourceFile, import_draft
from namro.programme.programmes.actions_requests import waiting_for
from namro.programme.programmes.choices import Level
from namro.programme.programmes.cli_versions import amend_with
from namro.programme.programmes.counting import count_items
from namro.programme.programmes.models import Programme, SourceDocument
from namro.programme.programmes.reading import read_apart
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules.numbers import Language, as_language, date
from namro.programme.programmes.rules.versions import as_day


def _language() -> Language:
    return as_language(language())


def _say(vietnamese: str, english: str) -> str:
    return english if _language() == "en" else vietnamese


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # A traceback with the values of variables would print the document.
    pretty_exceptions_enable=False,
)


@contextmanager
def _step(vietnamese: str, english: str) -> Iterator[None]:
    """Show on standard error what is being done, while it is done, on a terminal."""
    with Console(stderr=True).status(_say(vietnamese, english)):
        yield


def _fail(message: str) -> typer.Exit:
    """One sentence on standard error, and exit code 2."""
    print(message, file=sys.stderr)
    return typer.Exit(2)


@app.command(
    "import",
    help=_say(
        "Nhập một văn bản thành chương trình: tất cả, hoặc không gì cả. Nhập lần nữa không thay "
        "đổi gì.",
        "Import a document as a programme: all of it, or nothing. Importing again changes nothing.",
    ),
)
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help=_say(
                "Tệp .docx, .pdf, .html, .txt, .md.", "A .docx, .pdf, .html, .txt, .md file."
            ),
            metavar="FILE",
        ),
    ],
    level: Annotated[
        Level | None,
        typer.Option(
            help=_say(
                "public: công khai (lưu ở mức nội bộ và mở đề nghị, chờ người khác phê duyệt); "
                "internal: nội bộ; restricted: hạn chế. Mặc định: internal; với --amend: mức độ "
                "của chương trình.",
                "public (kept as internal, with a request that another person decides), internal "
                "or restricted. By default internal; with --amend the level of the programme.",
            )
        ),
    ] = None,
    number: Annotated[
        str,
        typer.Option(
            help=_say("Số, ký hiệu, nếu không đọc được.", "The number, where it cannot be read.")
        ),
    ] = "",
    issuer: Annotated[
        str,
        typer.Option(
            help=_say(
                "Cơ quan ban hành, nếu không đọc được hoặc đọc sai.",
                "The issuer, where it cannot be read or was read wrongly.",
            )
        ),
    ] = "",
    reason: Annotated[
        str, typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why, for the history."))
    ] = "",
    amend: Annotated[
        bool,
        typer.Option(
            "--amend",
            help=_say(
                "Đây là văn bản sửa đổi của chương trình cùng số: đề nghị, và chấp nhận ngay nếu "
                "có đủ căn cứ và ngày hiệu lực.",
                "This is the amended document of the programme of this number: propose it, and "
                "accept it at once where its basis and its day are given.",
            ),
        ),
    ] = False,
    basis_number: Annotated[
        str, typer.Option(help=_say("Số văn bản sửa đổi.", "Number of the amending document."))
    ] = "",
    basis_date: Annotated[
        str, typer.Option(help=_say("Ngày văn bản sửa đổi.", "Date of the amending document."))
    ] = "",
    in_force_from: Annotated[
        str, typer.Option(help=_say("Có hiệu lực từ ngày.", "The day it is in force from."))
    ] = "",
) -> None:
    """Import one document."""
    decision = (basis_number, basis_date, in_force_from)
    if any(decision) and not (amend and all(decision)):
        raise _fail(
            _say(
                "Muốn chấp nhận ngay, hãy ghi đủ --amend, --basis-number, --basis-date và "
                "--in-force-from.",
                "To accept it at once give all of --amend, --basis-number, --basis-date and "
                "--in-force-from.",
            )
        )
    days = [_day(text) for text in decision[1:] if text]
    try:
        with _step("Đang đọc văn bản…", "Reading the document…"):
            content = _content(file)
            draft = read_apart(content, file.name)
        if amend:
            with _step("Đang đối chiếu…", "Comparing…"):
                amend_with(
                    Operator.here(),
                    draft,
                    SourceFile(file.name, content),
                    reason=reason or f"namro import --amend {file.name}",
                    level=level,
                    number=number,
                    issuer=issuer,
                    decision=(basis_number, days[0], days[1]) if days else None,
                )
            return
        with _step("Đang lưu…", "Keeping what was read…"):
            result = import_draft(
                Operator.here(),
                draft,
                SourceFile(file.name, content),
                reason=reason or f"namro import {file.name}",
                level=level or Level.INTERNAL,
                number=number,
                issuer=issuer,
            )
            _check_level(result, level)
    except (Refused, ImportRefused) as refused:
        raise _fail(refused.message(_language())) from None
    except PermissionDenied as denied:
        raise _fail(str(denied)) from None
    except DatabaseError as error:
        raise _fail(_database(error)) from None
    _summary(result)


def _check_level(result: Imported, wanted: Level | None) -> None:
    """Refuse to answer “nothing was changed” to who asked for another level.

    Raises:
        ImportRefused: the document was imported before, with another level.
    """
    kept = result.programme.level
    if result.changed or wanted is None or wanted == kept:
        return
    waiting = waiting_for(result.programme)
    if waiting is not None and waiting.to_level == wanted:
        return  # it was imported to be public, and waits for that
    higher = Level.highest(wanted, kept) == wanted
    raise ImportRefused(
        "level_higher" if higher else "level_lower",
        number=result.programme.number,
        kept=kept,
        wanted=wanted.value,
    )


def _day(text: str) -> dt.date:
    """A day given on the command line."""
    day = as_day(text)
    if day is None:
        raise _fail(
            _say(
                f"“{text}” không phải là một ngày; hãy ghi theo dạng 31/12/2025.",
                f"“{text}” is not a day; write it as 31/12/2025.",
            )
        )
    return day


def _content(file: Path) -> bytes:
    """The file's bytes, read once; what cannot be read is refused with the reader's sentence."""
    from namro.foundation.documents.reading.opening.limits import MAX_FILE_BYTES

    try:
        if file.is_file():
            with file.open("rb") as opened:
                return opened.read(MAX_FILE_BYTES + 1)
    except OSError:
        pass
    read_document(file)  # says why: missing, a folder, no permission …
    raise _fail(_say(f"Không đọc được tệp {file}.", f"The file {file} cannot be read."))


def _database(error: DatabaseError) -> str:
    """What the database's error means; never the query, which holds the document's text."""
    if isinstance(error.__cause__, UndefinedTable):
        return _say(
            "Cơ sở dữ liệu chưa được dựng; hãy chạy “namro run” một lần hoặc “namro manage "
            "migrate”.",
            "The database has no tables yet; run “namro run” once, or “namro manage migrate”.",
        )
    return _say(
        f"Cơ sở dữ liệu không trả lời ({type(error).__name__}); không có gì thay đổi. "
        "Hãy chạy lại lệnh này.",
        f"The database did not answer ({type(error).__name__}); nothing was changed. "
        "Run this command again.",
    )


def _summary(result: Imported) -> None:
    """What was kept, in a few lines."""
    programme = result.programme
    if result.request is not None:
        print(
            _say(
                "Văn bản được lưu ở mức độ "
                f"{programme.level}; đề nghị công khai số {result.request.pk} chờ người khác phê "
                "duyệt (namro level-requests).",
                f"It is kept with level {programme.level}; request {result.request.pk} to publish "
                "it waits for another person's approval (namro level-requests).",
            )
        )
    if not result.changed:
        print(
            _say(
                f"Văn bản này đã được nhập thành chương trình {programme.number} "
                f"(mức độ: {programme.level}); không có gì thay đổi.",
                f"This document was already imported as programme {programme.number} "
                f"(level: {programme.level}); nothing was changed.",
            )
        )
        return
    source = programme.source
    assert source is not None  # noqa: S101  # it was imported just now
    inferred = source.deliverables.filter(lead_inferred=True).count()
    lines: list[tuple[str, str, int]] = [
        ("đề mục", "headings", source.provisions.filter(heading=True).count()),
        ("mục tiêu", "objectives", source.objectives.count()),
        ("chỉ tiêu (đại lượng)", "targets (quantities)", source.targets.count()),
        ("yêu cầu", "requirements", source.requirements.count()),
        ("nhiệm vụ, sản phẩm", "deliverables", source.deliverables.count()),
        ("cơ quan chủ trì suy ra, cần xác nhận", "leads inferred, to confirm", inferred),
        ("điểm cần xem lại", "points to look at", source.draftissues.count()),
    ]
    print(
        _say(
            f"Đã nhập chương trình {programme.number}: {programme.title}",
            f"Imported programme {programme.number}: {programme.title}",
        )
    )
    for vietnamese, english, count in lines:
        print(f"  {count:>5}  {_say(vietnamese, english)}")


@app.command("programmes", help=_say("Liệt kê các chương trình.", "List the programmes."))
def programmes(
    as_json: Annotated[bool, typer.Option("--json", help=_say("In JSON.", "Print JSON."))] = False,
) -> None:
    """List the programmes that the operator may see."""
    operator = Operator.here()
    try:
        found = list(Programme.objects.in_order().prefetch_related(_sources()))
        count_items(found, operator)
    except DatabaseError as error:
        raise _fail(_database(error)) from None
    rows = [_row(programme) for programme in found]
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    if not rows:
        print(_say("Chưa có chương trình nào.", "There are no programmes yet."))
        return
    table = Table(box=None, pad_edge=False)
    for name in (
        _say("Số", "Number"),
        _say("Ngày", "Date"),
        _say("Chỉ tiêu", "Targets"),
        _say("Nhiệm vụ", "Deliverables"),
        _say("Tên", "Title"),
    ):
        table.add_column(name, no_wrap=name in ("Số", "Number"))
    waiting = _say("chưa nhập văn bản", "document not yet imported")
    for programme, row in zip(found, rows, strict=True):
        here = row["state"] == "imported"
        table.add_row(
            row["number"],
            date(programme.issued_on) if programme.issued_on else "",
            str(row["targets"]) if here else "–",
            str(row["deliverables"]) if here else "–",
            row["title"] + ("" if here else f" ({waiting})"),
        )
    if sys.stdout.isatty():
        Console(highlight=False, markup=False).print(table)
        return
    # A file or a pipe gets whole lines, without the padding that a table adds.
    whole = Console(width=100_000, highlight=False, markup=False)
    with whole.capture() as captured:
        whole.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


def _sources() -> Any:
    """The versions in force today, without their content."""
    from django.db.models import Prefetch

    today = timezone.localdate()
    return Prefetch("sources", SourceDocument.objects.in_force(today).defer("content", "text"))


def _row(programme: Any) -> dict[str, Any]:
    """One programme as plain values; dates are ISO 8601."""
    source = next(iter(programme.sources.all()), None)
    return {
        "number": programme.number,
        "title": programme.title,
        "kind": programme.kind or None,
        "issuer": programme.issuer or None,
        "issued_on": programme.issued_on.isoformat() if programme.issued_on else None,
        "period": [programme.period_start, programme.period_end]
        if programme.period_start
        else None,
        "level": programme.level,
        "illustrative": programme.illustrative,
        "state": "imported" if source else "listed",
        "targets": programme.target_count,
        "deliverables": programme.deliverable_count,
        "source": {"file": source.file_name, "sha256": source.sha256} if source else None,
    }
