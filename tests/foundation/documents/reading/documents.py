"""Documents for the tests of reading, in words of our own."""
# ruff: noqa: E501  # the lines of a document are as long as they are

from __future__ import annotations

from typing import Any

from namro.foundation.documents.reading import read_bytes

PLAN = """ỦY BAN NHÂN DÂN TỈNH AN HÒA -------\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
Số: 07/KH-UBND\tAn Hòa, ngày 09 tháng 02 năm 2026

KẾ HOẠCH

PHÁT TRIỂN DU LỊCH TỈNH AN HÒA GIAI ĐOẠN 2026 - 2030

Căn cứ Nghị quyết số 12-NQ/TU ngày 03/01/2026 của Tỉnh ủy, Ủy ban nhân dân tỉnh An Hòa ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Làm cho du lịch thành ngành kinh tế quan trọng.

2. Yêu cầu

- Phân công rõ người, rõ việc.

- Kiểm tra thường xuyên.

II. MỤC TIÊU

1. Mục tiêu chung

Đưa An Hòa thành điểm đến xanh và thân thiện.

2. Mục tiêu cụ thể đến năm 2030

- Đón trên 3 triệu lượt khách; doanh thu đạt 9.500 tỷ đồng.

- Tỷ lệ lao động du lịch qua đào tạo đạt tối thiểu 80%, trong đó 30% biết ngoại ngữ.

- Hoàn thành quy hoạch ba khu du lịch cấp tỉnh.

- Trước mắt, đến năm 2027 có ít nhất 20 cơ sở lưu trú từ 3 sao trở lên.

III. NHIỆM VỤ, GIẢI PHÁP

1. Nâng cấp hạ tầng

Sửa chữa các tuyến đường đến khu du lịch, bảo đảm 100% điểm đến có biển chỉ dẫn.

2. Quảng bá

IV. TỔ CHỨC THỰC HIỆN

1. Sở Văn hóa, Thể thao và Du lịch

- Theo dõi, tổng hợp, báo cáo trước ngày 15/12 hằng năm.

2. Các sở, ngành khác phối hợp thực hiện theo chức năng./.

Nơi nhận: - Tỉnh ủy (b/c); - Các sở, ngành; - Lưu: VT.\tTM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Thị Bình

PHỤ LỤC I DANH MỤC CHỈ TIÊU

TT\tChỉ tiêu\tĐVT\tThực hiện 2025\tNăm 2028\tNăm 2030\tĐơn vị theo dõi
I\tKhách và doanh thu\t\t\t\t\t
1\tLượt khách\ttriệu lượt\t1,8\t2,5\t> 3\tSở Văn hóa, Thể thao và Du lịch
2\tTỷ lệ lao động du lịch qua đào tạo\t%\t61\t70\t≥ 85\tSở Nội vụ
3\tSố khu du lịch cấp tỉnh\tkhu\t1\t-\t3\tSở Xây dựng

PHỤ LỤC II DANH MỤC NHIỆM VỤ

STT\tNội dung công việc\tĐơn vị thực hiện\tĐơn vị phối hợp\tSản phẩm\tThời hạn
A\tQuy hoạch\t\t\t\t
1\tLập Đề án phát triển khu du lịch Hồ Xanh\tSở Xây dựng\tSở Tài chính; UBND các xã\tĐề án\tQuý III/2026
2\tKhảo sát các điểm đến\t\tSở Tài chính\tBáo cáo\t2026
B\tQuảng bá\t\t\t\t
1\tXây dựng Kế hoạch xúc tiến du lịch\tSở Văn hóa, Thể thao và Du lịch\tCác sở, ban, ngành\tKế hoạch\tHằng năm
"""


def read(text: str) -> dict[str, Any]:
    """The draft of a text file as JSON, with its text under the key "text"."""
    draft = read_bytes(text.encode(), "van-ban.txt")
    return {**draft.as_dict(), "text": draft.text}
