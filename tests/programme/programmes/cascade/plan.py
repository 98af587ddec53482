"""A plan that carries out Programme 01 of the sample, in the form that offices write."""

PLAN = """BAN TỔ CHỨC THÀNH ỦY\tĐẢNG CỘNG SẢN VIỆT NAM
Số 45-KH/BTCTU\tHà Nội, ngày 20 tháng 5 năm 2021

KẾ HOẠCH
thực hiện Chương trình số 01-CTr/TU (ví dụ minh họa, không phải văn bản thật), giai đoạn 2021-2025

Thực hiện Chương trình số 01-CTr/TU ngày 17/3/2021 của Thành ủy Hà Nội; Nghị quyết số 04-NQ/TU \
ngày 01/02/2021 của Thành ủy về công tác cán bộ, Ban Tổ chức Thành ủy ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Chỉ tiêu
(1) Mức hài lòng (SIPAS) đạt trên 95% đến năm 2025.
(2) Tỷ lệ cán bộ nữ đạt tối thiểu 10% đến năm 2025.
(3) Tỷ lệ tổ chức đảng và đảng viên hoàn thành tốt nhiệm vụ trở lên hằng năm đạt trên 75%.

II. NHIỆM VỤ, GIẢI PHÁP
1. Công tác cán bộ
Rà soát quy hoạch, đào tạo, bồi dưỡng.
2. Tổ chức cơ sở đảng
Sắp xếp các chi bộ.

Nơi nhận:
- Thành ủy;
- Lưu: BTCTU.
"""
NUMBER = "45-KH/BTCTU"
