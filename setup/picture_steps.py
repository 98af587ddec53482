"""What is done on a page before its picture is taken, as its person would do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# A draft as it comes from a desk, with what such drafts have too little of.
DRAFT = """ỦY BAN NHÂN DÂN
TỈNH MINH HỌA

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 07/KH-UBND

Minh Họa, ngày 05 tháng 02 năm 2026

KẾ HOẠCH

Cải cách thủ tục hành chính năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.

I. CHỈ TIÊU ĐẾN NĂM 2026

1. Tối thiểu 95% hồ sơ thủ tục hành chính được giải quyết đúng hạn.

2. Nâng cao mức độ hài lòng của người dân.

II. NHIỆM VỤ

1. Rà soát thủ tục hành chính.

3. Danh sách nhiệm vụ tại Phụ lục kèm theo.

III. TỔ CHỨC THỰC HIỆN

Sở Tài chính bố trí kinh phí./.

Nơi nhận:
- Các sở, ban, ngành;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phụ lục

DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Rà soát thủ tục hành chính | Sở Nội vụ | Các sở, ngành | Quý I/2026 | Báo cáo rà soát |
| 2 | Xây dựng kho dữ liệu dùng chung | | Sở Tài chính | Tháng 9/2026 | Kho dữ liệu |
| 3 | Đào tạo công chức một cửa | Sở Nội vụ | | | Danh sách học viên |
"""


def reaching(address: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Say which address a step leads to, beyond that of its page."""

    def said(step: Callable[[Any], None]) -> Callable[[Any], None]:
        step.reaches = address  # type: ignore[attr-defined]
        return step

    return said


def sign_in_wrong(page: Any) -> None:
    """A password mistyped."""
    page.locator("input[name=username]").fill("nguoi-doc")
    page.locator("input[name=password]").fill("mat-khau-go-nham")
    page.locator("main button[type=submit]").click()
    page.get_by_role("alert").wait_for()


def choose_a_lead(page: Any) -> None:
    """The table of deliverables, filtered by who leads."""
    page.locator("#loc-chu-tri").select_option(index=2)
    page.locator("#nhiem-vu .table-tools button[type=submit]").click()
    page.get_by_role("link", name="Hiện tất cả").wait_for()


def check_a_draft(page: Any) -> None:
    """A draft sent to be checked."""
    _choose(page, "du-thao-ke-hoach.md", DRAFT)
    page.locator("main button[type=submit]").click()
    page.locator(".findings").wait_for()


def upload_a_secret(page: Any) -> None:
    """A file that bears the stamp of a state secret is refused."""
    _choose(page, "van-ban.txt", "MẬT\n" + DRAFT)
    page.locator("main button[type=submit]").click()
    page.get_by_role("alert").first.wait_for()


@reaching("/chuong-trinh/ra-soat/{review}/them/")
def add_missed(page: Any) -> None:
    """Words of a passage, to be added as a part of the outline: it is asked below which part."""
    page.locator("#add-words").fill("Tiếp tục triển khai toàn diện, đồng bộ")
    page.locator("#add-group").select_option("outline")
    page.locator("#them button[type=submit]").click()
    page.locator("#add-below").wait_for()


def _choose(page: Any, name: str, text: str) -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("input[name=file]").set_input_files(file)
    page.locator("input[name=no_secret]").check()


def paste_figures(page: Any) -> None:
    """Paste a table of figures and look what is new."""
    rows = (
        ("chỉ số", "về", "kỳ", "giá trị", "bước", "nguồn"),
        ("sipas", "Hà Nội", "2022", "80,09", "chính thức", "Bộ Nội vụ"),
        ("dang-vien-ket-nap", "Hà Nội", "6 tháng 2024", "5.120,0", "ước", "Ban Tổ chức"),
    )
    page.get_by_label("Dán bảng vào đây").fill("\n".join("\t".join(row) for row in rows))
    page.get_by_role("button", name="Xem có gì mới").click()
    page.wait_for_selector(".alert-success")
