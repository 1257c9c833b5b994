"""What must be said of the people of tests/cases/people.toml, and of Maria on a dosing day."""

import pytest

from tercet.decisions import Verdict, eligibility, gate, monitoring, release
from tests.decisions.people import (
    KNOWN,
    PEOPLE,
    PROTOCOL,
    done,
    expected,
    person,
    ready,
    well,
)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_judged_as_their_story_says(name):
    told, made = PEOPLE[name], eligibility.decide(person(name), KNOWN)
    assert made.verdict.word == told["verdict"], told["story"]
    usual = told.get("all", "clear")
    for finding in made.findings:
        assert finding.verdict.word == expected(name).get(finding.rule, usual), finding


@pytest.mark.parametrize("name", PEOPLE)
def test_one_finding_for_each_rule_and_every_finding_cites(name):
    made = eligibility.decide(person(name), KNOWN)
    named = [finding.rule for finding in made.findings]
    assert named[: len(KNOWN.rules)] == list(KNOWN.rules)
    assert set(named[len(KNOWN.rules) :]) <= KNOWN.contradictions.keys()
    for finding in made.findings:
        assert finding.sources and finding.strength and finding.basis and finding.saw


@pytest.mark.parametrize("name", [name for name in PEOPLE if "evidence" in PEOPLE[name]])
def test_a_story_shows_the_evidence_that_it_names(name):
    """Rules hold each id; of whoever is held by something, it is one of these that speaks."""
    named = set(PEOPLE[name]["evidence"])
    assert named <= {id for rule in KNOWN.rules.values() for id in rule.evidence.split(", ")}
    made = eligibility.decide(person(name), KNOWN)
    worst = {id for f in made.of(made.verdict) for id in f.evidence.split(", ")}
    assert made.verdict is Verdict.CLEAR or named & worst


def test_there_are_sixty_people_with_a_story_and_their_evidence():
    assert sum("evidence" in told for told in PEOPLE.values()) >= 60
    assert all(told["story"] for told in PEOPLE.values())


def test_maria_may_begin_when_everything_is_known_and_fine():
    assert gate.decide(ready(), PROTOCOL, KNOWN).verdict is Verdict.CLEAR


@pytest.mark.parametrize("name", ready().said)
def test_the_gate_stays_shut_while_any_fact_is_missing(name):
    without = ready().without(name)
    if name in {"could-be-pregnant", "first-dose-or-increase"}:
        # she says that she is not pregnant, and a prescriber is reachable: that is enough
        assert gate.decide(without, PROTOCOL, KNOWN).verdict.passes
        return
    assert not gate.decide(without, PROTOCOL, KNOWN).verdict.passes


def test_the_gate_holds_all_three_strands():
    for fact in ("order-signed", "therapist-named", "therapy-booked-after-dose"):
        held = gate.decide(ready().without(fact), PROTOCOL, KNOWN)
        assert held.verdict is Verdict.ASK
    held = gate.decide(ready().without("medicines-confirmed-today"), PROTOCOL, KNOWN)
    assert held.verdict is Verdict.ASK


def test_maria_is_well_while_she_is_heard_and_her_pressure_is_known():
    assert monitoring.decide(well(), PROTOCOL, KNOWN).verdict is Verdict.CLEAR


def test_maria_may_be_left_when_every_box_is_ticked():
    assert release.decide(done(), PROTOCOL, KNOWN).verdict is Verdict.CLEAR


@pytest.mark.parametrize("name", done().said)
def test_nobody_is_left_while_any_box_is_open(name):
    assert not release.decide(done().without(name), PROTOCOL, KNOWN).verdict.passes


@pytest.mark.parametrize(
    ("decide", "about"),
    [(gate.decide, "gate"), (monitoring.decide, "monitoring"), (release.decide, "release")],
)
def test_of_nobody_everything_is_asked(decide, about):
    made = decide(person("nobody"), PROTOCOL, KNOWN)
    assert made.about == about and made.knowledge == KNOWN.version
    assert {finding.verdict for finding in made.findings} == {Verdict.ASK}
    assert all(finding.ask and finding.who for finding in made.findings)
