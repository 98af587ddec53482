"""What the rooms' parts of the programming interface have in common: its words and its limits.

A figure is a text such as "83.57" both ways: a number of JSON is read by most programs as a binary
fraction, which 83.57 is not. Decimals have a point and no separators, whatever the language.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import ConfigDict, Field, StringConstraints

#: Up to 20 digits before the point and 8 after it, as the database keeps them.
DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,8})?$"
LARGEST_KEY = 2**63 - 1

Figure = Annotated[
    str,
    StringConstraints(pattern=DECIMAL),
    Field(description="A decimal as a text, with a point: “83.57”.", examples=["83.57"]),
]
# No control characters but line breaks: what people read in the history.
Words = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Why = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f]$"),
    Field(description="Why, for the history."),
]
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
PeriodText = Annotated[
    str,
    StringConstraints(max_length=21, pattern=r"^[0-9A-Za-z:/-]+$"),
    Field(
        description="2025, 2025-03, 2025-Q1, 2025-S1, 2025-9M, 2025-03-17.", examples=["2025-Q1"]
    ),
]
After = Annotated[int, Field(ge=0, le=LARGEST_KEY, description="`next` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=500, description="How many on a page.")]


class Body(Schema):
    """What is sent: names that are not known are refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    """What is wrong in one place of what was sent."""

    at: str
    item: int | None = None
    detail: str
    detail_en: str


class Change(Schema):
    """What somebody else changed meanwhile."""

    what: str
    name: str
    who: str
    why: str
    at: str


class Problem(Schema):
    """A refusal (RFC 9457): nothing was changed."""

    type: str
    title: str
    status: int
    code: str
    detail: Annotated[str, Field(description="In Vietnamese.")]
    detail_en: str
    faults: list[Fault] | None = None
    version: Annotated[str | None, Field(description="As it stands now.")] = None
    changes: list[Change] | None = None


_COMMON = frozenset({400, 401, 403, 404, 405, 413, 429})
#: The answers of what reads and of what writes, besides the good one.
READING: dict[Any, Any] = {_COMMON | {422}: Problem}
WRITING: dict[Any, Any] = {_COMMON | {409, 415, 422}: Problem}

T = TypeVar("T")


def figure(value: Decimal | None) -> str | None:
    """A decimal as it is written here: exactly, without needless zeros or exponent."""
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def rounded(value: Fraction | None) -> str | None:
    """What was computed, to 8 decimals, the half upwards; what is written so already is exact."""
    if value is None:
        return None
    scaled = (abs(value) * 10**9 + 5) // 10
    sign = "-" if value < 0 and scaled else ""
    return figure(Decimal(f"{sign}{scaled // 10**8}.{scaled % 10**8:08}"))


def page(
    found: QuerySet[Any], after: int, limit: int, shown: Callable[[Any], T]
) -> tuple[list[T], int | None]:
    """One page of rows by their keys, and after which key the next begins (None: there is none)."""
    rows = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    more = rows[limit - 1].pk if len(rows) > limit else None
    return [shown(each) for each in rows[:limit]], more


class TooMuch(Exception):
    """What was asked for is too much for one answer; `most` is what fits."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class StrictParser(Parser):
    """Reads JSON that says it is JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What was sent.

        Raises:
            HttpError: it is no JSON, or says it is something else.
        """
        if request.content_type != "application/json":
            raise HttpError(415, "application/json")
        try:
            return json.loads(request.body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise HttpError(400, "JSON") from None
