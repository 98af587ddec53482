"""The name of an organisation as a document writes it, taken apart.

"Sở NN&PTNT TP. Hà Nội" is spelled out, and its place ("hà nội") and rank ("thành phố") are told
from what it is called ("sở nông nghiệp phát triển nông thôn"). A group such as "các quận, huyện,
thị xã" is told from one organisation. Nothing here knows which units there are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from namro.foundation.documents.abbreviations import readings
from namro.foundation.documents.reading.letters import clean, fold

Words = tuple[str, ...]

_TABLE = Path(__file__).with_name("names.toml")
# A name longer than this is no name; what follows is not looked at.
LONGEST = 300
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*|[,;]")
_PROVINCE = (("thành", "phố"), ("tỉnh",), ("thành", "ủy"), ("tỉnh", "ủy"))
_COMMUNE = ("phường", "xã", "thị trấn")
_DISTRICT = ("quận", "huyện", "thị xã")
CENTRAL: Words = ("trung", "ương")
_LONGEST_PLACE = 4
# Words that some write and others leave out.
_LOOSE = frozenset({"và", "các", "của"})
_GROUP = re.compile(
    r"^(?:các|mỗi|từng|toàn|cấp ủy|địa phương|doanh nghiệp|đơn vị liên quan"
    r"|cơ quan(?: liên quan|,| đơn vị)|đơn vị(?: liên quan|,)|[0-9]+ )(?!\w)"
    r"|^(?:ủy ban nhân dân|hội đồng nhân dân|ủy ban mặt trận tổ quốc|mặt trận tổ quốc|đảng ủy"
    r"|đảng bộ|ban chấp hành|ban thường vụ|chính quyền|đoàn thể|văn phòng|công an|hội)"
    r"(?: ,| và| hội đồng nhân dân| ủy ban nhân dân| đảng ủy)*"
    r" (?:(?:ở |tại )?(?:các|cấp|[0-9]+)(?!\w)|(?:phường|xã|thị trấn|quận|huyện|thị xã)"
    r"(?: ,| và| phường| xã| thị trấn| quận| huyện| thị xã)*$)"
    r"|^(?:sở|bộ|ban) ?,? (?:sở|ban|ngành)(?!\w)"
    r"|^(?:quận|huyện|thị xã|xã|phường) ,|^cấp (?:huyện|xã|tỉnh)$"
    r"|(?: liên quan| nêu trên| được giao| các cấp)$"
)
_MEANT = {"cấp huyện": ("district",), "cấp xã": ("commune",), "cấp tỉnh": ("province",)}


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; all in small letters with their marks.

    `plain`: its words as written; `spelled`: without abbreviations; `core`: without the place and
    the rank it ends with; `loose`: the core without "và", "các", and in the one way of calling.
    `place`: the province named ("hà nội"); `inside`: the district a commune is said to lie in.
    """

    plain: Words
    spelled: Words
    core: Words
    loose: Words
    place: Words = ()
    rank: str = ""
    inside: Words = ()

    @property
    def central(self) -> bool:
        """Whether it says that it is one of the centre."""
        return self.rank == " ".join(CENTRAL)


@cache
def _table() -> Mapping[str, Mapping[str, object]]:
    with _TABLE.open("rb") as file:
        return tomllib.load(file)


@cache
def _after() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = _table()["after"]  # type: ignore[assignment]
    return {head: {k.casefold(): v for k, v in short.items()} for head, short in table.items()}


@cache
def _short() -> Mapping[str, str]:
    """Every abbreviation that means one thing in a name, by its small letters, "&" left out."""
    parts: Mapping[str, str] = _table()["parts"]  # type: ignore[assignment]
    known = {short: meant[0] for short, meant in readings().items() if " " not in short}
    return {short.casefold(): fold(meant) for short, meant in {**parts, **known}.items()}


@cache
def _wholes() -> tuple[tuple[Words, Words], ...]:
    table: Mapping[str, str] = _table()["wholes"]  # type: ignore[assignment]
    return tuple((words_of(fold(short)), words_of(fold(meant))) for short, meant in table.items())


@cache
def _called() -> tuple[tuple[Words, Words], ...]:
    table: Mapping[str, str] = _table()["called"]  # type: ignore[assignment]
    return tuple((words_of(name), words_of(other)) for name, other in table.items())


def words_of(folded: str) -> Words:
    """The words of a name, without punctuation ("nn&ptnt" is one)."""
    return tuple(word for word in _WORD.findall(folded) if word not in ",;")


@lru_cache(maxsize=8192)
def take_apart(name: str, places: frozenset[Words] = frozenset()) -> Name:
    """A name as written, taken apart.

    Args:
        places: names of provinces that may stand at its end without "tỉnh" or "thành phố".
    """
    text = clean(name)[:LONGEST]
    plain = words_of(fold(text))
    spelled = tuple(_spelled(text))
    core, rank, place = _without_place(spelled, places)
    core, inside = _without_district(core)
    return Name(plain, spelled, core, _loose(core), place, rank, inside)


