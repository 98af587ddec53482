"""The WSGI application, for the supervisor and for production servers."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")

application = get_wsgi_application()

# All pages' code is read before the first person asks, not while they wait. What stands in memory
# now stays: the garbage collector passes over it, and comes less often than Python's default of
# every 700 objects, of which one page makes thousands (together a tenth of a page's time).
import_module("namro.config.urls")
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
