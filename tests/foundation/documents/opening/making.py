"""Real files for the tests, made in memory: Word packages from their XML, PDF by typst."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache

import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT_TYPE = f"{_TYPE}.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def part(name: str, inner: str) -> str:
    """An XML part with the namespaces that Word uses."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inner}</w:{name}>'


def docx(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    headers: Sequence[str] = (),
    extra: Mapping[str, bytes | str] | None = None,
    main_type: str = DOCUMENT_TYPE,
) -> bytes:
    """A Word package; `body`, `numbering`, `styles`, `headers` are the inner XML of the parts."""
    overrides = [("word/document.xml", main_type)]
    parts: dict[str, bytes | str] = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>")
    }
    relations = []
    for name, inner in (("numbering", numbering), ("styles", styles)):
        if inner:
            parts[f"word/{name}.xml"] = part(name, inner)
            overrides.append((f"word/{name}.xml", f"{_TYPE}.{name}+xml"))
            relations.append((name, f"{name}.xml"))
    for index, inner in enumerate(headers):
        parts[f"word/kop{index}.xml"] = part("hdr", inner)
        overrides.append((f"word/kop{index}.xml", f"{_TYPE}.header+xml"))
        relations.append(("header", f"kop{index}.xml"))
    types = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides)
    package = "http://schemas.openxmlformats.org/package/2006"
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations(relations),
        **parts,
        **(extra or {}),
    }
    return zipped(files)


def _relations(relations: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{index}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(relations)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{inner}</Relationships>'


def zipped(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of the given entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """A w:r."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", *, inner: str = "") -> str:
    """A w:p with one run of text, then whatever `inner` holds."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inner}</w:p>"


def numbered(text: str, num: int | None = None, level: int | None = None, style: str = "") -> str:
    """A paragraph of a list."""
    ilvl = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    num_id = "" if num is None else f'<w:numId w:val="{num}"/>'
    own = f"<w:numPr>{ilvl}{num_id}</w:numPr>" if ilvl or num_id else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return paragraph(text, styled + own)


def level(depth: int, form: str, pattern: str, *, start: int = 1, inner: str = "") -> str:
    """A w:lvl of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{inner}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    """A w:abstractNum."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, inner: str = "") -> str:
    """A w:num of the abstract list `of`."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def table(*rows: Sequence[str]) -> str:
    """A w:tbl of rows of cells (see `cell`)."""
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def cell(text: str = "", properties: str = "", *, inner: str | None = None) -> str:
    """A w:tc with one paragraph, or with `inner`."""
    content = paragraph(text) if inner is None else inner
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def text_box(inner: str) -> str:
    """A run with a text box as Word writes it: a choice and a fallback with the same words."""
    box = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


@cache
def pdf(markup: str) -> bytes:
    """A PDF set by typst with its own fonts, so that it is the same on every machine."""
    page = '#set page(paper: "a4", margin: 2.5cm)\n'
    text = '#set text(font: "Libertinus Serif", size: 13pt)\n'
    made = typst.compile((page + text + markup).encode(), ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def plain_pdf(content: str, annotation: str = "") -> bytes:
    """A PDF of one page with this content stream (font /F1 is Helvetica), written by hand."""
    stream = content.encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>" + annotation.encode("latin-1") + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
