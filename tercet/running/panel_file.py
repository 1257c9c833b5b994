"""A panel's file, read piece by piece: Parquet, Arrow IPC or CSV, a piece at a time in memory."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from tercet.decisions.panel.columns import BY, MINUTES
from tercet.decisions.vocabulary import named
from tercet.knowledge import Knowledge

ID = "id"  # who a row is, where nothing else is said
PIECE = 250_000  # people in memory at once: more than enough to be quick, and under 1 GB
PIECE_OF_TEXT = 100_000  # words take more room than what they stand for
LOST = " was not to be read"
YES, NO = ("true", "yes"), ("false", "no")
BETWEEN = ";"  # what stands between the entries of a list in a CSV
READERS = {
    ".parquet": pl.scan_parquet,
    ".arrow": pl.scan_ipc,
    ".ipc": pl.scan_ipc,
    ".feather": pl.scan_ipc,
}


class CannotRead(Exception):
    """Why a panel's file cannot be read, in a sentence."""


@dataclass(slots=True)
class PanelFile:
    """An opened panel: its people's ids and its facts' columns, and the words it could not read."""

    path: Path
    frame: pl.LazyFrame
    id: str | None  # the column that names the people; None: they are numbered
    schema: dict[str, pl.DataType]  # of the facts
    is_text: bool = False
    unreadable: Counter[str] = field(default_factory=Counter)

    def pieces(self, known: Knowledge) -> Iterator[tuple[pl.Series, pl.DataFrame]]:
        """The ids and the facts of some people, until there are no more."""
        at, size, frame = 0, PIECE, self.frame
        with in_a_sentence(self.path):
            if self.is_text:
                size, frame = PIECE_OF_TEXT, self._typed(known)
            for piece in frame.collect_batches(chunk_size=size, maintain_order=True):
                ids = piece.get_column(self.id) if self.id else _numbers(at, piece.height)
                if self.is_text:
                    lost = piece.select(pl.col(f"{given}{LOST}").sum() for given in self.schema)
                    self.unreadable.update(dict(zip(self.schema, lost.row(0), strict=True)))
                yield ids.alias("id"), piece.select(*self.schema)
                at += piece.height

    def _typed(self, known: Knowledge) -> pl.LazyFrame:
        """The words of a CSV as the values they stand for, and beside each whether it was none."""
        kept = [self.id] if self.id else []
        values = [_value(given, known) for given in self.schema]
        lost = [
            (pl.col(given).is_not_null() & value.is_null()).alias(f"{given}{LOST}")
            for given, value in zip(self.schema, values, strict=True)
        ]
        return self.frame.select(*kept, *values, *lost)


def opened(path: Path, known: Knowledge, *, id: str) -> PanelFile:
    """A panel ready to be read. Raises `CannotRead`, whose message is a sentence."""
    is_text = path.suffix.lower() == ".csv"
    if not is_text and path.suffix.lower() not in READERS:
        raise CannotRead("A panel is a .parquet, .arrow, .ipc, .feather or .csv file.")
    if not path.is_file():
        raise CannotRead("There is no such file.")
    if path.stat().st_size == 0:
        raise CannotRead("The file is empty.")
    with in_a_sentence(path):
        frame = _csv(path) if is_text else READERS[path.suffix.lower()](path, glob=False)
        schema = dict(frame.collect_schema())
    if id != ID and id not in schema:
        raise CannotRead(f"It has no column {id}.")
    held = id if schema.pop(id, None) is not None else None
    if is_text:
        schema = {given: _type(given, known) for given in schema}
    return PanelFile(path, frame, held, schema, is_text)


@contextmanager
def in_a_sentence(path: Path) -> Iterator[None]:
    """What the reader of files says at length, said in one sentence."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as wrong:
        first = f"{wrong}".strip().partition("\n")[0].rstrip(".") or type(wrong).__name__
        raise CannotRead(f"It cannot be read as {path.suffix[1:]}: {first:.200}.") from None


def _csv(path: Path) -> pl.LazyFrame:
    return pl.scan_csv(path, infer_schema=False, glob=False)


def _numbers(at: int, height: int) -> pl.Series:
    return pl.int_range(at + 1, at + height + 1, eager=True)


def _type(given: str, known: Knowledge) -> pl.DataType:
    """What a CSV's column stands for. Raises `Impossible` for a name that is no fact."""
    if given.endswith(MINUTES):
        return pl.Float64()
    if given.endswith(BY):
        return pl.String()
    types: Mapping[str, pl.DataType] = {
        "yes-no": pl.Boolean(),
        "whole": pl.Float64(),
        "number": pl.Float64(),
        "choices": pl.List(pl.String),
        "texts": pl.List(pl.String),
        "instant": pl.Datetime("us", "UTC"),
    }
    return types.get(known.facts[named(given, known)].type, pl.String())


def _value(given: str, known: Knowledge) -> pl.Expr:
    words, held = pl.col(given).str.strip_chars(), _type(given, known)
    if held == pl.Boolean:
        word = words.str.to_lowercase()
        return pl.when(word.is_in(YES)).then(True).when(word.is_in(NO)).then(False).alias(given)
    if held == pl.List:
        return words.str.split(BETWEEN).list.eval(pl.element().str.strip_chars())
    if held == pl.Datetime:
        return words.str.to_datetime(time_zone="UTC", strict=False)
    return words.cast(held, strict=False)
