"""Sort keys and search text for Vietnamese, computed here because the database has no ICU.

The order is that of Vietnamese dictionaries: the 29 letters first (a ă â b c d đ e ê …),
then the tone (level, huyền, hỏi, ngã, sắc, nặng). Runs of digits sort as numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# f j w z are not Vietnamese letters but stand in foreign names; they go to their Latin place.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền hỏi ngã sắc nặng; level comes before all
DIGITS = 12  # a run of digits is padded to this, so that 2 comes before 10

_PLACE = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_TONE = {mark: str(place) for place, mark in enumerate(TONES, start=1)}


@lru_cache(maxsize=1024)  # the letters of a language are few, and each is asked for often
def _letters_and_tone(character: str) -> tuple[str, str]:
    """A character as its letter without tone, and its tone ("0" where it has none)."""
    tone = "0"
    rest: list[str] = []
    for mark in unicodedata.normalize("NFD", character):
        if mark in _TONE:
            tone = _TONE[mark]
        else:
            rest.append(mark)
    return unicodedata.normalize("NFC", "".join(rest)), tone


def sort_key(text: str) -> str:
    """A key whose byte order is Vietnamese dictionary order; equal for "Đảng" and "ĐẢNG"."""
    first: list[str] = []
    tones: list[str] = []
    folded = unicodedata.normalize("NFC", text).casefold()
    for token in re.findall(r"\d+|\w|[\s\W]+", folded):
        if token.isdecimal():
            first.append("0" + str(int(token)).zfill(DIGITS))
        elif len(token) == 1 and (token.isalnum()):
            letter, tone = _letters_and_tone(token)
            first.append("".join(_PLACE.get(part, "~" + part) for part in letter))
            tones.append(tone)
        elif first:
            first.append(" ")  # all punctuation counts as one space: it separates words
    # A tab sorts before the space between words, so "ba", "bà" and "bạ" come before "ba con".
    return "".join(first).rstrip() + "\t" + "".join(tones).rstrip("0")


def search_text(*texts: str) -> str:
    """The texts without marks, in small letters, words separated by one space.

    "Chỉnh đốn Đảng" gives "chinh don dang": a search finds a word typed with or without marks.
    """
    return " ".join(word for text in texts for word in search_words(text))


def search_words(text: str) -> list[str]:
    """The words of `text` without marks and in small letters, in their order."""
    bare = "".join(
        mark
        for mark in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(mark)
    )
    return re.findall(r"[^\W_]+", bare.replace("đ", "d"))


def identity_key(text: str | None) -> str:
    """What two spellings of one number or one issuer share: "01-CTr/TU" = "01 - ctr/tu".

    Marks count ("Thành uỷ" and "Thành ủy" are one, "ban" and "bàn" are not); case, spaces and
    the place of the tone mark do not.
    """
    folded = unicodedata.normalize("NFC", text or "").casefold()
    folded = re.sub(r"[‐‑‒–—]", "-", folded)
    letters: list[str] = []
    tones: list[str] = []
    for character in folded:
        if not (character.isalnum() or character in "/-"):
            continue
        letter, tone = _letters_and_tone(character)
        letters.append(letter)
        # The tone of a syllable may be written on either vowel (hòa, hoà): it is kept apart.
        if tone != "0":
            tones.append(tone)
    return "".join(letters) + ("." + "".join(tones) if tones else "")
