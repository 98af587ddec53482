"""The interface itself: the rooms' routers, and how what they refuse is told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.security import HttpBearer

from namro.foundation.calendar import CalendarError
from namro.foundation.history.editing import ChangedMeanwhile
from namro.foundation.interface.problems import MEDIA_TYPE, as_problem, problem
from namro.foundation.interface.rest import StrictParser, TooMuch
from namro.programme.indicators import api as published
from namro.programme.indicators.collection import api as collection
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.publication.api import about

# What cannot be done as things stand now, though what was sent is right.
_STANDING = {
    *("not_filling", "not_open", "round_closed", "not_submitted", "not_approved"),
}


class Token(HttpBearer):
    """The person whose token the request bears (`foundation.accounts.by_token` looked it up)."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token; None: there is none that is valid."""
        return getattr(request, "token", None)


class Interface(NinjaAPI):
    """Told in OpenAPI as it is: refusals are problems, whose media type is their own."""

    def __init__(self, **how: Any) -> None:
        self._described: dict[str, OpenAPISchema] = {}
        super().__init__(**how)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """What programs call it: the name of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *given: Any, **more: Any) -> OpenAPISchema:
        """The description of all operations, made once: anybody may ask for it at any time."""
        key = repr((given, sorted(more.items())))
        if key not in self._described:
            self._described[key] = self._describe(*given, **more)
        return self._described[key]

    def _describe(self, *given: Any, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*given, **more)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, said in operation["responses"].items():
                    if int(status) >= 400 and "content" in said:
                        said["description"] = "Refused"
                        said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
        return schema


def build() -> Interface:
    """The interface, with all its addresses."""
    made = Interface(
        title="Năm Rõ",
        version="1",
        description=(
            "Forms, rounds and sheets of figures, and what is published of them. Every request "
            "bears an access token and may do what its person may, within what the token allows."
        ),
        urls_namespace="api",
        auth=Token(),
        docs_url=None,
        parser=StrictParser(),
    )
    made.add_router("", about.router)
    made.add_router("", collection.router)
    made.add_router("", published.router)
    _tell_refusals(made)
    return made


def _tell_refusals(made: Interface) -> None:
    def told(kind: type[Exception], tell: Any) -> None:
        made.add_exception_handler(kind, lambda _request, error: tell(error))

    told(Http404, lambda _error: as_problem(404))
    told(HttpError, _http)
    told(ValidationError, _invalid)
    told(PermissionDenied, _not_permitted)
    told(CalendarError, _no_period)
    told(CollectionRefused, _refused)
    told(EntriesRefused, _entries)
    told(ChangedMeanwhile, _changed)
    told(TooMuch, _too_much)
    told(DataError, _too_large)


def _http(error: HttpError) -> HttpResponse:
    if error.status_code == 415:
        return problem(
            415,
            "not-json",
            "Hãy gửi JSON, với Content-Type: application/json.",
            "Send JSON, with Content-Type: application/json.",
        )
    return as_problem(error.status_code)


def _invalid(error: ValidationError) -> HttpResponse:
    faults = [
        {
            "at": ".".join(str(each) for each in said.get("loc", ())),
            "detail": f"Không hợp lệ: {said.get('msg', '')}",
            "detail_en": str(said.get("msg", "")),
        }
        for said in error.errors[:100]
    ]
    return problem(
        422,
        "invalid",
        "Dữ liệu gửi lên không đúng dạng; xem “faults”.",
        "What was sent does not have the right form; see “faults”.",
        faults=faults,
    )


def _not_permitted(error: PermissionDenied) -> HttpResponse:
    return problem(
        403,
        "not-permitted",
        "Mã truy cập không được làm việc này.",
        "This access token may not do this.",
    )


def _no_period(error: CalendarError) -> HttpResponse:
    return problem(422, "no-period", error.in_words("vi"), error.in_words("en"))


def _refused(error: CollectionRefused) -> HttpResponse:
    status = 409 if error.code in _STANDING else 422
    code = error.code.replace("_", "-")
    return problem(status, code, error.message("vi"), error.message("en"))


def _entries(error: EntriesRefused) -> HttpResponse:
    faults = [
        {
            "at": "body.sent.cells",
            "item": each.item,
            "detail": each.vi,
            "detail_en": each.en,
        }
        for each in error.faults
    ]
    return problem(
        422,
        "entries",
        "Có số liệu sai nên chưa ghi gì; xem “faults” theo từng chỉ số.",
        "Something entered is wrong, and nothing was kept; see “faults” by item.",
        faults=faults,
    )


def _changed(error: ChangedMeanwhile) -> HttpResponse:
    changes = [
        {
            "what": each.what,
            "name": each.name,
            "who": each.who,
            "why": each.why,
            "at": each.at.isoformat(),
        }
        for each in error.told
    ]
    return problem(
        409,
        "changed-meanwhile",
        "Người khác đã thay đổi; chưa ghi gì. Hãy đọc lại phiếu, rồi gửi với “version” mới.",
        "Somebody else changed it and nothing was written. Read the sheet again, then send the new "
        "“version”.",
        version=error.version,
        changes=changes,
    )


def _too_much(error: TooMuch) -> HttpResponse:
    return problem(
        422,
        "too-much",
        f"Nhiều hơn {error.most} số liệu; hãy lọc theo đơn vị hoặc kỳ.",
        f"More than {error.most} figures; narrow by unit or period.",
    )


def _too_large(error: DataError) -> HttpResponse:
    return problem(
        422,
        "out-of-range",
        "Số liệu vượt quá mức hệ thống lưu được; hãy xem lại đơn vị tính.",
        "A figure is beyond what can be kept; check its unit of measure.",
    )


def addresses(made: Interface) -> list[URLPattern | URLResolver]:
    """Its addresses. That sign-in is needed is asked by token, before any view."""
    patterns: list[URLPattern | URLResolver] = made.urls[0]
    for each in patterns:
        if isinstance(each, URLPattern):
            login_not_required(each.callback)
    return patterns
