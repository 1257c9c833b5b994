"""One rule asked of one person: what may count is let in, the rest is not known, and one finding.

A fact counts only if it is possible, if a role that may say it said it, and if it is not
older than it may be. Anything else is as if nobody had said it, and the finding says why.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from tercet.decisions import sight, vocabulary
from tercet.decisions.facts import GIVEN, Facts, Said
from tercet.decisions.kinds import KINDS
from tercet.decisions.logic import Expression
from tercet.decisions.sight import Seen
from tercet.decisions.words import Decision, Finding, Verdict
from tercet.knowledge import Fact, Knowledge, Rule

AHEAD = timedelta(minutes=1)  # two clocks may differ by this much and no more
NOT_YET = "Not known yet, so it cannot pass."


def decide(about: str, rules: Iterable[Rule], facts: Facts, *, known: Knowledge) -> Decision:
    """One finding for each rule, in the order of the rules."""
    return Decision(about, tuple(find(rule, facts, known) for rule in rules), known.version)


def find(rule: Rule, facts: Facts, known: Knowledge) -> Finding:
    """What this rule says of this person, with what it saw and why that counts or not."""
    expression = reasoning(rule)
    seen = [see(known.facts[name], facts, rule.fresh_minutes) for name in expression.facts]
    met = expression.of(
        {one.fact.id: one.said.value for one in seen if one.said and not one.why_not}
    )
    verdict, says = _outcome(rule, met, facts)
    return Finding(
        rule=rule.id,
        title=rule.title,
        verdict=verdict,
        saw=sight.in_words(seen, facts.now),
        says=says,
        ask=rule.ask if met is None else "",
        who=rule.who,
        sources=rule.sources,
        strength=rule.strength,
        basis=rule.basis,
        verified=rule.verified,
        evidence=rule.evidence,
        remedy=rule.remedy,
    )


@cache
def reasoning(rule: Rule) -> Expression:
    """The expression of a rule, built once."""
    return KINDS[rule.kind](rule.limits)


def _outcome(rule: Rule, met: bool | None, facts: Facts) -> tuple[Verdict, str]:
    if met is False:
        return Verdict.CLEAR, ""
    if rule.expires and facts.now.date() > rule.expires:
        return Verdict.STOP, f"The permission this leaned on ended on {rule.expires}. {rule.says}"
    return (Verdict.ASK, NOT_YET) if met is None else (Verdict[rule.if_so.upper()], rule.says)


def see(fact: Fact, facts: Facts, fresh_minutes: int | None = None) -> Seen:
    """This fact as it was said, and why it does not count, if it does not."""
    said = facts.said.get(fact.id)
    if said is None or said.value is None:
        return Seen(fact, None, None)
    return Seen(fact, said, _why_not(fact, said, facts, _strictest(fact, fresh_minutes)))


def _strictest(fact: Fact, fresh_minutes: int | None) -> int | None:
    """A rule may want a fact fresher; one that does not age, such as a baseline, never does."""
    if fact.fresh_minutes is None or fresh_minutes is None:
        return fact.fresh_minutes
    return min(fresh_minutes, fact.fresh_minutes)


def _why_not(fact: Fact, said: Said, facts: Facts, fresh_minutes: int | None) -> str | None:
    wrong = vocabulary.fault(fact, said.value)
    if wrong:
        return wrong
    if said.by != GIVEN and said.by not in fact.from_:
        return f"only {_listed(fact.from_)} may say this"
    if said.at is None:
        return "nobody said when" if fresh_minutes is not None else None
    age = facts.now - said.at
    if age < -AHEAD:
        return "dated in the future"
    if fresh_minutes is not None and age > timedelta(minutes=fresh_minutes):
        return f"counts for {sight.length(fresh_minutes)}"
    return None


def _listed(roles: tuple[str, ...]) -> str:
    named = [sight.SPOKEN.get(role, role) for role in roles]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
