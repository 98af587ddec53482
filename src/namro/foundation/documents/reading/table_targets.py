"""Stage: tables of targets → targets. One entry a row and target column.

A table is one of targets when its subject column measures something ("Chỉ tiêu") or has a unit
and dated columns, whatever the order of its columns. Where there is no column of values, the
figures are read from the sentence of the row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from namro.foundation.documents.reading.columns import Role, years
from namro.foundation.documents.reading.dates import Due, baseline, mentions
from namro.foundation.documents.reading.draft import Comparator, TargetDraft, Value
from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.numbers import NUMBER, number
from namro.foundation.documents.reading.outline import Node
from namro.foundation.documents.reading.passages import Grid, GridCell, GridRow, Passage
from namro.foundation.documents.reading.quantities import quantities
from namro.foundation.documents.reading.tables import Head, is_group_label
from namro.foundation.documents.reading.targets import Context, Reader

_CELL = re.compile(
    rf"^(?P<sign>≥|>=|=>|≤|<=|=<|>|<|~)?\s*(?P<low>{NUMBER})\s*(?P<unit>%)?"
    rf"(?:\s*(?:-|–|—|÷|đến)\s*(?P<high>{NUMBER}))?\s*(?P<rest>.*)$"
)
_SIGNS = {
    "≥": Comparator.AT_LEAST,
    ">=": Comparator.AT_LEAST,
    "=>": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    "=<": Comparator.AT_MOST,
    ">": Comparator.MORE_THAN,
    "<": Comparator.LESS_THAN,
    "~": Comparator.REACH,
}
_BLANK = re.compile(r"^[\s\-–—./x…_]*$", re.I)
_DONE = re.compile(
    r"(?:x|có|đạt|xong|(?:cơ bản )?hoàn thành(?: 100%)?|đạt chuẩn|ban hành|đã ban hành)"
)
_RISES = re.compile(
    r"^(?:tăng(?! trưởng| cường)|thu hút thêm|có thêm|mức tăng thêm)(?!\w)"
    r"|(?<!tốc độ )(?<!mức )(?<!\w)tăng(?: thêm)?(?: trung bình| bình quân| hằng năm| hàng năm)*$"
)
_FALLS = re.compile(
    r"^(?:giảm|cắt giảm|tinh giản|rút ngắn)(?!\w)"
    r"|(?<!tốc độ )(?<!mức )(?<!\w)giảm(?: trung bình| bình quân| hằng năm| hàng năm)*$"
)


@dataclass(slots=True)
class TableReader:
    """Reads tables of targets into the same list as the running text."""

    reader: Reader
    issues: list[Issue] = field(default_factory=list)

    def read(self, grid: Grid, head: Head, roles: list[Role], due: Due | None, node: Node) -> None:
        """The targets of one table; `due` is what its title or lead-in says."""
        subject = roles.index(Role.TARGET)
        values = [at for at, one in enumerate(roles) if one is Role.VALUE]
        group_due: list[tuple[int, Due | None]] = []
        over: GridRow | None = None
        for row in grid.rows[head.after :]:
            texts = row.texts()
            if self._is_group(row, roles, subject, values):
                name = " ".join(cell.text for cell in row.filled())
                level = texts[0].count(".") if is_group_label(texts[0]) else 0
                group_due = [one for one in group_due if one[0] < level]
                group_due.append((level, self.reader.due_of(fold(name))))
                continue
            if not texts[subject]:
                continue
            over = self._over(row, over, roles, subject, values)
            inherited = next((one for _, one in reversed(group_due) if one is not None), due)
            if values:
                self._row(row, head, roles, subject, values, inherited, over)
            else:
                self._sentence(row, roles, subject, inherited, node)

    def _is_group(self, row: GridRow, roles: list[Role], subject: int, values: list[int]) -> bool:
        texts = row.texts()
        others = [at for at, one in enumerate(roles) if one in (Role.LEAD, Role.UNIT)]
        if any(texts[at] for at in [*values, *others]):
            return False
        if is_group_label(texts[0]) or len(row.filled()) == 1:
            return values != [] or not quantities(texts[subject])
        return False

    def _over(
        self,
        row: GridRow,
        over: GridRow | None,
        roles: list[Role],
        subject: int,
        values: list[int],
    ) -> GridRow | None:
        """The row without figures that a row is a part of ("Tỷ lệ trường đạt chuẩn:")."""
        texts = row.texts()
        numbered = Role.NO in roles and bool(texts[roles.index(Role.NO)])
        if not any(texts[at] for at in values):
            return row if numbered or texts[subject].endswith(":") else over
        return None if numbered and texts[subject][:1] not in "-+" else over

    def _lead(self, row: GridRow, roles: list[Role]) -> str | None:
        at = roles.index(Role.LEAD) if Role.LEAD in roles else None
        return row.cells[at].text or None if at is not None else None

    def _label(self, row: GridRow, roles: list[Role]) -> str | None:
        at = roles.index(Role.NO) if Role.NO in roles else None
        return (row.cells[at].text.rstrip(".") or None) if at is not None else None

    def _sentence(
        self, row: GridRow, roles: list[Role], subject: int, due: Due | None, node: Node
    ) -> None:
        """A row whose figures stand in its sentence."""
        cell = row.cells[subject]
        first = len(self.reader.targets)
        context = Context("targets", due, False, False)
        self.reader._text(node, cell.text, cell.start, context)  # same stage
        for target in self.reader.targets[first:]:
            target.within = "table"
            target.lead = self._lead(row, roles)
            target.label = self._label(row, roles)

    def _row(
        self,
        row: GridRow,
        head: Head,
        roles: list[Role],
        subject: int,
        values: list[int],
        due: Due | None,
        over: GridRow | None,
    ) -> None:
        unit_at = roles.index(Role.UNIT) if Role.UNIT in roles else None
        unit = row.cells[unit_at].text if unit_at is not None else ""
        name = row.cells[subject]
        for at in values:
            cell = row.cells[at]
            if _BLANK.match(cell.text) and cell.text.strip().lower() != "x":
                continue
            for piece in _pieces(cell):
                target = self._cell(row, name, piece, unit, roles)
                if target is None:
                    self.issues.append(
                        Issue(
                            Remark.NUMBER_UNREAD, piece.start, piece.end, {"text": piece.text[:80]}
                        )
                    )
                    continue
                self._settle(target, row, over, head.texts[at], roles, subject, due)
                self.reader.targets.append(target)

    def _settle(
        self,
        target: TargetDraft,
        row: GridRow,
        over: GridRow | None,
        column: str,
        roles: list[Role],
        subject: int,
        due: Due | None,
    ) -> None:
        """What the row above, the group and the column's head say for a value."""
        if over is not None and over is not row:
            above = over.cells[subject].text.rstrip(" :.;")
            target.subject = f"{above}: {target.subject.lstrip('-+• ')}"
            target.lead = target.lead or self._lead(over, roles)
            target.label = target.label or self._label(over, roles)
        own = self._column_due(column)
        target.due = own if own is not None else (due if target.due is None else target.due)
        if re.search(r"hằng năm|hàng năm|mỗi năm|/năm|bình quân", fold(column)):
            target.each_year = True

    def _column_due(self, text: str) -> Due | None:
        found = self.reader.due_of(fold(text))
        if found is not None:
            return found
        named = years(text)
        return max(named) if named else None

    def _cell(
        self, row: GridRow, name: GridCell, cell: GridCell, unit: str, roles: list[Role]
    ) -> TargetDraft | None:
        folded = fold(cell.text).strip()
        subject = fold(name.text)
        comparator, value, own_unit, explicit = _value(folded)
        if value is None:
            worded = quantities(cell.text)
            if worded:
                first = worded[0]
                comparator, value, own_unit = first.comparator, first.value, first.unit
                explicit = first.explicit
            elif _DONE.fullmatch(folded):
                comparator = Comparator.QUALITATIVE
            else:
                return None
        if comparator in (Comparator.REACH, Comparator.BETWEEN) or not explicit:
            comparator = _from_subject(subject, comparator)
        elif comparator is Comparator.AT_LEAST and _RISES.search(subject):
            comparator = Comparator.INCREASE_AT_LEAST
        compared = baseline(subject)
        printed = _unit(unit, own_unit, subject)
        if comparator is Comparator.RANK_WITHIN:
            printed = own_unit
        dated = mentions(subject)
        within_subject = [one.due for one in dated if self.reader._counts(one)]
        return TargetDraft(
            label=self._label(row, roles),
            within="table",
            subject=name.text.rstrip(" .;"),
            comparator=comparator,
            value=value,
            unit=printed,
            due=within_subject[0] if within_subject else None,
            baseline=compared[2] if compared else None,
            each_year=bool(
                re.search(r"%\s?/\s?năm|/năm|hằng năm|hàng năm|bình quân năm", fold(unit))
            )
            or bool(re.search(r"hằng năm|hàng năm|mỗi năm|bình quân/năm", subject)),
            lead=self._lead(row, roles),
            aspiration=bool(re.search(r"ph[ấầ]n đ[ấầ]u", subject + folded)),
            qualifier=None,
            part_of=None,
            text=name.text,
            start=row.start,
            end=row.end,
            confidence=0.9 if explicit or printed else 0.8,
        )


