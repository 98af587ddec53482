"""Steps of migrations that install and remove triggers.

They do what pgtrigger's own do, and sooner: those draw up anew the model and all that are tied to
it, in which nothing depends on a trigger.
"""

from __future__ import annotations

from typing import Any

import pgtrigger.migrations
from django.db.migrations.state import ProjectState

__all__ = ["AddTrigger", "RemoveTrigger"]


class AddTrigger(pgtrigger.migrations.AddTrigger):
    """Install a trigger."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note it with the model's other triggers."""
        options = _options(state, app_label, self.model_name)
        options["triggers"] = [*options.get("triggers", []), self.trigger]


class RemoveTrigger(pgtrigger.migrations.RemoveTrigger):
    """Remove a trigger."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Strike it from the model's triggers."""
        options = _options(state, app_label, self.model_name)
        options["triggers"] = [
            trigger for trigger in options.get("triggers", []) if trigger.name != self.name
        ]


def _options(state: ProjectState, app_label: str, model_name: str) -> dict[str, Any]:
    options: dict[str, Any] = state.models[app_label, model_name.lower()].options
    return options
