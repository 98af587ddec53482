"""Django settings: one module, driven by the environment, safe when nothing is set.

Reading this module has no effect on the machine: it writes no file and starts no database, so that
checks, imports and type checking are free of surprises. The program's entry point
(:mod:`namro.config.entry`) prepares the secret key and the embedded database beforehand.

Environment:
    NAMRO_VAR              folder of everything this installation keeps (default ``./var``)
    NAMRO_DATABASE_URL     a PostgreSQL ≥ 15 server; unset: the embedded one
    NAMRO_SECRET_KEY       required with NAMRO_DATABASE_URL; otherwise made once, in NAMRO_VAR
    NAMRO_HOSTS            comma-separated names this site answers to (default: this machine only)
    NAMRO_HTTPS            ``1`` behind HTTPS: secure cookies, HSTS, redirection
    NAMRO_TRUSTED_PROXY    ``1`` when a reverse proxy sets X-Forwarded-Proto
    NAMRO_DEBUG            ``1`` for development only
    NAMRO_API_PER_MINUTE   how often one access token may be used in a minute (default 600)
    NAMRO_LOG              ``json`` or ``plain`` (default): the form of the logs

What concerns people, their sign-in and their sessions stands in :mod:`namro.config.signing_in`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from namro.config import embedded, locations, logs, rooms
from namro.config.signing_in import *  # noqa: F403
from namro.config.signing_in import HTTPS, flag, number

PACKAGE = Path(__file__).resolve().parent.parent
VAR = locations.var()

DEBUG = flag("NAMRO_DEBUG")

# --- who we are -------------------------------------------------------------------------------
_database_url = os.environ.get("NAMRO_DATABASE_URL", "")
_secret_file = locations.secret_key_file(VAR)

if os.environ.get("NAMRO_SECRET_KEY"):
    SECRET_KEY = os.environ["NAMRO_SECRET_KEY"]
elif _database_url and not DEBUG:
    raise ImproperlyConfigured(
        "NAMRO_SECRET_KEY phải được đặt khi dùng NAMRO_DATABASE_URL. / "
        "NAMRO_SECRET_KEY must be set when NAMRO_DATABASE_URL is."
    )
elif _secret_file.is_file():
    SECRET_KEY = _secret_file.read_text(encoding="ascii").strip()
else:
    # Nothing has been started yet (type checking, building): a key that dies with this process.
    SECRET_KEY = secrets.token_urlsafe(50)

ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("NAMRO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []
)

# --- the rooms --------------------------------------------------------------------------------
INSTALLED_APPS = [
    *rooms.apps(),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rules",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "namro.config.logs.log_requests",
    "csp.middleware.CSPMiddleware",
    "namro.foundation.accounts.by_token.forget_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "namro.foundation.interface.middleware.private_when_signed_in",
    "namro.foundation.interface.middleware.ChosenLanguageMiddleware",
    "namro.foundation.interface.middleware.VisibleDirectionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "namro.foundation.accounts.by_token.ActByToken",
    "namro.foundation.accounts.middleware.end_old_sessions",
    # Deny by default: a page is open to the unsigned only when its view says so.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "namro.foundation.accounts.middleware.ask_roles_once",
    "django.contrib.messages.middleware.MessageMiddleware",
    "namro.foundation.accounts.middleware.AskForSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "namro.foundation.history.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as django-axes asks
]

ROOT_URLCONF = "namro.config.urls"
WSGI_APPLICATION = "namro.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "namro.foundation.interface.context.shell",
            ],
        },
    }
]

# --- the database -----------------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    "default": (
        dj_database_url.parse(_database_url, conn_max_age=60, conn_health_checks=True)
        if _database_url
        else embedded.django_database(VAR)
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if "postgresql" not in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured(
        "NAMRO_DATABASE_URL phải trỏ tới PostgreSQL 15 trở lên. / "
        "NAMRO_DATABASE_URL must name a PostgreSQL server, version 15 or later."
    )

# --- languages of the reader: a cookie ---------------------------------------------------------
LANGUAGE_COOKIE_NAME = "namro_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365

# --- headers ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
if flag("NAMRO_TRUSTED_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- limits -----------------------------------------------------------------------------------
NAMRO_MAX_UPLOAD_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # everything but files
FILE_UPLOAD_MAX_MEMORY_SIZE = NAMRO_MAX_UPLOAD_BYTES  # a secret document never touches the disk
# Of the programming interface: requests of one token in a minute, and the size of each.
NAMRO_API_PER_MINUTE = number("NAMRO_API_PER_MINUTE", 600)
NAMRO_API_MAX_BYTES = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# The workbooks of a whole city in one form; that they are too many is said up to here.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000

# --- languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- files of the pages -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"  # nothing is served from here

# --- e-mails where no server is named ------------------------------------------------------------
EMAIL_FILE_PATH = VAR / "mail"

# --- background work: each room's jobs.py ----------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- history ----------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
# Emptying a table (TRUNCATE) fires no trigger that records it, so it is refused.
HISTORY_REFUSES_TRUNCATE = True
# When it was last backed up and verified.
UPKEEP_FILE = VAR / "upkeep.json"
# What each sealing leaves outside the database, one line each; copies belong elsewhere.
HISTORY_DIGESTS = locations.history_digests_file(VAR)
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")


# --- logs: never a document's text, never a password -------------------------------------------
try:
    LOGGING = logs.configuration(os.environ.get("NAMRO_LOG") or "plain")
except ValueError as _error:
    raise ImproperlyConfigured(
        f"NAMRO_LOG phải là json hoặc plain, không phải “{_error}”. / "
        f"NAMRO_LOG must be json or plain, not “{_error}”."
    ) from None
