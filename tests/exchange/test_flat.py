"""A flat file of facts: our own words, and every problem named at once."""

from datetime import UTC, datetime

import pytest
from hearing import KNOWN, decide, why_not
from maria_in_fhir import NOW

from tercet.decisions import Verdict
from tercet.exchange import NotUnderstood
from tercet.exchange.flat import facts_from_flat
from tercet.exchange.reading import heard_in


def read(flat):
    return facts_from_flat(flat, now=NOW, known=KNOWN)


def test_names_are_read_in_both_spellings():
    assert read({"age-years": 34}).value("age-years") == 34
    assert read({"age_years": 34}).value("age-years") == 34


def test_a_bare_value_is_as_given_now():
    said = read({"systolic": 118}).said["systolic"]
    assert (said.value, said.at, said.by) == (118, NOW, "given")


def test_a_value_may_come_with_when_and_from_whom():
    said = read({"systolic": {"value": 118, "at": "2026-11-20T09:30:00Z", "by": "device"}})
    assert said.said["systolic"].at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert said.said["systolic"].by == "device"


def test_a_blank_is_not_known():
    facts = read({"systolic": None, "diastolic": {"value": None}})
    assert facts.said == {}


@pytest.mark.parametrize(
    ("flat", "sentence"),
    [
        ({"sistolic": 118}, "Did you mean systolic"),
        ({"zebra": 1}, "'zebra' is not a fact"),
        ({"systolic": 1240}, "systolic 1240 is not possible: it is between 50 and 300 mmHg"),
        ({"weight-kg": -68}, "weight-kg -68 is not possible"),
        ({"systolic": "118"}, "systolic must be a number"),
        ({"systolic": True}, "systolic must be a number"),
        ({"systolic": 118.5}, "systolic must be a whole number"),
        ({"systolic": [118]}, "systolic must be a number"),
        ({"systolic": 1e999}, "systolic is no number that can"),
        ({"systolic": 10**400}, "systolic is no number that can"),
        ({"systolic": float("nan")}, "systolic is no number that can"),
        ({"pregnant": "no"}, "pregnant must be true or false"),
        ({"medicines": "sertraline"}, "medicines must be a list"),
        ({"medicines": ["a" * 2001]}, "2001 characters long"),
        ({"medicines": ["none"] * 1_000_000}, "lists 1,000,000 entries; at most 500 are read"),
        ({f"x{n}": 1 for n in range(1_000_000)}, "holds 1,000,000 facts"),
        ({"answer": "fine"}, "answer must be one of all-right"),
        ({"age-years": 34, "age_years": 35}, "age-years is given twice"),
        ({"systolic": {"valeu": 118}}, 'systolic holds "valeu"'),
        ({"systolic": {"value": 118, "at": "soon"}}, "systolic.at must be a FHIR date"),
        ({"systolic": {"value": 118, "at": 2026}}, "systolic.at must be a date"),
        ({"systolic": {"value": 118, "at": "2026-11-20T09:30:00"}}, "no time zone"),
        ({"systolic": {"value": 118, "by": "sam"}}, "systolic.by must be one of"),
        ({"systolic": {"value": 118, "by": ["guide"]}}, "systolic.by must be one of"),
    ],
)
def test_what_cannot_be_is_named_with_its_fact(flat, sentence):
    assert sentence in why_not(flat)


def test_every_problem_is_reported_in_a_sentence_of_its_own():
    with pytest.raises(NotUnderstood) as refused:
        read({"sistolic": 118, "systolic": 1240, "pregnant": "no", "age-years": 34})
    assert len(refused.value.problems) == 3


def test_a_thousand_problems_are_counted_and_not_listed():
    with pytest.raises(NotUnderstood) as refused:
        read({f"zebra-{n}": 1 for n in range(1000)})
    assert len(refused.value.problems) == 21
    assert refused.value.problems[-1].startswith("980 more")


def test_someone_who_may_not_say_a_thing_is_not_counted():
    heard = heard_in({"mania-now": {"value": False, "by": "record"}}, now=NOW, known=KNOWN)
    finding = next(f for f in decide(heard).findings if f.rule == "mania-now")
    assert finding.verdict is Verdict.ASK and "may say this" in finding.saw


def test_knowing_nothing_asks_for_everything():
    decision = decide(heard_in({}, now=NOW, known=KNOWN))
    assert {finding.verdict for finding in decision.findings} == {Verdict.ASK}