def _spelled(text: str) -> list[str]:
    """The words with abbreviations in full.

    An abbreviation has two capitals at least; where nothing is in capitals (somebody typed it),
    any word of the table is one.
    """
    typed = text == text.lower()
    found: list[str] = []
    written = [word for word in _WORD.findall(text) if word not in ",;"]
    folded = [fold(word).replace("&", "") for word in written]
    at = 0
    while at < len(written):
        whole = next(
            (pair for pair in _wholes() if tuple(folded[at : at + len(pair[0])]) == pair[0]), None
        )
        if whole is not None and not typed:
            found += whole[1]
            at += len(whole[0])
            continue
        word, low = written[at], folded[at]
        short = typed or sum(letter.isupper() for letter in word) > 1 or word in ("Tp", "Tx")
        known = _after().get(folded[at - 1] if at else "", {})
        # "TB&XH" stands in no table, but each of its parts does.
        parts = [low] if low in _short() or low in known else fold(word).split("&")
        for part in parts:
            meant = known.get(part) or _short().get(part)
            found += words_of(fold(meant)) if meant and short else words_of(part)
        at += 1
    return found


def _without_place(words: Words, places: Collection[Words]) -> tuple[Words, str, Words]:
    """Without the province it ends with: the rest, the rank ("thành phố") and the province."""
    if words[-2:] == CENTRAL and len(words) > 2:
        return words[:-2], " ".join(CENTRAL), ()
    if words[-2:] == ("việt", "nam") and len(words) > 2:
        words = words[:-2]
    for at in range(len(words) - 1, -1, -1):
        for head in _PROVINCE:
            after = words[at + len(head) :]
            if words[at : at + len(head)] != head or len(after) > _LONGEST_PLACE:
                continue
            if not at:
                return head, " ".join(head), after
            return _country(words[:at]), " ".join(head), after
    for place in places:
        if len(words) > len(place) and words[-len(place) :] == place:
            return _country(words[: -len(place)]), "", place
    return words, "", ()


def _country(words: Words) -> Words:
    return words[:-2] if words[-2:] == ("việt", "nam") and len(words) > 2 else words


def _without_district(words: Words) -> tuple[Words, Words]:
    """Without the district that the name of a commune's body ends with."""
    joined = _joined(words)
    commune = next((at for at, word in enumerate(joined) if word in _COMMUNE), None)
    if commune is None:
        return words, ()
    for at in range(commune + 2, len(joined)):
        if joined[at] in _DISTRICT:
            return words_of(" ".join(joined[:at])), words_of(" ".join(joined[at:]))
    return words, ()


def _joined(words: Words) -> list[str]:
    """The words with "thị xã" and "thị trấn" as one, and "xã hội" as no commune."""
    text = " ".join(words)
    text = re.sub(r"(?<!\w)(thị (?:xã|trấn)|xã hội)(?!\w)", lambda m: m[1].replace(" ", "_"), text)
    return [word.replace("_", " ") for word in text.split()]


def _loose(core: Words) -> Words:
    words = list(core)
    at = 0
    while at < len(words):
        for name, other in _called():
            if tuple(words[at : at + len(name)]) == name:
                words[at : at + len(name)] = other
                break
        at += 1
    return tuple(word for word in words if word not in _LOOSE)


def kinds_of_group(name: str) -> tuple[str, ...] | None:
    """The kinds of units of a group of organisations; None where the name is of one organisation.

    () where it is a group of which nobody can say who belongs to it ("các cơ quan liên quan").
    """
    text = _as_group(name)
    if not text or not _GROUP.search(text):
        return None
    table: Mapping[str, list[str]] = _table()["groups"]  # type: ignore[assignment]
    kinds: dict[str, None] = {}
    for words, meant in _MEANT.items():
        if re.search(rf"(?<!\w){words}(?!\w)", text):
            kinds |= dict.fromkeys(meant)
    rest = text
    for words in sorted(table, key=len, reverse=True):
        sought = rf"(?<!\w){re.escape(words.replace(',', ' ,'))}(?!\w)(?! (?:hội|đồng)(?!\w))"
        if re.search(sought, rest):
            kinds |= dict.fromkeys(table[words])
            rest = re.sub(sought, " ", rest)
    # "Các sở của tỉnh": the province says whose they are.
    if len(kinds) > 1 and "province" in kinds:
        kinds.pop("province")
    return tuple(kinds)


def _as_group(name: str) -> str:
    """The name spelled out with its commas, for the words of groups to be found in."""
    pieces = re.split(r"[,;]", clean(name)[:LONGEST])
    return " , ".join(" ".join(_spelled(piece)) for piece in pieces).strip(" ,")
