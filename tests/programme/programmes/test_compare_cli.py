"""`namro compare OLD NEW`: what it says, in which language, and its exit codes."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from namro.programme.programmes.compare_cli import app
from namro.sample import build


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Programme 01's sample, and a copy with two figures and one lead changed."""
    folder = tmp_path_factory.mktemp("compare")
    data = build.read_data()
    old, new = folder / "cũ.docx", folder / "mới.docx"
    old.write_bytes(build.build(data))
    new.write_bytes(build.build(amended(data)))
    return old, new


def amended(data: dict[str, object]) -> dict[str, object]:
    """The sample with two figures and one lead changed."""
    changed: dict[str, object] = copy.deepcopy(data)
    for block in changed["body"]["blocks"]:  # type: ignore[index]
        block[1] = block[1].replace("đạt trên 75%", "đạt trên 80%")
        block[1] = block[1].replace("tối thiểu 20% đầu mối", "tối thiểu 25% đầu mối")
    changed["appendix"]["block"][4]["lead"] = "Ban Dân vận Thành ủy"  # type: ignore[index]
    return changed


def call(*arguments: str | Path, language: str = "vi_VN.UTF-8") -> Result:
    environment = {"LC_ALL": language, "LC_MESSAGES": "", "LANG": "", "NO_COLOR": "1"}
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


def test_the_changes_and_nothing_else(files: tuple[Path, Path]) -> None:
    said = call(*files)
    assert said.exit_code == 1, said.output
    assert said.stdout.startswith("3 sửa đổi\n")
    assert "[-75%]" in said.stdout
    assert "[+80%]" in said.stdout
    assert "Ban [-Tuyên giáo] Thành ủy  →  Ban [+Dân vận] Thành ủy" in said.stdout
    assert said.stdout.count("[sửa đổi]") == 3
    assert call(*files, language="en_US.UTF-8").stdout.startswith("3 changed\n")


def test_as_json(files: tuple[Path, Path]) -> None:
    said = json.loads(call(*files, "--json").stdout)
    assert said["counts"] == {"added": 0, "changed": 3, "removed": 0, "reworded": 0, "moved": 0}
    changed = [
        (
            each["part"],
            {key: value for key, value in each["fields"].items() if key != "text"},
        )
        for each in said["differences"]
    ]
    assert changed == [
        ("targets", {"value_low": [75, 80]}),
        ("targets", {"value_low": [20, 25]}),
        ("deliverables", {"lead_text": ["Ban Tuyên giáo Thành ủy", "Ban Dân vận Thành ủy"]}),
    ]


def test_a_document_and_itself(files: tuple[Path, Path]) -> None:
    said = call(files[0], files[0])
    assert (said.exit_code, said.stdout) == (0, "Hai văn bản không khác nhau.\n")


def test_a_file_that_cannot_be_read(files: tuple[Path, Path], tmp_path: Path) -> None:
    said = call(files[0], tmp_path / "không có.docx")
    assert said.exit_code == 2
    assert "không có.docx" in said.stderr
    assert said.stdout == ""


def test_what_a_terminal_would_obey_is_shown_as_text(tmp_path: Path) -> None:
    text = "KẾ HOẠCH\nI. CHỈ TIÊU\n(1) Đến năm 2025, tỷ lệ đạt trên {}%.\n"
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    old.write_text(text.format("75"), encoding="utf-8")
    new.write_text(text.format("80") + "(2) \x1b[31mĐỏ\u202e trên 5%.\n", encoding="utf-8")
    said = call(old, new)
    assert (said.exit_code, "Đỏ" in said.stdout) == (1, True), said.output
    assert "\x1b" not in said.stdout
    assert "\u202e" not in said.stdout
