"""A panel laid out for its rules: a column a fact with nulls for what does not count."""

from collections.abc import Iterator, Mapping

import polars as pl

from tercet.decisions.panel.columns import Column, columns_of, counting, held_as, possible
from tercet.decisions.panel.follows import LISTED, columns_that_follow, with_lists_read
from tercet.decisions.panel.tally import FactTally
from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Knowledge

POSSIBLE, COUNTS = "possible:", "counts:"  # begin the columns that are only counted


class View:
    """The laid-out columns as rules of one freshness see them: what `expression.over` asks."""

    def __init__(self, laid: Mapping[str, str], known: Knowledge) -> None:
        self.columns = laid
        self.schema = {name: held_as(known.facts[name]) for name in laid}

    def __getitem__(self, name: str) -> pl.Expr:
        return pl.col(self.columns[name])


class Sheet:
    """How panels of certain columns are laid out."""

    def __init__(
        self,
        schema: Mapping[str, pl.DataType],
        read: Mapping[str, set[int | None]],
        known: Knowledge,
    ) -> None:
        """`read` is each fact that rules read, and how fresh they want it beside its own age.

        Raises `Impossible` where a column is no fact, or holds what its fact cannot be.
        """
        self._known, self._sent = known, columns_of(schema, known)
        if not self._sent:
            raise Impossible("No column is a fact.")
        self._columns = columns_that_follow(self._sent, known)
        self.absent = tuple(name for name in read if name not in self._columns)
        self._laid = [*self._counting(read), *self._counted_only()]

    def view(self, fresh_minutes: int | None) -> View:
        """What rules of this freshness see; every fact is there, if only as nulls."""
        names = [*self._columns, *self.absent]
        return View({name: self._key(name, fresh_minutes) for name in names}, self._known)

    def lay_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns the rules ask, and beside them those that are only counted."""
        if LISTED in self._sent:
            frame = with_lists_read(frame, self._sent[LISTED], self._known)
        return frame.select(self._laid)

    def tally(self, frame: pl.DataFrame, laid: pl.DataFrame) -> dict[str, FactTally]:
        """Of each fact that was sent: how many are blank, cannot be, or do not count."""
        said = frame.select(_blank(column).alias(name) for name, column in self._sent.items())
        (blanks,), (nulls,) = said.to_dicts(), laid.null_count().to_dicts()
        made = {}
        for name in self._sent:
            cannot = nulls[POSSIBLE + name if POSSIBLE + name in nulls else name]
            counts_not = nulls[COUNTS + name if COUNTS + name in nulls else name]
            made[name] = FactTally(blanks[name], cannot - blanks[name], counts_not - cannot)
        return made

    def _counting(self, read: Mapping[str, set[int | None]]) -> Iterator[pl.Expr]:
        for name, column in self._columns.items():
            freshes = {self._key(name, each): each for each in {None, *read.get(name, ())}}
            for key, fresh_minutes in freshes.items():
                yield counting(column, fresh_minutes).alias(key)
        for name in self.absent:
            yield pl.lit(None, held_as(self._known.facts[name])).alias(name)

    def _counted_only(self) -> Iterator[pl.Expr]:
        for name, column in self._sent.items():
            if self._columns[name] is not column:  # what follows is in it too: count what was sent
                yield counting(column, None).alias(COUNTS + name)
            if (
                column.minutes is not None
                or column.by is not None
                or self._columns[name] is not column
            ):
                yield possible(column).alias(POSSIBLE + name)

    def _key(self, name: str, fresh_minutes: int | None) -> str:
        """Without ages, however fresh a rule wants a fact it is the same column."""
        column = self._columns.get(name)
        if fresh_minutes is None or column is None or column.minutes is None:
            return name
        return f"{name}@{fresh_minutes}"


def _blank(column: Column) -> pl.Expr:
    blank = column.value.null_count()
    return blank + column.value.is_nan().sum() if column.holds.is_float() else blank
