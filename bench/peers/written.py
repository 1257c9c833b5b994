"""The rules written out as NumPy and as SQL, once and before anything is timed.

Each rule's expression is asked of columns that answer with source text. What comes of it is what
a person would write by hand: two boolean arrays a rule (it is so; it is not so), where NaN compares
false both ways; and SQL's own three values.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A three-valued answer as text: NumPy for yes, NumPy for no, and SQL."""

    yes: str
    no: str
    sql: str

    def __and__(self, other):
        sql = f"({self.sql} AND {other.sql})"
        return Answer(f"({self.yes} & {other.yes})", f"({self.no} | {other.no})", sql)

    def __or__(self, other):
        sql = f"({self.sql} OR {other.sql})"
        return Answer(f"({self.yes} | {other.yes})", f"({self.no} & {other.no})", sql)

    def __invert__(self):
        return Answer(self.no, self.yes, f"(NOT {self.sql})")


OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


class Number:
    """A number as text; NaN in NumPy and NULL in SQL where it is not known."""

    def __init__(self, text):
        self.text = text

    def cast(self, _):
        return self

    def fill_nan(self, _):
        return self

    def __sub__(self, other):
        return Number(f"({self.text} - {other.text})")

    def _compared(self, how, limit):
        sign, text = OPPOSITE[how], self.text
        return Answer(
            f"({text} {how} {limit!r})", f"({text} {sign} {limit!r})", f"({text} {how} {limit!r})"
        )

    def __gt__(self, limit):
        return self._compared(">", limit)

    def __ge__(self, limit):
        return self._compared(">=", limit)

    def __lt__(self, limit):
        return self._compared("<", limit)

    def __le__(self, limit):
        return self._compared("<=", limit)

    def is_not_null(self):
        text = self.text
        return Answer(f"({text} == {text})", f"({text} != {text})", f"({text} IS NOT NULL)")


class YesNo:
    """A yes-no fact as text: two arrays in NumPy, one nullable column in SQL."""

    def __init__(self, text):
        self.text = text

    def cast(self, _):
        return Answer(f"{self.text}_yes", f"{self.text}_no", self.text)

    def is_not_null(self):
        known = f"({self.text}_yes | {self.text}_no)"
        return Answer(known, f"~{known}", f"({self.text} IS NOT NULL)")


class Choice:
    """A choice as text: small codes in NumPy, -1 where not known; an ENUM in SQL."""

    def __init__(self, text, choices):
        self.text, self.choices = text, choices

    def is_in(self, wanted):
        codes = [self.choices.index(word) for word in wanted]
        yes = " | ".join(f"({self.text} == {code})" for code in codes)
        no = " & ".join([f"({self.text} >= 0)", *[f"({self.text} != {code})" for code in codes]])
        words = ", ".join(f"'{word}'" for word in wanted)
        return Answer(f"({yes})", f"({no})", f"({self.text} IN ({words}))")

    def is_not_null(self):
        return Answer(f"({self.text} >= 0)", f"({self.text} < 0)", f"({self.text} IS NOT NULL)")


class Nobody:
    """A fact that no column holds."""

    list = property(lambda self: self)

    def len(self):
        return self

    def __gt__(self, _):
        return Answer("nothing", "nothing", "NULL::BOOLEAN")

    def is_not_null(self):
        return Answer("nothing", "~nothing", "FALSE")


class Names:
    """A frame whose columns answer with text."""

    def __init__(self, facts, held):
        self.columns, self.facts, self.held = set(facts), facts, held
        self.schema = {name: self for name in facts}

    def is_float(self):
        return False

    def __getitem__(self, name):
        fact, text = self.facts[name], name.replace("-", "_")
        if name not in self.held:
            return Nobody()
        if fact.type == "yes-no":
            return YesNo(text)
        return Choice(text, fact.choices) if fact.type == "choice" else Number(text)
