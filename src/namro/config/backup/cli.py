"""``namro backup`` and ``namro restore``, for the operator of the server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from namro.config.backup import making, restoring
from namro.config.backup.refusals import BackupRefused
from namro.config.language import of as language
from namro.config.language import say
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import telling, upkeep
from namro.foundation.history.cli import bar

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command(
    "backup",
    help=say(
        "Sao lưu toàn bộ bản cài đặt (dữ liệu, lịch sử, tệp) vào một tệp chỉ mình bạn đọc được.",
        "Back up the whole installation (data, history, files) to one file that only you can read.",
    ),
)
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("Tệp mới.", "A new file."))],
    with_secrets: Annotated[
        bool,
        typer.Option(
            "--with-secrets",
            help=say(
                "Kèm cả khóa bí mật của trang và mật khẩu minh họa.",
                "The site's secret key and the demonstration passwords too.",
            ),
        ),
    ] = False,
) -> None:
    """Back up; code 1 where that did not succeed, and then no file is left."""
    try:
        with bar(say("Sao lưu", "Backing up")) as (begin, advance):
            made = making.back_up(
                Operator.here(), file, with_secrets=with_secrets, begin=begin, progress=advance
            )
    except FileExistsError:
        raise _fail(
            say(
                f"Đã có tệp {file}; hãy chọn tên khác. Bản sao lưu không bao giờ bị ghi đè.",
                f"{file} is there already; choose another name. A backup is never overwritten.",
            )
        ) from None
    except OSError as error:
        raise _fail(
            say(
                f"Không ghi được {file}: {error.strerror}. Không để lại tệp dở dang.",
                f"{file} cannot be written: {error.strerror}. No half-written file is left.",
            )
        ) from None
    upkeep.note(upkeep.BACKED_UP, well=True)
    size = file.stat().st_size / 1_000_000
    print(
        say(
            f"Đã sao lưu {made.rows} dòng của {len(made.tables)} bảng và {len(made.files)} tệp vào "
            f"{file} ({size:.1f} MB).",
            f"Backed up {made.rows} rows of {len(made.tables)} tables and {len(made.files)} files "
            f"to {file} ({size:.1f} MB).",
        )
    )
    print(
        say(
            "Tệp chứa dữ liệu hạn chế và mật khẩu đã băm: hãy cất giữ như chính máy chủ. Họ tên, "
            "liên hệ trong tệp chỉ đọc được với khóa bí mật của trang: hãy giữ khóa ở nơi khác.",
            "It holds restricted data and hashed passwords: keep it like the server itself. Names "
            "and contacts in it are read with the site's secret key alone: keep that elsewhere.",
        )
    )


@app.command(
    "restore",
    help=say(
        "Khôi phục từ tệp sao lưu: tất cả hoặc không gì cả.",
        "Restore a backup: all of it, or nothing.",
    ),
)
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("Tệp sao lưu.", "The backup."))],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=say(
                "Thay dữ liệu đang có, sau khi nêu sẽ mất gì và hỏi lại.",
                "Replace the data that is there, after saying what is lost and asking.",
            ),
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=say("Không hỏi lại.", "Do not ask."))] = False,
    despite_findings: Annotated[
        bool,
        typer.Option(
            "--despite-findings",
            help=say(
                "Khôi phục cả khi lịch sử trong tệp không nguyên vẹn.",
                "Restore even where the history in the backup is not intact.",
            ),
        ),
    ] = False,
) -> None:
    """Restore; code 1 where that did not succeed, and then all stands as before."""
    try:
        with bar(say("Đọc và đối chiếu", "Reading and comparing")) as (begin, advance):
            begin(file.stat().st_size)
            context = restoring.opened(file)
            backup = context.__enter__()
    except OSError as error:
        raise _fail(
            say(f"Không đọc được {file}: {error.strerror}.", f"{file}: {error.strerror}.")
        ) from None
    except BackupRefused as refused:
        raise _fail(refused.message(language())) from None
    try:
        if replace and not yes:
            _ask(backup.manifest.made_at)
        with bar(say("Khôi phục", "Restoring")) as (begin, advance):
            found = restoring.restore(
                Operator.here(),
                backup,
                replace=replace,
                despite_findings=despite_findings,
                begin=begin,
                progress=advance,
            )
    except BackupRefused as refused:
        raise _fail(refused.message(language())) from None
    finally:
        context.__exit__(None, None, None)
    print(
        say(
            f"Đã khôi phục {backup.manifest.rows} dòng, {len(backup.manifest.files)} tệp; đối "
            "chiếu SHA-256 từng bảng: khớp. Mọi người cần đăng nhập lại.",
            f"Restored {backup.manifest.rows} rows, {len(backup.manifest.files)} files; the "
            "SHA-256 of each table agrees. Everybody signs in again.",
        )
    )
    for sentence in telling.of_verification(found, int(bool(backup.manifest.digest)), language()):
        print(sentence)


def _ask(made_at: object) -> None:
    lost = restoring.standing()
    if not lost:
        return
    print(say("Sẽ xóa dữ liệu đang có:", "What is there will be deleted:"), file=sys.stderr)
    for name, rows in sorted(lost.items(), key=lambda each: -each[1])[:20]:
        print(f"  {name}: {rows}", file=sys.stderr)
    day = timezone.localtime(made_at)  # type: ignore[arg-type]
    typer.confirm(
        say(
            f"Thay bằng bản sao lưu lúc {day:%d/%m/%Y %H:%M}?",
            f"Replace it with the backup of {day:%d/%m/%Y %H:%M}?",
        ),
        abort=True,
        err=True,
    )


def _fail(message: str) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(1)
