"""Which pages are pictured, by whom they are seen and how they are reached; and which are not.

Every address of the site stands either in `PICTURES` or, with a reason, in `UNPICTURED`;
``tests/config/test_pictures.py`` holds this, and that docs/pictures has exactly these pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from setup import picture_steps as steps

# What stands for the keys of the demonstration data in an address.
KEYS = (
    "programme",
    "plan",
    "review",
    "item",
    "reading",
    "failed",
    "amendment",
    "pair",
    "bare",
    "target",
    "ward",
    "person",
    "role",
)

SECRETARIAT, READER, APPROVER, NOBODY = "to-giup-viec", "nguoi-doc", "nguoi-phe-duyet", ""
ADMINISTRATOR = "quan-tri"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page to look at, wide and narrow.

    `address` holds keys of the demonstration data in braces. `do` is done on the page before the
    picture is taken; `at` is what the picture begins with, `tall` where it ends at most (pixels,
    wide; the narrow one may be half as tall again). `status`: what the page answers.
    """

    name: str
    address: str
    by: str = SECRETARIAT
    do: Callable[[Any], None] | None = None
    at: str = ""
    tall: int = 1000
    window: int = 900
    status: int = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """Pictures taken while the demonstration data stand so; `picture_site` brings them there."""

    name: str
    pictures: tuple[Picture, ...]


P, PLAN, LIST = "/chuong-trinh/{programme}/", "/chuong-trinh/{plan}/", "/chuong-trinh/"
REVIEWS = "/chuong-trinh/ra-soat/"

