"""The list of people as an address asks for it: words, role, kind of scope, state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts import scopes
from namro.foundation.accounts.models import Form, Role, RoleAssignment, User
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.scopes import Scope, ScopeKind
from namro.foundation.interface.tables import Choice, Column
from namro.foundation.interface.text import search_text, search_words, sort_key

LONGEST_SEARCH = 200
STATES = {"mo": _("open account"), "dong": _("closed account"), "khong": _("without any role")}


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role as people read it."""

    row: RoleAssignment
    label: str
    scope: str
    giver: str = ""
    form: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        said = f"{self.label}: {self.scope}"
        return f"{said} ({self.form} {self.giver})" if self.giver else said

    @property
    def last(self) -> datetime | None:
        """The last moment of the role, for its day; None: it goes on."""
        end: datetime | None = self.row.valid_to
        return None if end is None else end - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with the roles they hold now."""

    user: User
    roles: list[RoleShown]

    @property
    def state(self) -> str:
        """What the state of the account is called."""
        return str(STATES["mo"] if self.user.is_active else STATES["dong"])


class Labels:
    """The names of scopes, each asked for once."""

    def __init__(self, viewer: Actor) -> None:
        self._viewer = viewer
        self._known: dict[Scope, str] = {}

    def role(self, row: RoleAssignment) -> RoleShown:
        """A role as `viewer` reads it."""
        scope = row.scope
        if scope not in self._known:
            self._known[scope] = scopes.label(scope, self._viewer)
        giver = row.delegated_from.user.get_full_name() if row.delegated_from is not None else ""
        form = str(Form(row.form).label) if row.form else ""
        return RoleShown(row, str(Role(row.role).label), self._known[scope], giver, form)


@dataclass(frozen=True, slots=True)
class Listing:
    """The people found, and what the page shows of the question."""

    found: list[PersonShown]
    words: str
    boxes: list[tuple[str, str, list[Choice]]]
    filtering: bool


def listing(viewer: Actor, said: Mapping[str, str]) -> Listing:
    """The people that an address asks for, by name in Vietnamese order.

    Names are read in Python: they need not stand in the database as they are read.
    """
    words = said.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    wanted = {
        "vai-tro": said.get("vai-tro", "") if said.get("vai-tro") in Role.values else "",
        "pham-vi": said.get("pham-vi", "") if said.get("pham-vi") in ScopeKind.values else "",
        "trang-thai": said.get("trang-thai", "") if said.get("trang-thai") in STATES else "",
    }
    held: dict[int, list[RoleAssignment]] = {}
    for row in RoleAssignment.objects.valid().select_related("delegated_from__user").order_by("pk"):
        held.setdefault(row.user_id, []).append(row)
    labels = Labels(viewer)
    sought = search_words(words)
    found = [
        PersonShown(user, [labels.role(row) for row in held.get(user.pk, [])])
        for user in User.objects.all()
        if all(word in search_text(user.get_full_name(), user.username) for word in sought)
        and _has(user, held.get(user.pk, []), wanted)
    ]
    found.sort(key=lambda each: (sort_key(each.user.get_full_name()), each.user.username))
    names = {
        "vai-tro": (_("Role"), Role.choices),
        "pham-vi": (_("Kind of scope"), [(kind.value, kind.label) for kind in scopes.kinds()]),
        "trang-thai": (_("State"), list(STATES.items())),
    }
    boxes = [
        (name, str(label), [Choice(v, str(told), 0, v == wanted[name]) for v, told in choices])
        for name, (label, choices) in names.items()
    ]
    return Listing(found, words, boxes, any(wanted.values()))


def _has(user: User, rows: list[RoleAssignment], wanted: Mapping[str, str]) -> bool:
    role, kind, state = wanted["vai-tro"], wanted["pham-vi"], wanted["trang-thai"]
    if (role or kind) and not any(
        (not role or row.role == role) and (not kind or row.scope_kind == kind) for row in rows
    ):
        return False
    match state:
        case "mo":
            return user.is_active
        case "dong":
            return not user.is_active
        case "khong":
            return not rows
    return True


COLUMNS: tuple[Column[PersonShown], ...] = (
    Column("ten", _("Full name"), lambda row: row.user.get_full_name(), None, 30),
    Column("dang-nhap", _("User name"), lambda row: row.user.username, None, 20),
    Column(
        "vai-tro", _("Roles"), lambda row: "; ".join(role.words for role in row.roles), None, 60
    ),
    Column("trang-thai", _("State"), lambda row: row.state, None, 16),
)


def name_of_file() -> str:
    """What a file of the list is called."""
    return _now("People")
