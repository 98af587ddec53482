"""Answers to programs that something is wrong: problem details (RFC 9457), in both languages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

#: Where the programming interface stands; what holds of it holds of all addresses below.
API = "/api/"
MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, vi: str, en: str, **more: Any) -> HttpResponse:
    """A refusal that programs can tell apart by `code`, and people can read.

    `detail` is the sentence in Vietnamese, `detail_en` in English; `more` are members of its own.
    """
    said = {
        "type": f"urn:namro:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": vi,
        "detail_en": en,
        **more,
    }
    return JsonResponse(
        said, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


_SENTENCES = {
    400: ("Yêu cầu không đọc được; hãy xem lại.", "The request cannot be read; check it."),
    404: (
        "Không có tài nguyên này, hoặc mã truy cập không được xem.",
        "There is no such thing, or the token may not see it.",
    ),
    405: (
        "Địa chỉ này không nhận phương thức đó; xem Allow.",
        "This address does not take that method; see Allow.",
    ),
    413: ("Yêu cầu quá lớn; hãy chia nhỏ.", "The request is too large; divide it."),
    500: (
        "Hệ thống gặp lỗi; chưa có gì được ghi. Hãy thử lại, nếu còn lỗi hãy báo người quản trị.",
        "Something went wrong here and nothing was written. Try again; if it stays, tell whoever "
        "looks after the site.",
    ),
}


def as_problem(status: int) -> HttpResponse:
    """The problem that a bare status says."""
    vi, en = _SENTENCES.get(status, _SENTENCES[500 if status >= 500 else 400])
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return problem(status, code, vi, en)


def is_api(request: HttpRequest) -> bool:
    """Whether a request is to the programming interface."""
    return request.path_info.startswith(API)
