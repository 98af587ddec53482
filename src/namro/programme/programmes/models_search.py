"""What search looks through: one row for each thing that can be found, its words without marks.

Derived from the programmes' own rows and rebuilt from them (`indexing.index_programme`), so it is
not in the history: nothing is lost when it is emptied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.choices import Level


class FoundKind(models.TextChoices):
    """What a search can find. The values stand in addresses."""

    PROGRAMME = "chuong-trinh", _("Programmes")
    TARGET = "chi-tieu", _("Targets")
    DELIVERABLE = "nhiem-vu", _("Deliverables")
    PROVISION = "de-muc", _("Provisions")


class SearchEntry(models.Model):
    """One thing that can be found.

    `name` is the item's name in addresses ("chi-tieu-3", "" for the programme itself), `text` what
    a hit shows, `words` the same and more without marks. The database derives `vector` from
    `words`: it has no dictionary of its own ("simple"), every syllable counts.
    """

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="search_entries"
    )
    kind = models.CharField(max_length=20, choices=FoundKind.choices)
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.INTERNAL)
    text = models.TextField()
    words = models.TextField(db_collation="C")
    # Bytes decide the order: results stand by programme, then as in its document.
    sort_key = models.TextField(db_collation="C")
    vector = models.GeneratedField(
        expression=SearchVector("words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering: ClassVar[Sequence[str]] = ["sort_key", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "order"], name="programmes_searchentry_once"
            )
        ]
        indexes = [GinIndex(fields=["vector"], name="programmes_search_vector")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
