"""The site of the pictures: a database of its own, filled through the rooms' actions, and a clock
that stands still, so that two runs give the same pictures."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from setup.picture_pages import ADMINISTRATOR, APPROVER, READER, SECRETARIAT
from tests.programme.programmes.cascade.plan import PLAN

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "mat-khau-de-chup-hinh"  # noqa: S105  # of a database that is thrown away
NOW = dt.datetime(2026, 3, 2, 2, 30, tzinfo=dt.UTC)
# A document under review, of a ministry that does not exist.
UNDER_REVIEW = ROOT / "tests/data/reading/texts/qd-cchc-2026-word.docx"


@contextlib.contextmanager
def running() -> Iterator[tuple[str, Data]]:
    """The site on a database of its own: its address and its data, still empty."""
    folder = Path(tempfile.mkdtemp(prefix="namro-pictures-"))
    folder.chmod(0o711)  # as root, the database's own user must pass
    os.environ.pop("NAMRO_DATABASE_URL", None)
    os.environ |= {
        "NAMRO_TEST_VAR": str(folder),
        "NAMRO_TEST_OWNER": str(os.getpid()),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    import django

    # Before the models are loaded: their columns take their default times from the same clock.
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        django.setup()
        # The pages that refuse are meant.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.core.management import call_command
        from django.db import connections
        from django.test.testcases import LiveServerThread

        from namro.config import embedded, locations

        try:
            with embedded.running(locations.var()):
                call_command("migrate", verbosity=0)
                server: Any = LiveServerThread("localhost", StaticFilesHandler)
                server.daemon = True
                server.start()
                server.is_ready.wait()
                if server.error:
                    raise server.error
                try:
                    yield f"http://localhost:{server.port}", Data()
                finally:
                    server.terminate()
                    connections.close_all()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Data:
    """The demonstration data, brought from stage to stage; `keys` fill the addresses."""

    def __init__(self) -> None:
        self.keys: dict[str, object] = {}

    def bring_to(self, stage: str) -> None:
        """Do what the stage of that name begins with."""
        getattr(self, f"_{stage}")()

    def _sample(self) -> None:
        """People with their roles, and the sample."""
        from namro.foundation.accounts import actions
        from namro.foundation.accounts.models import Role
        from namro.foundation.accounts.operators import Operator
        from namro.programme.programmes.models import Programme, Target
        from namro.sample import load

        operator = Operator("quan-tri")
        roles = {
            SECRETARIAT: Role.SECRETARIAT,
            READER: Role.READER,
            APPROVER: Role.APPROVER,
            ADMINISTRATOR: Role.ADMINISTRATOR,
        }
        people = {}
        for name, role in roles.items():
            people[name] = actions.create_user(operator, name, PASSWORD, reason="chụp hình")
            actions.give_role(operator, people[name], role, reason="chụp hình")
        self.actor: Any = people[SECRETARIAT]
        self.approver: Any = people[APPROVER]
        load.load()
        load.load_figures()
        self.programme: Any = Programme.objects.get(number="01-CTr/TU")
        sipas = Target.objects.get(value_low=90, source=self.programme.source)
        self.keys |= {
            "programme": self.programme.pk,
            "person": people[READER].pk,
            "role": people[SECRETARIAT].role_assignments.get().pk,
            "bare": Programme.objects.get(number="02-CTr/TU").pk,
            "target": sipas.identity_id,
        }

    def _units(self) -> None:
        """The sample's units, and the leads of its documents linked to them."""
        from namro.foundation.organisations.models import Unit
        from namro.sample import load

        load.load_organisations()
        # The ward of Ba Đình since July 2025, made of parts of several others.
        ward = Unit.objects.get(code="00004", valid_from=dt.date(2025, 7, 1))
        self.keys["ward"] = ward.pk

    def _review(self) -> None:
        """A document under review, one that is being read, one that could not be read."""
        from namro.programme.programmes.choices import Level
        from namro.programme.programmes.review import receiving
        from namro.programme.programmes.review.models import Via

        def take_in(examined: Any) -> Any:
            return receiving.take_in(self.actor, examined, level=Level.INTERNAL, no_secret=True)

        unread = take_in(receiving.Examined("ban-quet-hong.pdf", b"%PDF-1.4 hong", Via.DIRECT))
        receiving.read_in_background(unread.pk)
        scan = receiving.Examined(
            "ke-hoach-ban-quet.pdf", b"%PDF-1.4", Via.OCR, pages=12, first_pages=("",) * 5
        )
        reading = take_in(scan)
        review = take_in(receiving.examine(UNDER_REVIEW.name, UNDER_REVIEW.read_bytes()))
        self.keys |= {
            "review": review.pk,
            "item": review.working["targets"][0]["_key"],
            "reading": reading.pk,
            "failed": unread.pk,
        }

    def _drafting(self) -> None:
        """Nothing: checking keeps nothing."""

    def _plan(self) -> None:
        """A plan that carries out the sample's programme; nobody has said so yet."""
        from namro.foundation.documents.reading import read_bytes
        from namro.programme.programmes.actions import SourceFile, import_draft

        file = SourceFile("ke-hoach-45.txt", PLAN.encode())
        imported = import_draft(
            self.actor,
            read_bytes(file.content, file.name),
            file,
            reason="Ví dụ để chụp hình",
            illustrative=True,
        )
        self.plan: Any = imported.programme
        self.keys["plan"] = self.plan.pk

    def _specified(self) -> None:
        """The secretariat has said that the plan specifies the programme."""
        from namro.programme.programmes.cascade.actions import specify

        self.specification: Any = specify(
            self.actor, self.plan, self.programme, reason="Kế hoạch ghi rõ trong lời mở đầu"
        )
        self.keys["pair"] = self.specification.pk

    def _paired(self) -> None:
        """The proposed pairs of items are confirmed."""
        from namro.programme.programmes.cascade.actions import decide_pairs
        from namro.programme.programmes.cascade.models import PairStatus

        keys = list(self.specification.pairs.values_list("pk", flat=True))
        reason = "Đã đối chiếu từng mục"
        decide_pairs(self.actor, self.specification, keys, PairStatus.CONFIRMED, reason=reason)

    def _amendment(self) -> None:
        """A copy of the programme with two figures and one lead changed is proposed."""
        from namro.foundation.documents.reading import read_bytes
        from namro.programme.programmes.actions import SourceFile
        from namro.programme.programmes.actions_versions import propose_amendment
        from namro.sample import build

        changed = copy.deepcopy(build.read_data())
        for block in changed["body"]["blocks"]:
            block[1] = block[1].replace("đạt trên 75%", "đạt trên 80%")
            block[1] = block[1].replace("tối thiểu 20% đầu mối", "tối thiểu 25% đầu mối")
        changed["appendix"]["block"][4]["lead"] = "Ban Dân vận Thành ủy"
        file = SourceFile("chuong-trinh-01-sua-doi.docx", build.build(changed))
        self.amendment: Any = propose_amendment(
            self.actor,
            read_bytes(file.content, file.name),
            file,
            reason="Ví dụ về văn bản sửa đổi, bổ sung",
        )
        self.keys["amendment"] = self.amendment.pk

    def _amended(self) -> None:
        """The amendment is accepted."""
        from namro.programme.programmes.actions_versions import accept_amendment

        accept_amendment(
            self.actor,
            self.amendment,
            reason="Ví dụ về văn bản sửa đổi, bổ sung",
            basis_number="15-QĐ/TU",
            basis_date=dt.date(2023, 6, 20),
            in_force_from=dt.date(2023, 7, 1),
        )

    def _levels(self) -> None:
        """Two deliverables are restricted; of one, and of the plan, less protection is asked."""
        from namro.programme.programmes.actions_levels import set_item_levels
        from namro.programme.programmes.actions_requests import ask_lower
        from namro.programme.programmes.choices import Level
        from namro.programme.programmes.models import Deliverable

        rows = Deliverable.objects.filter(source=self.programme.source).order_by("order")
        items = [row.identity for row in rows.select_related("identity")[3:5]]
        set_item_levels(
            self.actor, self.programme, items, Level.RESTRICTED, reason="Đang lấy ý kiến"
        )
        items[0].refresh_from_db()
        ask_lower(
            self.actor, self.programme, Level.INTERNAL, reason="Đã có kết luận", item=items[0]
        )
        ask_lower(self.actor, self.plan, Level.PUBLIC, reason="Đưa lên trang công khai")
