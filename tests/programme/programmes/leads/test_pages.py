"""The page of leads, its file, one lead, the unit's page, and the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from namro.foundation.accounts.models import User
from namro.foundation.organisations.cli import organisations_app
from namro.foundation.organisations.models import Unit
from namro.programme.programmes.actions_levels import set_item_levels
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads import cli as leads_cli
from namro.programme.programmes.leads.actions import hand_over
from namro.programme.programmes.leads.models import HandOver, LeadLink
from namro.programme.programmes.models import Deliverable, Programme, SourceDocument
from namro.programme.programmes.rules.versions import At
from tests.programme.programmes.leads.conftest import (
    ISSUED,
    LATE,
    LEADS,
    MERGED,
    OPERATOR,
    WHY,
    imported,
    link,
)

__all__ = ["leads_cli"]  # it adds its command to that of organisations

SignIn = Callable[[User], Client]


def page(name: str, programme: Programme, *more: object, day: object = LATE) -> str:
    return reverse(f"programmes:{name}", args=[At(programme.pk, day), *more])  # type: ignore[arg-type]


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_page_says_of_each_lead_what_became_of_it_by_the_day(
    programme: Programme, units: dict[str, Unit], reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    late = shown(client, page("leads", programme))
    assert "6 cơ quan chủ trì vào ngày 31/12/2025" in late
    assert "kế thừa: Ban Tuyên giáo và Dân vận Thành ủy (cần xác nhận)" in late
    assert "căn cứ: 01-QĐ/TU" in late
    assert "chưa rõ cơ quan tiếp nhận" in late
    assert "chưa công bố số văn bản; nguồn: https://x.test" in late
    assert "các đơn vị thuộc loại: quận, huyện" in late
    early = shown(client, page("leads", programme, day=ISSUED))
    assert "vẫn còn" in early
    assert "kế thừa" not in early
    # Who only reads decides nothing.
    assert "Xác nhận các tên đã chọn" not in late
    assert client.post(page("leads", programme), {"match": "1"}).status_code == 403
    one = LeadLink.objects.filter(unit=units["TG"]).get()
    for address in (page("lead", programme, one.pk), page("lead-hints", programme, one.pk)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"unit": "", "seen": "", "reason": "x"}).status_code in (
            403,
            405,
        )


def test_states_filter_the_page(programme: Programme, secretariat: User, signed_in: SignIn) -> None:
    client = signed_in(secretariat)
    found = shown(client, page("leads", programme) + "?loc=proposed")
    assert "Sở Lạ" in found
    assert "Hội Nông dân" not in found
    asking = shown(client, page("leads", programme) + "?loc=hoi")
    assert "Sở Lạ" in asking
    assert "Ban Tuyên giáo Thành ủy" in asking
    assert "Hội Nông dân Thành phố" not in asking
    assert "Không có cơ quan nào" in shown(client, page("leads", programme) + "?loc=unlisted")
    assert "Hội Nông dân" in shown(client, page("leads", programme) + "?loc=nonsense")


def test_many_are_confirmed_at_once(
    programme: Programme, source: SourceDocument, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    keys = [str(link(source, name).pk) for name in LEADS[:4]]
    said = {"shown": keys, "all": "1", "reason": "đã xem"}
    answer = client.post(page("leads", programme), said, follow=True)
    assert "Đã xác nhận 4 tên." in answer.content.decode()
    assert LeadLink.objects.filter(state="confirmed", decided_by=secretariat.username).count() == 4
    again = client.post(page("leads", programme), {"link": ["x", "999"], "reason": "x"})
    assert "không còn trong phiên bản này" in again.content.decode()
    nothing = client.post(page("leads", programme), {"reason": "x"})
    assert "Hãy chọn các tên" in nothing.content.decode()


def test_one_lead_is_chosen_by_search_without_marks(
    programme: Programme,
    source: SourceDocument,
    units: dict[str, Unit],
    secretariat: User,
    signed_in: SignIn,
) -> None:
    client = signed_in(secretariat)
    one = link(source, "Sở Lạ")
    assert "Hội Nông dân TP Hà Nội" in shown(
        client, page("lead", programme, one.pk) + "?q=hoi nong"
    )
    hints = shown(client, page("lead-hints", programme, one.pk) + "?q=tuyen giao va dan van")
    assert "chưa thành lập vào ngày ấy" in hints
    assert "Không có đơn vị nào" in shown(
        client, page("lead-hints", programme, one.pk) + "?q=khong co ai"
    )
    said = {"unit": str(units["HND"].pk), "seen": one.stamp, "reason": "đúng"}
    assert client.post(page("lead", programme, one.pk), said).status_code == 302
    assert link(source, "Sở Lạ").unit == units["HND"]
    # The page was opened before somebody decided.
    stale = client.post(page("lead", programme, one.pk), said)
    assert "Có người đã quyết định" in stale.content.decode()
    now = link(source, "Sở Lạ").stamp
    none = {"unit": "", "seen": now, "reason": "không phải"}
    assert client.post(page("lead", programme, one.pk), none).status_code == 302
    assert link(source, "Sở Lạ").state == "unlisted"


def test_a_hand_over_is_confirmed_on_the_page_and_taken_back(
    programme: Programme,
    source: SourceDocument,
    units: dict[str, Unit],
    secretariat: User,
    signed_in: SignIn,
) -> None:
    client = signed_in(secretariat)
    address = page("lead", programme, link(source, LEADS[0]).pk)
    opened = client.get(address).content.decode()
    assert 'value="01/02/2025"' in opened  # the event's day
    assert 'value="01-QĐ/TU"' in opened
    said = {
        "over-successor": str(units["TGDV"].pk),
        "over-on": "31/01/2025",
        "over-basis_number": "01-QĐ/TU",
        "over-reason": "theo quyết định",
    }
    early = client.post(address, said)
    assert "hãy chọn ngày chuyển giao sau ngày ấy" in early.content.decode()
    assert client.post(address, said | {"over-on": "01/02/2025"}).status_code == 302
    made = HandOver.objects.get()
    assert (made.unit, made.successor, made.on) == (units["TG"], units["TGDV"], MERGED)
    table = shown(client, page("programme", programme))
    assert "(nay là Ban Tuyên giáo và Dân vận Thành ủy)" in table
    assert "đã kết thúc; chưa rõ cơ quan chủ trì mới" in table
    assert "nay là" not in shown(client, page("programme", programme, day=ISSUED))
    assert client.post(address, {"withdraw-reason": "nhầm"}).status_code == 302
    assert HandOver.objects.get().withdrawn


def test_the_file_holds_what_the_page_shows(
    programme: Programme, reader: User, signed_in: SignIn
) -> None:
    at = {"pk": str(At(programme.pk, LATE)), "what": "chu-tri", "fmt": "csv"}
    address = reverse("programmes:leads-file", kwargs=at)
    answer = signed_in(reader).get(address)
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 7
    assert rows[1].startswith("Ban Tuyên giáo Thành ủy,1,0,Ban Tuyên giáo Thành ủy,TG,")
    assert signed_in(reader).get(address.replace("csv", "xlsx")).status_code == 200


def test_the_block_filter_goes_by_the_unit_and_says_where_it_cannot(
    programme: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    front = shown(client, page("programme", programme) + "?khoi=front")
    assert "1 trên 7 dòng" in front
    assert "2 dòng có cơ quan chủ trì chưa liên kết nên khối được suy từ tên" in front


def test_the_units_page_lists_what_it_leads_for_whom_may_see_it(
    programme: Programme,
    source: SourceDocument,
    units: dict[str, Unit],
    reader: User,
    signed_in: SignIn,
) -> None:
    imported("Ban Tổ chức Thành ủy", number="02-CTr/TU", name="c.txt")
    client = signed_in(reader)

    def leads(code: str, day: str) -> str:
        return shown(client, reverse("organisations:unit", args=[units[code].pk]) + f"?on={day}")

    found = leads("TC", "2025-12-31")
    assert "01-CTr/TU" in found
    assert "2 nhiệm vụ" in found
    assert "02-CTr/TU" in found
    assert "không chủ trì nội dung nào" in leads("TGDV", "2025-12-31")
    hand_over(
        OPERATOR,
        programme,
        units["TG"],
        units["TGDV"],
        on=MERGED,
        reason=WHY,
        basis_number="1",
    )
    assert "1 nhiệm vụ" in leads("TGDV", "2025-12-31")
    assert "1 nhiệm vụ" in leads("TG", "2025-01-31")
    # A restricted row counts for nobody who may not read it.
    for row in Deliverable.objects.filter(source=source, lead_text=LEADS[0]):
        set_item_levels(OPERATOR, programme, [row.identity], Level.RESTRICTED, reason=WHY)
    assert "không chủ trì nội dung nào" in leads("TGDV", "2025-12-31")
    assert LEADS[0] not in shown(client, page("leads", programme))


def test_the_command_tells_the_same(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    line = ["leads", "--programme", "01-CTr/TU", "--on", "2025-12-31"]
    told = CliRunner().invoke(organisations_app, [*line, "--json"])
    assert told.exit_code == 0
    found = {each["name"]: each for each in json.loads(told.stdout)}
    merged = found["Ban Tuyên giáo Thành ủy"]
    assert merged["unit"] == {"code": "TG", "name": "Ban Tuyên giáo Thành ủy"}
    assert (merged["standing"], merged["last_day"]) == ("ended", "2025-01-31")
    assert merged["successors"] == [{"code": "TGDV", "name": "Ban Tuyên giáo và Dân vận Thành ủy"}]
    assert merged["event"]["basis_number"] == "01-QĐ/TU"
    assert (merged["leads_now"], merged["asks"]) == (None, True)
    assert found["Hội Nông dân Thành phố"]["leads_now"]["code"] == "HND"
    assert found["Sở Lạ"]["unit"] is None
    plain = CliRunner().invoke(organisations_app, line)
    assert "6 cơ quan chủ trì vào ngày 31/12/2025" in plain.stdout
    for wrong in (["--programme", "99-XX"], ["--programme", "01-CTr/TU", "--on", "31/2/2025"]):
        refused = CliRunner().invoke(organisations_app, ["leads", *wrong])
        assert refused.exit_code == 2
        assert refused.stdout == ""
