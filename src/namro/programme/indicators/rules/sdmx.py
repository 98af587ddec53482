"""Published figures as a data message of SDMX-JSON 2.0.0, the format of statistical offices.

One series is one indicator, area, way of counting, part, method and source; one of its figures
stands for each period. The specification: SDMX-JSON 2.0.0, field guide and schema of data messages.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from namro.foundation.calendar import Kind, Period, Span

SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)
MEDIA_TYPE = "application/vnd.sdmx.data+json;version=2.0.0"
_ID = re.compile(r"[A-Za-z0-9_@$-]+")
_ALL = "_Z"  # not applicable, as SDMX writes it in code lists


@dataclass(frozen=True, slots=True)
class Coded:
    """A value of a dimension: an identifier, and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    `value`: a decimal as a text; of a ratio its quotient. `known`: what orders several about one
    period of one series, of which the last is told.
    """

    area: Coded
    measure: Coded
    part: str
    method: str
    source: Coded
    period: Span
    value: str
    stage: str
    published_on: date | None
    known: tuple[date, int]


def message(
    indicator: Coded,
    unit: str,
    figures: Iterable[Figure],
    *,
    prepared: datetime,
    sender: str,
    address: str,
) -> dict[str, Any]:
    """The data message of one indicator's figures.

    Args:
        unit: the indicator's unit of measure.
        prepared: now, with a time zone.
        sender: an identifier of whoever publishes.
        address: where the message was read.
    """
    latest: dict[tuple[tuple[str, ...], str], Figure] = {}
    names: list[dict[str, str]] = [{}, {}, {}, {}, {}, {}]
    for each in figures:
        values = (
            *(indicator, each.area, each.measure),
            *(coded(each.part), coded(each.method), each.source),
        )
        for place, value in enumerate(values):
            names[place].setdefault(value.id, value.name)
        key = (tuple(value.id for value in values), time_period(each.period))
        if key not in latest or latest[key].known < each.known:
            latest[key] = each
    places = [{code: place for place, code in enumerate(found)} for found in names]
    periods = sorted({period for _series, period in latest})
    place_of = {period: place for place, period in enumerate(periods)}
    stages = sorted({each.stage for each in latest.values()})
    series: dict[str, Any] = {}
    for (codes, period), each in latest.items():
        key_text = ":".join(str(places[place][code]) for place, code in enumerate(codes))
        told = series.setdefault(key_text, {"observations": {}})
        told["observations"][str(place_of[period])] = [
            each.value,
            stages.index(each.stage),
            each.published_on.isoformat() if each.published_on else None,
        ]
    return {
        "meta": {
            "schema": SCHEMA,
            "id": hashlib.sha256(f"{address} {prepared.isoformat()}".encode()).hexdigest()[:32],
            "test": False,
            "prepared": prepared.isoformat(),
            "contentLanguages": ["vi"],
            "sender": {"id": sender},
        },
        "data": {
            "dataSets": [
                {
                    "structure": 0,
                    "action": "Information",
                    "links": [{"href": address, "rel": "self"}],
                    "series": series,
                }
            ],
            # A dimension has values; of no figures nothing is told.
            "structures": [
                _structure(indicator, unit, names, periods, stages)
                if series
                else {"name": indicator.name, "dataSets": [0], "dimensions": {}}
            ],
        },
    }


_DIMENSIONS = (
    ("INDICATOR", "Chỉ số"),
    ("REF_AREA", "Đơn vị"),
    ("COUNTED", "Cách đếm"),
    ("PART", "Chỉ gồm"),
    ("METHOD", "Phương pháp"),
    ("SOURCE", "Nguồn"),
)


def _structure(
    indicator: Coded,
    unit: str,
    names: Sequence[dict[str, str]],
    periods: Sequence[str],
    stages: Sequence[str],
) -> dict[str, Any]:
    series = [
        {
            "id": key,
            "name": name,
            "keyPosition": place,
            "values": [{"id": code, "name": said} for code, said in names[place].items()],
        }
        for place, (key, name) in enumerate(_DIMENSIONS)
    ]
    time = {
        "id": "TIME_PERIOD",
        "name": "Kỳ",
        "keyPosition": len(series),
        "format": {"dataType": "ObservationalTimePeriod"},
        "values": [{"value": each} for each in periods],
    }
    return {
        "name": indicator.name,
        "dataSets": [0],
        "dimensions": {"dataSet": [], "series": series, "observation": [time]},
        "measures": {
            "observation": [
                {
                    "id": "OBS_VALUE",
                    "name": f"Giá trị ({unit})" if unit else "Giá trị",
                    # As a text, so that no program makes another number of it.
                    "format": {"dataType": "String", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
                }
            ]
        },
        "attributes": {
            "dataSet": [],
            "series": [],
            "observation": [
                {
                    "id": "OBS_STATUS",
                    "name": "Tình trạng",
                    "relationship": {"observation": {}},
                    "values": [{"id": each, "name": each} for each in stages],
                },
                {
                    "id": "PUBLISHED_ON",
                    "name": "Ngày công bố",
                    "relationship": {"observation": {}},
                    "format": {"dataType": "GregorianDay"},
                },
            ],
        },
    }


def coded(text: str) -> Coded:
    """A text as a value with an identifier: itself where it is one, else made from it."""
    if not text:
        return Coded(_ALL, "–")
    if _ID.fullmatch(text):
        return Coded(text, text)
    return Coded("T-" + hashlib.sha256(text.encode()).hexdigest()[:16], text)


def time_period(span: Span) -> str:
    """A period as SDMX writes it: 2025, 2025-03, 2025-Q1, 2025-S1; others by day and length."""
    if isinstance(span, Period) and span.kind in (
        *(Kind.DAY, Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR),
    ):
        return str(span)
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    whole = span.first.day == 1 and (span.last + timedelta(1)).day == 1
    return f"{span.first}/P{months}M" if whole else f"{span.first}/P{span.days}D"
