"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    """Checking drafts."""

    name = "namro.programme.drafting"
    label = "drafting"
    verbose_name = _("Checking drafts")
