"""One file into one questionnaire: its words, points, bands, cut-offs, changes and flags."""

import hashlib
import json
from typing import Any

from tercet.knowledge import questionnaire_scoring as counted
from tercet.knowledge.entries import named
from tercet.knowledge.instrument_shapes import Instrument, Item
from tercet.knowledge.parts import VERIFIED, Table
from tercet.knowledge.questionnaire_items import choices, items, marked
from tercet.knowledge.wording import wordings

RECALLS = ("days", "now", "lifetime", "trait")
DIRECTIONS = ("lower-is-better", "higher-is-better", "neither")
ANSWERED_BY = ("patient", "clinician", "observer")


def instrument(id: str, table: Table) -> Instrument:
    """A questionnaire whose bands cover every total once and whose flags name its items."""
    version = _version(table.rest)
    answers = choices(table, ("points", (), 0, 0))
    asked = marked(items(table, answers), table)
    beside = Table(table.place, {"items": table.take("unscored", [])}, table.sources)
    unscored = items(beside, answers) if beside.rest["items"] else ()
    made = Instrument(
        id=named(id, table),
        version=version,
        items=asked,
        unscored=unscored,
        options=answers[1],
        **_described(table),
        **_counted(table, tuple(item.id for item in asked)),
        wordings=wordings(table, asked + unscored),
    )
    table.nothing_more()
    _sensible_words(made, table)
    _sensible_bands(made, table)
    return made


def _version(held: dict[str, Any]) -> str:
    """Eight hex digits of all the file says, so that any change to it is another version."""
    text = json.dumps(held, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _described(table: Table) -> dict[str, Any]:
    checked_on, next_check = table.dates()
    return {
        "name": table.text("name"),
        "about": table.text("about"),
        "answered_by": table.word("answered_by", ANSWERED_BY, "patient"),
        "intro": table.text("intro", ""),
        "recall": table.word("recall", RECALLS, "days"),
        "recall_days": table.whole("recall_days", least=0),
        "direction": table.word("direction", DIRECTIONS),
        "loinc_panel": table.text("loinc_panel", ""),
        "loinc_total": table.text("loinc_total", ""),
        "licence": table.text("licence"),
        "ships": table.yes("ships"),
        "wording_version": table.text("wording_version", ""),
        "sources": table.cited(),
        "verified": table.word("verified", VERIFIED),
        "evidence": table.text("evidence", ""),
        "checked_on": checked_on,
        "next_check": next_check,
    }


def _counted(table: Table, ids: tuple[str, ...]) -> dict[str, Any]:
    context = table.take("context", {})
    scales = counted.subscales(table, ids)
    bands = counted.bands(table)
    return {
        "context": {key: tuple(values) for key, values in context.items()},
        "scoring": counted.scoring(table, ids),
        "subscales": scales,
        "bands": bands,
        "band_sets": counted.band_sets(table, tuple(bands), context),
        "triage": counted.triage(table, ids, scales),
        "cutoffs": counted.cutoffs(table, scales),
        "changes": counted.changes(table),
        "flags": counted.flags(table, ids, scales),
        "proration": counted.proration(table),
    }


def _sensible_words(made: Instrument, table: Table) -> None:
    """Words stand here whole, or not at all."""
    every = (*made.items, *made.unscored)
    texts = [each.text for each in every]
    texts += [option.text for each in every for option in _spoken(each)]
    if made.ships and not all(texts):
        raise table.wrong("`ships` is true, but an item or an answer has no `text`")
    if not made.ships and (any(texts) or made.intro):
        raise table.wrong("has words, but `ships` does not say that they may stand here")


def _spoken(item: Item) -> tuple[Any, ...]:
    return item.options if item.answers == "points" else ()


def _sensible_bands(made: Instrument, table: Table) -> None:
    ends = extremes(made)
    totals = list(range(ends[0], ends[1] + 1))
    for name, bands in made.bands.items():
        if [total for band in bands for total in range(band.low, band.high + 1)] != totals:
            raise table.wrong(f"bands {name} must cover {ends[0]} to {ends[1]} once, in order")
    if made.triage and not made.scoring.band_set:
        raise table.wrong("`triage` needs a `band_set` in `scoring`: whose names these are")


def extremes(made: Instrument) -> tuple[int, int]:
    """The least and the most that a whole number of points can come to."""
    held = [item for item in made.items if item.id in made.scoring.items]
    if made.scoring.kind != "of-subscales":
        return sum(i.low for i in held) * made.scoring.times, (
            sum(i.high for i in held) * made.scoring.times
        )
    parts = [[i for i in held if i.id in each.items] for each in made.subscales.values()]
    return sum(max(i.low for i in p) for p in parts), sum(max(i.high for i in p) for p in parts)
