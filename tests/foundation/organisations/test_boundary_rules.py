"""Files of boundaries: what is wrong where, whatever is in them; and how shapes are drawn."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from namro.foundation.organisations.rules import geojson
from namro.foundation.organisations.rules.geojson import Outline, Shape, Unreadable, count, read
from namro.foundation.organisations.rules.outlines import MARGIN, SIZE, path, projection


def square(x: float, y: float, side: float = 1) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(code: object, x: float = 105, y: float = 21, **more: object) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [square(x, y)]}
    return {"type": "Feature", "properties": {"code": code, **more}, "geometry": geometry}


def collection(*features: object, **more: object) -> bytes:
    said = {"type": "FeatureCollection", "features": list(features), **more}
    return json.dumps(said).encode()


GOOD = collection(feature("00001", name="Một"), feature("00002", 106))


def test_what_a_file_says() -> None:
    one, two = read(GOOD)
    assert (one.number, one.code, one.name, count(one.shape)) == (1, "00001", "Một", 5)
    assert (two.code, two.name, two.shape[0][0][0]) == ("00002", "", [106, 21])


def test_a_property_of_another_name_a_mark_at_the_head_and_heights() -> None:
    one = feature("x", MA_XA="00007")
    del one["properties"]["code"]
    one["geometry"]["coordinates"][0] = [[*point, 12.5] for point in square(105, 21)]
    assert read(b"\xef\xbb\xbf" + collection(one))[0].code == "00007"
    one["properties"]["so"] = "00009"
    assert read(collection(one), "so")[0].code == "00009"
    assert read(collection(one))[0].shape == [[square(105, 21)]]


def test_coordinates_are_kept_to_a_metre() -> None:
    one = feature("1")
    one["geometry"]["coordinates"][0][1] = [106.123456789, 21]
    assert read(collection(one))[0].shape[0][0][1] == [106.12346, 21]


def test_islands_too_small_to_have_an_area_are_left_out_and_counted() -> None:
    one = feature("1")
    islet = [[105.5, 21], [105.5, 21], [105.5, 21], [105.5, 21]]
    one["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [[square(105, 21), islet], [islet, square(105, 21, 0.1)], [islet[:3]]],
    }
    (found,) = read(collection(one))
    assert found.shape == [[square(105, 21)]]
    assert found.empty == 3


def changed(how: Callable[[dict[str, Any]], object]) -> bytes:
    said = json.loads(GOOD)
    how(said)
    return json.dumps(said).encode()


def second(how: Callable[[dict[str, Any]], object]) -> bytes:
    return changed(lambda said: how(said["features"][1]))


def coordinates(value: object) -> bytes:
    return second(lambda each: each["geometry"].update(coordinates=value))


def ring(*points: object) -> bytes:
    return coordinates([list(points)])


RING = square(106, 21)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "Tệp không đọc được là GeoJSON"),
        (b"\xff\xfe", "Tệp không đọc được là GeoJSON"),
        (b"[" * 100_000, "Tệp không đọc được là GeoJSON"),
        (GOOD.replace(b"105", b"NaN", 1), "Tệp không đọc được là GeoJSON (NaN)"),
        (GOOD.replace(b"105", b"1" * 6000, 1), "Tệp không đọc được là GeoJSON"),
        (b"[]", "Tệp không phải là một FeatureCollection"),
        (b"{}", "Tệp không phải là một FeatureCollection"),
        (changed(lambda said: said.update(features={})), "Tệp không phải là một FeatureCollection"),
        (collection(), "Tệp không có ranh giới nào"),
        (
            collection(feature("1"), crs={"properties": {"name": "EPSG:9209"}}),
            "Tọa độ theo hệ “EPSG:9209”",
        ),
        (collection(feature("1"), crs=5), "Tọa độ theo hệ “5”"),
        (collection(feature("00001"), 7), "Ranh giới thứ 2: không phải là một Feature"),
        (collection(feature("00001"), feature(4)), "Ranh giới thứ 2: mã được ghi dạng số (4)"),
        (collection(feature("00001"), feature(" ")), "Ranh giới thứ 2: không có thuộc tính nào"),
        (collection(feature("00001"), feature(None)), "Ranh giới thứ 2: không có thuộc tính nào"),
        (second(lambda each: each.update(properties=[])), "Ranh giới thứ 2: không có thuộc tính"),
        (
            collection(feature("00001"), feature("00001")),
            "Ranh giới thứ 2 (mã 00001): mã 00001 đã có ở ranh giới thứ 1",
        ),
        (second(lambda each: each.update(geometry=None)), "thứ 2 (mã 00002): dạng hình là “None”"),
        (
            second(lambda each: each["geometry"].update(type="Point")),
            "Ranh giới thứ 2 (mã 00002): dạng hình là “Point”",
        ),
        (coordinates([]), "[0] không phải là danh sách các điểm"),
        (coordinates("x"), "[0] không phải là danh sách các điểm"),
        (coordinates([7]), "[0] không phải là danh sách các điểm"),
        (coordinates([[]]), "[0] không phải là danh sách các điểm"),
        (ring(*RING[:4], [106.5, 21]), "vòng ở [0][0] không kết thúc ở điểm đầu"),
        (ring(*RING[:3], RING[0][:1], RING[0]), "[0][0][3] không phải là một cặp kinh độ, vĩ độ"),
        (ring(*RING[:3], ["106", "21"], RING[0]), "[0][0][3] không phải là một cặp"),
        (ring(*RING[:3], [True, False], RING[0]), "[0][0][3] không phải là một cặp"),
        (ring(*RING[:3], [587000, 2325000], RING[0]), "nằm ngoài kinh độ −180..180"),
        (ring(*RING[:3], [21, 106], RING[0]), "có thể tọa độ theo hệ VN-2000 hoặc đã đổi chỗ"),
        (GOOD.replace(b"107", b"1e999"), "nằm ngoài kinh độ −180..180"),
        (GOOD.replace(b"107", b"1" * 400), "nằm ngoài kinh độ −180..180"),
        (ring([106, 21], [107, 21], [108, 21], [106, 21]), "không vòng nào có diện tích"),
        (ring([106, 21]), "không vòng nào có diện tích"),
    ],
)
def test_each_fault_is_said_with_its_place(content: bytes, expected: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    (fault,) = refused.value.faults
    assert expected in fault.message()
    assert fault.message("en")[0].isupper()
    assert len(fault.message()) < 400


def test_all_faults_are_told_at_once_up_to_a_hundred() -> None:
    wrong = [feature(number) for number in range(300)]
    with pytest.raises(Unreadable) as refused:
        read(collection(*wrong))
    assert len(refused.value.faults) == geojson.MOST_FAULTS


@pytest.mark.parametrize(
    ("limit", "most", "expected"),
    [
        ("MOST_BYTES", 10, "tệp lớn hơn"),
        ("MOST_FEATURES", 1, "hơn 1 ranh giới"),
        ("MOST_POINTS", 9, "hơn 9 đỉnh"),
        ("MOST_POINTS_OF_ONE", 4, "có hơn 4 đỉnh"),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, most: int, expected: str) -> None:
    monkeypatch.setattr(geojson, limit, most)
    with pytest.raises(Unreadable) as refused:
        read(GOOD)
    assert expected in refused.value.faults[0].message().lower()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


def places(said: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each value within a value."""
    inner = (
        said.items()
        if isinstance(said, dict)
        else enumerate(said)
        if isinstance(said, list)
        else ()
    )
    return [at, *(way for key, each in inner for way in places(each, (*at, key)))]


