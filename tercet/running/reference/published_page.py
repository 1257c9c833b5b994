"""docs/reference/published.md: what is drawn beside a course, its caveats, how it is reckoned."""

from collections.abc import Iterator

from tercet.decisions.response import of_all_who_began
from tercet.knowledge import Knowledge, Published, PublishedMark
from tercet.running.decision_text import VERIFIED

OPENING = (
    "Beside the course of one person a quiet band may show how far others came, from that "
    "person's own start: the upper edge is a fall in per cent of the start, the lower edge a line "
    "in points. Each edge belongs to the share of people who came so far or further. These are "
    "other people, often another route and dose; nothing here says what will happen to anybody, "
    "and no rule decides by it. With nobody to compare with it is change, never effect."
)
RECKONED = (
    "Where a study counts only those who finished, the share of all who began is reckoned as if "
    "nobody else had come so far: the share, times those counted, divided by those who began. How "
    "many began may be told in more than one way; then both ends stand. The truth lies between "
    "that share and the one published."
)
LEFT_OUT = (
    "Seen and not here: cohorts that tell a mean and no share (Dore 2019, the clinics of Field "
    "Trip); classes of a growth model, which are no shares of people who got better (Mathai 2024); "
    "responders of an open phase that chose them for a trial (Glue 2024); shares whose week or "
    "whose number of people was not seen (Hassan 2022, ELEKT-D, the PHQ-9 in ESCAPE-TRD); "
    "interviews and scales that no course here is drawn by (CAPS-5, fear questionnaires)."
)


def published_page(known: Knowledge) -> Iterator[str]:
    """The opening, how shares of all who began are reckoned, and each entry."""
    yield "# What is published of a course"
    yield ""
    yield OPENING
    yield ""
    yield RECKONED
    yield ""
    for each in known.published.values():
        yield from _entry(each, known)
    yield "## Left out"
    yield ""
    yield LEFT_OUT
    yield ""
    yield "[All rules](README.md)"


def _entry(each: Published, known: Knowledge) -> Iterator[str]:
    people = ", ".join(map(_spoken, each.indications))
    yield f"## {people[0].upper()}{people[1:]}: {_measure(each, known)}"
    yield ""
    yield each.says
    yield ""
    if each.marks:
        yield from _figures(each)
    yield "Caveats:"
    yield ""
    yield from (f"- {caveat}" for caveat in each.caveats)
    yield ""
    yield from _whose_word(each, known)


def _spoken(indication: str) -> str:
    return {"ptsd": "PTSD", "ocd": "OCD"}.get(indication, indication.replace("-", " "))


def _measure(each: Published, known: Knowledge) -> str:
    return known.instruments[each.instrument].name if each.instrument else "nothing to draw"


def _figures(each: Published) -> Iterator[str]:
    compared = "compared with others" if each.controlled else "nobody to compare with"
    counted = "only those who finished" if each.completers_only else "not only those who finished"
    people = f"{each.people} people counted · began: {_began(each)}"
    yield f"`{each.id}` · {people} · {compared} · {counted}"
    yield ""
    yield "| week | how far | of people | of those compared | of all who began | from a start of |"
    yield "|---|---|---|---|---|---|"
    for mark in each.marks:
        low = "any" if mark.least_start is None else f"{mark.least_start:g} or more"
        yield (
            f"| {mark.week} | {_far(mark)} | {mark.people_percent:g} % | {_compared(mark)} | "
            f"{_of_all(each, mark)} | {low} |"
        )
    yield ""


def _began(each: Published) -> str:
    if each.began is None:
        return "not told"
    fewest, most = each.began
    return str(most) if fewest == most else f"{fewest} to {most}"


def _far(mark: PublishedMark) -> str:
    if mark.at_most is not None:
        return f"{mark.at_most:g} points or fewer"
    more = "more than " if mark.more_than else ""
    return f"a fall of {more}{mark.fall_percent:g} %" + ("" if mark.more_than else " or more")


def _compared(mark: PublishedMark) -> str:
    return "–" if mark.compared_percent is None else f"{mark.compared_percent:g} %"


def _of_all(each: Published, mark: PublishedMark) -> str:
    """The share, and the sum it comes from."""
    shares = of_all_who_began(each, mark)
    if shares is None or each.began is None:
        return "not told how many began"
    low, high = (f"{share:.0f} %" for share in shares)
    fewest, most = each.began
    of = f"{mark.people_percent:g} % × {each.people} ÷"
    if fewest == most:
        return f"{low} ({of} {most})"
    return f"{low} to {high} ({of} {most} to {of} {fewest})"


def _whose_word(each: Published, known: Knowledge) -> Iterator[str]:
    where = "; ".join(_source(cited, known) for cited in each.sources)
    yield (
        f"{each.basis.capitalize()}, strength {each.strength}; {VERIFIED[each.verified]}. "
        f"{each.evidence}. {where}. Checked {each.checked_on}, again by {each.next_check}."
    )
    yield ""


def _source(cited: str, known: Knowledge) -> str:
    source = known.sources[cited.partition("#")[0]]
    return f"[{source.title}]({source.url}) ({source.publisher}, {source.year})"
