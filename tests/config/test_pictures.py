"""No page is forgotten by ``make pictures``, and docs/pictures holds what it makes and no more."""

from __future__ import annotations

import pytest

from setup import picture_pages, pictures


def test_every_address_is_pictured_or_listed_with_a_reason() -> None:
    assert picture_pages.forgotten() == []


@pytest.mark.parametrize(
    ("names", "address"),
    [
        ({"phien-ban"}, "programmes:versions"),
        ({"dang-nhap", "dang-nhap-sai"}, "account_login"),
        ({"ra-soat-them"}, "programmes:review-add"),  # reached by a step on another page
    ],
)
def test_a_page_without_a_picture_is_named(
    names: set[str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = [picture for picture in picture_pages.pictures() if picture.name not in names]
    monkeypatch.setattr(picture_pages, "pictures", lambda: fewer)
    assert [each.partition(" ")[0] for each in picture_pages.forgotten()] == [address]


def test_a_reason_for_what_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(picture_pages.UNPICTURED, "programmes:no-more", "it was a button")
    assert picture_pages.forgotten() == ["programmes:no-more: listed, and not there"]


def test_the_folder_holds_each_picture_wide_and_narrow() -> None:
    assert sorted(file.name for file in pictures.OUT.iterdir()) == sorted(pictures.files())


def test_the_pictures_stay_small() -> None:
    sizes = {file.name: file.stat().st_size for file in pictures.OUT.iterdir()}
    assert max(sizes.values()) < 200_000
    assert sum(sizes.values()) < 6_000_000
