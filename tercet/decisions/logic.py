"""Three-valued expressions over facts: yes, no, or not known. One definition, asked two ways.

`expression.of(values)` asks about one person and answers True, False or None;
`expression.over(frame)` asks about a panel (a Polars frame: one row a person, one column a
fact) and answers a boolean series with nulls. The two agree on any facts, blanks and NaN
included; nothing here imports Polars, it only uses a frame's own operators.

`&`, `|` and `~` are Kleene's: not known stays not known unless the other side settles it.
Each shape is one function below, which has both ways of asking side by side: of one person as
the Python source it writes of itself (`written`), of a panel as it asks the frame.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, ge, gt, le, lt, or_
from typing import Any

from tercet.decisions import written
from tercet.decisions.written import Answers, Sheet

Values = Mapping[str, Any]
Compare = Callable[[Any, Any], Any]
Write = Callable[[Sheet], str]
Over = Callable[[Any], Any]
SIGNS: dict[Compare, str] = {gt: ">", ge: ">=", lt: "<", le: "<="}


@dataclass(frozen=True, slots=True)
class Turn:
    """Where an answer may change as one number grows: just above `at`, or just below it."""

    fact: str
    at: float
    above: bool  # `at` itself still belongs with what is below it


class Expression:
    """Something that is so, is not so, or is not known of a person."""

    __slots__ = ("_answers", "facts", "over", "turns", "write")
    facts: tuple[str, ...]  # the names it reads, each once, in the order written
    write: Write  # its source, of one person
    over: Over  # over a frame with at least one column; a column that is absent is not known
    turns: Callable[[Values], list[Turn]]  # where this person's answer may change

    def __init__(
        self,
        facts: tuple[str, ...],
        write: Write,
        over: Over,
        *,
        turns: Callable[[Values], list[Turn]],
    ) -> None:
        self.facts, self.write, self.over, self.turns = facts, write, over, turns
        self._answers: Answers | None = None

    def of(self, values: Values) -> bool | None:
        """Of one person; a name that is absent, None, NaN or of another type is not known."""
        if self._answers is None:
            self._answers = written.answers([(self, 0)], checked=True)
        return self._answers(values.get)[0]

    def __and__(self, other: "Expression") -> "Expression":
        return all_of([self, other])

    def __or__(self, other: "Expression") -> "Expression":
        return any_of([self, other])

    def __invert__(self) -> "Expression":
        def write(sheet: Sheet) -> str:
            asked, name = sheet.named(self.write(sheet))
            return f"(None if {asked} is None else not {name})"

        return Expression(self.facts, write, lambda frame: ~self.over(frame), turns=self.turns)


class Operand:
    """A number of a person: a fact, or the difference of two."""

    __slots__ = ("facts",)
    facts: tuple[str, ...]

    def compared(self, sheet: Sheet, sign: str, limit: str) -> str:
        """The source of comparing it, so, with this limit."""
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


class Fact(Operand):
    """A fact by name: compared as a number, or asked whether it is yes, known, one of these."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name, self.facts = name, (name,)

    def __sub__(self, other: "Fact") -> Operand:
        return _Difference(self, other)

    def compared(self, sheet: Sheet, sign: str, limit: str) -> str:
        number = sheet.fact(self.name, written.number)
        return f"(None if {number} is None else {number} {sign} {limit})"

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

    def write(sheet: Sheet) -> str:
        asked = [sheet.named(expression.write(sheet)) for expression in expressions]
        so = " or ".join(first for first, _ in asked)
        return f"(True if {so} else None if {_any_unknown(asked)} else False)"

    def over(frame: Any) -> Any:
        return reduce(or_, [expression.over(frame) for expression in expressions])

    return _joined(expressions, write, over)


