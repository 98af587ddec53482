"""What one person sees of one version of a document: the only place where that is decided.

Pages, files, the search and comparisons take the rows and the text of a document from a `Seen`.
Rows of targets and deliverables that the person may not see are left out; where others were read
from the same place, what they repeat of it is replaced by a label; in the text itself the place is
filled (`rules.redaction`), with every offset as it was. The same words standing elsewhere in the
document are taken out too; other words for the same thing are not found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.programme.programmes import places
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import (
    Deliverable,
    DeliverableIdentity,
    DraftIssue,
    Passage,
    Programme,
    Provision,
    SourceDocument,
    Target,
    TargetIdentity,
)
from namro.programme.programmes.permissions import READ, READ_RESTRICTED
from namro.programme.programmes.rules import levels, redaction
from namro.programme.programmes.rules.places import Place, own_ends

P = TypeVar("P", bound=Passage)
ITEMS: tuple[type[Target] | type[Deliverable], ...] = (Target, Deliverable)
# What of a row is read from its place: left as it is only where its words still stand there.
_READ = {
    Target: ("subject", "unit", "lead_text", "qualifier"),
    Deliverable: ("title", "lead_text", "due_text", "product", "note"),
}
# What of a row may stand elsewhere than in its place, or be a reviewer's own words.
_SAID = (
    *("group", "title", "subject", "text", "lead_text"),
    *("qualifier", "due_text", "product", "note"),
)


def level_of(programme: Programme) -> Level:
    """A programme's level: its own, or a higher one of a version of its document."""
    own = programme.sources.values_list("level", flat=True)
    return Level(levels.effective(programme.level, *own))


@dataclass
class Seen:
    """One version of a document as one person sees it.

    `hidden_items`: the identities (model, key) that are left out; `own_places`: where their rows of
    this version stand; `sought`: their words, looked for everywhere.
    """

    source: SourceDocument
    hidden_items: frozenset[tuple[type[Passage], int]] = frozenset()
    sought: frozenset[str] = frozenset()
    own_places: list[Place] = field(default_factory=list)
    # What stands for hidden words in the values of rows.
    mark: str = "…"

    @property
    def whole(self) -> bool:
        """Whether nothing of it is hidden from the person."""
        return not self.hidden_items

    @cached_property
    def hidden(self) -> list[Place]:
        """The places that are hidden, in order: those of the items, and where their words are
        repeated."""
        if self.whole:
            return []
        return redaction.united(
            [*self.own_places, *redaction.repeats(self.source.text, self.sought)]
        )

    @cached_property
    def text(self) -> str:
        """The text, hidden places filled."""
        return redaction.redacted(self.source.text, self.hidden)

    @property
    def withheld(self) -> bool:
        """Whether this version itself, and so its file, says anything that is hidden."""
        return bool(self.own_places or self.hidden)

    def hides(self, row: Any) -> bool:
        """Whether a target or a deliverable is hidden."""
        return (type(row), getattr(row, "identity_id", None)) in self.hidden_items

    def rows(self, model: type[P], *related: str, only: Collection[int] | None = None) -> list[P]:
        """The rows of one kind in the order of the document, without what is hidden, with what
        they are `related` to; `only`: of items, those of these identities."""
        manager: Any = model._default_manager
        found = manager.filter(source=self.source)
        if only is not None:
            found = found.filter(identity__in=only)
        if model in ITEMS:
            related = ("identity", *related)
        if related:
            found = found.select_related(*related)
        return self.shown(model, found)

    def shown(self, model: type[P], rows: Iterable[P]) -> list[P]:
        """Of rows of one kind those that are seen, as they are seen.

        `rows` of outline nodes must be all of them, since each says only what its children do not.
        """
        listed = list(rows)
        if self.whole:
            return listed
        if model is Provision:
            self._titles(listed)
            return listed
        seen = [row for row in listed if not self.hides(row)]
        touched = [row for row in seen if redaction.overlaps(self.hidden, row.start, row.end)]
        if model is DraftIssue:
            # What the reader doubted quotes the passage it stands at.
            return [row for row in seen if row not in touched and not self._repeats(row)]
        for row in touched:
            self._redact(row)
        for row in seen:
            self._take_out(row)
        return seen

    def find(self, name: str) -> tuple[Any, str | Promise] | None:
        """The item of that name and what it is, or None where there is none to be seen."""
        found = places.find(self.source, name)
        if found is None or self.whole:
            return found
        item, label = found
        kind = type(item)
        rows = self.rows(kind) if kind is Provision else self.shown(kind, [item])
        seen = next((row for row in rows if row.pk == item.pk), None)
        return None if seen is None else (seen, label)

    def _repeats(self, row: Any) -> bool:
        said = f"{row.message_vi}\n{row.message_en}"
        return bool(redaction.repeats(said, self.sought))

    def _rest(self, start: int, end: int) -> str:
        return redaction.one_line(redaction.said(self.text[start:end], self.mark))

    def _redact(self, row: Any) -> None:
        """Take out of a row, in memory, what it says of a hidden place."""
        rest = self._rest(row.start, row.end)
        if hasattr(row, "text"):
            row.text = rest
        for name in _READ.get(type(row), ()):
            setattr(row, name, redaction.kept(getattr(row, name), rest, self.mark))
        if isinstance(row, Deliverable):
            row.co_ordinating = [
                redaction.kept(each, rest, self.mark) for each in row.co_ordinating
            ]

    def _take_out(self, row: Any) -> None:
        """Take out of a row, in memory, what it says of hidden items outside its own place."""
        if getattr(row, "group", ""):
            # The name of a group may be the heading that a hidden item is.
            row.group = self._headings.get(redaction.one_line(row.group), row.group)
        for name in _SAID:
            value = getattr(row, name, "")
            if value:
                setattr(row, name, redaction.without(value, self.sought, self.mark))

    @cached_property
    def _headings(self) -> dict[str, str]:
        """The titles of outline nodes that say something hidden, and what is seen of each."""
        nodes = list(Provision.objects.filter(source=self.source))
        titles = [redaction.one_line(node.title) for node in nodes]
        self._titles(nodes)
        return {
            title: node.title
            for title, node in zip(titles, nodes, strict=True)
            if title != redaction.one_line(node.title)
        }

    def _titles(self, nodes: list[Any]) -> None:
        """Take hidden words out of the titles of outline nodes, in memory."""
        index = {node.pk: place for place, node in enumerate(nodes)}
        ends = own_ends(
            [(node.start, node.end) for node in nodes],
            [index.get(node.parent_id) for node in nodes],
        )
        for node, end in zip(nodes, ends, strict=True):
            if node.title and redaction.overlaps(self.hidden, node.start, end):
                rest = self._rest(node.start, end)
                node.title = redaction.kept(node.title, rest, self.mark)
            node.title = redaction.without(node.title, self.sought, self.mark)


