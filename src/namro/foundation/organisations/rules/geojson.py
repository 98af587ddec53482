"""Boundaries as files of maps hold them (GeoJSON, RFC 7946): what each feature says, or all that is
wrong with the file, feature by feature. Pure.

Longitude and latitude in degrees (WGS 84). Coordinates are kept to five decimals, about a metre:
what two neighbours share stays the same in both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

Ring = list[list[float]]
#: Polygons, each with its outer ring first and holes after it; each ring ends where it begins.
Shape = list[list[Ring]]

MOST_BYTES: Final = 32 * 1024 * 1024
MOST_FEATURES: Final = 20_000
MOST_POINTS: Final = 2_000_000
MOST_POINTS_OF_ONE: Final = 100_000
MOST_FAULTS: Final = 100
DECIMALS: Final = 5
#: Where the code of a unit is looked for when nobody says, in this order and in small letters.
CODE_PROPERTIES: Final = ("code", "ma", "ma_xa", "maxa", "ma_huyen", "ma_tinh", "ma_dvhc", "gso_id")
NAME_PROPERTIES: Final = ("fullname", "full_name", "name", "ten", "ten_dvhc")
_LONGEST = 80

MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "too_large": (
        "tệp lớn hơn {most} MB; hãy đơn giản hóa ranh giới rồi nạp lại",
        "the file is larger than {most} MB; simplify the boundaries and load them again",
    ),
    "not_json": (
        "tệp không đọc được là GeoJSON ({value}); hãy xuất lại tệp từ phần mềm bản đồ",
        "the file cannot be read as GeoJSON ({value}); export it again from the map software",
    ),
    "not_collection": (
        "tệp không phải là một FeatureCollection; hãy xuất lớp ranh giới dạng GeoJSON",
        "the file is no FeatureCollection; export the layer of boundaries as GeoJSON",
    ),
    "other_system": (
        "tọa độ theo hệ “{value}”; hãy xuất lại theo kinh độ, vĩ độ WGS 84 (EPSG:4326)",
        "coordinates are in “{value}”; export them as longitude and latitude, WGS 84 (EPSG:4326)",
    ),
    "no_features": (
        "tệp không có ranh giới nào; hãy chọn tệp khác",
        "the file has no boundary; choose another file",
    ),
    "too_many_features": (
        "tệp có hơn {most} ranh giới; hãy chia thành nhiều tệp",
        "the file has more than {most} features; divide it into several files",
    ),
    "too_many_points": (
        "tệp có hơn {most} đỉnh; hãy đơn giản hóa ranh giới",
        "the file has more than {most} points; simplify the boundaries",
    ),
    "too_many_points_of_one": (
        "ranh giới có hơn {most} đỉnh; hãy đơn giản hóa",
        "the boundary has more than {most} points; simplify it",
    ),
    "not_feature": (
        "không phải là một Feature; hãy xuất lại tệp",
        "it is no Feature; export the file again",
    ),
    "no_code": (
        "không có thuộc tính nào mang mã đơn vị ({value}); hãy nêu tên thuộc tính bằng --code",
        "no property holds the unit's code ({value}); name the property with --code",
    ),
    "number_code": (
        "mã được ghi dạng số ({value}) nên có thể đã mất số 0 ở đầu; hãy ghi mã là chữ",
        "the code is written as a number ({value}) and may have lost its leading zeros; write it "
        "as text",
    ),
    "code_twice": (
        "mã {value} đã có ở ranh giới thứ {other}; hãy gộp thành một MultiPolygon",
        "code {value} was given by feature {other} already; make them one MultiPolygon",
    ),
    "not_area": (
        "dạng hình là “{value}”; cần Polygon hoặc MultiPolygon",
        "the geometry is “{value}”; a Polygon or MultiPolygon is needed",
    ),
    "not_ring": (
        "{where} không phải là danh sách các điểm; hãy xuất lại ranh giới",
        "{where} is no list of points; export the boundary again",
    ),
    "not_point": (
        "{where} không phải là một cặp kinh độ, vĩ độ ({value}); hãy sửa tọa độ",
        "{where} is no pair of longitude and latitude ({value}); correct the coordinates",
    ),
    "not_on_earth": (
        "{where} nằm ngoài kinh độ −180..180, vĩ độ −90..90 ({value}); có thể tọa độ theo hệ "
        "VN-2000 hoặc đã đổi chỗ; hãy xuất lại theo WGS 84, kinh độ trước",
        "{where} is beyond longitude −180..180, latitude −90..90 ({value}); the coordinates may be "
        "in VN-2000 or exchanged; export them in WGS 84, longitude first",
    ),
    "open_ring": (
        "vòng ở {where} không kết thúc ở điểm đầu; hãy khép vòng",
        "the ring at {where} does not end where it begins; close it",
    ),
    "no_extent": (
        "không vòng nào có diện tích; hãy sửa hoặc bỏ ranh giới",
        "no ring of it encloses an area; correct or remove the boundary",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which feature (from 1; 0: the file as a whole), of which code if known."""

    feature: int
    code: str
    vietnamese: str
    english: str

    @classmethod
    def of(cls, feature: int, named: str, why: str, **values: object) -> Fault:
        """The fault `why` of `MESSAGES`."""
        vietnamese, english = MESSAGES[why]
        return cls(feature, named, vietnamese.format(**values), english.format(**values))

    def message(self, language: str = "vi") -> str:
        """Where it is, what is wrong and what to do, in Vietnamese ("vi") or English ("en")."""
        english = language == "en"
        said = self.english if english else self.vietnamese
        if not self.feature:
            return f"{said[0].upper()}{said[1:]}."
        named = f" ({'code' if english else 'mã'} {self.code})" if self.code else ""
        where = "Feature" if english else "Ranh giới thứ"
        return f"{where} {self.feature}{named}: {said}."


