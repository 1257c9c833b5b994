"""The proof of a finding: every fact its rule read, from whom, when, and why it does not count."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings

from tercet.decisions import Decision, Facts, Finding, Said, Verdict, gate, rules
from tercet.decisions.contradictions import reasoning
from tercet.decisions.seeing import Doors, counted, see
from tercet.decisions.sight import was
from tercet.decisions.words import Findings, Shown
from tests.decisions.people import KNOWN, NOW, PROTOCOL, facts, many, person, ready

PRESSURE = KNOWN.rules["high-pressure-us"]


def found(said, rule=PRESSURE):
    return rules.find(rule, Facts(said, NOW), KNOWN)


def test_a_proof_says_what_from_whom_and_when_and_why_not():
    then = NOW - timedelta(days=30)
    made = found({"systolic": Said(144, then, "patient", "left arm")})
    assert made.proof == (
        Shown("systolic", 144, then, "patient", "left arm", "counts for 7 days"),
        Shown("diastolic", why_not="nobody has said it"),
    )
    assert found({"systolic": Said(144, NOW, "patient")}).proof[0].why_not is None


def test_every_rule_of_the_gate_proves_itself_under_a_version():
    made = gate.decide(ready(), PROTOCOL, KNOWN)
    assert made.knowledge == KNOWN.version
    for finding in made.findings:
        if finding.rule in PROTOCOL.gate:
            read = rules.reasoning(PROTOCOL.gate[finding.rule]).facts
            assert tuple(shown.fact for shown in finding.proof) == read


def test_a_proof_is_written_and_read_back():
    said = {"systolic": Said(144, NOW, "patient"), "diastolic": Said(None)}
    made = found(said)
    written = json.loads(json.dumps(made.as_dict()))
    assert written["proof"][0] == {
        "fact": "systolic",
        "value": 144,
        "at": "2026-11-22T17:00:00+00:00",
        "by": "patient",
        "why_not": None,
    }
    assert Finding.from_dict(written) == made
    lists = found({"unrecognised-medicines": Said(["kava"], NOW, "prescriber", "from a list")},
                  KNOWN.rules["unknown-medicine"])  # fmt: skip
    again = Finding.from_dict(json.loads(json.dumps(lists.as_dict())))
    assert again == lists and again.proof[0].value == ("kava",)
    assert again.proof[0].note == "from a list"


def test_a_finding_kept_before_there_were_proofs_has_none():
    written = found({}).as_dict()
    del written["proof"]
    assert Finding.from_dict(written).proof == ()


# --- drawn when read ----------------------------------------------------------------------------


def test_findings_are_drawn_when_read_and_once():
    drawn = []

    def draw(number):
        drawn.append(number)
        return found({})

    made = Findings([Verdict.ASK, Verdict.STOP, Verdict.ASK], draw)
    decision = Decision("x", made, "")
    assert decision.verdict is Verdict.STOP and len(made) == 3 and drawn == []
    assert made[1] is made[1] and drawn == [1]
    assert decision.of(Verdict.ASK) == (made[0], made[2])
    assert made[-1] is made[2] and made[0:2] == (made[0], made[1])
    assert sorted(drawn) == [0, 1, 2]
    with pytest.raises(IndexError):
        made[3]


def test_drawn_or_not_equal_findings_are_equal():
    here, there = (rules.decide("x", [PRESSURE], person("maria"), known=KNOWN) for _ in range(2))
    assert here == there and hash(here) == hash(there)
    assert here.findings == tuple(there.findings) and tuple(here.findings) == there.findings
    assert here.findings != list(there.findings) and repr(here.findings) == repr(
        tuple(there.findings)
    )
    assert here != rules.decide("x", [PRESSURE], person("nobody"), known=KNOWN)


# --- what is let in -----------------------------------------------------------------------------


@settings(max_examples=many(200), deadline=None)
@given(shown=facts())
def test_the_glance_lets_in_exactly_what_counts(shown):
    for fresh in (None, 30):
        seen = {name: see(fact, shown, fresh) for name, fact in KNOWN.facts.items()}
        counts = {name: one.value for name, one in seen.items() if one.counts}
        assert Doors(KNOWN.facts.values(), fresh).let_in(shown) == counts


@pytest.mark.parametrize(
    ("value", "by", "counts"),
    [
        (20, "given", True),
        (19, "given", False),
        (250, "given", True),
        (251, "given", False),
        (True, "given", False),
        (70.5, "given", False),
        (70, "therapist", False),
    ],
)
def test_the_glance_stands_on_the_same_limits(value, by, counts):
    shown = Facts({"pulse": Said(value, NOW, by)}, NOW)
    assert bool(Doors([KNOWN.facts["pulse"]], None).let_in(shown)) is counts


def test_only_what_is_asked_for_is_let_in():
    shown = Facts.plain({"pulse": 70, "aneurysm": False}, now=NOW)
    assert Doors([KNOWN.facts["pulse"]], None).let_in(shown) == {"pulse": 70}


def test_what_was_left_blank_says_so_in_its_own_words_or_in_none():
    pulse = KNOWN.facts["pulse"]
    blank = {"pulse": Said(None, NOW, "patient", "not answered in the form")}
    assert see(pulse, Facts(blank, NOW)).why_not == "not answered in the form"
    assert see(pulse, Facts({"pulse": Said(None, NOW, "patient")}, NOW)).why_not is None
    assert see(pulse, Facts({}, NOW)).why_not is None


def test_what_is_just_as_old_as_it_may_be_counts_and_a_second_later_it_does_not():
    pulse = KNOWN.facts["pulse"]
    kept = timedelta(minutes=pulse.fresh_minutes)
    for age, counts in ((kept, True), (kept + timedelta(seconds=1), False)):
        shown = Facts({"pulse": Said(70, NOW - age, "patient")}, NOW)
        assert see(pulse, shown).counts is counts
        assert counted("pulse", shown, KNOWN) == (70 if counts else None)


def test_what_a_fact_was_is_said_with_why_it_does_not_count():
    pulse = KNOWN.facts["pulse"]
    old = Facts({"pulse": Said(70, NOW.replace(year=2025), "patient")}, NOW)
    assert was(see(pulse, old)) == "70 per minute; counts for 7 days"
    assert was(see(pulse, Facts.plain({"pulse": 70}, now=NOW))) == "70 per minute"
    assert was(see(pulse, Facts({}, NOW))) == "not known"


# --- contradictions -----------------------------------------------------------------------------


@pytest.mark.parametrize("each", KNOWN.contradictions.values(), ids=KNOWN.contradictions)
def test_answers_that_cannot_both_be_right_are_asked_about_and_never_pass(each):
    said = dict.fromkeys(each.yes, True) | dict.fromkeys(each.no, False)
    for name in each.known:
        fact = KNOWN.facts[name]
        said[name] = fact.choices[0] if fact.choices else fact.low
    for upper, lower in [each.not_below] if each.not_below else []:
        said |= {upper: 80, lower: 80}
    shown = Facts.plain(said, now=NOW)
    assert reasoning(each).of(said) is True
    every = (rule for rule in KNOWN.every_rule() if set(rules.reasoning(rule).facts) & set(said))
    made = rules.decide("x", every, shown, known=KNOWN)
    (told,) = [finding for finding in made.findings if finding.rule == each.id]
    assert not made.verdict.passes and told.verdict is Verdict.ASK
    assert told.title == each.title and told.says == each.says and told.ask == each.ask
    assert told.who == each.who and told.sources == each.sources and told.remedy
    assert (told.strength, told.basis, told.verified) == ("D", "derived", "derived")
    assert told.evidence == "programme" and told.saw
    assert {line.fact for line in told.proof} == set(each.facts)
    for name in each.facts:
        assert reasoning(each).of({k: v for k, v in said.items() if k != name}) is not True


def test_a_contradiction_strikes_no_answer_out():
    shown = Facts.plain({"pregnant": True, "could-be-pregnant": False}, now=NOW)
    asked = [KNOWN.rules["pregnancy"]]
    made = rules.decide("x", asked, shown, known=KNOWN)
    assert [each.rule for each in made.findings] == ["pregnancy", "pregnant-yet-could-not-be"]
    assert made.verdict is Verdict.STOP
    asked = made.findings[1]
    assert asked.saw == "pregnancy: yes, could be pregnant: no · as given"
    assert asked.remedy == "The answers are put right and it is judged again."


def test_a_contradiction_says_how_old_each_answer_is():
    said = {
        "pregnant": Said(True, NOW - timedelta(days=1), "patient"),
        "could-be-pregnant": Said(False, NOW - timedelta(hours=2), "patient"),
    }
    asked = rules.decide("x", [KNOWN.rules["pregnancy"]], Facts(said, NOW), known=KNOWN).findings[1]
    assert (
        asked.saw == "pregnancy: yes · patient, 24 h ago; could be pregnant: no · patient, 2 h ago"
    )


def test_numbers_that_fit_are_no_contradiction():
    each = KNOWN.contradictions["pressure-upside-down"]
    assert reasoning(each).of({"systolic": 81, "diastolic": 80}) is False
    assert reasoning(each).of({"systolic": 80, "diastolic": 80}) is True


def test_what_no_rule_reads_contradicts_nothing():
    shown = Facts.plain({"pregnant": True, "could-be-pregnant": False}, now=NOW)
    made = rules.decide("x", [KNOWN.rules["aneurysm"]], shown, known=KNOWN)
    assert len(made.findings) == 1


def test_findings_that_say_the_same_are_one_in_a_set():
    drawn = rules.find(KNOWN.rules["aneurysm"], Facts({}, NOW), KNOWN)
    lazy, other = (Findings([drawn.verdict], lambda number: drawn) for _ in range(2))
    assert hash(lazy) == hash((drawn,)) and len({lazy, other}) == 1
