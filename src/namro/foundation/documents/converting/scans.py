"""Recognising the letters of scans with Tesseract: pictures, and PDF whose pages are pictures.

Pages are drawn in a process of its own and go to Tesseract through a pipe: nothing is written to
a file. A stamp of secrecy is looked for in every page, and more strictly than in text, since a
stamp is often crooked and its marks are lost: in doubt the scan is refused.
"""

from __future__ import annotations

import io
import os
import re
import resource
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening import limits, open_bytes
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.foundation.documents.reading.opening.secrecy import any_stamp

MAX_PAGES: Final = 50
#: Tesseract's letters are best at 300 dots per inch; a page of A3 then has 17 million.
DOTS_PER_INCH: Final = 300
MAX_PIXELS: Final = 40_000_000
SECONDS_PER_PAGE: Final = 120
MEMORY_BYTES: Final = 2 * 1024**3
#: The first lines of a page, where a stamp stands.
_HEAD_LINES: Final = 25
_STAMP: Final = re.compile(r"(?:do)?(?:to[il]|tuy\w{0,4}t)?mat")
#: The part of a page, from its top, in which a stamp is looked for a second time.
_STAMP_PART: Final = 0.45
#: Longer strokes than this part of the width (0.3 inch of A4) are ruling lines and no letters.
_RULE: Final = 0.035


