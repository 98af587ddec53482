"""The room's place in Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes."""

    name = "namro.programme.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Say what can be open in a person's name and what a unit leads; make findable what was
        kept before."""
        from namro.foundation.organisations.showing import show_on_unit
        from namro.programme.programmes.leads.of_unit import led_by

        show_on_unit("programmes.leads", led_by)
        post_migrate.connect(_fill_the_index, sender=self)
        from namro.programme.programmes import open_work

        open_work.tell()


def _fill_the_index(plan: Any = None, apps: Any = None, **_rest: object) -> None:
    # Nothing was migrated (tests emptying their tables), or not yet, or no longer, to this state.
    if not plan or apps is None:
        return
    from namro.programme.programmes.indexing import index_missing

    try:
        apps.get_model("programmes", "SearchEntry")
    except LookupError:
        return
    if not any(backwards for _migration, backwards in plan):
        index_missing()
