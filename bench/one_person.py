"""One person, every eligibility rule, with the full explanation, beside the same elsewhere.

Run by `make bench`; CPU seconds, all sides in turns, medians; asserts nothing about speed, but
every side must give the same answers or it stops.

What each side does of one person:
  ours, at hand    each fact looked at (possible, from whom, how old), each rule answered in three
                   values, each verdict, every contradiction; words and proof are drawn when read
  ours, not clear  the same, and every word and every line of proof of each finding not clear
  ours, all        the same of every finding, clear ones too
  lambdas          each predicate as a plain Python lambda over a dict, in three values; nothing of
                   who said it or when, no verdict, no word
  json-logic       each predicate in two values, and what is missing for it
  CQL, records     each predicate as ELM, in three values (cql-execution, in Node), over a chart in
                   which each fact is a record that is found by its name, as CQL is written
  CQL, bare        the same over an object whose own properties are the facts: no chart at all
Lists of medicines are read before; each side is given what follows from them. Goals, for "at
hand": at least 0.25 of the lambdas, 6 times json-logic-qubit, 1,500 times CQL.
"""

import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from json_logic import jsonLogic
from peers.predicates import a_lambda, elm_library, from_a_record, json_logic, own_property, spelt

from tercet import knowledge
from tercet.decisions import Decision, Facts, Verdict, rules
from tercet.knowledge import Fact

KNOWN = knowledge.read()
RULES = tuple(KNOWN.rules.values())
READ = tuple(dict.fromkeys(name for rule in RULES for name in rules.reasoning(rule).facts))
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
PEERS = Path(__file__).parent / "peers"
ROUNDS, PEOPLE, PEOPLE_IN_CQL = 9, 40, 5
BLANK, CONCERN = 0.03, 0.02  # how often a question is blank, and an answer is not the usual one
Person = dict[str, Any]


def usual() -> Person:
    """The answers of somebody of whom almost every rule is clear."""
    wanted = {name for rule in RULES if rule.kind == "no" for name in rule.limits["facts"]}
    return {name: _usual(KNOWN.facts[name], name in wanted) for name in READ}


def _usual(fact: Fact, wanted: bool) -> Any:
    if fact.type == "yes-no":
        return wanted
    if fact.type in ("whole", "number"):
        made = (
            fact.example if fact.example is not None else ((fact.low or 0) + (fact.high or 0)) / 2
        )
        return int(made) if fact.type == "whole" else float(made)
    return fact.choices[0] if fact.type == "choice" else ()


def people() -> list[Person]:
    """The same people every time."""
    chance, like = random.Random(3), usual()
    return [_person(chance, like) for _ in range(PEOPLE)]


def _person(chance: random.Random, like: Person) -> Person:
    made = {}
    for name, value in like.items():
        if chance.random() < BLANK:
            continue
        made[name] = _other(chance, KNOWN.facts[name]) if chance.random() < CONCERN else value
    return made


def _other(chance: random.Random, fact: Fact) -> Any:
    if fact.type == "yes-no":
        return chance.random() < 0.5
    if fact.type == "whole":
        return chance.randint(int(fact.low or 0), int(fact.high or 0))
    if fact.type == "number":
        return round(chance.uniform(fact.low or 0, fact.high or 0), 1)
    return chance.choice(fact.choices) if fact.type == "choice" else ("kratom",)


def decided(facts: Facts) -> Decision:
    """Every verdict; the words are at hand."""
    made = rules.decide("eligibility", RULES, facts, known=KNOWN)
    assert made.verdict is not None
    return made


def told(facts: Facts) -> int:
    """Every word of every finding that is not clear."""
    made = decided(facts)
    return sum(len(made.of(verdict)) for verdict in Verdict if verdict)


def told_all(facts: Facts) -> int:
    """Every word of every finding."""
    return len(tuple(decided(facts).findings))


