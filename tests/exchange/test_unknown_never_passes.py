"""Whatever a file holds: never a traceback, never a pass on less; knowing less never clears."""

import json

import pytest
from hearing import KNOWN, decide
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from maria_in_fhir import (
    LOINC,
    NOW,
    allergic,
    bundle,
    coded,
    diagnosed,
    observed,
    ordered,
    pressure,
)

from tercet.decisions import Said
from tercet.exchange import NotUnderstood
from tercet.exchange.json_text import value_of
from tercet.exchange.reading import heard_in
from tests.decisions.people import coherent

often = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12),
    st.sampled_from(["Bundle", "Patient", "Observation", "final", "active", "2026-11-20", LOINC]),
)  # fmt: skip
MEMBERS = [
    *("resourceType", "entry", "resource", "code", "coding", "system", "value", "valueQuantity"),
    *("subject", "reference", "status", "meta", "profile", "component", "birthDate", "type"),
    *("medicationCodeableConcept", "class", "at", "by"),
]
NAMES = st.one_of(
    st.text(max_size=8), st.sampled_from(MEMBERS), st.sampled_from(sorted(KNOWN.facts))
)
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=20,
)


def decided(found):
    """The decision on parsed JSON, or None where it was refused in a sentence."""
    try:
        return decide(heard_in(found, now=NOW, known=KNOWN))
    except NotUnderstood as refused:
        assert all(problem.strip() for problem in refused.problems)
        return None


@often
@given(ANYTHING)
def test_arbitrary_json_is_refused_or_held_and_never_passes(found):
    decision = decided(found)
    assert decision is None or not decision.verdict.passes


@often
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_in_a_sentence(raw):
    try:
        value_of(raw)
    except NotUnderstood as refused:
        assert str(refused)


ANSWER = {"valueQuantity": None, "valueCodeableConcept": coded(LOINC, "LA26683-5")}
NOT_PREGNANT, PREGNANT = observed("82810-3", 0, "", **ANSWER), diagnosed("Z33.1")
PARTS = [
    pressure(118, 76),
    pressure(171, 99),
    observed("8867-4", 68, "/min"),
    observed("8867-4", 140, "/min", at="2026-11-21"),
    observed("29463-7", 11, "[rod_us]"),
    observed("44260-8", 3, "{score}"),
    NOT_PREGNANT,
    diagnosed("I71.4"),
    diagnosed("F20.0", verified="refuted"),
    PREGNANT,
    ordered("Lorazepam 0.5 MG"),
    ordered("Phenelzine 15 MG"),
    ordered("Sertraline 100 MG"),
    ordered("Zyxtramine 5 MG"),
    allergic({"text": "ketamine"}),
]


@often
@given(ANYTHING, st.lists(st.sampled_from(PARTS), max_size=6), st.data())
def test_a_bundle_with_anything_put_anywhere_is_refused_or_held(wrong, parts, data):
    found = json.loads(json.dumps(bundle(*parts)))
    place, key = data.draw(st.sampled_from(list(places(found))))
    place[key] = wrong
    decision = decided(found)
    assert decision is None or not decision.verdict.passes


@often
@given(st.lists(st.sampled_from(PARTS), max_size=8, unique_by=id), st.data())
def test_taking_an_entry_away_never_clears_a_finding(parts, data):
    """One word on each thing: a later reading rightly takes the place of an earlier one, and a yes
    and a no cancel, so taking one of two away is not knowing less but knowing something else."""
    kept = list({what_it_says(one): one for one in parts}.values())
    gone = data.draw(st.integers(0, max(len(kept) - 1, 0)))
    fewer = decided(bundle(*(kept[:gone] + kept[gone + 1 :])))
    assert not fewer.verdict.passes
    before = {finding.rule: finding.verdict for finding in decided(bundle(*kept)).findings}
    for finding in fewer.findings:
        assert before[finding.rule].passes or not finding.verdict.passes, finding.rule


@often
@given(st.lists(st.sampled_from(PARTS), max_size=8, unique_by=id), st.sampled_from(PARTS))
def test_taking_away_all_that_is_said_of_one_thing_never_clears_a_finding(parts, one):
    fewer = [part for part in parts if what_it_says(part) != what_it_says(one)]
    before = {finding.rule: finding.verdict for finding in decided(bundle(*parts)).findings}
    for finding in decided(bundle(*fewer)).findings:
        assert before[finding.rule].passes or not finding.verdict.passes, finding.rule


EVERYTHING = coherent({one.id: Said(one.example) for one in KNOWN.facts.values()})


@pytest.mark.parametrize("fact", sorted(EVERYTHING))
def test_taking_a_fact_out_of_a_flat_file_never_clears_a_finding(fact):
    every = {name: plain(KNOWN.facts[name].example) for name in EVERYTHING}
    fewer = {name: value for name, value in every.items() if name != fact}
    before = {finding.rule: finding.verdict for finding in decided(every).findings}
    for finding in decided(fewer).findings:
        assert before[finding.rule].passes or not finding.verdict.passes, finding.rule


def what_it_says(resource):
    if resource in (PREGNANT, NOT_PREGNANT):
        return "pregnancy"
    if resource["resourceType"] == "Observation":
        return ("Observation", resource["code"]["coding"][0]["code"])
    return json.dumps(resource)


def plain(example):
    return list(example) if isinstance(example, tuple) else example


def places(found):
    """Every member of every object and array inside, as (holder, key)."""
    for key in found if isinstance(found, dict) else range(len(found)):
        yield found, key
        if isinstance(found[key], dict | list):
            yield from places(found[key])
