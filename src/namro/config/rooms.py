"""The rooms of the house: which are installed, where their pages stand, which commands they give.

A new room is added here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[2]  # the folder that holds the package


@dataclass(frozen=True, slots=True)
class Room:
    """One room: its package, and the path its pages stand under (None: it has no pages)."""

    package: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """One command of ``namro``: the module whose Typer ``app`` holds it, and what it is for."""

    module: str
    vi: str
    en: str
    # Modules of rooms above that add to that app when they are loaded.
    also: tuple[str, ...] = ()
    # Pure commands (reading a file) must neither load Django nor start a database.
    database: bool = True
    # Of those with a database: whether it may make the installation it works on.
    creates: bool = False


ROOMS = (
    Room("namro.foundation.history", "lich-su/"),
    Room("namro.foundation.accounts", "tai-khoan/"),
    Room("namro.foundation.interface"),
    Room("namro.foundation.organisations", "don-vi/"),
    Room("namro.programme.programmes", "chuong-trinh/"),
    Room("namro.programme.indicators", "chi-tieu/"),
    Room("namro.programme.drafting", "soat-du-thao/"),
    Room("namro.publication.api", "lap-trinh/"),
)

COMMANDS = {
    "read": Command(
        "namro.foundation.documents.cli",
        "đọc một văn bản và cho biết cấu trúc của nó",
        "read a document and show its structure",
        database=False,
    ),
    "check": Command(
        "namro.foundation.documents.checking.cli",
        "soát một dự thảo trước khi ký",
        "check a draft before it is signed",
        database=False,
    ),
    "import": Command(
        "namro.programme.programmes.cli",
        "nhập một văn bản thành chương trình",
        "import a document as a programme",
    ),
    "programmes": Command(
        "namro.programme.programmes.cli", "liệt kê các chương trình", "list the programmes"
    ),
    "level": Command(
        "namro.programme.programmes.cli_levels",
        "nâng mức bảo vệ của một chương trình hoặc một nội dung",
        "raise the protection of a programme or an item",
    ),
    "level-ask": Command(
        "namro.programme.programmes.cli_levels",
        "đề nghị hạ mức bảo vệ, chờ người khác phê duyệt",
        "ask to lower a protection, for another person to approve",
    ),
    "level-requests": Command(
        "namro.programme.programmes.cli_levels",
        "liệt kê các đề nghị hạ mức bảo vệ đang chờ",
        "list the requests to lower a protection",
    ),
    "level-approve": Command(
        "namro.programme.programmes.cli_levels",
        "phê duyệt một đề nghị của người khác",
        "approve another person's request",
    ),
    "level-refuse": Command(
        "namro.programme.programmes.cli_levels",
        "từ chối một đề nghị của người khác",
        "refuse another person's request",
    ),
    "compare": Command(
        "namro.programme.programmes.compare_cli",
        "đối chiếu hai văn bản",
        "compare two documents",
        database=False,
    ),
    "seal-history": Command(
        "namro.foundation.history.cli",
        "niêm phong lịch sử thay đổi",
        "seal the history of changes",
    ),
    "verify-history": Command(
        "namro.foundation.history.cli",
        "kiểm tra lịch sử đã niêm phong có còn nguyên vẹn không",
        "verify that the sealed history is intact",
    ),
    "backup": Command(
        "namro.config.backup.cli",
        "sao lưu toàn bộ bản cài đặt vào một tệp",
        "back up the whole installation to one file",
    ),
    "restore": Command(
        "namro.config.backup.cli",
        "khôi phục bản cài đặt từ tệp sao lưu",
        "restore the installation from a backup",
        creates=True,
    ),
    "organisations": Command(
        "namro.foundation.organisations.cli",
        "nạp và xem các đơn vị, hệ thống tổ chức theo thời gian",
        "load and show units and hierarchies through time",
        also=("namro.programme.programmes.leads.cli",),
    ),
    "status": Command(
        "namro.programme.indicators.cli",
        "đánh giá các chỉ tiêu của một chương trình theo số liệu đã công bố",
        "judge the targets of a programme by published figures",
    ),
    "indicators": Command(
        "namro.programme.indicators.cli_figures",
        "ghi số liệu của các chỉ số từ một bảng",
        "record figures of indicators from a table",
    ),
    "user": Command(
        "namro.foundation.accounts.cli",
        "thêm người dùng, giao và kết thúc vai trò, mã truy cập",
        "add people, give and end roles, access tokens",
        also=("namro.foundation.accounts.cli_tokens",),
    ),
}


def exists(module: str) -> bool:
    """Whether ``module`` is part of this installation; nothing is run, not what it is in either."""
    path = _HOUSE.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def installed() -> tuple[Room, ...]:
    """The rooms of this installation, in order."""
    return tuple(room for room in ROOMS if exists(f"{room.package}.apps"))


def apps() -> list[str]:
    """The Django application names of the rooms, for ``INSTALLED_APPS``."""
    return [room.package for room in installed()]
