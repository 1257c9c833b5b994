"""Words on a terminal or in a file: eighty columns, shape before word before colour."""

import os
import sys
import textwrap
from collections.abc import Iterator

import click

COLUMNS = 80
# Verdict -> shape, the same shape where only ASCII can be written, colour.
LOOKS = {
    "CLEAR": ("●", "o", "green"),
    "CAUTION": ("▲", "^", "yellow"),
    "ASK": ("◆", "?", "cyan"),
    "REVIEW": ("▤", "=", "magenta"),
    "STOP": ("⬢", "#", "red"),
    "CRISIS": ("✚", "+", "bright_red"),
}
# What could move the cursor, ring, recolour or reorder what a file says of a person.
UNSAFE = {n: " " for n in (*range(32), *range(127, 160), 0x2028, 0x2029)}
UNSAFE |= {n: "" for n in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def colour_wanted() -> bool:
    """Colour only for a person at a terminal that has not asked for none (https://no-color.org)."""
    dull = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
    return sys.stdout.isatty() and not dull


def marked(verdict: str) -> str:
    """A verdict as its shape and its word, in its colour where colour is wanted."""
    shape, plain, colour = LOOKS[verdict]
    return styled(f"{shape if _can_write(shape) else plain} {verdict}", fg=colour, bold=True)


def styled(text: str, **style: bool | str) -> str:
    """The text in a style on a terminal, and as it is elsewhere."""
    return click.style(text, **style) if colour_wanted() else text  # type: ignore[arg-type]


def safe(text: str) -> str:
    """The text without anything a terminal would obey."""
    return text.translate(UNSAFE)


def paragraph(label: str, text: str, *, indent: int = 4, width: int = 8) -> Iterator[str]:
    """The lines of `text` wrapped beside a label; none when there is no text."""
    if not text:
        return
    room = COLUMNS - indent - width
    lines = textwrap.wrap(safe(text), room, break_long_words=True, break_on_hyphens=False)
    for n, line in enumerate(lines):
        head = label if n == 0 else ""
        yield f"{' ' * indent}{styled(head.ljust(width), dim=True)}{line}"


def say(lines: Iterator[str] | list[str]) -> None:
    """Write the lines; what the output cannot show is replaced, never a reason to fail."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        click.echo(line.encode(encoding, "replace").decode(encoding))


def _can_write(shape: str) -> bool:
    try:
        shape.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
