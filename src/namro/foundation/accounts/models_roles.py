"""Roles that people hold for a time, over a scope, in their own right or by delegation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.foundation.accounts.querysets import RoleAssignmentQuerySet
from namro.foundation.accounts.scopes import Scope, ScopeKind


class Role(models.TextChoices):
    """What a person may be, each role a set of actions."""

    SECRETARIAT = "secretariat", _("Secretariat")
    STANDING_BODY = "standing_body", _("Standing body")
    REPORTING_OFFICER = "reporting_officer", _("Reporting officer")
    APPROVER = "approver", _("Approver")
    APPRAISER = "appraiser", _("Appraiser")
    INSPECTOR = "inspector", _("Inspector")
    LEADER = "leader", _("Leader")
    REGISTRY_CLERK = "registry_clerk", _("Registry clerk")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    READER = "reader", _("Reader")

    @property
    def purpose(self) -> str | Promise:
        """What the role is for, in one sentence."""
        return _PURPOSES[self]


_PURPOSES: dict[Role, str | Promise] = {
    Role.SECRETARIAT: _(
        "Receives documents, keeps programmes and units in order and prepares what others decide."
    ),
    Role.STANDING_BODY: _(
        "Oversees one programme on behalf of its steering committee, outside its own unit too."
    ),
    Role.REPORTING_OFFICER: _("Enters the figures and reports of a unit."),
    Role.APPROVER: _("Approves what another person entered or asked for."),
    Role.APPRAISER: _("Checks the self-assessment of units and proposes their marks."),
    Role.INSPECTOR: _("Takes part in an inspection and records what is found."),
    Role.LEADER: _("Follows the work of a unit and what is below it, and directs it."),
    Role.REGISTRY_CLERK: _("Numbers and issues documents."),
    Role.AUDITOR: _("Looks into who did what and who may do what, and changes nothing."),
    Role.ADMINISTRATOR: _(
        "Adds people and gives roles; does not thereby read restricted programmes."
    ),
    Role.READER: _("Reads, and changes nothing."),
}

# Who manages people does so in person, and reading needs nobody in one's place.
DELEGABLE = tuple(role for role in Role if role not in (Role.ADMINISTRATOR, Role.READER))


class Form(models.TextChoices):
    """How somebody acts in another's place (Decree 30/2020/NĐ-CP, article 13)."""

    KT = "kt", pgettext_lazy("delegation", "for (KT.)")
    TL = "tl", pgettext_lazy("delegation", "by order of (TL.)")
    TUQ = "tuq", pgettext_lazy("delegation", "under authority of (TUQ.)")


def _same(number: Any) -> tuple[Func, str]:
    """Rows of one number: a range of one needs no extension, and overlaps itself alone."""
    return Func(number, number, Value("[]"), function="int8range"), RangeOperators.OVERLAPS


def _hashed(field: str) -> Func:
    """A text as a number of 64 bits, the same for the same text."""
    return Func(F(field), Value(0), function="hashtextextended")


@history.track()
class RoleAssignment(models.Model):
    """One person holds one role, over one scope, from one moment until just before another.

    A delegation is a role held in the place of whoever holds `delegated_from`. One that ended
    before it began ends when it begins, and was never held.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="role_assignments",
        verbose_name=_("user"),
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    scope_kind = models.CharField(
        _("kind of scope"), max_length=20, choices=ScopeKind.choices, default=ScopeKind.EVERYWHERE
    )
    # The column keeps its first name: what was sealed under it can be verified for ever.
    scope_key = models.CharField(
        _("scope"),
        max_length=200,
        blank=True,
        db_column="scope",
        help_text=_("Empty: everywhere."),
    )
    field = models.CharField(pgettext_lazy("committee", "field"), max_length=200, blank=True)
    valid_from = models.DateTimeField(_("from"), default=timezone.now)
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)
    delegated_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("delegated from"),
    )
    form = models.CharField(_("form of delegation"), max_length=3, choices=Form.choices, blank=True)

    objects: ClassVar[Any] = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["user", "role", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="accounts_role_ends_not_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind__in=ScopeKind.values), name="accounts_scope_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.EVERYWHERE.value, scope_key="")
                | (~Q(scope_kind=ScopeKind.EVERYWHERE.value) & ~Q(scope_key="")),
                name="accounts_scope_key",
            ),
            models.CheckConstraint(
                condition=Q(field="") | Q(scope_kind=ScopeKind.PROGRAMME.value),
                name="accounts_scope_field",
            ),
            models.CheckConstraint(
                condition=Q(delegated_from__isnull=True, form="")
                | Q(
                    delegated_from__isnull=False,
                    valid_to__isnull=False,
                    form__in=Form.values,
                    role__in=DELEGABLE,
                ),
                name="accounts_delegation_whole",
            ),
            models.CheckConstraint(
                condition=~Q(delegated_from=F("id")), name="accounts_delegation_not_its_own"
            ),
            # A role is held once at a time over one scope; in another's place, once for each.
            ExclusionConstraint(
                name="accounts_role_once_at_a_time",
                expressions=[
                    _same(F("user")),
                    _same(_hashed("role")),
                    _same(_hashed("scope_kind")),
                    _same(_hashed("scope_key")),
                    _same(_hashed("field")),
                    _same(Coalesce(F("delegated_from"), Value(0))),
                    (
                        Func(F("valid_from"), F("valid_to"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def scope(self) -> Scope:
        """What the role is held over."""
        return Scope(ScopeKind(self.scope_kind), self.scope_key, self.field)
