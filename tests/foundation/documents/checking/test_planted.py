"""On a draft without a fault the check is silent; every fault planted in a copy is found."""

from __future__ import annotations

from datetime import date

import pytest

from namro.foundation.documents.checking import (
    agreement,
    closing_rules,
    content_rules,
    layout_rules,
    notes,
    numbering_rules,
    page_rules,
)
from namro.foundation.documents.checking.findings import Rule
from namro.foundation.documents.checking.layout_rule import LayoutRule
from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.opening import open_bytes
from tests.foundation.documents.checking.drafts import PARTY, STATE, checked, codes, planted

ROW = "| 1 | Rà soát thủ tục hành chính cấp tỉnh | Sở Nội vụ | Các sở, ngành | Quý I/2026 |"
ROWS = ("Quý I/2026", "Tháng 9/2026", "30/11/2026")
SECOND = "\n\nPhụ lục 2\n\nDANH SÁCH XÃ\n\n(Kèm theo Kế hoạch số 07/KH-UBND)\n"

#: code of the finding → what is changed in the State draft, and what the finding quotes.
STATE_FAULTS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "deliverable_without_lead": (
        [(" | Sở Nội vụ | Các sở", " | | Các sở"), ("| Sở Khoa học và Công nghệ |", "| |"),
         ("| Sở Nông nghiệp và Môi trường |", "| |")],
        "Rà soát thủ tục hành chính cấp tỉnh",
    ),
    "deliverable_lead_blank": ([("| Sở Khoa học và Công nghệ |", "| |")], "Xây dựng kho dữ liệu"),
    "deliverable_two_leads": (
        [("| Sở Khoa học và Công nghệ |", "| Sở Khoa học và Công nghệ, Công an tỉnh |")],
        "Xây dựng kho dữ liệu",
    ),
    "deliverable_group_leads": (
        [("| Sở Khoa học và Công nghệ |", "| Các sở, ban, ngành |")], "Xây dựng kho dữ liệu",
    ),
    "deliverable_without_date": ([("| Tháng 9/2026 |", "| |")], "Xây dựng kho dữ liệu"),
    "table_without_dates": ([(f"| {due} |", "| |") for due in ROWS], "Rà soát thủ tục"),
    "deliverable_open_ended": ([("| Tháng 9/2026 |", "| Thường xuyên |")], "Xây dựng kho dữ liệu"),
    "deliverable_without_product": ([("| Danh sách học viên |", "| |")], "Đào tạo công chức"),
    "table_without_products": (
        [(" | Thời hạn | Sản phẩm |", " | Thời hạn | Ghi chú |"), ("| Báo cáo rà soát |", "| |"),
         ("| Kho dữ liệu |", "| |"), ("| Danh sách học viên |", "| |")],
        "Rà soát thủ tục",
    ),
    "target_without_date": (
        [("II. CHỈ TIÊU ĐẾN NĂM 2026", "II. CHỈ TIÊU")], "95% hồ sơ thủ tục hành chính",
    ),
    "target_date_by_period_only": (
        [("II. CHỈ TIÊU ĐẾN NĂM 2026", "II. CHỈ TIÊU"),
         ("của tỉnh năm 2026\n", "của tỉnh giai đoạn 2026 - 2030\n")],
        "95% hồ sơ thủ tục hành chính",
    ),
    "task_figure_without_date": (
        [("a) Công khai thủ tục của từng sở.",
          "a) Bảo đảm 100% thủ tục của từng sở được công khai.")],
        "100% thủ tục",
    ),
    "target_without_unit": (
        [("4. Thành lập 12 điểm hỗ trợ dịch vụ công ở các xã.",
          "4. Số lượt tập huấn ở các xã đạt tối thiểu 1200.")],
        "tối thiểu 1200",
    ),
    "change_without_baseline": ([(" so với năm 2025", "")], "Giảm 20% thời gian"),
    "target_not_measurable": (
        [("4. Thành lập 12 điểm hỗ trợ dịch vụ công ở các xã.",
          "4. Không ngừng nâng cao chất lượng phục vụ của bộ phận một cửa.")],
        "Không ngừng nâng cao chất lượng",
    ),
    "target_without_sign_of_completion": (
        [("đất đai của tỉnh, đưa vào vận hành", "đất đai của tỉnh")], "cơ sở dữ liệu đất đai",
    ),
    "share_without_whose": (
        [("2. Trên 90% người dân được hỏi hài lòng với dịch vụ công của tỉnh.",
          "2. Mức độ hài lòng đạt trên 90%.")],
        "Mức độ hài lòng",
    ),
    "body_contradicts_appendix": (
        [("| STT | Nhiệm vụ |", "| STT | Chỉ tiêu | Đơn vị | Năm 2026 |\n|---|---|---|---|\n| 1 | "
          "Hồ sơ thủ tục hành chính được giải quyết đúng hạn | % | 97 |\n\n| STT | Nhiệm vụ |")],
        "95% hồ sơ thủ tục hành chính",
    ),
    "numbering_gap": ([("4. Thành lập", "6. Thành lập"), ("5. Hoàn thành", "7. Hoàn thành")], "6."),
    "label_repeated": ([("IV. TỔ CHỨC", "III. TỔ CHỨC")], "III."),
    "national_title_missing": ([("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "")], ""),
    "national_title_not_capitals": (
        [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa xã hội chủ nghĩa Việt Nam")],
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
    ),
    "national_title_of_other_side": (
        [("CỘNG HÒA XÃ HỘI", "ĐẢNG CỘNG SẢN VIỆT NAM\n\nCỘNG HÒA XÃ HỘI")],
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    ),
    "motto_form": (
        [("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc")], "Độc lập-Tự do-Hạnh phúc",
    ),
    "number_line_missing": ([("Số: 07/KH-UBND\n", "")], ""),
    "number_colon": ([("Số: 07/KH-UBND\n", "Số 07/KH-UBND\n")], "Số 07/KH-UBND"),
    "number_sign": ([("Số: 07/KH-UBND\n", "Số: 07-KH/UBND\n")], "Số: 07-KH/UBND"),
    "number_spaces": ([("Số: 07/KH-UBND\n", "Số: 07/KH - UBND\n")], "Số: 07/KH - UBND"),
    "number_zero": ([("Số: 07/KH-UBND\n", "Số: 7/KH-UBND\n")], "Số: 7/KH-UBND"),
    "number_zero_too_many": ([("Số: 07/KH-UBND\n", "Số: 007/KH-UBND\n")], "Số: 007/KH-UBND"),
    "number_type": ([("Số: 07/KH-UBND\n", "Số: 07/QĐ-UBND\n")], "Số: 07/QĐ-UBND"),
    "date_line_missing": ([("An Hòa, ngày 05 tháng 02 năm 2026\n\nKẾ", "KẾ")], ""),
    "place_comma": ([("An Hòa, ngày 05", "An Hòa ngày 05")], "An Hòa ngày 05 tháng 02"),
    "place_not_capital": ([("An Hòa, ngày 05", "an Hòa, ngày 05")], "an Hòa, ngày 05"),
    "date_not_in_words": (
        [("An Hòa, ngày 05 tháng 02 năm 2026", "An Hòa, ngày 05/02/2026")], "05/02/2026",
    ),
    "day_zero": ([("ngày 05 tháng 02 năm 2026\n\nKẾ", "ngày 5 tháng 02 năm 2026\n\nKẾ")], "ngày 5"),
    "month_zero": ([("05 tháng 02 năm 2026\n\nKẾ", "05 tháng 2 năm 2026\n\nKẾ")], "tháng 2"),
    "month_zero_too_many": (
        [("05 tháng 02 năm 2026\n\nKẾ", "05 tháng 03 năm 2026\n\nKẾ")], "tháng 03",
    ),
    "date_impossible": ([("05 tháng 02 năm 2026\n\nKẾ", "30 tháng 02 năm 2026\n\nKẾ")], "30 tháng"),
    "kind_not_capitals": ([("\nKẾ HOẠCH\n", "\nKế hoạch\n")], "Kế hoạch"),
    "legal_basis_end": ([("16 tháng 6 năm 2025;", "16 tháng 6 năm 2025")], "Căn cứ Luật"),
    "label_sign": ([("a) Công khai", "a/ Công khai"), ("b) Cắt", "b/ Cắt")], "a/ Công khai"),
    "letters_not_vietnamese": (
        [("đ) Lấy ý kiến người dùng.", "e) Lấy ý kiến người dùng."),
         ("e) Sửa quy trình", "f) Sửa quy trình")],
        "e) Lấy ý kiến",
    ),
    "heading_not_capitals": ([("III. NHIỆM VỤ", "III. Nhiệm vụ")], "III. Nhiệm vụ"),
    "part_not_roman": (
        [("I. MỤC ĐÍCH", "Phần thứ nhất\n\nMỞ ĐẦU\n\nI. MỤC ĐÍCH")], "Phần thứ nhất",
    ),
    "appendix_not_roman": (
        [("\nPhụ lục\n", "\nPhụ lục 1\n"), ("học viên |\n", "học viên |" + SECOND)], "Phụ lục 1",
    ),
    "appendix_not_mentioned": ([("tại Phụ lục kèm theo", "do từng sở lập")], "Phụ lục"),
    "appendix_note_missing": (
        [("(Kèm theo Kế hoạch số 07/KH-UBND ngày 05 tháng 02 năm 2026 của Ủy ban nhân dân tỉnh An "
          "Hòa)\n", "")],
        "Phụ lục",
    ),
    "appendix_note_differs": (
        [("(Kèm theo Kế hoạch số 07/", "(Kèm theo Kế hoạch số 17/")], "Kế hoạch số 17/KH-UBND",
    ),
    "recipients_missing": (
        [("Nơi nhận:\n- Thường trực Tỉnh ủy;\n- Các sở, ban, ngành;\n- Ủy ban nhân dân các xã, "
          "phường;\n- Lưu: VT, KSTT (05).\n\n", "")],
        "",
    ),
    "recipients_colon": ([("Nơi nhận:", "Nơi nhận")], "Nơi nhận"),
    "recipient_end": (
        [("- Thường trực Tỉnh ủy;", "- Thường trực Tỉnh ủy,")], "Thường trực Tỉnh ủy,",
    ),
    "filed_missing": ([("- Lưu: VT, KSTT (05).\n", "")], "Nơi nhận:"),
    "filed_form": ([("- Lưu: VT, KSTT (05).", "- Lưu VT, KSTT (05).")], "Lưu VT"),
    "signature_missing": (
        [("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Bình\n", "")], "",
    ),
    "authority_form": ([("TM. ỦY BAN", "T/M ỦY BAN")], "T/M ỦY BAN NHÂN DÂN"),
    "authority_whom": ([("TM. ỦY BAN NHÂN DÂN", "TM. CHỦ TỊCH")], "TM. CHỦ TỊCH"),
    "deputy_office_missing": ([("\nPHÓ CHỦ TỊCH\n", "\n")], "KT. CHỦ TỊCH"),
    "office_not_capitals": ([("\nPHÓ CHỦ TỊCH\n", "\nPhó Chủ tịch\n")], "Phó Chủ tịch"),
    "signer_with_degree": ([("Lê Văn Bình", "TS. Lê Văn Bình")], "TS. Lê Văn Bình"),
}  # fmt: skip

PARTY_FAULTS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "national_title_missing": ([("ĐẢNG CỘNG SẢN VIỆT NAM\n", "")], ""),
    "national_title_of_other_side": (
        [("ĐẢNG CỘNG SẢN VIỆT NAM\n", "ĐẢNG CỘNG SẢN VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n")],
        "Độc lập - Tự do - Hạnh phúc",
    ),
    "number_colon": ([("Số 05-KH/TU", "Số: 05-KH/TU")], "Số: 05-KH/TU"),
    "number_sign": ([("Số 05-KH/TU", "Số 05/KH-TU")], "Số 05/KH-TU"),
    "number_zero": ([("Số 05-KH/TU", "Số 5-KH/TU")], "Số 5-KH/TU"),
    "number_type": ([("Số 05-KH/TU", "Số 05-CTr/TU")], "Số 05-CTr/TU"),
    "month_zero_too_many": ([("tháng 3 năm", "tháng 03 năm")], "tháng 03"),
    "label_signs_mixed": ([("III. TỔ CHỨC", "III- TỔ CHỨC")], "III- TỔ CHỨC"),
    "heading_not_capitals": (
        [("III. TỔ CHỨC THỰC HIỆN", "III. Tổ chức thực hiện")], "III. Tổ chức",
    ),
    "filed_missing": ([("- Lưu Văn phòng Tỉnh ủy.\n", "")], "Nơi nhận:"),
    "authority_form": ([("T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ")], "TM. BAN THƯỜNG VỤ"),
    "office_not_capitals": ([("\nPHÓ BÍ THƯ\n", "\nPhó Bí thư\n")], "Phó Bí thư"),
}  # fmt: skip


@pytest.mark.parametrize("base", [STATE, PARTY], ids=["state", "party"])
def test_a_draft_without_a_fault_has_no_finding(base: str) -> None:
    assert codes(checked(base)) == []


def test_the_draft_holds_what_the_faults_are_planted_in() -> None:
    draft = draft_of(open_bytes(STATE.encode(), "x.md"))
    assert [target.due for target in draft.targets] == [2026] * 5
    assert [row.lead for row in draft.deliverables] == [
        "Sở Nội vụ",
        "Sở Khoa học và Công nghệ",
        "Sở Nông nghiệp và Môi trường",
    ]


@pytest.mark.parametrize("code", STATE_FAULTS)
def test_a_fault_in_a_state_draft_is_found(code: str) -> None:
    changes, quote = STATE_FAULTS[code]
    _assert_found(planted(STATE, *changes), code, quote)


@pytest.mark.parametrize("code", PARTY_FAULTS)
def test_a_fault_in_a_party_draft_is_found(code: str) -> None:
    changes, quote = PARTY_FAULTS[code]
    _assert_found(planted(PARTY, *changes), code, quote)


def _assert_found(text: str, code: str, quote: str) -> None:
    findings = [finding for finding in checked(text) if finding.code == code]
    assert findings, codes(checked(text))
    assert quote in findings[0].quote
    read = draft_of(open_bytes(text.encode(), "x.md")).text
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(read)
        for language in ("vi", "en"):
            for sentence in (finding.message(language), finding.remedy(language)):
                assert sentence.strip()
                assert not set("?{}") & set(sentence)
            assert finding.source(language)


PARENT = planted(STATE, ("Số: 07/KH-UBND\n", "Số: 03/KH-UBND\n"), ("số 07/", "số 03/"))


@pytest.mark.parametrize(
    ("code", "change", "told"),
    [
        ("parent_another_value", ("95% hồ sơ", "98% hồ sơ"), ("tối thiểu 95%", "tối thiểu 98%")),
        ("parent_another_value", ("Tối thiểu 95%", "Trên 95%"), ("tối thiểu 95%", "trên 95%")),
        ("parent_another_date", ("ĐẾN NĂM 2026", "ĐẾN NĂM 2027"), ("2026", "2027")),
        ("parent_another_date", ("| Tháng 9/2026 |", "| Tháng 6/2026 |"), ("9/2026", "6/2026")),
        (
            "parent_another_lead",
            ("| Sở Khoa học và Công nghệ |", "| Công an tỉnh |"),
            ("Sở Khoa học và Công nghệ", "Công an tỉnh"),
        ),
    ],
)
def test_what_differs_from_the_parent_is_found(
    code: str, change: tuple[str, str], told: tuple[str, str]
) -> None:
    findings = checked(STATE, parent=planted(PARENT, change))
    messages = [finding.message() for finding in findings if finding.code == code]
    assert messages, codes(findings)
    assert told[0] in messages[0]
    assert told[1] in messages[0]
    assert "03/KH-UBND" in messages[0]


def test_a_parent_that_agrees_gives_no_finding() -> None:
    assert codes(checked(STATE, parent=PARENT)) == []


def test_a_parent_with_nothing_in_common_is_told() -> None:
    assert codes(checked(STATE, parent=PARTY)) == ["parent_nothing_shared"]


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("I. MỤC ĐÍCH\n\n1. Một việc.\n\n2. Việc khác.\n", None, "layout_side_unknown"),
        ("I. MỤC ĐÍCH\n\n1. Một việc.\n\n2. Việc khác.\n", None, "nothing_to_follow"),
        (STATE, date(2015, 1, 1), "layout_of_that_day_unknown"),
        (
            "Nghị quyết số 57-NQ/TW\n\nĐã ký ban hành Nghị quyết số 57-NQ/TW.\n\nI- MỤC TIÊU\n",
            None,
            "letterhead_not_shown",
        ),
    ],
)
def test_what_was_not_checked_is_told(text: str, on: date | None, code: str) -> None:
    assert code in codes(checked(text, on=on))


def test_every_rule_has_a_planted_fault() -> None:
    modules = (
        agreement, closing_rules, content_rules, layout_rules, notes, numbering_rules, page_rules,
    )  # fmt: skip
    rules = {
        rule.rule.code if isinstance(rule, LayoutRule) else rule.code
        for module in modules
        for rule in vars(module).values()
        if isinstance(rule, Rule | LayoutRule)
    }
    told = {
        "parent_another_value", "parent_another_date", "parent_another_lead",
        "parent_nothing_shared", "layout_side_unknown", "nothing_to_follow",
        "layout_of_that_day_unknown", "letterhead_not_shown",
        # in Word files, see test_pages.py
        "paper_not_a4", "margin", "font", "body_size", "page_number_missing",
        "page_number_on_first", "title_in_capitals",
        # the reader's own doubt, see tests of reading
        "rows_split",
    }  # fmt: skip
    assert rules - set(STATE_FAULTS) - set(PARTY_FAULTS) - told == set()
