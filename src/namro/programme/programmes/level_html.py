"""How a level, and what is withheld, look: a word, a colour and a shape; never colour alone."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from namro.programme.programmes.choices import Level
from namro.programme.programmes.rules import redaction

SHAPES = {Level.PUBLIC: "○", Level.INTERNAL: "◐", Level.RESTRICTED: "●"}


def badge(level: str) -> SafeString:
    """A level as a small badge; nothing for none."""
    if not level:
        return SafeString("")
    known = Level(level)
    return mark_safe(  # noqa: S308  # the label is escaped
        f'<span class="badge level {known.value}"><span aria-hidden="true">{SHAPES[known]}</span> '
        f"{escape(str(known.label))}</span>"
    )


def withheld(text: str) -> SafeString:
    """A redacted text as HTML: a visible label where something is hidden, all else escaped."""
    words = escape(_("restricted content"))
    lang = escape(get_language() or "vi")
    there = (
        f'<span class="withheld" lang="{lang}"><span aria-hidden="true">▮</span> {words} '
        '<span aria-hidden="true">▮</span></span>'
    )
    return mark_safe(  # noqa: S308  # every piece of the text is escaped
        "".join(there if hidden else escape(piece) for hidden, piece in redaction.runs(text))
    )
