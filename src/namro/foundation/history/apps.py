"""The room's place in Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """History."""

    name = "namro.foundation.history"
    label = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Gather how each room tells its entries; guard the tables once they stand."""
        autodiscover_modules("timelines")
        from namro.foundation.history.guarding import refuse_emptying

        post_migrate.connect(refuse_emptying, sender=self)
