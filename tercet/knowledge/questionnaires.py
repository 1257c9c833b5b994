"""One file into one questionnaire: its words, points, bands, cut-offs, changes and flags."""

from tercet.knowledge.entries import named
from tercet.knowledge.parts import VERIFIED, Table
from tercet.knowledge.shapes import Band, Change, Cutoff, Flag, Instrument, Item, Option


def instrument(id: str, table: Table) -> Instrument:
    """A questionnaire whose bands cover every total once and whose flags name its items."""
    checked_on, next_check = table.dates()
    made = Instrument(
        id=named(id, table),
        name=table.text("name"),
        intro=table.text("intro"),
        recall_days=table.whole("recall_days", least=0),
        direction=table.word("direction", ("lower-is-better", "higher-is-better")),
        items=tuple(map(_item, table.tables("items"))),
        options=tuple(map(_option, table.tables("options"))),
        bands={k: _bands(ts) for k, ts in table.lists("bands").items()},
        cutoffs={k: _cutoff(k, t) for k, t in table.table("cutoffs").children().items()},
        changes={k: _change(k, t) for k, t in table.table("changes").children().items()},
        flags=tuple(map(_flag, table.tables("flags", ()))),
        loinc_panel=table.text("loinc_panel"),
        loinc_total=table.text("loinc_total"),
        licence=table.text("licence"),
        sources=table.cited(),
        verified=table.word("verified", VERIFIED),
        evidence=table.text("evidence"),
        checked_on=checked_on,
        next_check=next_check,
    )
    table.nothing_more()
    _sensible_instrument(made, table)
    return made


def _sensible_instrument(made: Instrument, table: Table) -> None:
    scores = [option.score for option in made.options]
    if not made.items or not scores or len(set(scores)) != len(scores):
        raise table.wrong("an instrument needs items, and options with different scores")
    if len({item.id for item in made.items}) != len(made.items):
        raise table.wrong("two items have the same id")
    totals = list(range(min(scores) * len(made.items), max(scores) * len(made.items) + 1))
    for name, bands in made.bands.items():
        if [total for band in bands for total in range(band.low, band.high + 1)] != totals:
            raise table.wrong(f"bands {name} must cover {totals[0]} to {totals[-1]} once, in order")
    for flag in made.flags:
        if flag.item not in {item.id for item in made.items}:
            raise table.wrong(f"flag {flag.id} names item {flag.item}, which there is not")


def _item(table: Table) -> Item:
    made = Item(table.text("id"), table.text("text"), table.text("loinc"))
    table.nothing_more()
    return made


def _option(table: Table) -> Option:
    made = Option(table.whole("score", least=0), table.text("text"), table.text("loinc"))
    table.nothing_more()
    return made


def _bands(tables: tuple[Table, ...]) -> tuple[Band, ...]:
    return tuple(_band(table) for table in tables)


def _band(table: Table) -> Band:
    made = Band(table.text("name"), table.whole("low", least=0), table.whole("high", least=0))
    table.nothing_more()
    return made


def _cutoff(id: str, table: Table) -> Cutoff:
    made = Cutoff(
        named(id, table),
        table.whole("at_least"),
        table.text("says"),
        table.cited(),
        table.word("verified", VERIFIED),
    )
    table.nothing_more()
    return made


def _change(id: str, table: Table) -> Change:
    made = Change(
        named(id, table),
        table.whole("points"),
        table.text("says"),
        table.cited(),
        table.word("verified", VERIFIED),
    )
    table.nothing_more()
    return made


def _flag(table: Table) -> Flag:
    made = Flag(table.text("id"), table.text("item"), table.whole("at_least"), table.text("says"))
    table.nothing_more()
    return made
