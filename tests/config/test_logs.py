"""Logs: one line a request and a job, in both forms, and nothing of people or documents."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import procrastinate
import pytest
from django.test import Client, RequestFactory
from procrastinate.testing import InMemoryConnector

from namro.config import logs
from namro.foundation.accounts.models import User

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written() -> Iterator[dict[str, io.StringIO]]:
    """What the two forms write during a test."""
    streams = {"json": io.StringIO(), "plain": io.StringIO()}
    handlers = []
    for form, stream in streams.items():
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.JsonLines() if form == "json" else logs.Plain())
        handler.addFilter(logs.one_line_a_job)
        logging.getLogger().addHandler(handler)
        handlers.append(handler)
    yield streams
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def lines(written: dict[str, io.StringIO], name: str) -> list[dict[str, Any]]:
    """The JSON lines of one logger."""
    found = [json.loads(line) for line in written["json"].getvalue().splitlines()]
    return [each for each in found if each["logger"].startswith(name)]


@pytest.mark.django_db
def test_each_request_writes_one_line_without_names_and_queries(
    written: dict[str, io.StringIO], secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    secretariat.full_name = "Nguyễn Thị Bí Mật"
    secretariat.save()
    client = signed_in(secretariat)
    answer = client.get("/lich-su/", {"nguoi": "tim-nguoi-nay"})
    (line,) = lines(written, "namro.request")
    assert line["request"] == answer["X-Request-Id"]
    assert len(line["request"]) == 16
    said = {key: line[key] for key in ("level", "person", "method", "route", "status")}
    assert said == {
        "level": "INFO",
        "person": secretariat.pk,
        "method": "GET",
        "route": "history:register",
        "status": 200,
    }
    assert isinstance(line["ms"], int)
    plain = written["plain"].getvalue()
    assert f"request={line['request']} person={secretariat.pk} method=GET" in plain
    assert "route=history:register status=200 ms=" in plain
    for text in (plain, written["json"].getvalue()):
        for secret in ("Bí Mật", secretariat.username, "tim-nguoi-nay", "nguoi="):
            assert secret not in text


@pytest.mark.django_db
def test_requests_have_numbers_of_their_own_whoever_asks(
    written: dict[str, io.StringIO], client: Client
) -> None:
    answers = [client.get(path, headers={"X-Request-Id": "x"}) for path in ("/healthz", "/no/?q=a")]
    first, second = lines(written, "namro.request")
    assert [first["request"], second["request"]] == [each["X-Request-Id"] for each in answers]
    assert first["request"] != second["request"]
    assert (first["route"], first["status"]) == ("health", 200)
    assert "person" not in first, "a page that asks for nobody must not ask the database who it is"
    assert "route" not in second


def test_an_error_says_where_and_not_what(written: dict[str, io.StringIO]) -> None:
    def fails(_request: Any) -> Any:
        try:
            raise ValueError("Key (email)=(an@example.vn) already exists")
        except ValueError:
            logging.getLogger("namro.thu").exception("not written")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        logs.log_requests(fails)(RequestFactory().get("/"))
    (line,) = lines(written, "namro.thu")
    assert line["error"] == "ValueError"
    assert line["at"][0].endswith(" fails")
    assert line["request"]
    for text in (each.getvalue() for each in written.values()):
        assert "an@example.vn" not in text
    logging.getLogger("namro.thu").warning("later")
    assert "request" not in lines(written, "namro.thu")[-1]


def test_each_job_writes_one_line_without_what_it_was_given(
    written: dict[str, io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = procrastinate.App(connector=InMemoryConnector())

    @app.task(name="thu.viec")
    def work(text: str) -> str:
        if text == "hỏng":
            raise ValueError(text)
        return text

    monkeypatch.setattr(logging.getLogger("procrastinate"), "level", logging.INFO)

    def run() -> None:
        with app.open():
            for text in ("nội dung văn bản", "hỏng"):
                work.defer(text=text)
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    with ThreadPoolExecutor(1) as own:  # a browser's event loop may live in this thread
        own.submit(run).result()
    good, bad = lines(written, "procrastinate")
    assert (good["route"], good["status"], good["level"]) == ("thu.viec", "succeeded", "INFO")
    assert (bad["status"], bad["level"], bad["error"]) == ("failed", "ERROR", "ValueError")
    assert good["job"] != bad["job"]
    assert isinstance(good["ms"], int)
    for text in (each.getvalue() for each in written.values()):
        assert "nội dung" not in text
        assert "hỏng" not in text


def test_only_two_forms_are_known() -> None:
    assert logs.configuration("json")["formatters"]["line"]["()"] is logs.JsonLines
    assert logs.configuration("plain")["formatters"]["line"]["()"] is logs.Plain
    with pytest.raises(ValueError, match="xml"):
        logs.configuration("xml")
