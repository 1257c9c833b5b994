"""Three-valued expressions over facts: yes, no, or not known. One definition, asked two ways.

`expression.of(values)` asks about one person and answers True, False or None;
`expression.over(frame)` asks about a panel (a Polars frame: one row a person, one column a
fact) and answers a boolean series with nulls. The two agree on any facts, blanks and NaN
included; nothing here imports Polars, it only uses a frame's own operators.

`&`, `|` and `~` are Kleene's: not known stays not known unless the other side settles it.
"""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any

Values = Mapping[str, Any]
Compare = Callable[[Any, Any], Any]


class Expression:
    """Something that is so, is not so, or is not known of a person."""

    __slots__ = ("facts",)
    facts: tuple[str, ...]  # the names it reads, each once, in the order written

    def of(self, values: Values) -> bool | None:
        """Of one person; a name that is absent, None or NaN is not known."""
        raise NotImplementedError

    def over(self, frame: Any) -> Any:
        """Over a frame with at least one column; a column that is absent is not known."""
        raise NotImplementedError

    def __and__(self, other: "Expression") -> "Expression":
        return _And(self, other)

    def __or__(self, other: "Expression") -> "Expression":
        return _Or(self, other)

    def __invert__(self) -> "Expression":
        return _Not(self)


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

    def __gt__(self, limit: float) -> Expression:
        return _Compared(self, gt, limit)

    def __ge__(self, limit: float) -> Expression:
        return _Compared(self, ge, limit)

    def __lt__(self, limit: float) -> Expression:
        return _Compared(self, lt, limit)

    def __le__(self, limit: float) -> Expression:
        return _Compared(self, le, limit)

    def __sub__(self, other: "Operand") -> "Operand":
        return _Difference(self, other)


class Fact(Operand):
    """A fact by name: compared as a number, or asked whether it is yes, known, one of these."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name, self.facts = name, (name,)

    def number(self, values: Values) -> float | None:
        value = values.get(self.name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return None
        return value

    def column(self, frame: Any) -> Any:
        if self.name not in frame.columns:
            return _nothing(frame).cast(float)
        return frame[self.name].cast(float).fill_nan(None)

    @property
    def is_yes(self) -> Expression:
        """A yes-no fact that is yes."""
        return _Yes(self.name)

    @property
    def is_known(self) -> Expression:
        """Whether it is known at all: the one question that is always answered."""
        return _Known(self.name)

    @property
    def lists_anything(self) -> Expression:
        """A fact that is a list, and not an empty one."""
        return _Listed(self.name)

    def is_one_of(self, choices: tuple[str, ...]) -> Expression:
        """A choice among these."""
        return _Among(self.name, choices)


def fact(name: str) -> Fact:
    """The fact of this name, to build an expression on: `fact("systolic") > 140`."""
    return Fact(name)


def any_of(expressions: list[Expression]) -> Expression:
    """So if any of them is; not so only if all are known not to be."""
    made = expressions[0]
    for expression in expressions[1:]:
        made = made | expression
    return made


def all_of(expressions: list[Expression]) -> Expression:
    """So if all of them are; not so as soon as one is known not to be."""
    made = expressions[0]
    for expression in expressions[1:]:
        made = made & expression
    return made


def _names(*parts: Expression | Operand) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.facts))


def _nothing(frame: Any) -> Any:
    """A boolean series of nulls as long as the frame, made without importing its library."""
    return frame[frame.columns[0]].is_null().shift(frame.height)


class _Difference(Operand):
    __slots__ = ("left", "right")

    def __init__(self, left: Operand, right: Operand) -> None:
        self.left, self.right, self.facts = left, right, _names(left, right)

    def number(self, values: Values) -> float | None:
        left, right = self.left.number(values), self.right.number(values)
        if left is None or right is None:
            return None
        made = left - right
        return made if made == made else None  # infinity less infinity is no number

    def column(self, frame: Any) -> Any:
        return (self.left.column(frame) - self.right.column(frame)).fill_nan(None)


class _Compared(Expression):
    __slots__ = ("how", "limit", "operand")

    def __init__(self, operand: Operand, how: Compare, limit: float) -> None:
        self.operand, self.how, self.limit, self.facts = operand, how, limit, operand.facts

    def of(self, values: Values) -> bool | None:
        number = self.operand.number(values)
        return None if number is None else self.how(number, self.limit)

    def over(self, frame: Any) -> Any:
        return self.how(self.operand.column(frame), float(self.limit))


class _About(Expression):
    """An expression on one fact that is not a number."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name, self.facts = name, (name,)

    def over(self, frame: Any) -> Any:
        return self._series(frame[self.name]) if self.name in frame.columns else _nothing(frame)

    def _series(self, series: Any) -> Any:
        raise NotImplementedError


class _Yes(_About):
    __slots__ = ()

    def of(self, values: Values) -> bool | None:
        value = values.get(self.name)
        return value if isinstance(value, bool) else None

    def _series(self, series: Any) -> Any:
        return series.cast(bool)


class _Listed(_About):
    __slots__ = ()

    def of(self, values: Values) -> bool | None:
        value = values.get(self.name)
        return len(value) > 0 if isinstance(value, list | tuple) else None

    def _series(self, series: Any) -> Any:
        return series.list.len() > 0


class _Among(_About):
    __slots__ = ("choices",)

    def __init__(self, name: str, choices: tuple[str, ...]) -> None:
        super().__init__(name)
        self.choices = choices

    def of(self, values: Values) -> bool | None:
        value = values.get(self.name)
        return value in self.choices if isinstance(value, str) else None

    def _series(self, series: Any) -> Any:
        return series.is_in(list(self.choices))


class _Known(_About):
    __slots__ = ()

    def of(self, values: Values) -> bool | None:
        value = values.get(self.name)
        return value is not None and value == value

    def over(self, frame: Any) -> Any:
        return self._series(frame[self.name]) if self.name in frame.columns else ~self._all(frame)

    def _series(self, series: Any) -> Any:
        numbers = series.dtype.is_float()
        return (series.fill_nan(None) if numbers else series).is_not_null()

    def _all(self, frame: Any) -> Any:
        return _nothing(frame).is_null()


class _Not(Expression):
    __slots__ = ("inner",)

    def __init__(self, inner: Expression) -> None:
        self.inner, self.facts = inner, inner.facts

    def of(self, values: Values) -> bool | None:
        met = self.inner.of(values)
        return None if met is None else not met

    def over(self, frame: Any) -> Any:
        return ~self.inner.over(frame)


class _Pair(Expression):
    __slots__ = ("left", "right")

    def __init__(self, left: Expression, right: Expression) -> None:
        self.left, self.right, self.facts = left, right, _names(left, right)


class _And(_Pair):
    __slots__ = ()

    def of(self, values: Values) -> bool | None:
        left = self.left.of(values)
        if left is False:
            return False
        right = self.right.of(values)
        return right if left or right is False else None

    def over(self, frame: Any) -> Any:
        return self.left.over(frame) & self.right.over(frame)


class _Or(_Pair):
    __slots__ = ()

    def of(self, values: Values) -> bool | None:
        left = self.left.of(values)
        if left is True:
            return True
        right = self.right.of(values)
        return right if left is False or right else None

    def over(self, frame: Any) -> Any:
        return self.left.over(frame) | self.right.over(frame)
