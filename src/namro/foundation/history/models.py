"""The seals of the history."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from namro.foundation.history.rules import chain


class Seal(models.Model):
    """One link of the chain: digests of entries of one event table, and the hash before it.

    What its hash is over stands in :func:`namro.foundation.history.rules.chain.hash_of`.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    sealed_by = models.TextField()
    table = models.TextField()
    columns = models.TextField()
    after = models.BigIntegerField()
    through = models.BigIntegerField()
    count = models.IntegerField()
    total = models.BigIntegerField()
    entries = models.BinaryField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["table", "-number"], name="history_seal_of_table")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="history_seal_numbered"),
            models.CheckConstraint(
                condition=Q(after__lt=F("through")), name="history_seal_covers_something"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.table} …{self.through}"

    def as_sealed(self) -> chain.Sealed:
        """This seal as a plain value.

        Raises:
            ValueError: its columns cannot be read: somebody altered it.
        """
        return chain.Sealed(
            number=self.number,
            sealed_at=self.sealed_at,
            sealed_by=self.sealed_by,
            table=self.table,
            columns=chain.columns_from(self.columns),
            after=self.after,
            through=self.through,
            count=self.count,
            total=self.total,
            entries=bytes(self.entries),
            previous=self.previous,
        )

    def digest(self) -> chain.Digest:
        """The line to be kept outside the database."""
        return chain.Digest(self.sealed_at, self.number, self.total, self.hash)