@contextmanager
def cql_answers(
    those: list[Person], read: Callable[[str], dict[str, Any]]
) -> Iterator[Callable[[int], dict[str, Any]] | None]:
    """Asks cql-execution about so many people; None where Node is not there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("CQL is left out: there is no Node on this machine.")
        yield None
        return
    if not (PEERS / "node_modules").exists():
        subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=PEERS, check=True)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        trees = {rule.id: spelt(rule) for rule in RULES}
        named = [_chart(str(number), one) for number, one in enumerate(those)]
        given.write_text(json.dumps({"library": elm_library(trees, read), "people": named}))
        command = [node, str(PEERS / "cql.mjs"), str(given)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as running:
            yield lambda many: _asked(running, many)
            assert running.stdin is not None
            running.stdin.close()


def _chart(number: str, one: Person) -> Person:
    records = [
        {"id": name, "recordType": "Observation", "name": name, "value": value}
        for name, value in one.items()
    ]
    return {"id": number, "recordType": "Patient", "records": records, **one}


def _asked(running: "subprocess.Popen[str]", many: int) -> dict[str, Any]:
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write(f"{many}\n")
    running.stdin.flush()
    made: dict[str, Any] = json.loads(running.stdout.readline())
    return made


def answers(facts: Facts) -> list[bool | None]:
    """What our rules answered, read back from the verdicts."""
    back = {Verdict.CLEAR: False, Verdict.ASK: None}
    return [back.get(verdict, True) for verdict in decided(facts).verdicts[: len(RULES)]]


def check(those: list[Person], lambdas: list[Any], logic: list[Any], in_cql: Any) -> None:
    """Stop unless every side answers alike; JSON Logic only where nothing is missing."""
    asked = [each(PEOPLE_IN_CQL)["answers"] for each in in_cql if each]
    for number, one in enumerate(those):
        ours = answers(Facts.plain(one, now=NOW))
        assert ours == [each(one) for each in lambdas], "a lambda answers otherwise"
        for rule, answer, (each, missing) in zip(RULES, ours, logic, strict=True):
            if not jsonLogic(missing, one):
                assert bool(jsonLogic(each, one)) is bool(answer), f"JSON Logic on {rule.id}"
        for theirs in asked if number < PEOPLE_IN_CQL else ():
            said = [theirs[str(number)][rule.id] for rule in RULES]
            assert ours == said, "CQL answers otherwise"


def timed(each: Callable[[Any], object], those: list[Any]) -> float:
    """CPU microseconds for one person."""
    began = process_time()
    for one in those:
        each(one)
    return (process_time() - began) / len(those) * 1e6


def main() -> None:
    """Time every side in turns, so that a busy moment falls on all of them alike."""
    those = people()
    shown = [Facts.plain(one, now=NOW) for one in those]
    trees = [spelt(rule) for rule in RULES]
    lambdas = [a_lambda(tree) for tree in trees]
    missing = [{"missing": list(rules.reasoning(rule).facts)} for rule in RULES]
    logic = list(zip(map(json_logic, trees), missing, strict=True))
    taken: dict[str, list[float]] = {}
    with cql_answers(those, from_a_record) as in_cql, cql_answers(those, own_property) as bare:
        check(those, lambdas, logic, (in_cql, bare))
        sides: dict[str, Callable[[], float]] = {
            "ours, at hand": lambda: timed(decided, shown * 2),
            "lambdas": lambda: timed(lambda one: [each(one) for each in lambdas], those * 5),
            "ours, not clear": lambda: timed(told, shown),
            "ours, all": lambda: timed(told_all, shown[:40]),
            "json-logic": lambda: timed(
                lambda one: [_both(both, one) for both in logic], those[:20]
            ),
        }
        if in_cql and bare:
            sides["CQL, records"] = lambda: in_cql(PEOPLE_IN_CQL)["ms"] * 1000 / PEOPLE_IN_CQL
            sides["CQL, bare"] = lambda: bare(PEOPLE_IN_CQL)["ms"] * 1000 / PEOPLE_IN_CQL
        for _ in range(ROUNDS):
            for name, side in sides.items():
                taken.setdefault(name, []).append(side())
    report(taken, shown)


def _both(both: tuple[Any, Any], one: Person) -> tuple[Any, Any]:
    return jsonLogic(both[0], one), jsonLogic(both[1], one)


def report(taken: dict[str, list[float]], shown: list[Facts]) -> None:
    """The table, and one line with the ratios."""
    middle = {name: median(times) for name, times in taken.items()}
    not_clear = median(sum(map(bool, decided(one).verdicts)) for one in shown)
    print(
        f"{len(RULES)} rules, {len(READ)} facts, {PEOPLE} people, {not_clear:g} findings not clear"
    )
    print(f"{'CPU µs a person':18}{'median':>10}{'least':>10}{'most':>10}{'a rule':>9}")
    for name, times in taken.items():
        each = middle[name] / len(RULES)
        print(f"{name:18}{middle[name]:10.1f}{min(times):10.1f}{max(times):10.1f}{each:9.2f}")
    ratios = []
    for ours in ("ours, at hand", "ours, not clear"):
        parts = [f"{middle['lambdas'] / middle[ours]:.2f} of lambdas"]
        parts += [f"{middle['json-logic'] / middle[ours]:.1f}x json-logic"]
        cql = [name for name in middle if name.startswith("CQL")]
        parts += [f"{middle[name] / middle[ours]:.0f}x {name}" for name in cql]
        ratios.append(f"{ours.partition(', ')[2]}: {', '.join(parts)}")
    print(f"{'; '.join(ratios)} (goals 0.25, 6x, 1500x)")


if __name__ == "__main__":
    main()
