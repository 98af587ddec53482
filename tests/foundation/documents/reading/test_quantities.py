"""The grammar of quantities: sentences as plans write them, and what each one sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading.draft import Value
from namro.foundation.documents.reading.quantities import quantities

Expected = list[tuple[str, Value, str | None, bool]]

# sentence, then (comparator, value, unit, every year) for each quantity it sets
CASES: list[tuple[str, Expected]] = [
    ("Tỷ lệ hồ sơ đã được số hóa đạt 80%.", [("reach", 80, "%", False)]),
    ("Tỷ lệ hộ nghèo giảm bình quân 1,0 - 1,5%/năm.", [("reduce", (1, 1.5), "%", True)]),
    ("Tỷ lệ hộ nghèo giảm xuống dưới 1%.", [("less_than", 1, "%", False)]),
    (
        "Tốc độ tăng trưởng kinh tế bình quân đạt 8,0 - 8,5%/năm.",
        [("between", (8, 8.5), "%", True)],
    ),
    ("Tốc độ tăng năng suất lao động đạt trên 7%.", [("more_than", 7, "%", False)]),
    ("Thu ngân sách tăng trên 10%/năm.", [("increase_at_least", 10, "%", True)]),
    ("Kim ngạch xuất khẩu tăng 8 - 10%/năm.", [("increase", (8, 10), "%", True)]),
    ("Tỷ lệ cắt giảm thời gian giải quyết đạt tối thiểu 30%.", [("at_least", 30, "%", False)]),
    ("Cắt giảm tối thiểu 30% thời gian giải quyết thủ tục.", [("reduce_at_least", 30, "%", False)]),
    (
        "GRDP bình quân đầu người đạt từ 8.300 USD đến 8.500 USD.",
        [("between", (8300, 8500), "USD", False)],
    ),
    ("Tổng thu ngân sách đạt trên 15.000 tỷ đồng.", [("more_than", 15000, "tỷ đồng", False)]),
    ("Thu hút 1,5 triệu lượt khách mỗi năm.", [("reach", 1.5, "triệu lượt khách", True)]),
    (
        "Có 10 bác sĩ/vạn dân và 30 giường bệnh/vạn dân.",
        [("reach", 10, "bác sĩ", False), ("reach", 30, "giường bệnh", False)],
    ),
    ("Có 40/99 xã đạt chuẩn nông thôn mới nâng cao.", [("reach", 40, "xã", False)]),
    ("Phấn đấu 100% xã có ít nhất 01 trạm y tế đạt chuẩn.", [("reach", 100, "%", False)]),
    ("Tỷ lệ che phủ rừng duy trì trên 55%.", [("more_than", 55, "%", False)]),
    ("Tỷ lệ thất nghiệp thành thị không quá 3%.", [("at_most", 3, "%", False)]),
    ("Tỷ lệ dân số tham gia bảo hiểm y tế từ 95% trở lên.", [("at_least", 95, "%", False)]),
    ("Nâng tỷ lệ lao động qua đào tạo từ 65% lên 75%.", [("reach", 75, "%", False)]),
    ("Nâng tỷ lệ đô thị hóa lên tối thiểu 45%.", [("at_least", 45, "%", False)]),
    ("Chỉ số PCI thuộc nhóm 10 tỉnh dẫn đầu cả nước.", [("rank_within", 10, "tỉnh", False)]),
    ("Chỉ số chuyển đổi số nằm trong top 5 cả nước.", [("rank_within", 5, None, False)]),
    (
        "Chỉ số cải cách hành chính tăng ít nhất 3 bậc so với năm trước.",
        [("improve_rank_at_least", 3, "bậc", False)],
    ),
    ("Chỉ số phát triển con người (HDI) đạt trên 0,75.", [("more_than", 0.75, None, False)]),
    ("Hiện nay có 25 xã đạt chuẩn.", []),
    ("Thực hiện Nghị quyết số 19-NQ/TW ngày 16/6/2022 và Đề án 06.", []),
    ("Đến năm 2025, cung cấp dịch vụ công mức độ 3, 4.", []),
    ("Xây dựng mới khoảng 5.000 căn nhà ở xã hội.", [("reach", 5000, "căn", False)]),
    (
        "Ít nhất 50 doanh nghiệp, 20 hợp tác xã ứng dụng công nghệ cao.",
        [("at_least", 50, "doanh nghiệp", False), ("at_least", 20, "hợp tác xã", False)],
    ),
    (
        "Có 80 sản phẩm OCOP, trong đó có 10 sản phẩm đạt 5 sao.",
        [("reach", 80, "sản phẩm", False), ("reach", 10, "sản phẩm", False)],
    ),
    ("Tuổi thọ trung bình đạt 75,5 tuổi.", [("reach", 75.5, "tuổi", False)]),
    ("Thời gian chờ làm thủ tục không quá 15 phút.", [("at_most", 15, "phút", False)]),
    ("Tỷ lệ dân số từ 15 tuổi trở lên biết chữ đạt 98%.", [("reach", 98, "%", False)]),
    ("Mật độ đường cao tốc đạt ≥ 95%.", [("at_least", 95, "%", False)]),
    ("Tỷ trọng dịch vụ chiếm khoảng 65,0% - 65,5%.", [("between", (65, 65.5), "%", False)]),
    ("Kết nạp mới từ 2.500 đảng viên trở lên.", [("at_least", 2500, "đảng viên", False)]),
    ("Giảm 10% số vụ tai nạn giao thông so với năm trước.", [("reduce", 10, "%", False)]),
    ("Tinh giản ít nhất 5% biên chế.", [("reduce_at_least", 5, "%", False)]),
    ("Số doanh nghiệp thành lập mới tăng 15%.", [("increase", 15, "%", False)]),
    (
        "Đào tạo nghề cho 12.000 lao động/năm, trong đó lao động nữ chiếm 40%.",
        [("reach", 12000, "lao động", True), ("reach", 40, "%", False)],
    ),
    (
        "Tổng vốn đầu tư toàn xã hội giai đoạn 2026 - 2030 khoảng 250.000 tỷ đồng.",
        [("reach", 250000, "tỷ đồng", False)],
    ),
    (
        "Hoàn thành ít nhất 02 khu đô thị mới; trồng 1 triệu cây xanh.",
        [("at_least", 2, "khu đô thị", False), ("reach", 1, "triệu cây xanh", False)],
    ),
    ("Duy trì chỉ số SIPAS trên 90%.", [("more_than", 90, "%", False)]),
    ("Phấn đấu mỗi xã có ít nhất 02 sản phẩm OCOP.", [("at_least", 2, "sản phẩm", False)]),
    ("90% trở lên số vụ việc được giải quyết.", [("at_least", 90, "%", False)]),
    (
        "Tỷ lệ giải ngân vốn đầu tư công hằng năm đạt 95% kế hoạch trở lên.",
        [("at_least", 95, "%", True)],
    ),
    ("Xếp hạng chỉ số PAPI tăng 5 - 10 bậc.", [("improve_rank_at_least", (5, 10), "bậc", False)]),
    ("Phấn đấu giảm tỷ lệ hộ nghèo đa chiều 3%/năm.", [("reduce", 3, "%", True)]),
    ("Có thêm ít nhất 15 xã đạt chuẩn nông thôn mới.", [("increase_at_least", 15, "xã", False)]),
    (
        "Đưa 100% thủ tục hành chính vào giải quyết tại bộ phận một cửa.",
        [("reach", 100, "%", False)],
    ),
    (
        "Thu nhập bình quân đầu người khu vực nông thôn tăng gấp 1,5 lần so với năm 2020.",
        [("increase", 1.5, "lần", False)],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_a_sentence_sets_its_quantities(sentence: str, expected: Expected) -> None:
    found = [
        (one.comparator.value, one.value, one.unit, one.each_year) for one in quantities(sentence)
    ]
    assert found == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ.",
        "Họp ngày 15 tháng 6 năm 2025 tại phòng họp số 2.",
        "Triển khai mạng 5G, chuẩn IPv6 và trục 24/7.",
        "Theo điểm a khoản 2 Điều 15 và Phụ lục 3.",
        "Trong giai đoạn 2016 - 2020 đã đạt 85% kế hoạch.",
        "Nhiệm kỳ qua đã củng cố được 193/226 tổ chức, bằng 85,39%.",
        "Trước ngày 31/12/2025 gửi báo cáo quý 4.",
    ],
)
def test_names_dates_codes_and_the_past_set_nothing(sentence: str) -> None:
    assert quantities(sentence) == []


def test_a_bound_is_carried_but_not_into_a_share() -> None:
    first, second, third = quantities(
        "Thành lập ít nhất 100 doanh nghiệp, 50 hợp tác xã, trong đó có 20 doanh nghiệp số."
    )
    assert (first.carried, second.carried, third.carried) == (False, True, False)
    assert third.nested
    assert third.comparator.value == "reach"


def test_aspiration_and_approximation_change_no_verdict() -> None:
    (found,) = quantities("Phấn đấu đạt khoảng 80% số hộ.")
    assert (found.comparator.value, found.aspiration, found.qualifier) == ("reach", True, "khoảng")


@given(st.text(max_size=400))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for found in quantities(text):
        assert 0 <= found.clause <= found.start < found.end <= len(text)


@given(
    st.sampled_from(["Tỷ lệ hồ sơ đúng hạn đạt", "Phấn đấu đạt trên", "Đảm bảo tối thiểu"]),
    st.integers(min_value=0, max_value=10_000),
)
def test_the_printed_number_is_the_value(lead: str, value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    (found,) = quantities(f"{lead} {printed}%.")
    assert found.value == value
    assert found.unit == "%"
