"""Who may act besides the people who sign in."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from namro.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs commands on the server itself, and so already holds the database.

    Allowed every action; the history names them by their account on that machine.
    """

    name: str

    pk: None = None
    is_authenticated: bool = True

    def get_username(self) -> str:
        """How the history calls them: ``operator:<account on the machine>``."""
        return f"operator:{self.name}"

    @classmethod
    def here(cls) -> Operator:
        """The account this process runs under, whatever its environment calls itself.

        A variable such as LOGNAME could name anybody, and so approve what oneself asked for.
        """
        try:
            return cls(pwd.getpwuid(os.getuid()).pw_name)
        except KeyError:
            return cls(str(os.getuid()))


Actor: TypeAlias = "User | AnonymousUser | Operator"