class Unreadable(ValueError):
    """The file holds no boundaries that can be used; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(each.message("en") for each in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature: its number in the file from 1, the unit's code and name as written, its shape,
    and how many rings were left out because they enclose nothing."""

    number: int
    code: str
    name: str
    shape: Shape
    empty: int = 0


class _Wrong(Exception):
    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def read(content: bytes, code_property: str = "") -> list[Outline]:
    """The boundaries of a file, in its order.

    Args:
        content: the file's bytes.
        code_property: which property holds the unit's code; empty: the first of
            `CODE_PROPERTIES` that the first feature has.

    Raises:
        Unreadable: with every fault found, no more than `MOST_FAULTS`.
    """
    features = _features(content)
    name = code_property or _code_property(features[0])
    found: list[Outline] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    points = 0
    for number, feature in enumerate(features, start=1):
        code = ""
        try:
            properties = _properties(feature)
            code = _code(properties, name)
            if code in seen:
                raise _Wrong("code_twice", value=code, other=seen[code])
            seen[code] = number
            shape, empty = _shape(feature.get("geometry"))
        except _Wrong as wrong:
            faults.append(Fault.of(number, code, wrong.why, **wrong.values))
            if len(faults) >= MOST_FAULTS:
                break
            continue
        points += count(shape)
        if points > MOST_POINTS:
            faults.append(Fault.of(0, "", "too_many_points", most=MOST_POINTS))
            break
        found.append(Outline(number, code, _name(properties), shape, empty))
    if faults:
        raise Unreadable(faults)
    return found


def count(shape: Shape) -> int:
    """How many points a shape has."""
    return sum(len(ring) for polygon in shape for ring in polygon)


