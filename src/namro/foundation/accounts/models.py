"""People and the roles they hold for a time."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.foundation.accounts import sealing
from namro.foundation.accounts.models_invitations import Invitation
from namro.foundation.accounts.models_roles import Form, Role, RoleAssignment
from namro.foundation.accounts.models_tokens import ApiToken, TokenUse
from namro.foundation.accounts.personal import PersonalField, unwrapped, wrapped

__all__ = [
    "AccountManager",
    "ApiToken",
    "Form",
    "Invitation",
    "Role",
    "RoleAssignment",
    "TokenUse",
    "User",
    "username_validator",
]

# No "@": a name that looks like an e-mail address could stand for somebody else's at sign-in.
# Plain letters only: names that look alike must not be two people.
username_validator = RegexValidator(
    r"\A[A-Za-z0-9_.+-]+\Z",
    _("Use letters without marks, digits and . + - _ only, without spaces."),
)


phone_validator = RegexValidator(
    r"\A\+?[0-9][0-9 .()-]{5,28}\Z", _("Write digits, with spaces, dots or a leading + only.")
)


class AccountManager(UserManager["User"]):
    """Creates users; looks names up whatever their case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that name, whatever its case."""
        return self.get(username__iexact=username)


@history.track(exclude=["password", "last_login", "personal_key", "email_index"])
class User(AbstractUser):
    """A person who signs in. Holds the minimum that work needs.

    Name, office and contact are sealed with a key of their own (see :mod:`.personal`). The user
    name is not: it stands in records of what was done, and should name nobody by itself.
    """

    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[username_validator],
        error_messages={"unique": _("Somebody already has this user name.")},
    )
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = PersonalField(_("full name"), max_length=200, blank=True, default="")
    office = PersonalField(_("office"), max_length=200, blank=True, default="")
    email = PersonalField(
        _("e-mail address"),
        max_length=254,
        blank=True,
        default="",
        validators=[validate_email],
        index="email_index",
    )
    phone = PersonalField(
        _("telephone"), max_length=30, blank=True, default="", validators=[phone_validator]
    )
    # After the fields whose saving fills them.
    email_index = models.CharField(max_length=43, blank=True, default="", editable=False)
    personal_key = models.TextField(blank=True, default="", editable=False)
    erasure_asked_at = models.DateTimeField(_("erasure asked for at"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)
    is_demo = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("May sign in only where the program is tried out."),
    )
    factors_changed_at = models.DateTimeField(
        _("second factors changed at"), null=True, editable=False
    )
    # The password itself is in no history; that it changed, when, and by whom, is.
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    #: What the user names of erased persons begin with; nobody else's may.
    GONE: ClassVar[str] = "da-xoa-"

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_once"),
            models.UniqueConstraint(
                fields=["email_index"],
                condition=~Q(email_index=""),
                name="accounts_user_email_once",
                violation_error_message=_("Somebody already has this e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(personal_key="", email_index="", is_active=False),
                name="accounts_user_erased_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The full name, or the user name without one; of an erased person the number."""
        if self.erased_at is not None:
            return str(_("Erased user #%(number)d") % {"number": self.pk})
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The name to greet with."""
        return self.get_full_name()

    def set_password(self, raw_password: str | None) -> None:
        """Keep the password's hash, and the moment it changed."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    def clean(self) -> None:
        """Bring the e-mail address to its normal form."""
        self.username = self.normalize_username(self.username)
        if self.username.casefold().startswith(self.GONE) and self.erased_at is None:
            raise ValidationError(
                {"username": _("User names of this beginning are for erased persons.")}
            )
        if self._was_anothers():
            raise ValidationError(
                {
                    "username": _(
                        "This user name was somebody else's, in whose name records stand. Choose "
                        "another."
                    )
                }
            )
        self.email = type(self).objects.normalize_email(self.email)
        self.email_index = sealing.index("email", self.email) if self.email else ""

    def _was_anothers(self) -> bool:
        """Whether the history knows another person by this user name: records tell them by it."""
        entries: Any = type(self).pgh_event_model  # type: ignore[attr-defined]
        known = entries.objects.filter(username__iexact=self.username)
        return bool(known.exclude(pgh_obj_id=self.pk or 0).exists())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the person's key, made when they are; and with the index of what is looked up."""
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {
                *fields,
                *(["email_index"] if "email" in fields else []),
                *(["personal_key"] if not self.personal_key else []),
            }
        if not self.personal_key and self.erased_at is None:
            self.personal_key = wrapped(sealing.new_key())
        super().save(*args, **kwargs)

    def seal_personal(self, text: str) -> str:
        """``text`` as only this person's key opens it.

        Raises:
            ValueError: they are erased: nothing is kept of them any more.
        """
        if not self.personal_key:
            if self.erased_at is not None:
                raise ValueError("Nothing is kept of an erased person.")
            self.personal_key = wrapped(sealing.new_key())
        return sealing.seal(self._key(), text)

    def open_personal(self, sealed: str) -> str:
        """What this person's key sealed; "" when the key is gone or the text is not of it."""
        try:
            return sealing.open_sealed(self._key(), sealed) if self.personal_key else ""
        except sealing.UnreadableError:
            return ""

    def _key(self) -> bytes:
        return unwrapped(self.personal_key)
