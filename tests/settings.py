"""Settings of the tests: the program's own, on a database that is thrown away.

Each run has a folder of its own, so that two runs at once never meet. ``NAMRO_DATABASE_URL`` makes
the tests run on that server instead of the embedded one.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if "NAMRO_TEST_VAR" not in os.environ:
    _folder = Path(tempfile.mkdtemp(prefix="namro-test-"))
    _folder.chmod(0o711)  # as root, the database's own user must pass
    os.environ["NAMRO_TEST_VAR"] = str(_folder)  # xdist's workers inherit it
    os.environ["NAMRO_TEST_OWNER"] = str(os.getpid())
os.environ["NAMRO_VAR"] = os.environ["NAMRO_TEST_VAR"]
os.environ["NAMRO_EMBEDDED_THROWAWAY"] = "1"
os.environ.setdefault("NAMRO_SECRET_KEY", "only-for-tests")
# Playwright's event loop runs in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from namro.config.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
