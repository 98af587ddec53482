"""Pictures of every page, wide and narrow, into docs/pictures: ``python -m setup.pictures``.

A throwaway database with the sample is started, a person signs in, and Chromium looks at each page
in turn. The pictures are reduced to few colours, so that the folder stays small.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
WIDTHS = {"": (1280, 900), "-hep": (360, 740)}
COLOURS = 128
TALLEST = 3000  # pixels of a page that a picture shows
NAME, PASSWORD = "to-giup-viec", "mat-khau-de-chup-hinh"


def pages(pk: int) -> dict[str, str]:
    """The pages to look at: the picture's name and the page's address."""
    programme = f"/chuong-trinh/{pk}/"
    return {
        "danh-sach": "/chuong-trinh/",
        "programme-01": programme,
        "chi-tieu": f"{programme}chi-tieu/",
        "doc": f"{programme}doc/3/",
        "van-ban": f"{programme}van-ban/?muc=chi-tieu-1#cho",
        "tim": "/chuong-trinh/tim/?q=cai+cach+hanh+chinh",
    }


@contextlib.contextmanager
def site() -> Iterator[tuple[str, int]]:
    """A site with the sample on a database of its own: its address and the sample's key."""
    folder = Path(tempfile.mkdtemp(prefix="namro-pictures-"))
    folder.chmod(0o711)
    os.environ.pop("NAMRO_DATABASE_URL", None)
    os.environ |= {
        "NAMRO_TEST_VAR": str(folder),
        "NAMRO_TEST_OWNER": str(os.getpid()),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.db import connections
    from django.test.testcases import LiveServerThread

    from namro.config import embedded, locations

    try:
        with embedded.running(locations.var()):
            call_command("migrate", verbosity=0)
            pk = _fill()
            server: Any = LiveServerThread("localhost", StaticFilesHandler)
            server.daemon = True
            server.start()
            server.is_ready.wait()
            if server.error:
                raise server.error
            try:
                yield f"http://localhost:{server.port}", pk
            finally:
                server.terminate()
                connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill() -> int:
    """The sample, and a person to look at it."""
    from namro.foundation.accounts import actions
    from namro.foundation.accounts.models import Role
    from namro.foundation.accounts.operators import Operator
    from namro.programme.programmes.models import Programme
    from namro.sample import load

    operator = Operator("pictures")
    user = actions.create_user(operator, NAME, PASSWORD, reason="for the pictures")
    actions.give_role(operator, user, Role.SECRETARIAT, reason="for the pictures")
    load.load()
    return int(Programme.objects.get(number="01-CTr/TU").pk)


def shoot(address: str, wanted: dict[str, str], out: Path) -> list[Path]:
    """One picture a page and width; the paths written."""
    from playwright.sync_api import sync_playwright

    made = []
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        for suffix, (width, height) in WIDTHS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="vi-VN", reduced_motion="reduce"
            )
            page.goto(address)
            page.locator("input[name=username]").fill(NAME)
            page.locator("input[name=password]").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "dang-nhap" not in url)
            for name, path in wanted.items():
                answer = page.goto(address + path)
                if answer is None or not answer.ok:
                    raise RuntimeError(f"{path} answers with an error")
                file = out / f"{name}{suffix}.png"
                tall = page.evaluate("document.documentElement.scrollHeight")
                clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
                page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]
                made.append(file)
            page.close()
        browser.close()
    return made


def shrink(path: Path) -> None:
    """The picture in `COLOURS` colours, a third of its size and as readable."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    small.save(path, optimize=True)


def main() -> int:
    """Makes the pictures; with names, only those."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    OUT.mkdir(parents=True, exist_ok=True)
    with site() as (address, pk):
        wanted = pages(pk)
        if sys.argv[1:]:
            wanted = {name: wanted[name] for name in sys.argv[1:]}
        for path in shoot(address, wanted, OUT):
            shrink(path)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1024:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
