"""The words of an answer, as reports use them, in Vietnamese and English."""

from __future__ import annotations

from namro.foundation.calendar import Kind
from namro.programme.indicators.rules.kinds import Flag, Judging, PlanFrom, Reason, Status
from namro.programme.programmes.rules.numbers import Language

STATUS: dict[Status, tuple[str, str]] = {
    Status.REACHED: ("đạt", "reached"),
    Status.EXCEEDED: ("vượt", "exceeded"),
    Status.ON_TRACK: ("dự kiến đạt", "on track"),
    Status.AT_RISK: ("có nguy cơ không đạt", "at risk"),
    Status.OFF_TRACK: ("khó đạt", "off track"),
    Status.MISSED: ("chưa đạt", "missed"),
    Status.NOT_DUE: ("chưa đến kỳ đánh giá", "not due yet"),
    Status.NO_DATA: ("không có số liệu", "no data"),
    Status.NEEDS_JUDGEMENT: ("cần xem xét", "needs judgement"),
    Status.NOT_COMPARABLE: ("không so sánh được", "not comparable"),
}

JUDGING: dict[Judging, tuple[str, str]] = {
    Judging.EACH_PERIOD: ("xét từng kỳ", "judged each period"),
    Judging.AT_DUE: ("xét khi đến hạn", "judged when due"),
    Judging.CUMULATED: ("xét lũy kế cả giai đoạn", "judged on the total of the term"),
    Judging.MEAN: ("xét bình quân cả giai đoạn", "judged on the mean of the term"),
}

EACH: dict[Kind, tuple[str, str]] = {
    Kind.YEAR: ("năm", "year"),
    Kind.HALF_YEAR: ("sáu tháng", "half-year"),
    Kind.QUARTER: ("quý", "quarter"),
    Kind.MONTH: ("tháng", "month"),
}

# {…} where values go; see `sentences`.
REASON: dict[Reason, tuple[str, str]] = {
    Reason.NO_FIGURE: (
        "không có số liệu nào từ {since} đến {until}",
        "there is no figure from {since} to {until}",
    ),
    Reason.NO_FIGURE_AT_DUE: (
        "không có số liệu của kỳ kết thúc ngày {due}",
        "there is no figure for a period ending on {due}",
    ),
    Reason.NO_FIGURE_FOR_PERIOD: (
        "không có số liệu của {period}",
        "there is no figure for {period}",
    ),
    Reason.NO_BASELINE: (
        "không có số liệu của mốc so sánh ({baseline})",
        "there is no figure for the baseline ({baseline})",
    ),
    Reason.ZERO_BASELINE: (
        "số liệu của mốc so sánh ({baseline}) bằng 0 nên không tính được tỷ lệ tăng, giảm",
        "the baseline ({baseline}) is 0, so no change in percent can be told",
    ),
    Reason.NO_START: (
        "chưa có số liệu trước giai đoạn để biết lộ trình phải đi qua mức nào",
        "there is no figure before the term to draw the path from",
    ),
    Reason.NO_ROOM: (
        "hạng {rank} không còn chỗ để tăng {asked}",
        "from rank {rank} there is no room to rise {asked}",
    ),
    Reason.PART_ONLY: (
        "số liệu chỉ bao quát một phần đối tượng ({part})",
        "the figure covers a part alone ({part})",
    ),
    Reason.TWO_SOURCES: (
        "các nguồn ngang nhau nêu số liệu khác nhau: {values}",
        "sources of equal standing differ: {values}",
    ),
    Reason.TWO_READINGS: (
        "câu chữ có hai cách hiểu: {readings}",
        "the words can be read in two ways: {readings}",
    ),
    Reason.BREAK: (
        "có số liệu tính theo phương pháp hoặc đối tượng khác ({concept}) mà chưa có cách quy đổi "
        "được phê duyệt",
        "a figure counts by another method or population ({concept}) and no bridge over it is "
        "approved",
    ),
    Reason.EVIDENCE: (
        "chỉ tiêu định tính, đánh giá theo minh chứng",
        "a target without a figure, judged by evidence",
    ),
    Reason.PERIODS_MISSING: (
        "thiếu số liệu của {missing}",
        "figures are missing for {missing}",
    ),
    Reason.NOTHING_CLOSED: (
        "chưa kỳ nào kết thúc",
        "no period has ended yet",
    ),
    Reason.ESTIMATE_ONLY: (
        "mới có số ước thực hiện",
        "there is an estimate alone",
    ),
}

FLAG: dict[Flag, tuple[str, str]] = {
    Flag.UNCERTAIN: (
        "khoảng tin cậy bao gồm cả hai phía của mục tiêu nên chưa chắc chắn",
        "the confidence interval holds both sides of the target, so this is not certain",
    ),
    Flag.ESTIMATE: ("số liệu là số ước thực hiện", "the figure is an estimate"),
    Flag.INCOMPLETE: ("còn thiếu số liệu của {missing}", "figures are missing for {missing}"),
    Flag.PROVISIONAL: ("số liệu sơ bộ", "the figure is provisional"),
    Flag.KEEP_UNTIL_DUE: ("phải giữ vững đến {due}", "to be kept until {due}"),
    Flag.REACHED_LATE: ("đạt muộn, {late}", "reached late, {late}"),
    Flag.INFERRED_DUE: (
        "văn bản không nêu hạn, lấy năm cuối của giai đoạn",
        "the document names no day; the last year of its term is taken",
    ),
    Flag.UNVERIFIED: ("số liệu chưa kiểm chứng", "the figure is unverified"),
    Flag.BRIDGED: (
        "số liệu đã quy đổi theo cách được phê duyệt",
        "the figure was converted by an approved bridge",
    ),
}

# Whose plan the plan of a year is; of a share given to the year nothing need be said.
PLAN_FROM: dict[PlanFrom, tuple[str, str]] = {
    PlanFrom.ALIKE: ("giao chung cho các đơn vị", "given to all units alike"),
    PlanFrom.UNITS: ("cộng số giao các đơn vị", "what the units were given, added up"),
    PlanFrom.TARGET: ("theo chỉ tiêu", "as the target says"),
    PlanFrom.PATH: ("theo lộ trình, chưa giao", "by the path, nothing given out"),
}


def said(pair: tuple[str, str], language: Language) -> str:
    """The one of two that is in the language."""
    return pair[0] if language == "vi" else pair[1]