def label() -> str:
    """What stands, in plain words, for what a person may not see."""
    return f"[{_('restricted content')}]"


def everything(source: SourceDocument) -> Seen:
    """A version with nothing hidden: for actions, and for who may see all."""
    return Seen(source)


def without_restricted(source: SourceDocument, mark: str = "…") -> Seen:
    """A version as those see it who may not read restricted items; `mark` stands for what they
    repeat of those."""
    rows = [
        row
        for model in _having_restricted(source.programme_id)
        for row in model.objects.filter(
            identity__programme=source.programme_id, identity__level=Level.RESTRICTED
        )
    ]
    # Words of one version may still stand in the text of another.
    sought = {
        phrase
        for row in rows
        for phrase in redaction.phrases(row.title if isinstance(row, Deliverable) else row.text)
    }
    return Seen(
        source,
        frozenset((type(row), row.identity_id) for row in rows),
        frozenset(sought),
        [Place(row.start, row.end) for row in rows if row.source_id == source.pk],
        mark,
    )


def _having_restricted(programme_id: int) -> list[type[Target] | type[Deliverable]]:
    """The kinds of items of which a programme has restricted ones; mostly none, by one question."""
    asked = {
        "targets": Exists(_restricted(TargetIdentity, programme_id)),
        "deliverables": Exists(_restricted(DeliverableIdentity, programme_id)),
    }
    has = Programme.objects.filter(pk=programme_id).values(**asked).get()
    kinds: list[type[Target] | type[Deliverable]] = []
    if has["targets"]:
        kinds.append(Target)
    if has["deliverables"]:
        kinds.append(Deliverable)
    return kinds


def _restricted(
    model: type[TargetIdentity | DeliverableIdentity], programme_id: int
) -> QuerySet[Any]:
    manager: Any = model._default_manager
    found: QuerySet[Any] = manager.filter(programme=programme_id, level=Level.RESTRICTED)
    return found


def seen_by(actor: Actor | None, source: SourceDocument) -> Seen:
    """A version as `actor` sees it; whether they may see its programme was asked before.

    Raises:
        PermissionDenied: they may not read programmes at all.
    """
    if not may(actor, READ):
        raise PermissionDenied
    if may(actor, READ_RESTRICTED, source):
        return everything(source)
    return without_restricted(source, label())


def withheld_from(actor: Actor | None, sources: Iterable[SourceDocument]) -> set[int]:
    """The keys of the versions whose file `actor` may not have, since it says what is hidden."""
    return {source.pk for source in sources if seen_by(actor, source).withheld}
