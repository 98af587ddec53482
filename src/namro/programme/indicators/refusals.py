"""Why something about indicators was refused: one sentence in both languages, with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from namro.foundation.refusals import Refusal
from namro.programme.indicators.rules.sheet import NAMES

Code = Literal[
    "no_programme",
    "which_programme",
    "no_document",
    "method",
    "formula",
    "formula_asked",
    "formula_of_another",
    "conclusion_without_basis",
    "nothing_to_explain",
    "explanation_empty",
    "remedy_in_the_past",
    "replaced_without_reason",
    "replaced_before",
    "of_a_sheet",
    "replaced_by_the_same",
    "replaced_by_another_word",
    "key_taken",
    "allocation_without_basis",
    "allocation_without_reason",
    "allocation_there",
    "allocation_same",
    "allocation_withdrawn",
    "allocation_before",
    "allocation_in_future",
    "measured_so",
    "bridge_to_itself",
    "bridge_of_nothing",
    "bridge_there",
    "bridge_without_document",
    "bridge_decided",
    "bridge_of_ones_own",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "no_programme": (
        "Không có chương trình nào số “{number}”; hãy kiểm tra số (ví dụ 01-CTr/TU) hoặc xem "
        "“namro programmes”.",
        "There is no programme with number “{number}”; check it (such as 01-CTr/TU) or see “namro "
        "programmes”.",
    ),
    "no_document": (
        "Chương trình {number} chưa nhập văn bản nên chưa có chỉ tiêu; hãy nhập văn bản trước.",
        "Programme {number} has no document yet and so no targets; import its document first.",
    ),
    "which_programme": (
        "Có {count} chương trình mang số {number}; hãy ghi cơ quan ban hành bằng --issuer.",
        "{count} programmes have number {number}; name the issuer with --issuer.",
    ),
    "conclusion_without_basis": (
        "Kết luận riêng phải có lý do và văn bản làm căn cứ; hãy ghi cả hai.",
        "A conclusion of one's own needs a reason and the document it rests on; give both.",
    ),
    "nothing_to_explain": (
        "Chỉ tiêu này không ở tình trạng có nguy cơ, khó đạt hoặc chưa đạt nên không cần giải "
        "trình.",
        "This target is not at risk, off track or missed; nothing is to be explained.",
    ),
    "explanation_empty": (
        "Hãy ghi cả nguyên nhân và giải pháp.",
        "Give both the cause and the remedy.",
    ),
    "remedy_in_the_past": (
        "Thời hạn của giải pháp ({day}) đã qua so với ngày xét; hãy ghi một ngày sau đó.",
        "The remedy's day ({day}) is before the day judged; give a later one.",
    ),
    "replaced_without_reason": (
        "Hãy ghi lý do thay số liệu đã ghi.",
        "Write why the figure is replaced.",
    ),
    "replaced_before": (
        "Số liệu này đã được thay bằng số khác; hãy mở lại trang của chỉ số và thay số đang đứng.",
        "This figure was replaced before; open the indicator's page again and replace the one that "
        "stands.",
    ),
    "of_a_sheet": (
        "Số liệu này đến từ phiếu của một đơn vị; hãy mở lại phiếu và sửa ở đó.",
        "This figure comes from a unit's sheet; open the sheet again and put it right there.",
    ),
    "replaced_by_the_same": (
        "Số mới không khác số đã ghi; hãy sửa điều đã ghi nhầm.",
        "Nothing differs from what is recorded; put right what was recorded wrongly.",
    ),
    "replaced_by_another_word": (
        "Nguồn này đã có một số liệu khác cho đúng kỳ này; hãy thay số liệu ấy.",
        "This source has another figure for this very period; replace that one.",
    ),
    "key_taken": (
        "Mã “{key}” đã dùng cho một chỉ số khác; hãy chọn mã khác hoặc sửa chỉ số ấy.",
        "The key “{key}” is that of another indicator; choose another key, or edit that one.",
    ),
    "allocation_without_basis": (
        "Giao chỉ tiêu phải có văn bản giao (số và ngày), hoặc nguồn đã công bố nếu không biết văn "
        "bản; hãy ghi.",
        "A target is given out by a document (number and date), or by what was published where "
        "the document is not known; give it.",
    ),
    "allocation_without_reason": (
        "Hãy ghi lý do, để đưa vào lịch sử.",
        "Write why, for the history.",
    ),
    "allocation_there": (
        "Phần này đã được giao {value}; muốn đổi thì bấm vào số đã giao và chọn “Điều chỉnh”.",
        "This was given {value} already; to change it follow its number and choose “Amend”.",
    ),
    "allocation_same": (
        "Số giao không đổi so với bản đang có hiệu lực; không có gì để điều chỉnh.",
        "It is what is given already; there is nothing to amend.",
    ),
    "allocation_withdrawn": (
        "Phần giao này đã được thu hồi; muốn giao lại thì ghi một bản điều chỉnh.",
        "This allocation is withdrawn already; to give it again amend it.",
    ),
    "allocation_in_future": (
        "Ngày của văn bản ({day}) ở tương lai; hãy kiểm tra ngày.",
        "The document's day ({day}) is in the future; check it.",
    ),
    "allocation_before": (
        "Văn bản điều chỉnh ({day}) có ngày trước văn bản đang có hiệu lực ({before}); hãy kiểm "
        "tra ngày.",
        "The amending document ({day}) is dated before the one in force ({before}); check the day.",
    ),
    "measured_so": (
        "Chỉ tiêu đã được đo bằng chỉ số này, về nơi này; hãy sửa dòng ấy.",
        "The target is measured by this indicator about this place already; edit that line.",
    ),
    "bridge_to_itself": (
        "Hai phương pháp giống nhau thì không cần cầu nối; hãy ghi phương pháp cũ và mới.",
        "A method needs no bridge to itself; write the old and the new one.",
    ),
    "bridge_of_nothing": (
        "Hệ số 0 làm mọi số liệu thành một số; hãy ghi hệ số khác 0.",
        "A factor of 0 makes all figures the same; write another.",
    ),
    "bridge_there": (
        "Đã có cầu nối từ “{old}” sang “{new}”; cầu nối đang chờ thì phê duyệt hoặc không phê "
        "duyệt trước.",
        "There is a bridge from “{old}” to “{new}” already; one that waits is approved or refused "
        "first.",
    ),
    "bridge_without_document": (
        "Hãy ghi văn bản phê duyệt.",
        "Name the document that approves it.",
    ),
    "bridge_decided": (
        "Cầu nối này đã được quyết định; hãy mở lại trang của chỉ số.",
        "This bridge was decided before; open the indicator's page again.",
    ),
    "bridge_of_ones_own": (
        "Bạn đã đề xuất cầu nối này; người khác phê duyệt.",
        "You proposed this bridge yourself; somebody else approves it.",
    ),
    "method": ("{vi}", "{en}"),
    "formula": ("Công thức: {vi}", "Formula: {en}"),
    "formula_asked": (
        "Biểu “{form}” đang hỏi các đơn vị chỉ số này nên không tính được bằng công thức; hãy thôi "
        "hỏi chỉ số này trước, hoặc lập một chỉ số khác cho công thức.",
        "The form “{form}” asks units for this indicator, so no formula computes it; ask for it no "
        "more first, or define another indicator for the formula.",
    ),
    "formula_of_another": (
        "Công thức của chỉ số “{name}” dùng chỉ số này và sẽ không tính được nữa: {vi}",
        "The formula of “{name}” uses this indicator and could be computed no more: {en}",
    ),
}


class IndicatorRefused(Refusal[Code]):
    """Nothing about indicators was changed; `message` says why and what to do."""

    messages = MESSAGES


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row of a table, and what would be right."""

    row: int
    column: str
    vi: str
    en: str

    def message(self, language: str = "vi") -> str:
        """The sentence with its place."""
        if language == "en":
            return f"Row {self.row}, column “{self.column}”: {self.en}"
        name = NAMES.get(self.column)
        column = f"{name} ({self.column})" if name else self.column
        return f"Dòng {self.row}, cột “{column}”: {self.vi}"


class FiguresRefused(Exception):
    """A table of figures was not recorded and nothing was changed; `errors` says why."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(errors)
        self.errors = list(errors)
