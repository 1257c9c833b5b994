"""A score and a questionnaire's items as lines for a person and as an object for a program."""

from collections.abc import Iterator
from typing import Any

from tercet.decisions.instruments import Flag, Score
from tercet.exchange.csv_answers import may_be
from tercet.knowledge import Instrument, Item
from tercet.running.paper import paragraph, styled

RAISED = {True: "raised", False: "not raised", None: "not known: not answered"}


def score_object(made: Score) -> dict[str, Any]:
    """Flags first: they do not wait for a total."""
    return {
        "instrument": made.instrument,
        "version": made.version,
        "flags": [_flag(flag) for flag in made.flags],
        "total": made.total,
        "answered_sum": made.answered_sum,
        "n_answered": made.n_answered,
        "bounds": list(made.bounds) if made.bounds else None,
        "prorated": made.prorated,
        "band": made.band,
        "band_set": made.band_set or None,
        "subscales": dict(made.subscales),
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "id": flag.id,
        "item": flag.item or None,
        "value": flag.value,
        "known": flag.known,
        "raised": flag.raised,
        "calls": flag.calls or None,
        "says": flag.says,
    }


def score_lines(asked: Instrument, made: Score) -> Iterator[str]:
    """What it comes to, flags first; without a total it says why and between which it lies."""
    yield styled(asked.name, bold=True)
    for flag in made.flags:
        says = f"{RAISED[flag.raised]}. {flag.says}" if flag.raised else f"{RAISED[flag.raised]}."
        yield from paragraph("flag", f"{flag.id}: {says}", indent=2, width=11)
    yield from paragraph("total", _total(asked, made), indent=2, width=11)
    if made.prorated is not None:
        text = f"{made.prorated:g}, which is no total: {asked.proration.says}"  # type: ignore[union-attr]
        yield from paragraph("prorated", text, indent=2, width=11)
    yield from paragraph("band", _band(asked, made), indent=2, width=11)
    for id, value in made.subscales.items():
        said = "not known" if value is None else f"{value:g}"
        yield from paragraph("part", f"{id}: {said}", indent=2, width=11)


def _total(asked: Instrument, made: Score) -> str:
    many = len(asked.items)
    if made.bounds is None:
        return f"has none; {made.n_answered} of {many} answered"
    if made.total is not None:
        return f"{made.total:g}"
    low, high = made.bounds
    return f"none: {made.n_answered} of {many} answered; it lies from {low:g} to {high:g}"


def _band(asked: Instrument, made: Score) -> str:
    if made.band is not None:
        return f"{made.band} ({made.band_set})"
    needed = [key for each in asked.band_sets.values() for key in each.when]
    if needed and not made.band_set:
        return f"none: it depends on {' and '.join(dict.fromkeys(needed))}; say so with --context"
    return "none" if asked.bands or asked.triage else ""


def items_object(asked: Instrument) -> dict[str, Any]:
    """Every item in its order, and what may be answered."""
    return {
        "instrument": asked.id,
        "version": asked.version,
        "name": asked.name,
        "items": [_item(item, scored=True) for item in asked.items]
        + [_item(item, scored=False) for item in asked.unscored],
        "context": {key: list(values) for key, values in asked.context.items()},
    }


def _item(item: Item, *, scored: bool) -> dict[str, Any]:
    return {
        "id": item.id,
        "part": item.part or None,
        "text": item.text or None,
        "type": item.answers,
        "values": _values(item),
        "reverse": item.reverse,
        "scored": scored,
        "asked_after": list(item.only_if.items) if item.only_if else [],
    }


def _values(item: Item) -> list[Any]:
    """What may be written; the two ends of a range."""
    said: list[Any] = {"yes-no": ["Y", "N"], "true-false": ["T", "F"]}.get(item.answers, [])
    if not said:
        said = [option.score for option in item.options] or [item.low, item.high]
    return [*said, *(["NA"] if item.na else []), *(["refused"] if item.refused else [])]


def items_lines(asked: Instrument) -> Iterator[str]:
    """One line an item, in the order that --answers takes."""
    yield styled(f"{asked.name}: {len(asked.items)} items", bold=True)
    for item in asked.items:
        after = f"; after {', '.join(item.only_if.items)}" if item.only_if else ""
        turned = "; counts from the other end" if item.reverse else ""
        yield from paragraph(item.id, f"{may_be(item)}{turned}{after}", indent=2, width=18)
    for item in asked.unscored:
        yield from paragraph(item.id, f"{may_be(item)}; not scored", indent=2, width=18)
    for key, values in asked.context.items():
        yield from paragraph("--context", f"{key}={'|'.join(values)}", indent=2, width=18)
