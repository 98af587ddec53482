"""The room's place in Django."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
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
        from namro.foundation.accounts import factors, middleware
        from namro.foundation.accounts.telling import by_token, in_whose_place

        history.also_record(in_whose_place)
        history.also_record(by_token)
        factors.check_roles(settings.NAMRO_MFA_REQUIRED_ROLES)
        factors.listen()
        user_logged_in.connect(middleware.begin_session, dispatch_uid="accounts.begin_session")
