"""People and the roles they hold for a time."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.foundation.accounts.models_roles import Form, Role, RoleAssignment

__all__ = ["AccountManager", "Form", "Role", "RoleAssignment", "User", "username_validator"]

# No "@": a name that looks like an e-mail address could stand for somebody else's at sign-in.
# Plain letters only: names that look alike must not be two people.
username_validator = RegexValidator(
    r"\A[A-Za-z0-9_.+-]+\Z",
    _("Use letters without marks, digits and . + - _ only, without spaces."),
)


class AccountManager(UserManager["User"]):
    """Creates users; looks names up whatever their case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that name, whatever its case."""
        return self.get(username__iexact=username)


@history.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """A person who signs in. Holds the minimum that work needs."""

    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[username_validator],
        error_messages={"unique": _("Somebody already has this user name.")},
    )
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    is_demo = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("May sign in only where the program is tried out."),
    )
    # The password itself is in no history; that it changed, when, and by whom, is.
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_once"),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="accounts_user_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The full name, or the user name where none is given."""
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
        self.email = type(self).objects.normalize_email(self.email)
