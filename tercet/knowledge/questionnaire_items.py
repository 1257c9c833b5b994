"""The items of one questionnaire: listed, counted or in parts, and what may be answered to each."""

from dataclasses import replace
from typing import Any

from tercet.knowledge.instrument_shapes import Gate, Item, Option
from tercet.knowledge.parts import Table

ANSWERS = ("points", "yes-no", "true-false", "range")
YES_NO = (Option(0, "No", "LA32-8"), Option(1, "Yes", "LA33-6"))
TRUE_FALSE = (Option(0, "False", ""), Option(1, "True", ""))
Choices = tuple[str, tuple[Option, ...], int, int]  # what Item calls answers, options, low, high


def choices(table: Table, given: Choices) -> Choices:
    """What may be answered, as this table says it; otherwise as `given`."""
    if "options" in table.rest:
        return _of(table, "points", tuple(map(_option, table.tables("options"))))
    if "points" in table.rest:
        points = [Option(score, "", "") for score in whole_numbers(table, "points")]
        return _of(table, "points", tuple(points))
    if "range" in table.rest:
        ends = whole_numbers(table, "range")
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise table.wrong("`range` is the least and the most, such as [0, 100]")
        return "range", (), ends[0], ends[1]
    kind = table.word("answers", ANSWERS, given[0])
    if kind == given[0]:
        return given
    return _of(table, kind, {"yes-no": YES_NO, "true-false": TRUE_FALSE}.get(kind, ()))


def whole_numbers(table: Table, key: str) -> list[int]:
    """A list of whole numbers, rising."""
    value = table.take(key)
    if not isinstance(value, list) or any(type(each) is not int for each in value):
        raise table.wrong(f"`{key}` must be a list of whole numbers, not {value!r}")
    if value != sorted(set(value)):
        raise table.wrong(f"`{key}` must rise, without doubles")
    return value


def _of(table: Table, kind: str, options: tuple[Option, ...]) -> Choices:
    scores = [option.score for option in options]
    if not scores or len(set(scores)) != len(scores):
        raise table.wrong("an instrument needs items, and options with different scores")
    return kind, options, min(scores), max(scores)


def _option(table: Table) -> Option:
    made = Option(
        table.whole("score", least=0),
        table.text("text"),
        table.text("loinc", ""),
        table.words("also", ()),
    )
    table.nothing_more()
    return made


def items(table: Table, given: Choices) -> tuple[Item, ...]:
    """The items in the order they are asked, each with what may be answered to it."""
    listed = _listed(table)
    own = table.take("item", {})
    if not isinstance(own, dict):
        raise table.wrong("`item` holds a table for each item that differs from the others")
    if strange := sorted(own.keys() - {raw["id"] for raw in listed if "id" in raw}):
        raise table.wrong(f"`item` names {strange[0]}, which there is not")
    made = [_item(table, {**raw, **own.get(raw.get("id"), {})}, given) for raw in listed]
    ids = [each.id for each in made]
    if not made:
        raise table.wrong("an instrument needs items, and options with different scores")
    if len(set(ids)) != len(ids):
        raise table.wrong("two items have the same id")
    for each in made:
        late = set(each.only_if.items if each.only_if else ()) - set(ids[: ids.index(each.id)])
        if late:
            raise table.wrong(f"item {each.id} waits for {min(late)}, not asked before it")
    return tuple(made)


def _listed(table: Table) -> list[dict[str, Any]]:
    """One plain table an item, whichever of the four ways they are written in."""
    if "count" in table.rest:
        return [{"id": str(number)} for number in range(1, table.whole("count") + 1)]
    if "ids" in table.rest:
        return [{"id": id} for id in table.words("ids")]
    if "parts" in table.rest:
        return [
            raw for k, part in table.table("parts").children().items() for raw in _part(k, part)
        ]
    return [each.rest for each in table.tables("items")]


def _part(name: str, table: Table) -> list[dict[str, Any]]:
    many = table.whole("count")
    rest, table.rest = dict(table.rest), {}
    made = []
    for number in range(1, many + 1):
        raw = {**rest, "id": f"{name}-{number}", "part": name}
        if "only_if_part" in raw:
            raw["only_if"] = [f"{raw.pop('only_if_part')}-{number}"]
        made.append(raw)
    return made


def _item(table: Table, raw: dict[str, Any], given: Choices) -> Item:
    each = Table(f"{table.place} item {raw.get('id', '?')}", raw, table.sources)
    answers, options, low, high = choices(each, given)
    made = Item(
        id=each.text("id"),
        text=each.text("text", ""),
        loinc=each.text("loinc", ""),
        answers=answers,
        options=options,
        low=low,
        high=high,
        part=each.text("part", ""),
        reverse=each.yes("reverse"),
        na=each.yes("na"),
        refused=each.yes("refused"),
        only_if=_gate(each),
    )
    each.nothing_more()
    return made


def _gate(table: Table) -> Gate | None:
    items = table.words("only_if", ())
    if not items:
        return None
    least = table.whole("only_if_at_least") if "only_if_at_least" in table.rest else 1
    return Gate(items, least, table.yes("ignored_otherwise"))


def among(ids: tuple[str, ...], listed: tuple[str, ...], table: Table) -> tuple[str, ...]:
    """The items a list names; "3..6" is everything from 3 to 6, and a part's name all of it."""
    made: list[str] = []
    for name in listed:
        first, dots, last = name.partition("..")
        ends = (first, last) if dots else (first, first)
        part = [id for id in ids if id.rpartition("-")[0] == name and name not in ids]
        if part:
            made += part
        elif ends[0] in ids and ends[1] in ids and ids.index(ends[0]) <= ids.index(ends[1]):
            made += ids[ids.index(ends[0]) : ids.index(ends[1]) + 1]
        else:
            raise table.wrong(f"names item {name}, which there is not")
    return tuple(made)


def marked(items: tuple[Item, ...], table: Table) -> tuple[Item, ...]:
    """The items with those turned round that `reverse` lists, and NA allowed where `na` does."""
    ids = tuple(item.id for item in items)
    turned = among(ids, table.words("reverse", ()), table)
    na = among(ids, table.words("na", ()), table)
    refused = among(ids, table.words("refused", ()), table)
    return tuple(
        replace(
            item,
            reverse=item.reverse or item.id in turned,
            na=item.na or item.id in na,
            refused=item.refused or item.id in refused,
        )
        for item in items
    )
