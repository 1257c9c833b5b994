"""interactions.toml and timing.toml into frozen values; words that would do harm are refused."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tercet.knowledge.around_shapes import (
    Around,
    Hours,
    Inferred,
    Label,
    Measured,
    Ratio,
    Share,
)
from tercet.knowledge.entries import named
from tercet.knowledge.parts import Table
from tercet.knowledge.shapes import Medicine, Rule

STUDIED = ("swallowed", "nasal", "infusion")
ROUTES = ("swallowed", "spat", "nasal", "infusion")
SHARED = ("swallowed", "spat")
ANALYTES = ("ketamine", "S-ketamine", "norketamine")
DIRECTIONS = ("more", "less")
CONTINUE, HOLD, ASK = DOINGS = ("continue", "hold-by-protocol", "ask-prescriber")
FIRST_HOUR, LAST_HOUR = -72, 24
# Entries that a plan turns to: nobody's class, and yet every medicine has its line.
OTHER, STRANGE, NOT_TOLD, NEEDED = ALWAYS_THERE = (
    "any-other-medicine",
    "unrecognised-medicine",
    "medicines-not-known",
    "held-but-needed",
)
# Words that take a medicine away, and the words before them in a sentence that forbid just that.
TAKES_AWAY = re.compile(
    r"\b(?:stop|skip|omit|withhold|discontinu|pause|quit|leave out|come off)\w*", re.IGNORECASE
)
FORBIDS = re.compile(r"\b(?:not|never|nobody|without|no)\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?<=[.;:?])\s")


def around(
    interactions: Table,
    timing: Table,
    *,
    medicines: Mapping[str, Medicine],
    rules: Mapping[str, Rule],
) -> Around:
    """What is measured, what is inferred, why a response may be weak, and the hours of each."""
    names = frozenset(name for each in medicines.values() for name in (each.id, *each.classes))
    measured = {k: _measured(k, t, names) for k, t in _parts(interactions, "measured")}
    inferred = {k: _inferred(k, t, names) for k, t in _parts(interactions, "inferred")}
    shares = {k: _share(k, t) for k, t in _parts(interactions, "share")}
    labels = {k: _label(k, t, rules) for k, t in _parts(interactions, "label")}
    interactions.nothing_more()
    hours = {k: _hours(k, t, names) for k, t in timing.children().items()}
    made = Around(
        measured=MappingProxyType(measured),
        inferred=MappingProxyType(inferred),
        shares=MappingProxyType(shares),
        labels=MappingProxyType(labels),
        hours=MappingProxyType(hours),
    )
    _whole(made, interactions, timing)
    _harmless(made, timing)
    return made


def takes_away(says: str) -> str | None:
    """The word of a text that takes a medicine away, unless its sentence forbids just that."""
    for sentence in _SENTENCE_ENDS.split(says):
        found = TAKES_AWAY.search(sentence)
        if found and not FORBIDS.search(sentence[: found.start()]):
            return found.group()
    return None


def _parts(table: Table, key: str) -> list[tuple[str, Table]]:
    return list(table.table(key).children().items())


def _measured(id: str, table: Table, names: frozenset[str]) -> Measured:
    made = Measured(
        of=_held(table.text("of"), names, table),
        route=table.word("route", STUDIED),
        analyte=table.word("analyte", ANALYTES),
        auc=_ratio("auc", table),
        cmax=_ratio("cmax", table) if "cmax" in table.rest else None,
        people=table.optional_whole("people"),
        modelled=table.number("modelled"),
        **_grounded(id, table),
    )
    table.nothing_more()
    return made


def _ratio(key: str, table: Table) -> Ratio:
    """A ratio above nought, within its published range where one is given."""
    value = table.number(key)
    low, high = (table.number(f"{key}_{end}") for end in ("low", "high"))
    if value is None or value <= 0:
        raise table.wrong(f"`{key}` must be a ratio above 0: 1 is the same as without")
    made = Ratio(value, value if low is None else low, value if high is None else high)
    if not 0 < made.low <= made.value <= made.high:
        raise table.wrong(f"`{key}` must lie between `{key}_low` and `{key}_high`, above 0")
    return made


def _inferred(id: str, table: Table, names: frozenset[str]) -> Inferred:
    classes = table.words("classes")
    made = Inferred(
        classes=tuple(_held(name, names, table) for name in classes),
        direction=table.word("direction", DIRECTIONS),
        **_grounded(id, table),
    )
    table.nothing_more()
    if not classes:
        raise table.wrong("`classes` is empty; name the class it speaks of")
    return made


def _share(id: str, table: Table) -> Share:
    low, high = table.number("low"), table.number("high")
    if low is None or high is None or not 0 <= low <= high <= 1:
        raise table.wrong("a share needs `low` and `high`, from 0 to 1 and in that order")
    if id not in SHARED:
        raise table.wrong(f"a share is of one of {', '.join(SHARED)}")
    made = Share(low=low, high=high, **_grounded(id, table))
    table.nothing_more()
    return made


def _label(id: str, table: Table, rules: Mapping[str, Rule]) -> Label:
    if id not in rules:
        raise table.wrong("there is no rule of this id in contraindications/")
    made = Label(**_grounded(id, table))
    table.nothing_more()
    return made


def _hours(id: str, table: Table, names: frozenset[str]) -> Hours:
    from_hour, to_hour = table.number("from_hour"), table.number("to_hour")
    if from_hour is None or to_hour is None or not FIRST_HOUR <= from_hour < to_hour <= LAST_HOUR:
        raise table.wrong(
            f"`from_hour` and `to_hour` must lie in that order from {FIRST_HOUR} to {LAST_HOUR}"
        )
    made = Hours(
        what=table.text("what"),
        classes=tuple(_held(name, names, table) for name in table.words("classes", ())),
        everyone=table.yes("everyone"),
        only_alone=table.yes("only_alone"),
        from_hour=from_hour,
        to_hour=to_hour,
        do=table.word("do", DOINGS),
        never_stop=table.yes("never_stop"),
        **_grounded(id, table),
    )
    table.nothing_more()
    return made


def _held(name: str, names: frozenset[str], table: Table) -> str:
    if name not in names:
        raise table.wrong(f"{name!r} is neither a class nor an ingredient of medicines.toml")
    return name


def _says(table: Table) -> str:
    says = table.text("says")
    if word := takes_away(says):
        raise table.wrong(f"`says` has {word!r}; nothing here tells anyone to leave a medicine")
    return says


def _grounded(id: str, table: Table) -> dict[str, Any]:
    """What every piece says of itself, as a rule does."""
    return {"id": named(id, table), "says": _says(table), **table.grounds()}


def _whole(made: Around, interactions: Table, timing: Table) -> None:
    if missing := [route for route in SHARED if route not in made.shares]:
        raise interactions.wrong(f"`share` lacks {missing[0]}")
    if missing := [id for id in ALWAYS_THERE if id not in made.hours]:
        raise timing.wrong(f"{missing[0]} is missing; every medicine must find an entry")
    for each in made.hours.values():
        if not (each.classes or each.everyone or each.id in ALWAYS_THERE):
            raise timing.wrong(f"{each.id}: names no `classes` and is not for `everyone`")


def _harmless(made: Around, table: Table) -> None:
    """What harms when it is stopped is never held, whichever entry of the file says so."""
    for each in made.hours.values():
        kept = [name for name in each.classes if name in made.never_stopped]
        if each.do == HOLD and (each.never_stop or kept):
            what = kept[0] if kept else each.what
            raise table.wrong(f"{each.id}: holds {what}, whose stopping harms; ask the prescriber")