STAGES = (
    Stage(
        "sample",
        (
            Picture("dang-nhap", "/tai-khoan/dang-nhap/", NOBODY, tall=500),
            Picture("dang-nhap-sai", "/tai-khoan/dang-nhap/", NOBODY, steps.sign_in_wrong),
            Picture("mat-khau", "/tai-khoan/mat-khau/", READER),
            Picture("quyen", "/tai-khoan/quyen/", tall=1600),
            Picture("nguoi-dung", "/tai-khoan/nguoi-dung/", ADMINISTRATOR, tall=700),
            Picture("nguoi-dung-mot", "/tai-khoan/nguoi-dung/{person}/", ADMINISTRATOR, tall=700),
            Picture("giao-vai-tro", "/tai-khoan/nguoi-dung/{person}/giao-vai-tro/", ADMINISTRATOR),
            Picture("ket-thuc-vai-tro", "/tai-khoan/vai-tro/{role}/ket-thuc/", ADMINISTRATOR),
            Picture("uy-quyen", "/tai-khoan/vai-tro/{role}/uy-quyen/", tall=1100),
            Picture("danh-sach", LIST, tall=1100),
            Picture("tim", f"{LIST}tim/?q=cai+cach+hanh+chinh"),
            Picture("chua-co-van-ban", "/chuong-trinh/{bare}/", tall=600),
            Picture("programme-01", P, tall=1500),
            Picture("loc-nhiem-vu", P, do=steps.choose_a_lead, at="#nhiem-vu", tall=700),
            Picture("hinh", f"{P}#ai-chu-tri", at="#ai-chu-tri", tall=1500),
            Picture("chi-tieu-bang-loi", f"{P}#chi-tieu", at="section#chi-tieu", tall=800),
            Picture("chi-tieu", f"{P}chi-tieu/", tall=1200),
            Picture("ket-qua", "/chi-tieu/{programme}@2024-12-31/", tall=1500),
            Picture("ket-qua-chi-tieu", "/chi-tieu/{programme}@2024-12-31/{target}/", tall=1900),
            Picture("chi-so", "/chi-tieu/chi-so/", tall=1300),
            Picture("chi-so-mot", "/chi-tieu/chi-so/sipas/?on=31/12/2024", tall=1900),
            Picture("do-bang", "/chi-tieu/{programme}/{target}/do-bang/", tall=1700),
            Picture("chi-so-khai-bao", "/chi-tieu/chi-so/tat-ca/khai-bao/", tall=1700),
            Picture("ghi-so-lieu", "/chi-tieu/chi-so/sipas/ghi/", tall=1500),
            Picture(
                "ghi-nhieu-so-lieu",
                "/chi-tieu/chi-so/tat-ca/so-lieu/",
                do=steps.paste_figures,
                tall=1500,
            ),
            Picture("muc-luc", f"{P}doc/", tall=900),
            Picture("doc", f"{P}doc/3/"),
            Picture("van-ban", f"{P}van-ban/?muc=chi-tieu-1#cho", at="#cho", tall=700),
        ),
    ),
    Stage(
        "units",
        (
            Picture("don-vi", "/don-vi/?on=2025-07-02", tall=1300),
            Picture("don-vi-mot", "/don-vi/{ward}/?on=2025-07-02", tall=1700),
            Picture("don-vi-thay-doi", "/don-vi/thay-doi/", tall=900),
            Picture("don-vi-nap", "/don-vi/nap/", tall=1100),
            Picture("don-vi-dinh-chinh", "/don-vi/{ward}/dinh-chinh/", tall=1100),
            Picture(
                "co-quan-chu-tri",
                "/chuong-trinh/{programme}@2025-12-31/chu-tri/",
                tall=1600,
                window=1600,
            ),
        ),
    ),
    Stage(
        "review",
        (
            Picture("tai-len", f"{REVIEWS}tai-len/"),
            Picture("tai-len-bi-tu-choi", f"{REVIEWS}tai-len/", do=steps.upload_a_secret),
            Picture("ra-soat-danh-sach", REVIEWS),
            Picture("dang-doc", f"{REVIEWS}{{reading}}/"),
            Picture("khong-doc-duoc", f"{REVIEWS}{{failed}}/", tall=600),
            Picture("ra-soat", f"{REVIEWS}{{review}}/", tall=1300),
            Picture("ra-soat-sua", f"{REVIEWS}{{review}}/muc/{{item}}/?sua=1"),
            Picture("ra-soat-them", f"{REVIEWS}{{review}}/", do=steps.add_missed, at="#them"),
            Picture("ra-soat-quyet-dinh", f"{REVIEWS}{{review}}/", at="#quyet-dinh", tall=600),
        ),
    ),
    Stage(
        "drafting",
        (
            Picture("soat-du-thao", "/soat-du-thao/", tall=1100),
            Picture("soat-ket-qua", "/soat-du-thao/", do=steps.check_a_draft, tall=1500),
        ),
    ),
    Stage(
        "plan",
        (Picture("de-xuat-cu-the-hoa", f"{PLAN}cu-the-hoa/", tall=1500),),
    ),
    Stage(
        "specified",
        (Picture("muc-tuong-ung", f"{PLAN}cu-the-hoa/{{pair}}/", tall=1300, window=1300),),
    ),
    Stage(
        "paired",
        (
            Picture("cu-the-hoa", f"{P}cu-the-hoa/", tall=1500),
            Picture("cu-the-hoa-muc", f"{P}cu-the-hoa/muc/", tall=1100),
            Picture("cu-the-hoa-khac-nhau", f"{P}cu-the-hoa/khac-nhau/"),
        ),
    ),
    Stage(
        "amendment",
        (Picture("sua-doi-cho", f"{P}sua-doi/{{amendment}}/", tall=1600),),
    ),
    Stage(
        "amended",
        (
            Picture("phien-ban", f"{P}phien-ban/", tall=1300),
            Picture("so-sanh", f"{P}so-sanh/1/2/", tall=1100),
            Picture("theo-ngay", "/chuong-trinh/{programme}@2023-06-30/", READER, tall=800),
        ),
    ),
    Stage(
        "levels",
        (
            Picture("muc-do", f"{P}muc-do/", tall=1400),
            Picture("muc-do-noi-dung", f"{P}muc-do/?muc=rieng#items", at="#items", tall=700),
            Picture("cho-phe-duyet", f"{LIST}muc-do/", APPROVER, tall=1300),
            Picture("noi-dung-han-che", f"{P}van-ban/?phan=99", READER, at=".withheld", tall=450),
            Picture("khong-duoc-phep", REVIEWS, READER, status=403, tall=500),
            Picture("khong-co-trang", f"{LIST}999999/", READER, status=404, tall=500),
        ),
    ),
)

_AGAIN = "one field for the password, on the way to second factors"
_WALKED = "plain forms and lists, walked with axe in test_people_browser.py"
_FACTOR = "it holds what is made anew each time, and is walked in test_sign_in_browser.py"
_GIVEN = "plain forms and tables, walked with axe in test_allocated_browser.py"

