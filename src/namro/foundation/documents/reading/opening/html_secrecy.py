"""Secrecy stamps in what an HTML page holds beside its running text.

Titles, drawings, buttons, what stands in for scripts and pictures, and the values of form fields
are not read as text; a page that has a stamp there is a stamped page all the same. Only capitals
count: a portal's search form may offer "Mật" among its choices.
"""

from __future__ import annotations

import html
import re
from typing import Final

from namro.foundation.documents.reading.opening.secrecy import Stamp, stamp

#: Lengths are bounded, so that a page of a million open tags costs no more than its size.
_BESIDE: Final = re.compile(
    r"<(title|text|tspan|button|noscript|textarea|desc)\b[^<>]{0,300}>"
    r"(.{1,400}?)</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""[\s"'](?:alt|title|value|aria-label)\s{0,3}=\s{0,3}"""
    r"""(?:"([^"<>]{1,200})"|'([^'<>]{1,200})'|([^\s"'<>]{1,200}))""",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]{0,300}>")


def marked_secret(page: str) -> bool:
    """Does one of the page's titles, buttons, drawings or descriptions consist of a stamp?"""
    if any(_is_stamp(found[2]) for found in _BESIDE.finditer(page)):
        return True
    return any(_is_stamp(found[found.lastindex or 0]) for found in _ATTRIBUTE.finditer(page))


def _is_stamp(source: str) -> bool:
    return stamp(" ".join(html.unescape(_TAG.sub("", source)).split())) >= Stamp.CAPITAL
