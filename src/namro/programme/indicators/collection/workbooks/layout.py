"""Where everything stands in a sheet's workbook; the maker and the reader both go by it."""

from __future__ import annotations

from typing import Final

from django.utils import translation

from namro.programme.indicators.choices import Measure, Stage
from namro.programme.indicators.collection.models import FormItem

TABLE: Final = "Số liệu"
HELP: Final = "Hướng dẫn"

# Rows and columns from 1.
ROW_TITLE, ROW_UNIT, ROW_PERIOD, ROW_DUE, ROW_CODE, ROW_MARK, ROW_HEADS = 1, 2, 3, 4, 5, 6, 8
FIRST_ROW: Final = 9
NUMBER, NAME, UNIT, PREVIOUS, LAST_YEAR, PLAN = 1, 2, 3, 4, 5, 6
VALUE, DENOMINATOR, STAGE, NOT_APPLICABLE, COMMENT, KEY = 7, 8, 9, 10, 11, 12
LAST_COLUMN: Final = KEY
# Beside their labels.
SAID: Final = 2

HEADS: Final = {
    NUMBER: "STT",
    NAME: "Chỉ tiêu",
    UNIT: "Đơn vị tính",
    PREVIOUS: "Kỳ trước",
    LAST_YEAR: "Cùng kỳ năm trước",
    PLAN: "Kế hoạch năm",
    VALUE: "Giá trị (hoặc tử số)",
    DENOMINATOR: "Mẫu số",
    STAGE: "Loại số liệu",
    NOT_APPLICABLE: "Không áp dụng (lý do)",
    COMMENT: "Ghi chú",
    KEY: "Mã dòng",
}
WIDTHS: Final = {
    NUMBER: 6,
    NAME: 46,
    UNIT: 13,
    PREVIOUS: 14,
    LAST_YEAR: 14,
    PLAN: 16,
    VALUE: 16,
    DENOMINATOR: 16,
    STAGE: 16,
    NOT_APPLICABLE: 26,
    COMMENT: 34,
    KEY: 9,
}
# What an officer chooses of; other reasons may be typed.
REASONS: Final = ("không phát sinh", "không thuộc thẩm quyền", "chưa triển khai")
OFFERED: Final = (Stage.FINAL, Stage.ESTIMATE, Stage.PROVISIONAL)


def stage_words() -> dict[str, str]:
    """The Vietnamese name of each stage of a figure."""
    with translation.override("vi"):
        return {value: str(label) for value, label in Stage.choices}


def label(item: FormItem) -> str:
    """How an item is called in the table; what must be filled in has an asterisk."""
    name = item.indicator.name
    if item.measure != Measure.IN_PERIOD:
        with translation.override("vi"):
            name = f"{name} ({Measure(item.measure).label})"
    return f"{name} (*)" if item.required else name
