"""Rules asked of one person: what may count is let in, the rest is not known; one finding a rule.

A fact counts only if it is possible, if a role that may say it said it, and if it is not
older than it may be. Anything else is as if nobody had said it, and the finding says why.

A set of rules is made ready once. Of a person each fact is then looked at once, each rule
answers in three values, and words are drawn of the findings that somebody reads (ADR 12).
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import compress
from operator import getitem

from tercet.decisions import contradictions, sight
from tercet.decisions.facts import Facts
from tercet.decisions.kinds import KINDS
from tercet.decisions.logic import Expression
from tercet.decisions.seeing import Doors, Eye, see
from tercet.decisions.words import Decision, Finding, Findings, Verdict
from tercet.decisions.written import Answers, answers
from tercet.knowledge import Contradiction, Knowledge, Rule

__all__ = ["decide", "find", "reasoning", "see"]

NOT_YET = "Not known yet, so it cannot pass."
SETS_KEPT = 1024  # of rules made ready: a dozen decisions, and the parts they are searched in


def decide(about: str, rules: Iterable[Rule], facts: Facts, *, known: Knowledge) -> Decision:
    """One finding for each rule in the order of the rules, and one for each contradiction."""
    asked = _made_ready(tuple(rules), known)
    return Decision(about, _Judged(asked, facts, known).findings(), known.version)


def find(rule: Rule, facts: Facts, known: Knowledge) -> Finding:
    """What this rule says of this person, with what it saw and why that counts or not."""
    return _Judged(_made_ready((rule,), known), facts, known).findings()[0]


@cache
def reasoning(rule: Rule) -> Expression:
    """The expression of a rule, built once."""
    return KINDS[rule.kind](rule.limits)


class _Asked:
    """Rules made ready to be asked of many people."""

    __slots__ = (
        "answers",
        "contradictions",
        "doors",
        "expressions",
        "passing",
        "rules",
        "verdicts",
    )

    def __init__(self, rules: tuple[Rule, ...], known: Knowledge) -> None:
        self.rules, self.expressions = rules, [reasoning(rule) for rule in rules]
        self.verdicts = [_verdicts(Verdict[rule.if_so.upper()]) for rule in rules]
        self.passing = [number for number, rule in enumerate(rules) if rule.expires]
        read = dict.fromkeys(name for each in self.expressions for name in each.facts)
        self.contradictions = tuple(
            each for each in known.contradictions.values() if read.keys() >= set(each.facts)
        )
        names = self._names(list(read))
        self.doors = [
            Doors([known.facts[name] for name in dict.fromkeys(those)], fresh)
            for fresh, those in names.items()
        ]
        self.answers = self._written(list(names))

    def _names(self, read: list[str]) -> dict[int | None, list[str]]:
        """What is read, for each freshness that a rule of these asks for; first for no such."""
        names: dict[int | None, list[str]] = {None: read}
        for rule in self.rules:
            if rule.fresh_minutes is not None:
                names.setdefault(rule.fresh_minutes, []).extend(reasoning(rule).facts)
        return names

    def _written(self, freshnesses: list[int | None]) -> Answers:
        """One function for all rules and, after them, all contradictions."""
        asked = [(reasoning(rule), freshnesses.index(rule.fresh_minutes)) for rule in self.rules]
        against = [(contradictions.reasoning(each), 0) for each in self.contradictions]
        return answers([*asked, *against])


def _verdicts(if_so: Verdict) -> Mapping[bool | None, Verdict]:
    """What each answer comes to."""
    return {False: Verdict.CLEAR, None: Verdict.ASK, True: if_so}


@lru_cache(SETS_KEPT)
def _made_ready(rules: tuple[Rule, ...], known: Knowledge) -> _Asked:
    return _Asked(rules, known)


class _Judged:
    """One person as these rules judge them."""

    __slots__ = ("answers", "asked", "eye", "found", "verdicts")

    def __init__(self, asked: _Asked, facts: Facts, known: Knowledge) -> None:
        self.asked, self.eye = asked, Eye(facts, known)
        self.answers = asked.answers(*[doors.let_in(facts).get for doors in asked.doors])
        self.verdicts = list(map(getitem, asked.verdicts, self.answers))
        for number in asked.passing:
            if self.answers[number] is not False and self._is_over(asked.rules[number]):
                self.verdicts[number] = Verdict.STOP
        against = self.answers[len(asked.rules) :]
        self.found = list(compress(asked.contradictions, against))

    def _is_over(self, rule: Rule) -> bool:
        return rule.expires is not None and self.eye.facts.now.date() > rule.expires

    def findings(self) -> Findings:
        """What was found: verdicts now, words when they are read."""
        return Findings([*self.verdicts, *[Verdict.ASK] * len(self.found)], self._draw)

    def _draw(self, number: int) -> Finding:
        if number >= len(self.verdicts):
            return self._contradiction(self.found[number - len(self.verdicts)])
        rule, answer = self.asked.rules[number], self.answers[number]
        seen = self.eye.saw(self.asked.expressions[number].facts, rule.fresh_minutes)
        return Finding(
            rule=rule.id,
            title=rule.title,
            verdict=self.verdicts[number],
            saw=sight.in_words(seen, self.eye.facts.now),
            says=self._says(rule, answer),
            ask=rule.ask if answer is None else "",
            who=rule.who,
            sources=rule.sources,
            strength=rule.strength,
            basis=rule.basis,
            verified=rule.verified,
            evidence=rule.evidence,
            remedy=rule.remedy,
            proof=tuple(sight.proof(one) for one in seen),
        )

    def _says(self, rule: Rule, answer: bool | None) -> str:
        if answer is False:
            return ""
        if self._is_over(rule):
            return f"The permission this leaned on ended on {rule.expires}. {rule.says}"
        return NOT_YET if answer is None else rule.says

    def _contradiction(self, contradiction: Contradiction) -> Finding:
        seen = self.eye.saw(contradiction.facts, None)
        return contradictions.finding(contradiction, seen, self.eye.facts.now)
