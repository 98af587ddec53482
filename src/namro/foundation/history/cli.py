"""``namro seal-history`` and ``namro verify-history``, for the operator of the server."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.foundation.history import actions, telling, upkeep
from namro.foundation.history.rules import chain
from namro.foundation.history.verifying import Verification, verify

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


_JSON = typer.Option("--json", help=_say("Kết quả dạng JSON.", "The result as JSON."))


@app.command(
    "seal-history",
    help=_say(
        "Niêm phong các bản ghi lịch sử chưa niêm phong và in mã niêm phong (một dòng).",
        "Seal the entries of the history not yet sealed, and print the digest (one line).",
    ),
)
def seal_history(
    digest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_say(
                "Ghi thêm mã niêm phong vào tệp này, ngoài cơ sở dữ liệu.",
                "Add the digest to this file, outside the database, too.",
            ),
        ),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Seal what no seal covers yet; code 1 where that, or keeping the digest, did not succeed."""
    try:
        with bar(_say("Niêm phong", "Sealing")) as (_begin, advance):
            done = actions.seal(Operator.here(), progress=advance)
    except actions.SealingBusyError:
        raise _fail(
            _say(
                "Một lần niêm phong khác đang chạy; chưa làm gì.",
                "Another sealing is going on; nothing was done.",
            ),
            1,
        ) from None
    if as_json:
        line = done.digest.line() if done.digest else None
        print(
            json.dumps(
                {
                    "entries": done.entries,
                    "seals": done.seals,
                    "waiting": done.waiting,
                    "digest": line,
                }
            )
        )
    else:
        for sentence in telling.of_sealing(done, language()):
            print(sentence)
        if done.digest:
            print(done.digest.line())
    if done.digest:
        for path in dict.fromkeys((None, digest)):
            try:
                actions.keep_outside(done.digest, path)
            except OSError as error:
                raise _fail(
                    _say(
                        f"Đã niêm phong, nhưng không ghi được mã niêm phong: {error}",
                        f"Sealed, but the digest could not be written: {error}",
                    ),
                    1,
                ) from None


@app.command(
    "verify-history",
    help=_say(
        "Kiểm tra lịch sử đã niêm phong: bản ghi nào bị sửa, xóa, chèn, cắt bỏ; chuỗi có bị tính "
        "lại không. Mã kết thúc 0: nguyên vẹn; 1: phát hiện sai khác.",
        "Verify the sealed history: which entries were altered, removed, inserted or cut off, and "
        "whether the chain was recomputed. Exit code 0: intact; 1: something was found.",
    ),
)
def verify_history(
    digest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_say(
                "Tệp mã niêm phong giữ ngoài cơ sở dữ liệu (một hay nhiều dòng).",
                "The file of digests kept outside the database (one line or more).",
            ),
        ),
    ] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Compare the chain, its entries and the digests."""
    digests = _digests(digest) if digest else []
    with bar(_say("Kiểm tra", "Verifying")) as (begin, advance):
        found = verify(Operator.here(), digests, begin=begin, progress=advance)
    if as_json:
        print(_as_json(found, len(digests)))
    else:
        for sentence in telling.of_verification(found, len(digests), language()):
            print(sentence)
    upkeep.note(upkeep.VERIFIED, well=found.intact and not found.unguarded)
    if not found.intact or found.unguarded:
        raise typer.Exit(1)


def _digests(path: Path) -> list[chain.Digest]:
    try:
        return chain.digests_in(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _fail(
            _say(f"Không đọc được {path}: {error}", f"{path} cannot be read: {error}"), 2
        ) from None
    except ValueError as error:
        raise _fail(
            _say(
                f"{path} không phải là tệp mã niêm phong: “{error}”.",
                f"{path} is not a file of digests: “{error}”.",
            ),
            2,
        ) from None


def _as_json(found: Verification, digests: int) -> str:
    return json.dumps(
        {
            "intact": found.intact,
            "seals": found.seals,
            "compared": found.compared,
            "unsealed": found.unsealed,
            "unproven": found.unproven,
            "unguarded": found.unguarded,
            "digests": digests,
            "digest": found.digest.line() if found.digest else None,
            "findings": [asdict(each) for each in found.findings],
        },
        ensure_ascii=False,
    )


def _fail(message: str, code: int) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(code)


@contextmanager
def bar(title: str) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """A bar on standard error, where that is a terminal: its total, and what moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    with Progress(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task(title, total=None)
        yield (
            lambda total: progress.update(task, total=total),
            lambda count: progress.advance(task, count),
        )
