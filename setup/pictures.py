"""Pictures of every page, wide and narrow, into docs/pictures: ``make pictures``.

A throwaway database with demonstration data is started, people sign in, and Chromium looks at each
page in turn; axe examines each, wide and narrow, and any violation fails the command. The pictures
are reduced to few colours, so that the folder stays small. ``python -m setup.pictures NAME …``
takes only those named.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from setup import picture_pages, picture_site
from setup.picture_pages import Picture

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
WIDE, NARROW = "", "-hep"
WIDTHS = {WIDE: (1280, 900), NARROW: (360, 740)}
COLOURS = 64
ABOVE = 16  # pixels shown above what a picture begins with


class Visitor:
    """The browsers of all people, wide and narrow, signed in once each."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address
        self.violations: list[str] = []
        self.pages: dict[tuple[str, str], Any] = {}

    def page(self, by: str, suffix: str) -> Any:
        """That person's page at that width; nobody's is new each time."""
        if by and (by, suffix) in self.pages:
            return self.pages[by, suffix]
        width, height = WIDTHS[suffix]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        page = self.pages[by, suffix] = context.new_page()
        if by:
            page.goto(self.address)
            page.locator("input[name=username]").fill(by)
            page.locator("input[name=password]").fill(picture_site.PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "dang-nhap" not in url)
        return page

    def shoot(self, picture: Picture, suffix: str, path: str, file: Path) -> None:
        """One picture.

        Raises:
            RuntimeError: the page answers otherwise than it should, or is wider than the window.
        """
        page = self.page(picture.by, suffix)
        width, height = WIDTHS[suffix]
        page.set_viewport_size(
            {"width": width, "height": picture.window if suffix == WIDE else height}
        )
        page.goto("about:blank")  # else an address that differs in its “#…” is not asked for again
        answer = page.goto(self.address + path)
        if answer is None or answer.status != picture.status:
            said = answer.status if answer else "nothing"
            raise RuntimeError(f"{path} answers {said}, not {picture.status}")
        if picture.do is not None:
            picture.do(page)
        size = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        if size[0] > width:
            raise RuntimeError(f"{path} is {size[0]} pixels wide in a window of {width}")
        self.examine(page, f"{path} ({width} px)")
        top = 0
        if picture.at:
            box = page.locator(picture.at).first.bounding_box()
            if box is None:
                raise RuntimeError(f"{path} shows nothing that is {picture.at}")
            top = max(0, int(box["y"] + page.evaluate("scrollY")) - ABOVE)
        tall = picture.tall if suffix == WIDE else picture.tall * 3 // 2
        clip = {"x": 0, "y": top, "width": width, "height": min(size[1] - top, tall)}
        page.screenshot(path=file, full_page=True, clip=clip)

    def examine(self, page: Any, where: str) -> None:
        """Ask axe of the page as it stands, and keep what it finds."""
        from axe_playwright_python.sync_playwright import Axe

        for each in Axe().run(page).response["violations"]:
            places = ", ".join(str(node["target"]) for node in each["nodes"][:5])
            self.violations.append(f"{where}: {each['id']} ({each['help']}) at {places}")


def shrink(path: Path) -> None:
    """The picture in `COLOURS` colours: a third of its size and as readable."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    small.save(path, optimize=True)


def files() -> dict[str, Picture]:
    """Every file that docs/pictures should hold, by its name."""
    return {f"{each.name}{end}.png": each for each in picture_pages.pictures() for end in WIDTHS}


def main(names: list[str]) -> int:
    """Makes the pictures; with names, only those. Pictures of pages that are gone are removed."""
    known = {picture.name for picture in picture_pages.pictures()}
    if unknown := sorted(set(names) - known):
        print(f"No such picture: {', '.join(unknown)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    OUT.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with picture_site.running() as (address, data), sync_playwright() as playwright:
        if wrong := picture_pages.forgotten():
            print("\n".join(wrong), file=sys.stderr)
            return 1
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        visitor = Visitor(browser, address)
        for stage in picture_pages.STAGES:
            data.bring_to(stage.name)
            for picture in stage.pictures:
                if names and picture.name not in names:
                    continue
                for suffix in WIDTHS:
                    file = OUT / f"{picture.name}{suffix}.png"
                    visitor.shoot(picture, suffix, picture_pages.path(picture, data.keys), file)
                    shrink(file)
                    print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1024:.0f} kB")
        browser.close()
    if visitor.violations:
        print("\n".join(["axe found:", *visitor.violations]), file=sys.stderr)
        return 1
    for file in OUT.glob("*.png"):
        if file.name not in files():
            file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
