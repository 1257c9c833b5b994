"""A value inside a document and the way to it, so that whatever is wrong can be named exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from tercet.exchange import NotUnderstood

SHOWN = 40  # characters of a wrong value worth repeating


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON object and its path, for example `entry[3].resource.valueQuantity`.

    Only what is asked for is checked: a bundle may hold much that we do not read.
    Every method raises NotUnderstood, naming the path, when the JSON type is not the one asked for.
    JSON null is the same as absent.
    """

    value: dict[str, Any]
    path: str

    def part(self, name: str) -> "Place | None":
        """The object held under `name`, or None when it is absent."""
        found = self._of(name, dict)
        return None if found is None else Place(found, self.to(name))

    def each(self, name: str) -> "Iterator[Place]":
        """Every object of the array held under `name`; nothing when it is absent."""
        for n, one in enumerate(self._of(name, list) or ()):
            path = f"{self.to(name)}[{n}]"
            yield Place(must_be(one, dict, path), path)

    def text(self, name: str) -> str | None:
        """The string under `name`, trimmed; None when it is absent or blank."""
        found = self._of(name, str)
        return found.strip() or None if found else None

    def number(self, name: str) -> int | float | None:
        """The number under `name`; a string of digits is not a number."""
        found = self.value.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise NotUnderstood(f"{self.to(name)} must be a number, not {kind_of(found)}.")
        if not measurable(found):
            raise NotUnderstood(f"{self.to(name)} is no number that can be measured.")
        return found

    def truth(self, name: str) -> bool | None:
        """The true or false under `name`."""
        found: bool | None = self._of(name, bool)
        return found

    def _of(self, name: str, kind: type) -> Any:
        """The member of the JSON type `kind`; its path is only made up when it is not."""
        found = self.value.get(name)
        if found is None or isinstance(found, kind):
            return found
        return must_be(found, kind, self.to(name))

    def to(self, name: str) -> str:
        """The path of the member `name`."""
        return f"{self.path}.{name}" if self.path else name


def measurable(number: int | float) -> bool:
    """Whether it is a number at all, and one that arithmetic can bear: 1e999 is valid JSON."""
    try:
        return isfinite(number)
    except OverflowError:  # a whole number of hundreds of digits
        return False


WORDS = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def must_be(found: Any, kind: type, path: str) -> Any:
    """`found` when it is of the JSON type `kind`; otherwise NotUnderstood, naming the path."""
    if isinstance(found, kind):
        return found
    raise NotUnderstood(f"{path} must be {WORDS[kind]}, not {kind_of(found)}.")


def kind_of(found: Any) -> str:
    """A wrong value in words: its JSON type and, when it is short and simple, itself."""
    word = WORDS.get(type(found), type(found).__name__)
    if isinstance(found, str) and len(found) <= SHOWN:
        return f'the string "{found}"'
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return f"the number {found!r:.{SHOWN}}"
    return word
