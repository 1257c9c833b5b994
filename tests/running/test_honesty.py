"""The honesty page: made-up people keep their truth, are asked as shipped, and are counted."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tercet import knowledge
from tercet.decisions.outcomes.curves import certain_possible, curve
from tercet.decisions.response import Interval, effects
from tercet.running.honesty import by_lines, by_totals, page, people, study
from tercet.running.honesty.asked import ANXIETY, COURSE, GAD, MOOD, PHQ, schedule
from tercet.running.honesty.counted import limits
from tercet.running.honesty.plan import HERE, plan
from tests.house.house_words import ROOT

KNOWN = knowledge.read()
PAGE = ROOT / "docs" / "reference" / "honesty.md"
SMALL = plan(people=8, clinics=2, people_a_clinic=10)
ASKED = schedule(SMALL, KNOWN)
SHIPPED = tomllib.loads((knowledge.HERE / "asking" / f"{COURSE}.toml").read_text(encoding="utf-8"))[
    "rounds"
]


def without_noise(**truth):
    answering = {**SMALL.answering, "answered": 1, "after_mean_minutes": 1e-6}
    return replace(SMALL, answering=answering, truth={**SMALL.truth, "noise": [0], **truth})


def rates(plan, part, known=KNOWN):
    made = study.figures(plan, known, part)[part]
    return {(each.what, each.under): each.share.share for each in made}


def with_asking(**changed):
    """The knowledge with another plan of asking for the course."""
    asking = {**KNOWN.asking, COURSE: replace(KNOWN.asking[COURSE], **changed)}
    return replace(KNOWN, asking=asking)


# --- what is asked is what is shipped -------------------------------------------------------------


def test_the_page_is_of_the_knowledge_and_the_plan_that_there_are():
    assert page.stamp(plan(), KNOWN) in PAGE.read_text(), "run `make reference`"


def test_the_page_is_of_the_code_that_reads_a_course_as_it_is():
    assert page.sample(plan(), KNOWN) in PAGE.read_text(), "run `make reference`"


def test_other_code_that_reads_a_course_is_another_page(monkeypatch):
    now = page.sample(SMALL, KNOWN)
    monkeypatch.setattr(by_lines, "effects", lambda *a, **k: effects(*a, **k)[::-1])
    assert page.sample(SMALL, KNOWN) != now


def test_what_is_asked_stands_in_the_shipped_plan_alone():
    assert "asked" not in tomllib.loads(HERE.read_text())
    of_lines = [each for each in SHIPPED if ANXIETY in each.get("asks", ())]
    of_condition = [each for each in SHIPPED if "condition" in each.get("asks", ())]
    assert ASKED.line_rounds == tuple(each["name"] for each in of_lines)
    assert ASKED.questionnaire_rounds == tuple(each["name"] for each in of_condition)
    assert ASKED.hours == (2, 24, 48, 72, 168)
    assert len(ASKED.doses) == KNOWN.protocols[COURSE].doses.count


def test_every_dose_has_its_look_before_it_and_those_after_it_and_the_end_of_its_cycle():
    per_dose = 1 + len(ASKED.hours)
    for dose in ASKED.doses:
        assert len(ASKED.of(ANXIETY, dose=dose.number)) == per_dose
        assert ASKED.of(ANXIETY, dose=dose.number)[0].from_at < dose.at
        assert len(ASKED.of(GAD, dose=dose.number)) == 1
    assert [slot.round for slot in ASKED.of(GAD, dose=0)] == [
        "course-end", "month-1", "month-3", "month-6",
    ]  # fmt: skip


def test_the_evaluation_is_the_baseline_where_it_was_answered_while_that_was_open():
    before = replace(SMALL, answering={**SMALL.answering, "evaluated_days_before": 8})
    assert "baseline" not in [slot.round for slot in ASKED.of(GAD)]
    assert "baseline" in [slot.round for slot in schedule(before, KNOWN).of(GAD)]


def test_nothing_is_asked_of_a_dose_before_it_was_taken():
    early = tuple(
        replace(each, opens_minutes_before=180) if each.id == "dose-2-hours" else each
        for each in KNOWN.asking[COURSE].rounds
    )
    for slot in schedule(SMALL, with_asking(rounds=early)).of(ANXIETY):
        if slot.round == "dose-2-hours":
            assert slot.from_at == ASKED.doses[slot.dose - 1].at


def test_another_plan_of_asking_is_another_page():
    fewer = tuple(each for each in KNOWN.asking[COURSE].rounds if each.id != "dose-72-hours")
    other = with_asking(rounds=fewer)
    assert schedule(SMALL, other).hours == (2, 24, 48, 168)
    assert page.stamp(SMALL, other) != page.stamp(SMALL, KNOWN)


def test_a_round_that_the_study_does_not_read_leaves_the_page_as_it_is():
    without = tuple(each for each in KNOWN.asking[COURSE].rounds if each.id != "craving-weekly")
    assert page.stamp(SMALL, with_asking(rounds=without)) == page.stamp(SMALL, KNOWN)


def test_another_course_is_another_page():
    shipped = KNOWN.protocols[COURSE]
    longer = replace(shipped, weeks=shipped.weeks + 1)
    other = replace(KNOWN, protocols={**KNOWN.protocols, COURSE: longer})
    assert page.stamp(SMALL, other) != page.stamp(SMALL, KNOWN)
    three = replace(shipped, doses=replace(shipped.doses, count=3))
    with pytest.raises(ValueError, match="3 doses and 4 cycles"):
        schedule(SMALL, replace(KNOWN, protocols={**KNOWN.protocols, COURSE: three}))


def test_rules_that_the_plan_never_feeds_are_named_on_the_page_and_all_others_have_figures():
    rules, text = KNOWN.reading.emergent, PAGE.read_text()
    idle = {rule.id for rule in page.never_fed(rules.values(), ASKED)}
    assert idle == {"anxiety-of-the-day-while-mood-lifts", "anxiety-of-the-day-after-first-dose"}
    fed = {rule.id for rule in (*by_lines.rules(KNOWN), *by_totals.rules(KNOWN))}
    assert fed | idle == set(rules)
    never, _, _ = text.partition("never feeds them")[2].partition("| |")
    assert all(f"- `{id}`" in never for id in idle)
    assert all(f"- `{id}`" in text and f"- `{id}`" not in never for id in fed)


def test_a_plan_that_asks_of_the_day_feeds_every_rule():
    rules = KNOWN.reading.emergent.values()
    slots = [replace(slot, asks=(*slot.asks, "day-anxiety", "day-mood")) for slot in ASKED.slots]
    assert page.never_fed(rules, replace(ASKED, slots=tuple(slots))) == ()


def test_a_rule_whose_mood_nobody_is_asked_about_is_never_fed():
    rule = KNOWN.reading.emergent["anxiety-now-while-mood-lifts"]
    half = replace(rule, mood="day-mood")
    assert page.never_fed([rule, half], ASKED) == (half,)


def test_the_page_holds_every_figure_of_the_full_plan():
    text, full = PAGE.read_text(), plan()
    for noise in full.truth["noise"]:
        assert f"noise {noise}" in text
    for hours in ASKED.hours:
        assert f"| at {hours} hours |" in text
    assert f"Of {full.clinics} clinics of {full.people_a_clinic} people" in text
    for rule in by_totals.rules(KNOWN):
        for what in ("false alarm in a course", "false alarm at a dose", "missed at the dose"):
            assert f"| `{rule.id}` {what}" in text
    for kind in ("alpha: GAD-7 0.92, PHQ-9 0.89", "retest: GAD-7 0.83, PHQ-9 0.84"):
        assert f"noise of {kind}" in text


# --- made-up people -------------------------------------------------------------------------------


def test_the_same_plan_makes_the_same_page(tmp_path):
    page.write(SMALL, KNOWN, tmp_path / "one.md")
    page.write(SMALL, KNOWN, tmp_path / "two.md")
    assert (tmp_path / "one.md").read_text() == (tmp_path / "two.md").read_text()


def test_another_seed_makes_other_people():
    one, two = (
        people.patient("works", SMALL, ASKED, noise=8, chance=Random(seed)) for seed in ("a", "b")
    )
    assert one.seen != two.seen


def test_answers_lie_in_their_windows_and_some_are_missed():
    one = people.patient("nothing", plan(), ASKED, noise=8, chance=Random("windows"))
    slots = ASKED.of(ANXIETY)
    answered = [m.at for m in one.seen if m.instrument == ANXIETY]
    assert 0 < len(answered) < len(slots)
    assert all(any(slot.from_at <= at < slot.closes_at for slot in slots) for at in answered)
    assert {m.instrument for m in one.seen} == {ANXIETY, MOOD}


@pytest.mark.parametrize(("hours", "rise"), [(11, 0), (13, 30), (239, 30), (241, 0)])
def test_anxiety_surfaces_from_its_hour_to_its_end(hours, rise):
    at = ASKED.doses[0].at + timedelta(hours=hours)
    fates = [people.Truth(1e9, 1e9)] * len(ASKED.doses)
    since = people._since(at, ASKED.doses, fates)
    _, added, lift = people._now("surfaces", SMALL, *since)
    assert (added, lift) == (rise, 20 if hours < 240 else 0)


def test_before_the_first_dose_nothing_is_true_of_a_dose_yet():
    since = people._since(ASKED.doses[0].at, ASKED.doses, [people.Truth(0, 1e9)] * 4)
    assert people._now("surfaces", SMALL, *since) == (1.0, 0, 0)


def test_both_questionnaires_move_from_the_first_dose_on():
    first = ASKED.doses[0].at
    for days, gad, phq in ((0, 0, 0), (1, 7, -9)):
        at = first + timedelta(days=days)
        assert people._moved("surfaces", GAD, at, SMALL, ASKED) == gad
        assert people._moved("surfaces", PHQ, at, SMALL, ASKED) == phq
    for days, worse in ((14, 3.5), (28, 7), (100, 7)):
        at = first + timedelta(days=days)
        assert people._moved("worse", GAD, at, SMALL, ASKED) == worse
    assert people._moved("lifts", GAD, first + timedelta(days=9), SMALL, ASKED) == 0


# --- what is counted ------------------------------------------------------------------------------


def test_without_noise_and_missed_looks_nothing_is_wrong_but_what_no_look_could_see():
    exact = without_noise(lasting_mean_hours=1e9, with_benefit=0.2)
    told = rates(exact, "onset")
    assert told["onset lies within its interval", "noise 0"] == 1
    assert told["onset seen where there was none", "noise 0"] == 0
    assert set(rates(exact, "surfacing").values()) == {0}


@pytest.mark.parametrize(("rise", "missed"), [(19, 1), (20, 0)])
def test_a_rise_below_the_line_is_always_missed(rise, missed):
    told = rates(without_noise(rise=rise, anxiety_sd=0), "surfacing")
    assert told["missed at a dose: anxiety rises", "noise 0"] == missed


def test_without_a_look_before_the_dose_every_rise_is_missed():
    rounds = tuple(each for each in KNOWN.asking[COURSE].rounds if each.id != "dose-before")
    told = rates(without_noise(), "surfacing", with_asking(rounds=rounds))
    assert told["missed at a dose: anxiety rises", "noise 0"] == 1


def test_noise_makes_it_worse():
    loud = replace(SMALL, people=40, truth={**SMALL.truth, "noise": [0, 25]})
    told = rates(loud, "surfacing")
    false = "false alarm in a course: mood lifts, anxiety does not"
    assert told[false, "noise 0"] == 0 < told[false, "noise 25"]


def quiet(**of):
    """The knowledge with questionnaires without noise, and everybody answering."""
    exact = {
        id: replace(line, r=0.999999) for id, line in KNOWN.reading.reliables.items() if line.r
    }
    reading = replace(KNOWN.reading, reliables={**KNOWN.reading.reliables, **exact})
    plan = replace(without_noise(), questionnaire={**SMALL.questionnaire, **of})
    return plan, replace(KNOWN, reading=reading)


def test_each_questionnaire_has_the_noise_of_its_own_reliability():
    for id, sds in (
        (GAD, {"alpha": 1.329, "retest": 1.938}),
        (PHQ, {"alpha": 2.023, "retest": 2.44}),
    ):
        lines = by_totals.reliable(KNOWN, id)
        assert {kind: by_totals.noise_of(line) for kind, line in lines.items()} == pytest.approx(
            sds, abs=1e-3
        )


@pytest.mark.parametrize(
    ("rise", "fall", "risen_missed", "while_missed"),
    [(5, 9, 0, 0), (4, 9, 1, 0), (3, 9, 1, 1), (4, 6, 1, 0), (4, 5, 1, 1)],
)
def test_a_rise_of_the_gad_7_is_told_from_its_points_on(rise, fall, risen_missed, while_missed):
    level = {"start_mean": {GAD: 10, PHQ: 14}, "start_sd": {GAD: 0, PHQ: 0}}
    plan, known = quiet(rise=rise, fall=fall, **level)
    told = rates(plan, "risen", known)
    missed = {what: rate for (what, _), rate in told.items() if "missed" in what}
    assert missed == {
        "`gad-7-risen` missed at the dose with which it rose": risen_missed,
        "`gad-7-while-phq-9-falls` missed at the dose with which it rose": while_missed,
    }
    assert {rate for (what, _), rate in told.items() if "false alarm" in what} == {0}


def test_two_looks_in_a_row_alarm_less_often_than_one():
    told = rates(replace(SMALL, people=200), "deterioration")
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
    assert by_lines.within(interval, true) is held


def test_the_limits_that_are_counted_are_those_of_the_curve():
    intervals = [Interval(0, 2), Interval(2, 24), Interval(2, 48), Interval(168, None)]
    for point in curve(intervals, (2, 24, 48, 168, 200)).points:
        certain, possible = certain_possible(intervals, point.hours)
        assert (certain, possible) == (point.certain, point.possible)
        low, high = limits(certain, len(intervals))[0], limits(possible, len(intervals))[1]
        assert (low, high) == (point.low, point.high)
