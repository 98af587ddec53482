"""Taking in a file: examined before anything of it is kept, then read in the background.

A file is opened, and its stamp of secrecy looked for, while it is in memory only. What the quick
look cannot reach (later pages of a scan) is examined while it is read, page by page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.foundation.documents import converting
from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading import Refused

# docx, html, pdf are loaded before any fork: a child must not wait for an import that another
# thread has begun.
from namro.foundation.documents.reading.opening import docx, html, open_bytes, pdf  # noqa: F401
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import SourceDocument
from namro.programme.programmes.permissions import REVIEW
from namro.programme.programmes.reading import ReadDraft, read_apart
from namro.programme.programmes.review.models import OPEN, DraftReview, ReviewStatus, Via
from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules import working

# Up to this size a file is read while the person waits: a plan of 40 pages takes about a second.
AT_ONCE_BYTES = 1024 * 1024
READ_WHY = "Đọc văn bản đã tải lên để rà soát"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: what the reader is to read, by which way, and a draft if there."""

    name: str
    content: bytes
    via: Via
    readable: bytes | None = None
    pages: int = 0
    first_pages: tuple[str, ...] = ()
    draft: ReadDraft | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file as it came."""
        return hashlib.sha256(self.content).hexdigest()


class AlreadyHere(Exception):
    """The same bytes were imported before (`programme`), or are under review (`review`)."""

    def __init__(self, programme: Any = None, review: Any = None) -> None:
        super().__init__("already here")
        self.programme, self.review = programme, review


def examine(name: str, content: bytes) -> Examined:
    """Look at a file without keeping anything of it.

    Raises:
        Refused: it cannot or must not be read, or what reads it is not installed.
    """
    name = rules.file_name(name)
    found = converting.look(content, name)
    if found.way == "office":
        word = converting.to_docx(content, name)
        _look(word, "converted.docx")
        return Examined(name, content, Via.OFFICE, readable=word)
    if found.way in ("ocr", "mixed"):
        numbers = _pictures(found, content)
        first = converting.recognise(content, numbers[0] - 1)
        return Examined(name, content, Via.OCR, pages=len(numbers), first_pages=(first,))
    if len(content) <= AT_ONCE_BYTES:
        return Examined(name, content, Via.DIRECT, draft=read_apart(content, name))
    _look(content, name)
    return Examined(name, content, Via.DIRECT)


def _pictures(found: converting.Look, content: bytes) -> tuple[int, ...]:
    """The pages to recognise, counted from 1: those of a PDF that are pictures, or all."""
    if found.way == "mixed":
        return found.pictures
    return tuple(range(1, converting.count_pages(content) + 1))


def _look(content: bytes, name: str) -> None:
    """Open a file in a process of its own and forget it: only its refusal matters."""

    def work() -> bytes:
        open_bytes(content, name)
        return b""

    run_apart(work)


def take_in(actor: User, examined: Examined, *, level: Level, no_secret: bool) -> DraftReview:
    """Keep an examined file for review; what was not read at once is read in the background.

    Raises:
        PermissionDenied: the actor may not.
        AlreadyHere: the same file is imported or under review.
        ValueError: nobody confirmed that it holds no state secret.
    """
    require(actor, REVIEW)
    if not no_secret:
        raise ValueError("a file is kept only when it is confirmed to hold no state secret")
    _refuse_known(examined.sha256)
    with transaction.atomic(), history.reason(actor, "Tải văn bản lên để rà soát"):
        review = DraftReview(
            file_name=examined.name,
            size=len(examined.content),
            sha256=examined.sha256,
            content=examined.content,
            via=examined.via,
            readable=examined.readable,
            pages=examined.pages,
            ocr_pages=list(examined.first_pages),
            status=ReviewStatus.READING,
            level=level,
            no_secret=no_secret,
            uploaded_by=actor,
            reading_since=timezone.now(),
        )
        if examined.draft is not None:
            _fill(review, examined.draft)
        review.save()
        if examined.draft is None:
            _defer(review.pk)
    return review


def _refuse_known(sha256: str) -> None:
    source = SourceDocument.objects.filter(sha256=sha256).defer("content", "text").first()
    if source is not None:
        raise AlreadyHere(programme=source.programme)
    # Whoever reviews is told, whatever its level: the same file is kept once.
    under_way = DraftReview.objects.filter(sha256=sha256, status__in=OPEN)
    if (review := under_way.only("pk").first()) is not None:
        raise AlreadyHere(review=review)


def read_again(actor: User, pk: int) -> None:
    """Put a reading that was broken off back into the queue; what was recognised stays.

    Raises:
        PermissionDenied: the actor may not.
    """
    require(actor, REVIEW)
    with transaction.atomic(), history.reason(actor, READ_WHY):
        review = DraftReview.objects.select_for_update().filter(pk=pk).first()
        if review is None or review.status != ReviewStatus.READING:
            return
        review.reading_since = timezone.now()
        review.save(update_fields=["reading_since", "changed_at"])
        _defer(pk)


def _defer(pk: int) -> None:
    from procrastinate.exceptions import AlreadyEnqueued

    from namro.programme.programmes.jobs import read_document

    try:
        # Its own savepoint: a refused insertion would spoil the transaction around it.
        with transaction.atomic():
            read_document.configure(queueing_lock=f"review-{pk}").defer(pk=pk)
    except AlreadyEnqueued:
        pass  # it waits in the queue already


def read_in_background(pk: int) -> None:
    """Read a kept file and put it under review, or say why not; a second run changes nothing."""
    review = DraftReview.objects.select_related("uploaded_by").filter(pk=pk).first()
    if review is None or review.status != ReviewStatus.READING:
        return
    try:
        draft = _read(review)
    except Refused as refused:
        _give_up(review, refused)
        return
    with transaction.atomic(), history.reason(review.uploaded_by, READ_WHY):
        locked = DraftReview.objects.select_for_update().get(pk=pk)
        if locked.status == ReviewStatus.READING:
            _fill(locked, draft)
            locked.save()


def _read(review: DraftReview) -> ReadDraft:
    content = bytes(review.content or b"")
    if review.via == Via.OFFICE:
        return read_apart(bytes(review.readable or b""), "converted.docx")
    if review.via == Via.OCR:
        found = converting.look(content, review.file_name)
        numbers = _pictures(found, content)
        pages = _recognise_all(review, content, numbers)
        if found.way == "mixed":
            known = converting.recognised_lines(dict(zip(numbers, pages, strict=True)))
            return read_apart(content, review.file_name, known)
        text = converting.joined(pages)
        return read_apart(text.encode(), "scan.txt")
    return read_apart(content, review.file_name)


def _recognise_all(review: DraftReview, content: bytes, numbers: Sequence[int]) -> list[str]:
    """The text of these pages; those recognised before a break are not recognised again."""
    pages: list[str] = list(review.ocr_pages)
    for number in numbers[len(pages) :]:
        pages.append(converting.recognise(content, number - 1))
        # Progress is no decision of a person: it goes in without loading the file again.
        with history.reason(review.uploaded_by, READ_WHY):
            DraftReview.objects.filter(pk=review.pk, status=ReviewStatus.READING).update(
                ocr_pages=pages
            )
    return pages


def _fill(review: DraftReview, draft: ReadDraft) -> None:
    """Put what was read into the row: under review from now on."""
    vietnamese, english = draft.as_dict("vi"), draft.as_dict("en")
    values = [issue.values for issue in draft.issues]
    text = rules.storable(draft.text)
    review.text = text
    # A lone surrogate or a NUL cannot be kept as JSON either; lengths stay as they are.
    begun = json.loads(
        rules.storable(
            json.dumps(
                working.begun(vietnamese, english["issues"], values), ensure_ascii=False
            ).replace("\\u0000", "\ufffd")
        )
    )
    review.read, review.working = begun, begun
    review.status = ReviewStatus.REVIEW
    review.ocr_pages = []


def _give_up(review: DraftReview, refused: Refused) -> None:
    """Say why a file was not read and remove it; of one with a stamp, the name and hash too."""
    with transaction.atomic(), history.reason(review.uploaded_by, READ_WHY):
        locked = DraftReview.objects.select_for_update().get(pk=review.pk)
        locked.status = ReviewStatus.FAILED
        locked.refusal, locked.refusal_params = refused.code, refused.params
        remove_contents(locked)
        if refused.code == "secret":
            locked.file_name, locked.sha256, locked.size = "", "", 0
        locked.save()


def remove_contents(review: DraftReview) -> None:
    """Take out of the row everything the document says; saving is the caller's."""
    review.content = review.readable = review.read = review.working = None
    review.text, review.ocr_pages = "", []
