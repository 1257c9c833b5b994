"""What may be said at all, and the sentence that refuses the rest."""

import math
from datetime import UTC, datetime

import pytest

from tercet.decisions.vocabulary import (
    LONGEST_LIST,
    LONGEST_TEXT,
    Impossible,
    admit,
    admit_one,
    fault,
    named,
)
from tercet.knowledge import Fact
from tests.decisions.people import KNOWN


def fact_of(type, **more):
    told = {"label": "x", "unit": "", "low": None, "high": None, "choices": (), "example": None}
    told |= {"fresh_minutes": None, "from_": (), "question": "", "help": "", "section": ""}
    told |= {"asked": False, "only_if": None, "sources": ()}
    return Fact(id="x", type=type, **{**told, **more})


def test_what_is_possible_comes_through_under_its_own_name():
    said = {"systolic": 118, "age_years": 34, "weight_kg": 68.5, "aneurysm": False}
    assert admit(said, KNOWN) == {
        "systolic": 118,
        "age-years": 34,
        "weight-kg": 68.5,
        "aneurysm": False,
    }


def test_a_blank_comes_through_as_a_blank():
    assert admit({"systolic": None}, KNOWN) == {"systolic": None}


def test_a_whole_number_may_be_written_with_a_point():
    made = admit({"systolic": 118.0}, KNOWN)["systolic"]
    assert made == 118 and isinstance(made, int)


def test_the_plausible_range_includes_its_ends_and_nothing_beyond():
    low, high = KNOWN.facts["systolic"].low, KNOWN.facts["systolic"].high
    assert admit({"systolic": low}, KNOWN) and admit({"systolic": high}, KNOWN)
    for value in (low - 1, high + 1):
        with pytest.raises(Impossible, match="is not possible"):
            admit({"systolic": value}, KNOWN)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"systolic": 1240},
            "systolic 1240 is not possible: it is between 50 and 300 mmHg.",
        ),
        (
            {"weight-kg": -3},
            "weight-kg -3 is not possible: it is between 25 and 400 kg.",
        ),
        ({"systolic": math.nan}, "systolic must be a number such as 118, not nan."),
        ({"systolic": "118"}, "systolic must be a number such as 118, not '118'."),
        ({"systolic": True}, "systolic must be a number such as 118, not True."),
        ({"systolic": 118.5}, "systolic must be a whole number such as 118, not 118.5."),
        ({"systolic": math.inf}, "systolic inf is not possible: it is between 50 and 300 mmHg."),
        ({"aneurysm": "no"}, "aneurysm must be true or false, not 'no'."),
        ({"aneurysm": 0}, "aneurysm must be true or false, not 0."),
        (
            {"answer": "fine"},
            "answer must be one of all-right, sick, frightened, something-else, need-a-person,"
            " not 'fine'.",
        ),
        ({"medicines": "kratom"}, "medicines must be a list, not 'kratom'."),
        ({"medicines": ["kratom", 3]}, "medicines must be words, not 3."),
        (
            {"medicines": ["a" * (LONGEST_TEXT + 1)]},
            "medicines is 2001 characters long; at most 2000 are kept.",
        ),
        (
            {"medicines": ["a"] * (LONGEST_LIST + 1)},
            "medicines lists 501 entries; at most 500 are read.",
        ),
        (
            {"sistolic": 118},
            "'sistolic' is not a fact this library knows. Did you mean systolic or diastolic?",
        ),
        ({"shoe-size": 43}, "'shoe-size' is not a fact this library knows."),
        ({"age-years": 34, "age_years": 35}, "age-years is given twice."),
    ],
)
def test_what_is_not_possible_is_refused_in_one_sentence(said, sentence):
    with pytest.raises(Impossible) as refusal:
        admit(said, KNOWN)
    assert str(refusal.value) == sentence


def test_the_longest_text_is_still_kept():
    text = "a" * LONGEST_TEXT
    assert admit({"medicines": [text]}, KNOWN) == {"medicines": [text]}


def test_the_longest_list_is_still_kept():
    every = ["sertraline"] * LONGEST_LIST
    assert admit({"medicines": every}, KNOWN) == {"medicines": every}


def test_a_long_value_is_shown_short():
    with pytest.raises(Impossible) as refusal:
        admit({"systolic": "9" * 500}, KNOWN)
    assert str(refusal.value) == f"systolic must be a number such as 118, not '{'9' * 36}...."


def test_a_value_of_forty_characters_is_shown_whole():
    shown = "9" * 38
    with pytest.raises(Impossible, match=rf"not '{shown}'\.$"):
        admit({"systolic": shown}, KNOWN)
    with pytest.raises(Impossible, match=rf"not '{'9' * 36}\.\.\.\.$"):
        admit({"systolic": shown + "9"}, KNOWN)


def test_a_name_is_found_however_its_hyphens_are_written():
    assert named(" age_years ", KNOWN) == "age-years"
    assert named("age-years", KNOWN) == "age-years"
    with pytest.raises(Impossible, match="Did you mean age-years"):
        named("AGE", KNOWN)


def test_an_instant_needs_its_zone():
    instant = fact_of("instant")
    assert fault(instant, datetime(2026, 11, 22, tzinfo=UTC)) is None
    assert "with its zone" in fault(instant, datetime(2026, 11, 22))  # noqa: DTZ001
    assert fault(instant, "2026") == "must be a date and time with its zone, not '2026'"


def test_words_and_several_choices():
    assert fault(fact_of("text"), "a note") is None
    assert fault(fact_of("text"), 3) == "must be words, not 3"
    several = fact_of("choices", choices=("a", "b"))
    assert fault(several, ["a", "b"]) is None
    assert fault(several, ["a", "c"]) == "must be one of a, b, not 'c'"
    assert fault(several, "a") == "must be a list, not 'a'"


def test_a_number_without_a_range_or_an_example_is_only_a_number():
    free = fact_of("number")
    assert fault(free, 1e9) is None and fault(free, -1e9) is None
    assert fault(free, "3") == "must be a number, not '3'"
    bounded = fact_of("number", low=0.0, high=1.5)
    assert fault(bounded, 1.5) is None
    assert fault(bounded, 1.6) == "1.6 is not possible: it is between 0 and 1.5"


def test_one_value_of_one_fact():
    assert admit_one(KNOWN.facts["pulse"], 70.0) == 70
    assert admit_one(KNOWN.facts["weight-kg"], 70.0) == 70.0
    assert admit_one(KNOWN.facts["pulse"], None) is None
    with pytest.raises(Impossible, match=r"^pulse 7 is not possible"):
        admit_one(KNOWN.facts["pulse"], 7)


def test_every_example_is_possible():
    for fact in KNOWN.facts.values():
        assert fact.example is None or fault(fact, fact.example) is None, fact.id
