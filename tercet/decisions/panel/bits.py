"""Many yes-or-no columns packed into words of sixty-four bits, the first in the lowest bit."""

from collections.abc import Iterator, Sequence

import polars as pl

BYTE, WORD = 8, 64
WIDER = ((pl.UInt16, 8), (pl.UInt32, 16), (pl.UInt64, 32))


def packed(frame: pl.DataFrame, columns: Sequence[str], name: str) -> pl.DataFrame:
    """Words `name-0`, `name-1` … of these columns, which hold true or false and no nulls.

    In two steps, bits into bytes and bytes into words: each reads what is eight times narrower.
    """
    bytes_ = frame.select(_byte(columns[at : at + BYTE], at) for at in range(0, len(columns), BYTE))
    return bytes_.select(_words(bytes_.columns, name))


def _byte(columns: Sequence[str], at: int) -> pl.Expr:
    byte = pl.col(columns[0]).cast(pl.UInt8)
    for place, column in enumerate(columns[1:], 1):
        byte = byte + pl.col(column).cast(pl.UInt8) * (1 << place)
    return byte.alias(str(at))


def _words(bytes_: Sequence[str], name: str) -> Iterator[pl.Expr]:
    for number, at in enumerate(range(0, len(bytes_), WORD // BYTE)):
        parts = [pl.col(byte) for byte in bytes_[at : at + WORD // BYTE]]
        for wide, bits in WIDER:
            parts = [
                _joined(parts[pair : pair + 2], wide, bits) for pair in range(0, len(parts), 2)
            ]
        yield parts[0].alias(f"{name}-{number}")


def _joined(parts: Sequence[pl.Expr], wide: type[pl.DataType], bits: int) -> pl.Expr:
    low, *high = [part.cast(wide) for part in parts]
    return low + high[0] * (1 << bits) if high else low
