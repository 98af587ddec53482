"""Ways to damage a file: blind ones for any bytes, and ones that keep the container sound."""

# ruff: noqa: E501 - the tables of tokens read best in full lines

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib

_TOKENS: dict[str, list[bytes]] = {
    "txt": [
        "MẬT\n".encode(), b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"|", b"\t" * 50, b"9" * 400,
        "Ậ".encode() * 40, b"- ", b"IV. ", b"1.1.1.1.1. ", b"(" * 200, b"% " * 200,
        "\u0302\u0323\u0309".encode() * 60, b"100% " * 100, b"2021-2025", b"\n" * 300,
        "từ 1 đến ".encode() * 60, "\u2028".encode(), "½²".encode(), b"1.000.000,5.7,8 - - 9",
    ],
    "docx": [
        b"<w:p>", b"</w:p>", b"<w:tbl>", b"</w:tbl>", b'<w:gridSpan w:val="999999"/>', b"<w:vMerge/>",
        b'<w:ilvl w:val="99"/>', b'<w:numId w:val="-1"/>', b'w:val=""', b"<!DOCTYPE a>", b"<![CDATA[",
        b'<w:start w:val="99999999999"/>', b'<w:lvlText w:val="%9%8%7%1%1"/>', b"&#x110000;", b"&amp;",
        b'<w:fldChar w:fldCharType="begin"/>', b"<w:t>", b'<w:basedOn w:val="A"/>', b"\x00", b"<a>" * 300,
        b"<w:txbxContent>", b'<w:numFmt w:val="upperRoman"/>', b'<w:sym w:char="F0FF"/>', b"<w:del>",
    ],
    "pdf": [
        b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"/Kids[1 0 R 1 0 R]", b"/Count 99999",
        b"99999999999", b"-1", b"/Rotate 90", b"/Length 0", b"(", b")", b"\x00", b"1e38 1e38 m", b"re S",
        b"0 0 9999999 9999999 re S", b"q " * 300, b"BT /F1 1e9 Tf", b"/Parent 1 0 R", b"nan", b"Do",
        b"0 0 m 10 0 l S " * 200, b"/Encrypt 1 0 R", b"xref", b"trailer",
    ],
    "html": [
        b"<table>", b"<td rowspan=65534 colspan=1000>", b"<tr>", b"</table>", b"<div>" * 300, b"<p>",
        b"<!--", b"-->", b"<script>", b"</script>", b"<li value=999999>", b"&#0;", b"&#55296;", b"&nbsp",
        b"<b>" * 100, b"<ol reversed>", b"<![CDATA[", b"<?xml", b"\x00", b"<meta charset=utf-7>",
        b"<svg><foreignObject>", b"<select><option>", b"<br>" * 300, b"<!ENTITY",
    ],
}  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def mutant(kind: str, seed: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A damaged copy of `seed`; the same generator state gives the same bytes."""
    if kind == "docx" and rng.random() < 0.75:
        return _inside_zip(seed, rng)
    if kind == "pdf" and rng.random() < 0.5:
        return _inside_streams(seed, rng)
    return _blind(seed, kind, others, rng)


def _blind(data: bytes, kind: str, others: list[bytes], rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 30))):
        if not out:
            break
        at = rng.randrange(len(out))
        size = min(rng.choice((1, 2, 8, 64, 512, 4096)), len(out) - at)
        match rng.randrange(8):
            case 0:
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                out[at] = rng.randrange(256)
            case 2:
                del out[at : at + size]
            case 3:
                out[at:at] = out[at : at + size] * rng.choice((1, 2, 20))
            case 4:
                out[at:at] = rng.choice(_TOKENS[kind])
            case 5:
                other = rng.choice(others)
                begin = rng.randrange(len(other))
                out[at : at + size] = other[begin : begin + size]
            case 6:
                out[at : at + size] = rng.randbytes(size)
            case _:
                if rng.random() < 0.3:
                    del out[at:]
                else:
                    token = rng.choice(_TOKENS[kind])
                    out[at : at + len(token)] = token
    return bytes(out)


def _inside_zip(data: bytes, rng: random.Random) -> bytes:
    """Damages the XML of one or two parts and zips the file again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    readable = [name for name in parts if name.endswith((".xml", ".rels"))]
    preferred = [name for name in readable if "document.xml" in name or "numbering" in name]
    for _ in range(rng.choice((1, 1, 2))):
        name = rng.choice(preferred if rng.random() < 0.8 and preferred else readable)
        if rng.random() < 0.6:
            parts[name] = _inside_xml(parts[name], rng)
        else:
            parts[name] = _blind(parts[name], "docx", list(parts.values()), rng)
    if rng.random() < 0.05:
        parts.pop(rng.choice(list(parts)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _inside_xml(data: bytes, rng: random.Random) -> bytes:
    """Moves, repeats or drops whole elements and changes values, so that it stays parseable."""
    leaves = list(re.finditer(rb"<(w:\w+)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)", data))
    values = list(re.finditer(rb'w:(?:val|ilvl|numId|char)="([^"]*)"', data))
    for _ in range(rng.choice((1, 2, 5, 20))):
        if leaves and rng.random() < 0.5:
            one, two = rng.choice(leaves)[0], rng.choice(leaves)[0]
            data = data.replace(
                one, rng.choice((b"", one + one, two, one + two)), rng.choice((1, 3))
            )
        elif values:
            value = rng.choice(
                (b"", b"0", b"-5", b"1", b"9", b"4294967296", b"restart", b"%1%9", b"x")
            )
            old = rng.choice(values)[0]
            data = data.replace(old, old.split(b'"')[0] + b'"' + value + b'"', rng.choice((1, 3)))
    return data


def _inside_streams(data: bytes, rng: random.Random) -> bytes:
    """Damages the unpacked content of streams and packs it again, to the same length if it fits."""
    found = list(_STREAM.finditer(data))
    out = data
    for match in rng.sample(found, min(len(found), rng.choice((1, 1, 2)))):
        try:
            content = zlib.decompress(match[1])
        except zlib.error:
            continue
        if not content:
            continue
        packed = zlib.compress(_blind(content, "pdf", [content], rng), 9)
        # Padding keeps the offsets of the objects behind it true.
        out = out.replace(match[1], packed.ljust(len(match[1]), b" "), 1)
    return out if out != data else _blind(data, "pdf", [data], rng)
