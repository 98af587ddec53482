"""The room's place in Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """History."""

    name = "namro.foundation.history"
    label = "history"
