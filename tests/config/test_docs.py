"""What the documentation points to is there, and the guide names things as the screen does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import polib
import pytest

from namro.foundation.documents.checking.report import SEVERITIES
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "huong-dan.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"(!?)\[([^\]\[]*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def links(page: Path) -> list[tuple[str, str, str]]:
    """The links of a page: “!” for a picture, the words, the address."""
    found = _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8")))
    return [(sign, words, address) for sign, words, address in found]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make, as code hosts make them."""
    made = set()
    for line in page.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"#+ (.+)", line):
            words = re.sub(r"[^\w\- ]", "", heading[1].lower())
            made.add(words.replace(" ", "-"))
    return made


def broken(page: Path) -> list[str]:
    """What the page points to and is not there."""
    wrong = []
    for _sign, _words, address in links(page):
        if re.match(r"[a-z]+:", address):
            continue
        path, _, anchor = unquote(address).partition("#")
        target = (page.parent / path).resolve() if path else page
        there = target.exists() and target.is_relative_to(ROOT)
        if not there or (anchor and anchor not in anchors(target)):
            wrong.append(address)
    return wrong


@cache
def on_screen() -> frozenset[str]:
    """Every Vietnamese string of the interface, without what is filled in."""
    found = set()
    for catalogue in (ROOT / "src" / "namro").rglob("locale/vi/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(catalogue)):
            found |= {entry.msgstr, *entry.msgstr_plural.values()}
    found |= {vietnamese for vietnamese, _english in SEVERITIES.values()}
    found |= {"Mật khẩu", "English"}  # Django's own word, and the button to the other language
    return frozenset(words.strip().casefold() for words in found)


def unknown(words: str) -> bool:
    """Whether no page says so (capitals and a closing colon do not matter)."""
    said = words.strip().casefold()
    return not {said, f"{said}:"} & on_screen()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    assert broken(page) == []
    assert [address for sign, words, address in links(page) if sign and not words.strip()] == []


def test_a_broken_link_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.config.test_docs.ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text("# Việc một\n[x](b.md) [y](#việc-một) [z](#viec) ![p](hinh.png) `[c](d.md)`\n")
    assert broken(page) == ["b.md", "#viec", "hinh.png"]


def test_the_guide_names_things_as_the_screen_does() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    bold = re.findall(r"\*\*(.+?)\*\*", text)
    assert len(bold) > 100
    assert sorted({words for words in bold if unknown(words)} - {"Chữ đậm"}) == []


def test_a_word_that_no_page_says_is_told() -> None:
    assert unknown("Bấm vào đây")
    assert not unknown("Lọc")


def test_both_languages_of_the_readme_lead_to_one_another_and_to_the_guide() -> None:
    english, vietnamese = ROOT / "README.md", ROOT / "README.vi.md"
    for page, other in ((english, "README.vi.md"), (vietnamese, "README.md")):
        led = {address for _sign, _words, address in links(page)}
        assert {other, "docs/huong-dan.md"} <= led
