"""A change of any single limit in the knowledge is caught: each is planted, and a case notices.

Plants live in memory. What a rule decides by is noticed by its edges; how long a fact counts and
what it can be, by vocabulary.toml; numbers that no rule holds (bands, ratios, dates, rhythms), by
numbers.toml. Both of these are written by hand, so that a slip needs two.
"""

import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta

import pytest

from tercet.decisions import Facts, Said, rules
from tercet.decisions.medicines import with_derived
from tercet.decisions.stacking import with_counts
from tercet.decisions.vocabulary import fault
from tercet.knowledge.limits import KINDS
from tests.decisions.people import KNOWN, NOW, read_cases, read_edges

pytestmark = pytest.mark.skipif(
    "MUTANT_UNDER_TEST" in os.environ, reason="plants its own faults, in data and not in code"
)
RULES = {rule.id: rule for rule in KNOWN.every_rule()}
NUMBERS, VOCABULARY = read_cases("numbers.toml"), read_cases("vocabulary.toml")
MINUTE = timedelta(minutes=1)
# Noticed elsewhere, by edges and vocabulary.toml; and what decides nothing, as days of checking.
APART = {"sources", "facts", "rules", "notes", "topics", "version", "checked_on", "next_check"}
APART |= {"instruments"}  # each in tests/cases/scores, by its own cases
PARTS = {"order", "gate", "monitoring", "release", "course"}


# Changes that change nothing: the older's diastolic limit, the same number, counts at any age.
SAME = {"high-pressure-eu diastolic 91"}


def shown(facts):
    """What a rule is shown of a case: what was said, and what follows from it."""
    return with_counts(with_derived(Facts.plain(facts, now=NOW), KNOWN), KNOWN)


EDGES = {
    id: [(verdict, shown(facts)) for verdict, cases in told.items() for facts in cases]
    for id, told in read_edges().items()
}


# --- what rules decide by -----------------------------------------------------------------------


def plants(rule):
    """The rule with one limit moved by a step, one choice or fact less, or one choice more.

    What the loader refuses at once, such as a limit that its fact cannot reach, is left out.
    """
    for key, value in rule.limits.items():
        for moved in [*moves(value), *more(key, value, rule)]:
            limits = {**rule.limits, key: moved}
            refused = KINDS[rule.kind][key](moved, limits, KNOWN.facts)
            if not refused and f"{rule.id} {key} {moved}" not in SAME:
                yield f"{key} {moved}", replace(rule, limits=limits)


def moves(value):
    """Every way to change one limit by a little."""
    if isinstance(value, bool | str):
        return
    if isinstance(value, int | float):
        step = 1 if value == int(value) else 0.1
        yield from (value - step, value + step)
    elif isinstance(value, Mapping):
        for name, number in value.items():
            yield from ({**value, name: moved} for moved in moves(number))
    elif len(value) > 1:
        yield from ([each for each in value if each != left] for left in value)


def more(key, value, rule):
    """A list of choices with one more than it has."""
    if key == "values":
        choices = KNOWN.facts[rule.limits.get("choice", rule.limits.get("fact"))].choices
        yield from ([*value, word] for word in choices if word not in value)


def is_noticed(planted):
    """Whether some edge of this rule now finds otherwise."""
    return any(
        rules.find(planted, facts, KNOWN).verdict.word != verdict
        for verdict, facts in EDGES[planted.id]
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_planted_limit_is_noticed_by_an_edge(rule):
    missed = [what for what, planted in plants(rule) if not is_noticed(planted)]
    assert not missed, f"{rule.id}: no case notices {'; '.join(missed)}"


def test_another_outcome_is_noticed_too():
    for rule in RULES.values():
        other = "review" if rule.if_so == "stop" else "stop"
        assert is_noticed(replace(rule, if_so=other)), rule.id


# --- how long facts count, and what they can be --------------------------------------------------


def counts(fact, minutes, *, rule_minutes=None):
    """Whether a value of this fact counts when it is so many minutes old."""
    said = Facts({fact.id: Said(example(fact), NOW - minutes * MINUTE, fact.from_[0])}, NOW)
    return not rules.see(fact, said, rule_minutes).why_not


def example(fact):
    if fact.type == "yes-no":
        return True
    if fact.low is not None:
        return int(fact.low) if fact.type == "whole" else fact.low
    return {"choice": fact.choices[:1] and fact.choices[0], "instant": NOW, "text": "x"}.get(
        fact.type, ()
    )


def test_every_fact_that_ages_or_has_a_range_stands_in_the_vocabulary():
    owed = {fact.id for fact in KNOWN.facts.values() if fact.fresh_minutes or fact.low is not None}
    aged = {rule.id for rule in RULES.values() if rule.fresh_minutes}
    assert set(VOCABULARY["facts"]) == owed and set(VOCABULARY["rules"]) == aged


@pytest.mark.parametrize("name", VOCABULARY["facts"])
def test_a_fact_counts_until_the_minute_it_says_and_can_be_what_it_says(name):
    fact, told = KNOWN.facts[name], VOCABULARY["facts"][name]
    assert fact.fresh_minutes == told.get("fresh")
    if "fresh" in told:
        assert counts(fact, told["fresh"]) and not counts(fact, told["fresh"] + 1)
    if "low" in told:
        low, high = told["low"], told["high"]
        step = 1 if fact.type == "whole" else 0.01
        assert not fault(fact, low) and fault(fact, low - step)
        assert not fault(fact, high) and fault(fact, high + step)


@pytest.mark.parametrize("name", VOCABULARY["rules"])
def test_a_rule_that_wants_its_facts_fresher_says_how_fresh(name):
    assert RULES[name].fresh_minutes == VOCABULARY["rules"][name]


# --- numbers that no rule holds -------------------------------------------------------------------


def numbers(held, place=""):
    """Every number and date in the knowledge outside rules and facts, by where it stands."""
    if isinstance(held, int | float | date) and not isinstance(held, bool):
        yield place, held
    for key, each in parts(held):
        yield from numbers(each, f"{place} {key}".strip())


def parts(held):
    """What a piece of knowledge holds, each under its key, its place or its field."""
    if isinstance(held, Mapping):
        return list(held.items())
    if isinstance(held, tuple):
        return list(enumerate(held, 1))
    if not is_dataclass(held):
        return []
    left_out = APART | (PARTS if hasattr(held, "ladders") else set())
    names = [field.name for field in fields(held) if field.name not in left_out]
    return [(name, getattr(held, name)) for name in names]


def test_every_number_that_no_rule_holds_is_what_somebody_wrote_down():
    held = dict(numbers(KNOWN))
    assert held.keys() - NUMBERS.keys() == set(), "write it down in tests/cases/numbers.toml"
    assert NUMBERS.keys() - held.keys() == set()
    assert {k: v for k, v in held.items() if NUMBERS[k] != v} == {}


def test_a_number_planted_deep_inside_is_found():
    course = KNOWN.protocols["at-home-low-dose"]
    planted = replace(course, doses=replace(course.doses, count=course.doses.count + 1))
    held = dict(numbers(replace(KNOWN, protocols={course.id: planted})))
    assert [k for k, v in held.items() if NUMBERS[k] != v] == [
        "protocols at-home-low-dose doses count"
    ]
