"""`namro read`: what it prints, its exit codes, its languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from namro.foundation.documents.cli import language, render
from tests.foundation.documents.opening.making import cell as tc
from tests.foundation.documents.opening.making import docx, paragraph, table

PLAN = """ỦY BAN NHÂN DÂN TỈNH AN HÒA
Số: 07/KH-UBND

KẾ HOẠCH

Phát triển du lịch giai đoạn 2026 - 2030

I. MỤC TIÊU

1. Mục tiêu cụ thể đến năm 2030

- Tối thiểu 95% hồ sơ được giải quyết đúng hạn.

II. NHIỆM VỤ

1. Rà soát quy định.
"""


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


def namro(
    *arguments: str | Path, locale: str = "vi_VN.UTF-8", **more: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LC_ALL", "LC_MESSAGES", "LANG", "PYTHONIOENCODING", "PYTHONUTF8")
    }
    return subprocess.run(
        [sys.executable, "-m", "namro.foundation.documents.cli", *map(str, arguments)],
        capture_output=True,
        env={**environment, "LANG": locale, **more},
        timeout=90,
        check=False,
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_json_has_the_structure_and_the_text_its_offsets(plan: Path) -> None:
    told = namro("read", plan, "--json", locale="C")
    assert told.returncode == 0
    assert told.stderr == b""
    draft = json.loads(told.stdout)
    assert draft["document"]["number"] == "07/KH-UBND"
    assert "Tối thiểu 95%" in told.stdout.decode()  # not escaped
    text = namro("read", plan, "--text").stdout.decode()
    (target,) = draft["targets"]
    assert "95%" in text[target["start"] : target["end"]]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("vi_VN.UTF-8", ["1 chỉ tiêu", "tối thiểu 95%"]),
        ("en_GB.UTF-8", ["1 target;", "at least 95%"]),
    ],
)
def test_the_summary_speaks_the_language(plan: Path, locale: str, words: list[str]) -> None:
    told = namro("read", plan, locale=locale)
    assert told.returncode == 0
    for word in words:
        assert word in told.stdout.decode()
    assert b"\x1b[" not in told.stdout  # no colours into a pipe


@pytest.mark.parametrize(
    ("name", "data", "vietnamese", "english"),
    [
        ("a.txt", None, "Không tìm thấy", "not found"),
        ("a.txt", b"", "rỗng", "empty"),
        ("a.docx", b"PK\x03\x04 cut", "hỏng", "damaged"),
        ("a.doc", OLD_WORD, ".docx", ".docx"),
        ("a.txt", "MẬT\nnội dung".encode(), "độ mật", "secrecy"),
    ],
)  # fmt: skip
def test_refusals_are_one_sentence_and_exit_2(
    name: str, data: bytes | None, vietnamese: str, english: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    for locale, words in (("vi_VN.UTF-8", vietnamese), ("en_US.UTF-8", english)):
        told = namro("read", path, "--json", locale=locale)
        assert told.returncode == 2
        assert told.stdout == b""
        sentence = told.stderr.decode()
        assert words in sentence
        assert sentence.count("\n") == 1
        assert "Traceback" not in sentence


def test_nothing_of_a_secret_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(table([tc("TỈNH ỦY"), tc("TỐI MẬT")]) + paragraph("nội dung kín")))
    told = namro("read", path, TMPDIR=str(tmp_path))
    assert told.returncode == 2
    for words in ("nội dung kín", "TỐI MẬT", "TỈNH ỦY"):
        assert words not in told.stdout.decode() + told.stderr.decode()
    assert list(tmp_path.iterdir()) == [path]


def test_two_forms_at_once_are_refused(plan: Path) -> None:
    told = namro("read", plan, "--json", "--text")
    assert told.returncode == 2
    assert "--json" in told.stderr.decode()


def test_a_reader_that_goes_away_is_no_error(plan: Path) -> None:
    plan.write_text(PLAN + "- Thêm một việc nữa.\n" * 30_000, encoding="utf-8")
    command = f"'{sys.executable}' -m namro.foundation.documents.cli read '{plan}' --text | head -1"
    told = subprocess.run(["bash", "-c", command], capture_output=True, timeout=90, check=False)
    assert told.stderr == b""
    assert told.stdout.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("locale", "words"),
    [("vi_VN.UTF-8", "Không ghi được"), ("en_GB.UTF-8", "could not be written")],
)
def test_a_full_disk_is_one_sentence(plan: Path, locale: str, words: str) -> None:
    for form in ([], ["--text"], ["--json"]):
        with Path("/dev/full").open("wb") as full:
            told = subprocess.run(
                [sys.executable, "-m", "namro.foundation.documents.cli", "read", plan, *form],
                stdout=full,
                stderr=subprocess.PIPE,
                env={**os.environ, "LC_ALL": locale},
                timeout=90,
                check=False,
            )
        assert told.returncode == 2
        assert words in told.stderr.decode()
        assert told.stderr.count(b"\n") == 1


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_json_never_holds_what_is_no_json(
    plan: Path, monkeypatch: pytest.MonkeyPatch, number: float
) -> None:
    from namro.foundation.documents import reading

    class Draft:
        def as_dict(self, _: str) -> dict[str, float]:
            return {"value": number}

    monkeypatch.setattr(reading, "read_document", lambda _: Draft())
    with pytest.raises(ValueError, match="JSON"):
        render(plan, "json", "vi")


def test_a_fault_of_the_program_is_one_sentence(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import typer

    from namro.foundation.documents import cli

    def broken(*_: object) -> bytes:
        raise ValueError("chữ của tài liệu")

    monkeypatch.setattr(cli, "render", broken)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with pytest.raises(typer.Exit) as caught:
        cli.read(plan)
    assert caught.value.exit_code == 2
    told = capfd.readouterr()
    assert "fault in the program" in told.err
    assert "chữ của tài liệu" not in told.out + told.err


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>KẾ HOẠCH &#155;31m &#8238;x</p>" + "<p>chữ</p>" * 9, encoding="utf-8")
    for form in ("text", "summary", "json"):
        printed = render(path, form, "vi").decode()
        assert not set(printed) & {"\x1b", "\x9b", "\u202e"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "vi"),
        ({"LANG": "en_US", "LC_ALL": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LC_ALL": "", "LANG": "EN"}, "en"),
    ],
)
def test_language(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_reading_loads_no_django() -> None:
    program = (
        "import sys, namro.foundation.documents.cli, namro.foundation.documents.reading; "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
