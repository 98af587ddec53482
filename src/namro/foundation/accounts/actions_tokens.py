"""The verbs on access tokens: making, ending, and finding whose one is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.backends import refusal
from namro.foundation.accounts.models import ApiToken, RoleAssignment, User
from namro.foundation.accounts.models_tokens import LONGEST
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import MAKE_TOKENS, MANAGE_USERS, require
from namro.foundation.refusals import Refusal

#: What each token begins with, so that one that was left lying about is known for what it is.
PREFIX = "namro_"
# Of one person, so that nobody loses sight of them.
_MOST = 20

Why = Literal[
    "not_yours", "closed", "no_reason", "no_name", "no_roles", "not_held", "backwards", "long",
    "many", "over_already",
]  # fmt: skip


class TokenRefused(Refusal[Why]):
    """Nothing about access tokens was changed; `message` says why and what to do."""

    messages: ClassVar[dict[Why, tuple[str, str]]] = {
        "not_yours": (
            "Chỉ chính người đó mới tạo được mã truy cập của mình.",
            "Only the person themselves makes tokens of theirs.",
        ),
        "closed": (
            "Tài khoản này đã đóng nên không có mã truy cập; hãy mở lại tài khoản trước.",
            "This account is closed and has no tokens; open it again first.",
        ),
        "no_reason": (
            "Chưa ghi lý do; hãy ghi lý do để lưu vào lịch sử.",
            "There is no reason; give one for the history.",
        ),
        "no_name": (
            "Hãy đặt tên cho mã truy cập, theo phần mềm dùng nó.",
            "Give the token a name, after the program that will use it.",
        ),
        "no_roles": (
            "Hãy chọn ít nhất một vai trò mà mã truy cập được dùng.",
            "Choose at least one role that the token may act with.",
        ),
        "not_held": (
            "Mã truy cập chỉ dùng được những vai trò đang giữ; hãy chọn lại.",
            "A token acts only with roles that are held now; choose again.",
        ),
        "backwards": (
            "Ngày hết hạn đã qua; hãy chọn một ngày từ hôm nay trở đi.",
            "That end has passed; choose today or a later day.",
        ),
        "long": (
            "Mã truy cập có thời hạn nhiều nhất một năm; hãy chọn ngày sớm hơn.",
            "A token lasts a year at the most; choose an earlier day.",
        ),
        "many": (
            "Mỗi người có nhiều nhất {most} mã truy cập còn hiệu lực; hãy kết thúc mã không dùng.",
            "A person has {most} valid tokens at the most; end those that are not in use.",
        ),
        "over_already": (
            "Mã truy cập này đã hết hiệu lực; không có gì thay đổi.",
            "This token has ended already; nothing was changed.",
        ),
    }


def make_token(
    actor: User | Operator,
    user: User,
    roles: Collection[RoleAssignment],
    *,
    name: str,
    ends_at: datetime,
    read_only: bool,
    reason: str,
) -> tuple[ApiToken, str]:
    """Make a token by which programs act in the person's name.

    Args:
        roles: which of the roles they hold now it acts with.
        ends_at: when it ends, a year from now at the latest.
        read_only: whether it changes nothing.

    Returns:
        What is kept of it, and the token itself, which is kept nowhere.

    Raises:
        PermissionDenied, TokenRefused: nothing was made.
    """
    require(actor, MAKE_TOKENS)
    if isinstance(actor, User) and actor.pk != user.pk:
        raise TokenRefused("not_yours")
    _must_say(reason)
    if not name.strip():
        raise TokenRefused("no_name")
    with transaction.atomic(), history.reason(actor, reason):
        owner = User.objects.select_for_update().get(pk=user.pk)
        if not owner.is_active:
            raise TokenRefused("closed")
        chosen = {each.pk for each in roles}
        if not chosen:
            raise TokenRefused("no_roles")
        held = owner.role_assignments.valid().filter(pk__in=chosen)
        if set(held.values_list("pk", flat=True)) != chosen:
            raise TokenRefused("not_held")
        now = timezone.now()
        if ends_at <= now:
            raise TokenRefused("backwards")
        if ends_at > now + LONGEST:
            raise TokenRefused("long")
        if _valid(owner, now).count() >= _MOST:
            raise TokenRefused("many", most=_MOST)
        text = PREFIX + secrets.token_urlsafe(32)
        made = ApiToken.objects.create(
            user=owner,
            name=name.strip()[:100],
            token_hash=_hash(text),
            roles=sorted(chosen),
            read_only=read_only,
            made_at=now,
            ends_at=ends_at,
        )
        return made, text


def end_token(actor: User | Operator, token: ApiToken, *, reason: str) -> None:
    """End a token now: its person's own, or anybody's by whoever manages people.

    Raises:
        PermissionDenied, TokenRefused: nothing was changed.
    """
    if actor.pk is None or actor.pk != token.user_id:
        require(actor, MANAGE_USERS)
    _must_say(reason)
    with transaction.atomic(), history.reason(actor, reason):
        locked = ApiToken.objects.select_for_update().get(pk=token.pk)
        if locked.state != "open":
            raise TokenRefused("over_already")
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])


def end_all_tokens(user: User, at: datetime) -> int:
    """End at once all tokens of a person; part of another action. Returns how many."""
    return _valid(user, at).update(revoked_at=at)


def find_token(text: str) -> ApiToken | None:
    """The valid token that this text is, of somebody who may sign in here; None: there is none."""
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    found: ApiToken | None
    found = ApiToken.objects.select_related("user").filter(token_hash=_hash(text)).first()
    if found is None or found.state != "open" or refusal(found.user) is not None:
        return None
    return found


_COUNT = """
    INSERT INTO accounts_tokenuse AS used (token_id, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (token_id) DO UPDATE SET
        count = CASE WHEN used.minute = excluded.minute THEN used.count + 1 ELSE 1 END,
        minute = excluded.minute
    RETURNING count
"""


def count_use(token: ApiToken) -> int:
    """How often the token was used in this minute, with this time, for all processes together."""
    minute = timezone.now().replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [token.pk, minute])
        (count,) = cursor.fetchone()
    return int(count)


def until_next_minute() -> timedelta:
    """How long until uses are counted anew."""
    now = timezone.now()
    return timedelta(minutes=1) - timedelta(seconds=now.second, microseconds=now.microsecond)


def _valid(user: User, at: datetime) -> QuerySet[ApiToken]:
    found: QuerySet[ApiToken] = ApiToken.objects.filter(user=user, revoked_at=None, ends_at__gt=at)
    return found


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise TokenRefused("no_reason")


def _hash(text: str) -> str:
    # 256 random bits cannot be guessed, so that nothing slower is needed.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