def program() -> str | None:
    """The path of Tesseract where it knows Vietnamese, or None."""
    found = shutil.which("tesseract")
    if found is None:
        return None
    listed = subprocess.run(
        [found, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    return found if "vie" in listed.stdout.split() else None


@dataclass(frozen=True, slots=True)
class Pages:
    """How a PDF is printed: `whole` when it is a scan throughout, else its pages that are.

    `readable` where it can be read without them: most of its pages have text.
    """

    whole: bool
    pictures: tuple[int, ...] = ()
    readable: bool = True


def pages_of(data: bytes, filename: str) -> Pages:
    """Which pages of a PDF are pictures without text, counted from 1.

    Raises `Refused`: whatever else is wrong with the file, a stamp of secrecy included.
    """

    def work() -> bytes:
        try:
            found = open_bytes(data, filename).unread_pages
        except Refused as refused:
            if refused.code != "scan":
                raise
            return f"scan {refused.params.get('pages', '')}".encode()
        return " ".join(map(str, found)).encode()

    answer = run_apart(work).decode().split()
    refused = answer[:1] == ["scan"]
    pictures = tuple(int(page) for page in answer[refused:])
    return Pages(whole=refused and not pictures, pictures=pictures, readable=not refused)


def count_pages(data: bytes) -> int:
    """The pages of a scan.

    Raises `Refused`: ocr_missing, too_many_pages, corrupt, out_of_memory, out_of_time.
    """
    if program() is None:
        raise Refused("ocr_missing")
    pages = int(run_apart(lambda: str(_count(data)).encode()))
    if pages > MAX_PAGES:
        raise Refused("too_many_pages", pages=pages, limit=MAX_PAGES)
    return pages


def recognise(data: bytes, page: int) -> str:
    """The text of one page, counted from 0; "" for a page without letters.

    Raises `Refused`: secret (also when it only may be), ocr_missing, out_of_time, ocr_failed, and
    what is wrong with the picture.
    """
    tesseract = program()
    if tesseract is None:
        raise Refused("ocr_missing")
    both = run_apart(lambda: _draw(data, page))
    size = int.from_bytes(both[:8], "big")
    text = _recognised(tesseract, both[8 : 8 + size])
    # What stands in a box is passed over as a drawing, and stamps stand in boxes: the head of
    # the page is read again without its lines, as one block and as scattered words.
    again = [_recognised(tesseract, both[8 + size :], mode) for mode in ("6", "11")]
    if any(may_be_stamped(found.split("\n")) for found in (text, *again)):
        raise Refused("secret")
    return text


def joined(pages: Iterable[str]) -> str:
    """The pages as one text. A line broken at the edge of the column is joined again.

    A line is taken to go on where it does not end a sentence, the next begins with a small letter
    and nothing like a number of an item stands there.
    """
    lines: list[str] = []
    for page in pages:
        for line in page.replace("\f", "\n").split("\n"):
            line = " ".join(line.split())
            if lines and lines[-1] and _goes_on(lines[-1], line):
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
    return "\n".join(lines)


def _goes_on(before: str, line: str) -> bool:
    if len(before) < 40 or before[-1] in ".:;!?" or re.match(r"\w{1,4}[.)]\s", line):
        return False
    return line[:1].islower() or line[:1].isdigit()


def may_be_stamped(lines: list[str]) -> bool:
    """True when a line of the head of a recognised page is, or may be, a stamp of secrecy."""
    if any_stamp(lines):
        return True
    head = [line for line in lines if line.strip()][:_HEAD_LINES]
    return any(_STAMP.fullmatch(part) for line in head for part in _parts(line))


def _parts(line: str) -> list[str]:
    """The line, and its pieces between wide gaps, as small letters without marks."""
    pieces = [line, *re.split(r"\s{2,}|\||\t", line)]
    bare = []
    for piece in pieces:
        letters = unicodedata.normalize("NFD", piece.replace("đ", "d").replace("Đ", "D"))
        # A stamp is in capitals; "mat" in small letters is a torn piece of a sentence.
        capitals = "".join(each for each in letters if each.isalpha())
        if capitals.isupper():
            bare.append(capitals.lower())
    return bare


def _count(data: bytes) -> int:
    """Runs in the process of its own."""
    if data.lstrip()[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        import pypdfium2

        return len(pypdfium2.PdfDocument(data))
    with _opened(data) as picture:
        return int(getattr(picture, "n_frames", 1))


def _draw(data: bytes, page: int) -> bytes:
    """One page as a grey picture and its head without ruling lines, both PGM.

    The first eight bytes say how long the first picture is. Runs in the process of its own.
    """
    from PIL import Image

    if b"%PDF-" in data[:1024]:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        found = document[page]
        width, height = found.get_size()  # in points of 1/72 inch
        scale = DOTS_PER_INCH / 72
        while scale * scale * width * height > MAX_PIXELS:
            scale *= 0.8
        drawn = found.render(scale=scale, grayscale=True).to_pil()
    else:
        with _opened(data) as picture:
            picture.seek(page)
            drawn = picture.convert("L")
    if min(drawn.size) < 1000:
        # Letters smaller than 20 pixels are not recognised.
        factor = min(3.0, 1700 / max(1, min(drawn.size)))
        larger = (int(drawn.size[0] * factor), int(drawn.size[1] * factor))
        if larger[0] * larger[1] <= MAX_PIXELS:
            drawn = drawn.resize(larger, Image.Resampling.LANCZOS)
    whole = drawn.convert("L")
    head = whole.crop((0, 0, whole.size[0], max(1, int(whole.size[1] * _STAMP_PART))))
    first, second = _pgm(whole), _pgm(_without_lines(head))
    return len(first).to_bytes(8, "big") + first + second


def _pgm(picture: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PPM")
    return written.getvalue()


def _without_lines(picture: Any) -> Any:
    """The picture with long straight strokes, across and upright, made white."""
    from PIL import Image

    stroke_of_rule = re.compile(rb"\x00{%d,}" % max(20, int(_RULE * picture.size[0])))
    for turned in (False, True):
        if turned:
            picture = picture.transpose(Image.Transpose.TRANSPOSE)
        width, height = picture.size
        dark = picture.point(lambda grey: 0 if grey < 160 else 255).tobytes()
        pixels = bytearray(picture.tobytes())
        for row in range(height):
            line = dark[row * width : (row + 1) * width]
            for stroke in stroke_of_rule.finditer(line):
                first, last = row * width + stroke.start(), row * width + stroke.end()
                pixels[first:last] = b"\xff" * (last - first)
        picture = Image.frombytes("L", (width, height), bytes(pixels))
        if turned:
            picture = picture.transpose(Image.Transpose.TRANSPOSE)
    return picture


def _opened(data: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # counted here, and refused rather than warned of
    try:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except (UnidentifiedImageError, SyntaxError, ValueError, OSError):
        # Pillow tells damaged headers by any of these.
        raise Refused("picture_kind") from None
    if picture.size[0] * picture.size[1] > MAX_PIXELS:
        picture.close()
        raise Refused("too_complex")
    return picture


def _recognised(tesseract: str, picture: bytes, mode: str = "4") -> str:
    try:
        done = subprocess.run(
            [tesseract, "stdin", "stdout", "-l", "vie", "--psm", mode],
            input=picture,
            capture_output=True,
            check=False,
            timeout=SECONDS_PER_PAGE,
            # One thread: two pages at once are faster than one page on two cores.
            env={
                "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                "LC_ALL": "C.UTF-8",
                "OMP_THREAD_LIMIT": "1",
            },
            preexec_fn=_limit,
        )
    except subprocess.TimeoutExpired:
        raise Refused("out_of_time", limit_s=SECONDS_PER_PAGE) from None
    if done.returncode != 0:
        raise Refused("ocr_failed")
    text = done.stdout.decode("utf-8", errors="replace")
    if len(text) > limits.MAX_PDF_PAGE_CHARACTERS:
        raise Refused("too_complex")
    return unicodedata.normalize("NFC", text)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to its pipe only
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
