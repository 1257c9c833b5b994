"""What a number in one unit is in another, by the Unified Code for Units of Measure:
https://ucum.org/ucum. The library that knows it is loaded only when a unit is not ours already."""

import re
from dataclasses import dataclass
from functools import cache
from math import isclose
from typing import Any

LONGEST = 40  # signs; no unit that anybody measures a patient in is longer
_HUGE = re.compile(r"\d{4}")  # 10*999999999 is a valid unit, and an afternoon's work


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of ours: its UCUM code, other spellings of UCUM codes, and whether others convert.

    A score is counted, not measured: `exact` means that nothing else can be turned into it.
    """

    code: str
    spelt: tuple[tuple[str, str], ...]
    exact: bool = False

    def factor(self, unit: str) -> float | None:
        """What to multiply a number in `unit` by to have it in this one; None if it cannot be."""
        code = dict(self.spelt).get(unit, unit)
        if code == self.code:
            return 1
        return None if self.exact or not code else _factor(code, self.code)


@cache
def _factor(code: str, into: str) -> float | None:
    """None for what is no unit, for one of another dimension, and for scales with another zero."""
    if len(code) > LONGEST or not code.isascii() or _HUGE.search(code):
        return None
    from lark.exceptions import LarkError
    from pint.errors import PintError

    units = _registry()
    try:
        theirs, ours = units.from_ucum(code), units.from_ucum(into)
        one, two = (float((n * theirs).to(ours).magnitude) for n in (1, 2))
    except (PintError, LarkError, ValueError, TypeError, ArithmeticError, AttributeError):
        return None  # the last: a bare annotation such as {tablet} stays text
    return one if one > 0 and isclose(two, 2 * one) else None


@cache
def _registry() -> Any:
    """Pint with UCUM's own names: most of a second to make, so only once and only when needed."""
    from ucumvert import PintUcumRegistry  # type: ignore[import-untyped]

    return PintUcumRegistry()
