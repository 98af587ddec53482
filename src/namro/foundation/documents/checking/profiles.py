"""The rules of layout as dated tables: State and Party, each with the days it holds for.

State: Decree 30/2020/NĐ-CP of 5 March 2020 (Annex I layout, Annex III abbreviations of types).
Party: Guidance 36-HD/VPTW of 3 April 2018 under Regulation 66-QĐ/TW of 2017; Regulation
399-QĐ/TW of 9 January 2026 with Guidance 05-HD/VPTW of 27 May 2026 (known here from accounts of
it; what it changes in the layout checked here is nothing but the number of the guide).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from namro.foundation.documents.checking.findings import Pair
from namro.foundation.documents.reading.letters import fold


class Side(StrEnum):
    """Whose documents a table of layout is for."""

    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page is to look like: margins in millimetres, sizes in points, ends included."""

    top: tuple[float, float]
    bottom: tuple[float, float]
    left: tuple[float, float]
    right: tuple[float, float]
    body: tuple[float, float]
    font: str = "Times New Roman"
    paper: tuple[float, float] = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Profile:
    """One table of layout and the days it holds for (`valid_to` included; None: until today).

    `types` gives for each kind of document, folded, the abbreviations its symbol may carry.
    """

    side: Side
    valid_from: date
    valid_to: date | None
    legal_basis: Pair
    sheet: Sheet
    types: Mapping[str, tuple[str, ...]]

    def holds_on(self, day: date) -> bool:
        """Whether the table is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def cites(self, clause: Pair) -> Pair:
        """The legal basis with a clause behind it."""
        return tuple(
            f"{law}, {part}" if part else law
            for law, part in zip(self.legal_basis, clause, strict=True)
        )  # type: ignore[return-value]


def _types(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({fold(kind): codes for kind, codes in table.items()})


# Decree 30/2020/NĐ-CP, Annex III, I: the kinds that a work programme can be, or comes with.
_STATE_TYPES = _types(
    {
        "Nghị quyết": ("NQ",), "Quyết định": ("QĐ",), "Chỉ thị": ("CT",), "Quy chế": ("QC",),
        "Quy định": ("QyĐ",), "Thông báo": ("TB",), "Hướng dẫn": ("HD",),
        "Chương trình": ("CTr",), "Chương trình hành động": ("CTr",),
        "Chương trình công tác": ("CTr",), "Kế hoạch": ("KH",), "Kế hoạch hành động": ("KH",),
        "Phương án": ("PA",), "Đề án": ("ĐA",), "Báo cáo": ("BC",), "Tờ trình": ("TTr",),
        "Công điện": ("CĐ",),
    }
)  # fmt: skip
# Guidance 36-HD/VPTW, symbols of kinds; Regulation 66-QĐ/TW names decision and regulation alike.
_PARTY_TYPES = _types(
    {
        "Nghị quyết": ("NQ",), "Quyết định": ("QĐ",), "Chỉ thị": ("CT",), "Kết luận": ("KL",),
        "Quy chế": ("QC",), "Quy định": ("QĐ", "QĐi"), "Thông tri": ("TT",), "Thông báo": ("TB",),
        "Hướng dẫn": ("HD",), "Chương trình": ("CTr",), "Chương trình hành động": ("CTr",),
        "Chương trình công tác": ("CTr",), "Kế hoạch": ("KH",), "Kế hoạch hành động": ("KH",),
        "Đề án": ("ĐA",), "Phương án": ("PA",), "Báo cáo": ("BC",), "Tờ trình": ("TTr",),
    }
)  # fmt: skip
_PARTY_SHEET = Sheet(
    top=(20, 20), bottom=(20, 20), left=(30, 30), right=(15, 15), body=(14, 15)
)  # fmt: skip

PROFILES: tuple[Profile, ...] = (
    Profile(
        Side.STATE,
        date(2020, 3, 5),
        None,
        ("Nghị định 30/2020/NĐ-CP", "Decree 30/2020/NĐ-CP"),
        Sheet(top=(20, 25), bottom=(20, 25), left=(30, 35), right=(15, 20), body=(13, 14)),
        _STATE_TYPES,
    ),
    Profile(
        Side.PARTY,
        date(2018, 4, 3),
        date(2026, 5, 26),
        ("Hướng dẫn 36-HD/VPTW năm 2018", "Guidance 36-HD/VPTW of 2018"),
        _PARTY_SHEET,
        _PARTY_TYPES,
    ),
    Profile(
        Side.PARTY,
        date(2026, 5, 27),
        None,
        (
            "Quy định 399-QĐ/TW và Hướng dẫn 05-HD/VPTW năm 2026",
            "Regulation 399-QĐ/TW and Guidance 05-HD/VPTW of 2026",
        ),
        _PARTY_SHEET,
        _PARTY_TYPES,
    ),
)


def profile_on(side: Side, day: date | None) -> Profile | None:
    """The table of a side on a day (None: the newest); None where no table is known for it."""
    own = [one for one in PROFILES if one.side is side]
    if day is None:
        return own[-1]
    return next((one for one in own if one.holds_on(day)), None)
