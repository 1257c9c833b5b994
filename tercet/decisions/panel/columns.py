"""The columns of a panel, and what of each counts: the possible, from who may say it, fresh enough.

`tercet.decisions.seeing.see` says it of one person; a property holds the two equal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from tercet.decisions.facts import GIVEN
from tercet.decisions.vocabulary import LONGEST_LIST, LONGEST_TEXT, Impossible, named
from tercet.knowledge import Fact, Knowledge

MINUTES, BY = "@minutes", "@by"  # beside a fact's column: how old it is, and who said it
VALUE = ""  # the fact itself
Place = tuple[str, str]  # a fact, and which of the three is said of it
AHEAD_MINUTES = 1.0  # two clocks may differ by this much and no more

# What a column of each type of fact holds, and how that is said to whoever sent another.
WANTED: Mapping[str, tuple[Callable[[pl.DataType], bool], str]] = {
    "yes-no": (lambda held: held == pl.Boolean, "true or false"),
    "whole": (lambda held: held.is_numeric(), "numbers"),
    "number": (lambda held: held.is_numeric(), "numbers"),
    "choice": (lambda held: _is_words(held), "words"),
    "choices": (lambda held: _is_words(_inner(held)), "lists of words"),
    "text": (lambda held: _is_words(held), "words"),
    "texts": (lambda held: _is_words(_inner(held)), "lists of words"),
    "instant": (lambda held: isinstance(held, pl.Datetime) and bool(held.time_zone), "instants"),
}
# What a fact is held as once it counts.
HELD: Mapping[str, pl.DataType] = {
    "yes-no": pl.Boolean(),
    "whole": pl.Float64(),
    "number": pl.Float64(),
    "choices": pl.List(pl.String),
    "text": pl.String(),
    "texts": pl.List(pl.String),
    "instant": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a panel as it was sent: values, and perhaps how old each is and who said it."""

    fact: Fact
    holds: pl.DataType
    value: pl.Expr
    minutes: pl.Expr | None = None  # None: said now
    by: pl.Expr | None = None  # None: vouched for by whoever hands the panel over


def columns_of(schema: Mapping[str, pl.DataType], known: Knowledge) -> dict[str, Column]:
    """The facts these columns hold. Raises `Impossible`, which names the column that cannot be."""
    sent: dict[Place, str] = {}
    for given in schema:
        fact, mark = _named(given, known)
        if (fact, mark) in sent:
            raise Impossible(f"{fact}{mark} is given twice.")
        sent[fact, mark] = given
    for fact, mark in sent:
        if (fact, VALUE) not in sent:
            raise Impossible(f"{fact}{mark} stands without its fact.")
    names = (fact for fact, mark in sent if mark == VALUE)
    return {name: _column(known.facts[name], sent, schema) for name in names}


def _named(given: str, known: Knowledge) -> tuple[str, str]:
    """The fact a column is about, and the mark of what it says of it."""
    for mark in (MINUTES, BY):
        if given.endswith(mark):
            return named(given.removesuffix(mark), known), mark
    return named(given, known), VALUE


def _column(fact: Fact, sent: Mapping[Place, str], schema: Mapping[str, pl.DataType]) -> Column:
    given, minutes, by = sent[fact.id, VALUE], sent.get((fact.id, MINUTES)), sent.get((fact.id, BY))
    fits, wanted = WANTED[fact.type]
    _must(given, schema, fits, wanted)
    if minutes:
        _must(minutes, schema, lambda held: held.is_numeric(), "numbers")
    if by:
        _must(by, schema, _is_words, "words")
    return Column(
        fact,
        schema[given],
        pl.col(given),
        pl.col(minutes) if minutes else None,
        pl.col(by) if by else None,
    )


def _must(
    given: str,
    schema: Mapping[str, pl.DataType],
    fits: Callable[[pl.DataType], bool],
    wanted: str,
) -> None:
    held = schema[given]
    if held != pl.Null and not fits(held):
        raise Impossible(f"The column {given} must hold {wanted}, not {_in_words(held)}.")


def _in_words(held: pl.DataType) -> str:
    plain = {pl.Boolean: "true or false", pl.String: "words"}
    return plain.get(held.base_type(), f"{held}".partition("(")[0])


def _is_words(held: pl.DataType) -> bool:
    return held.base_type() in (pl.String, pl.Categorical, pl.Enum)


def _inner(held: pl.DataType) -> pl.DataType:
    """What a list holds; an empty list of nothing in particular may hold words."""
    inner = held.inner if isinstance(held, pl.List) else None
    if inner is None:
        return pl.Boolean()
    return pl.String() if inner == pl.Null else inner.base_type()()


def held_as(fact: Fact) -> pl.DataType:
    """The type of a fact's column once only what counts is left in it."""
    return pl.Enum(fact.choices) if fact.type == "choice" else HELD[fact.type]


def counting(column: Column, fresh_minutes: int | None) -> pl.Expr:
    """The column with nulls wherever what was said does not count."""
    fact = column.fact
    made = possible(column)
    checks = [*_allowed(column), *_in_time(column, strictest(fact, fresh_minutes))]
    return pl.when(*checks).then(made) if checks else made


def strictest(fact: Fact, fresh_minutes: int | None) -> int | None:
    """A rule may want a fact fresher; one that does not age never grows old."""
    if fact.fresh_minutes is None or fresh_minutes is None:
        return fact.fresh_minutes
    return min(fresh_minutes, fact.fresh_minutes)


def possible(column: Column) -> pl.Expr:
    """The column as its fact is held, with nulls wherever the value cannot be."""
    fact, value = column.fact, column.value
    if column.holds == pl.Null or fact.type in ("yes-no", "instant"):
        return value.cast(held_as(fact))
    if fact.type == "choice":
        return value if column.holds == held_as(fact) else _chosen(fact, value)
    if fact.type == "text":
        return pl.when(value.cast(pl.String).str.len_chars() <= LONGEST_TEXT).then(value)
    if fact.type in ("texts", "choices"):
        return _possible_list(fact, value.cast(pl.List(pl.String)))
    return _possible_number(column)


def _chosen(fact: Fact, value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).cast(held_as(fact), strict=False)


def _possible_number(column: Column) -> pl.Expr:
    number = column.value.cast(pl.Float64)
    fits = number.is_between(column.fact.low, column.fact.high)
    if column.fact.type == "whole" and not column.holds.is_integer():
        fits = fits & (number == number.floor())
    return pl.when(fits).then(number)


def _possible_list(fact: Fact, value: pl.Expr) -> pl.Expr:
    each = pl.element()
    fits = each.is_in(fact.choices) if fact.choices else each.str.len_chars() <= LONGEST_TEXT
    every = value.list.eval(fits.fill_null(False)).list.all()
    return pl.when(value.list.len() <= LONGEST_LIST, every).then(value)


def _allowed(column: Column) -> list[pl.Expr]:
    if column.by is None:
        return []
    return [column.by.cast(pl.String).is_in([GIVEN, *column.fact.from_])]


def _in_time(column: Column, fresh_minutes: int | None) -> list[pl.Expr]:
    if column.minutes is None:
        return []
    minutes = column.minutes.cast(pl.Float64).fill_nan(None)
    if fresh_minutes is None:  # it does not age; only a date in the future is wrong
        return [(minutes >= -AHEAD_MINUTES).fill_null(True)]
    return [minutes.is_between(-AHEAD_MINUTES, fresh_minutes)]
