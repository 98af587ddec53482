"""Roles for tests of what asks for two things that today's roles permit together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from namro.foundation.accounts import permissions
from namro.foundation.accounts.models import Role


def may_too(monkeypatch: pytest.MonkeyPatch, action: str, role: Role) -> None:
    """Let one more role do something, as another day's table of permissions may say."""
    now = permissions._register[action]
    monkeypatch.setitem(
        permissions._register, action, replace(now, roles=now.roles | frozenset({role}))
    )
