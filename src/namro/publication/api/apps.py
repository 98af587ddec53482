"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The programming interface."""

    name = "namro.publication.api"
    label = "api"
    verbose_name = _("Programming interface")
