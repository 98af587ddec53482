"""The verbs on people's accounts: inviting, closing, handing over, erasing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar, Literal

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts import open_work
from namro.foundation.accounts.actions_roles import end_all
from namro.foundation.accounts.actions_tokens import end_all_tokens
from namro.foundation.accounts.models import User
from namro.foundation.accounts.models_invitations import Invitation
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import (
    ERASE_PEOPLE,
    MANAGE_USERS,
    require,
)
from namro.foundation.refusals import Refusal

Why = Literal[
    "self", "closed", "open", "erased", "not_asked", "used", "revoked", "expired", "unknown",
    "not_taken", "same",
]  # fmt: skip


class PersonRefused(Refusal[Why]):
    """An account cannot be changed so."""

    messages: ClassVar[dict[Why, tuple[str, str]]] = {
        "self": (
            "Không tự làm việc này với tài khoản của chính mình: hãy nhờ người khác có quyền.",
            "Nobody does this to their own account: ask another person who may.",
        ),
        "closed": (
            "Tài khoản này đã đóng. Hãy mở lại trước.",
            "This account is closed. Open it again first.",
        ),
        "open": (
            "Tài khoản này còn đang mở. Hãy đóng trước khi xóa dữ liệu cá nhân.",
            "This account is still open. Close it before personal data are erased.",
        ),
        "erased": (
            "Dữ liệu cá nhân của người này đã bị xóa; không khôi phục được.",
            "The personal data of this person are erased; they cannot be brought back.",
        ),
        "not_asked": (
            "Xóa dữ liệu cá nhân gồm hai bước: hãy đề nghị xóa trước, rồi xác nhận.",
            "Erasing takes two steps: ask for it first, then confirm.",
        ),
        "used": (
            "Liên kết này đã được dùng. Nếu không phải bạn dùng, hãy báo ngay cho người đã gửi.",
            "This link has been used. If it was not you, tell whoever sent it at once.",
        ),
        "revoked": (
            "Liên kết này đã bị thu hồi. Hãy hỏi người đã gửi để có liên kết mới.",
            "This link has been revoked. Ask whoever sent it for a new one.",
        ),
        "expired": (
            "Liên kết này đã hết hạn. Hãy hỏi người đã gửi để có liên kết mới.",
            "This link has expired. Ask whoever sent it for a new one.",
        ),
        "unknown": (
            "Liên kết này không đúng. Hãy chép lại trọn vẹn liên kết đã nhận.",
            "This link is not right. Copy the whole link that you were given.",
        ),
        "not_taken": (
            "{name} không có quyền nhận việc “{work}”. Hãy chọn người khác.",
            "{name} may not be given “{work}”. Choose another person.",
        ),
        "same": (
            "Hãy chọn một người khác, tài khoản đang mở, để bàn giao.",
            "Choose another person whose account is open to hand over to.",
        ),
    }


def neutral_name() -> str:
    """A user name that says nothing of its person and that nobody has."""
    while True:
        name = f"nd-{secrets.randbelow(900_000) + 100_000}"
        if not User.objects.filter(username__iexact=name).exists():
            return name


def invite(
    actor: User | Operator,
    *,
    full_name: str,
    office: str = "",
    email: str = "",
    phone: str = "",
    username: str = "",
    reason: str,
) -> tuple[User, str]:
    """Add a person who sets their own password, by a link that is returned and not kept.

    Without a user name a neutral one is made.

    Raises:
        PermissionDenied: the actor may not.
        ValidationError: something of what is said of the person will not do.
    """
    require(actor, MANAGE_USERS)
    with transaction.atomic(), history.reason(actor, reason):
        user = User(
            username=username or neutral_name(),
            full_name=full_name,
            office=office,
            email=email,
            phone=phone,
        )
        user.set_unusable_password()
        user.full_clean()
        user.save()
        return user, _link(user)


def new_link(
    actor: User | Operator, user: User, *, reason: str, forget_factors: bool = False
) -> str:
    """A link by which the person sets another password; earlier links end.

    ``forget_factors``: their second factors are removed (a lost telephone).

    Raises:
        PermissionDenied, PersonRefused: closed, or erased.
    """
    require(actor, MANAGE_USERS)
    with transaction.atomic(), history.reason(actor, reason):
        locked = _locked(user)
        _must_be_open(locked)
        if forget_factors:
            Authenticator.objects.filter(user=locked).delete()
            locked.factors_changed_at = timezone.now()
            locked.save(update_fields=["factors_changed_at"])
        return _link(locked)


def revoke_links(actor: User | Operator, user: User, *, reason: str) -> int:
    """End the person's links that are still unused; returns how many."""
    require(actor, MANAGE_USERS)
    with transaction.atomic(), history.reason(actor, reason):
        return _revoke(user)


def find_link(token: str) -> Invitation:
    """The invitation of a link that can still be used.

    Raises:
        PersonRefused: unknown, used, revoked, expired, or the account is closed.
    """
    found: Invitation | None
    found = Invitation.objects.filter(token_hash=_hash(token)).select_related("user").first()
    if found is None:
        raise PersonRefused("unknown")
    if found.state != "open":
        raise PersonRefused(found.state)
    _must_be_open(found.user)
    return found


