"""Reads formulas over indicators: `[ho-so-dung-han] / [ho-so-da-giai-quyet] * 100`.

A small language of its own: nothing in it can name, call or change anything but figures. What is
wrong is said with the character it stands at and what to write instead.
"""

from __future__ import annotations

import re
import unicodedata

from namro.programme.indicators.rules.formula_nodes import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_NODES,
    Call,
    Formula,
    FormulaError,
    InUnit,
    Negative,
    Node,
    Number,
    Operation,
    Reference,
    Relation,
    When,
)
from namro.programme.indicators.rules.formula_tokens import (
    ARGUMENTS,
    FUNCTIONS,
    SHOWN,
    Token,
    plain,
    read_number,
    tokens_of,
    unknown,
)

_COMPARISONS = {"≤": "<=", "≥": ">="}
_KEY = re.compile(r"[\w-]+")


def parse(text: str) -> Formula:
    """Read a formula.

    Raises:
        FormulaError: it cannot be read; with the character and what to do.
    """
    reader = _Reader(text)
    node = reader.expression()
    reader.end()
    formula = Formula(reader.text.strip(), node)
    if not formula.references:
        raise FormulaError(
            "công thức không dùng chỉ tiêu nào; hãy ghi mã chỉ tiêu trong ngoặc vuông, ví dụ "
            "[ho-so-dung-han].",
            "the formula uses no indicator; write the key of one in square brackets, such as "
            "[ho-so-dung-han].",
            1,
        )
    return formula


def parse_relation(text: str) -> Relation:
    """Read two formulas with =, <=, >=, < or > between them.

    Raises:
        FormulaError: it cannot be read; with the character and what to do.
    """
    reader = _Reader(text)
    left = reader.expression()
    token = reader.take("compare")
    if token is None:
        raise FormulaError(
            "cần một dấu so sánh (=, <=, >=, <, >) giữa hai vế.",
            "a sign of comparison (=, <=, >=, <, >) is needed between the two sides.",
            reader.place,
        )
    right_at = reader.place
    right = reader.expression()
    reader.end()
    sides = reader.text[: token.at - 1].strip(), reader.text[right_at - 1 :].strip()
    relation = Relation(
        reader.text.strip(),
        Formula(sides[0], left),
        _COMPARISONS.get(token.text, token.text),
        Formula(sides[1], right),
    )
    if not relation.keys:
        raise FormulaError(
            "không vế nào dùng một chỉ tiêu; hãy ghi mã chỉ tiêu trong ngoặc vuông.",
            "neither side uses an indicator; write the key of one in square brackets.",
            1,
        )
    return relation


