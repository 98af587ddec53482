"""The calendars of State offices as announced: what an official can check line by line.

Weekdays off and Saturdays worked, day/month. Notices: 2024 8662/VPCP-KGVX and 2450/VPCP-KGVX;
2025 8726/VPCP-KGVX; 2026 9441/TB-BNV, 12729/VPCP-KGVX and Resolution 28/2026/QH16 (24/11). 2027 is
an estimate by law. Written down apart from `decisions.toml`, to hold it to account.
"""

from __future__ import annotations

from datetime import date

ANNOUNCED = {
    2020: ("1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9", ""),
    2021: ("1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9", ""),
    2022: ("3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9", ""),
    2023: ("2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9", ""),
    2024: ("1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: ("1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
    2027: ("1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11", ""),
}
COMPENSATION = {
    2020: "", 2021: "3/5", 2022: "3/1 11/4 2/5 3/5", 2023: "2/1 2/5 3/5 4/9", 2024: "", 2025: "",
    2026: "27/4", 2027: "3/5",
}  # fmt: skip
#: Off, and worked for it.
SWAPS = [
    ("2010-02-19", "2010-02-27"), ("2012-01-27", "2012-02-04"), ("2013-04-29", "2013-05-04"),
    ("2014-05-02", "2014-04-26"), ("2014-09-01", "2014-09-06"), ("2015-01-02", "2014-12-27"),
    ("2015-02-16", "2015-02-14"), ("2015-04-29", "2015-04-25"), ("2018-12-31", "2019-01-05"),
    ("2019-04-29", "2019-05-04"), ("2024-04-29", "2024-05-04"), ("2025-05-02", "2025-04-26"),
    ("2026-01-02", "2026-01-10"), ("2026-08-31", "2026-08-22"),
]  # fmt: skip


def days(year: int, written: str) -> list[date]:
    """The days of a line of the table."""
    pairs = (day.split("/") for day in written.split())
    return [date(year, int(month), int(day)) for day, month in pairs]
