"""Every rule asked of every person of a panel: verdicts, reason bits, unknown mask, and a tally."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from tercet.decisions import contradictions
from tercet.decisions.logic import Expression
from tercet.decisions.panel.bits import packed
from tercet.decisions.panel.sheet import Sheet
from tercet.decisions.panel.tally import FactTally, RuleTally, Tally
from tercet.decisions.rules import reasoning
from tercet.decisions.words import Verdict
from tercet.knowledge import Knowledge, Rule

WORST_FIRST = tuple(sorted(Verdict, reverse=True))
FIRED, UNKNOWN = "reasons", "unknown"
VERDICTS = pl.Enum([verdict.name for verdict in Verdict])


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule, or one contradiction, as it is asked of a panel. Its place is its bit."""

    id: str
    title: str
    expression: Expression
    if_so: Verdict
    if_unknown: Verdict | None  # None: not known says nothing, as of a contradiction
    fresh_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A panel judged: a row a person (`verdict`, `reasons-0` …, `unknown-0` …), and its tally."""

    people: pl.DataFrame
    tally: Tally


class Panel:
    """The rules of eligibility, made ready for panels of certain columns on a certain day."""

    def __init__(self, schema: Mapping[str, pl.DataType], *, known: Knowledge, on: date) -> None:
        """Raises `Impossible` where a column is no fact, or holds what its fact cannot be."""
        self.asked = tuple(_asked(known, on))
        self._sheet = Sheet(schema, _read(self.asked), known)
        self.absent = self._sheet.absent  # facts that rules read and no column holds
        views = {each.fresh_minutes: self._sheet.view(each.fresh_minutes) for each in self.asked}
        self._answers = [
            each.expression.over(views[each.fresh_minutes]).alias(str(bit))
            for bit, each in enumerate(self.asked)
        ]

    def judge(self, frame: pl.DataFrame) -> Judged:
        """What follows for each person, in the order of the rows. The frame has these columns."""
        laid = self._sheet.lay_out(frame)
        told = laid.select(self._answers).select(self._told())
        told = told.hstack(told.select(self._at_least()))
        people = told.select(_verdict())
        for word in (FIRED, UNKNOWN):
            columns = [f"{word} {bit}" for bit in range(len(self.asked))]
            people = people.hstack(packed(told, columns, word))
        return Judged(people, self._tally(told, self._sheet.tally(frame, laid)))

    def _told(self) -> Iterator[pl.Expr]:
        """Each answer as two columns without nulls: that it is so, and that it is not known."""
        for bit, each in enumerate(self.asked):
            answer = pl.col(str(bit))
            silent = each.if_unknown is None
            yield answer.fill_null(False).alias(f"{FIRED} {bit}")
            yield (pl.lit(False) if silent else answer.is_null()).alias(f"{UNKNOWN} {bit}")

    def _at_least(self) -> Iterator[pl.Expr]:
        """A column each verdict above CLEAR: of whom some rule says it, or a graver one."""
        reached: list[str] = []
        for verdict in WORST_FIRST:
            for bit, each in enumerate(self.asked):
                reached += [f"{FIRED} {bit}"] * (each.if_so is verdict)
                reached += [f"{UNKNOWN} {bit}"] * (each.if_unknown is verdict)
            if verdict:
                yield pl.any_horizontal(pl.lit(False), *reached).alias(verdict.name)

    def _tally(self, told: pl.DataFrame, facts: dict[str, FactTally]) -> Tally:
        people = told.height
        (counted,) = told.select(self._counts()).to_dicts()
        rules = [
            RuleTally(
                counted[f"{FIRED} {bit}"], counted[f"{UNKNOWN} {bit}"], counted[f"decided {bit}"]
            )
            for bit in range(len(self.asked))
        ]
        reached = [people, *(counted[verdict.name] for verdict in list(Verdict)[1:]), 0]
        verdicts = {verdict: reached[verdict] - reached[verdict + 1] for verdict in Verdict}
        return Tally(people, verdicts, tuple(rules), facts)

    def _counts(self) -> Iterator[pl.Expr]:
        yield pl.all().sum()
        for bit, each in enumerate(self.asked):
            decided = (pl.col(f"{FIRED} {bit}") & _is_exactly(each.if_so)).sum()
            if each.if_unknown is not None:
                decided += (pl.col(f"{UNKNOWN} {bit}") & _is_exactly(each.if_unknown)).sum()
            yield decided.alias(f"decided {bit}")


def _verdict() -> pl.Expr:
    """As many steps above CLEAR as are reached."""
    steps = [pl.col(verdict.name).cast(pl.UInt8) for verdict in list(Verdict)[1:]]
    return pl.sum_horizontal(steps).cast(pl.UInt8).cat.to(VERDICTS).alias("verdict")


def _is_exactly(verdict: Verdict) -> pl.Expr:
    reached = pl.col(verdict.name)
    return reached & ~pl.col(Verdict(verdict + 1).name) if verdict < max(Verdict) else reached


def _asked(known: Knowledge, on: date) -> Iterator[Asked]:
    """Eligibility's rules in their order, then the contradictions that they could meet."""
    rules = tuple(known.rules.values())
    for rule in rules:
        yield _rule(rule, on)
    read = {name for rule in rules for name in reasoning(rule).facts}
    for each in known.contradictions.values():
        if read >= set(each.facts):
            told = contradictions.reasoning(each)
            yield Asked(each.id, each.title, told, Verdict.ASK, None)


def _rule(rule: Rule, on: date) -> Asked:
    """A rule whose permission has ended stops whoever is not known to be clear of it."""
    over = rule.expires is not None and on > rule.expires
    if_so = Verdict.STOP if over else Verdict[rule.if_so.upper()]
    if_unknown = Verdict.STOP if over else Verdict.ASK
    return Asked(rule.id, rule.title, reasoning(rule), if_so, if_unknown, rule.fresh_minutes)


def _read(asked: tuple[Asked, ...]) -> dict[str, set[int | None]]:
    """Each fact that is read, and how fresh it is wanted."""
    made: dict[str, set[int | None]] = {}
    for each in asked:
        for name in each.expression.facts:
            made.setdefault(name, set()).add(each.fresh_minutes)
    return made
