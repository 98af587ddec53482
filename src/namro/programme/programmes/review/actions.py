"""The verbs of a review: change, add, set aside, confirm, tick, accept, reject.

Each locks the review's row, so that two reviewers at once change one after the other, and each
change of a value is made against the state that the person saw: where another has changed the
same value since, nothing is changed and both values are shown.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.programme.programmes.actions import Imported, SourceFile, import_draft
from namro.programme.programmes.actions_versions import propose_amendment
from namro.programme.programmes.choices import Level
from namro.programme.programmes.permissions import REVIEW
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.review.models import DraftReview, ReviewEdit, ReviewStatus
from namro.programme.programmes.review.receiving import remove_contents
from namro.programme.programmes.rules import working as rules
from namro.programme.programmes.rules.places import Place

WHY = "Rà soát bản nháp đọc từ văn bản"


class Gone(Exception):
    """The document is no longer under review, or holds no such item."""


@dataclass
class Clash(Exception):
    """Others changed the same values since: `theirs` and `mine` by name, and who changed last."""

    theirs: dict[str, Any]
    mine: dict[str, Any]
    by: str


class Stale(Exception):
    """The draft was changed since the person looked at all of it."""


class NotReady(Exception):
    """The draft cannot be accepted yet: it lacks its number."""


@contextmanager
def _open(actor: User, pk: int, why: str = WHY) -> Iterator[DraftReview]:
    """The review's row, locked and kept when the block ends well.

    Raises:
        PermissionDenied: the actor may not review.
        Gone: the document is not under review (any more), or not visible to the actor.
    """
    require(actor, REVIEW)
    with transaction.atomic(), history.reason(actor, why):
        visible = DraftReview.objects.visible_to(actor).filter(pk=pk).defer(None)
        review = visible.defer("content", "readable", "read").select_for_update(of=("self",))
        found = review.first()
        if found is None or found.status != ReviewStatus.REVIEW:
            raise Gone
        yield found


def _item(review: DraftReview, key: str) -> tuple[str, rules.Item]:
    found = rules.find(review.working or {}, key)
    if found is None:
        raise Gone
    return found


def _note(
    review: DraftReview,
    actor: User,
    key: str,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Keep the changed draft and say in the list of changes what was changed."""
    review.version += 1
    review.save(update_fields=["working", "version", "changed_at"])
    ReviewEdit.objects.create(
        review=review, key=key, what=what, before=before, after=after, by=actor.get_username()
    )


def change(
    actor: User,
    pk: int,
    key: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    page: str = "",
) -> rules.Item:
    """Give an item of the draft other values, as far as they differ from what the person saw.

    `seen` are the values that the form showed when it was opened. What somebody else changed
    meanwhile and the person did not touch stays as the other left it. `page` names the opened
    page, so that one's own quick changes never stand against one another.

    Raises:
        Clash: the same value was changed by somebody else; nothing is changed.
        Gone, PermissionDenied: as `_open`.
    """
    with _open(actor, pk) as review:
        _, item = _item(review, key)
        pages: dict[str, str] = item.setdefault("_pages", {})
        own = {name for name in values if page and pages.get(name) == page}
        # One's own change from this page is what one saw last, whatever the form still says.
        base = {name: item.get(name) if name in own else seen.get(name) for name in values}
        mine = rules.differences(base, values)
        clash = {
            name: item.get(name)
            for name in mine
            if name not in own
            and rules.differences({name: base[name]}, {name: item.get(name)})
            and rules.differences({name: item.get(name)}, {name: mine[name]})
        }
        if clash:
            raise Clash(clash, {name: mine[name] for name in clash}, _who(review, key, clash))
        changed = rules.differences(item, mine)
        if changed:
            before = {name: item.get(name) for name in changed}
            item.update(copy.deepcopy(changed))
            if "lead" in changed and "lead_inferred" in item:
                item["lead_inferred"] = False  # a person has now said it
            pages.update(dict.fromkeys(changed, page))
            _touch(item, actor)
            _note(review, actor, key, "change", before, changed)
        return item


def _who(review: DraftReview, key: str, names: Iterable[str]) -> str:
    """Who last changed one of these values of an item."""
    edits = review.edits.filter(key=key, after__has_any_keys=list(names))
    return str(edits.order_by("-pk").values_list("by", flat=True).first() or "")


def _touch(item: rules.Item, actor: User) -> None:
    item["_rev"] += 1
    item["_by"] = actor.get_username()


def set_aside(actor: User, pk: int, key: str, removed: bool) -> rules.Item:
    """Say that an item is none ("this is not a target"), or bring it back."""

    def alter(group: str, item: rules.Item) -> None:
        if group not in rules.REMOVABLE:
            raise Gone
        item["_removed"] = removed

    return _altered(actor, pk, key, "remove" if removed else "restore", ("_removed",), alter)


def confirm_lead(actor: User, pk: int, key: str) -> rules.Item:
    """Say that an inferred lead is right; its doubt is done with."""

    def alter(group: str, item: rules.Item) -> None:
        if group != "deliverables":
            raise Gone
        item["lead_inferred"] = False

    return _altered(actor, pk, key, "confirm", ("lead_inferred",), alter)


