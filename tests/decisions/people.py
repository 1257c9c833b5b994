"""The cast, and people that hypothesis makes up: facts of every age, from anybody, with blanks."""

import os
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from tercet import knowledge
from tercet.decisions import Facts, Said, contradictions
from tercet.decisions.course import WORKED_OUT
from tercet.decisions.derived import PARTS
from tercet.decisions.dose import UNITS
from tercet.decisions.facts import GIVEN
from tercet.decisions.rules import reasoning
from tercet.decisions.stacking import COUNTED
from tercet.knowledge.parts import ROLES

KNOWN = knowledge.read()
PROTOCOL = KNOWN.protocols["at-home-low-dose"]
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "cases"
TAKES = [name for name in KNOWN.facts if name.startswith("takes-")]
DERIVED = {name: {"medicines"} for name in [*TAKES, *COUNTED, "unrecognised-medicines"]}
DERIVED |= {name: set(parts) for name, parts in (PARTS | WORKED_OUT).items()}
GATED = {}  # a fact -> the rules that ask only those who say yes to it
for _rule in KNOWN.every_rule():
    GATED.setdefault(_rule.limits.get("only_if"), []).append(_rule)
LISTS = st.lists(
    st.sampled_from(["sertraline 50 mg", "Xanax", "kratom", "Nardil", "none", "oxycodone"]),
    max_size=3,
)


def many(examples):
    """How many people to make up; fewer while `make mutants` runs this a thousand times."""
    return max(4, examples // 12) if "MUTANT_UNDER_TEST" in os.environ else examples


def read_cases(name):
    """A file of tests/cases."""
    return tomllib.loads((CASES / name).read_text())


def read_edges():
    """Every file of tests/cases/edges; a rule stands in one of them."""
    made = {}
    for path in sorted((CASES / "edges").glob("*.toml")):
        told = tomllib.loads(path.read_text())
        assert not made.keys() & told.keys(), f"{path.name}: {made.keys() & told.keys()} twice"
        made |= told
    return made


PEOPLE = read_cases("people.toml")


def plain_facts(name):
    """A person of people.toml as plain values, with whoever they are like."""
    told = PEOPLE[name]
    facts = dict(plain_facts(told["like"]) if "like" in told else told["facts"])
    facts |= told.get("but", {})
    for blank in told.get("blank", []):
        facts.pop(blank, None)
    return facts


def expected(name):
    """The findings a person's story names, with those of whoever they are like."""
    told = PEOPLE[name]
    return (expected(told["like"]) if "like" in told else {}) | told.get("findings", {})


def person(name, now=NOW):
    """A person of people.toml, everything said just now."""
    return Facts.plain(plain_facts(name), now=now)


def ready(now=NOW):
    """Maria on a dosing day, with nothing left to do: the gate is clear."""
    said = {rule_fact: True for rule_fact in yes_needed(PROTOCOL.gate)}
    said |= {"doses-left": 4, "first-dose": True, "units-on-hand": 2}
    said |= {"could-be-pregnant": True, "pregnant": False, "weight-kg": 68}
    said |= {"systolic": 118, "diastolic": 76, "pulse": 68, "spo2": 98, "sedation": 5}
    said |= {"dose-taken-this-session": False, "doses-in-7-days": 1, "doses-in-28-days": 1}
    said |= {"guide-live-sessions": 0, "first-dose-or-increase": True, "clinician-reachable": True}
    return Facts.plain(said, now=now)


def well(now=NOW):
    """Maria with a dose working, heard two minutes ago, all right."""
    said = {"minutes-since-heard": 2, "answer": "all-right", "minutes-since-dose": 40}
    said |= {"systolic": 128, "diastolic": 82, "baseline-systolic": 118, "baseline-diastolic": 76}
    return Facts.plain({**said, "pulse": 76, "spo2": 97, "sedation": 5}, now=now)


def done(now=NOW):
    """Maria two hours and a half after her dose, herself again."""
    said = {rule_fact: True for rule_fact in yes_needed(PROTOCOL.release)}
    said |= {"minutes-since-dose": 150, "sedation": 5, "spo2": 98, "systolic": 120, "diastolic": 78}
    return Facts.plain(said, now=now)


def going_on(now=NOW):
    """Tomas in week 5 of his course, every question answered: it may go on."""
    return Facts.plain(read_cases("courses.toml")["tomas"]["facts"], now=now)


def yes_needed(rules):
    """The facts that must be yes for these rules to be clear."""
    return [name for rule in rules.values() if rule.kind == "no" for name in rule.limits["facts"]]


def values_of(fact):
    """Values this fact can take."""
    if fact.type == "yes-no":
        return st.booleans()
    if fact.type == "choice":
        return st.sampled_from(fact.choices)
    if fact.type == "texts":
        return LISTS.map(tuple)
    if fact.type == "whole":
        return st.integers(int(fact.low), int(fact.high))
    return st.floats(fact.low, fact.high, allow_nan=False)


AGES = st.sampled_from([0, 0, 5, 29, 31, 61, 1440, 7 * 1440 + 1, 100 * 1440]).map(
    lambda minutes: timedelta(minutes=minutes)
)
SPEAKERS = st.sampled_from([GIVEN] * 4 + list(ROLES))


@st.composite
def said_of(draw, fact):
    """One fact as anybody may have said it, at any age; sometimes blank, sometimes undated."""
    value = draw(st.none() | values_of(fact)) if draw(st.integers(0, 9)) == 0 else None
    if value is None:
        value = draw(values_of(fact))
    at = None if draw(st.integers(0, 19)) == 0 else NOW - draw(AGES)
    return Said(value, at, draw(SPEAKERS))


@st.composite
def facts(draw, names=None, *, about=None):
    """A coherent person: some facts known, some not, none in contradiction with another."""
    pool = list(names or KNOWN.facts)
    chosen = draw(st.lists(st.sampled_from(pool), unique=True, max_size=len(pool)))
    base = dict(draw(st.sampled_from(about)).said) if about else {}
    said = base | {name: draw(said_of(KNOWN.facts[name])) for name in chosen}
    return Facts(coherent(said), NOW)


def coherent(said):
    """Without what cannot both be: see `_where`, `with_bmi` and `contradictions.toml`."""
    said = dict(said)
    if "pregnant" in said and said["pregnant"].value is True:
        said.pop("could-be-pregnant", None)
    if "hours-since-last-dose" in said:
        said.pop("first-dose", None)
    _one_order(said)
    for gate in [name for name in said if _denied_and_measured(name, said)]:
        del said[gate]
    for name in [n for n in said if DERIVED.get(n, {"nothing"}) <= said.keys()]:
        del said[name]
    for each in KNOWN.contradictions.values():
        if contradictions.reasoning(each).of({name: one.value for name, one in said.items()}):
            said.pop(each.facts[-1])
    return said


def _one_order(said):
    """A dose is said in its units or outright, and before a first one there was none."""
    if any(name in said for name in UNITS):
        said.pop("dose-mg", None)
    if "first-home-dose" in said and said["first-home-dose"].value is True:
        said.pop("last-tolerated-dose-mg", None)
        said.pop("last-order-verb", None)


def _denied_and_measured(gate, said):
    """A "no" that should spare a person a question which somebody answered all the same."""
    asked = {name for rule in GATED.get(gate, ()) for name in reasoning(rule).facts}
    return said[gate].value is False and bool((asked - {gate}) & said.keys())