class _Reader:
    """One formula, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        if len(self.text) > MOST_CHARACTERS:
            raise FormulaError(
                f"công thức dài {len(self.text)} ký tự, tối đa là {MOST_CHARACTERS}; hãy tách "
                "thành nhiều chỉ tiêu.",
                f"the formula has {len(self.text)} characters, at most {MOST_CHARACTERS} are read; "
                "part it into several indicators.",
                MOST_CHARACTERS + 1,
            )
        self._tokens = tokens_of(self.text)
        self._next = 0
        self._nodes = 0
        self._depth = 0

    @property
    def place(self) -> int:
        """Where the next token stands."""
        here = self._here
        return here.at if here else len(self.text.rstrip()) + 1

    @property
    def _here(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self, kind: str, texts: str = "") -> Token | None:
        """The next token where it is of that kind (and one of those texts)."""
        here = self._here
        if here is None or here.kind != kind or (texts and here.text not in texts):
            return None
        self._next += 1
        return here

    def end(self) -> None:
        """Refuse what is left over."""
        here = self._here
        if here is None:
            return
        if here.kind == "close":
            raise FormulaError("thừa dấu “)”.", "there is a “)” too many.", here.at)
        raise FormulaError(
            f"không hiểu “{here.text}” ở đây; giữa hai số phải có một phép tính (+ − × ÷).",
            f"“{here.text}” is not understood here; between two figures stands one of + − × ÷.",
            here.at,
        )

    def expression(self) -> Node:
        """Terms between + and -."""
        left = self._term()
        while sign := self.take("sign", "+-"):
            left = self._kept(Operation(sign.text, left, self._term(), sign.at))
        return left

    def _term(self) -> Node:
        left = self._factor()
        while sign := self.take("sign", "*/"):
            left = self._kept(Operation(sign.text, left, self._factor(), sign.at))
        return left

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise FormulaError(
                f"công thức lồng nhau quá {MOST_DEPTH} bậc; hãy tách thành nhiều chỉ tiêu.",
                f"the formula is nested more than {MOST_DEPTH} deep; part it into several "
                "indicators.",
                self.place,
            )
        sign = self.take("sign", "-+")
        if sign is None:
            found = self._single()
        else:
            inner = self._factor()
            found = self._kept(Negative(inner, sign.at)) if sign.text == "-" else inner
        self._depth -= 1
        return found

    def _single(self) -> Node:
        if number := self.take("number"):
            return self._kept(Number(read_number(number.text, number.at), number.at))
        if name := self.take("name"):
            return self._reference(name, When.NOW)
        if word := self.take("word"):
            return self._call(word)
        if opened := self.take("open"):
            inner = self.expression()
            self._close(opened)
            return inner
        here = self._here
        if here is None:
            raise FormulaError(
                "công thức dừng giữa chừng; còn thiếu một số, một [chỉ tiêu] hoặc một hàm.",
                "the formula stops half-way; a number, an [indicator] or a function is missing.",
                self.place,
            )
        raise FormulaError(
            f"không hiểu “{here.text}” ở đây; cần một số, một [chỉ tiêu], một hàm hoặc dấu “(”.",
            f"“{here.text}” is not understood here; a number, an [indicator], a function or “(” "
            "is needed.",
            here.at,
        )

    def _reference(self, name: Token, when: When) -> Node:
        key = name.text[1:-1].strip()
        if not _KEY.fullmatch(key):
            raise FormulaError(
                f"“{key}” không phải mã chỉ tiêu; mã chỉ có chữ, số, dấu gạch nối và gạch dưới.",
                f"“{key}” is no key of an indicator; keys have letters, digits, hyphens and "
                "underscores.",
                name.at,
            )
        return self._kept(Reference(key, when, name.at))

    def _call(self, word: Token) -> Node:
        name = FUNCTIONS.get(plain(word.text))
        opened = self.take("open")
        if name is None or opened is None:
            raise unknown(word, name, opened is not None)
        if name in ("previous", "same_last_year"):
            inner = self.take("name")
            here = self._here
            if inner is None or (here is not None and here.kind != "close"):
                raise FormulaError(
                    f"trong “{word.text}(…)” chỉ ghi một chỉ tiêu, ví dụ {SHOWN[name]}.",
                    f"“{word.text}(…)” takes one indicator, as in {SHOWN[name]}.",
                    self.place,
                )
            self._close(opened)
            return self._reference(inner, When(name))
        arguments, unit = [self.expression()], None
        while self.take("separator"):
            unit = self.take("text") if name == "in_unit" else None
            if unit is not None:
                break
            arguments.append(self.expression())
        self._close(opened)
        least, most = ARGUMENTS[name]
        if not least <= len(arguments) + (unit is not None) <= most or (
            name == "in_unit" and unit is None
        ):
            raise FormulaError(
                f"“{word.text}” cần được viết như {SHOWN[name]}; các phần cách nhau bằng “;”.",
                f"“{word.text}” is written as {SHOWN[name]}; its parts are parted by “;”.",
                word.at,
            )
        if unit is not None:
            return self._kept(InUnit(arguments[0], unit.text[1:-1].strip(), word.at))
        return self._kept(Call(name, tuple(arguments), word.at))

    def _close(self, opened: Token) -> None:
        if self.take("close") is None:
            raise FormulaError(
                f"thiếu dấu “)” cho dấu “(” ở ký tự thứ {opened.at}.",
                f"the “(” at character {opened.at} is not closed by “)”.",
                self.place,
            )

    def _kept(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise FormulaError(
                f"công thức có quá {MOST_NODES} phần; hãy tách thành nhiều chỉ tiêu.",
                f"the formula has more than {MOST_NODES} parts; part it into several indicators.",
                node.at,
            )
        return node
