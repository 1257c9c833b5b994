"""How one questionnaire is counted: subscales, bands, cut-offs, changes, flags and triage."""

from collections.abc import Mapping

from tercet.knowledge.entries import named
from tercet.knowledge.instrument_shapes import (
    Band,
    BandSet,
    Change,
    Clause,
    Cutoff,
    Flag,
    Proration,
    Scoring,
    Subscale,
    Triage,
)
from tercet.knowledge.parts import VERIFIED, Table
from tercet.knowledge.questionnaire_items import among

KINDS = ("sum", "mean", "percent", "of-subscales", "item", "none")
PARTS = ("sum", "mean", "percent", "highest")
CALLS = ("suicide", "safety")
R_KINDS = ("alpha", "retest")
Ids = tuple[str, ...]


def scoring(table: Table, ids: Ids) -> Scoring:
    """How the total comes about; `sum` of every item where nothing is said."""
    held = table.table("scoring") if "scoring" in table.rest else Table(table.place, {}, {})
    made = Scoring(
        kind=held.word("kind", KINDS, "sum"),
        items=among(ids, held.words("items", ()), held) or ids,
        times=held.whole("times") if "times" in held.rest else 1,
        band_set=held.text("band_set", ""),
    )
    held.nothing_more()
    if made.kind == "item" and len(made.items) != 1:
        raise held.wrong("a total of kind `item` names that one item in `items`")
    return made


def subscales(table: Table, ids: Ids) -> dict[str, Subscale]:
    """Each part of the items that has a value of its own."""
    return {k: _subscale(k, t, ids) for k, t in _children(table, "subscales").items()}


def _subscale(id: str, table: Table, ids: Ids) -> Subscale:
    held = among(ids, table.words("items"), table)
    groups = table.take("alternatives", [])
    alternatives = tuple(among(held, tuple(group), table) for group in groups)
    kind, verified = table.word("kind", PARTS, "sum"), table.word("verified", VERIFIED, "memory")
    table.nothing_more()
    return Subscale(id, kind, held, alternatives, verified)


def _children(table: Table, key: str) -> dict[str, Table]:
    return table.table(key).children() if key in table.rest else {}


def bands(table: Table) -> dict[str, tuple[Band, ...]]:
    """The named sets of bands."""
    if "bands" not in table.rest:
        return {}
    return {k: tuple(map(_band, ts)) for k, ts in table.lists("bands").items()}


def _band(table: Table) -> Band:
    made = Band(table.text("name"), table.whole("low", least=0), table.whole("high", least=0))
    table.nothing_more()
    return made


def band_sets(
    table: Table, named_sets: Ids, context: Mapping[str, tuple[str, ...]]
) -> dict[str, BandSet]:
    """What is said of whole sets of bands: whose they are, and of whom they may be used."""
    made = {k: _band_set(k, t) for k, t in _children(table, "band_sets").items()}
    for each in made.values():
        strange = [k for k, v in each.when.items() if v not in context.get(k, ())]
        if each.id not in named_sets or strange:
            raise table.wrong(f"band_sets {each.id} names no bands, or {strange} no context")
    return made


def _band_set(id: str, table: Table) -> BandSet:
    when = table.take("when", {})
    made = BandSet(
        named(id, table),
        table.text("says", ""),
        dict(when),
        table.cited(),
        table.word("verified", VERIFIED),
    )
    table.nothing_more()
    return made


def cutoffs(table: Table, scales: Mapping[str, Subscale]) -> dict[str, Cutoff]:
    """The named cut-offs, each of the total or of one subscale."""
    return {k: _cutoff(k, t, scales) for k, t in _children(table, "cutoffs").items()}


def _cutoff(id: str, table: Table, scales: Mapping[str, Subscale]) -> Cutoff:
    made = Cutoff(
        named(id, table),
        table.number("at_least"),
        table.number("at_most"),
        table.text("of", ""),
        table.text("says"),
        table.cited(),
        table.word("verified", VERIFIED),
    )
    table.nothing_more()
    if (made.at_least is None) == (made.at_most is None) or (made.of and made.of not in scales):
        raise table.wrong("a cut-off is `at_least` or `at_most`, of the total or of a subscale")
    return made


