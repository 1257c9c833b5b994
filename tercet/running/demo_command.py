"""`tercet demo fill`, `tercet demo forward 30m` and `tercet links`: the demo clinic's commands.

What the demo holds is in `demo.py`; this file only reaches it, with Django loaded.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from tercet.running import database
from tercet.running.environment import Environment, Refused

UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
LENGTH = re.compile(r"(\d+)([dhms])")
NO_DEMO = "This database holds no demo, so its clock is the real one and nobody signs in by a link."


@click.group()
def demo() -> None:
    """Fill the demo clinic, or move its clock. Never touches a real clinic's database."""


@demo.command()
def fill() -> None:
    """Put the demo clinic into an empty database."""
    with clinic_at_hand():
        from tercet.clinic.clock import now
        from tercet.running import demo as contents

        contents.fill(now())


@demo.command()
@click.argument("length")
def forward(length: str) -> None:
    """Move the demo's clock forward, by 30m, 2h, 1d or 1h30m. It never goes back."""
    by = parse_length(length)
    with clinic_at_hand() as environment:
        from tercet.running import demo as contents

        if not contents.is_demo():
            raise Refused(NO_DEMO)
        ahead = move_clock(environment.clock, by)
    click.echo(f"The demo's clock is now {ahead} ahead of the real one.")


@click.command()
def links() -> None:
    """Print a sign-in link for each of the demo's cast; nothing where there is no demo."""
    with clinic_at_hand() as environment:
        from tercet.running import demo as contents

        if not contents.is_demo():
            raise Refused(NO_DEMO)
        click.echo(table(contents.links(environment.address)))


def parse_length(text: str) -> timedelta:
    """A length of time as people type it: 90s, 30m, 2h, 1d, 1h30m. Raises click.BadParameter."""
    typed = text.replace(" ", "").lower()
    parts = LENGTH.findall(typed)
    if not parts or "".join(number + unit for number, unit in parts) != typed:
        raise click.BadParameter(f"“{text}” is no length of time; try 30m, 2h, 1d or 1h30m.")
    try:
        return sum((timedelta(**{UNITS[u]: int(n)}) for n, u in parts), timedelta())
    except OverflowError:
        raise click.BadParameter(f"“{text}” is too long a time.") from None


def move_clock(clock: Path, by: timedelta) -> timedelta:
    """Add to the seconds kept in the file, in one step for whoever reads it; returns their sum."""
    try:
        kept = float(clock.read_text() or 0)
    except (OSError, ValueError):
        kept = 0.0
    seconds = kept + by.total_seconds()
    draft = clock.with_suffix(f".{os.getpid()}")
    draft.write_text(f"{seconds:.0f}\n")
    draft.replace(clock)
    return timedelta(seconds=seconds)


def table(rows: Iterable[Iterable[str]]) -> str:
    """Rows of words in columns; a row that does not fill its columns is a sentence of its own."""
    cells = [[str(cell) for cell in row] for row in rows]
    whole = [row for row in cells if all(row)]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in whole]
    lines += [" ".join(filter(None, row)) for row in cells if not all(row)]
    return "\n".join(f"  {line.rstrip()}" for line in lines)


@contextmanager
def clinic_at_hand() -> Iterator[Environment]:
    """Django loaded, as the owner of the database."""
    environment = Environment.read()
    with database.at_hand(environment, process="owner"):
        os.environ.setdefault("TERCET_CLOCK", str(environment.clock))
        database.set_up_django()
        yield environment
