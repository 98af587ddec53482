"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Organisations."""

    name = "namro.foundation.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Count the roles that are held over units."""
        from namro.foundation.organisations import held_roles, holdings

        holdings.register(held_roles.HOLDER)
