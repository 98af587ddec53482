"""Of all figures of one series: which count, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from namro.programme.indicators.rules.observations import Bridge, Chosen, Observation, Series
from namro.programme.programmes.rules.numbers import Language


class Standing(Enum):
    """What a figure is to the verdicts."""

    COUNTS = ("được tính", "counts")
    CONTRADICTS = (
        "mâu thuẫn với nguồn ngang hàng: cần xem xét",
        "contradicts a source of equal standing: needs judgement",
    )
    SAME = ("nguồn khác nêu cùng số", "another source says the same")
    NOT_OFFICIAL = ("nguồn chính thức đã có số", "the official source has a figure")
    ESTIMATE = ("số ước; đã có số thực hiện", "an estimate; there is more than one now")
    EARLIER_STAGE = ("đã có số ở bước sau", "there is a figure of a later stage")
    PUBLISHED_BEFORE = ("nguồn này đã công bố lại", "its source has published it again")
    OTHER_METHOD = ("tính theo cách khác", "counted by another method")
    PART = ("chỉ là một phần", "covers a part alone")
    REPLACED = ("ghi nhầm, đã được thay", "recorded wrongly and replaced")
    NOT_YET = ("chưa công bố vào ngày xét", "not yet published on the day asked")

    def in_words(self, language: Language) -> str:
        """The reason as an official reads it."""
        return self.value[language == "en"]


def standings(
    figures: Iterable[Observation],
    known: date,
    concept: str = "",
    bridges: Iterable[Bridge] = (),
) -> Mapping[str, Standing]:
    """What each figure of one series is to the verdicts, by the figure's key.

    `known`, `concept` and `bridges` are as for `Series.of`, which decides.
    """
    listed = list(figures)
    series = Series.of(listed, known, concept, bridges)
    found = {}
    for figure in listed:
        if figure.known_on > known:
            found[figure.key] = Standing.NOT_YET
        elif figure.part:
            found[figure.key] = Standing.PART
        else:
            key = (figure.period.first, figure.period.last, figure.measure)
            chosen = series.counting.get(key)
            found[figure.key] = Standing.REPLACED if chosen is None else _beside(figure, chosen)
    return found


def _beside(figure: Observation, chosen: Chosen) -> Standing:
    best = chosen.figure
    if any(each.key == figure.key for each in (best, *chosen.against)):
        return Standing.CONTRADICTS if chosen.against else Standing.COUNTS
    if best.concept != figure.concept and not chosen.bridged:
        return Standing.OTHER_METHOD
    if figure.is_estimate and not best.is_estimate:
        return Standing.ESTIMATE
    if best.declared and not figure.declared:
        return Standing.NOT_OFFICIAL
    if figure.stage.rank < best.stage.rank:
        return Standing.EARLIER_STAGE
    if figure.source == best.source:
        return Standing.PUBLISHED_BEFORE
    return Standing.SAME
