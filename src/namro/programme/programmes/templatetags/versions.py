"""`{% version_bar programme %}`: which version a page shows, and the way to the others."""

from __future__ import annotations

from typing import Any

from django import template

from namro.programme.programmes.models import Programme
from namro.programme.programmes.versions import versions_of

register = template.Library()


@register.inclusion_tag("programmes/versions/bar.html")
def version_bar(programme: Programme) -> dict[str, Any]:
    """Which version of `programme` the page shows; nothing where there is one version alone."""
    return {"versions": versions_of(programme), "programme": programme}
