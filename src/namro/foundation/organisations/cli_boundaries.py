"""``namro organisations boundaries FILE``: where units lie, from a GeoJSON file."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.utils import timezone

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.foundation.history.cli import bar
from namro.foundation.organisations.actions_boundaries import Origin, record_boundaries
from namro.foundation.organisations.boundaries import Matched, match
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.geojson import MOST_BYTES, Outline, Unreadable, read
from namro.foundation.organisations.rules.reading import read_day

_MOST_NAMED = 20


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


HELP = _say(
    "Nạp ranh giới đơn vị từ tệp GeoJSON: tất cả hoặc không gì cả; nạp lại không thay đổi gì.",
    "Load boundaries of units from a GeoJSON file: all or nothing; twice changes nothing.",
)


def boundaries(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help=_say(
                "Tệp GeoJSON (FeatureCollection, kinh độ và vĩ độ WGS 84).",
                "The GeoJSON file (FeatureCollection, longitude and latitude in WGS 84).",
            ),
        ),
    ],
    on: Annotated[
        str,
        typer.Option(
            help=_say(
                "Ngày mà các mã trong tệp có giá trị, ví dụ 2025-07-01; mặc định hôm nay.",
                "The day on which the codes of the file hold, such as 2025-07-01; today.",
            )
        ),
    ] = "",
    code: Annotated[
        str,
        typer.Option(
            help=_say(
                "Thuộc tính mang mã đơn vị; mặc định tìm “code”, “ma”, “ma_xa”…",
                "The property that holds the unit's code; by default “code”, “ma”, “ma_xa”…",
            )
        ),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            help=_say("Nguồn: bộ dữ liệu hoặc cơ quan.", "The source: data set or provider.")
        ),
    ] = "",
    source_date: Annotated[
        str, typer.Option(help=_say("Ngày của nguồn.", "The day of the source."))
    ] = "",
    licence: Annotated[
        str, typer.Option(help=_say("Điều kiện sử dụng.", "The licence of the source."))
    ] = "",
    link: Annotated[
        str, typer.Option(help=_say("Địa chỉ của nguồn.", "The address of the source."))
    ] = "",
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help=_say(
                "Từ ngày --on ranh giới mới khác trước; ranh giới cũ đúng đến hôm trước.",
                "From the day of --on units have another boundary; the one before holds until "
                "then.",
            ),
        ),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=_say(
                "Thay ranh giới đã ghi bằng bản trong tệp; bản cũ nằm trong lịch sử.",
                "Put these in the place of recorded ones; the history keeps those.",
            ),
        ),
    ] = False,
    skip_unknown: Annotated[
        bool,
        typer.Option(
            "--skip-unknown",
            help=_say("Bỏ qua những mã không phải của đơn vị nào.", "Leave out codes of no unit."),
        ),
    ] = False,
    despite_names: Annotated[
        bool,
        typer.Option(
            "--despite-names",
            help=_say(
                "Nạp cả khi tên trong tệp khác tên đơn vị.",
                "Load even where the file calls a unit otherwise.",
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=_say("Chỉ kiểm tra, không ghi gì.", "Check, and keep nothing.")
        ),
    ] = False,
    reason: Annotated[
        str, typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why, for the history."))
    ] = "",
) -> None:
    """Load the boundaries of units."""
    day = _day(on) or timezone.localdate()
    dated = _day(source_date)
    outlines = _read(file, code)
    with bar(_say("Đối chiếu mã", "Matching codes")) as (total, done):
        total(len(outlines))
        found = match(outlines, day)
        done(len(outlines))
    _report(found, day)
    stopped = bool(found.unknown) and not skip_unknown
    stopped |= bool(found.differing) and not despite_names
    if stopped or not found.matches:
        _stop(_say("Không có gì được nạp.", "Nothing was loaded."))
    if dry_run:
        print(_say("Chỉ kiểm tra: chưa ghi gì.", "Checked only: nothing was kept."))
        return
    shapes = {each.unit: each.outline.shape for each in found.matches}
    why = reason.strip() or _say(f"nạp từ tệp {file.name}", f"loaded from {file.name}")
    try:
        with bar(_say("Ghi ranh giới", "Keeping boundaries")) as (total, done):
            total(len(shapes))
            kept = record_boundaries(
                *(Operator.here(), shapes, day, Origin(source, licence, link, dated)),
                reason=why,
                changed=changed,
                replace=replace,
            )
            done(len(shapes))
    except OrganisationRefused as refused:
        print(refused.message(language()), file=sys.stderr)
        _stop(_say("Không có gì được nạp.", "Nothing was loaded."))
    print(
        _say(
            f"Đã nạp {kept.added} ranh giới mới, thay {kept.replaced}; {kept.unchanged} đã có từ "
            "trước.",
            f"Loaded {kept.added} new boundaries and replaced {kept.replaced}; {kept.unchanged} "
            "were there already.",
        )
    )


def _read(file: Path, code: str) -> list[Outline]:
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    try:
        return read(content, code)
    except Unreadable as refused:
        for fault in refused.faults:
            print(fault.message(language()), file=sys.stderr)
        _stop(_say("Không có gì được nạp.", "Nothing was loaded."))


def _report(found: Matched, day: dt.date) -> None:
    """Say what was matched; what was not, by feature."""
    for kind, there, of in found.covered:
        said = f"{kind}: {there}/{of}"
        print(_say(f"Khớp ngày {day:%d/%m/%Y}, {said}.", f"Matched on {day:%d/%m/%Y}, {said}."))
    if found.empty:
        print(
            _say(
                f"Bỏ qua {found.empty} vòng không có diện tích.",
                f"Left out {found.empty} rings that enclose nothing.",
            )
        )
    for outline in found.unknown[:_MOST_NAMED]:
        print(
            _say(
                f"Ranh giới thứ {outline.number}: không có đơn vị nào mang mã {outline.code} "
                f"({outline.name}) vào ngày {day:%d/%m/%Y}; hãy kiểm tra --on, --code, hoặc thêm "
                "--skip-unknown.",
                f"Feature {outline.number}: no unit has code {outline.code} ({outline.name}) on "
                f"{day:%d/%m/%Y}; check --on and --code, or add --skip-unknown.",
            ),
            file=sys.stderr,
        )
    for each in found.differing[:_MOST_NAMED]:
        print(
            _say(
                f"Ranh giới thứ {each.outline.number}: mã {each.outline.code} vào ngày "
                f"{day:%d/%m/%Y} là {each.name}, tệp ghi {each.outline.name}; hãy kiểm tra --on, "
                "hoặc thêm --despite-names.",
                f"Feature {each.outline.number}: code {each.outline.code} is {each.name} on "
                f"{day:%d/%m/%Y}, and {each.outline.name} in the file; check --on, or add "
                "--despite-names.",
            ),
            file=sys.stderr,
        )
    more = sum(max(len(each) - _MOST_NAMED, 0) for each in (found.unknown, found.differing))
    if more:
        print(_say(f"… và {more} chỗ nữa.", f"… and {more} more."), file=sys.stderr)


def _day(said: str) -> dt.date | None:
    if not said:
        return None
    day = read_day(said)
    if day is None:
        _stop(
            _say(
                f"“{said}” không phải là một ngày; hãy ghi như 2025-07-01 hoặc 1/7/2025.",
                f"“{said}” is not a day; write it as 2025-07-01 or 1/7/2025.",
            )
        )
    return day


def _stop(said: str) -> NoReturn:
    print(said, file=sys.stderr)
    raise typer.Exit(2)
