"""A small draft in the form that reading yields, for the tests of this room."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

TEXT = """CHƯƠNG TRÌNH
về việc thử, giai đoạn 2021-2025
Phần thứ nhất
MỤC TIÊU
I. Mục tiêu và chỉ tiêu
1. Mục tiêu
(1) Việc rõ, người rõ.
2. Chỉ tiêu
(1) Tỷ lệ đạt trên 75%, trong đó khối xã trên 60,5%.
(2) Mỗi năm kết nạp 9.000 - 10.000 đảng viên.
(3) Đến năm 2025, cơ bản hoàn thành <số hóa>.
3. Yêu cầu
(1) Làm đến cùng.
II. Lộ trình
Từ năm 2021 đến năm 2024: làm.
PHỤ LỤC
1 Đề án: Một việc Ban Tổ chức
2 Kế hoạch: Việc khác
"""


def place(piece: str, text: str = TEXT) -> dict[str, int]:
    """Where the first occurrence of `piece` stands."""
    start = text.index(piece)
    return {"start": start, "end": start + len(piece)}


def _node(
    number: str, parent: str | None, label: str, kind: str, title: str, piece: str
) -> dict[str, Any]:
    return {
        "id": number,
        "parent": parent,
        "label": label,
        "label_raw": label,
        "kind": kind,
        "heading": True,
        "title": title,
        **place(piece),
    }


def _until(piece: str, following: str) -> str:
    start = TEXT.index(piece)
    return TEXT[start : TEXT.index(following, start + 1)]


def _target(**values: Any) -> dict[str, Any]:
    return {
        "label": "(1)",
        "within": "targets",
        "subject": "Tỷ lệ",
        "comparator": "more_than",
        "value": 75,
        "unit": "%",
        "due": None,
        "baseline": None,
        "each_year": False,
        "lead": None,
        "aspiration": False,
        "qualifier": None,
        "part_of": None,
        "confidence": 0.95,
        **values,
        **place(values["text"]),
    }


def _deliverable(no: str, title: str, lead: str, inferred: bool) -> dict[str, Any]:
    return {
        "group": None,
        "no": no,
        "title": title,
        "kind": title.partition(":")[0],
        "lead": lead,
        "lead_inferred": inferred,
        "co_ordinating": ["Sở Nội vụ"],
        "due": "Quý I/2022",
        "product": None,
        "note": None,
        **place(title),
    }


CONTENT: dict[str, Any] = {
    "document": {
        "kind": "Chương trình",
        "number": "07-CTr/TU",
        "title": "về việc thử, giai đoạn 2021-2025",
        "issuer": "Thành ủy Thử",
        "issued_on": "2021-03-17",
        "place": "Hà Nội",
        "signer": None,
        "signer_role": "Bí thư",
        "period": [2021, 2025],
        "recipients": ["Các ban đảng", "Lưu"],
    },
    "outline": [
        _node("p1", None, "Phần thứ nhất", "part", "MỤC TIÊU", _until("Phần", "PHỤ LỤC")),
        _node("p1/I", "p1", "I", "section", "Mục tiêu và chỉ tiêu", _until("I. Mục", "II. Lộ")),
        _node("p1/I/2", "p1/I", "2", "target", "Chỉ tiêu", _until("2. Chỉ tiêu", "3. Yêu")),
        _node("p1/II", "p1", "II", "roadmap", "Lộ trình", _until("II. Lộ trình", "PHỤ LỤC")),
    ],
    "objectives": [{"label": "(1)", "text": "Việc rõ, người rõ.", **place("Việc rõ, người rõ.")}],
    "requirements": [{"label": "(1)", "text": "Làm đến cùng.", **place("Làm đến cùng.")}],
    "targets": [
        _target(text="Tỷ lệ đạt trên 75%"),
        _target(text="khối xã trên 60,5%", value=60.5, part_of=0, confidence=0.9),
        _target(
            label="(2)",
            text="Mỗi năm kết nạp 9.000 - 10.000 đảng viên",
            comparator="between",
            value=[9000, 10000],
            unit="đảng viên",
            each_year=True,
        ),
        _target(
            label="(3)",
            text="Đến năm 2025, cơ bản hoàn thành <số hóa>",
            comparator="qualitative",
            value=None,
            unit=None,
            due=2025,
            qualifier="cơ bản",
            subject="",
        ),
    ],
    "deliverables": [
        _deliverable("1", "Đề án: Một việc", "Ban Tổ chức", False),
        _deliverable("2", "Kế hoạch: Việc khác", "Ban Tổ chức", True),
    ],
    "roadmap": [
        {
            "from": 2021,
            "to": 2024,
            "text": "Từ năm 2021 đến năm 2024: làm.",
            **place("Từ năm 2021 đến năm 2024: làm."),
        }
    ],
    "issues": [
        {
            "code": "lead_inferred",
            "message": {"vi": "Hãy xác nhận.", "en": "Please confirm."},
            **place("Kế hoạch: Việc khác"),
        }
    ],
}


@dataclass
class FakeDraft:
    """A draft as reading gives it; `content` may be changed to try what cannot be kept."""

    text: str = TEXT
    content: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(CONTENT))

    @property
    def issues(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(values={"no": "2"}) for _ in self.content["issues"]]

    def as_dict(self, language: str = "vi") -> dict[str, Any]:
        said = copy.deepcopy(self.content)
        for issue in said["issues"]:
            issue["message"] = issue["message"][language]
        return said
