"""One spelling for letters that look alike, for the search for stamps.

A stamp may be typed with full-width letters, letters of another alphabet, combining marks or
invisible characters between: to the eye it is the same stamp.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
#: Every spelling of "ậ" has the letter itself, its dot below or its circumflex.
_HINT: Final = re.compile("[ậẬ\u0302\u0323]")
#: Cyrillic, Greek and small-capital letters → the Latin ones of "TUYỆT", "TỐI" and "MẬT".
_LATIN: Final = str.maketrans(
    "АаМмТтОоІіУуЕеΑΜΤΟΙΥΕοᴀᴍᴛᴏɪᴜʏᴇ",
    "AaMmTtOoIiYyEeAMTOIYEoAMTOIUYE",
)


def may_name_a_level(text: str) -> bool:
    """Can the text hold "mật" at all? Quick, for the many lines that cannot."""
    return _HINT.search(text) is not None


def folded(text: str) -> str:
    """The text in composed form with look-alikes replaced and invisible characters removed."""
    spelled = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", spelled.translate(_LATIN))
