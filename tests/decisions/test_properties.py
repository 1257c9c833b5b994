"""What must hold of any person, however little is known of them and whoever said it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import (
    Decision,
    Facts,
    Said,
    Verdict,
    course,
    eligibility,
    facts_as_dict,
    facts_from_dict,
    gate,
    law,
    monitoring,
    order,
    release,
)
from tests.decisions.people import (
    KNOWN,
    NOW,
    PROTOCOL,
    coherent,
    done,
    facts,
    going_on,
    many,
    person,
    ready,
    well,
)
from tests.decisions.test_order import an_order


def about_eligibility(shown):
    return eligibility.decide(shown, KNOWN)


def about_gate(shown):
    return gate.decide(shown, PROTOCOL, KNOWN)


def about_monitoring(shown):
    return monitoring.decide(shown, PROTOCOL, KNOWN)


def about_release(shown):
    return release.decide(shown, PROTOCOL, KNOWN)


def about_order(shown):
    return order.decide(shown, PROTOCOL, KNOWN)


def about_law(shown):
    return law.legal_basis(shown, date(2027, 1, 1), KNOWN).decision


def about_course(shown):
    return course.decide(shown, PROTOCOL, KNOWN)


DECISIONS = {
    about_eligibility: [person("maria"), person("tomas"), person("maria-with-clonazepam")],
    about_gate: [ready()],
    about_monitoring: [well()],
    about_release: [done()],
    about_course: [going_on()],
    about_order: [
        an_order("second-fifty"),
        an_order("first-fifty"),
        an_order("published-overdose"),
    ],
    about_law: [person("maria")],
}
every_decision = pytest.mark.parametrize("decide", DECISIONS)


def someone(data, decide):
    return data.draw(facts(about=DECISIONS[decide]))


def holds(decision):
    return {finding.rule for finding in decision.findings if not finding.verdict.passes}


@every_decision
@settings(max_examples=many(60), deadline=None)
@given(data=st.data())
def test_knowing_less_never_turns_a_hold_into_a_pass(decide, data):
    shown = someone(data, decide)
    before = holds(decide(shown))
    for name in some_of(shown, data):
        assert before <= holds(decide(shown.without(name))), f"without {name}"


@every_decision
def test_no_single_fact_that_is_taken_away_turns_a_hold_of_the_cast_into_a_pass(decide):
    for shown in DECISIONS[decide]:
        before = holds(decide(shown))
        for name in shown.said:
            assert before <= holds(decide(shown.without(name))), f"without {name}"


@every_decision
@settings(max_examples=many(60), deadline=None)
@given(data=st.data())
def test_knowing_nothing_of_several_things_never_turns_a_hold_into_a_pass(decide, data):
    shown = someone(data, decide)
    gone = data.draw(st.lists(st.sampled_from(sorted(shown.said) or ["answer"]), unique=True))
    assert holds(decide(shown)) <= holds(decide(shown.without(*gone)))


@settings(max_examples=many(200), deadline=None)
@given(shown=facts(about=[person("maria"), person("tomas")]), data=st.data())
def test_a_contraindication_never_softens(shown, data):
    """Answer one more question with what excludes: the verdict may only grow graver."""
    concerns = {
        name: rule.kind != "no"
        for rule in KNOWN.rules.values()
        if rule.kind in ("yes", "no")
        for name in rule.limits["facts"]
        if not name.startswith("takes-")
    }
    name = data.draw(st.sampled_from(sorted(concerns)))
    without = Said(not concerns[name], NOW, "given")
    milder = shown.with_said({name: without})
    graver = shown.with_said({name: replace(without, value=concerns[name])})
    assert about_eligibility(graver).verdict >= about_eligibility(milder).verdict


@every_decision
@settings(max_examples=many(40), deadline=None)
@given(data=st.data())
def test_the_order_of_facts_does_not_matter(decide, data):
    shown = someone(data, decide)
    shuffled = data.draw(st.permutations(sorted(shown.said)))
    assert decide(Facts({name: shown.said[name] for name in shuffled}, NOW)) == decide(shown)


def some_of(shown, data):
    """A few of the facts of a made-up person; of the cast every one is tried."""
    said = sorted(shown.said)
    return data.draw(st.lists(st.sampled_from(said), unique=True, max_size=8)) if said else []


def does_not_count(decide, spoil, data):
    """Whatever `spoil` does to a fact, the verdicts are as if nobody had said it."""
    shown = someone(data, decide)
    _does_not_count(decide, shown, some_of(shown, data), spoil)
    base = DECISIONS[decide][0]
    _does_not_count(decide, base, some_of(base, data), spoil)


def _does_not_count(decide, shown, names, spoil):
    for name in names:
        spoilt = spoil(KNOWN.facts[name], shown.said[name])
        if spoilt is not None:
            with_it = decide(shown.with_said({name: spoilt}))
            without = decide(shown.without(name))
            assert verdicts(with_it) == verdicts(without), name


def verdicts(decision):
    return {finding.rule: finding.verdict for finding in decision.findings}


@every_decision
@settings(max_examples=many(40), deadline=None)
@given(data=st.data())
def test_stale_is_as_good_as_missing(decide, data):
    def stale(fact, said):
        if fact.fresh_minutes:
            return replace(said, at=NOW - timedelta(minutes=fact.fresh_minutes, seconds=1))
        return None

    does_not_count(decide, stale, data)


@every_decision
@settings(max_examples=many(40), deadline=None)
@given(data=st.data())
def test_what_may_not_be_said_by_someone_is_as_good_as_missing(decide, data):
    def by_a_stranger(fact, said):
        return replace(said, by="coordinator")

    does_not_count(decide, by_a_stranger, data)


@every_decision
@settings(max_examples=many(40), deadline=None)
@given(data=st.data())
def test_what_cannot_be_is_as_good_as_missing(decide, data):
    def impossible(fact, said):
        return replace(said, value={"whole": 10**9, "number": 1e12}.get(fact.type, 17))

    does_not_count(decide, impossible, data)


@every_decision
@settings(max_examples=many(40), deadline=None)
@given(data=st.data())
def test_a_decision_and_its_facts_survive_being_written_and_read(decide, data):
    shown = someone(data, decide)
    made = decide(shown)
    assert Decision.from_dict(json.loads(json.dumps(made.as_dict()))) == made
    written = json.loads(json.dumps(facts_as_dict(shown)))
    assert facts_from_dict(written) == shown
    assert decide(facts_from_dict(written)) == made


@settings(max_examples=many(100), deadline=None)
@given(shown=facts())
def test_the_verdict_is_the_worst_finding(shown):
    made = about_eligibility(shown)
    assert made.verdict is max(finding.verdict for finding in made.findings)
    assert made.worst_first[0].verdict is made.verdict
    assert sum(len(made.of(verdict)) for verdict in Verdict) == len(made.findings)


@settings(max_examples=many(100), deadline=None)
@given(shown=facts())
def test_people_are_coherent_or_these_properties_would_not_hold(shown):
    assert coherent(shown.said) == dict(shown.said)
