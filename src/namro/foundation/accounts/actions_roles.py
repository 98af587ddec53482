"""The verbs on roles: giving, ending, delegating. Nothing else writes them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts import scopes
from namro.foundation.accounts.models import User
from namro.foundation.accounts.models_roles import DELEGABLE, Form, Role, RoleAssignment
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import DELEGATE, GIVE_ROLES, forget_roles, may, require
from namro.foundation.accounts.querysets import RoleAssignmentQuerySet
from namro.foundation.accounts.refusals import RoleRefused
from namro.foundation.accounts.scopes import EVERYWHERE, Scope

Actor = User | Operator


def give_role(
    actor: Actor,
    user: User,
    role: Role,
    *,
    reason: str,
    scope: Scope = EVERYWHERE,
    since: datetime | None = None,
    until: datetime | None = None,
) -> RoleAssignment:
    """Give `user` a role from `since` (now) on, until `until` (None: until it is ended).

    What is held without end already is given once: giving it again changes nothing.

    Raises:
        PermissionDenied: the actor may not give roles over this scope.
        RoleRefused: it is for the actor, the account is closed, there is no such scope, the time
            runs backwards or lies behind, or the role is held at that time.
    """
    require(actor, GIVE_ROLES, scope)
    if actor.pk is not None and actor.pk == user.pk:
        raise RoleRefused("to_oneself")
    if not scopes.exists(scope):
        raise RoleRefused("no_such_scope")
    with transaction.atomic(), history.reason(actor, _why(reason)):
        user = _locked(user)
        # Only now: who waited for the lock begins after who held it.
        now = timezone.now()
        begins = since or now
        _in_time(begins, until, now)
        if not user.is_active:
            raise RoleRefused("closed", name=user.get_full_name())
        held = _own(user, role, scope)
        found: RoleAssignment | None = held.filter(
            valid_to__isnull=True, valid_from__lte=begins
        ).first()
        if found is not None and since is None and until is None:
            return found
        return _begun(held, user, role, scope, begins, until)


def end_role(
    actor: Actor, user: User, role: Role, *, reason: str, scope: Scope = EVERYWHERE
) -> bool:
    """End a role now, and what was delegated from it; the record of having held it stays.

    Returns:
        Whether there was such a role to end.

    Raises:
        PermissionDenied: the actor may not.
    """
    require(actor, GIVE_ROLES, scope)
    now = timezone.now()
    with transaction.atomic(), history.reason(actor, _why(reason)):
        _locked(user)
        found = list(_own(user, role, scope).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=now)))
        for each in found:
            _end(each, now)
    return bool(found)


def end_assignment(
    actor: Actor, assignment: RoleAssignment, *, reason: str, at: datetime | None = None
) -> RoleAssignment:
    """End one assignment at a moment (now), and what was delegated from it.

    One that has not begun is never held. Its holder may give it back, who delegated it may take
    it back, whoever gives such roles may end it.

    Raises:
        PermissionDenied: the actor may not.
        RoleRefused: it has ended already, or the moment lies behind or before its beginning.
    """
    found: RoleAssignment = RoleAssignment.objects.select_related("delegated_from").get(
        pk=assignment.pk
    )
    if not may_end(actor, found):
        require(actor, GIVE_ROLES, found.scope)
    now = timezone.now()
    if at is not None and at < now:
        raise RoleRefused("in_the_past")
    with transaction.atomic(), history.reason(actor, _why(reason)):
        _locked(found.user)
        found.refresh_from_db()
        if found.valid_to is not None and found.valid_to <= now:
            raise RoleRefused("over_already")
        if at is not None and found.valid_to is not None and at > found.valid_to:
            raise RoleRefused("longer")
        if at is not None and at <= found.valid_from:
            raise RoleRefused("backwards")
        _end(found, at or now)
    return found


def may_end(actor: Actor, assignment: RoleAssignment) -> bool:
    """Whether `actor` may end this assignment: its holder, its giver, who gives such roles."""
    own = {assignment.user_id}
    if assignment.delegated_from is not None:
        own.add(assignment.delegated_from.user_id)
    if isinstance(actor, User) and actor.is_active and actor.pk in own:
        return True
    return may(actor, GIVE_ROLES, assignment.scope)


def delegate(
    actor: User,
    assignment: RoleAssignment,
    to: User,
    *,
    form: Form,
    until: datetime | None,
    reason: str,
    scope: Scope | None = None,
    since: datetime | None = None,
) -> RoleAssignment:
    """Let `to` act in the actor's place, in a role that the actor holds, for a time.

    A delegation is in writing, for a time, and not given on (Decree 30/2020/NĐ-CP, article 13).

    Args:
        scope: what it is over; that of the role itself, where none is named.

    Raises:
        PermissionDenied: the actor may not.
        RoleRefused: the role is not the actor's own, is held by delegation itself or cannot be
            delegated, goes to the actor or to a closed account, or the scope or the time is wider
            than the actor's.
    """
    require(actor, DELEGATE)
    if until is None:
        raise RoleRefused("no_end")
    with transaction.atomic(), history.reason(actor, _why(reason)):
        # Always in the same order, so that two who delegate to each other do not wait for ever.
        list(User.objects.select_for_update().filter(pk__in=(actor.pk, to.pk)).order_by("pk"))
        now = timezone.now()
        begins = since or now
        _in_time(begins, until, now)
        held = RoleAssignment.objects.get(pk=assignment.pk)
        to = User.objects.get(pk=to.pk)
        _delegable(actor, held, to)
        wanted = scope or held.scope
        if not scopes.exists(wanted):
            raise RoleRefused("no_such_scope")
        if not scopes.contains(held.scope, wanted):
            raise RoleRefused("wider")
        ended = held.valid_to is not None and until > held.valid_to
        if ended or begins < held.valid_from:
            raise RoleRefused("longer")
        same = RoleAssignment.objects.filter(
            user=to,
            role=held.role,
            scope_kind=wanted.kind,
            scope_key=wanted.key,
            field=wanted.field,
            delegated_from=held,
        )
        return _begun(same, to, Role(held.role), wanted, begins, until, held, form)


def _delegable(actor: User, held: RoleAssignment, to: User) -> None:
    if held.user_id != actor.pk:
        raise RoleRefused("not_yours")
    if held.delegated_from_id is not None:
        raise RoleRefused("on_again")
    if held.role not in DELEGABLE:
        raise RoleRefused("not_delegable", role=str(Role(held.role).label))
    if to.pk == actor.pk:
        raise RoleRefused("to_giver")
    if not to.is_active:
        raise RoleRefused("closed", name=to.get_full_name())


def _begun(
    same: RoleAssignmentQuerySet,
    user: User,
    role: Role,
    scope: Scope,
    begins: datetime,
    until: datetime | None,
    held: RoleAssignment | None = None,
    form: str = "",
) -> RoleAssignment:
    if same.overlapping(begins, until).exists():
        raise RoleRefused("overlaps", name=user.get_full_name())
    made: RoleAssignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        scope_kind=scope.kind,
        scope_key=scope.key,
        field=scope.field,
        valid_from=begins,
        valid_to=until,
        delegated_from=held,
        form=form,
    )
    forget_roles()
    return made


def end_all(user: User, at: datetime) -> int:
    """End at once whatever `user` holds or would come to hold; part of another action.

    What they delegated ends with it. Returns how many assignments.
    """
    found = list(user.role_assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at)))
    for each in found:
        _end(each, at)
    return len(found)


def _end(assignment: RoleAssignment, at: datetime) -> None:
    """End it, and what was delegated from it and would go on; part of an action."""
    for each in assignment.delegations.filter(Q(valid_to__gt=at)):
        _end(each, at)
    assignment.valid_to = max(at, assignment.valid_from)
    assignment.save(update_fields=["valid_to"])
    forget_roles()


def _locked(user: User) -> User:
    """The person as they are now. Their row is the lock: two at once give one role."""
    found: User = User.objects.select_for_update().get(pk=user.pk)
    return found


def _in_time(begins: datetime, until: datetime | None, now: datetime) -> None:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if begins < today:
        raise RoleRefused("backdated")
    if until is not None and until <= begins:
        raise RoleRefused("backwards")


def _own(user: User, role: Role, scope: Scope) -> RoleAssignmentQuerySet:
    """What a person was given themselves of a role over a scope, at any time."""
    found: RoleAssignmentQuerySet = RoleAssignment.objects.filter(
        user=user,
        role=role,
        scope_kind=scope.kind,
        scope_key=scope.key,
        field=scope.field,
        delegated_from__isnull=True,
    )
    return found


def _why(reason: str) -> str:
    if not reason.strip():
        raise RoleRefused("no_reason")
    return reason