def _pieces(cell: GridCell) -> list[GridCell]:
    """The values of a cell that holds several ("≤ 3 Đông Nam Á; ≤ 50 thế giới")."""
    if ";" not in cell.text:
        return [cell]
    pieces: list[GridCell] = []
    at = cell.start
    for part in cell.text.split(";"):
        if part.strip():
            pieces.append(GridCell(part.strip(), start=at, end=at + len(part)))
        at += len(part) + 1
    return pieces if all(_value(fold(one.text))[1] is not None for one in pieces) else [cell]


def _value(folded: str) -> tuple[Comparator, Value | None, str | None, bool]:
    """Comparator, value, unit and whether words or signs set the comparator, of a cell."""
    bounds = (
        (Comparator.AT_LEAST, r"^(?:tối thiểu|ít nhất|không thấp hơn|không dưới|từ)\s+"),
        (Comparator.AT_MOST, r"^(?:tối đa|không quá|không vượt quá)\s+"),
        (Comparator.MORE_THAN, r"^(?:trên|vượt|hơn)\s+"),
        (Comparator.LESS_THAN, r"^(?:dưới|thấp hơn)\s+"),
    )
    comparator, explicit = Comparator.REACH, False
    text = folded
    for one, words in bounds:
        found = re.match(words, text)
        if found:
            comparator, explicit, text = one, True, text[found.end() :]
            break
    found = _CELL.match(text)
    if not found:
        return comparator, None, None, explicit
    rest = found["rest"].strip(" .;")
    if len(rest) > 40:
        return comparator, None, None, explicit
    if found["sign"]:
        comparator, explicit = _SIGNS[found["sign"]], True
    value: Value = number(found["low"])
    if found["high"] and number(found["high"]) > number(found["low"]):
        value = (number(found["low"]), number(found["high"]))
        comparator = Comparator.BETWEEN
    if re.search(r"trở lên", rest):
        comparator, explicit = Comparator.AT_LEAST, True
    elif re.search(r"trở xuống", rest):
        comparator, explicit = Comparator.AT_MOST, True
    unit = "%" if found["unit"] or rest.startswith("%") else None
    if unit is None and rest:
        from namro.foundation.documents.reading.units import unit_after

        unit = unit_after(f" {rest}")
    return comparator, value, unit, explicit


