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
        found = self.value.get(name)
        if found is None:
            return None
        return Place(must_be(found, dict, self.to(name)), self.to(name))

    def each(self, name: str) -> "Iterator[Place]":
        """Every object of the array held under `name`; nothing when it is absent."""
        found = self.value.get(name)
        if found is None:
            return
        for n, one in enumerate(must_be(found, list, self.to(name))):
            path = f"{self.to(name)}[{n}]"
            yield Place(must_be(one, dict, path), path)

    def text(self, name: str) -> str | None:
        """The string under `name`, trimmed; None when it is absent or blank."""
        found = self.value.get(name)
        if found is None:
            return None
        return str(must_be(found, str, self.to(name))).strip() or None

    def number(self, name: str) -> int | float | None:
        """The number under `name`; a string of digits is not a number."""
        found = self.value.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise NotUnderstood(f"{self.to(name)} must be a number, not {kind_of(found)}.")
        if not isfinite(found):  # 1e999 is JSON, and no measurement
            raise NotUnderstood(f"{self.to(name)} is a number too large to be measured.")
        return found

    def truth(self, name: str) -> bool | None:
        """The true or false under `name`."""
        found = self.value.get(name)
        return None if found is None else bool(must_be(found, bool, self.to(name)))

    def to(self, name: str) -> str:
        """The path of the member `name`."""
        return f"{self.path}.{name}" if self.path else name


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
