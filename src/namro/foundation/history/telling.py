"""What sealing and verifying did, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from namro.foundation.history.actions import Sealing
from namro.foundation.history.rules.comparing import Finding, Kind
from namro.foundation.history.verifying import Verification

_ENTRY = {
    Kind.ALTERED: ("bị sửa (nội dung hoặc ngữ cảnh ai, vì sao)", "altered (or its who and why)"),
    Kind.REMOVED: ("bị xóa", "removed"),
    Kind.CUT_OFF: ("bị cắt bỏ ở cuối", "cut off at the end"),
    Kind.INSERTED: ("bị chèn thêm", "inserted"),
}
_SEAL = {
    Kind.SEAL_ALTERED: ("bị sửa", "altered"),
    Kind.SEAL_REPLACED: (
        "bị thay, không khớp với niêm phong kế bên",
        "replaced: does not fit the seal beside it",
    ),
    Kind.SEAL_MISSING: ("bị xóa", "missing"),
    Kind.CHAIN_CUT_OFF: (
        "bị cắt bỏ ở cuối chuỗi: mã niêm phong giữ bên ngoài có ghi mà chuỗi không còn",
        "cut off at the end of the chain: a digest kept outside knows of them",
    ),
    Kind.RECOMPUTED: (
        "đã bị tính lại: khác với mã niêm phong giữ bên ngoài",
        "recomputed: not those that a digest kept outside knows",
    ),
}


def of_sealing(done: Sealing, tongue: str) -> list[str]:
    """What a sealing did, in language ``tongue``."""
    english = tongue == "en"
    if done.entries:
        said = [
            f"Sealed {done.entries} entries."
            if english
            else f"Đã niêm phong {done.entries} bản ghi lịch sử."
        ]
    else:
        said = ["Nothing new to seal." if english else "Không có bản ghi mới cần niêm phong."]
    if done.waiting:
        names = ", ".join(done.waiting)
        said.append(
            f"Left for the next time, for they are being written to: {names}."
            if english
            else f"Để lần sau, vì đang có người ghi: {names}."
        )
    return said


def of_verification(found: Verification, digests: int, tongue: str) -> list[str]:
    """What verifying found, in language ``tongue``; findings first."""
    english = tongue == "en"
    said = [of_finding(finding, keys, english) for finding, keys in _together(found.findings)]
    count = found.compared
    if found.intact:
        said.append(
            f"Intact: {count} sealed entries compared, {found.seals} seals."
            if english
            else f"Nguyên vẹn: đã đối chiếu {count} bản ghi trong {found.seals} niêm phong."
        )
    else:
        said.append(
            f"NOT intact: {len(found.findings)} findings ({count} sealed entries compared, "
            f"{found.seals} seals)."
            if english
            else f"KHÔNG nguyên vẹn: {len(found.findings)} phát hiện (đã đối chiếu {count} bản ghi "
            f"trong {found.seals} niêm phong)."
        )
    if found.unguarded:
        names = ", ".join(found.unguarded)
        said.append(
            f"NOT guarded: triggers are missing or switched off, so that changes may leave no "
            f"entry ({names}). Run “namro manage migrate”, then look who did it."
            if english
            else "KHÔNG được bảo vệ: trigger bị thiếu hoặc bị tắt, thay đổi có thể không được ghi "
            f"({names}). Hãy chạy “namro manage migrate”, rồi xem ai đã làm."
        )
    if found.unproven:
        said.append(
            f"Neither proven nor accused, for no sound seal covers them: {_of(found.unproven)}."
            if english
            else f"Không chứng minh được, vì không có niêm phong còn nguyên: {_of(found.unproven)}."
        )
    if found.unsealed:
        said.append(
            f"Not yet sealed: {_of(found.unsealed)}."
            if english
            else f"Chưa niêm phong: {_of(found.unsealed)}."
        )
    if digests:
        said.append(
            f"Compared with {digests} digests kept outside."
            if english
            else f"Đã đối chiếu với {digests} mã niêm phong giữ bên ngoài."
        )
    else:
        said.append(
            "No digest from outside was given: a chain cut off or recomputed as a whole would not "
            "be noticed (--digest FILE)."
            if english
            else "Chưa đối chiếu với mã niêm phong giữ bên ngoài: không phát hiện được chuỗi bị "
            "cắt đuôi hay tính lại toàn bộ (--digest FILE)."
        )
    return said


def of_finding(finding: Finding, keys: tuple[int, int] | None, english: bool) -> str:
    """One sentence for a finding, or for those of entries ``keys`` (first, last)."""
    if keys is not None:
        which = str(keys[0]) if keys[0] == keys[1] else f"{keys[0]}–{keys[1]}"
        vi, en = _ENTRY[finding.kind]
        at = f" (seal {finding.seals[0]})" if finding.seals else ""
        vi_at = f" (niêm phong số {finding.seals[0]})" if finding.seals else ""
        return (
            f"{finding.table} {which}: {en}{at}."
            if english
            else f"{finding.table}, bản ghi {which}: {vi}{vi_at}."
        )
    first, last = finding.seals or (0, 0)
    seals = str(first) if first == last else f"{first}–{last}"
    if finding.kind is Kind.NOT_COMPARABLE:
        if not finding.detail:
            return (
                f"{finding.table}: the table is gone; {finding.count} sealed entries with it."
                if english
                else f"{finding.table}: bảng không còn; mất theo {finding.count} bản ghi đã niêm "
                "phong."
            )
        return (
            f"{finding.table}: columns sealed are gone or of another type ({finding.detail}); "
            f"{finding.count} entries cannot be compared (seals {seals})."
            if english
            else f"{finding.table}: cột đã niêm phong không còn hoặc đổi kiểu ({finding.detail}); "
            f"không đối chiếu được {finding.count} bản ghi (niêm phong số {seals})."
        )
    vi, en = _SEAL[finding.kind]
    known = finding.kind is not Kind.SEAL_MISSING
    table = f" ({finding.table})" if finding.table else ""
    vi_count = f"; gồm {finding.count} bản ghi" if known else ""
    en_count = f"; {finding.count} entries" if known else ""
    return (
        f"Seal {seals}{table}: {en}{en_count}."
        if english
        else f"Niêm phong số {seals}{table}: {vi}{vi_count}."
    )


def _together(findings: Iterable[Finding]) -> list[tuple[Finding, tuple[int, int] | None]]:
    """Findings of the same kind about entries with consecutive numbers as one."""
    told: list[tuple[Finding, tuple[int, int] | None]] = []
    for _like, group in groupby(findings, key=lambda each: (each.kind, each.table, each.seals)):
        for each in group:
            if each.key is None:
                told.append((each, None))
                continue
            before, keys = told[-1] if told else (None, None)
            if (
                before is not None
                and keys is not None
                and (before.kind, before.table, before.seals) == (each.kind, each.table, each.seals)
                and keys[1] + 1 == each.key
            ):
                told[-1] = (before, (keys[0], each.key))
            else:
                told.append((each, (each.key, each.key)))
    return told


def _of(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{table} {count}" for table, count in sorted(counts.items()))