def all_of(expressions: Sequence[Expression]) -> Expression:
    """So if all of them are; not so as soon as one is known not to be."""

    def write(sheet: Sheet) -> str:
        asked = [sheet.named(expression.write(sheet)) for expression in expressions]
        not_so = " or ".join(f"{first} is False" for first, _ in asked)
        return f"(False if {not_so} else None if {_any_unknown(asked)} else True)"

    def over(frame: Any) -> Any:
        return reduce(and_, [expression.over(frame) for expression in expressions])

    return _joined(expressions, write, over)


def _any_unknown(asked: list[tuple[str, str]]) -> str:
    return " or ".join(f"{name} is None" for _, name in asked)


def _joined(expressions: Sequence[Expression], write: Write, over: Over) -> Expression:
    if len(expressions) == 1:
        return expressions[0]

    def turns(values: Values) -> list[Turn]:
        return [turn for expression in expressions for turn in expression.turns(values)]

    return Expression(_names(expressions), write, over, turns=turns)


def _names(parts: Iterable[Expression | Operand]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.facts))


def _nothing(frame: Any) -> Any:
    """A boolean series of nulls as long as the frame, made without importing its library."""
    return frame[frame.columns[0]].is_null().shift(frame.height)


class _Difference(Operand):
    __slots__ = ("left", "right")

    def __init__(self, left: Fact, right: Fact) -> None:
        self.left, self.right, self.facts = left, right, _names((left, right))

    def compared(self, sheet: Sheet, sign: str, limit: str) -> str:
        left, right = (sheet.fact(each.name, written.number) for each in (self.left, self.right))
        made = sheet.spare()  # infinity less infinity is no number
        unknown = f"{left} is None or {right} is None or ({made} := {left} - {right}) != {made}"
        return f"(None if {unknown} else {made} {sign} {limit})"

    def column(self, frame: Any) -> Any:
        return (self.left.column(frame) - self.right.column(frame)).fill_nan(None)

    def turns(self, values: Values, limit: float, above: bool) -> list[Turn]:
        left, right = (written.number(values.get(n.name)) for n in (self.left, self.right))
        from_left = [] if right is None else [Turn(self.left.name, right + limit, above)]
        from_right = [] if left is None else [Turn(self.right.name, left - limit, not above)]
        return from_left + from_right


def _compared(operand: Operand, how: Compare, limit: float) -> Expression:
    def write(sheet: Sheet) -> str:
        return operand.compared(sheet, SIGNS[how], sheet.constant(limit))

    def over(frame: Any) -> Any:
        return how(operand.column(frame), float(limit))

    def turns(values: Values) -> list[Turn]:
        return operand.turns(values, limit, how in (gt, le))

    return Expression(operand.facts, write, over, turns=turns)


def _about(name: str, write: Write, of_series: Callable[[Any], Any]) -> Expression:
    """An expression on one fact that is not a number."""

    def over(frame: Any) -> Any:
        return of_series(frame[name]) if name in frame.columns else _nothing(frame)

    return Expression((name,), write, over, turns=lambda values: [])


def _yes(name: str) -> Expression:
    def write(sheet: Sheet) -> str:
        return sheet.fact(name, written.yes_no)

    return _about(name, write, lambda series: series.cast(bool))


def _listed(name: str) -> Expression:
    def write(sheet: Sheet) -> str:
        listed = sheet.fact(name, written.listed)
        return f"(None if {listed} is None else len({listed}) > 0)"

    return _about(name, write, lambda series: series.list.len() > 0)


def _among(name: str, choices: tuple[str, ...]) -> Expression:
    def write(sheet: Sheet) -> str:
        choice = sheet.fact(name, written.choice)
        return f"(None if {choice} is None else {choice} in {sheet.constant(choices)})"

    return _about(name, write, lambda series: series.is_in(list(choices)))


def _known(name: str) -> Expression:
    def write(sheet: Sheet) -> str:
        return f"({sheet.fact(name, written.anything)} is not None)"

    def over(frame: Any) -> Any:
        if name not in frame.columns:
            return _nothing(frame).is_not_null()
        series = frame[name]
        return (series.fill_nan(None) if frame.schema[name].is_float() else series).is_not_null()

    return Expression((name,), write, over, turns=lambda values: [])
