"""The committed sample document is what its data file says, and keeps the official form."""

from __future__ import annotations

import io
import itertools
import re
import tomllib
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from namro.sample import build


@pytest.fixture(scope="module")
def built() -> bytes:
    return build.build(build.read_data())


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def all_text(document: Document) -> list[str]:
    return [node.text or "" for node in document.element.body.iter(qn("w:t"))]


def test_the_committed_document_is_what_the_data_give(built: bytes) -> None:
    committed = opened(build.DOCUMENT.read_bytes())
    assert all_text(committed) == all_text(opened(built))


def test_building_twice_gives_the_same_bytes(built: bytes) -> None:
    assert build.build(build.read_data()) == built


def test_the_appendix_has_34_rows_under_a_repeated_head(built: bytes) -> None:
    table = opened(built).tables[-1]
    assert len(table.rows) == 35
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert [row._tr.tc_lst[0].xpath("string(.)") for row in table.rows][1:] == [
        str(number) for number in range(1, 35)
    ]


def test_three_leads_are_truly_merged_cells(built: bytes) -> None:
    table = opened(built).tables[-1]
    continued = [
        number for number, row in enumerate(table.rows) if row._tr.tc_lst[2].vMerge == "continue"
    ]
    assert continued == [21, 22, 23, 24, 29, 33]
    assert table.cell(24, 2).text == "Ban Tổ chức Thành ủy"
    leads = {table.cell(number, 2).text for number in range(1, 35)}
    assert len(leads) == 11


def test_word_itself_numbers_the_seven_requirements(built: bytes) -> None:
    numbered = [
        paragraph
        for paragraph in opened(built).paragraphs
        if paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    ]
    assert len(numbered) == 7
    assert not any(paragraph.text.startswith("(") for paragraph in numbered)


def test_the_ten_programmes_have_their_numbers_in_order() -> None:
    data = tomllib.loads((build.HERE / "programmes.toml").read_text(encoding="utf-8"))
    numbers = [programme["number"] for programme in data["programme"]]
    assert numbers == [f"{number:02}-CTr/TU" for number in range(1, 11)]
    assert [p["number"] for p in data["programme"] if "document" in p] == ["01-CTr/TU"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str, length: int = 14) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@pytest.mark.shared
def test_no_sentence_of_the_original_is_copied(shared: Path) -> None:
    """Names of deliverables and the title are official; all else is in our own words."""
    data = build.read_data()
    texts = [text for _, text in data["body"]["blocks"]] + data["recipients"]["lines"]
    ours = runs(" ".join([*texts, data["appendix"]["title"]]))
    originals = itertools.chain(shared.glob("sources/*.txt"), shared.glob("corpus/*.txt"))
    for original in originals:
        assert not ours & runs(original.read_text(encoding="utf-8")), original.name
