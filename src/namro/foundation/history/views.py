"""The pages of the history: one thing's time line, and the register of all changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import require
from namro.foundation.calendar import usable
from namro.foundation.history import health, registering, timeline
from namro.foundation.history.permissions import SEE_HEALTH, SEE_REGISTER
from namro.foundation.history.registering import Rows, Told
from namro.foundation.history.templatetags.history import history_verb
from namro.foundation.history.timeline import A_PAGE, MOST_PAGES, Line, Question
from namro.foundation.history.wording import name_of
from namro.foundation.interface import exporting
from namro.foundation.interface.tables import Column

MOST_ROWS = 20_000
_RECENT = 10
_LONGEST = 150


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every change of everything that the person may see ("Nhật ký thay đổi")."""
    require(request.user, SEE_REGISTER)
    rows = _everything()
    context = _page(request, rows, everybody=True) | {
        "kinds": [(each.kind, each.label) for each in _kinds()]
    }
    return render(request, "history/register.html", context)


@require_safe
def register_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The register as asked for, as XLSX or CSV."""
    require(request.user, SEE_REGISTER)
    return _file(request, fmt, _everything(), _("Register of changes"))


@require_safe
def thing(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """One thing's time line, with what belongs to it."""
    told, rows, name, url = _thing(request, kind, key)
    kinds = [found for each in rows if (found := registering.told(each.model))]
    context = _page(request, rows) | {
        "told": told,
        "key": key,
        "name": name,
        "url": url,
        "kinds": sorted({(each.kind, str(each.label)) for each in kinds}, key=lambda one: one[1]),
    }
    return render(request, "history/thing.html", context)


@require_safe
def thing_file(request: HttpRequest, kind: str, key: str, fmt: str) -> HttpResponse:
    """One thing's time line as asked for, as XLSX or CSV."""
    _told, rows, name, _url = _thing(request, kind, int(key))
    title = _("History")
    return _file(request, fmt, rows, title, f"{title} {name}")


@require_safe
def recent(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """The newest changes of a thing: a piece of its own page."""
    told, rows, _name, _url = _thing(request, kind, key)
    entries, more = timeline.page(request.user, rows, Question(), 0, _RECENT)
    acts = list(timeline.acts(timeline.lines(request.user, entries)))
    context = {"acts": acts, "more": more, "told": told, "key": key}
    return render(request, "history/recent.html", context)


@require_safe
def condition(request: HttpRequest) -> HttpResponse:
    """How the installation is, for whoever looks after it."""
    require(request.user, SEE_HEALTH)
    found = health.checks()
    context = {
        "checks": found,
        "broken": sum(each.state == "bad" for each in found),
        "to_look": sum(each.state == "look" for each in found),
        "now": timezone.now(),
    }
    response = render(request, "history/health.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _kinds() -> list[Told]:
    return sorted(registering.registered(), key=lambda each: str(each.label))


def _everything() -> list[Rows]:
    return [registering.rows(each.model) for each in registering.registered()]


def _thing(request: HttpRequest, kind: str, key: int) -> tuple[Told, list[Rows], str, str]:
    """What is told of, if the person may see it; what is gone has a history as well.

    Raises:
        Http404: there is no such thing, or not for them.
    """
    told = registering.of_kind(kind)
    if told is None or not told.page or key >= 2**63:
        raise Http404
    own = registering.row(told.model, key)
    newest, _more = timeline.page(request.user, [own], Question(), 0, 1)
    if not newest:
        raise Http404
    timeline.withhold(request.user, newest)
    values = newest[0].values
    known = told.names({key}).get(key) if told.names is not None else None
    name = known or name_of(told.model, values, key)
    return told, timeline.things(told, key), name, told.url(values)


def _question(request: HttpRequest) -> tuple[Question, bool]:
    """What the address asks, and whether a day in it is no day."""
    said = request.GET

    def day(name: str) -> tuple[dt.date | None, bool]:
        written = said.get(name, "").strip()
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                found = dt.datetime.strptime(written, form).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
            return (found, False) if usable(found) else (None, True)
        return None, bool(written)

    (first, wrong), (last, also) = day("tu"), day("den")
    person = said.get("nguoi", "").replace("\0", "")[:_LONGEST].strip()
    return Question(person, said.get("loai", "")[:_LONGEST], first, last), wrong or also


def _page(request: HttpRequest, rows: Sequence[Rows], *, everybody: bool = False) -> dict[str, Any]:
    question, wrong = _question(request)
    written = request.GET.get("trang", "1")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else 1
    number = min(max(number, 1), MOST_PAGES)
    entries, more = timeline.page(request.user, rows, question, (number - 1) * A_PAGE, A_PAGE)
    lines = timeline.lines(request.user, entries)
    chosen = {question.person: question.person} if question.person not in ("", "-") else {}
    people = chosen | dict(timeline.people(lines, everybody=everybody))
    query = request.GET.copy()
    query.pop("trang", None)
    return {
        "acts": list(timeline.acts(lines)),
        "question": question,
        "wrong_day": wrong,
        "asking": question != Question(),
        "people": [*people.items(), ("-", "")],
        "number": number,
        "older": number + 1 if more and number < MOST_PAGES else None,
        "newer": number - 1 if number > 1 else None,
        "query": query.urlencode(),
        "today": timezone.localdate(),
    }


# --- files ----------------------------------------------------------------------------------------
def _told_fields(line: Line, side: str) -> str:
    return "\n".join(f"{each.label}: {getattr(each, side) or '–'}" for each in line.fields)


def _moment(at: dt.datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%d/%m/%Y %H:%M:%S}"


COLUMNS: tuple[Column[Line], ...] = (
    Column("luc", pgettext_lazy("history", "When"), lambda line: _moment(line.entry.at), None, 20),
    Column("ai", pgettext_lazy("history", "Who"), lambda line: _who(line), None, 28),
    Column("viec", pgettext_lazy("history", "What"), lambda line: history_verb(line.what), None, 8),
    Column("loai", pgettext_lazy("history", "Kind"), lambda line: line.kind, None, 20),
    Column("ten", pgettext_lazy("history", "Name"), lambda line: line.name, None, 50),
    Column("truoc", gettext_lazy("Before"), lambda line: _told_fields(line, "before"), None, 50),
    Column("sau", gettext_lazy("After"), lambda line: _told_fields(line, "after"), None, 50),
    Column("ly-do", gettext_lazy("Reason"), lambda line: line.entry.why, None, 40),
    Column("noi", gettext_lazy("Page it was done on"), lambda line: line.entry.url, None, 30),
    Column("niem-phong", gettext_lazy("Sealed"), lambda line: _moment(line.sealed), None, 20),
)


def _who(line: Line) -> str:
    return line.entry.who or (_("past the program") if line.entry.direct else _("the program"))


def _file(
    request: HttpRequest, fmt: str, rows: Sequence[Rows], title: str, name: str = ""
) -> HttpResponse:
    question, _wrong = _question(request)
    entries, _more = timeline.page(request.user, rows, question, 0, MOST_ROWS)
    told = timeline.lines(request.user, entries, longest=None)
    return exporting.download(fmt, (name or title)[:100], title, COLUMNS, told)
