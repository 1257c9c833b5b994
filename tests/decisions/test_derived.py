"""The body mass index: of a weight and a height that count, and never over one that was said."""

from datetime import timedelta

import pytest

from tercet.decisions import Facts, Said, Verdict, eligibility, rules
from tercet.decisions.derived import BMI, PARTS, with_bmi
from tests.decisions.people import KNOWN, NOW, person

DAY = timedelta(days=1)
WEIGHT = Said(81.0, NOW - 3 * DAY, "patient")
HEIGHT = Said(180.0, NOW - 4000 * DAY, "patient")


def shown(**other):
    said = {"weight-kg": WEIGHT, "height-cm": HEIGHT} | {
        name.replace("_", "-"): one for name, one in other.items()
    }
    return with_bmi(Facts({name: one for name, one in said.items() if one}, NOW), KNOWN)


def test_weight_over_height_twice():
    made = shown().said[BMI]
    assert made.value == pytest.approx(25.0)
    assert (made.by, made.note) == ("derived", "81 kg, 180 cm")


def test_a_fraction_of_a_kilogram_is_said_as_it_is():
    assert shown(weight_kg=Said(81.5, NOW, "device")).said[BMI].note == "81.5 kg, 180 cm"


def test_it_is_as_old_as_the_weight_for_heights_do_not_age():
    assert shown().said[BMI].at == WEIGHT.at
    assert rules.see(KNOWN.facts[BMI], shown()).why_not is None


@pytest.mark.parametrize("name", PARTS[BMI])
def test_half_of_it_makes_no_index(name):
    assert BMI not in shown(**{name: None}).said


def test_a_stale_weight_and_one_from_nobody_who_may_say_it_make_no_index():
    lasts = timedelta(minutes=KNOWN.facts["weight-kg"].fresh_minutes)
    assert BMI in shown(weight_kg=Said(81.0, NOW - lasts, "patient")).said
    late = Said(81.0, NOW - lasts - timedelta(seconds=1), "patient")
    assert BMI not in shown(weight_kg=late).said
    assert BMI not in shown(height_cm=Said(180.0, NOW, "therapist")).said


def test_what_somebody_said_stands_while_it_counts():
    said = Said(31.0, NOW - DAY, "prescriber")
    assert shown(bmi=said).said[BMI] is said


@pytest.mark.parametrize(
    "said",
    [Said(31.0, NOW - 91 * DAY, "prescriber"), Said(31.0, NOW, "patient"), Said(None, NOW)],
    ids=["stale", "from nobody who may say it", "blank"],
)
def test_what_does_not_count_is_as_if_nobody_had_said_it(said):
    assert shown(bmi=said).said[BMI].value == pytest.approx(25.0)


def test_eligibility_sees_it_and_says_what_it_is_of():
    made = eligibility.decide(person("zoe-thin"), KNOWN)
    found = next(f for f in made.findings if f.rule == "very-low-bmi")
    assert found.verdict is Verdict.REVIEW
    assert "50 kg, 168 cm" in found.saw
