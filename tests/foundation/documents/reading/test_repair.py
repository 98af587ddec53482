# ruff: noqa: E501  # the lines of a document are as long as they are
"""What pages broke is joined, what pages added is dropped, tables become whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from namro.foundation.documents.reading import read_bytes
from tests.foundation.documents.reading.documents import PLAN, read


def _text(body: str) -> str:
    return str(read(body)["text"])


def test_a_sentence_broken_by_a_page_is_joined() -> None:
    text = _text(
        "I. MỤC TIÊU\n\nNâng cao chất lượng phục vụ của các cơ quan nhà\n\nnước ở cấp xã.\n"
    )
    assert "các cơ quan nhà nước ở cấp xã." in text


def test_page_numbers_and_repeated_heads_go() -> None:
    body = "I. NHIỆM VỤ\n\n" + "\n\n".join(
        f"Mở đầu câu thứ {page} còn dở ở cuối trang nên phải\n\n{page}\n\nKế hoạch du lịch An Hòa\n\nnối với phần sau của nó."
        for page in range(2, 7)
    )
    text = _text(body)
    assert "Kế hoạch du lịch An Hòa" not in text
    assert text.count("nên phải nối với phần sau của nó.") == 5


def test_a_title_is_not_joined_to_the_kind_above_it() -> None:
    head = read(
        "CHƯƠNG TRÌNH\n\nnâng cao chất lượng sinh hoạt chi bộ\n\nI. MỤC TIÊU\n\n- Một dòng.\n"
    )
    assert head["document"]["kind"] == "Chương trình"
    assert head["document"]["title"] == "nâng cao chất lượng sinh hoạt chi bộ"


def test_hard_wrapped_lines_become_paragraphs() -> None:
    lines = [
        "I. NHIỆM VỤ",
        "1. Công tác tuyên truyền",
        "Các cơ quan báo chí mở chuyên mục về chuyển đổi số, giới thiệu cách làm hay của Ban",
        "Chỉ đạo và của các xã, phường; mỗi tháng có ít nhất hai tin, bài về nội dung này để",
        "người dân biết và tham gia.",
        "2. Công tác kiểm tra",
        "Đoàn kiểm tra làm việc tại từng xã, lập biên bản, nêu rõ việc làm được và việc chưa",
        "làm được, hẹn ngày khắc phục.",
        "3. Công tác báo cáo",
        "Các đơn vị gửi báo cáo tháng trước ngày 25 về cơ quan thường trực; cơ quan thường",
        "trực tổng hợp, trình Ban Chỉ đạo tại phiên họp gần nhất và gửi các đơn vị để biết.",
        "4. Công tác khen thưởng",
        "Cuối năm, căn cứ kết quả của từng đơn vị, Hội đồng thi đua đề nghị biểu dương những",
        "tập thể làm tốt.",
    ]
    text = _text("\n".join(lines))
    assert "cách làm hay của Ban Chỉ đạo và của các xã" in text
    assert "để người dân biết và tham gia.\n2. Công tác kiểm tra\n" in text


TASKS = "TT\tNội dung\tCơ quan chủ trì\tThời hạn"


def test_rows_that_run_together_are_split_and_reported() -> None:
    draft = read(
        f"PHỤ LỤC I NHIỆM VỤ\n\n{TASKS}\n"
        "1.\tViệc một\tSở A\t2026\t\t2.\tViệc hai\tSở B\t2027\n3.\tViệc ba\tSở C\t2028\n"
    )
    assert [(one["no"], one["lead"]) for one in draft["deliverables"]] == [
        ("1", "Sở A"),
        ("2", "Sở B"),
        ("3", "Sở C"),
    ]
    assert [one["code"] for one in draft["issues"] if one["code"] == "rows_split"] == ["rows_split"]


def test_a_heading_between_rows_that_run_together_names_the_rows_below() -> None:
    draft = read(
        f"PHỤ LỤC I NHIỆM VỤ\n\n{TASKS}\n"
        "1.\tViệc một\tSở A\t2026\t2. Các nhiệm vụ quá hạn\t1.\tViệc hai\tSở B\t2027\n"
    )
    assert [(one["title"], one["group"]) for one in draft["deliverables"]] == [
        ("Việc một", None),
        ("Việc hai", "2. Các nhiệm vụ quá hạn"),
    ]


def test_progress_beside_a_due_date_is_no_date() -> None:
    head = "TT\tNội dung\tCơ quan chủ trì\tThời hạn\tKết quả thực hiện\tTiến độ"
    draft = read(
        f"PHỤ LỤC I NHIỆM VỤ\n\n{head}\n"
        "1\tViệc một\tSở A\t31/10/2025\tSở A đã báo cáo.\tĐã hoàn thành\n"
        "2\tViệc hai\tSở B\t30/11/2025\t\tQuá hạn\n"
    )
    (one, _) = draft["deliverables"]
    assert (one["due"], one["product"]) == ("31/10/2025", None)


def test_a_row_that_continues_on_the_next_page_is_one_row() -> None:
    draft = read(
        f"PHỤ LỤC\n\n{TASKS}\n1\tXây dựng Đề án giai đoạn\tSở A\t2026\n\n{TASKS}\n"
        "\t2026-2030 của tỉnh.\t\t\n2\tViệc hai\tSở B\t2027\n"
    )
    assert [one["title"] for one in draft["deliverables"]] == [
        "Xây dựng Đề án giai đoạn 2026-2030 của tỉnh.",
        "Việc hai",
    ]


def test_tables_of_pipes() -> None:
    draft = read(
        "## PHỤ LỤC\n\n| STT | Nhiệm vụ | Chủ trì | Phối hợp |\n|---|:---|---|---|\n"
        "| 1 | **Việc một** | Sở A | Sở B, Sở C |\n| 2 | Việc hai | Sở D | |\n"
    )
    assert [(one["title"], one["lead"], one["co_ordinating"]) for one in draft["deliverables"]] == [
        ("Việc một", "Sở A", ["Sở B", "Sở C"]),
        ("Việc hai", "Sở D", []),
    ]


def test_tables_in_columns_of_spaces() -> None:
    draft = read(
        "PHỤ LỤC\n\n"
        "STT   Nhiệm vụ                       Cơ quan chủ trì        Thời hạn\n"
        "1     Xây dựng đề án phát triển      Sở Nội vụ              Quý I/2026\n"
        "      nguồn nhân lực của tỉnh\n"
        "2     Rà soát quy hoạch              Sở Xây dựng            2027\n"
    )
    assert [(one["title"], one["lead"], one["due"]) for one in draft["deliverables"]] == [
        ("Xây dựng đề án phát triển nguồn nhân lực của tỉnh", "Sở Nội vụ", "Quý I/2026"),
        ("Rà soát quy hoạch", "Sở Xây dựng", "2027"),
    ]


def test_letters_in_a_wrong_font_code_are_mended_and_reported() -> None:
    draft = read("I. NHIỆM VỤ\n\nBồi dưỡng đội ngǜ cán bộ, định kǶ hằng năm.\n")
    assert "đội ngũ" in draft["text"]
    assert "định kỳ" in draft["text"]
    assert draft["issues"][0]["code"] == "letters_mended"


def test_decomposed_letters_read_the_same() -> None:
    import unicodedata

    plain = read_bytes(PLAN.encode(), "a.txt").as_dict()
    decomposed = read_bytes(unicodedata.normalize("NFD", PLAN).encode(), "a.txt").as_dict()
    assert decomposed == plain


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=120),
            st.sampled_from(PLAN.split("\n")),
            st.sampled_from(
                ["I.", "1.", "a)", "Phần thứ nhất", "PHỤ LỤC", TASKS, "1\tx\ty\tz", "| a | b |"]
            ),
        ),
        max_size=40,
    )
)
def test_lines_in_any_order_are_read_and_places_hold(lines: list[str]) -> None:
    from namro.foundation.documents.reading.blocks import Opened
    from namro.foundation.documents.reading.pipeline import draft_of

    draft = draft_of(Opened("txt", (), "\n".join(lines), "0" * 64))
    size = len(draft.text)
    spans = [(one.start, one.end) for one in draft.outline]
    spans += [(one.start, one.end) for one in draft.targets]
    spans += [(one.start, one.end) for one in draft.deliverables]
    spans += [(one.start, one.end) for one in draft.roadmap]
    spans += [(one.start, one.end) for one in draft.issues]
    assert all(0 <= start <= end <= size for start, end in spans)
    for item in [*draft.objectives, *draft.requirements]:
        assert draft.text[item.start : item.end] == item.text
    identities = [node.id for node in draft.outline]
    assert len(identities) == len(set(identities))
    for node in draft.outline:
        assert node.parent is None or node.parent in identities


def test_a_letterhead_without_empty_lines_is_not_joined() -> None:
    body = "\n".join(
        [
            "THÀNH ỦY AN HÒA",
            "Số 05-CTr/TU",
            "An Hòa, ngày 17 tháng 3 năm 2026",
            "CHƯƠNG TRÌNH",
            "nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2026 - 2030",
            "I. MỤC TIÊU",
            "Mỗi chi bộ sinh hoạt đúng kỳ, đúng nội dung, bàn việc thiết thực của đơn vị mình.",
            "II. NHIỆM VỤ",
            "1. Đổi mới nội dung",
            "Chi ủy chuẩn bị trước, gửi tài liệu sớm để đảng viên nghiên cứu và góp ý kiến.",
            "2. Tăng cường kiểm tra",
            "Cấp ủy cấp trên dự sinh hoạt, nhận xét và chỉ việc cần sửa ngay sau buổi họp.",
            "III. TỔ CHỨC THỰC HIỆN",
            "Ban Tổ chức Thành ủy theo dõi, đôn đốc và báo cáo Ban Thường vụ Thành ủy.",
        ]
    )
    head = read(body)["document"]
    assert (head["kind"], head["number"], head["issued_on"]) == (
        "Chương trình",
        "05-CTr/TU",
        "2026-03-17",
    )
    assert head["title"] == "nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2026 - 2030"
    assert head["issuer"] == "Thành ủy An Hòa"
