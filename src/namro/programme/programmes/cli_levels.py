"""Levels at the command line: raising at once (``namro level``), lowering by request.

Whoever runs commands counts as a person, by the name of their account on the machine: they cannot
approve what that account asked for, here or on a page.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from django.core.exceptions import PermissionDenied

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.programme.programmes import actions_requests
from namro.programme.programmes.actions import same
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.choices import Level, LevelRequestStatus
from namro.programme.programmes.models import Deliverable, LevelRequest, Programme, Target
from namro.programme.programmes.places import find, name_of
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import levels
from namro.programme.programmes.rules.numbers import date
from namro.programme.programmes.rules.versions import as_day

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


Number = Annotated[
    str, typer.Argument(help=_say("Số, ký hiệu của chương trình.", "The programme's number."))
]
Wanted = Annotated[Level, typer.Argument(metavar="LEVEL", help=_say("Mức độ mới.", "The level."))]
Reason = Annotated[str, typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why."))]
Issuer = Annotated[
    str,
    typer.Option(
        help=_say(
            "Cơ quan ban hành, khi nhiều chương trình cùng số.",
            "The issuer, where several programmes have this number.",
        )
    ),
]
ItemName = Annotated[
    str,
    typer.Option(
        help=_say(
            "Chỉ một nội dung của chương trình: chi-tieu-3 là chỉ tiêu thứ 3, nhiem-vu-5 là nhiệm "
            "vụ thứ 5 của phiên bản hiện hành.",
            "Only one item of the programme: chi-tieu-3 is the third target, nhiem-vu-5 the fifth "
            "deliverable of the version in force.",
        )
    ),
]
RequestKey = Annotated[
    int,
    typer.Argument(
        metavar="REQUEST",
        help=_say("Số của đề nghị (namro level-requests).", "Its number (namro level-requests)."),
    ),
]


@app.command(
    "level",
    help=_say(
        "Nâng mức bảo vệ của một chương trình hoặc một nội dung (public → internal → restricted).",
        "Raise the protection of a programme or an item (public → internal → restricted).",
    ),
)
def level(
    number: Number, wanted: Wanted, reason: Reason, issuer: Issuer = "", item: ItemName = ""
) -> None:
    """Raise the level of one programme, or of one of its items."""
    programme = find_programme(number, issuer)
    name = f"{programme.number} {item}".strip()
    if item:
        identity = _item(programme, item)
        if identity.level and levels.lowers(identity.level, wanted):
            refused = ImportRefused(
                "no_lowering", number=name, kept=identity.level, wanted=wanted.value
            )
            raise _fail(refused.message(language()))
        changed = _tried(
            lambda: (
                set_item_levels(
                    Operator.here(), programme, [identity], wanted, reason=reason
                ).raised
            )
        )
    else:
        changed = _tried(
            lambda: int(raise_level(Operator.here(), programme, wanted, reason=reason).changed)
        )
    if changed:
        print(
            _say(
                f"{name}: từ nay ở mức độ {wanted.value}.",
                f"{name}: level {wanted.value} from now on.",
            )
        )
    else:
        print(
            _say(
                f"{name}: đã ở mức độ {wanted.value}; không có gì thay đổi.",
                f"{name}: has level {wanted.value} already; nothing was changed.",
            )
        )


@app.command(
    "level-ask",
    help=_say(
        "Đề nghị hạ mức bảo vệ; người khác phê duyệt thì mới có hiệu lực.",
        "Ask to lower a protection; it takes effect when another person approves.",
    ),
)
def ask(
    number: Number, wanted: Wanted, reason: Reason, issuer: Issuer = "", item: ItemName = ""
) -> None:
    """Open a request to lower the level of a programme, or of one of its items."""
    programme = find_programme(number, issuer)
    identity = _item(programme, item) if item else None
    made = _tried(
        lambda: actions_requests.ask_lower(
            Operator.here(), programme, wanted, reason=reason, item=identity
        )
    )
    print(
        _say(
            f"Đã mở đề nghị số {made.pk} ({made}); chờ người khác phê duyệt.",
            f"Request {made.pk} ({made}) is open; it waits for another person's approval.",
        )
    )


@app.command(
    "level-requests",
    help=_say(
        "Liệt kê các đề nghị hạ mức bảo vệ đang chờ.", "List the requests that wait for a decision."
    ),
)
def requests() -> None:
    """List the open requests, one a line."""
    waiting = LevelRequest.objects.filter(status=LevelRequestStatus.OPEN).select_related(
        "programme", "target", "deliverable"
    )
    if not waiting:
        print(_say("Không có đề nghị nào đang chờ.", "No request waits."))
    for each in waiting:
        print(
            "\t".join(
                (
                    str(each.pk),
                    f"{each.programme.number} {_name(each)}".strip(),
                    str(each),
                    each.asked_by,
                    date(each.asked_at.date()),
                    " ".join(each.reason.split()),
                )
            )
        )


@app.command(
    "level-approve",
    help=_say(
        "Phê duyệt một đề nghị do người khác mở.", "Approve a request that another person opened."
    ),
)
def approve(
    request: RequestKey,
    reason: Reason,
    basis_number: Annotated[
        str, typer.Option(help=_say("Số văn bản phê duyệt.", "Number of the approving document."))
    ] = "",
    basis_date: Annotated[
        str, typer.Option(help=_say("Ngày văn bản phê duyệt.", "Date of the approving document."))
    ] = "",
) -> None:
    """Approve one request."""
    day = as_day(basis_date) if basis_date else None
    if basis_date and day is None:
        raise _fail(
            _say(
                f"“{basis_date}” không phải là một ngày; hãy ghi theo dạng 31/12/2025.",
                f"“{basis_date}” is not a day; write it as 31/12/2025.",
            )
        )
    _decide(request, reason, approved=True, basis_number=basis_number, basis_date=day)


@app.command(
    "level-refuse",
    help=_say(
        "Từ chối một đề nghị do người khác mở.", "Refuse a request that another person opened."
    ),
)
def refuse(request: RequestKey, reason: Reason) -> None:
    """Refuse one request."""
    _decide(request, reason, approved=False)


def _decide(
    key: int,
    reason: str,
    *,
    approved: bool,
    basis_number: str = "",
    basis_date: dt.date | None = None,
) -> None:
    (done,) = _tried(
        lambda: actions_requests.decide(
            Operator.here(),
            [key],
            approved=approved,
            reason=reason,
            basis_number=basis_number,
            basis_date=basis_date,
        )
    )
    name = f"{done.programme.number} {_name(done)}".strip()
    print(
        _say(f"Đã phê duyệt: {name} ({done}).", f"Approved: {name} ({done}).")
        if approved
        else _say(f"Đã từ chối: {name} ({done}).", f"Refused: {name} ({done}).")
    )


def _tried(work: Callable[[], T]) -> T:
    """What an action gives; a refusal is one sentence and exit code 2."""
    try:
        return work()
    except ImportRefused as refused:
        raise _fail(refused.message(language())) from None
    except (PermissionDenied, ValueError) as denied:
        raise _fail(str(denied)) from None


def _name(request: LevelRequest) -> str:
    """The name of a request's item in the version in force, "" for the programme itself."""
    identity = actions_requests.item_of(request)
    if identity is None:
        return ""
    row = identity.versions.filter(source=request.programme.source).first()
    return name_of(row) if row is not None else f"#{identity.pk}"