def _from_subject(subject: str, comparator: Comparator) -> Comparator:
    if _FALLS.search(subject):
        return Comparator.REDUCE
    if _RISES.search(subject):
        return Comparator.INCREASE
    if comparator is not Comparator.REACH:
        return comparator
    tail = subject[-40:]
    if re.search(r"(?:tối thiểu|ít nhất|không thấp hơn)\s*(?:\(.*\))?$", tail):
        return Comparator.AT_LEAST
    if re.search(r"(?:tối đa|không quá)\s*$", tail):
        return Comparator.AT_MOST
    if re.search(r"trên\s*$", tail):
        return Comparator.MORE_THAN
    return comparator


def _unit(column: str, own: str | None, subject: str) -> str | None:
    printed = re.sub(r"^[Ss]ố (?=\w)", "", " ".join(column.split()))
    folded = fold(printed)
    if folded.startswith(("%", "phần trăm")) or folded in ("tỷ lệ", "tỉ lệ"):
        return "%"
    if re.match(r"chỉ số|điểm số|hệ số", folded):
        return None  # an index has no unit
    if printed and not _BLANK.match(printed):
        return re.sub(
            r"\s*/\s*năm$",
            "",
            printed[0].lower() + printed[1:] if not printed[:2].isupper() else printed,
        )
    if own:
        return own
    if re.match(r"(?:tỷ|tỉ) (?:lệ|trọng)", subject):
        return "%"
    return None


def title_above(grid: Grid, node: Node) -> str:
    """The words that stand over a table: its caption, or the title of the part it is in."""
    caption = ""
    for part in node.parts:
        if part is grid:
            break
        if isinstance(part, Passage):
            markers = read_markers(part.text)
            if not markers or markers[0].style is not Style.BULLET:
                caption = part.text if len(part.text) < 300 else ""
    return f"{node.title} {caption}".strip()
