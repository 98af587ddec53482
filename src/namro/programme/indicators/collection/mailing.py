"""Sending a digest: once, whatever happens; what could not be sent is kept, with the reason.

A digest is claimed, sent and marked, each in its own transaction. Killed before the claim, it is
sent within the hour (`take_up_waiting`). Killed after it, nobody knows whether the server took the
e-mail: it is not sent again by itself (`give_up_stale`), it stands on the page of what was not
delivered, and a person may send it again.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable, Collection
from socket import gaierror
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.collection.choices import MailState
from namro.programme.indicators.collection.listing import period_of
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.models_reminders import Digest
from namro.programme.indicators.permissions import COLLECT

#: After which time a digest that is being sent is taken for broken off.
STALE = dt.timedelta(minutes=30)
#: How often what certainly did not go is tried by itself, and how many sheets an e-mail names.
MOST_TRIES, MOST_NAMED = 5, 20
# With these the server took nothing.
_NOT_TAKEN = (
    *(ConnectionRefusedError, gaierror, smtplib.SMTPConnectError, smtplib.SMTPHeloError),
    *(smtplib.SMTPAuthenticationError, smtplib.SMTPRecipientsRefused),
    *(smtplib.SMTPSenderRefused, smtplib.SMTPDataError),
)


def send(number: int) -> None:
    """Send a digest that waits; one that was sent, or is being sent, is left alone."""
    with transaction.atomic():
        digest = Digest.objects.select_for_update().filter(pk=number).first()
        if digest is None or digest.state != MailState.WAITING:
            return
        digest.state, digest.tries = MailState.SENDING, digest.tries + 1
        digest.error, digest.surely_not_sent = "", False
        digest.save()
    person = digest.person
    if not person.is_active or not person.email:
        why = "người này chưa có địa chỉ thư hoặc tài khoản đã đóng"
        _mark(digest, MailState.FAILED, f"{why} / no e-mail address, or the account is closed")
        return
    try:
        compose(digest).send()
    except Exception as error:  # whatever a mail server or its library does
        # The kind of error and the server's code, never an address.
        code = getattr(error, "smtp_code", "")
        said = f"{type(error).__name__} {code}".strip()
        _mark(digest, MailState.FAILED, said, sure=isinstance(error, _NOT_TAKEN))
    else:
        _mark(digest, MailState.SENT)


def _mark(digest: Digest, state: MailState, error: str = "", *, sure: bool = True) -> None:
    digest.state, digest.error = state, error
    digest.surely_not_sent = state == MailState.FAILED and sure
    digest.save()


def compose(digest: Digest) -> EmailMessage:
    """The e-mail: which sheets, of which units and periods, and when due; no figure at all."""
    with translation.override("vi"):
        parts = [
            (ngettext("%(n)s sheet is overdue", "%(n)s sheets are overdue", 2), digest.overdue),
            (ngettext("%(n)s sheet is due soon", "%(n)s sheets are due soon", 2), digest.due_soon),
            (ngettext("%(n)s sheet came back", "%(n)s sheets came back", 2), digest.returned),
            (
                ngettext(
                    "%(n)s sheet waits for your approval", "%(n)s sheets wait for your approval", 2
                ),
                digest.waiting,
            ),
        ]
        told = [(words % {"n": len(keys)}, keys) for words, keys in parts if keys]
        lines = [_("Dear %(name)s,") % {"name": digest.person.get_full_name()}, ""]
        for words, keys in told:
            lines += [f"{words[:1].upper()}{words[1:]}:", *_named(keys), ""]
        address = settings.NAMRO_URL.rstrip("/")
        lines.append(_("Open “%(page)s” in Năm Rõ.") % {"page": _("Reminders")})
        if address:
            lines.append(f"{address}{reverse('indicators:reminders')}")
        subject = f"Năm Rõ: {', '.join(words for words, _keys in told)}"
        headers = {"Message-ID": digest.message_id}
        return EmailMessage(subject, "\n".join(lines), None, [digest.person.email], headers=headers)


def _named(keys: Collection[int]) -> list[str]:
    found = Sheet.objects.filter(pk__in=list(keys)[:MOST_NAMED]).select_related("round__form")
    lines = [
        f"- {each.name}, {each.round.form.name}, {period_of(each.round)}, "
        + _("due %(due)s") % {"due": f"{each.round.due_on:%d/%m/%Y}"}
        for each in found.order_by("round__due_on", "pk")
    ]
    if len(keys) > MOST_NAMED:
        lines.append(_("- and %(n)s more") % {"n": len(keys) - MOST_NAMED})
    return lines


def give_up_stale(now: dt.datetime) -> int:
    """Say of what was broken off while it was sent that nobody knows whether it went."""
    stale = Digest.objects.filter(state=MailState.SENDING, changed_at__lt=now - STALE)
    return stale.update(
        state=MailState.FAILED,
        error="gửi dở dang, không rõ máy chủ thư đã nhận chưa / broken off while it was sent",
        surely_not_sent=False,
        changed_at=now,
    )


def take_up_waiting(now: dt.datetime, defer: Callable[[int], None]) -> int:
    """Hand over again what still waits long after it was: the job that was to send it died with the
    worker that had taken it up, before anybody claimed it. What another day was about goes no more.

    Returns:
        How many were handed over; a job that is there as well finds them claimed.
    """
    today = timezone.localdate(now)
    waits = Digest.objects.filter(state=MailState.WAITING, changed_at__lt=now - STALE)
    waits.filter(on__lt=today).update(
        state=MailState.FAILED,
        error="chưa gửi được trong ngày / not sent on its day",
        surely_not_sent=True,
        changed_at=now,
    )
    numbers = list(waits.values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            if waits.filter(pk=number).update(changed_at=now):
                defer(number)
    return len(numbers)


def try_again_by_itself(today: dt.date, defer: Callable[[int], None]) -> int:
    """Send again what certainly did not go today; what lacks an address is left to a person."""
    failed = Digest.objects.filter(
        on=today, state=MailState.FAILED, surely_not_sent=True, tries__lt=MOST_TRIES
    )
    done = 0
    for number in failed.exclude(person__email="").values_list("pk", flat=True):
        done += _wait_again(number, defer)
    return done


def send_again(actor: Actor, number: int, defer: Callable[[int], None]) -> bool:
    """Send again what was not delivered, because a person says so; twice changes nothing.

    Returns:
        Whether it waits to be sent now.

    Raises:
        PermissionDenied: the actor may not, for everything.
    """
    require(actor, COLLECT)
    return bool(_wait_again(number, defer))


def _wait_again(number: int, defer: Callable[[int], None]) -> int:
    with transaction.atomic():
        waits: dict[str, Any] = {"state": MailState.WAITING, "changed_at": timezone.now()}
        changed = Digest.objects.filter(pk=number, state=MailState.FAILED).update(**waits)
        if changed:
            defer(number)
        return changed
