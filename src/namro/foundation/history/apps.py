"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HistoryConfig(AppConfig):
    """History."""

    name = "namro.foundation.history"
    label = "history"

    def ready(self) -> None:
        """Gather how each room tells its entries."""
        autodiscover_modules("timelines")
