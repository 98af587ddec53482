"""The ASGI application, for production servers that speak it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")

application = get_asgi_application()
