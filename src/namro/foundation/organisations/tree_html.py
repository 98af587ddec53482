"""A hierarchy as nested lists, made here and not by a template: a city has six hundred units.

Everything that is recorded goes through `escape`, and nothing else is put in (see decision 0015).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namro.foundation.organisations.choices import Kind
from namro.foundation.organisations.questions import Node

# Without a search, so many levels are open.
OPEN = 1


def tree_html(
    nodes: Sequence[Node], day: dt.date, found: Collection[int], everything: bool
) -> SafeString:
    """The units with those under each inside a piece that opens; found ones stand out.

    `nodes` come parents first, as `questions.tree` gives them. With a search all is open.
    """
    labels = {kind.value: escape(str(kind.label)) for kind in Kind}
    base, on = reverse("organisations:unit", args=[0]), f"?on={day.isoformat()}"
    parts: list[str] = []
    depth = -1
    for index, node in enumerate(nodes):
        parts += _close(depth, node.depth)
        depth = node.depth
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        parent = following is not None and following.depth > node.depth
        mark = "" if everything or node.unit not in found else ' class="found"'
        link = (
            f'<a href="{base.replace("/0/", f"/{node.unit}/")}{on}"{mark} lang="vi">'
            f"{escape(node.name)}</a> "
            f'<span class="org-code">{escape(node.code)}</span> '
            f'<span class="org-kind">{labels.get(node.kind, "")}{_span(node)}</span>'
        )
        if parent:
            below = _below(nodes, index)
            is_open = " open" if not everything or node.depth < OPEN else ""
            count = ngettext("%(n)s unit directly below", "%(n)s units directly below", below) % {
                "n": below
            }
            parts.append(
                f"<li>{link}<details{is_open}><summary>{escape(count)}"
                f'<span class="visually-hidden">: {escape(node.name)}</span></summary><ul>'
            )
        else:
            parts.append(f"<li>{link}</li>")
    parts += _close(depth, 0, last=True)
    return mark_safe(f'<ul class="org-tree">{"".join(parts)}</ul>')  # noqa: S308  # escaped above


def _close(depth: int, following: int, *, last: bool = False) -> list[str]:
    """What ends the lists between a unit and the next."""
    return ["</ul></details></li>"] * max(depth - following, 0) if depth >= 0 or last else []


def _below(nodes: Sequence[Node], index: int) -> int:
    """How many stand directly under a unit, of those shown."""
    depth, count = nodes[index].depth, 0
    for node in nodes[index + 1 :]:
        if node.depth <= depth:
            break
        count += node.depth == depth + 1
    return count


def _span(node: Node) -> str:
    """The days of a unit that begins or ends within what is recorded."""
    if node.valid_from is None and node.valid_to is None:
        return ""
    first = f"{node.valid_from:%d/%m/%Y}" if node.valid_from else "…"
    last = f"{node.valid_to:%d/%m/%Y}" if node.valid_to else _("now")
    return f" · {first} – {escape(last)}"