# Answers of the programming interface.
_PROGRAMS = (
    *("openapi-json", "api-root", "token", "forms", "form", "rounds", "round", "sheets", "sheet"),
    *("cells", "submit", "approve", "return", "correct", "remark", "indicators", "indicator"),
    *("observations", "observations-csv", "observations-sdmx", "totals"),
)
_TOKENS = "walked with axe in test_tokens_browser.py; it says moments that differ each time"

UNPICTURED: dict[str, str] = {
    "indicators:workbooks": "walked with axe in test_workbooks_browser.py",
    "indicators:sheet-upload": "like the page of many workbooks, for one sheet; walked with axe",
    "indicators:drop": "it says the moment of sending; walked with axe",
    **dict.fromkeys(
        ("indicators:drop-progress", "indicators:drop-go-on"), "pieces of the page of a drop"
    ),
    "indicators:drop-file": "a file to keep",
    "indicators:sheet-workbook": "a file to keep",
    "indicators:sheet-form": "a file to keep",
    "indicators:paper": "walked with axe in test_paper_browser.py",
    "indicators:sheet-paper": "walked with axe in test_paper_browser.py",
    "indicators:round-workbooks": "a file to keep",
    **{f"api:{name}": "for programs, not for people" for name in _PROGRAMS},
    **dict.fromkeys(("accounts:tokens", "accounts:make-token", "accounts:end-token"), _TOKENS),
    "programming:operations": "a list of addresses; walked with axe in test_tokens_browser.py",
    "indicators:file": "a file",
    "indicators:propose-bridge": "a plain form of five fields, walked with axe",
    "indicators:decide-bridge": "a plain form of three fields, made as the one that proposes",
    "indicators:edit": "like the page “chi-so-khai-bao”, filled in",
    "indicators:replace": "like the page “ghi-so-lieu”, filled in; walked with axe",
    "indicators:library-file": "a file to keep",
    "indicators:confirm": "a button of the page of a target",
    "indicators:conclude": "a button of the page of a target",
    "indicators:explain": "a button of the page of a target",
    **dict.fromkeys(
        (
            *("indicators:rounds", "indicators:round", "indicators:form-grid"),
            *("indicators:queue", "indicators:decide", "indicators:forms", "indicators:form"),
            *("indicators:form-new", "indicators:form-change", "indicators:burden"),
            *("indicators:reminders", "indicators:undelivered", "indicators:leading"),
        ),
        "it says today's dates; walked with axe in collection/test_rounds_browser.py",
    ),
    **dict.fromkeys(
        tuple(
            f"indicators:{each}-file"
            for each in (
                "rounds",
                "round",
                "form-grid",
                "forms",
                "burden",
                "queue",
                "reminders",
                "undelivered",
            )
        ),
        "a file to keep",
    ),
    **dict.fromkeys(
        ("indicators:form-retire", "indicators:round-open"), "a form on the page of a form"
    ),
    "indicators:total": "it says today's dates; walked in collection/test_total_browser.py",
    "indicators:total-file": "a file to keep",
    "indicators:compare": "it says today's dates; walked in collection/test_compare_browser.py",
    "indicators:map": "boundaries are not shipped; walked in collection/test_map_browser.py",
    "indicators:compare-file": "a file to keep",
    **dict.fromkeys(
        ("indicators:round-reopen", "indicators:sheet-hand-over"), "a form on the page of a round"
    ),
    "indicators:allocate": _GIVEN,
    "indicators:allocation": _GIVEN,
    "indicators:amend-allocation": "a button of the page of what was given",
    "indicators:withdraw-allocation": "a button of the page of what was given",
    "indicators:load-allocations": _GIVEN,
    "indicators:allocation-form": "a file",
    **dict.fromkeys(
        ("indicators:mine", "indicators:sheet"),
        "it says today's dates; walked with axe in collection/test_filling_browser.py",
    ),
    "indicators:mine-file": "a file to keep",
    "indicators:sheet-check": "pieces of the page of a sheet",
    **dict.fromkeys(
        ("indicators:sheet-remark", "indicators:sheet-attach", "indicators:sheet-file-remove"),
        "a form on the page of a sheet",
    ),
    "indicators:sheet-file": "a file to keep",
    "home": "leads to the list",
    "set-language": "a button; it leads back to the page",
    "health": "a word for machines",
    "account_logout": "a button; it leads to the sign-in page",
    "accounts:mine": _WALKED,
    "accounts:mine-file": "a file to keep",
    "accounts:invitation": _WALKED,
    "accounts:invite": _WALKED,
    "accounts:account": _WALKED,
    "accounts:change": _WALKED,
    "openid_connect_login": "leads to the single sign-on, where one is set up",
    "openid_connect_callback": "leads back from the single sign-on",
    "account_reauthenticate": _AGAIN,
    "mfa_reauthenticate": _AGAIN,
    "mfa_reauthenticate_webauthn": _AGAIN,
    "mfa_authenticate": _FACTOR,
    "mfa_login_webauthn": "a button on the page “dang-nhap”",
    "mfa_index": _FACTOR,
    "mfa_activate_totp": _FACTOR,
    "mfa_deactivate_totp": _FACTOR,
    "mfa_list_webauthn": "leads to the page of second factors",
    "mfa_add_webauthn": _FACTOR,
    "mfa_edit_webauthn": _FACTOR,
    "mfa_remove_webauthn": _FACTOR,
    "mfa_view_recovery_codes": _FACTOR,
    "mfa_generate_recovery_codes": _FACTOR,
    "mfa_download_recovery_codes": "a file to keep",
    "usersessions_list": "it shows the moment and the browser, which differ each time",
    "accounts:people-file": "a file to keep",
    "programmes:lead": "one lead of the page of all; walked with axe in its browser test",
    "programmes:lead-hints": "a piece of the page of one lead",
    "programmes:leads-file": "a file to keep",
    "organisations:tree-file": "a file to keep",
    "organisations:import-confirm": "a step of the page “don-vi-nap”, walked with axe",
    "organisations:correct-one": "a step of the page “don-vi-dinh-chinh”, walked with axe",
    "condition": "says the moment and what is free, so no two pictures are alike",
    "history:thing": "like the register, of one thing",
    "history:recent": "a piece of the page of a thing",
    "history:register": "says the moment of each change, so no two pictures are alike",
    "history:register-file": "a file to keep",
    "history:thing-file": "a file to keep",
    "programmes:list-file": "a file to keep",
    "programmes:download": "a file to keep",
    "programmes:file": "a file to keep",
    "programmes:review-progress": "a piece of the page “dang-doc”",
    "programmes:review-again": "a button on the page “dang-doc”",
    "programmes:review-mark": "buttons on the page “ra-soat”",
    "programmes:review-accept": "a button on the page “ra-soat”",
    "programmes:review-reject": "a button on the page “ra-soat”",
}


