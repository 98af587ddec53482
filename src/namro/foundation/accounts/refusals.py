"""Why something about people and roles was refused: in Vietnamese and English, with a remedy."""

from __future__ import annotations

from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal[
    "no_reason",
    "to_oneself",
    "closed",
    "no_such_scope",
    "backwards",
    "backdated",
    "overlaps",
    "over_already",
    "not_yours",
    "on_again",
    "not_delegable",
    "to_giver",
    "wider",
    "longer",
    "no_end",
    "in_the_past",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "no_reason": (
        "Chưa ghi lý do; hãy ghi lý do để lưu vào lịch sử.",
        "There is no reason; give one for the history.",
    ),
    "to_oneself": (
        "Không ai tự giao vai trò cho chính mình; hãy nhờ một người quản trị khác.",
        "Nobody gives themselves a role; ask another administrator.",
    ),
    "closed": (
        "Tài khoản {name} đã đóng; hãy mở lại tài khoản trước hoặc chọn người khác.",
        "The account {name} is closed; open it again first, or choose another person.",
    ),
    "no_such_scope": (
        "Không có phạm vi này; hãy chọn lại phạm vi trong danh sách.",
        "There is no such scope; choose one from the list.",
    ),
    "backwards": (
        "Thời điểm kết thúc phải sau thời điểm bắt đầu; hãy kiểm tra hai ngày.",
        "The end must be after the beginning; check the two days.",
    ),
    "backdated": (
        "Vai trò không được giao lùi ngày; hãy chọn từ hôm nay trở đi.",
        "A role is not given for days gone by; choose today or later.",
    ),
    "overlaps": (
        "{name} đã giữ vai trò này với cùng phạm vi trong thời gian ấy; hãy chọn thời gian khác "
        "hoặc kết thúc vai trò đang giữ trước.",
        "{name} holds this role over the same scope at that time already; choose another time, or "
        "end the one that is held first.",
    ),
    "over_already": (
        "Vai trò này đã kết thúc; không có gì thay đổi.",
        "This role has ended already; nothing was changed.",
    ),
    "not_yours": (
        "Chỉ người đang giữ vai trò mới được ủy quyền vai trò ấy.",
        "Only who holds a role may delegate it.",
    ),
    "on_again": (
        "Người được ủy quyền không được ủy quyền lại; hãy đề nghị người giữ vai trò ủy quyền.",
        "Who acts by delegation does not delegate on; ask who holds the role.",
    ),
    "not_delegable": (
        "Vai trò “{role}” không được ủy quyền.",
        "The role “{role}” is not delegated.",
    ),
    "to_giver": (
        "Không thể ủy quyền cho chính mình; hãy chọn người khác.",
        "Nobody delegates to themselves; choose another person.",
    ),
    "wider": (
        "Phạm vi ủy quyền rộng hơn phạm vi của người ủy quyền; hãy chọn phạm vi hẹp hơn.",
        "The scope is wider than that of the giver; choose a narrower one.",
    ),
    "longer": (
        "Thời gian ủy quyền vượt quá thời gian giữ vai trò của người ủy quyền; hãy chọn trong "
        "thời gian ấy.",
        "The delegation is outside the time for which the giver holds the role; stay within it.",
    ),
    "no_end": (
        "Ủy quyền phải có thời hạn; hãy ghi ngày kết thúc.",
        "A delegation has an end; say when.",
    ),
    "in_the_past": (
        "Thời điểm kết thúc đã qua; hãy chọn từ bây giờ trở đi.",
        "That end is over already; choose a later one.",
    ),
}


class RoleRefused(Refusal[Code]):
    """Nothing about roles was changed; `message` says why and what to do."""

    messages = MESSAGES
