"""published.toml into frozen values; a share that cannot be, or a mark of two kinds, is refused."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from tercet.knowledge.entries import named
from tercet.knowledge.instrument_shapes import Instrument
from tercet.knowledge.parts import Table
from tercet.knowledge.published_shapes import Published, PublishedMark
from tercet.knowledge.shapes import Fact

FOR_ALL = ("checked_on", "next_check")  # said once, at the head of the file
INDICATION = "indication"
LOWER = "lower-is-better"
OF_FIGURES = ("instrument", "people", "began", "controlled", "completers_only", "marks")


def published(table: Table) -> Mapping[str, Published]:
    """All of the file, by id."""
    heads = {key: table.take(key) for key in FOR_ALL}
    entries = table.children().items()
    return MappingProxyType({id: _entry(id, each.headed(heads)) for id, each in entries})


def check(
    made: Mapping[str, Published],
    *,
    instruments: Mapping[str, Instrument],
    facts: Mapping[str, Fact],
) -> str | None:
    """What is wrong beside the questionnaires and indications there are; None if nothing is."""
    return next(
        (f"{each.id}: {w}" for each in made.values() for w in _beside(each, instruments, facts)),
        None,
    )


def _beside(
    each: Published, instruments: Mapping[str, Instrument], facts: Mapping[str, Fact]
) -> Iterator[str]:
    for name in each.indications:
        if name not in facts[INDICATION].choices:
            yield f"{name!r} is no choice of the fact `{INDICATION}`"
    if each.instrument is None:
        return
    if each.instrument not in instruments:
        yield f"{each.instrument!r} is no questionnaire of instruments/"
    elif instruments[each.instrument].direction != LOWER:
        yield f"{each.instrument} is better when it rises; a fall says nothing good of it"


def _entry(id: str, table: Table) -> Published:
    nothing = table.yes("nothing")
    if nothing and (told := [key for key in OF_FIGURES if key in table.rest]):
        raise table.wrong(f"`nothing` and `{told[0]}` cannot both stand here")
    made = Published(
        id=named(id, table),
        says=table.text("says"),
        nothing=nothing,
        indications=_some(table, "indications"),
        caveats=_some(table, "caveats"),
        **(_no_figures() if nothing else _figures(table)),
        **table.grounds(),
    )
    table.nothing_more()
    return made


def _some(table: Table, key: str) -> tuple[str, ...]:
    held = table.words(key)
    if not held:
        raise table.wrong(f"`{key}` is empty; name at least one")
    return held


def _no_figures() -> dict[str, Any]:
    none = dict.fromkeys(("instrument", "people", "began"))
    return {**none, "controlled": False, "completers_only": False, "marks": ()}


def _figures(table: Table) -> dict[str, Any]:
    people = table.whole("people")
    return {
        "instrument": table.text("instrument"),
        "people": people,
        "began": _began(table, people),
        "controlled": _told(table, "controlled"),
        "completers_only": _told(table, "completers_only"),
        "marks": _marks(table),
    }


def _told(table: Table, key: str) -> bool:
    """True or false, and said: whoever leaves it out is asked for it."""
    if key not in table.rest:
        raise table.wrong(f"`{key}` is missing; add it")
    return table.yes(key)


def _began(table: Table, people: int) -> tuple[int, int] | None:
    value = table.take("began", None)
    if value is None:
        return None
    whole = isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)
    if not whole or not people <= value[0] <= value[1]:
        raise table.wrong(
            f"`began` must be the lowest and the highest number told, neither below `people` "
            f"({people}), not {value!r}"
        )
    return value[0], value[1]


def _marks(table: Table) -> tuple[PublishedMark, ...]:
    marks = tuple(map(_mark, table.tables("marks")))
    if not marks:
        raise table.wrong("`marks` is empty; say `nothing = true` where nothing can be drawn")
    if len({mark.week for mark in marks}) > 1:
        raise table.wrong("its marks are of different weeks; give each week an entry of its own")
    if len({mark.at_most is None for mark in marks}) != len(marks):
        raise table.wrong("has two marks of one kind; keep one fall and one line")
    return marks


def _mark(table: Table) -> PublishedMark:
    made = PublishedMark(
        week=table.whole("week"),
        people_percent=_percent("people_percent", table),
        fall_percent=_maybe("fall_percent", table, most=100),
        more_than=table.yes("more_than"),
        at_most=_maybe("at_most", table),
        compared_percent=_percent("compared_percent", table)
        if "compared_percent" in table.rest
        else None,
        least_start=_maybe("least_start", table),
    )
    table.nothing_more()
    if (made.fall_percent is None) == (made.at_most is None):
        raise table.wrong("must hold either `fall_percent` or `at_most`, not both")
    if made.more_than and made.fall_percent is None:
        raise table.wrong("`more_than` is said of `fall_percent` alone")
    return made


def _percent(key: str, table: Table) -> float:
    value = table.number(key)
    if value is None or not 0 <= value <= 100:
        raise table.wrong(f"`{key}` must be a number from 0 to 100, not {value!r}")
    return value


def _maybe(key: str, table: Table, *, most: float | None = None) -> float | None:
    """Above 0 and at most `most`, or not there."""
    value = table.number(key)
    if value is not None and (value <= 0 or (most is not None and value > most)):
        upto = "" if most is None else f" and at most {most:g}"
        raise table.wrong(f"`{key}` must be a number above 0{upto}, not {value:g}")
    return value
