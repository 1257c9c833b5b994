"""Many expressions written as one function: each answers in it as it answers alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, rules, seeing
from tercet.decisions.logic import all_of, any_of, fact
from tercet.decisions.seeing import Doors
from tercet.decisions.written import answers
from tests.decisions.people import KNOWN, NOW, facts, many

EVERY = list(KNOWN.every_rule())
EVER = KNOWN.facts["aneurysm"]
PULSE = KNOWN.facts["pulse"]


def asked_together(expressions, *told, by=None):
    by = by or [0] * len(expressions)
    return answers(zip(expressions, by, strict=True))(*[values.get for values in told])


@settings(max_examples=many(60), deadline=None)
@given(shown=facts())
def test_every_rule_answers_among_all_as_it_answers_alone(shown):
    values = Doors(KNOWN.facts.values(), None).let_in(shown)
    expressions = [rules.reasoning(rule) for rule in EVERY]
    assert asked_together(expressions, values) == tuple(each.of(values) for each in expressions)


P, Q, R = (st.sampled_from([True, False, None]) for _ in range(3))


@given(p=P, q=Q, r=R)
def test_what_is_joined_in_what_is_joined_answers_as_its_parts_do(p, q, r):
    said = {"p": p, "q": q, "r": r}
    one, two, three = (fact(name).is_yes for name in "pqr")
    inner = any_of([one, ~two])
    assert (~inner & three).of(said) is all_of([~one, two, three]).of(said)
    assert (inner | ~three).of(said) is (~all_of([~one, two, three])).of(said)


def test_each_reads_by_its_own_get():
    two = [fact("x") > 1, fact("x") > 1, fact("y").is_yes]
    assert asked_together(two, {"x": 2}, {"x": 1}, {"y": True}, by=[0, 1, 2]) == (True, False, True)
    assert asked_together(two, {"x": 2}, {"x": 1}, by=[1, 0, 0]) == (False, True, None)


def test_a_fact_is_fetched_once_however_many_read_it():
    fetched = []

    def get(name):
        fetched.append(name)
        return 150

    made = answers([(fact("x") > 140, 0), (fact("x") < 160, 0), (fact("x").is_known, 0)])
    assert made(get) == (True, True, True)
    assert fetched == ["x"]


def test_alone_a_fact_is_read_as_what_it_is_asked_for():
    both = (fact("x") > 1) | fact("x").is_known
    assert both.of({"x": "no number"}) is True
    assert (fact("x") > 1).of({"x": "no number"}) is None
    assert (fact("x").is_known & (fact("x") > 1)).of({"x": "no number"}) is None


@pytest.mark.parametrize("name", ["x'); import os; ('", "answers", "get0", "fact0", "x\n", ""])
def test_no_word_of_a_file_enters_the_source(name):
    asked = (fact(name) > 1) & fact("c").is_one_of((name,))
    assert asked.of({name: 2, "c": name}) is True
    assert asked.of({name: 1, "c": name}) is False
    assert asked_together([asked], {name: 2, "c": "other"}) == (False,)


def test_nothing_is_asked_of_nobody():
    assert asked_together([], {}) == ()
    assert asked_together([fact("x").is_known], {}) == (False,)


# --- what plainly counts is let in at a glance ----------------------------------------------------


@pytest.fixture
def nothing_is_looked_at_closely(monkeypatch):
    def looked(*_):
        raise AssertionError("looked at closely")

    monkeypatch.setattr(seeing, "see", looked)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (EVER, True),
        (EVER, False),
        (PULSE, PULSE.low),
        (PULSE, PULSE.high),
        (KNOWN.facts["minutes-since-heard"], 7.25),
        (KNOWN.facts["minutes-since-heard"], 7),
        (KNOWN.facts["answer"], "need-a-person"),
    ],
)
@pytest.mark.parametrize("early", [False, True])
@pytest.mark.usefixtures("nothing_is_looked_at_closely")
def test_what_plainly_counts_is_let_in_at_a_glance(fact, value, early):
    age = seeing.timedelta(minutes=fact.fresh_minutes or 10**6) if early else seeing.NO_TIME
    for by in ("given", *fact.from_):
        shown = Facts({fact.id: Said(value, NOW - age, by)}, NOW)
        assert Doors([fact], None).let_in(shown) == {fact.id: value}
    equal_not_same = Facts({fact.id: Said(value, NOW + seeing.NO_TIME, "given")}, NOW)
    assert Doors([fact], None).let_in(equal_not_same) == {fact.id: value}


@pytest.mark.usefixtures("nothing_is_looked_at_closely")
def test_a_rule_that_wants_it_fresher_glances_by_its_own_time():
    half_an_hour = Facts({"pulse": Said(70, NOW - seeing.timedelta(minutes=30), "guide")}, NOW)
    assert Doors([PULSE], 30).let_in(half_an_hour) == {"pulse": 70}
    with pytest.raises(AssertionError):
        Doors([PULSE], 29).let_in(half_an_hour)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (EVER, Said(1, NOW, "given")),
        (EVER, Said(True, None, "given")),
        (EVER, Said(True, NOW + seeing.AHEAD, "given")),
        (PULSE, Said(True, NOW, "given")),
        (PULSE, Said(70, None, "given")),
        (PULSE, Said(70, NOW, "therapist")),
        (KNOWN.facts["answer"], Said("?", NOW, "given")),
        (KNOWN.facts["answer"], Said(("sick",), NOW, "given")),
        (KNOWN.facts["medicines"], Said(("sertraline",), NOW, "given")),
    ],
)
@pytest.mark.usefixtures("nothing_is_looked_at_closely")
def test_whatever_else_is_said_is_looked_at_closely(fact, said):
    with pytest.raises(AssertionError, match="looked at closely"):
        Doors([fact], None).let_in(Facts({fact.id: said}, NOW))


def test_what_is_looked_at_closely_may_count_and_may_not():
    ahead = Facts({EVER.id: Said(True, NOW + seeing.AHEAD, "given")}, NOW)
    assert Doors([EVER], None).let_in(ahead) == {EVER.id: True}
    listed = {"medicines": Said(("sertraline",), NOW, "given")}
    medicines = KNOWN.facts["medicines"]
    assert Doors([medicines], None).let_in(Facts(listed, NOW)) == {"medicines": ("sertraline",)}
    assert Doors([medicines], None).let_in(Facts({"medicines": Said(3, NOW)}, NOW)) == {}
    assert Doors([medicines], None).let_in(Facts({}, NOW)) == {}


def test_what_is_written_can_call_nothing_but_what_it_was_handed():
    written_down = answers([(fact("x") > 1, 0)])
    assert written_down.__globals__["__builtins__"] == {"len": len}
