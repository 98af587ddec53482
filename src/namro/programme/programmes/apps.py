"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "namro.programme.programmes"
    label = "programmes"
    verbose_name = _("Programmes")
