"""Three-valued expressions over facts: yes, no, or not known. One definition, asked two ways.

`expression.of(values)` asks about one person and answers True, False or None;
`expression.over(frame)` asks about a panel (a Polars frame: one row a person, one column a
fact) and answers a boolean series with nulls. The two agree on any facts, blanks and NaN
included; nothing here imports Polars, it only uses a frame's own operators.

`&`, `|` and `~` are Kleene's: not known stays not known unless the other side settles it.
Each shape is one function below, which writes both ways of asking side by side.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, ge, gt, le, lt, or_
from typing import Any

Values = Mapping[str, Any]
Compare = Callable[[Any, Any], Any]
Of = Callable[[Values], bool | None]
Over = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """Where an answer may change as one number grows: just above `at`, or just below it."""

    fact: str
    at: float
    above: bool  # `at` itself still belongs with what is below it


class Expression:
    """Something that is so, is not so, or is not known of a person."""

    __slots__ = ("facts", "itself", "of", "over", "turns")
    facts: tuple[str, ...]  # the names it reads, each once, in the order written
    of: Of  # of one person; a name that is absent, None or NaN is not known
    over: Over  # over a frame with at least one column; a column that is absent is not known
    turns: Callable[[Values], list[Turn]]  # where this person's answer may change
    itself: str | None  # the yes-no fact that is the answer, where nothing is to be worked out

    def __init__(
        self,
        facts: tuple[str, ...],
        of: Of,
        over: Over,
        *,
        turns: Callable[[Values], list[Turn]],
        itself: str | None = None,
    ) -> None:
        self.facts, self.of, self.over, self.turns, self.itself = facts, of, over, turns, itself

    def __and__(self, other: "Expression") -> "Expression":
        return all_of([self, other])

    def __or__(self, other: "Expression") -> "Expression":
        return any_of([self, other])

    def __invert__(self) -> "Expression":
        inner = self.of

        def of(values: Values) -> bool | None:
            met = inner(values)
            return None if met is None else not met

        return Expression(self.facts, of, lambda frame: ~self.over(frame), turns=self.turns)


class Operand:
    """A number of a person: a fact, or the difference of two."""

    __slots__ = ("facts",)
    facts: tuple[str, ...]

    def number(self, values: Values) -> float | None:
        """The number, or None where it is not known."""
        raise NotImplementedError

    def column(self, frame: Any) -> Any:
        """A float series with nulls where it is not known."""
        raise NotImplementedError

    def turns(self, values: Values, limit: float, above: bool) -> list[Turn]:
        """Where each fact it is made of takes it across the limit."""
        raise NotImplementedError

    def __gt__(self, limit: float) -> Expression:
        return _compared(self, gt, limit)

    def __ge__(self, limit: float) -> Expression:
        return _compared(self, ge, limit)

    def __lt__(self, limit: float) -> Expression:
        return _compared(self, lt, limit)

    def __le__(self, limit: float) -> Expression:
        return _compared(self, le, limit)

    def __sub__(self, other: "Operand") -> "Operand":
        return _Difference(self, other)


class Fact(Operand):
    """A fact by name: compared as a number, or asked whether it is yes, known, one of these."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name, self.facts = name, (name,)

    def number(self, values: Values) -> float | None:
        value = values.get(self.name)
        if value.__class__ is int or (value.__class__ is float and value == value):
            return value
        return None

    def column(self, frame: Any) -> Any:
        if self.name not in frame.columns:
            return _nothing(frame).cast(float)
        return frame[self.name].cast(float).fill_nan(None)

    def turns(self, values: Values, limit: float, above: bool) -> list[Turn]:
        return [Turn(self.name, limit, above)]

    @property
    def is_yes(self) -> Expression:
        """A yes-no fact that is yes."""
        return _yes(self.name)

    @property
    def is_known(self) -> Expression:
        """Whether it is known at all: the one question that is always answered."""
        return _known(self.name)

    @property
    def lists_anything(self) -> Expression:
        """A fact that is a list, and not an empty one."""
        return _listed(self.name)

    def is_one_of(self, choices: tuple[str, ...]) -> Expression:
        """A choice among these."""
        return _among(self.name, choices)


def fact(name: str) -> Fact:
    """The fact of this name, to build an expression on: `fact("systolic") > 140`."""
    return Fact(name)