def _item(programme: Programme, name: str) -> actions_requests.Item:
    """The target or deliverable of that name in the version in force."""
    source = programme.source
    found = find(source, name) if source is not None else None
    if found is None or not isinstance(found[0], Target | Deliverable):
        raise _fail(
            _say(
                f"Chương trình {programme.number} không có nội dung “{name}”; hãy ghi như "
                "chi-tieu-3 hoặc nhiem-vu-5.",
                f"Programme {programme.number} has no item “{name}”; write it like chi-tieu-3 or "
                "nhiem-vu-5.",
            )
        )
    identity = found[0].identity
    assert identity is not None  # noqa: S101  # a constraint: every row has one
    return identity


def find_programme(number: str, issuer: str) -> Programme:
    """The one programme of that number, for a command; else it ends with a sentence and code 2."""
    found = same(number, issuer, None)
    # The sample gives way to the real document of that number.
    found = [each for each in found if not each.illustrative] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise _fail(
            _say(
                f"Không có chương trình nào số “{number}”; “namro programmes” liệt kê các "
                "chương trình.",
                f"There is no programme with number “{number}”; “namro programmes” lists them.",
            )
        )
    raise _fail(
        _say(
            f"Có {len(found)} chương trình mang số {number}; hãy ghi cơ quan ban hành bằng "
            "--issuer.",
            f"{len(found)} programmes have number {number}; name the issuer with --issuer.",
        )
    )


def _fail(message: str) -> typer.Exit:
    """One sentence on standard error, and exit code 2."""
    print(message, file=sys.stderr)
    return typer.Exit(2)
