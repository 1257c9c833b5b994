"""What the gate must say of the evenings of gates.toml, and how the facts of a file reach it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tercet.decisions import Facts, Said, Verdict, gate
from tests.decisions.people import KNOWN, NOW, PROTOCOL, read_cases, ready
from tests.decisions.test_order import an_order

GATES = read_cases("gates.toml")


def an_evening(name):
    told = GATES[name]
    facts = ready().with_said({k: Said(v, NOW, "given") for k, v in told.get("but", {}).items()})
    facts = facts.without(*told.get("blank", []))
    for fact, minutes in told.get("old", {}).items():
        old = replace(facts.said[fact], at=NOW - timedelta(minutes=minutes))
        facts = facts.with_said({fact: old})
    return facts


@pytest.mark.parametrize("name", GATES)
def test_an_evening_is_judged_as_its_story_says(name):
    told, made = GATES[name], gate.decide(an_evening(name), PROTOCOL, KNOWN)
    assert made.verdict.word == told["verdict"], told["story"]
    found = {each.rule: each.verdict.word for each in made.findings}
    assert {rule: v for rule, v in found.items() if v != "clear"} == told.get("findings", {})
    assert made.about == "gate"


def test_a_guide_is_full_at_the_number_the_protocol_names():
    assert PROTOCOL.gate["guide-has-too-many"].limits == {
        "sessions": PROTOCOL.strands.at_most_per_guide
    }


def of_a_file(facts):
    return gate.with_worked_out(facts, PROTOCOL, KNOWN)


def test_a_file_with_an_order_is_asked_whether_it_still_passes():
    assert of_a_file(an_order()).value("order-still-passes") is True
    held = of_a_file(an_order("numbers-contradict")).said["order-still-passes"]
    assert (held.value, held.at, held.by) == (False, NOW, "derived")
    assert held.note == "Strength times units is not the dose as written"
    assert of_a_file(an_order("first-fifty")).value("order-still-passes") is False
    assert of_a_file(an_order("verb-not-said")).value("order-still-passes") is None


def test_at_most_two_reasons_are_named():
    note = of_a_file(an_order("published-overdose")).said["order-still-passes"].note
    assert note == "As written: above 300 mg; As written: above 3 mg/kg"


def test_a_file_without_an_order_says_nothing_of_it():
    assert of_a_file(Facts({}, NOW)).value("order-still-passes") is None


def test_what_a_file_says_itself_stands():
    said = {"order-still-passes": Said(False, NOW, "given")}
    said["legal-basis-holds"] = Said(False, NOW, "given")
    made = of_a_file(an_order().with_said(said))
    assert made.value("order-still-passes") is False and made.value("legal-basis-holds") is False
    blank = {"order-still-passes": Said(None), "legal-basis-holds": Said(None)}
    made = of_a_file(an_order().with_said(blank))
    assert made.value("order-still-passes") is True and made.value("legal-basis-holds") is True


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_law_of_the_day_is_worked_out_for_a_file(now, holds):
    unseen = Facts.plain({"seen-in-person": False}, now=now)
    made = of_a_file(unseen)
    assert made.value("legal-basis-holds") is holds and made.now == now


def test_the_gate_itself_believes_only_what_it_is_shown():
    shown = ready().without("order-still-passes", "legal-basis-holds")
    made = gate.decide(shown.with_said(dict(an_order().said)), PROTOCOL, KNOWN)
    asked = {each.rule for each in made.of(Verdict.ASK)}
    assert asked == {"order-no-longer-passes", "no-legal-basis-today"}
