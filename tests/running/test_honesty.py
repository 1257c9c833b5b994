"""The honesty page: made-up people keep their truth, figures are counted, the page is theirs."""

from dataclasses import replace
from random import Random

import pytest

from tercet import knowledge
from tercet.decisions.response import Interval
from tercet.running.honesty import page, people, study
from tercet.running.honesty.plan import plan
from tests.house.house_words import ROOT

KNOWN = knowledge.read()
PAGE = ROOT / "docs" / "reference" / "honesty.md"
SMALL = plan(people=8, clinics=2, people_a_clinic=10)


def without_noise(**truth):
    asked = {**SMALL.asked, "answered": 1}
    return replace(SMALL, asked=asked, truth={**SMALL.truth, "noise": [0], **truth})


def rates(figures):
    return {(each.what, each.under): each.share.share for each in figures}


def test_the_page_is_of_the_knowledge_and_the_plan_that_there_are():
    assert page.stamp() in PAGE.read_text(), "run `make reference`"


def test_the_page_holds_every_figure_of_the_full_plan():
    text, full = PAGE.read_text(), plan()
    for noise in full.truth["noise"]:
        assert f"noise {noise}" in text
    for hours in full.asked["hours"]:
        assert f"| at {hours} hours |" in text
    assert f"Of {full.clinics} clinics of {full.people_a_clinic} people" in text


def test_the_same_plan_makes_the_same_figures(tmp_path):
    page.write(SMALL, KNOWN, tmp_path / "one.md")
    page.write(SMALL, KNOWN, tmp_path / "two.md")
    assert (tmp_path / "one.md").read_text() == (tmp_path / "two.md").read_text()


def test_another_seed_makes_other_people():
    one, two = (people.patient("works", SMALL, noise=8, chance=Random(seed)) for seed in ("a", "b"))
    assert one.seen != two.seen


def test_without_noise_and_missed_looks_nothing_is_wrong_but_what_no_look_could_see():
    exact = without_noise(lasting_mean_hours=1e9)
    made = study.figures(exact, KNOWN)
    told = rates(made["onset"])
    assert told["onset lies within its interval", "noise 0"] == 1
    assert told["onset seen where there was none", "noise 0"] == 0
    alarms = rates(made["surfacing"])
    assert set(alarms.values()) == {0}


def test_a_rise_below_the_line_is_always_missed():
    made = study.figures(without_noise(rise=19), KNOWN)
    assert rates(made["surfacing"])["missed at a dose: anxiety rises", "noise 0"] == 1


def test_noise_makes_it_worse():
    loud = replace(SMALL, people=40, truth={**SMALL.truth, "noise": [0, 25]})
    told = rates(study.figures(loud, KNOWN)["surfacing"])
    false = "false alarm in a course: mood lifts, anxiety does not"
    assert told[false, "noise 0"] == 0 < told[false, "noise 25"]


def test_two_looks_in_a_row_alarm_less_often_than_one():
    told = rates(study.figures(replace(SMALL, people=150), KNOWN)["deterioration"])
    for under in {under for _, under in told}:
        once, twice = (
            told[f"false alarm, told at {how}", under] for how in ("one look", "two looks in a row")
        )
        assert twice < once
        assert (
            told["missed, told at two looks in a row", under]
            >= told["missed, told at one look", under]
        )


@pytest.mark.parametrize(
    ("interval", "true", "held"),
    [
        (Interval(2, 24), 2, False),
        (Interval(2, 24), 2.1, True),
        (Interval(2, 24), 24, True),
        (Interval(2, 24), 24.1, False),
        (Interval(168, None), 168, False),
        (Interval(168, None), 500, True),
    ],
)
def test_an_interval_begins_after_its_first_look_and_ends_with_its_last(interval, true, held):
    assert study._within(interval, true) is held
