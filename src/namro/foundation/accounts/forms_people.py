"""The forms of inviting people and of changing their accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.forms import dress
from namro.foundation.accounts.models import User
from namro.foundation.interface.text import sort_key


class InviteForm(forms.Form):
    """Who is invited."""

    full_name = forms.CharField(label=_("Full name"), max_length=200)
    office = forms.CharField(label=_("Office and unit"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        required=False,
        help_text=_(
            "Leave empty for one that says nothing of the person, such as nd-104233: user names "
            "stay in the history, also after personal data are erased."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Such as the decision that appoints them.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ReasonForm(forms.Form):
    """Why something is done, for the history."""

    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        dress(self)


class LinkForm(ReasonForm):
    """A new link, and whether second factors are lost."""

    forget_factors = forms.BooleanField(
        label=_("Remove second factors too"),
        required=False,
        help_text=_("When the telephone or the security key is lost."),
    )


class HandOverForm(ReasonForm):
    """To whom."""

    to = forms.ChoiceField(label=_("Hand over to"))
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=self.user.pk)
        named = sorted(
            ((each.pk, f"{each.get_full_name()} ({each.username})") for each in others),
            key=lambda each: sort_key(each[1]),
        )
        self.fields["to"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        dress(self)


class EraseForm(ReasonForm):
    """The second step: the user name typed once more."""

    username = forms.CharField(label=_("User name, typed again to be sure"), max_length=150)
    field_order = ["username", "reason"]

    def clean_username(self) -> str:
        """As it stands."""
        typed: str = self.cleaned_data["username"].strip()
        if typed != self.user.username:
            raise forms.ValidationError(_("This is not their user name."))
        return typed


class AcceptForm(SetPasswordForm):  # type: ignore[type-arg]
    """One's own password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