def read_or_refused(content: bytes) -> list[Outline]:
    """The outlines; none, where it was refused with something said in both languages."""
    try:
        found = read(content)
    except Unreadable as refused:
        said = [each.message(language) for each in refused.faults for language in ("vi", "en")]
        if not said or not all(said):
            raise AssertionError("refused without a word") from None
        return []
    assert found
    return found


WAYS = places(json.loads(GOOD))


@given(st.sampled_from(WAYS), JSON | st.just("cut"))
@example(("features", 0, "properties"), True)
def test_a_file_changed_anywhere_is_read_or_refused(way: tuple[Any, ...], value: Any) -> None:
    said = copy.deepcopy({"whole": json.loads(GOOD)})
    *path_to, last = ("whole", *way)
    inner: Any = said
    for key in path_to:
        inner = inner[key]
    if value == "cut":
        del inner[last]
    else:
        inner[last] = value
    content = json.dumps(said.get("whole")).encode()
    for each in read_or_refused(content):
        assert each.code
        assert count(each.shape) >= 4
        by = projection([each.shape])
        assert by is not None
        assert path(each.shape, by)


@given(
    st.binary(max_size=200) | st.binary(max_size=20).map(lambda junk: GOOD[:90] + junk + GOOD[90:])
)
def test_garbage_is_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


def drawn(data: str) -> list[list[tuple[int, int]]]:
    """The rings of a path, as points."""
    rings = []
    for each in data.split("z")[:-1]:
        start, _l, steps = each.removeprefix("M").partition("l")
        x, y = map(int, start.split())
        points, numbers = [(x, y)], list(map(int, steps.split()))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


def test_north_is_up_west_is_left_and_the_longer_side_fills_the_box() -> None:
    shapes: list[Shape] = [[[square(105, 20)]], [[square(105, 21)]]]
    by = projection(shapes)
    assert by is not None
    assert by.height == SIZE
    # At 21 degrees north a degree of longitude is 0.93 of one of latitude.
    assert by.width == pytest.approx(0.9336 * (SIZE - 2 * MARGIN) / 2 + 2 * MARGIN, abs=2)
    (south,), (north,) = (drawn(path(each, by)) for each in shapes)
    assert min(y for _x, y in north) == MARGIN
    assert max(y for _x, y in south) == SIZE - MARGIN
    # The border they share is drawn alike in both.
    border = [{each for each in ring_drawn if each[1] == 1000} for ring_drawn in (south, north)]
    assert border[0] == border[1] != set()
    assert projection([]) is None


def test_a_hole_is_drawn_and_what_is_too_small_is_a_dot() -> None:
    large: Shape = [[square(105, 20, 2), square(105.5, 20.5)]]
    small: Shape = [[square(106, 21, 0.0001)]]
    by = projection([large, small])
    assert by is not None
    assert len(drawn(path(large, by))) == 2
    assert re.fullmatch(r"M\d+ \d+h4v4h-4z", path(small, by))


coordinate = st.floats(100, 110).map(lambda each: round(each, 5))
points = st.tuples(coordinate, coordinate.map(lambda each: round(each - 85, 5))).map(list)
shapes = st.lists(
    st.lists(points, min_size=3, max_size=12).map(lambda each: [[*each, each[0]]]),
    min_size=1,
    max_size=4,
)


@given(st.lists(shapes, min_size=1, max_size=3))
def test_every_shape_is_drawn_within_the_box_without_a_step_that_goes_nowhere(
    found: list[Shape],
) -> None:
    by = projection(found)
    assert by is not None
    for each in found:
        data = path(each, by)
        assert data
        if "h4" in data:
            continue
        for ring_drawn in drawn(data):
            assert len(ring_drawn) >= 3
            assert all(a != b for a, b in pairwise(ring_drawn))
            for x, y in ring_drawn:
                assert 0 <= x <= by.width
                assert 0 <= y <= by.height
