"""Names as documents write them, and the units they mean on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from namro.foundation.organisations.rules.matching import (
    SURE,
    Entry,
    Index,
    Match,
    home_of,
)
from namro.foundation.organisations.rules.naming import kinds_of_group, take_apart

TERM, LATE = dt.date(2021, 3, 17), dt.date(2025, 12, 31)
FEBRUARY, MARCH = dt.date(2025, 2, 28), dt.date(2025, 3, 1)
CITY, COUNCIL = "Thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"
PARTY = "Đảng bộ thành phố Hà Nội"

# Code, name, kind, first day, last day, the units above it.
Row = tuple[str, str, str, dt.date | None, dt.date | None, tuple[str, ...]]


def departments() -> list[Row]:
    ended = (
        *("Lao động - Thương binh và Xã hội", "Kế hoạch và Đầu tư", "Thông tin và Truyền thông"),
        *("Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn", "Giao thông vận tải"),
        "Ngoại vụ",
    )
    changed = ("Nội vụ", "Tài chính", "Khoa học và Công nghệ", "Xây dựng")
    still = (
        *("Công Thương", "Quy hoạch - Kiến trúc", "Y tế", "Giáo dục và Đào tạo"),
        *("Văn hóa và Thể thao", "Du lịch", "Tư pháp"),
    )
    begun = ("Nông nghiệp và Môi trường", "Dân tộc và Tôn giáo")
    return [
        *((f"cũ {each}", f"Sở {each}", "department", None, FEBRUARY, (COUNCIL,)) for each in ended),
        *(
            (f"cũ {each}", f"Sở {each}", "department", None, FEBRUARY, (COUNCIL,))
            for each in changed
        ),
        *((f"mới {each}", f"Sở {each}", "department", MARCH, None, (COUNCIL,)) for each in changed),
        *((each, f"Sở {each}", "department", None, None, (COUNCIL,)) for each in still),
        *((each, f"Sở {each}", "department", MARCH, None, (COUNCIL,)) for each in begun),
    ]


def row(
    code: str,
    name: str,
    kind: str,
    *above: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Row:
    return (code, name, kind, since, until, above)


NEW_YEAR, JULY = dt.date(2025, 1, 1), dt.date(2025, 7, 1)
OLD_YEAR, JUNE, GROUPS_END = dt.date(2024, 12, 31), dt.date(2025, 6, 30), dt.date(2025, 2, 11)
ROWS: list[Row] = [
    row("01", CITY, "province"),
    row("UBND", COUNCIL, "peoples_committee"),
    *departments(),
    row("VP", "Văn phòng UBND Thành phố", "department", COUNCIL),
    row("TTra", "Thanh tra Thành phố", "department", COUNCIL),
    row(
        *("KCN", "Ban Quản lý các khu công nghiệp và chế xuất", "department", COUNCIL),
        until=FEBRUARY,
    ),
    row(
        *("KCNC", "Ban Quản lý Khu công nghệ cao và các khu công nghiệp", "department", COUNCIL),
        since=MARCH,
    ),
    row("DB", PARTY, "party_committee"),
    row("TU", "Thành ủy Hà Nội", "party_committee", PARTY),
    row("DD", "Đảng đoàn HĐND Thành phố", "party_group", PARTY, until=GROUPS_END),
    row("CS", "Ban Cán sự đảng UBND Thành phố", "party_group", PARTY, until=GROUPS_END),
    row("TC", "Ban Tổ chức Thành ủy", "party_board", PARTY),
    row("KT", "Ủy ban Kiểm tra Thành ủy", "party_board", PARTY),
    row("TG", "Ban Tuyên giáo Thành ủy", "party_board", PARTY, until=OLD_YEAR),
    row("DV", "Ban Dân vận Thành ủy", "party_board", PARTY, until=OLD_YEAR),
    row("TGDV", "Ban Tuyên giáo và Dân vận Thành ủy", "party_board", PARTY, since=NEW_YEAR),
    row("NC", "Ban Nội chính Thành ủy", "party_board", PARTY),
    row("VPTU", "Văn phòng Thành ủy", "party_board", PARTY),
    row("MT", "Ủy ban MTTQ Việt Nam TP Hà Nội", "front"),
    row("CCB", "Hội Cựu chiến binh TP Hà Nội", "association"),
    row("ND", "Hội Nông dân TP Hà Nội", "association"),
    row("PN", "Hội LHPN TP Hà Nội", "association"),
    row("LD", "LĐLĐ TP Hà Nội", "association"),
    row("TĐ", "Thành đoàn Hà Nội", "association"),
    row("001", "Quận Ba Đình", "district", CITY, until=JUNE),
    row("017", "Huyện Đông Anh", "district", CITY, until=JUNE),
    row("DB-001", "Đảng bộ quận Ba Đình", "party_committee", PARTY, until=JUNE),
    row("DB-269", "Đảng bộ thị xã Sơn Tây", "party_committee", PARTY, until=JUNE),
    row("00004", "Phường Trúc Bạch", "commune", CITY, "Quận Ba Đình", until=JUNE),
    row("Tân 1", "Xã Tân Hưng", "commune", CITY, "Huyện Sóc Sơn"),
    row("Tân 2", "Xã Tân Hưng", "commune", CITY, "Huyện Đông Anh"),
    row("00004b", "Phường Ba Đình", "commune", CITY, since=JULY),
    row("DB-00004", "Đảng bộ phường Ba Đình", "party_committee", PARTY, since=JULY),
    row("27", "Tỉnh Bắc Ninh", "province"),
    row("BN-NV", "Sở Nội vụ", "department", "Ủy ban nhân dân tỉnh Bắc Ninh"),
    row("BNV", "Bộ Nội vụ", "other"),
    row("BTCTW", "Ban Tổ chức Trung ương", "party_board"),
]
CODES = [code for code, *_rest in ROWS]
INDEX = Index(
    Entry(number, name, kind, first, last, above=above)
    for number, (_code, name, kind, first, last, above) in enumerate(ROWS)
)


def ask(name: str, on: dt.date = TERM, home: str = "Hà Nội") -> Match:
    return INDEX.match(name, on, home)


# Names as programmes, plans and their tables write them; the unit meant; its least score.
WRITTEN = [
    # the leads of Programme 01
    ("Đảng đoàn HĐND Thành phố", TERM, "DD", 1.0),
    ("Đảng Đoàn HĐND Thành phố", TERM, "DD", 1.0),
    ("Ban Cán sự Đảng UBND Thành phố", TERM, "CS", 1.0),
    ("Ban Tổ chức Thành ủy", TERM, "TC", 1.0),
    ("Uỷ ban Kiểm tra Thành ủy", TERM, "KT", 1.0),
    ("Ban Tuyên giáo Thành ủy", TERM, "TG", 1.0),
    ("Ban Dân vận Thành ủy", TERM, "DV", 1.0),
    ("Mặt trận Tổ quốc Thành phố", TERM, "MT", SURE),
    ("Hội Cựu chiến binh Thành phố", TERM, "CCB", SURE),
    ("Hội Nông dân Thành phố", TERM, "ND", SURE),
    ("Hội Liên hiệp phụ nữ Thành phố", TERM, "PN", SURE),
    ("Liên đoàn Lao động Thành phố", TERM, "LD", SURE),
    # abbreviations
    ("UBND TP", TERM, "UBND", SURE),
    ("UBND TP.Hà Nội", TERM, "UBND", SURE),
    ("UBND Thành phố", TERM, "UBND", SURE),
    ("UBND thành phố Hà Nội", TERM, "UBND", 0.99),
    ("Ủy ban nhân dân Thành phố", TERM, "UBND", SURE),
    ("Sở NN&PTNT", TERM, "cũ Nông nghiệp và Phát triển nông thôn", 0.99),
    ("Sở NN và PTNT", TERM, "cũ Nông nghiệp và Phát triển nông thôn", 0.99),
    ("Sở KH&ĐT", TERM, "cũ Kế hoạch và Đầu tư", 0.99),
    ("Sở KH và ĐT", TERM, "cũ Kế hoạch và Đầu tư", 0.99),
    ("Sở KHCN", TERM, "cũ Khoa học và Công nghệ", 0.99),
    ("Sở KH&CN", LATE, "mới Khoa học và Công nghệ", 0.99),
    ("Sở TT&TT", TERM, "cũ Thông tin và Truyền thông", 0.99),
    ("Sở TN&MT", TERM, "cũ Tài nguyên và Môi trường", 0.99),
    ("Sở LĐTBXH", TERM, "cũ Lao động - Thương binh và Xã hội", 0.99),
    ("Sở LĐ-TB&XH", TERM, "cũ Lao động - Thương binh và Xã hội", SURE),
    ("Sở GTVT", TERM, "cũ Giao thông vận tải", 0.99),
    ("Sở GD&ĐT", LATE, "Giáo dục và Đào tạo", 0.99),
    ("Sở QHKT", LATE, "Quy hoạch - Kiến trúc", 0.99),
    ("Sở TP", LATE, "Tư pháp", 0.99),
    ("Sở VH&TT", LATE, "Văn hóa và Thể thao", 0.99),
    ("BTC Thành ủy", TERM, "TC", 0.99),
    ("UBKT Thành ủy", TERM, "KT", 0.99),
    ("MTTQ Thành phố", TERM, "MT", SURE),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Hà Nội", TERM, "MT", SURE),
    ("LĐLĐ Thành phố", TERM, "LD", SURE),
    ("Hội LHPN Thành phố", TERM, "PN", SURE),
    ("Hội Phụ nữ Thành phố", TERM, "PN", SURE),
    ("Hội CCB Thành phố", TERM, "CCB", SURE),
    ("Đoàn TNCS Hồ Chí Minh thành phố Hà Nội", TERM, "TĐ", SURE),
    ("VP UBND TP", TERM, "VP", SURE),
    # with and without the place
    ("Sở Nội vụ", TERM, "cũ Nội vụ", 1.0),
    ("Sở Nội vụ Hà Nội", TERM, "cũ Nội vụ", SURE),
    ("Sở Nội vụ thành phố Hà Nội", LATE, "mới Nội vụ", SURE),
    ("Sở Nội vụ tỉnh Bắc Ninh", LATE, "BN-NV", SURE),
    ("SỞ TÀI CHÍNH", TERM, "cũ Tài chính", 1.0),
    ("Thành ủy", TERM, "TU", SURE),
    ("Thành ủy Hà Nội", TERM, "TU", 1.0),
    ("Thành uỷ Hà Nội", TERM, "TU", 1.0),
    ("Thành đoàn", TERM, "TĐ", SURE),
    ("Thanh tra thành phố Hà Nội", TERM, "TTra", SURE),
    # other ways, the day decides
    ("Ban Tuyên giáo và Dân vận Thành ủy", LATE, "TGDV", 1.0),
    ("Ban Tuyên giáo Dân vận", LATE, "TGDV", SURE),
    ("Ban Quản lý các khu công nghệ cao và khu công nghiệp", LATE, "KCNC", SURE),
    ("Sở Nông nghiệp và Môi trường", LATE, "Nông nghiệp và Môi trường", 1.0),
    ("Quận ủy Ba Đình", TERM, "DB-001", SURE),
    ("Thị ủy Sơn Tây", TERM, "DB-269", SURE),
    ("Đảng ủy phường Ba Đình", LATE, "DB-00004", SURE),
    ("Xã Tân Hưng, huyện Đông Anh", TERM, "Tân 2", SURE),
    ("Ban Tổ chức Trung ương", TERM, "BTCTW", 1.0),
]


@pytest.mark.parametrize(("name", "on", "code", "least"), WRITTEN)
def test_the_unit_meant_is_found_and_sure(name: str, on: dt.date, code: str, least: float) -> None:
    found = ask(name, on)
    assert found.best is not None
    assert (CODES[found.best.unit], found.sure) == (code, True)
    assert found.best.score >= least


# What must be asked, and what is no unit at all: the likeliest code or None, and a reason.
ASKED = [
    # not there on that day
    ("Ban Cán sự đảng UBND Thành phố", LATE, "CS", "ended"),
    ("Sở Nông nghiệp và Môi trường", TERM, "Nông nghiệp và Môi trường", "not_yet"),
    ("Sở Kế hoạch và Đầu tư", MARCH, "cũ Kế hoạch và Đầu tư", "ended"),
    # two of one name
    ("Xã Tân Hưng", TERM, "Tân 1", "exact"),
    # whose it is, is not said
    ("Văn phòng", TERM, "VPTU", "place"),
    ("Thanh tra", TERM, "TTra", "place"),
    # the register has the territory, not its authority
    ("UBND quận Ba Đình", TERM, "001", "territory"),
    ("UBND phường Trúc Bạch, quận Ba Đình", TERM, "00004", "territory"),
    # typed without marks, or wrongly
    ("So Noi vu", TERM, "cũ Nội vụ", "marks"),
    ("Sở Văn hóa Thể thao Du lịch", TERM, "Văn hóa và Thể thao", "words"),
]


@pytest.mark.parametrize(("name", "on", "code", "reason"), ASKED)
def test_a_doubt_is_a_doubt(name: str, on: dt.date, code: str, reason: str) -> None:
    found = ask(name, on)
    assert found.best is not None
    assert CODES[found.best.unit] == code
    assert reason in found.best.reasons
    assert not found.sure


NOBODY = [
    *("Bộ Tài chính", "Ngân hàng Nhà nước khu vực XII", "EVN", "Tỉnh ủy Bắc Ninh", ""),
    *("Hội Nông dân tỉnh Bắc Ninh", "Ban Tổ chức Tỉnh ủy", "---", "Công an Thành phố"),
]


@pytest.mark.parametrize("name", NOBODY)
def test_what_is_not_in_the_register_is_never_sure(name: str) -> None:
    found = ask(name)
    assert not found.sure
    assert found.group is None


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("các sở, ban, ngành", ("department",)),
        ("Các Sở, ban, ngành; UBND các xã, phường", ("department", "commune")),
        ("các quận, huyện, thị xã", ("district",)),
        ("UBND các quận, huyện, thị xã", ("district",)),
        ("UBND các xã, phường", ("commune",)),
        ("UBND cấp xã", ("commune",)),
        ("Các Ban Đảng Thành ủy", ("party_board",)),
        ("các tổ chức chính trị - xã hội Thành phố", ("association", "front")),
        ("Văn phòng HĐND và UBND phường", ("commune",)),
        ("Ủy ban nhân dân các tỉnh, thành phố", ("province",)),
        ("các quận ủy, huyện ủy, thị ủy", ("party_committee",)),
        ("Các bộ, ngành, địa phương", ()),
        ("các cơ quan, đơn vị liên quan", ()),
        ("UBND các cấp", ()),
    ],
)
def test_a_group_is_no_unit(name: str, kinds: tuple[str, ...]) -> None:
    assert tuple(sorted(kinds_of_group(name) or ())) == tuple(sorted(kinds))
    found = ask(name)
    assert found.group is not None
    assert found.candidates == ()


@pytest.mark.parametrize("name", [name for name, *_rest in WRITTEN])
def test_one_organisation_is_no_group(name: str) -> None:
    assert kinds_of_group(name) is None


def test_a_group_is_that_of_the_place_and_the_day() -> None:
    def codes(on: dt.date, home: str) -> list[str]:
        group = ask("các quận, huyện, thị xã", on, home).group
        assert group is not None
        return [CODES[unit] for unit in group.units]

    assert codes(TERM, "Hà Nội") == ["001", "017"]
    assert codes(LATE, "Hà Nội") == []
    assert codes(TERM, "Bắc Ninh") == []


def test_a_name_without_a_place_is_one_of_the_documents_own() -> None:
    def best(home: str) -> str | None:
        found = ask("Sở Nội vụ", LATE, home)
        return CODES[found.best.unit] if found.best and found.sure else None

    assert (best("Hà Nội"), best("Bắc Ninh")) == ("mới Nội vụ", "BN-NV")
    # Nobody says whose: there are two.
    assert best("") is None
    # A department of nobody's in a document of the centre.
    assert best("Trung ương") is None


@pytest.mark.parametrize(
    ("issuer", "place", "home"),
    [
        ("Thành ủy Hà Nội", "", "Hà Nội"),
        ("Ủy ban nhân dân tỉnh Bắc Ninh", "Bắc Ninh", "Bắc Ninh"),
        ("Thủ tướng Chính phủ", "Hà Nội", "Trung ương"),
        ("Văn phòng Chính phủ", "Hà Nội", "Trung ương"),
        ("Bộ Nội vụ", "Hà Nội", "Trung ương"),
        ("Bộ Chính trị", "", "Trung ương"),
        ("", "Hà Nội", "Hà Nội"),
        ("", "", ""),
    ],
)
def test_where_a_document_is_of(issuer: str, place: str, home: str) -> None:
    assert home_of(issuer, place) == home


def test_former_and_later_names_are_found_and_asked() -> None:
    change = dt.date(2023, 1, 1)
    index = Index(
        [
            Entry(1, "Sở Cũ", "department", name_last=change - dt.timedelta(1)),
            Entry(1, "Sở Mới", "department", name_first=change),
        ]
    )
    after, before = index.match("Sở Cũ", LATE), index.match("Sở Mới", TERM)
    assert after.best is not None
    assert (after.best.reasons, after.sure) == (("exact", "former"), False)
    assert before.best is not None
    assert before.best.reasons == ("exact", "later")


def test_suggestions_need_no_marks_and_no_whole_words() -> None:
    assert [CODES[each.unit] for each in INDEX.suggest("tuyen giao", TERM)] == ["TG", "TGDV"]
    assert CODES[INDEX.suggest("so nong ngh", TERM)[0].unit].startswith("cũ Nông nghiệp")
    assert CODES[INDEX.suggest("ubnd thanh pho ha noi", TERM)[0].unit] == "UBND"
    assert INDEX.suggest("  ", TERM) == []


def test_reasons_are_said_in_both_languages() -> None:
    best = ask("Sở Kế hoạch và Đầu tư", MARCH).best
    assert best is not None
    assert best.words("vi") == "đúng tên, đã kết thúc trước ngày ấy"
    assert best.words("en") == "the very name, it ended before that day"


NAMES = st.sampled_from([name for _code, name, *_rest in ROWS])
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
ANY = st.one_of(NAMES, st.text(max_size=40), st.sampled_from([each[0] for each in WRITTEN + ASKED]))
LIVES = st.lists(
    st.tuples(NAMES | st.text(min_size=1, max_size=20), st.none() | DAYS, st.none() | DAYS),
    min_size=1,
    max_size=8,
)


def there(entry: Entry, on: dt.date) -> bool:
    return (entry.first is None or entry.first <= on) and (entry.last is None or entry.last >= on)


@given(lives=LIVES, on=DAYS, which=st.integers(0, 7))
def test_a_units_own_name_gives_it_with_score_one(
    lives: list[tuple[str, dt.date | None, dt.date | None]], on: dt.date, which: int
) -> None:
    entries = [Entry(n, name, "other", first, last) for n, (name, first, last) in enumerate(lives)]
    one = entries[which % len(entries)]
    assume(there(one, on) and take_apart(one.name).plain)
    found = Index(entries).match(one.name, on)
    assert 1.0 in [each.score for each in found.candidates if each.unit == one.unit]


@given(name=ANY, on=DAYS, home=st.sampled_from(["", "Hà Nội", "Bắc Ninh", "Trung ương"]))
def test_a_unit_that_is_not_there_is_always_marked(name: str, on: dt.date, home: str) -> None:
    found = INDEX.match(name, on, home)
    for each in found.candidates:
        _code, _name, _kind, first, last, _above = ROWS[each.unit]
        entry = Entry(each.unit, "", "", first, last)
        assert (each.standing == "there") == there(entry, on)
        assert 0 <= each.score <= 1
        if each.standing != "there":
            assert each.standing in each.reasons
    scores = [each.score for each in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len({each.unit for each in found.candidates}) == len(scores)
    if found.group is not None:
        assert all(there(Entry(0, "", "", *ROWS[unit][3:5]), on) for unit in found.group.units)


@given(name=ANY, on=DAYS, order=st.permutations(range(len(ROWS))))
def test_the_order_of_the_register_decides_nothing(
    name: str, on: dt.date, order: list[int]
) -> None:
    shuffled = Index(
        Entry(number, ROWS[number][1], ROWS[number][2], *ROWS[number][3:5], above=ROWS[number][5])
        for number in order
    )
    assert shuffled.match(name, on, "Hà Nội") == INDEX.match(name, on, "Hà Nội")
