"""Logs: one line for each request and each job, as JSON or as plain text (``NAMRO_LOG``).

A line never holds a name, an address of a page with its query, what a job was given, or a sentence
of an error that may repeat a document or a person: of an error its kind and where it happened.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: The request that this thread answers; "" outside of one.
_request_id: ContextVar[str] = ContextVar("namro_request_id", default="")
_log = logging.getLogger("namro.request")
#: What a line may say beside its sentence, in this order.
FIELDS = ("request", "person", "method", "route", "job", "status", "ms")
JOBS = {
    "job_success": "succeeded",
    "job_error": "failed",
    "job_error_retry": "failed, to be tried again",
    "job_aborted": "aborted",
    "job_aborted_retry": "aborted, to be tried again",
}


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Write one line for each request, whose number the answer carries as ``X-Request-Id``."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(8)
        began = time.perf_counter()
        token = _request_id.set(number)
        try:
            response = get_response(request)
            response["X-Request-Id"] = number
            match = request.resolver_match
            # Only who was asked for anyway: a page that never looked must not ask the database.
            person = getattr(getattr(request, "_cached_user", None), "pk", None)
            said = {
                "person": person,
                "method": request.method,
                "route": match.view_name if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000),
            }
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            _log.log(level, "request", extra=said)
        finally:
            _request_id.reset(token)
        return response

    return answer


def one_line_a_job(record: logging.LogRecord) -> bool:
    """Of what the background worker says keep how each job ended, never what it was given."""
    if not record.name.startswith("procrastinate") or record.msg == "job":  # another handler's
        return True
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return record.levelno >= logging.WARNING
    action = str(getattr(record, "action", ""))
    if action not in JOBS and record.levelno < logging.WARNING:
        return False
    lasted = getattr(record, "duration", None)
    record.msg, record.args = "job", ()
    record.job, record.route = job.get("id"), job.get("task_name")
    record.status = JOBS.get(action, action)
    record.ms = None if lasted is None else round(lasted * 1000)
    return True


class _Formatter(logging.Formatter):
    """What both forms share."""

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What a line says beside its sentence, without what is not known."""
        said = {name: getattr(record, name, None) for name in FIELDS}
        said["request"] = _request_id.get() or None
        return {name: value for name, value in said.items() if value is not None}

    def formatException(self, ei: Any) -> str:
        """The kind of an error and where it happened; its sentence may repeat what was sent."""
        kind, _error, trace = ei
        places = [f"{each.filename}:{each.lineno} {each.name}" for each in _frames(trace)]
        return "\n".join([kind.__name__ if kind else "", *(f"  {place}" for place in places)])


def _frames(trace: Any) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(trace))


class Plain(_Formatter):
    """For people: one line, with what belongs to it behind it."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line."""
        at = self.formatTime(record)
        said = " ".join(f"{name}={value}" for name, value in self.fields(record).items())
        line = f"{at} {record.levelname} {record.name}: {record.message}"
        return f"{line} {said}" if said else line


class JsonLines(_Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                "T", "milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self.fields(record),
        }
        if record.exc_info:
            said["error"], *said["at"] = self.formatException(record.exc_info).split("\n  ")
        return json.dumps(said, ensure_ascii=False, default=str)


def one_line(record: logging.LogRecord) -> bool:
    """Cut a record down to its sentence: anybody can ask for a host that this site is not."""
    record.msg, record.args = record.getMessage()[:300], ()
    record.exc_info = record.exc_text = None
    return True


def configuration(form: str) -> dict[str, Any]:
    """Django's ``LOGGING``.

    Args:
        form: "json" or "plain".

    Raises:
        ValueError: it is neither.
    """
    if form not in ("json", "plain"):
        raise ValueError(form)
    kept = "django.utils.log.CallbackFilter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": JsonLines if form == "json" else Plain}},
        "filters": {
            "one_line": {"()": kept, "callback": one_line},
            "one_line_a_job": {"()": kept, "callback": one_line_a_job},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["one_line_a_job"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.security.DisallowedHost": {"filters": ["one_line"]},
            "namro": {"level": "INFO"},
            "procrastinate": {"level": "INFO"},
            "axes": {"level": "ERROR"},
        },
    }