def any_of(expressions: Sequence[Expression]) -> Expression:
    """So if any of them is; not so only if all are known not to be."""
    asked = [expression.of for expression in expressions]

    def of(values: Values) -> bool | None:
        met: bool | None = False
        for each in asked:
            one = each(values)
            if one:
                return True
            if one is None:
                met = None
        return met

    def over(frame: Any) -> Any:
        return reduce(or_, [expression.over(frame) for expression in expressions])

    return _joined(expressions, of, over)


def all_of(expressions: Sequence[Expression]) -> Expression:
    """So if all of them are; not so as soon as one is known not to be."""
    asked = [expression.of for expression in expressions]

    def of(values: Values) -> bool | None:
        met: bool | None = True
        for each in asked:
            one = each(values)
            if one is False:
                return False
            if one is None:
                met = None
        return met

    def over(frame: Any) -> Any:
        return reduce(and_, [expression.over(frame) for expression in expressions])

    return _joined(expressions, of, over)


def _joined(expressions: Sequence[Expression], of: Of, over: Over) -> Expression:
    if len(expressions) == 1:
        return expressions[0]

    def turns(values: Values) -> list[Turn]:
        return [turn for expression in expressions for turn in expression.turns(values)]

    return Expression(_names(expressions), of, over, turns=turns)


def _names(parts: Iterable[Expression | Operand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.facts))


def _nothing(frame: Any) -> Any:
    """A boolean series of nulls as long as the frame, made without importing its library."""
    return frame[frame.columns[0]].is_null().shift(frame.height)


class _Difference(Operand):
    __slots__ = ("left", "right")

    def __init__(self, left: Operand, right: Operand) -> None:
        self.left, self.right, self.facts = left, right, _names((left, right))

    def number(self, values: Values) -> float | None:
        left, right = self.left.number(values), self.right.number(values)
        if left is None or right is None:
            return None
        made = left - right
        return made if made == made else None  # infinity less infinity is no number

    def column(self, frame: Any) -> Any:
        return (self.left.column(frame) - self.right.column(frame)).fill_nan(None)

    def turns(self, values: Values, limit: float, above: bool) -> list[Turn]:
        left, right = self.left.number(values), self.right.number(values)
        from_left = [] if right is None else self.left.turns(values, right + limit, above)
        from_right = [] if left is None else self.right.turns(values, left - limit, not above)
        return from_left + from_right


def _compared(operand: Operand, how: Compare, limit: float) -> Expression:
    def of(values: Values) -> bool | None:
        number = operand.number(values)
        return None if number is None else how(number, limit)

    def over(frame: Any) -> Any:
        return how(operand.column(frame), float(limit))

    def turns(values: Values) -> list[Turn]:
        return operand.turns(values, limit, how in (gt, le))

    return Expression(operand.facts, of, over, turns=turns)


def _about(name: str, of: Of, of_series: Callable[[Any], Any]) -> Expression:
    """An expression on one fact that is not a number."""

    def over(frame: Any) -> Any:
        return of_series(frame[name]) if name in frame.columns else _nothing(frame)

    return Expression((name,), of, over, turns=lambda values: [])


def _yes(name: str) -> Expression:
    def of(values: Values) -> bool | None:
        value = values.get(name)
        return value if value is True or value is False else None

    made = _about(name, of, lambda series: series.cast(bool))
    made.itself = name
    return made


def _listed(name: str) -> Expression:
    def of(values: Values) -> bool | None:
        value = values.get(name)
        return len(value) > 0 if isinstance(value, list | tuple) else None

    return _about(name, of, lambda series: series.list.len() > 0)


def _among(name: str, choices: tuple[str, ...]) -> Expression:
    def of(values: Values) -> bool | None:
        value = values.get(name)
        return value in choices if isinstance(value, str) else None

    return _about(name, of, lambda series: series.is_in(list(choices)))


def _known(name: str) -> Expression:
    def of(values: Values) -> bool | None:
        value = values.get(name)
        return value is not None and value == value

    def over(frame: Any) -> Any:
        if name not in frame.columns:
            return _nothing(frame).is_not_null()
        series = frame[name]
        return (series.fill_nan(None) if frame.schema[name].is_float() else series).is_not_null()

    return Expression((name,), of, over, turns=lambda values: [])
