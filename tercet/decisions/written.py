"""Expressions written down as the source of one Python function that answers them all at once.

Each expression writes its own source, once; that source is asked of one person alone
(`Expression.of`) and among many in a set of rules made ready. Nothing that a file says enters
the source: facts, numbers and choices are handed to the function by names counted up here.
"""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, Protocol

Get = Callable[[str], Any]  # the value of a fact by its name, None where it is not known
Answers = Callable[..., tuple[bool | None, ...]]  # asked with one `Get` for each freshness
Reading = Callable[[Any], Any]


class Writes(Protocol):
    """What can write itself down."""

    def write(self, sheet: "Sheet", /) -> str:
        """An expression of Python over the names that the sheet gives out."""


def answers(those: Iterable[tuple[Writes, int]], *, checked: bool = False) -> Answers:
    """One function that answers all of these, each with the number of the `Get` it reads by.

    Unless `checked`, the facts must be as `seeing.Doors` let them in: of their type, and no NaN.
    """
    sheet = Sheet(checked)
    return sheet.function([sheet.asked(each, by) for each, by in those])


class Sheet:
    """One function being written: what it reads, its constants, and the names given out."""

    __slots__ = ("_by", "_checked", "_constants", "_read", "_spares")
    _by: int  # the `Get` that whoever is being asked reads by

    def __init__(self, checked: bool) -> None:
        self._checked, self._spares = checked, count()
        self._constants: list[Any] = []
        self._read: dict[tuple[int, str, Reading | None], str] = {}

    def asked(self, one: Writes, by: int) -> str:
        """The source of this one, which reads its facts by that `Get`."""
        self._by = by
        return one.write(self)

    def fact(self, name: str, reading: Reading) -> str:
        """A local that holds this fact; where it is checked, as this reading leaves it."""
        key = (self._by, name, reading if self._checked else None)
        if key not in self._read:
            self._read[key] = f"fact{len(self._read)}"
        return self._read[key]

    def constant(self, value: Any) -> str:
        """A name for this value."""
        self._constants.append(value)
        return f"constant{len(self._constants) - 1}"

    def spare(self) -> str:
        """A name for something met on the way."""
        return f"spare{next(self._spares)}"

    def named(self, source: str) -> tuple[str, str]:
        """This source where it is first asked, and what its answer is called after that."""
        if source.isidentifier():
            return source, source
        name = self.spare()
        return f"({name} := {source})", name

    def function(self, sources: Iterable[str]) -> Answers:
        """What is written, as a function."""
        lines = [self._line(local, *key) for key, local in self._read.items()]
        most = max((by for by, _, _ in self._read), default=0)
        gets = ", ".join(f"get{number}" for number in range(most + 1))
        body = "".join(f"    {line}\n" for line in lines)
        text = (
            f"def answers({gets}, *_):\n{body}    return ({''.join(f'{s}, ' for s in sources)})\n"
        )
        at_hand: dict[str, Any] = {"__builtins__": {"len": len}}
        at_hand |= {f"constant{number}": value for number, value in enumerate(self._constants)}
        exec(text, at_hand)  # noqa: S102 - written here of counted names; no word of a file is in it
        made: Answers = at_hand["answers"]
        return made

    def _line(self, local: str, by: int, name: str, reading: Reading | None) -> str:
        got = f"get{by}({self.constant(name)})"
        return f"{local} = {self.constant(reading)}({got})" if reading else f"{local} = {got}"


def number(value: Any) -> int | float | None:
    """A number as it is; what is none is not known."""
    if value.__class__ is int or (value.__class__ is float and value == value):
        known: int | float = value
        return known
    return None


def yes_no(value: Any) -> bool | None:
    """True or False as it is; nothing else is a yes or a no."""
    return value if value is True or value is False else None


def choice(value: Any) -> str | None:
    """A word as it is."""
    return value if isinstance(value, str) else None


def listed(value: Any) -> list[Any] | tuple[Any, ...] | None:
    """A list as it is."""
    return value if isinstance(value, list | tuple) else None


def anything(value: Any) -> Any:
    """Whatever it is; NaN is nothing."""
    return value if value == value else None
