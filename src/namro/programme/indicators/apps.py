"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Indicators, figures, attainment."""

    name = "namro.programme.indicators"
    label = "indicators"
    verbose_name = _("Indicators")
