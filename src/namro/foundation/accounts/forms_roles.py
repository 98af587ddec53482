"""The forms of roles: giving one, ending one, delegating one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts import scopes
from namro.foundation.accounts.forms import dress
from namro.foundation.accounts.models import Form, Role, User
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.scopes import EVERYWHERE, Scope, ScopeKind
from namro.foundation.calendar import usable

_DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
Choices = list[tuple[str, str | list[tuple[str, str]]]]


class DayField(forms.DateField):
    """A day as official documents write it."""

    def __init__(self, **more: Any) -> None:
        words = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        widget = forms.DateInput(format=_DAY_FORMATS[0], attrs={**words, "maxlength": 10})
        super().__init__(input_formats=_DAY_FORMATS, widget=widget, **more)

    def to_python(self, value: Any) -> dt.date | None:
        """The day, if it is one that calendars here reach."""
        day = super().to_python(value)
        if day is not None and not usable(day):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def begins(day: dt.date | None) -> dt.datetime | None:
    """The first moment of a day; None for today and for no day: at once."""
    if day is None or day == timezone.localdate():
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def ends(last: dt.date | None) -> dt.datetime | None:
    """The moment after a last day."""
    if last is None:
        return None
    return timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min))


def scope_text(scope: Scope) -> str:
    """A scope as a form sends it."""
    return scope.kind.value if scope.kind is ScopeKind.EVERYWHERE else f"{scope.kind}:{scope.key}"


def read_scope(text: str, field: str = "") -> Scope | None:
    """What a form sent; None: no scope that can be given here."""
    kind, _colon, key = text.partition(":")
    if kind not in ScopeKind.values:
        return None
    found = Scope(ScopeKind(kind), key[:200], field.strip())
    return found if scopes.exists(found) else None


def scope_choices(viewer: Actor, words: str, within: list[Scope], also: str = "") -> Choices:
    """The scopes that may be chosen, by kind; those that none of `within` contains are left out.

    `also`: one that is chosen already and stays among them.
    """
    shown: Choices = []
    if EVERYWHERE in within:
        shown.append((scope_text(EVERYWHERE), str(ScopeKind.EVERYWHERE.label)))
    for kind in scopes.kinds():
        known = scopes.provider(kind)
        if known is None:
            continue
        found = [
            (scope_text(Scope(kind, key)), name)
            for key, name in known.choices(viewer, words)
            if any(scopes.contains(each, Scope(kind, key)) for each in within)
        ]
        if found:
            shown.append((str(kind.label), found))
    chosen = read_scope(also) if also else None
    flat = {value for value, names in shown if isinstance(names, str)} | {
        value for _kind, names in shown if isinstance(names, list) for value, _name in names
    }
    if chosen is not None and also not in flat:
        shown.insert(0, (also, scopes.label(chosen, viewer)))
    return shown


class _WithScope(forms.Form):
    """What giving and delegating ask alike."""

    scope = forms.CharField(label=_("Scope"), max_length=230)
    field = forms.CharField(
        label=pgettext_lazy("committee", "Field"),
        max_length=200,
        required=False,
        help_text=_("Only with a programme: what the member of its committee looks after."),
    )
    since = DayField(label=_("First day"), required=False, help_text=_("Empty: at once."))
    until = DayField(label=_("Last day"), required=False)
    reason = forms.CharField(label=_("Reason, for the history"), max_length=500)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].widget = forms.Select(choices=choices)
        dress(self)

    def clean(self) -> dict[str, Any]:
        """The scope as a value; what stands in the field is of a programme."""
        said = super().clean() or {}
        if "scope" in said:
            found = read_scope(said["scope"], said.get("field", ""))
            if found is None:
                self.add_error(
                    "scope", _("Choose a scope from the list; a field needs a programme.")
                )
            said["found"] = found
        return said


class GiveForm(_WithScope):
    """A role, over what, and from when until when."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    field_order = ("role", "scope", "field", "since", "until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _("Empty: until it is ended.")


class DelegateForm(_WithScope):
    """To whom, in which form, over what, and until when."""

    to = forms.CharField(
        label=_("To (user name)"), max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    form = forms.ChoiceField(label=_("Form of delegation"), choices=Form.choices, initial=Form.TUQ)
    field_order = ("to", "form", "scope", "field", "since", "until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].help_text = _("A delegation has an end.")

    def clean_to(self) -> User:
        """The person of that name."""
        found = User.objects.filter(username__iexact=self.cleaned_data["to"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is nobody of this user name; check it."))
        return found


class EndForm(forms.Form):
    """When a role ends, and why."""

    last = DayField(label=_("Last day"), required=False, help_text=_("Empty: it ends now."))
    reason = forms.CharField(label=_("Reason, for the history"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
