"""The room's place in Django."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """Interface."""

    name = "namro.foundation.interface"
    label = "interface"