def _features(content: bytes) -> list[Any]:
    try:
        if len(content) > MOST_BYTES:
            raise _Wrong("too_large", most=MOST_BYTES // 1024 // 1024)
        try:
            said = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
        # What is nested too deep, or has a number of too many digits, is no map either.
        except (ValueError, RecursionError) as error:
            raise _Wrong("not_json", value=_cut(error)) from None
        if not isinstance(said, dict) or said.get("type") != "FeatureCollection":
            raise _Wrong("not_collection")
        _check_system(said.get("crs"))
        features = said.get("features")
        if not isinstance(features, list):
            raise _Wrong("not_collection")
        if not features:
            raise _Wrong("no_features")
        if len(features) > MOST_FEATURES:
            raise _Wrong("too_many_features", most=MOST_FEATURES)
    except _Wrong as wrong:
        raise Unreadable([Fault.of(0, "", wrong.why, **wrong.values)]) from None
    return features


def _no_constant(said: str) -> float:
    raise ValueError(said)


def _check_system(said: Any) -> None:
    """Older files may name a system of coordinates; only longitude and latitude will do."""
    if said is None:
        return
    properties = said.get("properties") if isinstance(said, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else said
    if not str(name).upper().endswith(("CRS84", ":4326")):
        raise _Wrong("other_system", value=_cut(name))


def _code_property(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    names = {each.lower(): each for each in properties} if isinstance(properties, dict) else {}
    return next((names[each] for each in CODE_PROPERTIES if each in names), "code")


def _properties(feature: Any) -> Mapping[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong("not_feature")
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _code(properties: Mapping[str, Any], name: str) -> str:
    said = properties.get(name)
    if isinstance(said, int | float):
        raise _Wrong("number_code", value=_cut(said))
    if not isinstance(said, str) or not said.strip():
        raise _Wrong("no_code", value=_cut(name))
    return said.strip()[:_LONGEST]


def _name(properties: Mapping[str, Any]) -> str:
    names = {str(each).lower(): value for each, value in properties.items()}
    for each in NAME_PROPERTIES:
        if isinstance(names.get(each), str) and names[each].strip():
            return str(names[each]).strip()[:200]
    return ""


def _shape(geometry: Any) -> tuple[Shape, int]:
    """The shape, and how many rings enclose nothing and were left out: what simplifying makes of
    the smallest islands."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong("not_area", value=_cut(kind))
    said = geometry.get("coordinates")
    polygons = [said] if kind == "Polygon" else said
    made: Shape = []
    left, empty = MOST_POINTS_OF_ONE, 0
    for first, polygon in enumerate(_listed(polygons, "coordinates")):
        rings: list[Ring] = []
        for second, ring in enumerate(_listed(polygon, f"[{first}]")):
            where = f"[{first}][{second}]"
            left -= len(_listed(ring, where))
            if left < 0:
                raise _Wrong("too_many_points_of_one", most=MOST_POINTS_OF_ONE)
            points = _ring(ring, where)
            empty += not points
            # Nothing is a hole of what was left out.
            if points and (rings or not second):
                rings.append(points)
        if rings:
            made.append(rings)
    if not made:
        raise _Wrong("no_extent")
    return made, empty


def _listed(said: Any, where: str) -> list[Any]:
    if not isinstance(said, list) or not said:
        raise _Wrong("not_ring", where=where)
    return said


def _ring(said: Iterable[Any], where: str) -> Ring:
    made = [list(_point(each, f"{where}[{place}]")) for place, each in enumerate(said)]
    if len(made) >= 4 and made[0] != made[-1]:
        raise _Wrong("open_ring", where=where)
    return made if len(made) >= 4 and _area(made) else []


def _point(said: Any, where: str) -> Iterator[float]:
    if not isinstance(said, list) or not 2 <= len(said) <= 4:
        raise _Wrong("not_point", where=where, value=_cut(said))
    for number, most in zip(said, (180, 90), strict=False):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _Wrong("not_point", where=where, value=_cut(said))
        # Compared before anything is computed: a whole number may be longer than a float can be.
        if not -most <= number <= most or not math.isfinite(number):
            raise _Wrong("not_on_earth", where=where, value=_cut(said))
        yield round(float(number), DECIMALS)


def _area(ring: Ring) -> float:
    """Twice the area within, in squared degrees from the first point: exact enough for zero."""
    x, y = ring[0]
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in pairwise(ring))


def _cut(said: object) -> str:
    text = str(said) if not isinstance(said, int) or abs(said) < 10**_LONGEST else "…"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
