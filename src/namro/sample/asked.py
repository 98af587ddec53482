"""A made-up plan for the sample's collection: what the communes are asked to bring, so that a
sheet shows its plan of the year and a scoreboard follows what the communes send."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from namro.sample.load import FICTIONAL

if TYPE_CHECKING:
    from namro.programme.indicators.collection.models import Form

NUMBER = "30-KH/MH"
FIRST, LAST = 2025, 2030
#: Of each target its indicator and its sentence.
TARGETS = (
    ("mc-dung-han", "Hằng năm, tỷ lệ hồ sơ giải quyết đúng hạn đạt tối thiểu 95%."),
    ("mc-truc-tuyen", "Hằng năm, tỷ lệ hồ sơ nộp trực tuyến đạt tối thiểu 60%."),
    ("mc-luu-tru", "Hằng năm, số hóa tối thiểu 400.000 hồ sơ lưu trữ."),
)
#: What communes were given of the last one each year, by code.
GIVEN = (("00004", 3600), ("00008", 4200), ("00025", 3000), ("00070", 4800))
_SOURCE = "Số liệu hư cấu của phần mềm"


def load_asked(form: Form, year: int) -> bool:
    """Import the plan, measure its targets by what the form asks, and give out one year.

    Returns:
        Whether it was there to be imported.
    """
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.reading import read_bytes
    from namro.programme.indicators.actions import measure
    from namro.programme.indicators.actions_allocated import allocate
    from namro.programme.indicators.judging import judge
    from namro.programme.indicators.models import Indicator
    from namro.programme.indicators.refusals import IndicatorRefused
    from namro.programme.indicators.rules.allocation_sheet import Given
    from namro.programme.indicators.rules.kinds import Judging
    from namro.programme.programmes.actions import SourceFile, import_draft
    from namro.programme.programmes.choices import Level
    from namro.programme.programmes.refusals import ImportRefused
    from namro.programme.programmes.versions import find

    operator: Any = Operator.here()
    file = SourceFile("fictional_plan.txt", document().encode())
    try:
        made = import_draft(
            operator,
            read_bytes(file.content, file.name),
            file,
            reason=FICTIONAL,
            level=Level.PUBLIC,
            illustrative=True,
        )
    except ImportRefused:
        return False
    programme = find(operator, made.programme.pk)
    judged = judge(programme, operator, dt.date(year, 12, 31), dt.date.max)
    indicators = Indicator.objects.in_bulk([key for key, _said in TARGETS], field_name="key")
    for (key, _said), each in zip(TARGETS, judged, strict=True):
        measure(
            operator,
            programme,
            each.row,
            indicators[key],
            form.scope,
            reason=FICTIONAL,
            readings=[Judging.EACH_PERIOD],
            confirm=True,
        )
    for code, value in GIVEN:
        given = Given(year, code, Decimal(value), "", None, _SOURCE)
        try:
            allocate(operator, programme, judged[-1], given, reason=FICTIONAL)
        except IndicatorRefused:
            break  # a year after the plan's last
    return True


def document() -> str:
    """The plan, in the form that reading expects."""
    targets = "\n".join(f"({number}) {said}" for number, (_key, said) in enumerate(TARGETS, 1))
    return f"""ỦY BAN NHÂN DÂN
THÀNH PHỐ MINH HỌA\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: {NUMBER}\tĐộc lập - Tự do - Hạnh phúc
Minh Họa, ngày 10 tháng 7 năm {FIRST}

KẾ HOẠCH
Nâng cao chất lượng bộ phận một cửa cấp xã (kế hoạch hư cấu để minh họa), giai đoạn {FIRST}-{LAST}

I. MỤC TIÊU
1. Mục tiêu chung
Minh họa kế hoạch năm của các đơn vị cạnh số liệu họ gửi.
2. Chỉ tiêu
{targets}

II. NHIỆM VỤ, GIẢI PHÁP
1. Theo dõi số liệu
Các xã, phường gửi số liệu hằng tháng.

Nơi nhận:
- Các xã, phường;
- Lưu Văn phòng.
"""
