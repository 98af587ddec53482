"""The room's background work."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="programmes.read_document", queue="reading")
def read_document(pk: int) -> None:
    """Read an uploaded document; `pk` is its review's."""
    from namro.programme.programmes.review.receiving import read_in_background

    read_in_background(pk)
