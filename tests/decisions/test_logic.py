"""Three-valued logic: the truth tables, and one definition asked of a person or of a panel."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions.logic import Turn, all_of, any_of, fact
from tercet.decisions.rules import reasoning
from tests.decisions.people import KNOWN, many

T, F, N = True, False, None
RULES = list(KNOWN.every_rule())
P, Q = fact("p").is_yes, fact("q").is_yes


@pytest.mark.parametrize(
    ("p", "q", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, N, N, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, N, F, N),
        (N, T, N, T),
        (N, F, F, N),
        (N, N, N, N),
    ],
)
def test_and_and_or_are_kleenes(p, q, both, either):
    said = {"p": p, "q": q}
    assert (P & Q).of(said) is both
    assert (P | Q).of(said) is either
    assert all_of([P, Q]).of(said) is both
    assert any_of([P, Q]).of(said) is either


@pytest.mark.parametrize(("p", "not_p"), [(T, F), (F, T), (N, N)])
def test_not_known_denied_is_still_not_known(p, not_p):
    assert (~P).of({"p": p}) is not_p


@pytest.mark.parametrize(
    ("expression", "below", "at", "above"),
    [
        (fact("x") > 140, F, F, T),
        (fact("x") >= 140, F, T, T),
        (fact("x") < 140, T, F, F),
        (fact("x") <= 140, T, T, F),
    ],
)
def test_a_comparison_stands_on_its_limit(expression, below, at, above):
    assert expression.of({"x": 139}) is below
    assert expression.of({"x": 140}) is at
    assert expression.of({"x": 141}) is above


@pytest.mark.parametrize("value", [None, math.nan, True, False, "140", [140]])
def test_what_is_no_number_is_not_known(value):
    assert (fact("x") > 1).of({"x": value}) is None
    assert (fact("x") - fact("y") > 1).of({"x": value, "y": 1}) is None
    assert (fact("y") - fact("x") > 1).of({"x": value, "y": 1}) is None


def test_a_name_nobody_said_is_not_known():
    assert (fact("x") > 1).of({}) is None
    assert P.of({}) is None
    assert fact("x").is_one_of(("a",)).of({}) is None
    assert fact("x").lists_anything.of({}) is None
    assert fact("x").is_known.of({}) is False


@pytest.mark.parametrize("value", [1, 0, "yes", math.nan])
def test_only_true_and_false_are_yes_and_no(value):
    assert fact("p").is_yes.of({"p": value}) is None


def test_a_difference_of_two_facts():
    rise = fact("x") - fact("y") >= 40
    assert rise.of({"x": 160, "y": 120}) is True
    assert rise.of({"x": 159, "y": 120}) is False
    assert rise.of({"x": math.inf, "y": math.inf}) is None


def test_a_number_turns_at_its_limit_which_belongs_to_the_side_it_says():
    x = fact("x")
    for expression, above in (
        (x > 140, True),
        (x >= 140, False),
        (x < 140, False),
        (x <= 140, True),
    ):
        assert expression.turns({}) == [Turn("x", 140, above)]


def test_a_difference_turns_where_either_side_would_take_it_across():
    rise, fall = fact("x") - fact("y") > 20, fact("x") - fact("y") < 20
    assert rise.turns({"x": 150, "y": 118}) == [Turn("x", 138, True), Turn("y", 130, False)]
    assert fall.turns({"x": 150, "y": 118}) == [Turn("x", 138, False), Turn("y", 130, True)]
    assert rise.turns({"x": 150}) == [Turn("y", 130, False)]
    assert rise.turns({"y": 118}) == [Turn("x", 138, True)]
    assert rise.turns({}) == []


def test_what_is_no_number_turns_nowhere_and_the_whole_turns_where_its_parts_do():
    assert P.turns({}) == fact("x").is_known.turns({}) == []
    assert fact("x").is_one_of(("a",)).turns({}) == fact("x").lists_anything.turns({}) == []
    either = P | (fact("x") > 1) | (fact("y") < 2)
    assert either.turns({}) == (~either).turns({}) == [Turn("x", 1, True), Turn("y", 2, False)]


def test_a_choice_is_among_its_words():
    asked = fact("x").is_one_of(("sick", "frightened"))
    assert asked.of({"x": "sick"}) is True
    assert asked.of({"x": "all-right"}) is False
    assert asked.of({"x": 3}) is None


def test_a_list_holds_something_or_nothing():
    listed = fact("x").lists_anything
    assert listed.of({"x": ["kratom"]}) is True
    assert listed.of({"x": ("kratom",)}) is True
    assert listed.of({"x": []}) is False
    assert listed.of({"x": "kratom"}) is None


def test_known_is_always_answered():
    assert fact("x").is_known.of({"x": False}) is True
    assert fact("x").is_known.of({"x": math.nan}) is False


def test_an_expression_names_its_facts_once_and_in_order():
    made = (fact("b") > 1) & ((fact("a") - fact("b") < 2) | ~fact("c").is_yes)
    assert made.facts == ("b", "a", "c")
    assert fact("d").is_known.facts == ("d",)
    assert fact("d").is_one_of(("x",)).facts == ("d",)


# --- one person and a panel -------------------------------------------------------------------

NUMBERS = st.none() | st.integers(-3, 300) | st.sampled_from([math.nan, math.inf, -math.inf, 140.0])
KINDS = {
    "yes-no": (pl.Boolean, st.none() | st.booleans()),
    "whole": (pl.Float64, NUMBERS),
    "number": (pl.Float64, NUMBERS),
    "choice": (pl.String, st.none() | st.sampled_from(["all-right", "sick", "frightened", "?"])),
    "texts": (pl.List(pl.String), st.none() | st.lists(st.sampled_from(["a", "b"]), max_size=2)),
}


@st.composite
def panels(draw, names, types):
    """A frame of a few people, some columns left out, and the same people as dicts."""
    held = [name for name in names if draw(st.integers(0, 7))] or list(names)[:1]
    row = st.fixed_dictionaries({name: KINDS[types[name]][1] for name in held})
    rows = draw(st.lists(row, max_size=6))
    columns = {
        name: pl.Series(name, [r[name] for r in rows], dtype=KINDS[types[name]][0], strict=False)
        for name in held
    }
    return pl.DataFrame(columns), rows


def agree(expression, frame, rows):
    panel = expression.over(frame)
    assert panel.dtype == pl.Boolean
    assert panel.to_list() == [expression.of(row) for row in rows]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
@settings(max_examples=many(25), deadline=None)
@given(data=st.data())
def test_a_rule_says_the_same_of_a_person_and_of_a_panel(rule, data):
    expression = reasoning(rule)
    types = {name: KNOWN.facts[name].type for name in expression.facts}
    agree(expression, *data.draw(panels(expression.facts, types)))


PANEL = [
    {"p": True, "x": 139.0, "y": 139.0, "c": "sick", "l": ["a"]},
    {"p": False, "x": 140.0, "y": 139.0, "c": "frightened", "l": []},
    {"p": None, "x": 141.0, "y": 140.0, "c": "all-right", "l": ["a", "b"]},
    {"p": True, "x": math.nan, "y": 180.0, "c": None, "l": None},
    {"p": False, "x": None, "y": math.nan, "c": "", "l": ["a"]},
    {"p": None, "x": math.inf, "y": math.inf, "c": "sick", "l": []},
    {"p": None, "x": 100.0, "y": None, "c": "sick", "l": []},
]
COLUMNS = {
    "p": pl.Boolean,
    "x": pl.Float64,
    "y": pl.Float64,
    "c": pl.String,
    "l": pl.List(pl.String),
}
EACH = [
    P,
    ~P,
    P & (fact("x") > 140),
    P | (fact("x") > 140),
    fact("x") > 140,
    fact("x") >= 140,
    fact("x") < 140,
    fact("x") <= 140,
    fact("x") - fact("y") >= 1,
    fact("y") - fact("x") > -1,
    fact("c").is_one_of(("sick", "frightened")),
    fact("l").lists_anything,
    *[fact(name).is_known for name in COLUMNS],
]


@pytest.mark.parametrize("number", range(len(EACH)))
@pytest.mark.parametrize("missing", [None, *COLUMNS])
def test_each_expression_says_the_same_of_a_person_and_of_a_panel(number, missing):
    frame = pl.DataFrame(PANEL, schema=COLUMNS)
    people = PANEL
    if missing:
        frame = frame.drop(missing)
        people = [{k: v for k, v in row.items() if k != missing} for row in PANEL]
    agree(EACH[number], frame, people)


TYPES = {"p": "yes-no", "q": "yes-no", "x": "number", "y": "number", "c": "choice", "l": "texts"}
LEAVES = st.one_of(
    st.sampled_from(["p", "q"]).map(lambda name: fact(name).is_yes),
    st.sampled_from(sorted(TYPES)).map(lambda name: fact(name).is_known),
    st.just(fact("c").is_one_of(("sick", "frightened"))),
    st.just(fact("l").lists_anything),
    st.integers(0, 200).map(lambda limit: fact("x") > limit),
    st.integers(0, 200).map(lambda limit: fact("y") <= limit),
    st.integers(-50, 50).map(lambda limit: fact("x") - fact("y") >= limit),
    st.integers(-50, 50).map(lambda limit: fact("y") - fact("x") < limit),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda e: ~e),
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
    ),
    max_leaves=8,
)


@settings(max_examples=many(300), deadline=None)
@given(expression=EXPRESSIONS, panel=panels(tuple(TYPES), TYPES))
def test_any_expression_says_the_same_of_a_person_and_of_a_panel(expression, panel):
    agree(expression, *panel)


def test_a_column_of_whole_numbers_does_not_wrap():
    frame = pl.DataFrame({"x": [100], "y": [120]}, schema={"x": pl.UInt8, "y": pl.UInt8})
    assert (fact("x") - fact("y") < 0).over(frame).to_list() == [True]


def test_logic_does_not_import_the_frame_it_asks():
    import tercet.decisions.logic as logic

    assert "polars" not in vars(logic)
