"""Both sides of every limit, from tests/cases/edges, and that none is left out."""

import pytest

from tercet.decisions import Facts, Verdict, rules
from tercet.decisions.kinds import KINDS
from tercet.decisions.medicines import with_derived
from tercet.decisions.stacking import with_counts
from tests.decisions.people import KNOWN, NOW, PROTOCOL, read_edges

EDGES = read_edges()
RULES = {rule.id: rule for rule in KNOWN.every_rule()}
CASES = [
    pytest.param(rule, verdict, facts, id=f"{rule}-{verdict}-{number}")
    for rule, verdicts in EDGES.items()
    for verdict, cases in verdicts.items()
    for number, facts in enumerate(cases, 1)
]
LIMITS = {
    "above": "fact",
    "at_least": "fact",
    "below": "fact",
    "then_below": "then",
    "low": "fact",
    "high": "fact",
    "systolic": "systolic",
    "diastolic": "diastolic",
    "from_age": "age-years",
    "from_age_systolic": "systolic",
    "from_age_diastolic": "diastolic",
    "minutes": "minutes-since-heard",
    "sessions": "guide-live-sessions",
}


@pytest.mark.parametrize(("rule", "verdict", "facts"), CASES)
def test_a_limit_is_where_it_says(rule, verdict, facts):
    known = with_counts(with_derived(Facts.plain(facts, now=NOW), KNOWN), KNOWN)
    assert rules.find(RULES[rule], known, KNOWN).verdict.word == verdict


def test_every_rule_has_edges_and_every_edge_a_rule():
    assert EDGES.keys() == RULES.keys()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_is_seen_to_fire_to_be_clear_and_to_ask(rule):
    assert EDGES[rule.id].keys() == {"clear", rule.if_so, "ask"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_limit_is_stood_on(rule):
    """Some case holds exactly the limit, and some case a value no more than one step away."""
    cases = [facts for cases in EDGES[rule.id].values() for facts in cases]
    for limit, name in LIMITS.items():
        if rule.kind == "pressure_rise" or limit not in rule.limits:
            continue
        if name in ("fact", "then"):
            amount = rule.limits.get("amount", rule.limits.get(name, name))
            name = rule.limits["then"] if name == "then" else amount
        line, seen = rule.limits[limit], [case[name] for case in cases if name in case]
        assert line in seen, f"{rule.id}: no case at {name} {line}"
        assert any(0 < abs(value - line) <= 1 for value in seen), f"{rule.id}: none beside {line}"


def test_every_kind_is_used_and_none_is_unknown():
    assert {rule.kind for rule in RULES.values()} == set(KINDS)


def test_silence_begins_where_the_rhythm_of_check_ins_says():
    rhythm = PROTOCOL.check_in
    limit = PROTOCOL.monitoring["silence"].limits["minutes"]
    assert limit == rhythm.every_minutes + rhythm.grace_minutes
    assert Verdict.STOP.word == PROTOCOL.monitoring["silence"].if_so


def test_the_course_says_the_same_spacing_as_its_gate():
    assert PROTOCOL.gate["too-soon"].limits["below"] == PROTOCOL.doses.spacing_hours