def accept(token: str, password: str) -> User:
    """Use a link: the person's password is ``password`` from now on, and every session ends.

    Raises:
        PersonRefused: as :func:`find_link`.
        ValidationError: the password will not do.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=find_link(token).user_id)
        invitation = find_link(token)  # again, with the lock: used once only
        validate_password(password, user)
        with history.reason(user, "set their own password by a link"):
            invitation.used_at = timezone.now()
            invitation.save(update_fields=["used_at"])
            user.set_password(password)
            user.save(update_fields=["password", "password_changed_at"])
        _end_sessions(user)
    return user


def close_account(actor: User | Operator, user: User, *, reason: str) -> None:
    """End a person's access now: sign-in, sessions, links, tokens and roles.

    Raises:
        PermissionDenied, PersonRefused: their own account; closed already.
    """
    require(actor, MANAGE_USERS)
    _must_be_another(actor, user)
    with transaction.atomic(), history.reason(actor, reason):
        locked = _locked(user)
        _must_be_open(locked)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        end_all(locked, timezone.now())
        end_all_tokens(locked, timezone.now())
        _revoke(locked)
        _end_sessions(locked)
    user.is_active = False


def reopen_account(actor: User | Operator, user: User, *, reason: str) -> None:
    """Let a person sign in again; roles are given anew.

    Raises:
        PermissionDenied, PersonRefused: erased.
    """
    require(actor, MANAGE_USERS)
    _must_be_another(actor, user)
    with transaction.atomic(), history.reason(actor, reason):
        locked = _locked(user)
        if locked.erased_at is not None:
            raise PersonRefused("erased")
        locked.is_active, locked.erasure_asked_at = True, None
        locked.save(update_fields=["is_active", "erasure_asked_at"])
    user.is_active = True


def hand_over(actor: User | Operator, user: User, to: User, *, reason: str) -> int:
    """Give another person what is open in this one's name; returns how many pieces.

    Raises:
        PermissionDenied, PersonRefused: to nobody else, or to somebody who may not do the work.
    """
    require(actor, MANAGE_USERS)
    if to.pk == user.pk or not to.is_active:
        raise PersonRefused("same")
    count = 0
    with transaction.atomic(), history.reason(actor, reason):
        for kind, _items in open_work.of(user, actor):
            if kind.hand_over is None:
                continue
            if not kind.may_take(to):
                raise PersonRefused("not_taken", name=to.get_full_name(), work=str(kind.label))
            count += kind.hand_over(actor, user, to)
    return count


def ask_erasure(actor: User | Operator, user: User, *, reason: str) -> None:
    """The first of two steps to erase a person's data.

    Raises:
        PermissionDenied, PersonRefused: the account is open, or erased already.
    """
    require(actor, ERASE_PEOPLE)
    _must_be_another(actor, user)
    with transaction.atomic(), history.reason(actor, reason):
        locked = _locked(user)
        _must_be_closed(locked)
        locked.erasure_asked_at = timezone.now()
        locked.save(update_fields=["erasure_asked_at"])


def erase(actor: User | Operator, user: User, *, reason: str) -> None:
    """Destroy the person's key and what is kept of them; nobody can bring it back.

    The history stays as it was sealed: what it holds of them nobody can read any more.

    Raises:
        PermissionDenied, PersonRefused: open, erased already, or not asked for.
    """
    require(actor, ERASE_PEOPLE)
    _must_be_another(actor, user)
    with transaction.atomic(), history.reason(actor, reason):
        locked = _locked(user)
        _must_be_closed(locked)
        if locked.erasure_asked_at is None:
            raise PersonRefused("not_asked")
        Authenticator.objects.filter(user=locked).delete()
        SocialAccount.objects.filter(user=locked).delete()
        AccessAttempt.objects.filter(username=f"#{locked.pk}").delete()
        _revoke(locked)
        _end_sessions(locked)
        locked.full_name = locked.office = locked.email = locked.phone = ""
        locked.personal_key = locked.email_index = ""
        locked.username = f"{User.GONE}{locked.pk}"
        locked.set_unusable_password()
        locked.erased_at = timezone.now()
        locked.save()
    user.refresh_from_db()


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _must_be_another(actor: User | Operator, user: User) -> None:
    if actor.pk is not None and actor.pk == user.pk:
        raise PersonRefused("self")


def _must_be_open(user: User) -> None:
    if user.erased_at is not None:
        raise PersonRefused("erased")
    if not user.is_active:
        raise PersonRefused("closed")


def _must_be_closed(user: User) -> None:
    if user.erased_at is not None:
        raise PersonRefused("erased")
    if user.is_active:
        raise PersonRefused("open")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _link(user: User) -> str:
    _revoke(user)
    token, now = secrets.token_urlsafe(32), timezone.now()
    Invitation.objects.create(
        user=user,
        token_hash=_hash(token),
        made_at=now,
        ends_at=now + timedelta(hours=settings.NAMRO_INVITATION_HOURS),
    )
    return token


def _revoke(user: User) -> int:
    unused = Invitation.objects.filter(user=user, used_at=None, revoked_at=None)
    count: int = unused.update(revoked_at=timezone.now())
    return count


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
