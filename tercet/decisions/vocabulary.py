"""What may be said at all: each value against the vocabulary, and a clear sentence if not.

`admit` is for doors (forms, files): it refuses a whole mapping with one sentence. `fault`
is for decisions: an impossible value that got in anyway is not known.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from math import inf
from typing import Any

from tercet.knowledge import Fact, Knowledge

LONGEST_TEXT = 2000  # characters; a longer text is a document, not an answer
LONGEST_LIST = 500  # a longer list is not about one person


class Impossible(ValueError):
    """A fact that cannot be: its name, its type, or its value. The message says which."""


def admit(values: Mapping[str, Any], known: Knowledge) -> dict[str, Any]:
    """The same values under their kebab-case names. Raises `Impossible`; None passes as blank."""
    made: dict[str, Any] = {}
    for given, value in values.items():
        fact = known.facts[named(given, known)]
        if fact.id in made:
            raise Impossible(f"{fact.id} is given twice.")
        made[fact.id] = admit_one(fact, value)
    return made


def admit_one(fact: Fact, value: Any) -> Any:
    """One value of one fact; 34.0 is the whole number 34. Raises `Impossible`."""
    if value is None:
        return None
    if fact.type == "whole" and isinstance(value, float) and value.is_integer():
        value = int(value)
    wrong = fault(fact, value)
    if wrong:
        raise Impossible(f"{fact.id} {wrong}.")
    return value


def named(given: str, known: Knowledge) -> str:
    """The fact of this name, snake_case or kebab-case. Raises `Impossible` with near names."""
    name = given.strip().replace("_", "-")
    if name in known.facts:
        return name
    near = _near(name.lower(), tuple(known.facts))
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise Impossible(f"{given!r} is not a fact this library knows.{hint}")


def _near(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    from difflib import get_close_matches  # only ever needed to word a refusal

    begun = [known for known in names if known.startswith(f"{name}-")]
    return tuple(dict.fromkeys([*begun, *get_close_matches(name, names)]))[:2]


def fault(fact: Fact, value: Any) -> str | None:
    """What is wrong with this value, to follow the fact's name; None if nothing is."""
    return FAULTS[fact.type](fact, value)


def _yes_no(fact: Fact, value: Any) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {_shown(value)}"


def _number(fact: Fact, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return f"must be a number{_example(fact)}, not {_shown(value)}"
    if not _low(fact) <= value <= _high(fact):
        unit = f" {fact.unit}" if fact.unit else ""
        return f"{value:g} is not possible: it is between {fact.low:g} and {fact.high:g}{unit}"
    return None


def _whole(fact: Fact, value: Any) -> str | None:
    wrong = _number(fact, value)
    if wrong or isinstance(value, int):
        return wrong
    return f"must be a whole number{_example(fact)}, not {_shown(value)}"


def _choice(fact: Fact, value: Any) -> str | None:
    if isinstance(value, str) and value in fact.choices:
        return None
    return f"must be one of {', '.join(fact.choices)}, not {_shown(value)}"


def _text(fact: Fact, value: Any) -> str | None:
    if not isinstance(value, str):
        return f"must be words, not {_shown(value)}"
    if len(value) > LONGEST_TEXT:
        return f"is {len(value)} characters long; at most {LONGEST_TEXT} are kept"
    return None


def _each(one: Callable[[Fact, Any], str | None], fact: Fact, values: Any) -> str | None:
    if not isinstance(values, list | tuple):
        return f"must be a list, not {_shown(values)}"
    if len(values) > LONGEST_LIST:
        return f"lists {len(values):,} entries; at most {LONGEST_LIST} are read"
    return next(filter(None, (one(fact, value) for value in values)), None)


def _instant(fact: Fact, value: Any) -> str | None:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return None
    return f"must be a date and time with its zone, not {_shown(value)}"


def _low(fact: Fact) -> float:
    return fact.low if fact.low is not None else -inf


def _high(fact: Fact) -> float:
    return fact.high if fact.high is not None else inf


def _example(fact: Fact) -> str:
    return f" such as {fact.example}" if fact.example is not None else ""


def _shown(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= 40 else f"{written[:37]}..."


FAULTS: Mapping[str, Callable[[Fact, Any], str | None]] = {
    "yes-no": _yes_no,
    "whole": _whole,
    "number": _number,
    "choice": _choice,
    "choices": partial(_each, _choice),
    "text": _text,
    "texts": partial(_each, _text),
    "instant": _instant,
}
