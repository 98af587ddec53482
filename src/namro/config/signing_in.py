"""Settings of people, their sign-in and their sessions; part of :mod:`namro.config.settings`.

Environment:
    NAMRO_DEMO                  ``1``/``0``: whether the demonstration accounts may sign in; unset:
                                only on the embedded database without HTTPS (trying it out)
    NAMRO_PERSONAL_KEY          the secret that personal data are sealed with (default: the secret
                                key); whoever loses it loses all names
    NAMRO_MFA_REQUIRED_ROLES    comma-separated roles that need a second factor (default: none)
    NAMRO_INVITATION_HOURS      how long a link to set a password works (default 72)
    NAMRO_SMTP_HOST, _PORT, _USER, _PASSWORD, _TLS, NAMRO_MAIL_FROM
                                the server that sends such links (default: none is sent) and
                                reminders (default: they are written to files in NAMRO_VAR/mail)
    NAMRO_URL                   where people reach the site, for the links in e-mails
    NAMRO_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _NAME
                                a city's single sign-on; its name stands on the button
    NAMRO_OIDC_CLAIM            who somebody is here: ``email`` (verified; the default), or another
                                claim that holds the user name, such as ``sub``
    NAMRO_OIDC_CREATE           ``1``: make an account, without roles, for whoever is not known
    NAMRO_SESSION_IDLE_MINUTES  a session unused for so long ends (default 120)
    NAMRO_SESSION_MAX_HOURS     a session ends after so long, used or not (default 12)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    """Whether the environment switches ``name`` on (1, true, yes, on)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, least: int = 1) -> int:
    """The whole number that the environment gives for ``name``.

    Raises:
        ImproperlyConfigured: it is none, or less than ``least``.
    """
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or int(given) < least:
        raise ImproperlyConfigured(
            f"{name}={given}: phải là số nguyên từ {least} trở lên. / "
            f"{name}={given}: must be a whole number, {least} or more."
        )
    return int(given)


def names(name: str) -> list[str]:
    """The comma-separated words that the environment gives for ``name``."""
    return [each.strip() for each in os.environ.get(name, "").split(",") if each.strip()]


HTTPS = flag("NAMRO_HTTPS")
NAMRO_DEMO = (
    flag("NAMRO_DEMO")
    if os.environ.get("NAMRO_DEMO", "").strip()
    else not os.environ.get("NAMRO_DATABASE_URL") and not HTTPS
)

# What personal data are sealed with; unset: the secret key. To change one without the other.
NAMRO_PERSONAL_KEY = os.environ.get("NAMRO_PERSONAL_KEY", "").strip()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses after too many failures
    "namro.foundation.accounts.backends.UsernameOrEmailBackend",
    "rules.permissions.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# --- django-allauth ---------------------------------------------------------------------------
ACCOUNT_ADAPTER = "namro.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # our own form and backend take the e-mail address too
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # addresses stay in our own table, nowhere else
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # one length for all sessions: SESSION_COOKIE_AGE
ACCOUNT_RATE_LIMITS = False  # django-axes counts, in the database, for all processes together
ACCOUNT_FORMS = {
    "login": "namro.foundation.accounts.forms.SignInForm",
    "reauthenticate": "namro.foundation.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "namro.foundation.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_TOTP_ISSUER = "Năm Rõ"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones run half a minute apart
MFA_FORMS = {
    "authenticate": "namro.foundation.accounts.forms_second_factor.CodeForm",
    "reauthenticate": "namro.foundation.accounts.forms_second_factor.CodeAgainForm",
    "activate_totp": "namro.foundation.accounts.forms_second_factor.ActivateAppForm",
    "add_webauthn": "namro.foundation.accounts.forms_second_factor.AddPasskeyForm",
    "edit_webauthn": "namro.foundation.accounts.forms_second_factor.RenamePasskeyForm",
}
NAMRO_MFA_REQUIRED_ROLES = names("NAMRO_MFA_REQUIRED_ROLES")

# --- single sign-on (OpenID Connect) -------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "namro.foundation.accounts.single_sign_on.SingleSignOnAdapter"
# By a link: the policy of the pages lets no form lead elsewhere. The state is bound to the session.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""


def single_sign_on(environment: Mapping[str, str], *, http: bool = False) -> dict[str, Any] | None:
    """The provider that the environment names; None: none.

    ``http``: an issuer without HTTPS is taken too (for tests on one machine).

    Raises:
        ImproperlyConfigured: something is missing, or the issuer speaks no HTTPS.
    """
    issuer = environment.get("NAMRO_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    client = environment.get("NAMRO_OIDC_CLIENT_ID", "").strip()
    secret = environment.get("NAMRO_OIDC_CLIENT_SECRET", "").strip()
    if not client or not secret:
        raise ImproperlyConfigured(
            "NAMRO_OIDC_ISSUER cần NAMRO_OIDC_CLIENT_ID và NAMRO_OIDC_CLIENT_SECRET. / "
            "NAMRO_OIDC_ISSUER needs NAMRO_OIDC_CLIENT_ID and NAMRO_OIDC_CLIENT_SECRET."
        )
    if not issuer.startswith("https://") and not http:
        raise ImproperlyConfigured(
            "NAMRO_OIDC_ISSUER phải bắt đầu bằng https://. / "
            "NAMRO_OIDC_ISSUER must begin with https://."
        )
    return {
        "provider_id": "mot-lan",
        "name": environment.get("NAMRO_OIDC_NAME", "").strip() or "Đăng nhập một lần",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }


NAMRO_OIDC = single_sign_on(os.environ)
NAMRO_OIDC_CLAIM = os.environ.get("NAMRO_OIDC_CLAIM", "").strip() or "email"
NAMRO_OIDC_CREATE = flag("NAMRO_OIDC_CREATE")

# --- django-axes ------------------------------------------------------------------------------
# One pair of name and address is refused for a quarter of an hour after five failures. Locking by
# address alone would shut out an office behind one address, by name alone would let anybody shut
# out a colleague.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "namro.foundation.accounts.backends.throttled_name"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "namro.foundation.accounts.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code", "credential"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# --- invitations ------------------------------------------------------------------------------
NAMRO_INVITATION_HOURS = number("NAMRO_INVITATION_HOURS", 72)
# Links are sent by e-mail only where a server for it is named; they are always shown to copy.
EMAIL_HOST = os.environ.get("NAMRO_SMTP_HOST", "").strip()
EMAIL_PORT = number("NAMRO_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("NAMRO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NAMRO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("NAMRO_SMTP_TLS", "1").strip() != "0"
EMAIL_TIMEOUT = 10
# Without a server, reminders are written to files, which nobody else reads.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
# Where people reach the site: e-mails that nobody's page sent lead there.
NAMRO_URL = os.environ.get("NAMRO_URL", "").strip()
DEFAULT_FROM_EMAIL = os.environ.get("NAMRO_MAIL_FROM", "").strip() or "namro@localhost"

# --- sessions ---------------------------------------------------------------------------------
NAMRO_SESSION_IDLE_SECONDS = 60 * number("NAMRO_SESSION_IDLE_MINUTES", 120)
NAMRO_SESSION_MAX_SECONDS = 3600 * number("NAMRO_SESSION_MAX_HOURS", 12)
SESSION_COOKIE_NAME = "namro_session"
SESSION_COOKIE_AGE = NAMRO_SESSION_MAX_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "namro.foundation.interface.views.csrf_failure"