def pictures() -> list[Picture]:
    """All pictures, in the order in which they are taken."""
    return [picture for stage in STAGES for picture in stage.pictures]


def path(picture: Picture, keys: Mapping[str, object]) -> str:
    """The picture's address with the keys of the data filled in."""
    return picture.address.format_map(keys)


def leaves(resolver: Any, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site: its whole pattern, as `resolve` gives it, and its full name."""
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = pattern.namespace or ""
            yield from leaves(pattern, whole, f"{space}{inner}:" if inner else space)
        else:
            yield whole, f"{space}{pattern.name}"


def forgotten() -> list[str]:
    """What is neither pictured nor listed with a reason, or is listed and no longer there."""
    from django.urls import get_resolver, resolve

    # Steps lead from one page to another: what they reach is said by their `reaches`.
    keys: dict[str, object] = dict.fromkeys(KEYS, 1) | {"item": "chi-tieu-1"}
    addresses = [path(each, keys).partition("?")[0].partition("#")[0] for each in pictures()]
    addresses += [
        each.do.reaches.format_map(keys)
        for each in pictures()
        if each.do is not None and hasattr(each.do, "reaches")
    ]
    shown = {str(resolve(address).route) for address in addresses if "999999" not in address}
    wrong, listed = [], set()
    for route, name in leaves(get_resolver()):
        if route in shown:
            continue
        listed.add(name)
        if name not in UNPICTURED:
            wrong.append(f"{name} ({route}): neither pictured nor listed")
    wrong += [f"{name}: listed, and not there" for name in UNPICTURED.keys() - listed]
    return sorted(wrong)
