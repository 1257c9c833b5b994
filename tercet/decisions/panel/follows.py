"""What follows from a panel's other columns: from medicine lists, and from weight and height.

`eligibility.shown` says it of one person; a property holds the two equal. Each different list is
read once.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import polars as pl

from tercet.decisions.derived import BMI, PARTS
from tercet.decisions.facts import GIVEN, Facts, Said
from tercet.decisions.medicines import with_derived
from tercet.decisions.panel.columns import Column, counting, held_as
from tercet.decisions.stacking import COUNTED, with_counts
from tercet.knowledge import Fact, Knowledge

LISTED, ROLE = "medicines", "derived"
LIST, BY, FOLLOWS = "listed", "listed by", "follows "  # the columns put beside those sent
ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # how old a list is, is asked of its column


def with_lists_read(frame: pl.DataFrame, listed: Column, known: Knowledge) -> pl.DataFrame:
    """The frame, and beside it what follows from each list that counts."""
    by = pl.lit(GIVEN) if listed.by is None else listed.by.cast(pl.String)
    frame = frame.with_columns(counting(listed, None).alias(LIST), by.alias(BY))
    different = frame.select(LIST, BY).drop_nulls().unique()
    read = [_read(*row, known=known) for row in different.rows()]
    held: dict[str, pl.DataType] = {LIST: pl.List(pl.String), BY: pl.String(), **_held(known)}
    table = pl.DataFrame(read, schema=held)
    return frame.join(table, on=[LIST, BY], how="left", maintain_order="left")


def columns_that_follow(columns: Mapping[str, Column], known: Knowledge) -> dict[str, Column]:
    """The columns, as they stand once what follows from others is taken into them."""
    made = dict(columns)
    if LISTED in columns:
        for fact in _facts(known):
            made[fact.id] = _listed(fact, columns.get(fact.id), columns[LISTED])
    if all(part in columns for part in PARTS[BMI]):
        made[BMI] = _index(known.facts[BMI], columns)
    return made


def _facts(known: Knowledge) -> list[Fact]:
    """Whatever can be worked out at all."""
    return [fact for fact in known.facts.values() if ROLE in fact.from_]


def _held(known: Knowledge) -> dict[str, pl.DataType]:
    return {FOLLOWS + fact.id: held_as(fact) for fact in _facts(known)}


def _read(texts: list[str], by: str, *, known: Knowledge) -> dict[str, Any]:
    """What follows from this list of a person of whom nothing else is known."""
    alone = Facts({LISTED: Said(texts, ANY_DAY, by)}, ANY_DAY)
    shown = with_counts(with_derived(alone, known), known)
    follows = {FOLLOWS + fact.id: shown.value(fact.id) for fact in _facts(known)}
    return {LIST: texts, BY: by, **follows}


def _listed(fact: Fact, said: Column | None, listed: Column) -> Column:
    """What was said stands where the list says less, or nothing of it."""
    said = said or _nobody(fact)
    follows = pl.col(FOLLOWS + fact.id)
    counts = counting(said, None)
    where = counts.is_null()
    if fact.id in COUNTED:
        where = where | (counts <= follows)
    elif fact.type == "yes-no":
        where = where | follows
    elif fact.type == "number":  # of two amounts the higher
        where = where | (counts < follows)
    return _taken(said, follows, where=follows.is_not_null() & where, minutes=listed.minutes)


def _index(fact: Fact, columns: Mapping[str, Column]) -> Column:
    """As old as the weight in it; one that somebody said, and that counts, stands."""
    said = columns.get(BMI) or _nobody(fact)
    weight, height = (counting(columns[part], None) for part in PARTS[BMI])
    index = weight / (height / 100) ** 2
    where = counting(said, None).is_null() & index.is_not_null()
    return _taken(said, index, where=where, minutes=columns[PARTS[BMI][0]].minutes)


def _taken(said: Column, follows: pl.Expr, *, where: pl.Expr, minutes: pl.Expr | None) -> Column:
    """The column with what follows in it, as old as what it follows from."""
    held = held_as(said.fact)
    choose = partial(_chosen, where)
    ages = None
    if minutes is not None or said.minutes is not None:
        ages = choose(_or(minutes, pl.lit(0)), _or(said.minutes, pl.lit(0)))
    speakers = None if said.by is None else choose(pl.lit(ROLE), said.by.cast(pl.String))
    return replace(
        said, holds=held, value=choose(follows, said.value.cast(held)), minutes=ages, by=speakers
    )


def _chosen(where: pl.Expr, this: pl.Expr, else_: pl.Expr) -> pl.Expr:
    return pl.when(where).then(this).otherwise(else_)


def _nobody(fact: Fact) -> Column:
    return Column(fact, pl.Null(), pl.lit(None))


def _or(given: pl.Expr | None, else_: pl.Expr) -> pl.Expr:
    return else_ if given is None else given