def tick(actor: User, pk: int, key: str, done: bool) -> rules.Item:
    """Say that a doubt is settled, or open it again."""

    def alter(group: str, item: rules.Item) -> None:
        if group != "issues":
            raise Gone
        item["_done"] = done

    return _altered(actor, pk, key, "tick", ("_done",), alter)


def _altered(
    actor: User,
    pk: int,
    key: str,
    what: str,
    names: tuple[str, ...],
    alter: Callable[[str, rules.Item], None],
) -> rules.Item:
    """Change marks of an item; where they are so already, nothing happens."""
    with _open(actor, pk) as review:
        group, item = _item(review, key)
        before = {name: item.get(name, False) for name in names}
        alter(group, item)
        after = {name: item.get(name, False) for name in names}
        if before != after:
            _touch(item, actor)
            if what == "confirm":
                _settle_lead_doubts(review, item)
            _note(review, actor, key, what, before, after)
        return item


def _settle_lead_doubts(review: DraftReview, item: rules.Item) -> None:
    for issue in (review.working or {})["issues"]:
        inside = item["start"] <= issue["start"] < max(item["end"], item["start"] + 1)
        if issue["code"] == "lead_inferred" and inside:
            issue["_done"] = True


def add(actor: User, pk: int, group: str, place: Place, item: Mapping[str, Any]) -> rules.Item:
    """Add what the reading missed, with its place in the text.

    Raises:
        Gone: there is no such group, or the place is not in the text.
    """
    with _open(actor, pk) as review:
        if group not in rules.ADDABLE or not 0 <= place.start < place.end <= len(review.text):
            raise Gone
        where = {"start": place.start, "end": place.end}
        added = rules.add(review.working or {}, group, {**item, **where})
        _touch(added, actor)
        _note(review, actor, added["_key"], "add", {}, dict(item))
        return added


def changed_by_others(review: DraftReview, username: str, version: int) -> bool:
    """Whether anybody but `username` changed the draft since it had `version` changes."""
    if not 0 <= version <= review.version:
        return True
    # Each change is one row, so those after the first `version` are what came since.
    later = review.edits.order_by("pk").values_list("by", flat=True)[version:]
    return any(by != username for by in later)


@dataclass(frozen=True, slots=True)
class ReviewedDraft:
    """The draft as people made it, in the form that the import takes."""

    text: str
    working: rules.Working

    @property
    def issues(self) -> list[SimpleNamespace]:
        """The values that the doubts still open name."""
        return [
            SimpleNamespace(values=issue["values"]) for issue in rules.open_issues(self.working)
        ]

    def as_dict(self, language: str = "vi") -> dict[str, Any]:
        """The draft's JSON, messages of issues in `language` ("vi" or "en")."""
        return rules.finished(self.working, language)


def accept(actor: User, pk: int, version: int, reason: str) -> Imported:
    """Import the draft as it now is: all of it, or nothing.

    `version` is the number of changes that the person saw; their own later ones count as seen.

    Where the programme of that number has another document, it is proposed as an amendment.

    Raises:
        Stale: somebody changed it since the person looked.
        NotReady: its number is missing.
        ImportRefused: it cannot be kept; the message says why.
        Gone, PermissionDenied: as `_open`.
    """
    why = reason.strip() or "Chấp nhận bản nháp sau khi rà soát"
    with _open(actor, pk, why) as review:
        if changed_by_others(review, actor.get_username(), version):
            raise Stale
        draft = ReviewedDraft(review.text, review.working or {})
        if not str(draft.working["document"].get("number") or "").strip():
            raise NotReady
        source = SourceFile(review.file_name, bytes(review.content or b""))
        try:
            result = import_draft(actor, draft, source, reason=why, level=Level(review.level))
        except ImportRefused as refused:
            if refused.code != "other_document":
                raise
            # The programme has a document: this one waits as its amendment.
            amendment = propose_amendment(
                actor, draft, source, reason=why, level=Level(review.level)
            )
            result = Imported(amendment.programme, changed=True, amendment=amendment)
        # The file and its text are the programme's now.
        kept = review.working
        remove_contents(review)
        review.working = kept
        review.programme = result.programme
        _decide(review, actor, ReviewStatus.ACCEPTED, why)
        return result


def reject(actor: User, pk: int, reason: str, version: int | None = None) -> None:
    """Delete the file and all that was read in it; that it was here, its hash and why stay.

    `version`: as for `accept`; None: whoever rejects was shown no draft.

    Raises:
        Stale: somebody changed it since the person looked; their work is not deleted unseen.
        ValueError: no reason is given.
        Gone, PermissionDenied: as `_open`.
    """
    if not reason.strip():
        raise ValueError("a rejection needs a reason")
    with _open(actor, pk, reason) as review:
        if version is not None and changed_by_others(review, actor.get_username(), version):
            raise Stale
        remove_contents(review)
        review.file_name = ""
        review.edits.all().delete()
        _decide(review, actor, ReviewStatus.REJECTED, reason.strip())


def _decide(review: DraftReview, actor: User, status: ReviewStatus, reason: str) -> None:
    review.status, review.reason = status, reason
    review.decided_by, review.decided_at = actor.get_username(), timezone.now()
    review.save()
