"""A reader walks every page and file of the room, and never meets a restricted item's words."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.interface.text import search_text
from namro.programme.programmes import urls
from namro.programme.programmes.actions import import_draft
from namro.programme.programmes.actions_levels import set_item_levels
from namro.programme.programmes.cascade.actions import add_pair, specify
from namro.programme.programmes.cascade.ends import End
from namro.programme.programmes.choices import Level
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.models import (
    Deliverable,
    DraftIssue,
    Programme,
    SourceDocument,
    Target,
)
from namro.programme.programmes.rules import redaction
from namro.programme.programmes.rules.places import Place
from namro.sample import load
from tests.programme.programmes.cascade.conftest import OPERATOR, bring_in
from tests.programme.programmes.cascade.plan import PLAN
from tests.programme.programmes.drafts import FakeDraft
from tests.programme.programmes.test_versions import FIRST, accept, propose

pytestmark = pytest.mark.django_db

START = "/chuong-trinh/"
# Words of a window that, if it stands nowhere else in the document, betrays what is hidden.
WINDOW = 5
# Addresses that nobody comes to by links: asked for by hand, with all that may be asked.
ASKED = [
    "",
    "?in=1",
    "?xep=noi-dung",
    "?chu-tri=Ban+T%E1%BB%95+ch%E1%BB%A9c+Th%C3%A0nh+%E1%BB%A7y",
    "chi-tieu/?in=1&xep=-gia-tri",
    "van-ban/",
    "van-ban/?phan=1",
    "doc/",
    "doc/1/?tron=1",
    "doc/4/?tron=1",
    "nhiem-vu.xlsx",
    "nhiem-vu.csv",
    "chi-tieu.xlsx",
    "chi-tieu.csv",
    "phien-ban/",
    "so-sanh/1/1/",
    "tep-goc/",
    "?on=01/04/2021",
    "cu-the-hoa/muc/?in=1",
    "cu-the-hoa/khac-nhau/?in=1",
    "cu-the-hoa.xlsx",
    "cu-the-hoa.csv",
    "khac-nhau.xlsx",
    "ban-hanh.csv",
]


@pytest.fixture
def sample(db: None) -> Programme:
    """Programme 01, with a deliverable and a target restricted: no. 21, and (4), the first."""
    load.load()
    programme: Programme = Programme.objects.get(number="01-CTr/TU")
    for row in (deliverable(), target()):
        row.identity.level = "restricted"
        row.identity.save()
    index_programme(programme)
    # A plan below it takes both up; its pages tell of the items above.
    plan = bring_in(PLAN)
    found = specify(OPERATOR, plan, programme, reason="to test")
    for row, below in (
        (target(), End.of(Target.objects.filter(source=plan.source).earliest("order"))),
        (deliverable(), End("provision", "II/1")),
    ):
        add_pair(OPERATOR, found, End.of(row), below, reason="to test")
    return programme


def deliverable() -> Any:
    return Deliverable.objects.get(no="21")


def target() -> Any:
    return Target.objects.filter(label="(4)").earliest("order")


def telling(row: Any) -> list[str]:
    """What only the item says: runs of words that stand nowhere else in the document."""
    source = SourceDocument.objects.get(pk=row.source_id)
    place = [Place(row.start, row.end)]
    rest = search_text(redaction.redacted(source.text, place))
    words = search_text(source.text[row.start : row.end]).split()
    windows = [" ".join(words[at : at + WINDOW]) for at in range(len(words) - WINDOW + 1)]
    found = [window for window in windows if window not in rest]
    assert len(found) > 5
    return found


def said(response: Any) -> str:
    """Everything a response says, without marks and capitals: its text, links and cells."""
    if response["Content-Type"].startswith("application/vnd.openxml"):
        book = load_workbook(io.BytesIO(response.content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        return search_text(" ".join([*cells, response["Content-Disposition"]]))
    body = response.content.decode("utf-8", "replace")
    plain = re.sub(r"<[^>]*>", "", body)
    return search_text(html.unescape(plain)) + " " + search_text(html.unescape(body))


def walk(client: Client, more: list[str]) -> Iterator[tuple[str, Any]]:
    """All pages of the room that links lead to from its list, and `more`; each once."""
    waiting = [START, *more]
    known = set(waiting)
    followed: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        yield address, response
        if response.status_code in (301, 302):
            links = [response["Location"]]
        elif response["Content-Type"].startswith("text/html"):
            links = re.findall(r'(?:href|action)="([^"]*)"', response.content.decode())
        else:
            links = []
        for link in links:
            to = urldefrag(urljoin(address, html.unescape(link))).url
            if not to.startswith(START) or to in known:
                continue
            known.add(to)
            if followed[alike(to)] < MOST_ALIKE:
                followed[alike(to)] += 1
                waiting.append(to)


# Of addresses that differ only in what is chosen and how it is ordered, so many are followed.
MOST_ALIKE = 4


def alike(address: str) -> tuple[str, ...]:
    """What addresses of one kind have in common: the path, and the names of what is asked for.

    Order and print show the same words again; each page of a table and of the book counts.
    """
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    shown = [f"trang={said.pop('trang')}"] if "trang" in said else []
    return (parts.path, *shown, *sorted(set(said) - {"xep", "in"}))


def asked(programme: Programme, windows: list[str]) -> list[str]:
    page = reverse("programmes:programme", args=[programme.pk])
    found = [page + each for each in ASKED]
    # Every target and deliverable, and of all else every sixth.
    found += [
        f"{page}van-ban/?muc={kind}-{n}"
        for kind in KINDS
        for n in range(1, 40, 1 if kind in ("chi-tieu", "nhiem-vu") else 6)
    ]
    found += [f"{START}tim/?q={window.replace(' ', '+')}" for window in windows[::3]]
    found += [f"{START}tim/?q=dang&loai={kind}" for kind in ("chi-tieu", "nhiem-vu", "de-muc")]
    return found


KINDS = ("chi-tieu", "nhiem-vu", "de-muc", "muc-tieu", "yeu-cau", "lo-trinh", "xem-lai")


def test_a_reader_never_meets_the_words(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    windows = telling(deliverable()) + telling(target())
    seen: list[str] = []
    for address, response in walk(client, asked(sample, windows)):
        assert response.status_code < 500, address
        # What was typed into the search is shown again: that is the reader's own.
        text = said(response)
        if "/tim/?q=" in address:
            text = said_of_hits(response)
        found = [window for window in windows if window in text]
        assert not found, f"{address}: {found}"
        seen.append(address)
    assert len(seen) > 250, "the walk went nowhere"


def test_a_reader_has_no_page_of_levels(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    assert client.get(reverse("programmes:levels", args=[sample.pk])).status_code == 403
    assert client.get(reverse("programmes:level-requests")).status_code == 403


def test_nor_in_english(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    client.post(reverse("set-language"), {"language": "en"})
    windows = telling(deliverable()) + telling(target())
    page = reverse("programmes:programme", args=[sample.pk])
    for each in ASKED:
        text = said(client.get(page + each, follow=True))
        assert not [window for window in windows if window in text], each
    assert "restricted content" in client.get(page + "van-ban/").content.decode()


def said_of_hits(response: Any) -> str:
    groups = response.context.get("groups") or []
    hits = [hit for group in groups for hit in group.hits]
    return search_text(*("".join(piece.text for piece in hit.pieces) + " hit " for hit in hits))


def test_the_walk_knows_every_page_of_the_room() -> None:
    """A new page must be asked for here too, or be one that readers are refused."""
    walked = {"list", "search", "programme", "targets", "download", "book", "source", "file"}
    walked |= {"versions", "comparison", "list-file", "leads", "leads-file"}
    walked |= {"cascade", "cascade_items", "cascade_differences", "cascade_pairs"}
    refused = {"levels", "level-requests", "amendment", "upload", "reviews", "review"}
    refused |= {"review-progress", "review-again", "lead", "lead-hints"}
    refused |= {"review-item", "review-mark", "review-add", "review-accept", "review-reject"}
    assert {pattern.name for pattern in urls.urlpatterns} == walked | refused


def test_the_secretariat_sees_them(
    sample: Programme, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(secretariat)
    page = reverse("programmes:programme", args=[sample.pk])
    for row, addresses in (
        (deliverable(), ["?in=1", "van-ban/", "nhiem-vu.xlsx", "nhiem-vu.csv"]),
        (target(), ["chi-tieu/?in=1", "van-ban/", "chi-tieu.xlsx", "chi-tieu.csv"]),
    ):
        windows = telling(row)
        for address in addresses:
            text = said(client.get(page + address))
            assert all(window in text for window in windows), address
        found = client.get(f"{START}tim/?q={windows[2].replace(' ', '+')}")
        assert found.context["total"] >= 1
    assert client.get(page + "tep-goc/").status_code == 200
    assert "Hạn chế" in client.get(page).content.decode()


def test_what_a_reader_gets_instead(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    page = reverse("programmes:programme", args=[sample.pk])
    listed = client.get(START).content.decode()
    assert "<strong>33</strong>" in listed
    assert "<strong>21</strong>" in listed
    first = client.get(page)
    assert first.context["table"].all == 33
    assert sum(bar.total for bar in first.context["stack"].bars) == 33
    assert first.context["target_count"] == 21
    # The doubt about row 21 is not told; the five others are.
    assert DraftIssue.objects.count() == 6
    assert len(first.context["issues"]) == 5
    assert "tep-goc/" not in first.content.decode()
    refused = client.get(page + "tep-goc/")
    assert refused.status_code == 403
    assert "Tệp có nội dung hạn chế" in refused.content.decode()
    text = client.get(page + "van-ban/").content.decode()
    assert text.count('class="withheld"') == 2
    assert "nội dung hạn chế" in text
    # The same sentence gives three targets: the two others stay, without its words.
    others = [row for row in first.context["cards"] if row.row.label == "(4)"]
    assert [row.row.text for row in others] == ["[nội dung hạn chế]"] * 2
    assert "100" in others[0].words
    name = f"chi-tieu-{target().order + 1}"
    assert client.get(f"{page}van-ban/?muc={name}").status_code == 404


def test_everything_is_there_while_nothing_is_restricted(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    for row in (deliverable(), target()):
        row.identity.level = ""
        row.identity.save()
    client = signed_in(reader)
    page = reverse("programmes:programme", args=[sample.pk])
    text = client.get(page + "van-ban/")
    assert 'class="withheld"' not in text.content.decode()
    assert all(window in said(text) for window in telling(deliverable()))
    assert client.get(page + "tep-goc/").status_code == 200


def test_the_same_words_elsewhere_in_the_document_are_taken_out(
    sample: Programme, reader: User, signed_in: Callable[[User], Client]
) -> None:
    # The restricted row has the title of another: as if the document said it twice.
    other = Deliverable.objects.get(no="22")
    hidden = deliverable()
    Deliverable.objects.filter(pk=hidden.pk).update(title=other.title)
    client = signed_in(reader)
    page = reverse("programmes:programme", args=[sample.pk])
    windows = telling(other)
    for address in ("?in=1", "van-ban/", "nhiem-vu.csv", "doc/"):
        text = said(client.get(page + address))
        assert not [window for window in windows if window in text], address


def test_nor_in_a_comparison_or_an_earlier_version(
    db: None, reader: User, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    operator = Operator("tests")
    kept = import_draft(operator, FakeDraft(), FIRST, reason="x").programme
    version = accept(propose())
    rows = (Target.objects.get(source=version, label="(2)"), version.deliverables.get(no="1"))
    for row in rows:
        assert row.identity is not None
        set_item_levels(operator, kept, [row.identity], Level.RESTRICTED, reason="x")
    page = reverse("programmes:programme", args=[kept.pk])
    before = reverse("programmes:programme", args=[f"{kept.pk}@2022-01-01"])
    words = ("ket nap", "mot viec", "ban tuyen giao")

    def met(user: User) -> list[str]:
        client = signed_in(user)
        found = []
        for address in (
            f"{page}so-sanh/1/2/",
            *(f"{each}{rest}" for each in (page, before) for rest in ("", "van-ban/", "doc/3/")),
            f"{before}chi-tieu.csv",
            f"{before}nhiem-vu.csv",
        ):
            response = client.get(address)
            assert response.status_code == 200, address
            found += [f"{address}: {word}" for word in words if word in said(response)]
        return found

    assert met(reader) == []
    assert {each.split(": ")[1] for each in met(secretariat)} == set(words)
    compared = signed_in(reader).get(f"{page}so-sanh/1/2/")
    assert sum(count for _, _, count in compared.context["counts"]) >= 2
    assert signed_in(reader).get(before + "tep-goc/").status_code == 403
