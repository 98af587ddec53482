"""Sealing and opening short texts: AES-256-GCM, with keys that the installation or a person has."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = "s1."  # what every sealed text begins with; changes when the form does
_NONCE = 12


class UnreadableError(ValueError):
    """The text was sealed with another key, or altered."""


def new_key() -> bytes:
    """A key that nobody else has (32 bytes)."""
    return AESGCM.generate_key(bit_length=256)


def installation_key(purpose: str) -> bytes:
    """The installation's own key for ``purpose``, derived from its secret (32 bytes)."""
    return _derived(settings.NAMRO_PERSONAL_KEY or settings.SECRET_KEY, purpose)


@lru_cache(maxsize=32)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=32, salt=b"namro", info=b"namro " + purpose.encode()
    ).derive(secret.encode())


def is_sealed(text: str) -> bool:
    """Whether ``text`` looks like something that :func:`seal` gave."""
    return text.startswith(_FORM)


def seal(key: bytes, text: str) -> str:
    """``text``, readable with ``key`` alone; twice gives two different results."""
    return _FORM + base64.b64encode(seal_bytes(key, text.encode())).decode()


def open_sealed(key: bytes, sealed: str) -> str:
    """What was sealed.

    Raises:
        UnreadableError: with another key, or it was altered.
    """
    if not is_sealed(sealed):
        raise UnreadableError("This text is not sealed.")
    try:
        return open_bytes(key, base64.b64decode(sealed[len(_FORM) :], validate=True)).decode()
    except ValueError as error:  # not base64, or not UTF-8
        raise UnreadableError(str(error)) from None


def seal_bytes(key: bytes, data: bytes) -> bytes:
    """``data``, readable with ``key`` alone."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def open_bytes(key: bytes, sealed: bytes) -> bytes:
    """What was sealed.

    Raises:
        UnreadableError: with another key, or it was altered.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise UnreadableError(str(error)) from None


def index(purpose: str, text: str) -> str:
    """What stands for ``text``, whatever its case, in a column to look it up by (43 characters).

    Without the installation's key nobody can tell which text it stands for, nor try out guesses.
    """
    key = installation_key(f"index {purpose}")
    digest = hmac.digest(key, text.strip().casefold().encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
