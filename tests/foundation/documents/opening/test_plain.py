"""Plain text and Markdown: encodings and line ends."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading.opening import Refused, open_bytes
from namro.foundation.documents.reading.opening.legacy import (
    TCVN3,
    legacy_encoding,
    vni_spelling,
)

TEXT = "ỦY BAN NHÂN DÂN TỈNH\nKế hoạch thực hiện các nhiệm vụ của năm 2025\n- Đạt tối thiểu 95%.\n"
OFFICIAL = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc; ủy ban nhân dân thành phố "
    "thực hiện kế hoạch và chương trình của tỉnh, quản lý các nhiệm vụ được giao trong năm."
)


def _cp1258(text: str) -> bytes:
    """Windows-1258 as Vietnamese editors wrote it: vowel with hat, then the tone."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, "", 1))
            out.append((base + tone).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"),
        _cp1258(TEXT),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\u2028").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "no mark", "big", "windows-1258", "windows", "mac", "u+2028"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a"])
def test_every_encoding_gives_the_same_text(data: bytes, name: str) -> None:
    opened = open_bytes(data, name)
    assert opened.plain == TEXT
    assert opened.blocks == ()
    assert opened.format == ("md" if name == "a.md" else "txt")
    assert opened.sha256 == hashlib.sha256(data).hexdigest()


def test_tcvn3_is_recognised_and_not_guessed() -> None:
    table = {ord(letter): code for code, letter in TCVN3.items()}
    lowered = OFFICIAL.lower().translate(table)
    for data in (lowered.encode("latin-1"), lowered.encode()):
        with pytest.raises(Refused) as caught:
            open_bytes(data, "a.txt")
        assert caught.value.code == "legacy_font"
        assert "TCVN3" in caught.value.message("vi")


def test_vni_is_recognised() -> None:
    spelled = " ".join(vni_spelling(word) for word in OFFICIAL.lower().split())
    with pytest.raises(Refused) as caught:
        open_bytes(spelled.encode(), "a.txt")
    assert caught.value.code == "legacy_font"
    assert "VNI" in caught.value.message("en")


@pytest.mark.parametrize("text", [OFFICIAL, TEXT, "Plan for the café, año 2025", "x", ""])
def test_unicode_text_is_not_taken_for_an_old_encoding(text: str) -> None:
    assert legacy_encoding(text) is None


def test_a_stray_control_character_is_dropped() -> None:
    assert open_bytes(b"muc\x0c tieu\x1b[31m" + b" a" * 900, "a.txt").plain == (
        "muc\n tieu[31m" + " a" * 900
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_text_comes_through_unchanged(text: str) -> None:
    try:
        opened = open_bytes(("Kế hoạch " + text).encode(), "a.txt")
    except Refused as refusal:
        assert refusal.code in ("secret", "legacy_font")  # noqa: PT017 - either is right here
        return
    expected = ("Kế hoạch " + text).replace("\u2028", "\n").replace("\u2029", "\n")
    assert opened.plain == expected


@pytest.mark.shared
def test_the_corpus_is_read_whole(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*.txt")):
        expected = path.read_text(encoding="utf-8-sig")
        assert open_bytes(path.read_bytes(), path.name).plain == expected