def changes(table: Table) -> dict[str, Change]:
    """The named thresholds of change."""
    return {k: _change(k, t) for k, t in _children(table, "changes").items()}


def _change(id: str, table: Table) -> Change:
    made = Change(
        named(id, table),
        _above_nought(table, "points"),
        table.text("says"),
        table.cited(),
        table.word("verified", VERIFIED),
        table.number("sd"),
        table.number("r"),
        table.word("r_kind", R_KINDS) if "r_kind" in table.rest else "",
    )
    table.nothing_more()
    if bool(made.r_kind) != (made.r is not None) or (made.r is not None and not 0 < made.r < 1):
        raise table.wrong("a reliability is `r` between 0 and 1 with its `r_kind`, or neither")
    return made


def _above_nought(table: Table, key: str) -> float:
    if isinstance(table.rest.get(key), int):
        return table.whole(key)
    value = table.number(key)
    if value is None or value <= 0:
        raise table.wrong(f"`{key}` must be a number above 0, not {value!r}")
    return value


def flags(table: Table, ids: Ids, scales: Mapping[str, Subscale]) -> tuple[Flag, ...]:
    """What matters whatever the total is."""
    return tuple(_flag(each, ids, scales) for each in table.tables("flags", ()))


def _flag(table: Table, ids: Ids, scales: Mapping[str, Subscale]) -> Flag:
    id, item = table.text("id"), table.optional("item") or ""
    calls = table.word("calls", CALLS) if "calls" in table.rest else ""
    says = table.text("says")
    clauses = _clauses(table, ids, scales)
    least = table.whole("at_least") if item else 0
    if item:
        if item not in ids:
            raise table.wrong(f"flag {id} names item {item}, which there is not")
        clauses = (*clauses, Clause((item,), (), 1, None, least, None, {}, False))
    if not clauses:
        raise table.wrong(f"flag {id} reads no item")
    table.nothing_more()
    return Flag(id, item, least, says, calls, clauses)


def triage(table: Table, ids: Ids, scales: Mapping[str, Subscale]) -> tuple[Triage, ...]:
    """The names that answers give, the first that is met; the last is whatever is left."""
    made = []
    for each in table.tables("triage", ()):
        made.append(Triage(each.text("name"), _clauses(each, ids, scales)))
        each.nothing_more()
    if made and [bool(each.clauses) for each in made] != [True] * (len(made) - 1) + [False]:
        raise table.wrong("`triage` ends with the one name that has no clauses")
    return tuple(made)


def _clauses(table: Table, ids: Ids, scales: Mapping[str, Subscale]) -> tuple[Clause, ...]:
    return tuple(_clause(each, ids, scales) for each in table.tables("all", ()))


def _clause(table: Table, ids: Ids, scales: Mapping[str, Subscale]) -> Clause:
    lower = table.take("lower", {})
    made = Clause(
        items=among(ids, table.words("items", ()), table),
        subscales=table.words("subscales", ()),
        count=table.whole("count", least=0) if "count" in table.rest else 1,
        most=table.optional_whole("most"),
        at_least=table.number("at_least") if "at_least" in table.rest else 0,  # type: ignore[arg-type]
        at_most=table.number("at_most"),
        lower=dict(lower),
        refused=table.yes("refused"),
    )
    table.nothing_more()
    if bool(made.items) == bool(made.subscales) or not set(made.subscales) <= set(scales):
        raise table.wrong("a clause reads items, or subscales that there are")
    if made.count > len(made.items) + len(made.subscales) or not set(lower) <= set(made.items):
        raise table.wrong("a clause counts no more than it reads")
    return made


def proration(table: Table) -> Proration | None:
    """What a published rule lets stand in for missing answers."""
    if "proration" not in table.rest:
        return None
    held = table.table("proration")
    made = Proration(
        held.whole("most_missing"),
        held.yes("na"),
        held.yes("rounded"),
        held.text("says"),
        held.cited(),
        held.word("verified", VERIFIED),
    )
    held.nothing_more()
    return made
