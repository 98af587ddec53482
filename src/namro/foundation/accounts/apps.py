"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "namro.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Gather each room's table of action × role, and what a role can be held over there."""
        autodiscover_modules("permissions", "scoping")
        from namro.foundation import history
        from namro.foundation.accounts import (
            factors,
            middleware,  # noqa: F401 - it listens to sign-ins
        )
        from namro.foundation.accounts.telling import in_whose_place

        history.also_record(in_whose_place)
        factors.listen()
